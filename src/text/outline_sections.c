/* outline_sections.c - headings that say of what is below them that it is no step, or that they are none. */
#include "text/outline_internal.h"

/* "Phase 1", "Step 2" over other steps: below a phase whatever is a step; below a step what is counted or named as one is. */
static bool holds(const struct outline_unit *heading, const struct outline_unit *u)
{
	return heading->phased || (u->kind == UNIT_HEADING && (u->stepped || u->id));
}

void outline_find_sections(struct outliner *o)
{
	for (size_t i = 0; i < o->count; i++) {
		if (o->units[i].role != ROLE_STEP)
			continue;
		for (size_t at = o->units[i].heading; at != OUTLINE_NONE;
		     at = o->units[at].heading) {
			struct outline_unit *heading = &o->units[at];

			if (heading->role == ROLE_STEP && heading->stepped && !heading->id &&
			    holds(heading, &o->units[i]))
				heading->role = ROLE_HEADING;
		}
	}
}

bool outline_names(const struct outline_unit *heading)
{
	return outline_word(WORD_ENVIRONMENT, heading->title, WORD_WHOLE) ||
	       outline_word(WORD_PEOPLE, heading->title, WORD_WHOLE) ||
	       outline_word(WORD_ROLE, heading->title, WORD_WHOLE);
}
