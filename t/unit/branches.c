/*
 * branches.c - what the audit counts as exempted: from where a branch stood by what counts, and not by what
 * anybody said; and what cannot be counted is none that is 0.
 */
#include "../t/unit/tap.h"
#include "../t/unit/honest.h"
#include "../t/unit/scratch.h"
#include "branches/past.h"
#include "branches/register.h"
#include "repo/repo.h"

#define MAIN "refs/heads/main"
#define GONE "0123456789012345678901234567890123456789"
#define FOREIGN GONE "012345678901234567890123" /* of another hash */

static struct arena arena = ARENA_INIT;
static struct ledger ledger = {.arena = &arena};
static const char *one, *two, *three, *aside; /* one - two - three; one - aside */
static uint64_t first, second, disputed, third, fourth;
static struct ledger_view view;

static const char *commit(const char *name, struct oid *ret)
{
	struct err err;

	if (repo_resolve_commit(ledger.repo, name, ret, &err) < 0)
		world_bail(err.text);
	return arena_strdup(&arena, OID_HEX(ret));
}

/* An event of the past, as the walk hands it on. */
static struct verified_event event(enum event_word word, uint64_t sequence)
{
	return (struct verified_event){.sequence = sequence, .event = {.word = word}};
}

static void add(struct verified_event *e, enum event_field field, const char *id,
		const char *ref)
{
	event_add(&e->event, &arena, field, ref ? arena_printf(&arena, "%s %s", id, ref) : id);
}

static void take(struct tip_past *past, const struct verified_event *e)
{
	struct err err;

	if (tip_past_take(e, past, &err) < 0)
		world_bail(err.text);
}

static void adopts(struct tip_past *past, uint64_t sequence, const char *id, const char *ref)
{
	struct verified_event e = event(EVENT_ADOPT, sequence);

	add(&e, FIELD_TIP, id, ref);
	take(past, &e);
}

static void retips(struct tip_past *past, uint64_t sequence, const char *id, const char *ref,
		   const char *left)
{
	struct verified_event e = event(EVENT_RETIP, sequence);

	add(&e, FIELD_TIP, id, ref);
	if (left)
		add(&e, FIELD_REWRITTEN, left, ref);
	take(past, &e);
}

/* The commits of the newest exemption; -1: they cannot be counted. */
static int64_t counted(struct tip_past *past)
{
	const struct exemption *e;

	tip_past_settle(past, &view);
	e = &past->exemptions[past->exemption_count - 1];
	return e->has_commits && !e->uncounted ? (int64_t)e->commits : -1;
}

static struct tip_past begun(void)
{
	struct tip_past past = {.l = &ledger};

	adopts(&past, first, one, MAIN);
	return past;
}

static void test_counted(void)
{
	struct verified_event two_left = event(EVENT_RETIP, second);
	struct tip_past past = begun();

	retips(&past, second, three, MAIN, NULL);
	is_int(counted(&past), 2, "from where the rules were bound last");
	past = begun();
	retips(&past, second, aside, MAIN, two);
	is_int(counted(&past), 1, "from what was rewritten");
	past = begun();
	adopts(&past, second, two, MAIN);
	retips(&past, third, three, "refs/heads/x", NULL);
	is_int(counted(&past), 1, "a branch that is named first, from the others");
	past = begun();
	adopts(&past, second, aside, "refs/heads/y");
	retips(&past, third, three, "refs/heads/x", NULL);
	is_int(counted(&past), 2, "... as the event before named them");
	past = begun();
	adopts(&past, disputed, three, MAIN);
	retips(&past, third, three, MAIN, NULL);
	is_int(counted(&past), 2, "what a disputed adopt said is no place");
	is_int((int64_t)past.tip_count, 2, "... and binds nothing");
	past = begun();
	adopts(&past, disputed, three, "refs/heads/y");
	retips(&past, third, three, "refs/heads/x", NULL);
	is_int(counted(&past), 2, "nor for a branch that is named first");
	past = begun();
	retips(&past, disputed, three, MAIN, NULL);
	is_int(counted(&past), 2, "a disputed retip says what it would exempt");
	ok(!past.exemptions[0].counts && past.tip_count == 1, "... and exempts nothing");
	past = begun();
	retips(&past, second, three, MAIN, NULL);
	retips(&past, third, aside, MAIN, three);
	is_int(counted(&past), 1, "each retip by itself");
	is_int((int64_t)past.exemptions[0].commits, 2, "... also the first");
	past = begun();
	retips(&past, second, aside, MAIN, two);
	retips(&past, third, three, MAIN, NULL);
	is_int(counted(&past), 2, "what an earlier one left is not left again");
	past = begun();
	add(&two_left, FIELD_TIP, three, MAIN);
	add(&two_left, FIELD_REWRITTEN, aside, MAIN);
	add(&two_left, FIELD_REWRITTEN, two, MAIN);
	take(&past, &two_left);
	is_int(counted(&past), 1, "from all that it left, as was shown before it was signed");
}

