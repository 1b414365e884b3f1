/* tree_image.c - the tree in memory says what git write-tree says. */
#include "repo/tree_image.h"

#include "base/strbuf.h"
#include "repo/object.h"
#include "repo/repo.h"
#include "scratch.h"
#include "tap.h"

static struct err err;
static struct repo *repo;

static struct oid blob_of(const char *text)
{
	struct oid id;

	object_hash(OBJECT_BLOB, bytes_text(text), &id);
	return id;
}

static bool set(struct tree_image *image, const char *path, const char *text)
{
	struct oid id = blob_of(text);

	return tree_image_set(image, path, &id, &err) == 0;
}

static struct oid id_of(struct tree_image *image)
{
	struct oid id = OID_ZERO;

	tree_image_id(image, &id, &err);
	return id;
}

static void test_against_git(void)
{
	CLEANUP(tree_image_freep) struct tree_image *image = tree_image_new();
	static const char *const paths[] = {"a/b/c",	"a/b.txt", "a/b0", "a.b",
					    "ab",	"z/y/x/w", "a/c",  "b/x",
					    "a-b/file", "a0/file"};
	struct oid tree = id_of(image), written, git;
	char hex[OID_HEX_SIZE];
	bool good = true;

	oid_hex(&tree, hex);
	is_str(hex, "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "the empty tree");
	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		struct oid id;

		object_write(repo, OBJECT_BLOB, bytes_text(paths[i]), &id, &err);
		good = good && tree_image_set(image, paths[i], &id, &err) == 0;
		id_of(image); /* between: only what changed is hashed again */
		setenv("P", paths[i], 1);
		shell("mkdir -p \"$(dirname \"$P\")\" && printf %s \"$P\" >\"$P\" && git add "
		      "-f -- \"$P\"");
	}
	ok(good, "files and directories are set");
	shell("git commit -qm tree");
	repo_head_commit(repo, &git, &err);
	commit_tree(repo, &git, &git, &err);
	tree = id_of(image);
	ok(oid_equal(&tree, &git), "the same id as git's");
	ok(tree_image_write(image, repo, NULL, NULL, &written, &err) == 0 &&
		   oid_equal(&written, &git),
	   "written");
	ok(set(image, "a/b/c", "other") && set(image, "a/b/c", "a/b/c"), "there and back");
	tree = id_of(image);
	ok(oid_equal(&tree, &git), "is the same again");
	ok(set(image, "new/deep/file", "x") &&
		   tree_image_remove(image, "new/deep/file", &err) == 0,
	   "a file comes and goes");
	tree = id_of(image);
	ok(oid_equal(&tree, &git), "and leaves no empty directory");
}

static int count_files(const char *path, const struct oid *blob, void *data, struct err *unused)
{
	struct strbuf *list = data;

	(void)blob;
	(void)unused;
	strbuf_addf(list, "%s ", path);
	return 0;
}

