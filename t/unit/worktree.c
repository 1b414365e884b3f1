/* worktree.c - no path leads out of the work tree. */
#include "repo/worktree.h"

#include "base/strbuf.h"
#include "repo/object.h"
#include "repo/repo.h"
#include "repo/snapshot.h"
#include "scratch.h"
#include "tap.h"

#include <errno.h>

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
	errno = EIO; /* of something before it */
	ok(worktree_remove(repo, "docs/deployments/2026-01-28.md", &err) == 0 &&
		   !reads("docs/deployments/2026-01-28.md", "two\n") &&
		   err.code == ERR_NOT_FOUND,
	   "taken away");
	ok(worktree_remove(repo, "docs/deployments/2026-01-28.md", &err) == 0 &&
		   worktree_remove(repo, "no/thing", &err) == 0,
	   "what is not there is away");
	ok(worktree_remove(repo, "docs", &err) < 0 && err.code == ERR_IO, "no directory");
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

/* What is there of what git knows or would take, as the bytes that are there now. */
static void test_present(void)
{
	CLEANUP(snapshot_freep) struct snapshot *there = NULL;
	struct snapshot_file *files = NULL;
	struct strbuf is = STRBUF_INIT;
	char hex[OID_HEX_SIZE];
	size_t count = 0;
	FILE *out;

	if (!shell("git init -q ../p && cd ../p && mkdir sub && echo 1 >a && echo 1 >sub/gone "
		   "&& "
		   "echo 1 >b && git add . && git commit -q -m x && echo 2 >a && rm sub/gone "
		   "&& "
		   "echo new >sub/new && echo no >no && echo no >.gitignore && ln -s a link && "
		   "git init -q in && echo x >in/x && : >empty && truncate -s 17M large && "
		   "mkdir folder") ||
	    chdir("../p") < 0)
		abort();
	repo_free(repo);
	if (repo_open(REPO_COMMAND, &repo, &err) < 0)
		abort();
	ok(snapshot_of_worktree(repo, &there, &err) == 0 &&
		   snapshot_list_present(there, &arena, &files, &count, &err) == 0,
	   "what is present: %s", err.text);
	for (size_t i = 0; i < count; i++) {
		oid_hex(&files[i].id, hex);
		strbuf_addf(&is, "%06o %s %s\n", files[i].mode,
			    files[i].mode == TREE_SYMLINK ? "-" : hex, files[i].path);
	}
	out = fopen("../is", "w");
	if (!out || fwrite(is.buf, 1, is.len, out) != is.len || fclose(out))
		abort();
	ok(shell("for f in .gitignore a b empty sub/new; do echo 100644 $(git hash-object $f) "
		 "$f; "
		 "done | { cat; echo 120000 - link; } | LC_ALL=C sort -k3 >../should && "
		 "diff ../should ../is >&2"),
	   "tracked or new, not ignored, gone, too large or another's: as git hashes it");
	strbuf_free(&is);
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
	test_present();
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
