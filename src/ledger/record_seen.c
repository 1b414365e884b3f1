#include "ledger/record.h"

#include "base/hex.h"
#include "fold/fold.h"
#include "base/limits.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "sign/digest.h"

/* A copy of a repository, or a service without memory: what this copy has noted of the remote. */
static bool noted_here(const struct ledger *l, struct event_index *index, uint64_t *ret)
{
	const char *ref = arena_printf(l->arena, LEDGER_SEEN_REF "%s", l->remote);
	char sha256[DIGEST_HEX];
	struct err ignored;
	struct bytes raw;
	struct oid tip;

	if (ref_peek(l->repo, ref, &tip, &ignored) < 0 || oid_is_zero(&tip) ||
	    object_read(l->repo, &tip, OBJECT_COMMIT, LIMIT_COMMIT, l->arena, &raw, &ignored) <
		    0)
		return false;
	digest_sha256_hex(raw.data, raw.len, sha256);
	return event_index_find_commit(index, sha256, ret);
}

/*
 * The last event known to be published: the genesis before the first push, no remote: the head. A
 * remote that is another since, or further on than this chain, takes nothing back of what was said
 * to be seen.
 */
int record_seen(const struct ledger *l, const struct ledger_view *view, const char *principal,
		const char **ret, struct err *err)
{
	struct event_index *index = fold_index(view->fold);
	uint64_t seen = l->remote ? 0 : view->sequence, said;
	const struct indexed_event *event;
	struct remembered_head head;
	char hex[DIGEST_HEX];
	bool found;

	if (l->remote) {
		if (memory_head(l->memory, view->id, l->remote, &head, &found, err) < 0)
			return -1;
		event = found ? event_index_at(index, head.sequence) : NULL;
		if (event && event_index_is_of(event, head.sha256))
			seen = head.sequence;
		if (!found && noted_here(l, index, &said))
			seen = said;
	}
	said = fold_has_seen(view->fold, principal);
	event = event_index_at(index, said > seen ? said : seen);
	hex_encode(event->sha256, sizeof(event->sha256), hex);
	*ret = arena_printf(l->arena, "sha256:%s", hex);
	return 0;
}
