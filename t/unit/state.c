/* model/state: what is read of the tree, its files' grammar, and who may do what is offered. */
#include "model/state.h"

#include "base/cleanup.h"
#include "model/finding.h"

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
	static const char *const none[] = {"releases/.yaml",   "releases/lab.yml",
					   "release/lab.yaml", "releases/x/lab.yaml",
					   "releases/",	       "lab.yaml"};

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

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	test_files(&a);
	test_expunged(&a);
	test_steps(&a);
	test_principals(&a);
	test_waits(&a);
	test_paths(&a);
	test_offers(&a);
	test_signers(&a);
	test_time(&a);
	test_order(&a);
	return done();
}
