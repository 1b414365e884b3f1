#include "ledger/record.h"

#include "base/hex.h"
#include "fold/fold.h"
#include "sign/digest.h"

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
	}
	said = fold_has_seen(view->fold, principal);
	event = event_index_at(index, said > seen ? said : seen);
	hex_encode(event->sha256, sizeof(event->sha256), hex);
	*ret = arena_printf(l->arena, "sha256:%s", hex);
	return 0;
}
