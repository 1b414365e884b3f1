/* What runs in a live environment is what everybody can see. */
#include "act/launch.h"

#include "act/means.h"
#include "base/cleanup.h"
#include "ledger/governed.h"
#include "repo/history.h"

/* The first file that is not as this branch has it; NULL: all are. */
static int differs_from(const struct ledger *l, const struct launch *launch,
			const struct oid *tip, const char **ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *files = NULL;
	struct step_inputs there;

	if (snapshot_of_commit(l->repo, tip, &files, err) < 0 ||
	    inputs_files(l, launch->view->step, (struct input_files){.now = files}, &there,
			 err) < 0)
		return -1;
	*ret = inputs_differ_from(&launch->inputs, &there, l->arena);
	return 0;
}

static struct launch_unseen other_bytes(const struct ledger *l, const struct launch *launch,
					const struct visible_ref *refs, size_t count,
					const char *differs)
{
	return (struct launch_unseen){
		.path = differs,
		.expected = "the bytes of a governed branch",
		.found = "other bytes",
		.fix = count && !launch->dirty ? governed_push(l, &refs[0])
		       : l->remote	       ? "commit it to a governed branch, and push"
					       : "commit it to a governed branch",
		.message = arena_printf(
			l->arena, "%s is not on a governed branch as it is here", differs)};
}

/* The commit is one of a governed branch, and the bytes are those of its tip. */
int launch_unseen(const struct ledger *l, const struct launch *launch, bool offline,
		  struct launch_unseen *ret, struct err *err)
{
	const struct visible_ref *refs;
	const char *differs = "no governed branch";
	bool same = false, on = false;
	struct oid commit;
	size_t count;

	*ret = (struct launch_unseen){0};
	if (governed_shown(l, offline, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; !on && i < count; i++) {
		if (differs_from(l, launch, &refs[i].tip, &differs, err) < 0)
			return -1;
		if (differs)
			continue;
		same = on = true;
		if (!launch->dirty && oid_parse(launch->code, &commit) &&
		    history_is_ancestor(l->repo, &commit, &refs[i].tip, &on, err) < 0)
			return -1;
	}
	if (!same)
		*ret = other_bytes(l, launch, refs, count, differs);
	else if (!on)
		*ret = (struct launch_unseen){
			.expected = "a commit of a governed branch",
			.found = launch->code,
			.fix = governed_push(l, &refs[0]),
			.message = arena_printf(
				l->arena, "HEAD (%.12s) is not on a governed branch%s",
				launch->code, l->remote ? " that is pushed" : "")};
	return 0;
}

/* Has this commit what ran: the files, and the meaning? */
static bool has_ran(const struct ledger *l, const struct readiness *r,
		    const struct step_view *view, const struct oid *commit)
{
	const struct step_state *state = view->state;
	const char *code = arena_strdup(l->arena, OID_HEX(commit));
	CLEANUP(snapshot_freep) struct snapshot *files = NULL;
	struct step_inputs there;
	struct err ignored;

	return snapshot_of_commit(l->repo, commit, &files, &ignored) == 0 &&
	       inputs_files(l, view->step, (struct input_files){.now = files}, &there,
			    &ignored) == 0 &&
	       !inputs_differ(&there, state->uses, state->inputs, state->input_count,
			      l->arena) &&
	       means_of_commit(
		       l,
		       &(struct means_of){r->runbook, r->environment, view->step, code, NULL},
		       files, &there.meant, &ignored) == 0 &&
	       !means_changed(&there.meant.run, subject_entry(state->subject, "run"), l->arena)
			.count;
}

const char *launch_unpushed(const struct ledger *l, const struct readiness *r,
			    const struct step_view *view, const struct findings *found)
{
	const struct visible_ref *refs;
	struct err ignored;
	bool differs = false;
	struct oid head;
	size_t count;

	for (size_t i = 0; !differs && i < found->count; i++)
		differs = found->items[i].rule == RULE_COMPLETION && found->items[i].ref;
	if (!differs || view->step->repo || !view->state->run || view->state->by_hand ||
	    repo_head_commit(l->repo, &head, &ignored) < 0 || !has_ran(l, r, view, &head) ||
	    governed_shown(l, false, &refs, &count, &ignored) < 0)
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (!has_ran(l, r, view, &refs[i].tip))
			return governed_push(l, &refs[i]);
	return NULL;
}
