#include "fold/content.h"

#include "base/cleanup.h"
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
