#include "runbook/renames.h"

#include "base/ascii.h"
#include "base/limits.h"
#include "base/strmap.h"
#include "text/legend.h"
#include "text/outline.h"

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
		works[i] = runbook_step_work(now, step_at(now, i), env, a);
	return works;
}

/* How long the id of a step of `rb`, or this one's own, is that a title begins with; 0. */
static size_t id_before(const struct runbook *rb, const struct step *step)
{
	char word[LIMIT_ID + 1];
	size_t len = 0;

	while (len < LIMIT_ID && (ascii_is_name(step->title[len])))
		len++;
	for (; len; len--) {
		memcpy(word, step->title, len);
		word[len] = '\0';
		if (!strcmp(word, step->id) || runbook_step(rb, word))
			return len;
		if (ascii_is_alnum(step->title[len - 1]) || step->title[len - 1] == '_')
			return 0;
	}
	return 0;
}

/* Its title but for an id before it, which says nothing of what it is: "REL_01 back up". */
static const char *title_of(const struct runbook *rb, const struct step *step)
{
	const char *title = step->title + id_before(rb, step);

	if (title == step->title)
		return title;
	title += strspn(title, " .:)-");
	return *title ? title : step->title;
}

static bool same_title(const struct runbook *rb, const struct step *a, const struct step *b)
{
	return a->title && b->title ? !strcmp(title_of(rb, a), title_of(rb, b))
				    : a->title == b->title;
}

const struct step *runbook_work_of_another(const struct runbook *now, const char *const *works,
					   size_t from, const struct runbook *next,
					   const struct step *heir,
					   const struct environment *env, struct arena *a)
{
	const struct step *was = step_at(now, from), *still = runbook_step(next, was->id);
	const char *work = runbook_step_work(next, heir, env, a);
	bool own = !strcmp(works[from], work);

	if (own && (!heir->title || same_title(now, was, heir)))
		return NULL;
	if (still && !strcmp(works[from], runbook_step_work(next, still, env, a)) &&
	    (!own || same_title(now, was, still)))
		return was;
	/* what is only planned is nobody's work yet */
	if (!own && heir->kind == STEP_RUN && !heir->uses && !heir->has_run)
		return NULL;
	for (size_t i = 0; i < now->step_count; i++)
		if (i != from && !strcmp(works[i], work) &&
		    (!own || same_title(now, step_at(now, i), heir)))
			return step_at(now, i);
	return NULL;
}

/* Does any other step have this one's title, or without titles its work, in the next runbook? */
static bool is_kept(const struct runbook *now, const struct runbook *next,
		    const struct step *heir, const struct step *meant, const char *work,
		    const struct environment *env, struct arena *a)
{
	for (size_t i = 0; i < next->step_count; i++) {
		const struct step *step = step_at(next, i);

		if (strcmp(step->id, heir->id) != 0 && same_title(now, step, meant) &&
		    (meant->title || !strcmp(work, runbook_step_work(next, step, env, a))))
			return true;
	}
	return false;
}

/* any_work: titles with nothing in common are enough, whatever is run, and words that are written otherwise are
 * common: as documents are asked. */
static bool is_another(const struct runbook *now, const struct step *was, const struct step *is,
		       bool any_work, bool same_work)
{
	char a[200], b[200];

	legend_fold(bytes_text(title_of(now, was)), a, sizeof(a));
	legend_fold(bytes_text(title_of(now, is)), b, sizeof(b));
	return any_work ? outline_is_another(a, b) : !same_work && !outline_means_alike(a, b);
}

/* Is it known what it is to do? Of what is only planned the title says all. */
static bool has_work(const struct step *step)
{
	return step->kind != STEP_RUN || step->uses || step->has_run;
}

const struct step *runbook_meaning_of_another(const struct runbook *now, size_t from,
					      const struct runbook *next,
					      const struct step *heir,
					      const struct environment *env, bool any_work,
					      struct arena *a)
{
	const struct step *was = step_at(now, from);
	const char *work, *is;

	if (!was->title != !heir->title || (was->title && same_title(now, was, heir)))
		return NULL;
	work = runbook_step_work(now, was, env, a);
	is = runbook_step_work(next, heir, env, a);
	if (!was->title && (!strcmp(work, is) || !has_work(heir)))
		return NULL;
	for (size_t i = 0; i < now->step_count; i++) {
		const struct step *other = step_at(now, i);

		if (i != from && same_title(now, other, heir) &&
		    (heir->title || !strcmp(is, runbook_step_work(now, other, env, a))) &&
		    !is_kept(now, next, heir, other, is, env, a))
			return other;
	}
	return was->title && is_another(now, was, heir, any_work,
					has_work(was) && !strcmp(work, is))
		       ? was
		       : NULL;
}

const char *runbook_step_says(const struct step *step, struct arena *a)
{
	return step->title  ? arena_printf(a, "'%s'", step->title)
	       : step->uses ? arena_printf(a, "uses '%s'", step->uses)
			    : "what it does";
}

const char *runbook_meaning_way(const struct runbook *now, const struct step *other,
				const char *id, struct arena *a)
{
	return runbook_step(now, id) == other
		       ? "hint: give the new step an id of its own; where it is the same step, "
			 "keep a word of its title"
		       : arena_printf(a,
				      "hint: it is what '%s' was: write 'was: %s' on it, and "
				      "'was: %s' on the step that '%s' became",
				      other->id, other->id, id, id);
}
