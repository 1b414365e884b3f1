/* outline_sections.c - headings that say of what is below them that it is no step, or that they are none. */
#include "text/outline_internal.h"

/* "Phase 1", "Step 2", "3." over other steps: below a phase whatever is a step; below a step what is counted or named as
 * one is; below a number "3.1". */
static bool holds(const struct outline_unit *heading, const struct outline_unit *u)
{
	if (!heading->stepped)
		return heading->ordinal && u->inner;
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

			if (heading->role == ROLE_STEP && !heading->id &&
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

bool outline_gives(const char *text)
{
	char said[2 * LEGEND_LONGEST];
	size_t len = strlen(text);

	while (len && strchr(" :\n", text[len - 1]))
		len--;
	len -= len > 2 && !memcmp(text + len - 3, "\xef\xbc\x9a", 3) ? 3 : 0;
	if (len >= sizeof(said))
		return false;
	memcpy(said, text, len);
	said[len] = '\0';
	return outline_word(WORD_GIVEN, said, WORD_WHOLE);
}

/* "Requires:" right above a list is of all of it but boxes; a heading only of what has neither a mark, an id, nor a
 * command by which it is checked. */
void outline_find_given(struct outliner *o)
{
	bool above = false, below = false;
	unsigned list = 0; /* the first below such a line */

	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];

		if (u->kind == UNIT_HEADING) {
			below = outline_gives(u->title);
			above = false;
			/* "## 1. Prerequisites" beside "## 2. Stop" */
			u->given = (below || u->names) && !u->fenced && !u->stepped && !u->id &&
				   u->mark == OUTLINE_NONE;
			continue;
		}
		if (u->kind != UNIT_ITEM && !u->depth) {
			above = u->kind == UNIT_LINE && outline_gives(u->text);
			list = 0;
		} else if (u->kind == UNIT_ITEM && u->depth == 1) {
			above = above && (!list || list == u->list);
			list = u->list;
		}
		u->given = u->kind == UNIT_ITEM && !u->boxed &&
			   (above || (below && !u->id && u->mark == OUTLINE_NONE &&
				      !u->commands && !u->strong));
	}
}
