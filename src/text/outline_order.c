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

/* Of a heading, and so of all that stands below it at whatever depth; the last: of the whole document. */
struct stretch {
	bool ordered; /* it says so itself, or a line right below it does */
	bool after;   /* what remains when all is done: whoever comes to it does it */
};

void outline_find_order(struct outliner *o)
{
	struct stretch *stretches = arena_array(o->arena, o->count + 1, sizeof(*stretches));

	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];

		if (says_order(u))
			stretches[u->kind == UNIT_HEADING      ? i
				  : u->heading == OUTLINE_NONE ? o->count
							       : u->heading]
				.ordered = true;
	}
	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];
		const struct stretch *in =
			&stretches[u->heading == OUTLINE_NONE ? o->count : u->heading];

		if (u->kind == UNIT_HEADING) {
			stretches[i].ordered = stretches[i].ordered || in->ordered;
			stretches[i].after = in->after || outline_is_after(u->title);
		}
		u->counted = u->role == ROLE_STEP && (is_numbered(u) || in->ordered) &&
			     !in->after;
	}
}