static void test_not_counted(void)
{
	struct verified_event many = event(EVENT_RETIP, third),
			      recover = event(EVENT_RECOVER, fourth);
	struct tip_past past = begun();

	retips(&past, second, three, MAIN, GONE);
	is_int(counted(&past), -1, "what was left is not here");
	past = begun();
	retips(&past, second, GONE, MAIN, NULL);
	is_int(counted(&past), -1, "what it names is not here");
	past = begun();
	adopts(&past, second, GONE, MAIN);
	add(&many, FIELD_TIP, three, MAIN);
	add(&many, FIELD_TIP, three, "refs/heads/x");
	add(&many, FIELD_REWRITTEN, one, "refs/heads/x");
	take(&past, &many);
	is_int(counted(&past), -1, "one of two branches cannot be counted");
	past = begun();
	past.last = past.tips[0].commit;
	add(&recover, FIELD_REJECTS, three, NULL);
	take(&past, &recover);
	is_int(counted(&past), 2, "what was set aside, from the last good event on");
	past = begun();
	recover = event(EVENT_RECOVER, fourth);
	add(&recover, FIELD_REJECTS, FOREIGN, NULL);
	take(&past, &recover);
	is_int(counted(&past), -1, "what was set aside is of another hash");
	past = begun();
	adopts(&past, second, FOREIGN, MAIN);
	ok(past.tip_count == 2 && oid_is_zero(&past.tips[1].commit),
	   "an id of another hash is that of no commit");
	retips(&past, third, FOREIGN, MAIN, NULL);
	is_int(counted(&past), -1, "... and what a retip to it exempts is not none");
}

/* Nothing was bound before: a retip is the first that names a tip. */
static void test_first(void)
{
	struct tip_past past = {.l = &ledger};

	retips(&past, second, three, MAIN, two);
	is_int(counted(&past), 1, "the first of all tips");
}

/* What the audit lists of an event: the kinds, one after the other. */
static const char *listed(struct verified_event e)
{
	struct exception_register all = {0};
	const char *text = "";

	register_take(&all, &e, &arena);
	for (size_t i = 0; i < all.count; i++)
		text = arena_printf(&arena, "%s%s%s%s%s", text, *text ? " " : "",
				    all.items[i].kind, all.items[i].slot ? "=" : "",
				    all.items[i].slot ? all.items[i].slot : "");
	return text;
}

/* What stands for something that was not shown is listed; what says no more than it says is not. */
static void test_listed(void)
{
	static const struct {
		const char *name;
		enum event_word word;
		struct {
			enum event_field field;
			const char *value;
		} with[2];
		const char *expected;
	} cases[] = {
		{"an act that is attested",
		 EVENT_ATTEST,
		 {{FIELD_SUBJECT, "event:" RANDOM_ID}},
		 "attested"},
		{"a criterion",
		 EVENT_ATTEST,
		 {{FIELD_STEP, "A"}, {FIELD_CRITERION, "restore"}},
		 "attested"},
		{"a step that a person did", EVENT_ATTEST, {{FIELD_STEP, "A"}}, ""},
		{"a waiver of a step",
		 EVENT_WAIVE,
		 {{FIELD_STEP, "A"}, {FIELD_RULE, "order"}},
		 "waiver=waivers/order"},
		{"one of a path",
		 EVENT_WAIVE,
		 {{FIELD_SUBJECT, "path:a"}, {FIELD_RULE, "order"}},
		 "waiver=waivers/order:a"},
		{"an incident",
		 EVENT_INCIDENT_OPEN,
		 {{FIELD_ID, RANDOM_ID}},
		 "incident=incidents/" RANDOM_ID},
		{"a body that is let go",
		 EVENT_EXPUNGE,
		 {{FIELD_BODY, "sha256:" SHA}},
		 "expunge"},
		{"an approval of a path",
		 EVENT_APPROVE,
		 {{FIELD_SUBJECT, "path:a"}},
		 "approval"},
		{"and one of a step", EVENT_APPROVE, {{FIELD_STEP, "A"}}, ""},
		{"a start that passed a rule, offline",
		 EVENT_START,
		 {{FIELD_WAIVED, "order"}, {FIELD_OFFLINE, "yes"}},
		 "offline passed"},
		{"a start", EVENT_START, {{FIELD_STEP, "A"}}, ""},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct verified_event e = event(cases[i].word, first);

		for (size_t k = 0; k < 2 && cases[i].with[k].value; k++)
			add(&e, cases[i].with[k].field, cases[i].with[k].value, NULL);
		is_str(listed(e), cases[i].expected, cases[i].name);
	}
}

