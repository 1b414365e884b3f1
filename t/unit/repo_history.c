/* repo_history.c - ancestors, merge bases and new commits, compared with git's own answers. */
#include "repo/history.h"

#include "base/strbuf.h"
#include "repo/repo.h"
#include "scratch.h"
#include "tap.h"

static struct err err;
static struct arena arena = ARENA_INIT;
static struct repo *repo;

static struct oid rev(const char *text)
{
	struct oid id = OID_ZERO;

	if (repo_resolve_commit(repo, text, &id, &err) < 0)
		printf("# %s\n", err.text);
	return id;
}

/* The list as sorted hex lines, to be compared with a command of git's. */
static bool same_as(const struct oid_list *list, const char *command)
{
	FILE *out = fopen("../list", "w");
	char hex[OID_HEX_SIZE], script[512];

	if (!out)
		abort();
	for (size_t i = 0; i < list->count; i++) {
		oid_hex(&list->ids[i], hex);
		fprintf(out, "%s\n", hex);
	}
	fclose(out);
	snprintf(script, sizeof(script), "sort ../list >../a; %s | sort >../b; cmp ../a ../b",
		 command);
	return shell(script);
}

static void test_new(const char *tip, const char *excluded)
{
	struct oid tips = rev(tip), not_these = *excluded ? rev(excluded) : OID_ZERO;
	struct oid_list list;
	char command[256];
	bool ordered = true;

	ok(history_new_commits(repo, &tips, 1, &not_these, *excluded != '\0', &arena, &list,
			       &err) == 0,
	   "new commits %s..%s", excluded, tip);
	snprintf(command, sizeof(command), "git rev-list %s %s%s", tip, *excluded ? "^" : "",
		 excluded);
	ok(same_as(&list, command), "as git lists them");
	for (size_t i = 0; i < list.count; i++) {
		for (size_t j = i + 1; j < list.count; j++) {
			bool later = false;

			history_is_ancestor(repo, &list.ids[j], &list.ids[i], &later, &err);
			ordered = ordered && !later;
		}
	}
	ok(ordered, "parents before children");
}

static void test_pair(const char *a, const char *b)
{
	struct oid x = rev(a), y = rev(b);
	struct oid_list list;
	char command[256];
	bool is;

	ok(history_merge_bases(repo, &x, &y, &arena, &list, &err) == 0, "merge bases %s %s", a,
	   b);
	snprintf(command, sizeof(command), "git merge-base --all %s %s", a, b);
	ok(same_as(&list, command), "as git says (%zu)", list.count);
	ok(history_is_ancestor(repo, &x, &y, &is, &err) == 0, "is %s an ancestor of %s", a, b);
	snprintf(command, sizeof(command), "git merge-base --is-ancestor %s %s", a, b);
	ok(is == shell(command), "as git says (%s)", is ? "yes" : "no");
}

static void test_pairs(void)
{
	struct oid three[] = {rev("left"), rev("right"), rev("base")}, newest;
	struct oid_list *pairs, one;
	bool found, same = true;

	ok(history_pair_bases(repo, three, 3, &arena, &pairs, &err) == 0, "bases of every two");
	for (size_t i = 0; i < 3; i++)
		for (size_t j = 0; j < 3; j++) {
			if (i == j || history_merge_bases(repo, &three[i], &three[j], &arena,
							  &one, &err) < 0)
				continue;
			same = same && one.count == pairs[i * 3 + j].count &&
			       oid_list_has(&pairs[i * 3 + j], &one.ids[0]);
		}
	ok(same && pairs[1].count == 2, "as of each two by themselves");
	ok(history_newest_before(repo, &three[2], 1, 1700000001, &newest, &found, &err) == 0 &&
		   found && oid_equal(&newest, &three[2]),
	   "the newest commit before a moment");
	ok(history_newest_before(repo, &three[2], 1, 1700000000, &newest, &found, &err) == 0 &&
		   !found,
	   "none is that old");
}

static bool rewritten(const struct oid *id)
{
	struct oid_list list = {NULL, 0};

	return history_rewritten(repo, &arena, &list, &err) == 0 && oid_list_has(&list, id);
}

static void test_rewritten(void)
{
	struct oid head = rev("main"), root = rev("base"), other = rev("left");
	bool is = true;

	ok(!rewritten(&head), "nothing is replaced");
	shell("git replace main base");
	ok(rewritten(&head), "a replace ref is seen");
	is = false;
	ok(history_is_ancestor(repo, &root, &head, &is, &err) == 0 && is &&
		   rev("main").id[0] == head.id[0],
	   "and not followed");
	shell("mkdir -p .git/info && git rev-parse left >.git/info/grafts");
	ok(rewritten(&other), "a graft is seen");
	is = false;
	ok(history_is_ancestor(repo, &root, &other, &is, &err) == 0 && is, "and not followed");
	ok(shell("! git merge-base --is-ancestor base left"), "which fools git");
	shell("rm .git/info/grafts; git replace -d main");
}

