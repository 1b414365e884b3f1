/* run_judge.c - a command has ended: was that a success? */
#include "world/run_internal.h"

#include "world/probe.h"

void run_reason(struct run *run, struct run_outcome *o, const char *text)
{
	struct arena *a = run->world.arena;
	const char **list = NULL;
	size_t count = 0;

	for (size_t i = 0; i < o->reason_count; i++)
		*ARENA_PUSH(a, list, count) = o->reasons[i];
	*ARENA_PUSH(a, list, count) = world_masked(&run->world, text);
	o->reasons = list;
	o->reason_count = count;
}

void run_reasons_of(struct run *run, struct run_outcome *o, const char *list,
		    const struct check_results *results)
{
	for (size_t i = 0; i < results->count; i++) {
		const struct checked *r = &results->items[i];

		if (!check_holds(r->verdict))
			run_reason(run, o,
				   arena_printf(run->world.arena, "%s '%s': %s: %s", list,
						r->id, check_verdict_word(r->verdict),
						r->reason ? r->reason : "no reason"));
	}
}

/* Collects expectations of several judgements, and a reason for each that does not hold. */
struct items {
	struct expect_item *list;
	size_t count;
};

static void collect(struct run *run, const struct expect_result *result, struct items *items,
		    struct run_outcome *o)
{
	const struct expect_item *masked = world_masked_items(&run->world, result);
	struct arena *a = run->world.arena;

	for (size_t i = 0; i < result->count; i++) {
		const struct expect_item *item = &masked[i];

		*ARENA_PUSH(a, items->list, items->count) = *item;
		if (!item->pass)
			run_reason(run, o,
				   arena_printf(a, "%s: expected %s, found %s", item->what,
						item->expected, item->found));
	}
}

static int judge(struct run *run, const struct doc_node *expect, const struct observation *seen,
		 struct items *items, struct run_outcome *o, struct err *err)
{
	struct expect_context ctx = world_expectations(&run->world);
	struct expect_result result;

	if (expect_judge(expect, seen, &ctx, run->world.arena, &result, err) < 0)
		return -1;
	collect(run, &result, items, o);
	return 0;
}

static int judge_recap(struct run *run, const struct observation *seen, struct items *items,
		       struct run_outcome *o, struct err *err)
{
	struct expect_context ctx = world_expectations(&run->world);
	struct expect_result result;

	if (expect_recap(run->request.step->recap, seen, &ctx, run->world.arena, &result, err) <
	    0)
		return -1;
	collect(run, &result, items, o);
	return 0;
}

/* A step that changes state must say how to get back, unless its recap shows no change. */
static void judge_restore(struct run *run, const struct recorded *recorded,
			  struct run_outcome *o)
{
	const struct step *step = run->request.step;

	if (recorded->restore)
		o->restore = world_masked(&run->world, recorded->restore);
	if (step->restore && !o->restore && !o->unchanged)
		run_reason(run, o,
			   arena_printf(run->world.arena,
					"no restore path: nothing in the output matches '%s'",
					step->restore));
}

bool run_settle_restore(struct run *run, struct run_outcome *o)
{
	if (!run->request.step->restore_created)
		return true;
	if (!o->restore)
		o->restore = world_masked(&run->world, run->world.created);
	if (o->restore || o->unchanged)
		return true;
	run_reason(run, o, "no restore path: the file that 'created' names did not appear");
	return false;
}

static void judge_unchanged(struct run *run, const struct recap *recap, struct run_outcome *o)
{
	if (!recap->found || !recap->hosts)
		run_reason(run, o, "second run: no recap to tell whether anything changed");
	else if (recap->changed)
		run_reason(
			run, o,
			arena_printf(run->world.arena,
				     "second run: expected changed=0, found changed=%" PRIu64,
				     recap->changed));
}

int run_judge(struct run *run, const struct recorded *recorded, bool second,
	      struct run_outcome *o, const struct expect_item **ret_items, size_t *ret_count,
	      struct err *err)
{
	const struct step *step = run->request.step;
	const struct proc_result *process = &recorded->process;
	const struct name_values none = {NULL, 0};
	struct arena *a = run->world.arena;
	struct items items = {NULL, 0};
	struct observation seen;

	probe_observe(recorded, a, &seen);
	if (probe_created(&run->world, step->expect, &seen, err) < 0)
		return -1;
	if (step->restore_created && seen.created)
		o->restore = world_masked(&run->world, seen.created);
	if (process->how != PROC_EXITED || process->left)
		run_reason(run, o, proc_describe(process, a));
	if (process->interrupted)
		run_reason(run, o, "interrupted");
	if (world_is_cut(recorded, step->expect, none) ||
	    (second && world_is_cut(recorded, step->idempotence, none)))
		run_reason(run, o, WORLD_IS_CUT);
	if (judge(run, step->expect, &seen, &items, o, err) < 0)
		return -1;
	if (step->recap && judge_recap(run, &seen, &items, o, err) < 0)
		return -1;
	if (second && step->idempotence) {
		if (judge(run, step->idempotence, &seen, &items, o, err) < 0)
			return -1;
	} else if (second) {
		judge_unchanged(run, &recorded->recap, o);
	}
	if (!second) {
		o->recap = recorded->recap;
		if (recorded->recap.found)
			o->recap_line = recap_line(&recorded->recap, a);
		o->unchanged = !step->changes_state ||
			       (recorded->recap.found && !recorded->recap.changed);
	}
	judge_restore(run, recorded, o);
	*ret_items = items.list;
	*ret_count = items.count;
	return 0;
}
