/* model/state: what is read of the tree, its files' grammar, and who may do what is offered. */
#include "model/state.h"

#include "base/cleanup.h"
#include "model/finding.h"
#include "model/internal.h"

#include "../t/unit/events.h"
#include "../t/unit/tap.h"

static const char trusted[] = "version: 1\nthreshold: 1\nprincipals:\n  ada:\n    name: Ada\n"
			      "    email: b\n    keys:\n    - k\n    roles:\n    - r\n"
			      "roles:\n  r:\n    may:\n    - \"run in lab\"\n    - lock\n";

/* A tree of which every file is this text; NULL: none is there. */
static int read_text(void *context, const char *path UNUSED, struct arena *a UNUSED,
		     struct bytes *ret, bool *ret_found, struct err *err UNUSED)
{
	*ret_found = context != NULL;
	if (context)
		*ret = bytes_text(context);
	return 0;
}

static struct state *state_of(struct arena *a, const char *text)
{
	return state_open(a, (struct state_source){.read = read_text,
						   .context = (char *)(uintptr_t)text});
}

static void test_files(struct arena *a)
{
	static const char *const bad[] = {
		"last:\n  event: x\n  sequence: y\n",
		"holds:\n  lock:A:\n    sequence: 1\n",
		"holds:\n  lock:A:\n    event: x\n    sequence: y\n",
		"last:\n  event: x\n  sequence: 1\n  deep:\n    a: b\n",
		"last: [x]\n",
		"last/x:\n  event: x\n  sequence: 1\n",
		"last:/:\n  event: x\n  sequence: 1\n",
		"holds/lock:\n  A:\n    event: x\n    sequence: 1\n",
		"\"\":\n  A:\n    event: x\n    sequence: 1\n",
		"\"hold s\":\n  A:\n    event: x\n    sequence: 1\n",
	};
	const struct subject *subject;
	const struct step_state *step;
	const struct trust *trust;
	struct bytes text;
	struct err err;

	ok(!state_subject(state_of(a, NULL), "state/lab/A.yaml", &subject, &err) &&
		   !subject->count,
	   "what is not there is empty");
	ok(!state_file(state_of(a, NULL), "runbook.yaml", &text, &err) && !text.len,
	   "and so is a file");
	ok(!state_file(state_of(a, "x"), "runbook.yaml", &text, &err) && text.len == 1,
	   "a file as it is");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(state_subject(state_of(a, bad[i]), "state/lab/A.yaml", &subject, &err) < 0 &&
			   state_step(state_of(a, bad[i]), "lab", "A", &step, &err) < 0 &&
			   err.code == ERR_FORMAT,
		   "subject %zu cannot be read", i);
	ok(state_trust(state_of(a, "x: y\n"), &trust, &err) < 0 && err.code == ERR_FORMAT,
	   "nor another trust.yaml");
	ok(!state_trust(state_of(a, NULL), &trust, &err) && !trust->version,
	   "without one nobody is trusted");
}

