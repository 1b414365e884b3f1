/*
 * unread.h - an act is judged and filed again, by who cannot read everything or knows less: then
 * nobody can tell, or the answer is the same.
 *
 *	world_unread(&w, &event, by, "what it is");	// before world_say()
 *	ok(unread > 1000, ...);				// how often nobody could tell
 */
#ifndef T_UNIT_UNREAD_H
#define T_UNIT_UNREAD_H

#include "fold/fold_internal.h"

#include "../t/unit/world.h"

static size_t unread;

static int unread_brought(void *context, const char *path, struct arena *a UNUSED,
			  struct bytes *ret, bool *ret_found, struct err *err)
{
	struct world *w = context;

	return world_disk(w, err) < 0 ? -1 : world_get(&w->brought, path, ret, ret_found);
}

/* Judges and files it with a disk that fails at its nth read (0: at none). 1: it has fewer; -1: nobody
 * can tell. *ret_no: the rules that refuse it. */
static int unread_try(struct world *w, struct event *e, const char *by, size_t n,
		      const char **ret_no, struct err *err)
{
	struct event_origin origin = {w->time, by ? by : w->by, by ? by : w->by};
	struct fold_event next = {.event = e,
				  .origin = &origin,
				  .attachments = {unread_brought, w},
				  .sequence = w->count,
				  .sha256 = SHA};
	struct file_changes changes = {0};
	bool counts, fewer;
	int rc;

	w->found = w->malformed = (struct findings){.arena = w->a};
	fold_reopen(w->fold); /* nothing is in memory */
	w->fails_in = n;
	rc = fold_judge(w->fold, &next, &w->found, &counts, err);
	if (!rc)
		rc = state_apply(world_tree(w), e, &origin, next.attachments, w->a, &changes,
				 &w->malformed, err);
	fewer = w->fails_in > 0;
	w->fails_in = 0;
	fold_undo(w->fold);
	*ret_no = world_no(w);
	if (rc < 0 && changes.count)
		ok(false, "read %zu fails and something is filed", n);
	return rc < 0 ? -1 : fewer;
}

/* An error by a rule that is not among these. */
static bool is_other(const struct findings *found, const char *no)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR &&
		    !strstr(no, rule_word(found->items[i].rule)))
			return true;
	return false;
}

/*
 * Who knows less finds no other fault: without the chain, the clock or the files beside it, before it
 * is known who will sign, and of an act that is only asked for. But a checkpoint is its files, and
 * whether there is anything to verify its results say.
 */
static void unread_ignorant(struct world *w, const struct event *e, const char *by,
			    const char *no, const char *name)
{
	const struct event_origin signer = {w->time, by ? by : w->by, by ? by : w->by};
	const struct event_origin nobody = {w->time, NULL, NULL};

	for (unsigned i = 0; i < 8; i++) {
		struct act_facts act = {.event = e,
					.origin = i & 1 ? &nobody : &signer,
					.record = fold_record(w->fold),
					.asked = i & 2 && e->word != EVENT_VERIFY};
		struct findings found = {.arena = w->a};
		struct err err = {0};

		if (i & 4 || e->word == EVENT_CHECKPOINT)
			act.attachments = (struct attachments){unread_brought, w};
		if (fold_runbook(w->fold, &act.runbook, &err) < 0 ||
		    judge_act(&act, &found, &err) < 0 || is_other(&found, no))
			ok(false, "%s: who knows less (%u): %s", name, i,
			   found.count ? found.items[0].message : err.text);
	}
}

static void world_unread(struct world *w, const struct event *event, const char *by,
			 const char *name)
{
	struct event e = *event;
	struct err err = {0};
	const char *no, *then;
	int rc = 0;

	event_sort(&e);
	if (unread_try(w, &e, by, 0, &no, &err) < 0)
		world_bail(err.text);
	unread_ignorant(w, &e, by, no, name);
	for (size_t n = 1; rc != 1; n++) {
		rc = unread_try(w, &e, by, n, &then, &err);
		if (rc < 0 ? err.code != ERR_IO : strcmp(then, no) != 0)
			ok(false, "%s: read %zu fails: %s", name, n, rc < 0 ? err.text : then);
		unread += rc < 0;
	}
}

#endif
