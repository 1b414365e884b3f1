/* import_pair.c - which step of the runbook that is there is which of the documents? */
#include "import/import_parts.h"

bool import_same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

/* What a step does is in its file's name; two names that differ are two meanings. */
static bool contradict(const struct kept *kept, const struct import_step *step)
{
	return kept->slug && step->slug && strcmp(kept->slug, step->slug);
}

/* A title without the id that it begins with: numbers may shift along. */
static const char *does(const char *title, const char *id)
{
	size_t len = strlen(id);

	if (!title || strncmp(title, id, len) != 0)
		return title;
	return title + len + strspn(title + len, " .:)-");
}

static bool same_title(const struct kept *kept, const struct import_step *step)
{
	const char *title = does(step->plain, step->id);

	return title && *title && import_same(does(kept->title, kept->id), title);
}

enum likeness { LIKE_SAME, LIKE_BOTH, LIKE_USES, LIKE_TITLE, LIKE_ID, LIKE_SLUG, LIKE_COUNT };

/* Where numbers shift along, the title says which step it is sooner than the id does. */
static bool is_like(const struct kept *kept, const struct import_step *step, enum likeness by)
{
	switch (by) {
	case LIKE_SAME: /* two steps may use one file, and have one title */
		return import_same(kept->id, step->id) &&
		       (import_same(kept->uses, step->uses) || (!kept->uses && !step->uses)) &&
		       same_title(kept, step);
	case LIKE_BOTH:
		return import_same(kept->id, step->id) && import_same(kept->uses, step->uses);
	case LIKE_USES:
		return import_same(kept->uses, step->uses);
	case LIKE_TITLE:
		return same_title(kept, step) && !contradict(kept, step);
	case LIKE_ID:
		return (import_same(kept->id, step->id) || import_same(kept->was, step->id)) &&
		       !contradict(kept, step);
	default:
		return import_same(kept->slug, step->slug);
	}
}

/* The surest likeness first, over all steps, so that no weak one takes a strong one's place. */
void import_pair(struct again *a)
{
	for (enum likeness by = 0; by < LIKE_COUNT; by++)
		for (size_t i = 0; i < a->import->step_count; i++)
			for (size_t j = 0; a->of[i] == SIZE_MAX && j < a->count; j++) {
				if (a->kept[j].import != SIZE_MAX ||
				    !is_like(&a->kept[j], &a->import->steps[i], by))
					continue;
				a->of[i] = j;
				a->kept[j].import = i;
			}
}
