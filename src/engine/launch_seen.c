/* What runs in a live environment is what everybody can see. */
#include "engine/launch.h"

#include "base/cleanup.h"
#include "engine/governed.h"

/* The first file that is not as this branch has it; NULL: all are. */
static int differs_from(struct session *s, const struct launch *launch, const struct oid *tip,
			const char **ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *files = NULL;
	const struct step_inputs *here = &launch->inputs;
	struct step_inputs there;

	if (snapshot_of_commit(s->repo, tip, &files, err) < 0 ||
	    inputs_files(s, launch->view->step, (struct input_files){files, NULL}, &there,
			 err) < 0)
		return -1;
	*ret = here->uses && !there.uses ? strchr(here->uses, ' ') + 1
					 : inputs_differ(here, there.uses, there.inputs,
							 there.input_count, &s->arena);
	return 0;
}

/* The bytes are those of a governed branch. */
static int look_at_bytes(struct session *s, const struct launch *launch,
			 const struct visible_ref *refs, size_t count,
			 struct launch_unseen *ret, struct err *err)
{
	const char *differs = "no governed branch";

	for (size_t i = 0; i < count; i++) {
		if (differs_from(s, launch, &refs[i].tip, &differs, err) < 0)
			return -1;
		if (!differs)
			return 0;
	}
	*ret = (struct launch_unseen){
		.path = differs,
		.expected = "the bytes of a governed branch",
		.found = "other bytes",
		.fix = count && !launch->dirty ? governed_push(s, &refs[0])
		       : s->remote	       ? "commit it to a governed branch, and push"
					       : "commit it to a governed branch",
		.message = arena_printf(&s->arena, "%s is on no governed branch as it is here",
					differs)};
	return 0;
}

int launch_unseen(struct session *s, const struct launch *launch, bool offline,
		  struct launch_unseen *ret, struct err *err)
{
	const struct visible_ref *refs;
	struct launch_unseen unseen = {0};
	struct oid commit;
	size_t count;
	bool seen;

	if (governed_visible(s, &refs, &count, err) < 0 ||
	    look_at_bytes(s, launch, refs, count, &unseen, err) < 0)
		return -1;
	*ret = unseen;
	if (unseen.message || offline || !s->remote || launch->dirty ||
	    !oid_parse(launch->code, &commit))
		return 0;
	if (governed_sees(s, &commit, &seen, err) < 0)
		return -1;
	if (!seen)
		*ret = (struct launch_unseen){
			.expected = "a commit that the remote has",
			.found = launch->code,
			.fix = governed_push(s, &refs[0]),
			.message = arena_printf(&s->arena, "HEAD (%.12s) is not pushed",
						launch->code)};
	return 0;
}
