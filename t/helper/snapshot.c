/*
 * snapshot - what repo/snapshot.h sees, in the words of git, for scripts that compare the two.
 *
 *	snapshot diff A B [PREFIX...]	as `git diff --raw -z --no-renames --no-abbrev`
 *	snapshot list A [PREFIX...]	as `git ls-tree -r -z`
 *	snapshot read A PATH		the bytes
 *	snapshot entry A PATH		mode and id; "000000" when nothing is there
 *	snapshot tree			the tree that the index names, or "none"
 *
 * A, B: "index", "staged" (the index, git asked where only git can tell), "worktree", "nothing",
 * "raw:FILE" (HEAD and the raw diff in FILE), or a commit. Environment as in a hook. Exit status as
 * the contract's; "error: ..." on stderr.
 */
#include "base/limits.h"
#include "gate/staged.h"
#include "repo/object.h"
#include "repo/repo.h"
#include "repo/snapshot.h"
#include "repo/index.h"

static struct repo *repo;
static struct arena arena;
static struct err err;
static struct snapshot *a, *b, *head; /* until the process ends */

static int open_raw(const char *file, struct snapshot **ret)
{
	FILE *f = fopen(file, "rb");
	char *text = arena_alloc(&arena, 1 << 20);
	struct tree_change *changes;
	struct oid id;
	size_t count;

	if (!f)
		return err_errno(&err, "cannot open '%s'", file);
	count = fread(text, 1, 1 << 20, f);
	fclose(f);
	if (repo_head_commit(repo, &id, &err) || snapshot_of_commit(repo, &id, &head, &err) ||
	    index_parse_raw_diff(bytes_of(text, count), &arena, &changes, &count, &err))
		return -1;
	return snapshot_of_changes(head, changes, count, ret, &err);
}

static int open_staged(struct snapshot **ret)
{
	struct oid id;

	if (repo_head_commit(repo, &id, &err) || snapshot_of_commit(repo, &id, &head, &err))
		return -1;
	return staged_snapshot(repo, head, true, &arena, ret, &err);
}

static int open_named(const char *name, struct snapshot **ret)
{
	const struct oid nothing = OID_ZERO;
	struct oid id;

	if (!strcmp(name, "index"))
		return snapshot_of_index(repo, ret, &err);
	if (!strcmp(name, "staged"))
		return open_staged(ret);
	if (!strcmp(name, "worktree"))
		return snapshot_of_worktree(repo, ret, &err);
	if (!strcmp(name, "nothing"))
		return snapshot_of_tree(repo, &nothing, ret, &err);
	if (!strncmp(name, "raw:", 4))
		return open_raw(name + 4, ret);
	if (repo_resolve_commit(repo, name, &id, &err))
		return -1;
	return snapshot_of_commit(repo, &id, ret, &err);
}

static int show_diff(const struct prefix_set *only)
{
	char was[OID_HEX_SIZE], now[OID_HEX_SIZE];
	struct tree_change *c;
	size_t count;

	if (snapshot_diff(a, b, only, &arena, &c, &count, &err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		char kind = !c[i].old_mode				? 'A'
			    : !c[i].new_mode				? 'D'
			    : (c[i].old_mode ^ c[i].new_mode) & 0170000 ? 'T'
									: 'M';
		oid_hex(&c[i].old_id, was);
		oid_hex(&c[i].new_id, now);
		printf(":%06o %06o %s %s %c%c%s%c", c[i].old_mode, c[i].new_mode, was, now,
		       kind, 0, c[i].path, 0);
	}
	return 0;
}

static int show_list(const struct prefix_set *only)
{
	struct snapshot_file *files;
	char id[OID_HEX_SIZE];
	size_t count;

	if (snapshot_list(a, only, &arena, &files, &count, &err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		oid_hex(&files[i].id, id);
		printf("%06o %s %s\t%s%c", files[i].mode,
		       files[i].mode == TREE_SUBMODULE ? "commit" : "blob", id, files[i].path,
		       0);
	}
	return 0;
}

static int show_path(const char *verb, const char *path)
{
	char hex[OID_HEX_SIZE];
	struct bytes bytes;
	struct oid id;
	uint32_t mode;
	bool found;

	if (!strcmp(verb, "entry")) {
		if (snapshot_entry(a, path, &mode, &id, &err))
			return -1;
		oid_hex(&id, hex);
		printf("%06o %s\n", mode, hex);
		return 0;
	}
	if (snapshot_read(a, path, &arena, &bytes, &found, &err))
		return -1;
	if (!found)
		return err_set(&err, ERR_NOT_FOUND, "no file '%s'", path);
	fwrite(bytes.data, 1, bytes.len, stdout);
	return 0;
}

static int show_tree(void)
{
	CLEANUP(index_freep) struct index *index = NULL;
	char hex[OID_HEX_SIZE] = "none";
	struct oid id;

	if (index_open(repo_index_path(repo), &index, &err))
		return -1;
	if (index_tree(index, &id))
		oid_hex(&id, hex);
	puts(hex);
	return 0;
}

static int run(int argc, char **argv)
{
	const char *verb = argv[1];
	bool diff = !strcmp(verb, "diff");
	int skip = diff ? 4 : 3;
	struct prefix_set only;

	if (!strcmp(verb, "tree"))
		return show_tree();
	if (argc < skip)
		return err_set(&err, ERR_USAGE, "too few words");
	only = (struct prefix_set){(const char *const *)argv + skip, (size_t)(argc - skip)};
	if (open_named(argv[2], &a) || (diff && open_named(argv[3], &b)))
		return -1;
	if (diff)
		return show_diff(only.count ? &only : NULL);
	if (!strcmp(verb, "list"))
		return show_list(only.count ? &only : NULL);
	return argc == 4 ? show_path(verb, argv[3]) : err_set(&err, ERR_USAGE, "one path");
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 129;
	if (!repo_open(REPO_HOOK, &repo, &err) && !run(argc, argv))
		return 0;
	fprintf(stderr, "error: %s\n", err.text);
	return err_exit_status(&err);
}
