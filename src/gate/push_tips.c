/* push_tips.c - the tips that pushed events rest on, where their branches will stand. */
#include "gate/push_internal.h"

#include "gate/gate_internal.h"
#include "repo/object.h"
#include "repo/ref.h"

int push_note_tips(const struct verified_event *event, void *context, struct err *err)
{
	struct push *push = context;

	gate_rests_note(&push->rests, push->l->arena, event);
	return push_look_into_seal(push, event, err);
}

/* Does anything that the rules govern stand here? Before the first publication nothing does. */
static int any_governed(struct push *push, bool *ret, struct err *err)
{
	struct ref *refs;
	size_t count;

	*ret = false;
	if (ref_list(push->l->repo, "refs/", push->l->arena, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !*ret; i++)
		*ret = gate_governs(push->gate, refs[i].name);
	return 0;
}

/*
 * As it stands when this push is taken; for an adopt, as it stands here: a tip further on, or of a
 * branch that comes in the same push, would free from judgement what it brings. What was rewritten is
 * for a retip to say.
 */
static int stands(void *context, const struct rested_tip *tip, struct oid **ret,
		  size_t *ret_count, bool *ret_known, struct err *err)
{
	struct push *push = context;
	struct oid at;

	if (ref_peek(push->l->repo, tip->ref, &at, err) < 0)
		return -1;
	if (!tip->environment && any_governed(push, ret_known, err) < 0)
		return -1;
	for (size_t i = 0; tip->environment && i < push->count; i++)
		if (!strcmp(push->lines[i].ref, tip->ref) &&
		    !push_is_late(push, &push->lines[i]))
			at = push->lines[i].new;
	if (!oid_is_zero(&at))
		*ARENA_PUSH(push->l->arena, *ret, *ret_count) = at;
	return 0;
}

int push_judge_tips(struct push *push, struct err *err)
{
	return push->gate->l->view ? gate_rests_judge(push->gate, &push->rests, stands, push,
						      push->found, err)
				   : 0;
}