/* "kind:detail" of each exception that the event has; "!": it does not count. */
static const char *registered(struct verified_event *e)
{
	struct exception_register r = {0};
	const char *text = "";
	struct err err;

	e->event.reason = "because";
	register_take(&r, e, &arena);
	for (size_t i = 0; i < r.count; i++)
		r.items[i].slot = NULL; /* whether it is open, the tree would say */
	if (register_settle(&r, &view, 0, &err) < 0)
		world_bail(err.text);
	for (size_t i = 0; i < r.count; i++)
		text = arena_printf(&arena, "%s%s%s%s:%s", text, i ? " " : "",
				    r.items[i].counts ? "" : "!", r.items[i].kind,
				    r.items[i].detail ? r.items[i].detail : "");
	return text;
}

static void test_register(void)
{
	static const struct {
		enum event_word word;
		struct {
			enum event_field field;
			const char *value;
		} with[3];
		const char *expected;
	} cases[] = {
		{EVENT_WAIVE, {{FIELD_RULE, "order"}, {FIELD_STEP, "A"}}, "waiver:order"},
		{EVENT_WAIVE,
		 {{FIELD_RULE, "order"}, {FIELD_SUBJECT, "path:a"}},
		 "waiver:order"},
		{EVENT_SKIP, {{FIELD_STEP, "A"}}, "skip:"},
		{EVENT_INCIDENT_OPEN, {{FIELD_ENVIRONMENT, "lab"}}, "incident:"},
		{EVENT_PURGE, {{FIELD_SUBJECT, "path:a"}}, "purge:"},
		{EVENT_EXPUNGE, {{FIELD_BODY, "b"}, {FIELD_BODY, "c"}}, "expunge:b, c"},
		{EVENT_RETIP, {{FIELD_TIP, "t"}}, "retip:"},
		{EVENT_RECOVER, {{FIELD_REJECTS, "t"}}, "set-aside:"},
		{EVENT_ATTEST, {{FIELD_STEP, "A"}}, ""},
		{EVENT_ATTEST, {{FIELD_SUBJECT, "gate:A"}}, ""},
		{EVENT_ATTEST, {{FIELD_STEP, "A"}, {FIELD_CRITERION, "exit"}}, "attested:exit"},
		{EVENT_ATTEST, {{FIELD_SUBJECT, "event:a"}}, "attested:"},
		{EVENT_APPROVE, {{FIELD_STEP, "A"}, {FIELD_CONTENT, "c"}}, ""},
		{EVENT_APPROVE,
		 {{FIELD_SUBJECT, "path:a"}, {FIELD_CONTENT, "c"}},
		 "approval:c"},
		{EVENT_APPROVE, {{FIELD_STEP, "A"}, {FIELD_FOR, "Lea"}}, "witnessed:Lea"},
		{EVENT_START,
		 {{FIELD_STEP, "A"}, {FIELD_ACCEPTED, "x"}, {FIELD_WAIVED, "order"}},
		 "accepted-changes:x passed:order"},
		{EVENT_START,
		 {{FIELD_OFFLINE, "no link"}, {FIELD_CONTESTED, "locked"}},
		 "offline:no link contested:locked"},
		{EVENT_COMPLETE,
		 {{FIELD_STEP, "A"}, {FIELD_WITHOUT, "restore"}},
		 "criterion:restore"},
		{EVENT_LOCK, {{FIELD_STEP, "A"}}, ""},
	};
	struct verified_event e;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		e = event(cases[i].word, first);
		event_set(&e.event, &arena, FIELD_ID, "00000000000000000000000000000001");
		for (size_t k = 0; k < 3 && cases[i].with[k].value; k++)
			add(&e, cases[i].with[k].field, cases[i].with[k].value, NULL);
		is_str(registered(&e), cases[i].expected, event_info(cases[i].word)->word);
	}
	e = event(EVENT_SKIP, disputed);
	add(&e, FIELD_STEP, "A", NULL);
	is_str(registered(&e), "!skip:", "what is disputed let nothing through");
	e.sequence = fourth + 100;
	is_str(registered(&e), "!skip:", "nor did what is not in the record");
}

int main(void)
{
	struct oid id;
	struct err err;
	struct world w;

	scratch_begin();
	if (!shell("git init -q -b main . && for c in one two three; do "
		   "git commit -q --allow-empty -m $c; done && "
		   "git checkout -q -b aside HEAD~2 && git commit -q --allow-empty -m aside") ||
	    repo_open(REPO_COMMAND, &ledger.repo, &err) < 0)
		abort();
	one = commit("main~2", &id);
	two = commit("main~1", &id);
	three = commit("main", &id);
	aside = commit("aside", &id);
	world_open(&w, &arena);
	world_play(&w, "pin");
	first = w.count - 1;
	world_play(&w, "pin:other");
	second = w.count - 1;
	if (world_play(&w, "start finish complete=rita") != DISPUTED)
		abort();
	disputed = w.count - 1;
	world_play(&w, "pin");
	third = w.count - 1;
	world_play(&w, "pin:other");
	fourth = w.count - 1;
	view = (struct ledger_view){.fold = w.fold};
	test_counted();
	test_not_counted();
	test_first();
	test_register();
	test_listed();
	fold_close(w.fold);
	repo_free(ledger.repo);
	scratch_end();
	arena_free(&arena);
	return done();
}
