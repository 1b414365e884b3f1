/*
 * gate.c - small questions of the doors: which ledger a runbook names, also one that no longer parses,
 * and which ref rules are asked for, where they only have patterns.
 */
#include "gate/gate_internal.h"
#include "gate/hooks.h"
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
	test_watch();
	repo_free(ledger.repo);
	scratch_end();
	arena_free(&arena);
	return done();
}
