/* outline_order.c - which steps are to be done one after the other: those that are numbered, and those below
 * words that say so. A box beside another, and an id of a tracker, claim nothing. */
#include "text/outline_internal.h"

#include "base/ascii.h"

#define COUNTED_TO 99 /* "REL_07" counts, "OPS-1042" is what a tracker calls it */

/* The first number of an id is one that people count with. */
static bool counts(const char *id)
{
	size_t at = strcspn(id, "0123456789"), len = strspn(id + at, "0123456789");

	return len && len < 4 && (id[at] == '0' || strtoul(id + at, NULL, 10) <= COUNTED_TO);
}

static bool is_numbered(const struct outline_unit *u)
{
	if (u->ordinal || u->ordered || u->stepped || (u->id && counts(u->id)))
		return true;
	for (size_t i = 0; u->kind == UNIT_ROW && i < u->block_count; i++) {
		enum column column = u->table->columns[u->cells[i].level];

		if ((column == COLUMN_NUMBER || column == COLUMN_STEP) &&
		    ascii_is_digit(*u->cells[i].text))
			return true;
	}
	return false;
}

/* "In this order:", and not "in order to". */
static bool says_order(const struct outline_unit *u)
{
	return (u->kind == UNIT_LINE || u->kind == UNIT_HEADING) && !u->hidden &&
	       outline_word(WORD_ORDER, u->text, WORD_HELD) &&
	       !strcasestr(u->text, "in order to");
}

/* A heading above, at whatever depth, that said so itself or over which a line did. */
static bool is_below(const struct outliner *o, size_t unit, const bool *said)
{
	unsigned level = 7;

	for (size_t at = o->units[unit].heading; at != OUTLINE_NONE;
	     at = o->units[at].heading) {
		if (o->units[at].level >= level)
			continue;
		level = o->units[at].level;
		if (said[at])
			return true;
	}
	return said[o->count];
}

/* What remains when all is done is done by whoever comes to it. */
static bool is_after(const struct outliner *o, size_t unit)
{
	unsigned level = 7;

	for (size_t at = o->units[unit].heading; at != OUTLINE_NONE;
	     at = o->units[at].heading) {
		if (o->units[at].level >= level)
			continue;
		level = o->units[at].level;
		if (outline_is_after(o->units[at].title))
			return true;
	}
	return false;
}

void outline_find_order(struct outliner *o)
{
	bool *said = arena_array(o->arena, o->count + 1, sizeof(*said)); /* the last: of all */

	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];

		if (says_order(u))
			said[u->kind == UNIT_HEADING	  ? i
			     : u->heading == OUTLINE_NONE ? o->count
							  : u->heading] = true;
	}
	for (size_t i = 0; i < o->count; i++)
		o->units[i].counted = o->units[i].role == ROLE_STEP &&
				      (is_numbered(&o->units[i]) || is_below(o, i, said)) &&
				      !is_after(o, i);
}