/* A step, of a file whose parts do not belong together. */
static void test_steps(struct arena *a)
{
#define PART(slot, event, sequence, more) \
	slot ":\n  event: " event "\n  sequence: " sequence "\n" more
	static const struct {
		const char *what, *text;
		enum phase phase;
		const char *result, *reason;
		size_t claims;
	} cases[] = {
		{"a run and its end",
		 PART("finish", "f", "2", "  result: ok\n  run: r\n") PART("run", "r", "1", ""),
		 PHASE_RAN, "ok", NULL, 0},
		{"a run and the end of another",
		 PART("finish", "f", "2", "  result: ok\n  run: x\n") PART("run", "r", "1", ""),
		 PHASE_RUNNING, NULL, NULL, 0},
		{"a claim", PART("claim", "c", "2", "  claims:\n  - complete\n"), PHASE_PLANNED,
		 NULL, NULL, 1},
		{"a claim from before it was reopened",
		 PART("claim", "c", "2",
		      "  claims:\n  - complete\n") "verdicts:\n"
						   "  reopen:\n    event: o\n    sequence: 3\n "
						   "   reason: why\n",
		 PHASE_PLANNED, NULL, "why", 0},
		{"reopened, and then blocked for no reason",
		 "holds:\n  block:A:\n    event: b\n    sequence: 4\nverdicts:\n"
		 "  reopen:\n    event: o\n    sequence: 3\n    reason: why\n",
		 PHASE_BLOCKED, NULL, NULL, 0},
		{"reopened, and then blocked for a reason",
		 "holds:\n  block:A:\n    event: b\n    sequence: 4\n    reason: other\n"
		 "verdicts:\n  reopen:\n    event: o\n    sequence: 3\n    reason: why\n",
		 PHASE_BLOCKED, NULL, "other", 0},
	};
	const struct step_state *s;
	struct err err = {0};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		if (!ok(!state_step(state_of(a, cases[i].text), "lab", "A", &s, &err), "%s",
			cases[i].what)) {
			printf("# %s\n", err.text);
			continue;
		}
		is_str(phase_word(s->phase), phase_word(cases[i].phase), cases[i].what);
		is_str(s->result, cases[i].result, "... its result");
		is_str(s->reason, cases[i].reason, "... the reason");
		is_int((long long)s->claim_count, (long long)cases[i].claims, "... claims");
	}
}

/* "slot event sequence name=value name=a,b": of a list each item; an entry a word "|". */
static const char *subject_of(struct arena *a, const char *spec)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct subject subject = {0};
	char *rest = arena_strdup(a, spec), *line;

	while ((line = strsep(&rest, "|"))) {
		struct entry e = {.slot = strsep(&line, " "), .event = strsep(&line, " ")};
		char *word;

		e.sequence = strtoull(strsep(&line, " "), NULL, 10);
		while ((word = strsep(&line, " "))) {
			const char *name = strsep(&word, "=");
			const char **items = NULL;
			size_t count = 0;

			if (!strchr(word, ',')) {
				entry_put(&e, a, name, word);
				continue;
			}
			for (const char *one; (one = strsep(&word, ","));)
				if (*one)
					*ARENA_PUSH(a, items, count) = one;
			entry_put_list(&e, a, name, items, count);
		}
		subject_put(&subject, a, e);
	}
	subject_write(&subject, &text);
	return arena_strdup(a, text.buf);
}

static void tell_list(struct strbuf *out, const char *name, const char *const *items,
		      size_t count)
{
	for (size_t i = 0; i < count; i++)
		strbuf_addf(out, "%s%s%s", i ? "," : " ", i ? "" : name, items[i]);
}

/* Everything that is known of the step. */
static const char *told(const struct step_state *s, struct arena *a)
{
	const struct {
		const char *name, *text;
	} texts[] = {{"reason", s->reason},
		     {"until", s->until},
		     {"replacement", s->replacement},
		     {"run", s->run},
		     {"host", s->host},
		     {"result", s->result},
		     {"restore", s->restore},
		     {"definition", s->definition},
		     {"uses", s->uses},
		     {"code", s->code},
		     {"candidate", s->candidate},
		     {"exit-by", s->attested_exit},
		     {"restore-by", s->attested_restore},
		     {"by-hand", s->by_hand ? "" : NULL},
		     {"dirty", s->dirty ? "" : NULL},
		     {"verify", s->verify},
		     {"checks", s->checks},
		     {"dirty-checks", s->dirty_checks ? "" : NULL},
		     {"checkpoint", s->checkpoint_directory}};
	const struct {
		const char *name;
		uint64_t number;
	} numbers[] = {{"locked", s->locked},
		       {"started", s->started},
		       {"verified", s->verified},
		       {"completed", s->completed},
		       {"last", s->sequence}};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	strbuf_addstr(&out, phase_word(s->phase));
	if (s->before != s->phase)
		strbuf_addf(&out, " was-%s", phase_word(s->before));
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		if (texts[i].text)
			strbuf_addf(&out, " %s=%s", texts[i].name, texts[i].text);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if (numbers[i].number)
			strbuf_addf(&out, " %s=%u", numbers[i].name,
				    (unsigned)numbers[i].number);
	tell_list(&out, "inputs=", s->inputs, s->input_count);
	tell_list(&out, "claims=", s->claims, s->claim_count);
	tell_list(&out, "contradicted=", s->contradicted, s->contradicted_count);
	tell_list(&out, "pins=", s->pins, s->pin_count);
	tell_list(&out, "without=", s->without, s->without_count);
	return arena_strdup(a, out.buf);
}

