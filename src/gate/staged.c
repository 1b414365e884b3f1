#include "gate/staged.h"

#include "proc/git.h"
#include "repo/index.h"
#include "repo/object.h"
#include "repo/repo.h"

/* Git's answer, read into changes against the tree of `head`. */
static int ask_git(struct repo *repo, const struct snapshot *head, bool in_hook,
		   struct arena *arena, struct snapshot **ret, struct err *err)
{
	char tree[OID_HEX_SIZE];
	const char *const args[] = {"diff-index",
				    "--cached",
				    "-z",
				    "--raw",
				    "--no-renames",
				    "--no-abbrev",
				    "--ita-invisible-in-index",
				    tree,
				    NULL};
	struct git_call call = {.dir = in_hook ? NULL : repo_work_tree(repo),
				.args = args,
				.quiet = true,
				.keep_local = in_hook};
	struct tree_change *changes;
	struct bytes output;
	struct oid id;
	size_t count;

	if (!snapshot_tree(head, &id))
		return err_set(err, ERR_USAGE, "the index is compared with a commit");
	if (oid_is_zero(&id))
		object_hash(OBJECT_TREE, bytes_of("", 0), &id); /* git knows the empty tree */
	oid_hex(&id, tree);
	if (git_run_ok(&call, arena, &output, err) ||
	    index_parse_raw_diff(output, arena, &changes, &count, err))
		return -1;
	return snapshot_of_changes(head, changes, count, ret, err);
}

int staged_snapshot(struct repo *repo, const struct snapshot *head, bool in_hook,
		    struct arena *arena, struct snapshot **ret, struct err *err)
{
	if (!snapshot_of_index(repo, ret, err))
		return 0;
	if (err->code != ERR_UNSUPPORTED)
		return -1;
	return ask_git(repo, head, in_hook, arena, ret, err);
}