static void test_load(void)
{
	CLEANUP(tree_image_freep) struct tree_image *image = NULL, *bad = NULL;
	CLEANUP(strbuf_free) struct strbuf list = STRBUF_INIT;
	struct oid tree, id, expected, blob = blob_of("a/b0");

	repo_head_commit(repo, &id, &err);
	commit_tree(repo, &id, &tree, &err);
	ok(tree_image_load(repo, &tree, &image, &err) == 0, "load HEAD's tree");
	expected = id_of(image);
	ok(oid_equal(&expected, &tree), "its id without reading anything more");
	ok(tree_image_get(image, "a/b0", &id, &err) == 0 && oid_equal(&id, &blob), "get");
	ok(tree_image_get(image, "a/nothing", &id, &err) == 0 && oid_is_zero(&id),
	   "get nothing");
	ok(tree_image_get(image, "a", &id, &err) == 0 && oid_is_zero(&id), "get a directory");
	ok(tree_image_directory(image, "z/y", &id, &err) == 0 && !oid_is_zero(&id),
	   "directory");
	tree_image_each(image, "a", count_files, &list, &err);
	is_str(list.buf, "a/b.txt a/b/c a/b0 a/c ", "each file below a directory, in order");
	ok(!set(image, "a", "x") && err.code == ERR_FORMAT, "no file in a directory's place");
	ok(!set(image, "a/b0/x", "x") && err.code == ERR_FORMAT, "no path through a file");
	ok(!set(image, "../x", "x") && !set(image, "a/.git/x", "x") && !set(image, "/a", "x") &&
		   !set(image, "a//b", "x") && !set(image, "", "x"),
	   "no path that a tree cannot hold");
	ok(tree_image_remove(image, "a", &err) < 0 && err.code == ERR_NOT_FOUND,
	   "a directory is not removed");
	expected = id_of(image);
	ok(oid_equal(&expected, &tree), "refusals leave it unchanged");
	shell("echo '#!/bin/sh' >run && chmod +x run && git add run && git commit -qm x");
	repo_head_commit(repo, &id, &err);
	commit_tree(repo, &id, &tree, &err);
	ok(tree_image_load(repo, &tree, &bad, &err) == 0 &&
		   tree_image_get(bad, "run", &id, &err) < 0 && err.code == ERR_UNTRUSTED,
	   "an executable file is not of this shape");
}

static int count_trees(const struct oid *tree, void *data, struct err *unused)
{
	(void)tree;
	(void)unused;
	++*(size_t *)data;
	return 0;
}

/* So many directories are stored by one more write, and the root's id is what it was. */
static bool stores(struct tree_image *image, size_t many)
{
	struct oid before = id_of(image), after;
	size_t count = 0;

	return tree_image_write(image, repo, count_trees, &count, &after, &err) == 0 &&
	       count == many && oid_equal(&before, &after);
}

/* Whoever sweeps takes what nothing names yet: it is stored again, as far as it is in memory. */
static void test_forget(void)
{
	CLEANUP(tree_image_freep) struct tree_image *image = tree_image_new(), *loaded = NULL;
	struct oid tree, id;

	set(image, "d/e/f", "x");
	set(image, "g/h", "x");
	ok(stores(image, 4) && stores(image, 0), "each directory once");
	tree_image_forget(image);
	ok(stores(image, 4) && stores(image, 0), "forgotten: once more");
	tree = id_of(image);
	tree_image_load(repo, &tree, &loaded, &err);
	tree_image_forget(loaded);
	ok(stores(loaded, 0), "nothing is in memory");
	tree_image_get(loaded, "d/none", &id, &err);
	tree_image_forget(loaded);
	ok(stores(loaded, 2), "what was read is");
}

/* A prefix of "a" names that are in each other's way, in random order. */
static void test_random(void)
{
	CLEANUP(tree_image_freep) struct tree_image *forth = tree_image_new();
	CLEANUP(tree_image_freep) struct tree_image *back = tree_image_new();
	char path[64];
	struct oid a, b;

	for (int i = 0; i < 500; i++) {
		snprintf(path, sizeof(path), "s%d/e%d/f%d", i % 7, i % 31, i);
		set(forth, path, path);
		snprintf(path, sizeof(path), "s%d/e%d/f%d", (499 - i) % 7, (499 - i) % 31,
			 499 - i);
		set(back, path, path);
		if (i % 3 == 0)
			id_of(forth);
	}
	for (int i = 0; i < 500; i += 2) {
		snprintf(path, sizeof(path), "s%d/e%d/f%d", i % 7, i % 31, i);
		tree_image_remove(forth, path, &err);
		tree_image_remove(back, path, &err);
		if (i % 5 == 0)
			id_of(back);
	}
	a = id_of(forth);
	b = id_of(back);
	ok(oid_equal(&a, &b), "the id depends on the content alone");
}

int main(void)
{
	scratch_begin();
	shell("git init -q -b main r");
	if (chdir("r") < 0 || repo_open(REPO_COMMAND, &repo, &err) < 0)
		abort();
	test_against_git();
	test_load();
	test_forget();
	test_random();
	repo_free(repo);
	scratch_end();
	return done();
}
