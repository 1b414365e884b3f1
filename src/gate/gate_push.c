/* gate_push.c - pre-push, and the ledger that goes first. */
#include "gate/push_internal.h"

#include "repo/ref.h"
#include "remote/sync.h"

static int judge_pushed_ledger(struct push *push, const struct ledger_view *ledger,
			       struct err *err)
{
	const struct ref_line *line = push_ledger_line(push);
	struct remembered_head head;
	struct ledger_view *view;
	bool found = false;

	if (!line)
		return 0;
	if (!ledger) {
		push_refuse(push, line, RULE_LEDGER_INTEGRITY,
			    (struct finding){.expected = "a ledger that is verified here",
					     .found = "no ledger here",
					     .fix = "git mcade join"},
			    "this ledger is not verified here");
		return 0;
	}
	if (memory_head(push->l->memory, ledger->id, push->remote, &head, &found, err) < 0)
		return -1;
	if (push_judge_continues(push, line, &line->old, "which is there", err) < 0 ||
	    (found && !oid_equal(&head.tip, &line->old) &&
	     push_judge_continues(push, line, &head.tip, "which was seen there", err) < 0))
		return -1;
	if (oid_equal(&line->new, &ledger->head) || push->found->count)
		return 0;
	return push_verify_ledger(push, line, NULL, &view, err) < 0 ? -1 : 0;
}

/* Events that the remote is not known to have. */
static int count_unpublished(struct push *push, const struct ledger_view *ledger, uint64_t *ret,
			     struct err *err)
{
	struct remembered_head head;
	bool found, any = false;
	const char *tracked = arena_printf(push->l->arena, "refs/remotes/%s/%s", push->remote,
					   push->l->ref + strlen("refs/heads/"));
	struct oid here, there;

	*ret = 0;
	if (ref_peek(push->l->repo, push->l->ref, &here, err) < 0)
		return -1;
	for (size_t i = 0; i < push->count; i++)
		any = any || (!oid_is_zero(&push->lines[i].new) &&
			      !push_is_evidence(push->lines[i].ref));
	if (!ledger || !oid_equal(&ledger->head, &here) || !any || push_ledger_line(push) ||
	    !push->l->remote || strcmp(push->l->remote, push->remote))
		return 0;
	if (memory_head(push->l->memory, ledger->id, push->remote, &head, &found, err) < 0)
		return -1;
	if (!found && ref_peek(push->l->repo, tracked, &there, err) < 0)
		return -1;
	if (!found && oid_equal(&there, &here)) /* git saw it there, whatever we remember */
		return 0;
	if (!found)
		*ret = ledger->sequence + 1;
	else if (!oid_equal(&head.tip, &ledger->head))
		*ret = ledger->sequence > head.sequence ? ledger->sequence - head.sequence : 1;
	return 0;
}

int gate_push(const struct ledger *l, const char *remote, const struct ref_line *lines,
	      size_t count, const struct ledger_view **ret_ledger, uint64_t *ret_unpublished,
	      struct findings *found, struct err *err)
{
	struct push push = {
		.l = l, .lines = lines, .count = count, .remote = remote, .found = found};
	const struct ledger_view *ledger;

	*ret_unpublished = 0;
	if (gate_ledger(l, NULL, &ledger, err) < 0 ||
	    gate_open(l, DOOR_PUSH, ledger, &push.gate, err) < 0)
		return -1;
	push_judge_deletions(&push);
	if (judge_pushed_ledger(&push, ledger, err) < 0 ||
	    push_judge_refs(&push, arena_printf(l->arena, "refs/remotes/%s/", remote), err) < 0)
		return -1;
	*ret_ledger = ledger;
	return count_unpublished(&push, ledger, ret_unpublished, err);
}

int gate_publish(const struct ledger *l, const char *remote, struct err *err)
{
	struct sync_state state = {0};
	struct ledger there = *l;

	there.remote = remote;
	if (!sync_publish(&there, &state, err))
		return 0;
	if (err->code == ERR_RACE)
		return err_next(err, "git mcade sync, then push again");
	/* This process may not ask for a password; the person's own push may. */
	return err_next(err, "git push --atomic %s HEAD %s", remote,
			l->ref + strlen("refs/heads/"));
}
