/* peel.c - the commit behind a tag. */
#include "repo/history.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "repo/object.h"

#define TAG_CHAIN 5

int history_peel(struct repo *repo, const struct oid *id, struct oid *ret, bool *ret_commit,
		 struct err *err)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct oid at = *id;

	for (int i = 0; i < TAG_CHAIN; i++) {
		char hex[OID_HEX_SIZE];
		enum object_type type;
		struct bytes raw;
		size_t size;

		if (object_stat(repo, &at, &type, &size, err) < 0)
			return -1;
		if (type != OBJECT_TAG) {
			*ret = at;
			return object_is_commit(repo, &at, ret_commit, err);
		}
		if (object_read(repo, &at, OBJECT_TAG, LIMIT_COMMIT_CODE, &arena, &raw, err) <
		    0)
			return -1;
		if (raw.len < 48 || memcmp(raw.data, "object ", 7) != 0)
			return err_set(err, ERR_FORMAT, "malformed tag: no object");
		memcpy(hex, (const char *)raw.data + 7, OID_HEX_SIZE - 1);
		hex[OID_HEX_SIZE - 1] = '\0';
		if (!oid_parse(hex, &at))
			return err_set(err, ERR_FORMAT, "malformed tag: no object");
	}
	return err_set(err, ERR_LIMIT, "more than %d tags of tags", TAG_CHAIN);
}