#define RUN "run r 2 host=h definition=d uses=u code=c candidate=k inputs=i,j"
#define FINISH "finish f 3 run=r result=ok restore=/b"
#define VERIFY "verdicts/verify v 4 verdict=pass checks=q"
#define DONE \
	"verdicts/done d 2 verdict=pass checks=q restore=/b definition=e code=c candidate=k"
#define DECISION "verdicts/decision d 2 verdict=pass definition=e checks=q candidate=k code=c"
#define COMPLETE "complete c 5 pins=a,b without=x,y"
#define REOPEN(sequence) "verdicts/reopen o " sequence " reason=why"

static void test_told(struct arena *a)
{
	static const char *const cases[][2] = {
		{RUN, "running run=r host=h definition=d uses=u code=c candidate=k started=2 "
		      "last=2 inputs=i,j"},
		{RUN " dirty=yes", "running run=r host=h definition=d uses=u code=c "
				   "candidate=k dirty= started=2 last=2 inputs=i,j"},
		{RUN "|" FINISH, "ran run=r host=h result=ok restore=/b definition=d uses=u "
				 "code=c candidate=k started=2 last=3 inputs=i,j"},
		{RUN "|" FINISH " dirty=yes",
		 "ran run=r host=h result=ok restore=/b definition=d uses=u code=c candidate=k "
		 "dirty= started=2 last=3 inputs=i,j"},
		{RUN "|finish f 3 run=r result=failed",
		 "failed run=r host=h result=failed definition=d uses=u code=c candidate=k "
		 "started=2 last=3 inputs=i,j"},
		{RUN "|finish f 3 run=other result=ok restore=/b",
		 "running run=r host=h definition=d uses=u code=c candidate=k started=2 last=3 "
		 "inputs=i,j"},
		{RUN "|" FINISH "|" VERIFY,
		 "verified run=r host=h result=ok restore=/b definition=d uses=u code=c "
		 "candidate=k verify=pass checks=q started=2 verified=4 last=4 inputs=i,j"},
		{RUN "|" FINISH "|" VERIFY " dirty=yes",
		 "verified run=r host=h result=ok restore=/b definition=d uses=u code=c "
		 "candidate=k verify=pass checks=q dirty-checks= started=2 verified=4 last=4 "
		 "inputs=i,j"},
		{RUN "|" FINISH "|verdicts/verify v 4 verdict=fail checks=q",
		 "failed run=r host=h result=ok restore=/b definition=d uses=u code=c "
		 "candidate=k verify=fail checks=q started=2 last=4 inputs=i,j"},
		{RUN "|" FINISH "|verdicts/verify v 4 verdict=inconclusive",
		 "ran run=r host=h result=ok restore=/b definition=d uses=u code=c candidate=k "
		 "verify=inconclusive started=2 last=4 inputs=i,j"},
		{RUN "|verdicts/verify v 2 verdict=pass",
		 "running run=r host=h definition=d uses=u code=c candidate=k started=2 last=2 "
		 "inputs=i,j"},
		{VERIFY " definition=e",
		 "verified definition=e verify=pass checks=q verified=4 last=4"},
		{RUN "|" FINISH "|" VERIFY " definition=e|" COMPLETE,
		 "complete run=r host=h result=ok restore=/b definition=d uses=u code=c "
		 "candidate=k verify=pass checks=q started=2 verified=4 completed=5 last=5 "
		 "inputs=i,j pins=a,b without=x,y"},
		{RUN "|complete c 2 pins=a,b",
		 "running run=r host=h definition=d uses=u code=c candidate=k started=2 last=2 "
		 "inputs=i,j"},
		{RUN "|" FINISH "|" VERIFY "|" COMPLETE "|" REOPEN("6"),
		 "planned reason=why last=6"},
		{RUN "|" FINISH "|" VERIFY "|" COMPLETE "|" REOPEN("2"),
		 "complete reason=why verify=pass checks=q verified=4 completed=5 last=5 "
		 "pins=a,b without=x,y"},
		{RUN "|" FINISH "|" VERIFY "|" COMPLETE "|" REOPEN("1"),
		 "complete reason=why run=r host=h result=ok restore=/b definition=d uses=u "
		 "code=c candidate=k verify=pass checks=q started=2 verified=4 completed=5 "
		 "last=5 inputs=i,j pins=a,b without=x,y"},
		{RUN "|" FINISH "|" VERIFY "|" COMPLETE "|" REOPEN("4"),
		 "complete reason=why completed=5 last=5 pins=a,b without=x,y"},
		{RUN "|" FINISH "|" VERIFY "|" COMPLETE "|" REOPEN("5"),
		 "planned reason=why last=5"},
		{DONE, "verified run=d result=ok restore=/b definition=e code=c candidate=k "
		       "by-hand= verify=pass checks=q started=2 verified=2 last=2"},
		{DONE "|run r 1",
		 "verified run=d result=ok restore=/b definition=e code=c candidate=k by-hand= "
		 "verify=pass checks=q started=2 verified=2 last=2"},
		{DONE "|run r 3", "running run=r started=3 last=3"},
		{DONE "|" REOPEN("1"),
		 "verified reason=why run=d result=ok restore=/b definition=e code=c "
		 "candidate=k by-hand= verify=pass checks=q started=2 verified=2 last=2"},
		{DONE "|" REOPEN("2"), "planned reason=why last=2"},
		{"verdicts/done d 2 verdict=fail checks=q",
		 "failed run=d result=failed by-hand= verify=fail checks=q started=2 last=2"},
		{DECISION, "complete definition=e code=c candidate=k verify=pass checks=q "
			   "verified=2 completed=2 last=2"},
		{DECISION "|" REOPEN("1"),
		 "complete reason=why definition=e code=c candidate=k verify=pass checks=q "
		 "verified=2 completed=2 last=2"},
		{DECISION "|" REOPEN("2"), "planned reason=why last=2"},
		{"verdicts/decision d 2 verdict=fail checks=q",
		 "failed verify=fail checks=q last=2"},
		{"verdicts/criterion:exit x 2|verdicts/criterion:restore y 3 restore=/b",
		 "planned restore=/b exit-by=x restore-by=y last=3"},
		{"verdicts/criterion:exit x 2|verdicts/criterion:restore y 3 "
		 "restore=/b|" REOPEN("1"),
		 "planned reason=why restore=/b exit-by=x restore-by=y last=3"},
		{"verdicts/criterion:exit x 2|verdicts/criterion:restore y 3 "
		 "restore=/b|" REOPEN("2"),
		 "planned reason=why restore=/b restore-by=y last=3"},
		{"verdicts/criterion:exit x 2|verdicts/criterion:restore y 3 "
		 "restore=/b|" REOPEN("3"),
		 "planned reason=why last=3"},
		{RUN "|verdicts/criterion:exit x 3",
		 "running run=r host=h definition=d uses=u code=c candidate=k started=2 last=3 "
		 "inputs=i,j"},
		{"claim c 2 claims=a,b contradicted=x,y",
		 "planned last=2 claims=a,b contradicted=x,y"},
		{"claim c 2 claims=a,b|" REOPEN("2"), "planned reason=why last=2 claims=a,b"},
		{"claim c 2 claims=a,b|" REOPEN("3"), "planned reason=why last=3"},
		{"holds/lock:A l 7|seal s 6 directory=dir",
		 "planned checkpoint=dir locked=7 last=7"},
		{"holds/supersede:A s 2 replacement=B|holds/deprecate:A d 3",
		 "superseded was-planned replacement=B last=3"},
		{"holds/deprecate:A d 3 reason=old|holds/block:A b 4 reason=why",
		 "deprecated was-planned reason=old last=4"},
		{"holds/block:A b 4 reason=why until=then|holds/defer:A d 3",
		 "blocked was-planned reason=why until=then last=4"},
		{"holds/defer:A d 3 until=then|holds/dormant:A d 2",
		 "deferred was-planned until=then last=3"},
		{"holds/dormant:A d 2 reason=why|waivers/absence w 5 reason=spare",
		 "dormant was-planned reason=why last=5"},
		{"waivers/absence w 5 reason=spare until=then",
		 "skipped was-planned reason=spare until=then last=5"},
		{"holds/block:A b 4|" REOPEN("2"), "blocked was-planned last=4"},
		{REOPEN("2"), "planned reason=why last=2"},
	};
	const struct step_state *s;
	struct err err = {0};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *text = subject_of(a, cases[i][0]);

		if (ok(!state_step(state_of(a, text), "lab", "A", &s, &err), "%s: %s",
		       cases[i][0], err.text))
			is_str(told(s, a), cases[i][1], "... and what is known then");
	}
}

