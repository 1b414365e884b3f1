/* patch.c - what differs between two files is what git says, and git can apply it. */
#include "repo/patch.h"

#include "repo/repo.h"
#include "scratch.h"
#include "tap.h"

static const struct bytes *file_of(const char *text, struct bytes *ret)
{
	*ret = bytes_text(text ? text : "");
	return text ? ret : NULL;
}

static void write_file(const char *path, const void *data, size_t len)
{
	FILE *out = fopen(path, "w");

	if (!out || fwrite(data, 1, len, out) != len || fclose(out))
		abort();
}

/* Text NULL: there is no such file. */
static void test_patch(const char *name, const char *was, const char *is)
{
	struct strbuf text = STRBUF_INIT;
	struct err err = {0};
	struct bytes old, new;

	strbuf_addstr(&text, "before\n");
	ok(patch_add("dir/notes.txt", file_of(was, &old), file_of(is, &new), &text, &err) == 0,
	   "%s", name);
	write_file("../found", text.buf, text.len);
	shell("rm -rf dir && mkdir dir && git rm -qr --cached --ignore-unmatch . && git commit "
	      "-qm none "
	      "--allow-empty");
	if (was)
		write_file("dir/notes.txt", was, strlen(was));
	shell("git add -A && git commit -qm was --allow-empty && rm -rf dir && mkdir dir");
	if (is)
		write_file("dir/notes.txt", is, strlen(is));
	ok(shell("git add -A && { echo before; git diff --cached; } >../expected &&"
		 " diff ../expected ../found >&2"),
	   "as git shows it, behind what was there");
	strbuf_free(&text);
}

int main(void)
{
	struct repo *repo; /* nothing of it is read: libgit2 is there once one is open */
	struct err err;

	scratch_begin();
	if (!shell("git init -q r") || chdir("r") < 0 ||
	    repo_open(REPO_COMMAND, &repo, &err) < 0)
		return 1;
	test_patch("a new file", NULL, "one\ntwo\n");
	test_patch("a file that is gone", "one\ntwo\n", NULL);
	test_patch("another line", "one\ntwo\nthree\n", "one\n2\nthree\n");
	test_patch("a line more, and no end of the last", "one\ntwo\n", "one\ntwo\nthree");
	test_patch("nothing is left", "one\ntwo\n", "");
	test_patch("the same", "one\n", "one\n");
	repo_free(repo);
	scratch_end();
	return done();
}
