/*
 * outline_short.c - "R1 ramp", "R2 ramp more": what is too short for an id where it stands alone is one where
 * the next step has the next. Only steps are asked: "P1: page" of a list of severities names nothing to do.
 */
#include "text/outline_internal.h"

#include "base/ascii.h"

struct short_id {
	size_t unit, letters, len;
	uint64_t number;
	bool counts;
};

static bool read_short(const struct outliner *o, size_t i, struct short_id *ret)
{
	const struct outline_unit *u = &o->units[i];
	const char *text = u->title;
	size_t len = 0;

	*ret = (struct short_id){.unit = i};
	if (u->id || u->kind == UNIT_ROW || !text)
		return false;
	while (ascii_is_capital(text[len]))
		len++;
	ret->letters = len;
	while (ascii_is_digit(text[len]) && len < ret->letters + 4)
		len++;
	ret->number = strtoull(text + ret->letters, NULL, 10);
	ret->len = len;
	ret->counts = ret->letters && ret->letters < 5 && len > ret->letters &&
		      (text[len] == ' ' || text[len] == ':' || text[len] == ')' ||
		       (text[len] == '.' && text[len + 1] == ' '));
	return ret->counts;
}

static bool goes_on(const struct outliner *o, const struct short_id *a,
		    const struct short_id *b)
{
	return a->counts && b->number == a->number + 1 && a->letters == b->letters &&
	       o->units[a->unit].group == o->units[b->unit].group &&
	       !strncmp(o->units[a->unit].title, o->units[b->unit].title, a->letters);
}

static void name(struct outliner *o, const struct short_id *id)
{
	struct outline_unit *u = &o->units[id->unit];

	u->id = arena_strndup(o->arena, u->title, id->len);
}

void outline_find_short(struct outliner *o)
{
	struct short_id last = {0}, now;

	for (size_t i = 0; i < o->count; i++) {
		if (o->units[i].role != ROLE_STEP)
			continue;
		if (read_short(o, i, &now) && goes_on(o, &last, &now)) {
			name(o, &last);
			name(o, &now);
		}
		last = now;
	}
}
