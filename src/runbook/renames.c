#include "runbook/renames.h"

#include "base/strmap.h"

/* It is called so since an earlier change, as far as its own line says. */
static bool said_before(const struct runbook *now, const struct step *heir)
{
	const struct step *before = runbook_step(now, heir->id);

	return before && before->was && !strcmp(before->was, heir->was);
}

/*
 * A `was` that stood there already is done, unless the step that had the name moves on now: then what
 * it says happens a second time.
 */
const struct step **runbook_heirs(const struct runbook *now, const struct runbook *next,
				  struct arena *a)
{
	const struct step **heirs = arena_array(a, now->step_count + 1, sizeof(*heirs));
	struct strmap heir_of = {.arena = a};

	for (size_t i = 0; i < next->step_count; i++)
		if (step_at(next, i)->was)
			strmap_put(&heir_of, step_at(next, i)->was, (void *)step_at(next, i));
	for (size_t i = 0; i < now->step_count; i++) {
		const struct step *heir = strmap_get(&heir_of, now->ids[i]);
		const struct step *next_heir = heir;

		/* along the names that are given up, until one that is new, or none: at most all */
		for (size_t k = 0; next_heir && said_before(now, next_heir); k++)
			next_heir = k < now->step_count ? strmap_get(&heir_of, next_heir->id)
							: NULL;
		heirs[i] = next_heir ? heir : NULL;
	}
	return heirs;
}

struct strmap runbook_was_of(const struct runbook *now, const struct runbook *next,
			     struct arena *a)
{
	const struct step **heirs = now && next ? runbook_heirs(now, next, a) : NULL;
	struct strmap was_of = {.arena = a};

	for (size_t i = 0; heirs && i < now->step_count; i++)
		if (heirs[i])
			strmap_put(&was_of, heirs[i]->id, (void *)(uintptr_t)now->ids[i]);
	return was_of;
}

const char **runbook_works(const struct runbook *now, const struct environment *env,
			   struct arena *a)
{
	const char **works = arena_array(a, now->step_count + 1, sizeof(*works));

	for (size_t i = 0; i < now->step_count; i++)
		works[i] = runbook_step_definition(now, step_at(now, i), env, a);
	return works;
}

static bool same_title(const struct step *a, const struct step *b)
{
	return a->title && b->title ? !strcmp(a->title, b->title) : a->title == b->title;
}

const struct step *runbook_work_of_another(const struct runbook *now, const char *const *works,
					   size_t from, const struct runbook *next,
					   const struct step *heir,
					   const struct environment *env, struct arena *a)
{
	const struct step *was = step_at(now, from), *still = runbook_step(next, was->id);
	const char *work = runbook_step_definition(next, heir, env, a);
	bool own = !strcmp(works[from], work);

	if (own && (!heir->title || same_title(was, heir)))
		return NULL;
	if (still && !strcmp(works[from], runbook_step_definition(next, still, env, a)) &&
	    (!own || same_title(was, still)))
		return was;
	/* what is only planned is nobody's work yet */
	if (!own && heir->kind == STEP_RUN && !heir->uses && !heir->has_run)
		return NULL;
	for (size_t i = 0; i < now->step_count; i++)
		if (i != from && !strcmp(works[i], work) &&
		    (!own || same_title(step_at(now, i), heir)))
			return step_at(now, i);
	return NULL;
}
