#include "fold/content.h"

#include "base/cleanup.h"
#include "match/glob.h"
#include "repo/object.h"
#include "repo/snapshot.h"
#include "runbook/omitted.h"
#include "sign/digest.h"

int content_of(struct repo *repo, const struct oid *commit, const struct runbook *rb,
	       struct arena *a, const char **ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct digest_sha256 state;
	struct snapshot_file *files;
	char digest[DIGEST_HEX];
	size_t count;

	if (snapshot_of_commit(repo, commit, &snapshot, err) < 0 ||
	    snapshot_list(snapshot, NULL, &scratch, &files, &count, err) < 0)
		return -1;
	digest_sha256_start(&state);
	/* of another part it is another content, whatever files both have */
	for (size_t i = 0; i < rb->content.count; i++) {
		const char *line = arena_printf(&scratch, "content %s", rb->content.items[i]);

		digest_sha256_add(&state, line, strlen(line) + 1);
	}
	for (size_t i = 0; i < count; i++) {
		const char *line;

		if (content_omits(rb, files[i].path, &scratch))
			continue;
		line = arena_printf(&scratch, "%06o %s %s\t%s", files[i].mode,
				    files[i].mode == TREE_SUBMODULE ? "commit" : "blob",
				    OID_HEX(&files[i].id), files[i].path);
		digest_sha256_add(&state, line, strlen(line) + 1);
	}
	digest_sha256_end_hex(&state, digest);
	*ret = arena_printf(a, "sha256:%s", digest);
	return 0;
}

int content_unmatched(struct repo *repo, const struct oid *commit, const struct runbook *rb,
		      const struct doc_node **ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct snapshot_file *files;
	size_t count;

	*ret = NULL;
	if (!rb->content.count)
		return 0;
	if (snapshot_of_commit(repo, commit, &snapshot, err) < 0 ||
	    snapshot_list(snapshot, NULL, &scratch, &files, &count, err) < 0)
		return -1;
	for (size_t i = 0; !*ret && i < rb->content.count; i++) {
		bool found = false;

		for (size_t k = 0; !found && k < count; k++)
			found = glob_match(rb->content.items[i], files[k].path) &&
				!content_is_beside(rb, files[k].path, &scratch);
		if (!found)
			*ret = doc_get(rb->root, "content")->items[i];
	}
	return 0;
}
