/* gate_stretch.c - what came before the rules of now was bound by those of then. */
#include "gate/gate_tip.h"

#include "base/cleanup.h"
#include "engine/chain.h"
#include "gate/gate_internal.h"
#include "repo/object.h"

struct stretches {
	struct session *s;
	const struct tip_past *past;
	const char *ref;
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

static int judge_stretch(struct stretches *st, size_t from, const struct oid *to,
			 struct err *err)
{
	const struct oid *start = &st->past->tips[from].commit;
	const struct runbook *rb;
	struct gate *gate;
	struct oid *list;
	size_t count;

	if (oid_equal(start, to) || !object_exists(st->s->repo, start) ||
	    !object_exists(st->s->repo, to)) /* rewritten: the retip is listed */
		return 0;
	if (in_force(st, from, &rb, err) < 0)
		return -1;
	if (!rb)
		return 0;
	if (gate_open(st->s, DOOR_AUDIT, st->s->ledger, &gate, err) < 0 ||
	    gate_use_runbook(gate, rb, err) < 0 ||
	    gate_new_commits(gate, to, 1, start, 1, &list, NULL, &count, err) < 0 ||
	    gate_judge_past(gate, list, count, st->ref, st->found, err) < 0)
		return -1;
	*st->commits += count;
	return 0;
}

int gate_stretches(struct session *s, const struct tip_past *past, const char *ref,
		   struct findings *found, size_t *commits, struct err *err)
{
	struct stretches st = {s, past, ref, found, commits};
	const struct adopted_tip *later = NULL;

	for (size_t i = 0; i < past->tip_count; i++) {
		const struct adopted_tip *tip = &past->tips[i];

		if (strcmp(tip->ref, ref) != 0)
			continue;
		if (later && !later->retip && judge_stretch(&st, i, &later->commit, err) < 0)
			return -1;
		later = tip;
	}
	return 0;
}