/* Each commit is named once, with the first tip that leads to it. */
static void test_by_tip(void)
{
	struct oid root = rev("base"), tips[] = {rev("main~1"), rev("base"), rev("main")};
	const size_t *which;
	struct oid_list list;
	bool right = true;

	ok(history_new_by_tip(repo, tips, 3, &root, 1, &arena, &list, &which, &err) == 0 &&
		   list.count > 1 && oid_equal(&list.ids[list.count - 1], &tips[2]),
	   "several tips in one question");
	for (size_t i = 0; i < list.count; i++) {
		bool first = false;

		if (history_is_ancestor(repo, &list.ids[i], &tips[0], &first, &err) < 0)
			abort();
		right = right && which[i] == (first ? 0u : 2u);
	}
	ok(right, "each commit has the first tip that leads to it");
}

static void test_missing(void)
{
	struct repo *shallow = NULL, *old = repo;
	struct oid head = rev("main"), root = rev("base"), absent = {{1, 2, 3}};
	struct oid damaged[] = {{{0x11}}, head};
	struct oid_list list;
	bool is;

	ok(history_new_commits(repo, &head, 1, &absent, 1, &arena, &list, &err) == 0 &&
		   list.count,
	   "an excluded commit that we do not have is ignored");
	ok(history_new_commits(repo, &absent, 1, NULL, 0, &arena, &list, &err) < 0 &&
		   err.code == ERR_NOT_FOUND,
	   "a tip that we do not have is not");
	shell("mkdir -p .git/objects/11 && echo no >.git/objects/11/$(printf '%038d' 0)");
	ok(history_new_commits(repo, &head, 1, damaged, 1, &arena, &list, &err) < 0,
	   "one that nobody can read is no answer");
	ok(history_new_commits(repo, &head, 1, damaged, 2, &arena, &list, &err) == 0 &&
		   !list.count,
	   "nor is it asked where the tip is excluded itself");
	shell("git clone -q --depth 2 --branch main \"file://$PWD\" ../shallow");
	ok(repo_open_path("../shallow", &shallow, &err) == 0, "a shallow clone");
	repo = shallow;
	ok(history_is_ancestor(repo, &root, &head, &is, &err) < 0 &&
		   err.code == ERR_NOT_FOUND && strstr(err.text, "shallow"),
	   "cannot tell, and says why");
	repo = old;
	repo_free(shallow);
}

int main(void)
{
	scratch_begin();
	/* criss-cross: two merge bases; dates run backwards on one side, and from 1970 */
	shell("git init -q -b main r && cd r && "
	      "c() { GIT_COMMITTER_DATE=\"@$1 +0000\" git commit -q --allow-empty -m \"$2\"; } "
	      "&& "
	      "c 1700000000 root && git tag base && c 1700000100 one && "
	      "git checkout -q -b left && c 1700009000 l1 && git tag l1 && "
	      "git checkout -q -b right main && c 1600000000 r1 && git tag r1 && "
	      "GIT_COMMITTER_DATE='@1700000200 +0000' git merge -q --no-edit l1 && "
	      "git checkout -q left && "
	      "GIT_COMMITTER_DATE='@5 +0000' git merge -q --no-edit r1 && c 4000000000 l2 && "
	      "git checkout -q right && c 7 r2 && "
	      "git checkout -q -b skew main && for i in 9 8 7 6 5 4 3; do c ${i}00 s$i; done "
	      "&& "
	      "git checkout -q main && c 1700000300 m1 && git merge -q --no-edit left && "
	      "git tag -m annotated v1 && git checkout -q --orphan island && c 1700000400 i && "
	      "git checkout -q main");
	if (chdir("r") < 0 || repo_open(REPO_COMMAND, &repo, &err) < 0)
		abort();
	test_new("main", "");
	test_new("main", "base");
	test_new("left", "right");
	test_new("right", "left");
	test_new("skew", "main");
	test_new("skew", "right");
	test_new("main", "skew");
	test_new("base", "main");
	test_new("island", "main");
	test_pair("left", "right");
	test_pair("main", "skew");
	test_pair("skew", "main");
	test_pair("base", "skew");
	test_pair("skew", "base");
	test_pair("main", "main");
	test_pair("island", "main");
	test_pair("l1", "right");
	test_pair("r1", "main");
	{
		struct oid_list list;
		struct oid tag;

		shell("git rev-parse v1 >../tag");
		FILE *in = fopen("../tag", "r");
		char hex[64] = "";

		if (in && fgets(hex, sizeof(hex), in))
			hex[40] = '\0';
		if (in)
			fclose(in);
		ok(oid_parse(hex, &tag) &&
			   history_new_commits(repo, &tag, 1, NULL, 0, &arena, &list, &err) ==
				   0 &&
			   same_as(&list, "git rev-list v1"),
		   "an annotated tag stands for its commit");
	}
	test_pairs();
	test_rewritten();
	test_by_tip();
	test_missing();
	repo_free(repo);
	arena_free(&arena);
	scratch_end();
	return done();
}
