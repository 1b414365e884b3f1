/*
 * gate.c - small questions of the doors: which ledger a runbook names, also one that no longer parses,
 * and which ref rules are asked for, where they only have patterns.
 */
#include "gate/gate_internal.h"
#include "gate/hooks.h"
#include "gate/push_internal.h"
#include "base/cleanup.h"
#include "repo/evidence.h"
#include "repo/history.h"
#include "scratch.h"
#include "tap.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define OTHER "1123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct arena arena = ARENA_INIT;
static struct ledger ledger = {.arena = &arena};
static struct err err;

static const char *marker_of(const char *runbook)
{
	const char *id = NULL;
	struct oid head;
	FILE *file = fopen("runbook.yaml", "w");

	if (!file || fputs(runbook, file) == EOF || fclose(file) ||
	    !shell("git add runbook.yaml && git commit -q --allow-empty -m x") ||
	    repo_head_commit(ledger.repo, &head, &err) < 0 ||
	    gate_marker(&ledger, &head, &id, &err) < 0)
		return err.text;
	return id ? id : "none";
}

static void test_marker(void)
{
	static const struct {
		const char *runbook, *id;
	} cases[] = {
		{"ledger: " ID "\n", ID},
		{"version: 1\nledger: '" ID "'\n", ID},
		{"version: 1\nledger: \"" ID "\"\nx: [\n", ID}, /* it no longer parses */
		{"x: [\n  ledger: " ID "\n", "none"}, /* nor does this, and it is no line */
		{"# ledger: " ID "\nledger: " OTHER "\n", OTHER},
		{"ledger: 0123\nledger: " ID "\n", ID},
		{"{version: 1, ledger: " ID "}\n", ID},
		{"{version: 1, \"ledger\": '" ID "'}\n", ID},
		{"{version: 1, ledger: [" ID "]}\n", "none"},
		{"{version: 1, ledger: 0123}\n", "none"},
		{"{version: 1}\n", "none"},
		{"[ledger]\n", "none"},
		{"", "none"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		is_str(marker_of(cases[i].runbook), cases[i].id, cases[i].runbook);
}

static const char *governed_ref(struct gate *gate)
{
	const char *ref;

	if (gate_governed_ref(gate, &ref, &err) == 0)
		return ref;
	return err.code == ERR_NOT_FOUND ? "none" : err.text;
}

static void test_governed(void)
{
	static const char *const both[] = {"refs/heads/release/*", "refs/heads/main"};
	struct gate_branch named[] = {{.ref = "refs/heads/old"},
				      {.ref = "refs/heads/release/named"}};
	struct gate gate = {.arena = &arena, .l = &ledger, .governed = both};

	is_str(governed_ref(&gate), "none", "where nothing is governed");
	gate.governed_count = 2;
	is_str(governed_ref(&gate), "refs/heads/main", "a name goes before a pattern");
	gate.governed_count = 1;
	is_str(governed_ref(&gate), "none", "of a pattern no branch is known");
	ok(strstr(err.next, "git fetch origin") != NULL, "... and where it would come from");
	shell("git branch release/here");
	is_str(governed_ref(&gate), "refs/heads/release/here", "one that is here");
	shell("git update-ref refs/remotes/origin/release/there HEAD && "
	      "git update-ref refs/remotes/up/release/up HEAD");
	is_str(governed_ref(&gate), "refs/heads/release/there",
	       "one of the remote goes before");
	ledger.remote = "up";
	is_str(governed_ref(&gate), "refs/heads/release/up", "... of the ledger's own");
	gate_bind(&gate, named, 1);
	is_str(governed_ref(&gate), "refs/heads/release/up",
	       "a branch that an event names, and no rule governs any more, is none");
	gate_bind(&gate, named, 2);
	is_str(governed_ref(&gate), "refs/heads/release/named",
	       "one that is governed goes first");
	ok(!gate_governs(&gate, NULL), "no ref is none that is governed");
}

/* Of another hash, or without where they began: nobody can say what the rules bind. */
static void test_branches(void)
{
	static const char *const tips[] = {ID " refs/heads/main"};
	static const char *const began[] = {"3 " ID " refs/heads/main"};
	static const char *const tip[] = {
		"0123456789012345678901234567890123456789 refs/heads/x"};
	static const char *const begun[] = {
		"3 0123456789012345678901234567890123456789 refs/heads/x"};
	struct adopted_state adopted = {.tips = tip, .tip_count = 1};
	struct gate gate = {.arena = &arena, .l = &ledger};
	struct oid id = {{0}};
	const char *ref;
	bool allowed = true;

	ok(gate_set_branches(&gate, &adopted, &err) < 0 && err.code == ERR_UNSUPPORTED,
	   "a tip that began nowhere");
	adopted.began = begun;
	adopted.began_count = 1;
	ok(gate_set_branches(&gate, &adopted, &err) == 0 && gate.branches[0].since == 3 &&
		   !strcmp(gate.branches[0].ref, "refs/heads/x"),
	   "one that began at an event");
	adopted.tips = tips;
	ok(gate_set_branches(&gate, &adopted, &err) < 0 && err.code == ERR_UNSUPPORTED,
	   "a tip of another hash");
	adopted.tips = tip;
	adopted.began = began;
	ok(gate_set_branches(&gate, &adopted, &err) < 0 && err.code == ERR_UNSUPPORTED,
	   "a beginning of another hash");
	ok(gate_tip_parts(tip[0], &arena, &id, &ref) && !strcmp(ref, "refs/heads/x") &&
		   !gate_tip_parts(tips[0], &arena, &id, &ref) &&
		   !gate_tip_parts("x", &arena, &id, &ref),
	   "a tip of an event is an id of this repository and a ref");
	ok(gate_retip_allows(&gate, "refs/heads/x", &id, &id, &allowed, &err) == 0 && !allowed,
	   "without a ledger nobody has said that a branch may be rewritten");
}

static void test_evidence(void)
{
	static const char *const bad[] = {"20", "202", "20261", "1999", "20ab", "2026/x", ""};

	ok(push_is_evidence(EVIDENCE_BRANCHES "2026") && !push_is_evidence("refs/heads/2026"),
	   "a branch of evidence is of a year");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(!push_is_evidence(arena_printf(&arena, EVIDENCE_BRANCHES "%s", bad[i])),
		   "'%s' is none of ours", bad[i]);
}

/* How many of these refs would be refused for their places; -1: nobody can tell. */
static int64_t refused_places(struct gate *gate, const char *const *refs, size_t count)
{
	struct findings found = {.arena = &arena};
	struct ref_line lines[4];
	struct push push = {
		.l = &ledger, .gate = gate, .lines = lines, .count = count, .found = &found};

	for (size_t i = 0; i < count; i++)
		lines[i] = (struct ref_line){.ref = refs[i], .new = {{1}}};
	if (push_judge_places(&push, &err) < 0)
		return -1;
	for (size_t i = 0; i < found.count; i++)
		if (found.items[i].rule != RULE_LEDGER_INTEGRITY)
			return -2;
	return (int64_t)found.count;
}

/* What stands here says whether a name shows something else; where it cannot be read, nobody does. */
static void test_places(void)
{
	static const char *const patterns[] = {"refs/heads/rel/*"};
	static const char *const tag[] = {"refs/tags/rel/a"}, *const other[] = {"refs/tags/x"},
				 *const branch[] = {"refs/heads/rel/b"},
				 *const both[] = {"refs/tags/rel/c", "refs/heads/rel/c"},
				 *const above[] = {"refs/heads/rel/d", "refs/heads/rel/d/e"};
	struct gate gate = {
		.arena = &arena, .l = &ledger, .governed = patterns, .governed_count = 1};

	ledger.ref = "refs/heads/mcade/ledger";
	is_int(refused_places(&gate, tag, 1), 0, "a tag beside a branch that is not here");
	is_int(refused_places(&gate, both, 2), 1, "or that comes");
	is_int(refused_places(&gate, above, 2), 1, "there is no room for both");
	is_int(refused_places(&gate, branch, 1), 0, "a branch that comes");
	shell("git update-ref refs/heads/rel/a HEAD && git tag rel/b");
	is_int(refused_places(&gate, tag, 1), 1, "a tag before a branch that is here");
	is_int(refused_places(&gate, branch, 1), 1, "a branch behind a tag that is");
	is_int(refused_places(&gate, other, 1), 0, "another tag");
	shell("echo nothing >.git/refs/heads/rel/a");
	is_int(refused_places(&gate, tag, 1), -1, "a branch that cannot be read");
	is_int(refused_places(&gate, other, 1), 0, "... of which nobody asks");
	shell("git update-ref -d refs/heads/rel/a; rm -f .git/refs/heads/rel/a; "
	      "mv .git/refs/tags/rel away && echo nothing >.git/packed-refs");
	is_int(refused_places(&gate, branch, 1), -1, "refs that cannot be listed");
	shell("rm .git/packed-refs && mv away .git/refs/tags/rel");
}

/* From which commit on a date, or a commit, binds those that are judged. */
static void test_since(void)
{
	CLEANUP(arena_free) struct arena own = ARENA_INIT;
	static const char *const dates[] = {"2026-01-10", "2026-01-20", "2026-03-01",
					    "1990-01-01"};
	static const struct {
		const char *date, *later; /* of the three commits, 'y': it does not bind that */
	} cases[] = {{"2026-01-10", "ynn"},
		     {"2026-01-20", "yyn"},
		     {"2026-03-01", "yyy"},
		     {"1990-01-01", "nnn"}};
	struct gate gate = {.arena = &own, .l = &ledger};
	struct oid_list list;
	struct oid tip, commits[3];

	shell("git checkout -q --orphan since && for day in 05 15 25; do "
	      "GIT_COMMITTER_DATE=2026-01-${day}T12:00:00Z git commit -q --allow-empty -m "
	      "$day; "
	      "done");
	ledger.now = 1769900000; /* 2026-01-31 */
	if (repo_head_commit(ledger.repo, &tip, &err) < 0 ||
	    history_new_commits(ledger.repo, &tip, 1, NULL, 0, &own, &list, &err) < 0 ||
	    list.count != 3)
		abort();
	for (size_t i = 0; i < 3; i++)
		if (repo_resolve_commit(ledger.repo, arena_printf(&own, "HEAD~%zu", 2 - i),
					&commits[i], &err) < 0)
			abort();
	is_int(gate_since_range(&gate, &tip, 1, NULL, 0, &list, &err), 0, "nothing has a date");
	for (size_t i = 0; i < ARRAY_SIZE(dates); i++)
		gate_since_add(&gate, dates[i]);
	gate_since_add(&gate, dates[0]);
	gate_since_add(&gate, NULL);
	is_int((int64_t)gate.since_count, ARRAY_SIZE(dates), "each date once");
	ok(!gate_since_later(&gate, "2001-01-01"), "of another date nothing is known");
	for (int known = 0; known < 2; known++) {
		is_int(gate_since_range(&gate, &tip, 1, known ? &commits[0] : NULL,
					(size_t)known, &list, &err),
		       0, "they are found in one walk");
		for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
			char later[] = "nnn";

			for (size_t c = 0; c < 3; c++)
				if (gate_since_set(&gate, &commits[c], &err) < 0)
					later[c] = '!';
				else if (gate_since_later(&gate, cases[i].date))
					later[c] = 'y';
			if (!known)
				is_str(later, cases[i].later, cases[i].date);
			else
				is_str(later + 1, cases[i].later + 1, cases[i].date);
		}
	}
	shell("git checkout -q main");
}

static void test_watch(void)
{
	static const char *const bad[] = {"never", "999999h", "-1s"};
	struct watchdog *dog;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct ledger l = {.arena = &arena};

		if (!run("git", "config", "mcade.hookTimeout", bad[i], NULL) ||
		    repo_open(REPO_COMMAND, &l.repo, &err) < 0)
			abort();
		ok(hooks_watch(&l, "pre-commit", &dog, &err) < 0 && err.code == ERR_FORMAT,
		   "a hook may not take %s", bad[i]);
		repo_free(l.repo);
	}
}

int main(void)
{
	scratch_begin();
	if (!shell("git init -q -b main . && git commit -q --allow-empty -m one") ||
	    repo_open(REPO_COMMAND, &ledger.repo, &err) < 0)
		abort();
	test_marker();
	test_governed();
	test_branches();
	test_evidence();
	test_places();
	test_since();
	test_watch();
	repo_free(ledger.repo);
	scratch_end();
	arena_free(&arena);
	return done();
}