/* Of each of them a key is revoked or in force, and who he is is said. */
static void test_principals(struct arena *a)
{
	static const struct {
		const char *from, *to;
	} bad[] = {{"  ada:\n", "  a da:\n"},
		   {"    name: Ada\n", ""},
		   {"    email: b\n", ""},
		   {"    keys:\n    - k\n", ""}};
	const struct trust *trust;
	struct err err;

	ok(!state_trust(state_of(a, trusted), &trust, &err), "who is trusted");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		const char *at = strstr(trusted, bad[i].from);
		const char *text = arena_printf(a, "%.*s%s%s", (int)(at - trusted), trusted,
						bad[i].to, at + strlen(bad[i].from));

		ok(state_trust(state_of(a, text), &trust, &err) < 0 && err.code == ERR_FORMAT,
		   "without '%s' nobody is", bad[i].from);
	}
}

/* An act waits where nothing but what waits is against it. */
static void test_waits(struct arena *a)
{
	static const struct {
		struct finding items[2];
		bool waits;
	} cases[] = {
		{{{.severity = FINDING_ERROR, .waits = true}, {.severity = FINDING_WARN}},
		 true},
		{{{.severity = FINDING_WARN}, {.severity = FINDING_ERROR, .waits = true}},
		 true},
		{{{.severity = FINDING_ERROR, .waits = true}, {.severity = FINDING_ERROR}},
		 false},
		{{{.severity = FINDING_WARN, .waits = true}, {.severity = FINDING_NOTE}},
		 false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct findings found = {.arena = a};

		for (size_t k = 0; k < 2; k++)
			*ARENA_PUSH(a, found.items, found.count) = cases[i].items[k];
		is_int(findings_wait(&found), cases[i].waits, "an act that waits");
	}
}

static void test_paths(struct arena *a)
{
	static const char *const none[] = {"releases/.yaml",
					   "releases/lab.yml",
					   "release/lab.yaml",
					   "releases/x/lab.yaml",
					   "releases//lab.yaml",
					   "releases/",
					   "lab.yaml"};

	is_str(state_manifest_of("releases/lab.yaml", a), "lab", "an environment's manifest");
	is_str(state_manifest_of("releases/l.yaml", a), "l", "the shortest");
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		is_str(state_manifest_of(none[i], a), NULL, none[i]);
}

/* A command is offered to whoever may, else those who may are named. */
static void test_offers(struct arena *a)
{
	struct state *state = state_of(a, trusted);

	is_str(state_offer(state, "ada", "run", "lab", "git x", a), "git x", "who may");
	ok(strcmp(state_offer(state, "eve", "run", "lab", "git x", a), "git x") != 0 &&
		   strstr(state_offer(state, "eve", "run", "lab", "git x", a), "git x") &&
		   strstr(state_offer(state, NULL, "run", "lab", "git x", a), "Ada"),
	   "who may not, and who is nobody, learns who may");
	ok(!strstr(state_offer(state, "ada", "run", "prod", "git x", a), "git x") &&
		   strstr(state_offer(state, "ada", "run", "prod", "git x", a), "prod"),
	   "what nobody may is not offered, and where");
	ok(!strstr(state_offer(state, "ada", "adopt", NULL, "git x", a), "git x"),
	   "nor what nobody may anywhere");
	is_str(state_offer(state_of(a, "x: y\n"), "ada", "run", "lab", "git x", a), "git x",
	       "nobody can tell: the act itself is refused");
}

/* Nobody knows who signed, nor what he was. */
static void test_signers(struct arena *a)
{
	struct state *state = state_of(a, NULL);
	const char *who;
	int64_t when;

	ok(!state_signer(state, 1, &who, &when) && !state_signer_had(state, 1, "reviewer"),
	   "a tree alone knows no signer");
}

static void test_time(struct arena *a)
{
	const struct event_origin origin = {7, "ada", "Ada"};
	struct event e = sample_event(a, EVENT_LOCK, 1, NULL);

	is_int(event_time(&e, &origin), 7, "an event has the time of its signature");
	event_set(&e, a, FIELD_OCCURRED, "1970-01-01T00:00:03Z");
	is_int(event_time(&e, &origin), 3, "or says another");
}

/* The worst first, then by rule and place; those of one place stay as they were. */
static void test_order(struct arena *a)
{
	static const struct finding items[] = {
		{.severity = FINDING_WARN, .rule = RULE_ORDER, .message = "6"},
		{.severity = FINDING_ERROR, .rule = RULE_ORDER, .path = "b", .message = "4"},
		{.severity = FINDING_ERROR,
		 .rule = RULE_ORDER,
		 .path = "a",
		 .at = {"a", 2, 1},
		 .message = "3"},
		{.severity = FINDING_ERROR,
		 .rule = RULE_ORDER,
		 .path = "a",
		 .at = {"a", 1, 9},
		 .message = "2"},
		{.severity = FINDING_ERROR,
		 .rule = RULE_ORDER,
		 .path = "a",
		 .at = {"a", 1, 2},
		 .message = "1"},
		{.severity = FINDING_ERROR, .rule = RULE_ORDER, .path = "b", .message = "5"},
		{.severity = FINDING_ERROR, .rule = RULE_ORDER, .message = "0"},
		{.severity = FINDING_WARN, .rule = RULE_ORDER, .message = "7"},
	};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct findings found = {.arena = a};

	for (size_t i = 0; i < ARRAY_SIZE(items); i++)
		*ARENA_PUSH(a, found.items, found.count) = items[i];
	findings_sort(&found);
	for (size_t i = 0; i < found.count; i++)
		strbuf_addstr(&out, found.items[i].message);
	is_str(out.buf, "01234567", "findings in order");
	found.count = 0;
	*ARENA_PUSH(a, found.items, found.count) = items[0];
	*ARENA_PUSH(a, found.items, found.count) = items[1];
	findings_sort(&found);
	is_str(found.items[0].message, "4", "two of them, too");
}

/* Is it said already? Of the same rule, place and commit, and no less. */
static void test_findings_have(struct arena *a)
{
	const struct finding said = {.rule = RULE_ORDER,
				     .severity = FINDING_WARN,
				     .path = "a",
				     .at = {"a", 2, 1},
				     .commit = "c"};
	struct findings found = {.arena = a};
	struct finding one = said;

	ok(!findings_have(&found, &said), "nothing is said");
	*ARENA_PUSH(a, found.items, found.count) = (struct finding){.path = "a"};
	*ARENA_PUSH(a, found.items, found.count) = said;
	ok(findings_have(&found, &said), "the same");
	one.severity = FINDING_NOTE;
	one.at.column = 9;
	ok(findings_have(&found, &one), "more than a note");
	one.severity = FINDING_ERROR;
	ok(!findings_have(&found, &one), "a warning does not stand for an error");
	one = said;
	one.rule = RULE_DOCUMENT;
	ok(!findings_have(&found, &one), "another rule");
	one = said;
	one.at.line = 3;
	ok(!findings_have(&found, &one), "another line");
	one = said;
	one.path = "b";
	ok(!findings_have(&found, &one), "another path");
	one = said;
	one.commit = NULL;
	ok(!findings_have(&found, &one), "no commit");
	found.items[1].commit = NULL;
	ok(findings_have(&found, &one), "of no commit either");
	found.items[1].path = one.path = NULL;
	ok(!findings_have(&found, &one), "two without a place are two");
}

/* Each body that was taken away, of each event that took some. */
static void test_expunged(struct arena *a)
{
	static const struct expunged_body expected[] = {
		{SHA, "a token", 3}, {SHA2, "a token", 3}, {SHA, "a name", 4}};
	const struct expunged_body *found;
	size_t count = 9;
	struct err err;

	ok(!state_expunged(state_of(a, NULL), &found, &count, &err) && !count,
	   "nothing was taken away");
	if (!ok(!state_expunged(state_of(a, "expunged:\n  x:\n    event: e\n    sequence: 3\n"
					    "    bodies:\n    - sha256:" SHA
					    "\n    - sha256:" SHA2 "\n    reason: \"a token\"\n"
					    "  xx:\n    event: f\n    sequence: 4\n"
					    "    bodies:\n    - sha256:" SHA
					    "\n    reason: \"a name\"\n"),
				&found, &count, &err) &&
			count == ARRAY_SIZE(expected),
		"what was taken away: %s", err.text))
		return;
	for (size_t i = 0; i < count; i++)
		ok(!strcmp(found[i].sha256, expected[i].sha256) &&
			   !strcmp(found[i].reason, expected[i].reason) &&
			   found[i].sequence == expected[i].sequence,
		   "body %zu, why and by which event", i);
}

/* The log of a day grows and may be cut; of another day it is another. */
static void test_logs(struct arena *a)
{
	static const struct {
		const char *path, *text;
	} sets[] = {{"logs/a.md", "one"},   {"logs/a.md", "one and two"}, {"logs/a.md", "on"},
		    {"logs/a.md", ""},	    {"logs/b.md", "three"},	  {"logs/a.md", "four"},
		    {"logs/b.md", "fives"}, {"logs/c.md", "sixth"}};
	struct state *auditor = state_open(a, (struct state_source){.read = NULL}),
		     *writer = state_of(a, "of the tree");
	struct bytes text;
	struct err err = {0};

	ok(!state_log(auditor, "logs/a.md", &text, &err) && !text.len, "no log yet");
	ok(!state_log(writer, "logs/a.md", &text, &err) &&
		   bytes_equal(text, bytes_text("of the tree")),
	   "one that is in the tree");
	for (size_t i = 0; i < ARRAY_SIZE(sets); i++) {
		struct bytes said = bytes_text(sets[i].text), other;
		const char *before = i && strcmp(sets[i - 1].path, sets[i].path) != 0
					     ? sets[i - 1].path
					     : NULL;

		state_set_log(auditor, sets[i].path, said);
		state_set_log(writer, sets[i].path, said);
		ok(!state_log(auditor, sets[i].path, &text, &err) && bytes_equal(text, said) &&
			   !state_log(writer, sets[i].path, &text, &err) &&
			   bytes_equal(text, said),
		   "log %zu as it was set", i);
		if (before)
			ok(!state_log(auditor, before, &other, &err) &&
				   bytes_equal(other, bytes_text(sets[i - 1].text)) &&
				   !state_log(writer, before, &other, &err) &&
				   bytes_equal(other, bytes_text("of the tree")),
			   "that of another day: who has no tree keeps all, who has one asks "
			   "it");
	}
	ok(!state_log(state_of(a, NULL), "logs/a.md", &text, &err) && !text.len,
	   "a tree without it");
}

/* What is in force, and of which branches. */
static void test_adopted(struct arena *a)
{
	const struct adopted_state *adopted;
	struct err err = {0};
	const char *text;

	ok(!state_adopted(state_of(a, NULL), &adopted, &err) && !adopted->sequence &&
		   !adopted->rules && !adopted->runbook && !adopted->governed &&
		   !adopted->tip_count && !adopted->began_count && !adopted->since_count &&
		   !adopted->rewritten_count,
	   "nothing is adopted");
	text = subject_of(a, "rules r 1 set=3|runbook b 7 sha256=abc governed=refs/heads/x "
			     "since=s,t,u|tips t 9 tips=k,l began=m, rewritten=n,o,p,q");
	ok(!state_adopted(state_of(a, text), &adopted, &err) && adopted->sequence == 7 &&
		   adopted->rules == 3 && !strcmp(adopted->runbook, "abc") &&
		   !strcmp(adopted->governed, "refs/heads/x"),
	   "a runbook (%s)", err.text);
	ok(adopted->since_count == 3 && !strcmp(adopted->since[2], "u") &&
		   adopted->tip_count == 2 && !strcmp(adopted->tips[1], "l") &&
		   adopted->began_count == 1 && !strcmp(adopted->began[0], "m") &&
		   adopted->rewritten_count == 4 && !strcmp(adopted->rewritten[3], "q"),
	   "and its branches");
	ok(state_adopted(state_of(a, "x\n"), &adopted, &err) < 0, "what cannot be read");
}

/* A freeze of the runbook is open as long as it stands there as it did, and was not ended since. */
static void test_lifted(struct arena *a)
{
	static const struct {
		const char *what, *text, *definition;
		bool lifted;
	} cases[] = {
		{"nothing", "other o 1", "d", false},
		{"lifted", "lifted/freeze:ice l 5 definition=d", "d", true},
		{"another definition", "lifted/freeze:ice l 5 definition=d", "e", false},
		{"another hold", "lifted/freeze:oil l 5 definition=d", "d", false},
		{"no definition", "lifted/freeze:ice l 5 x=d", "d", false},
		{"ended before", "lifted/freeze:ice l 5 definition=d|ended/freeze:ice e 4", "d",
		 true},
		{"ended by it", "lifted/freeze:ice l 5 definition=d|ended/freeze:ice e 5", "d",
		 false},
		{"ended since", "lifted/freeze:ice l 5 definition=d|ended/freeze:ice e 6", "d",
		 false},
		{"another ended", "lifted/freeze:ice l 5 definition=d|ended/freeze:oil e 6",
		 "d", true},
	};
	struct err err = {0};
	bool lifted;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		ok(!state_is_lifted(state_of(a, subject_of(a, cases[i].text)), STATE_PATHS,
				    "freeze:ice", cases[i].definition, &lifted, &err) &&
			   lifted == cases[i].lifted,
		   "a lift: %s", cases[i].what);
	ok(state_is_lifted(state_of(a, "x\n"), STATE_PATHS, "freeze:ice", "d", &lifted, &err) <
		   0,
	   "what cannot be read is not open");
}

static void test_small(struct arena *a)
{
	struct err err = {0};
	const char *const *pins;
	const char *rule;
	size_t count;

	ok(!state_pins(state_of(a, subject_of(a, "pins p 3 pins=a,b")), "lab", &pins, &count,
		       &err) &&
		   count == 2 && !strcmp(pins[1], "b"),
	   "pins");
	ok(!state_pins(state_of(a, NULL), "lab", &pins, &count, &err) && !count, "none");
	ok(state_pins(state_of(a, "x\n"), "lab", &pins, &count, &err) < 0,
	   "which none can read");
	ok(!state_named_dispute(state_of(a, subject_of(a, "events/f00 d 3 rule=order")), "f00",
				&rule, &err) &&
		   !strcmp(rule, "order"),
	   "a dispute that is named");
	ok(!state_named_dispute(state_of(a, subject_of(a, "events/f00 d 3 rule=order")), "f01",
				&rule, &err) &&
		   !rule,
	   "one that is not");
	ok(state_named_dispute(state_of(a, "x\n"), "f00", &rule, &err) < 0,
	   "what cannot be read");
}

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	test_files(&a);
	test_findings_have(&a);
	test_expunged(&a);
	test_steps(&a);
	test_told(&a);
	test_principals(&a);
	test_waits(&a);
	test_paths(&a);
	test_offers(&a);
	test_signers(&a);
	test_time(&a);
	test_order(&a);
	test_logs(&a);
	test_adopted(&a);
	test_lifted(&a);
	test_small(&a);
	return done();
}
