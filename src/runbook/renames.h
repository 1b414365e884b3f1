/*
 * renames.h - what steps are called in the next runbook: `was: OLD_ID` on a step, read against the
 * runbook in force, where the same key may stand from an earlier change. Ids may shift along: a name
 * that a step gives up may be taken by another in the same change.
 */
#ifndef RUNBOOK_RENAMES_H
#define RUNBOOK_RENAMES_H

#include "runbook/runbook.h"

/* For each step of `now`, in its order: the step of `next` that it becomes under another name; NULL:
 * it becomes none. Lives in the arena. */
const struct step **runbook_heirs(const struct runbook *now, const struct runbook *next,
				  struct arena *a);

/* The same as a map: the id in `next` -> the id that it had. now, next NULL: there is none. */
struct strmap runbook_was_of(const struct runbook *now, const struct runbook *next,
			     struct arena *a);

/* What each step of `now` is to do there, for comparison; as the environment is in the next runbook. */
const char **runbook_works(const struct runbook *now, const struct environment *env,
			   struct arena *a);
/*
 * The heir has not the work of the step at `from` whose history it takes (what runs, or where that is
 * the same of both, the title): the step of `now` whose it is; or that step itself, where one of that
 * name still does it. NULL: neither.
 */
const struct step *runbook_work_of_another(const struct runbook *now, const char *const *works,
					   size_t from, const struct runbook *next,
					   const struct step *heir,
					   const struct environment *env, struct arena *a);
/*
 * A step that keeps its id means another thing in the next runbook: the step of `now` whose title, or
 * where neither has one whose work, it took over; or itself, where title and work are both others, and no
 * step had them; with any_work also where the titles have nothing in common. NULL: neither; what is only worded
 * otherwise, or does otherwise what it did, is the same.
 */
const struct step *runbook_meaning_of_another(const struct runbook *now, size_t from,
					      const struct runbook *next,
					      const struct step *heir,
					      const struct environment *env, bool any_work,
					      struct arena *a);
/* What a step says that it is, and what helps where it took the meaning of `other`: for findings. */
const char *runbook_step_says(const struct step *step, struct arena *a);
const char *runbook_meaning_way(const struct runbook *now, const struct step *other,
				const char *id, struct arena *a);

#endif
