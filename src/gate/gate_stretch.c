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
	if (chain_event(st->s->repo, &view->head, view->sequence, sequence, &st->s->arena,
			&event, &origin, &attachments, err) < 0 ||
	    attachments.read(attachments.context, "runbook.yaml", &st->s->arena, &text, &found,
			     err) < 0)
		return -1;
	return found ? runbook_parse_known(text, "adopted runbook.yaml", &st->s->arena, ret,
					   err)
		     : 0;
}

/* The tips are newest first: the adopt in force at one of them is it, or the next that is none. */
static int in_force(struct stretches *st, size_t at, const struct runbook **ret,
		    struct err *err)
{
	for (size_t i = at; i < st->past->tip_count; i++)
		if (!st->past->tips[i].retip)
			return read_runbook(st, st->past->tips[i].sequence, ret, err);
	*ret = NULL;
	return 0;
}

/* Those of one event, from place `at` on, whose commits are here. Returns the place behind them. */
static size_t tips_of(struct stretches *st, size_t at, struct oid **ret, size_t *ret_count)
{
	const struct adopted_tip *tips = st->past->tips;
	size_t end = at;

	*ret = arena_array(&st->s->arena, st->past->tip_count, sizeof(**ret));
	*ret_count = 0;
	for (; end < st->past->tip_count && tips[end].sequence == tips[at].sequence; end++)
		if (object_exists(st->s->repo, &tips[end].commit)) /* else rewritten: listed */
			(*ret)[(*ret_count)++] = tips[end].commit;
	return end;
}

/* To each tip of the later event whose ref the rules of then govern. */
static int judge_stretch(struct stretches *st, size_t later, size_t from, struct err *err)
{
	const struct adopted_tip *tips = st->past->tips;
	const struct runbook *rb;
	struct gate *gate;
	struct oid *start, *list;
	size_t count, start_count;

	tips_of(st, from, &start, &start_count);
	if (in_force(st, from, &rb, err) < 0)
		return -1;
	if (!rb || !start_count)
		return 0;
	if (gate_open(st->s, DOOR_AUDIT, st->s->ledger, &gate, err) < 0 ||
	    gate_use_runbook(gate, rb, err) < 0)
		return -1;
	for (size_t i = later; i < from; i++) {
		if (!gate_governs(gate, tips[i].ref) ||
		    !object_exists(st->s->repo, &tips[i].commit))
			continue;
		if (gate_new_commits(gate, &tips[i].commit, 1, start, start_count, &list, NULL,
				     &count, err) < 0 ||
		    gate_judge_past(gate, list, count, tips[i].ref, st->found, err) < 0)
			return -1;
		*st->commits += count;
	}
	return 0;
}

int gate_stretches(struct session *s, const struct tip_past *past, struct findings *found,
		   size_t *commits, struct err *err)
{
	struct stretches st = {s, past, found, commits};

	for (size_t later = 0, from; later < past->tip_count; later = from) {
		struct oid *ignored;
		size_t count;

		from = tips_of(&st, later, &ignored, &count);
		if (from < past->tip_count && !past->tips[later].retip &&
		    judge_stretch(&st, later, from, err) < 0)
			return -1;
	}
	return 0;
}
