/* worktree.c - no path leads out of the work tree. */
#include "repo/worktree.h"

#include "repo/repo.h"
#include "scratch.h"
#include "tap.h"

static struct err err;
static struct arena arena = ARENA_INIT;
static struct repo *repo;

static bool writes(const char *path, const char *text)
{
	return worktree_write(repo, path, bytes_text(text), &err) == 0;
}

static bool reads(const char *path, const char *text)
{
	struct bytes raw;

	return worktree_read(repo, path, 1000, &arena, &raw, &err) == 0 &&
	       bytes_equal(raw, bytes_text(text));
}

static void test_honest(void)
{
	struct bytes raw;

	ok(writes("docs/deployments/2026-01-28.md", "one\n"), "a file in new directories");
	ok(reads("docs/deployments/2026-01-28.md", "one\n"), "read again");
	ok(shell("chmod +x docs/deployments/2026-01-28.md") &&
		   writes("docs/deployments/2026-01-28.md", "two\n") &&
		   shell("test -x docs/deployments/2026-01-28.md && "
			 "test $(cat docs/deployments/2026-01-28.md) = two && "
			 "test $(ls -A docs/deployments | wc -l) = 1"),
	   "replaced, the execute bit kept, nothing left beside it");
	ok(!reads("nothing", "") && err.code == ERR_NOT_FOUND, "no file");
	ok(!reads("no/thing", "") && err.code == ERR_NOT_FOUND, "no directory");
	ok(worktree_read(repo, "docs/deployments/2026-01-28.md", 3, &arena, &raw, &err) < 0 &&
		   err.code == ERR_LIMIT,
	   "larger than the limit");
}

static void test_hostile(void)
{
	static const char *const paths[] = {"../out/x",	   "/tmp/x",
					    ".git/config", "docs/../../out/x",
					    "a//b",	   ".GIT/hooks/pre-commit"};

	shell("mkdir ../out && echo outside >../out/secret && ln -s ../out link && "
	      "ln -s ../out/secret file && mkfifo fifo && ln -s .git dotgit");
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		ok(!writes(paths[i], "x") && err.code == ERR_FORMAT, "refused: %s", paths[i]);
	ok(!writes("link/x", "x") && err.code == ERR_UNTRUSTED, "not through a link");
	ok(!writes("dotgit/config", "x") && err.code == ERR_UNTRUSTED,
	   "not through one to .git");
	ok(!writes("file", "x") && err.code == ERR_UNTRUSTED, "not over a link");
	ok(!reads("file", "outside\n") && err.code == ERR_UNTRUSTED, "not read through a link");
	ok(!reads("link/secret", "outside\n") && err.code == ERR_UNTRUSTED, "nor below one");
	alarm(10);
	ok(!reads("fifo", "") && !writes("fifo", "x") && err.code == ERR_UNTRUSTED, "no FIFO");
	alarm(0);
	ok(!writes("docs", "x") && err.code == ERR_UNTRUSTED, "no directory's place");
	ok(shell("test \"$(cat ../out/secret)\" = outside && test $(ls ../out | wc -l) = 1"),
	   "nothing outside was touched");
}

static void test_stage(void)
{
	static const char *const paths[] = {"-f", "*.md", "docs/deployments/2026-01-28.md",
					    "b\"c"};
	const char *const *argv;

	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		writes(paths[i], "x\n");
	writes("other.md", "not mine\n");
	argv = worktree_stage_command(paths, ARRAY_SIZE(paths), &arena);
	ok(run(argv[0], argv[1], argv[2], argv[3], argv[4], argv[5], argv[6], argv[7], argv[8],
	       argv[9]) &&
		   !argv[9],
	   "the command to stage");
	ok(shell("test $(git ls-files | wc -l) = 4 && git ls-files --error-unmatch -- -f "
		 "'\\*.md'"),
	   "stages exactly these");
}

int main(void)
{
	struct repo *bare = NULL;

	scratch_begin();
	shell("git init -q r && git init -q --bare bare");
	if (chdir("r") < 0 || repo_open(REPO_COMMAND, &repo, &err) < 0)
		abort();
	test_honest();
	test_stage();
	test_hostile();
	ok(repo_open_path("../bare", &bare, &err) == 0 &&
		   worktree_write(bare, "x", bytes_text("x"), &err) < 0 &&
		   err.code == ERR_NOT_FOUND,
	   "a bare repository has no files");
	repo_free(bare);
	repo_free(repo);
	arena_free(&arena);
	scratch_end();
	return done();
}
