/* gate_stretch.c - what came before the rules of now was bound by those of then. */
#include "gate/gate_tip.h"

#include "base/cleanup.h"
#include "engine/chain.h"
#include "gate/gate_internal.h"
#include "repo/object.h"

struct stretches {
	struct session *s;
	const struct tip_past *past;
	struct findings *found;
	size_t *commits;
};

static bool rests_on_bytes(enum rule_id rule)
{
	return rule == RULE_APPEND_ONLY || rule == RULE_SEALED || rule == RULE_NO_DELETE ||
	       rule == RULE_DEPRECATION || rule == RULE_FORBIDDEN;
}

int gate_judge_past(struct gate *gate, const struct oid *list, size_t count, const char *ref,
		    struct findings *found, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct findings all = FINDINGS_INIT(found->arena);

		if (gate_commit(gate, &list[i], ref, &all, err) < 0)
			return -1;
		for (size_t k = 0; k < all.count; k++)
			if (rests_on_bytes(all.items[k].rule))
				*ARENA_PUSH(found->arena, found->items,
					    found->count) = all.items[k];
	}
	return 0;
}

/* The runbook that an event of the chain brought into force. */
static int read_runbook(struct stretches *st, uint64_t sequence, const struct runbook **ret,
			struct err *err)
{
	struct ledger_view *view = st->s->ledger;
	struct attachments attachments;
	struct event_origin origin;
	struct event event;
	struct bytes text;
	bool found;

	*ret = NULL;
	if (chain_event(st->s->repo, view, sequence, &st->s->arena, &event, &origin,
			&attachments, err) < 0 ||
	    attachments.read(attachments.context, "runbook.yaml", &st->s->arena, &text, &found,
			     err) < 0)
		return -1;
	return found ? runbook_parse_known(text, "adopted runbook.yaml", &st->s->arena, ret,
					   err)
		     : 0;
}

/* The adopt in force at one of the tips: it, or the newest before it. */
static int in_force(struct stretches *st, size_t at, const struct runbook **ret,
		    struct err *err)
{
	for (size_t i = at + 1; i-- > 0;)
		if (!st->past->tips[i].retip)
			return read_runbook(st, st->past->tips[i].sequence, ret, err);
	*ret = NULL;
	return 0;
}

/* The tips of one event whose commits are here: places from `first` to before `end`. */
struct bound {
	size_t first, end;
	struct oid *commits;
	size_t count;
};

static struct bound bound_at(struct stretches *st, size_t first)
{
	const struct adopted_tip *tips = st->past->tips;
	struct bound bound = {.first = first, .end = first};

	while (bound.end < st->past->tip_count &&
	       tips[bound.end].sequence == tips[first].sequence) {
		const struct oid *commit = &tips[bound.end++].commit;

		if (object_is_commit(st->s->repo, commit))
			*ARENA_PUSH(&st->s->arena, bound.commits, bound.count) = *commit;
	}
	return bound;
}

/* Up to each later tip whose ref the rules of then govern. */
static int judge_stretch(struct stretches *st, const struct bound *from,
			 const struct bound *later, struct err *err)
{
	const struct runbook *rb;
	struct gate *gate;
	struct oid *list;
	size_t count;

	if (in_force(st, from->first, &rb, err) < 0)
		return -1;
	if (!rb)
		return 0;
	if (gate_open(st->s, DOOR_AUDIT, st->s->ledger, &gate, err) < 0 ||
	    gate_use_runbook(gate, rb, err) < 0)
		return -1;
	for (size_t i = later->first; i < later->end; i++) {
		const struct adopted_tip *tip = &st->past->tips[i];

		if (!gate_governs(gate, tip->ref) ||
		    !object_is_commit(st->s->repo, &tip->commit))
			continue;
		if (gate_new_commits(gate, &tip->commit, 1, from->commits, from->count, &list,
				     NULL, &count, err) < 0 ||
		    gate_judge_past(gate, list, count, tip->ref, st->found, err) < 0)
			return -1;
		*st->commits += count;
	}
	return 0;
}

int gate_stretches(struct session *s, const struct tip_past *past, struct findings *found,
		   size_t *commits, struct err *err)
{
	struct stretches st = {s, past, found, commits};
	struct bound from = {0};

	for (size_t i = 0; i < past->tip_count;) {
		struct bound next = bound_at(&st, i);

		i = next.end;
		if (!next.count) /* an event that points nowhere ends no stretch */
			continue;
		if (from.count && !past->tips[next.first].retip &&
		    judge_stretch(&st, &from, &next, err) < 0)
			return -1;
		from = next;
	}
	return 0;
}
