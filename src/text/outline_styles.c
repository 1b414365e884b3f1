/*
 * outline_styles.c - the ways in which people list steps, a row each. A style is asked of a group:
 * the items of a list, the rows of a table, the headings of a level. What one row takes no later
 * one does; styles that may be something else as well come after those that cannot.
 */
#include "text/outline_internal.h"

enum pass {
	PASS_SURE,
	PASS_LIKELY, /* where no step has an id: else a list without is an explanation */
	PASS_LAST,   /* where nothing else is a step */
	PASS_COUNT,
};

/* --- lists ------------------------------------------------------------------------------ */

static bool is_list(const struct outline_group *g)
{
	return g->kind == UNIT_ITEM;
}

static bool numbered_ids(const struct outline_group *g)
{
	return is_list(g) && g->ordered && g->named;
}

static bool numbered_marks(const struct outline_group *g)
{
	return is_list(g) && g->ordered && g->marked;
}

static bool numbers_over_boxes(const struct outline_group *g)
{
	return is_list(g) && g->ordered && g->over;
}

static bool boxes(const struct outline_group *g)
{
	return is_list(g) && g->boxed;
}

static bool bullet_ids(const struct outline_group *g)
{
	return is_list(g) && !g->ordered && 2 * g->named >= g->count && g->named;
}

static bool bullet_marks(const struct outline_group *g)
{
	return is_list(g) && !g->ordered && g->marked;
}

static bool step_items(const struct outline_group *g)
{
	return is_list(g) && g->steps > 1 && 2 * g->steps >= g->count;
}

static bool lead_ins(const struct outline_group *g)
{
	return is_list(g) && !g->ordered && 2 * g->strong >= g->count && g->commands;
}

static bool plain_numbers(const struct outline_group *g)
{
	return is_list(g) && g->ordered && (g->count > 1 || g->phased);
}

static bool board_items(const struct outline_group *g)
{
	return is_list(g) && g->below;
}

/* What is left has no line through it. */
static bool struck_items(const struct outline_group *g)
{
	return is_list(g) && g->struck > 1 && 2 * g->struck >= g->count && g->struck < g->count;
}

/* --- tables ----------------------------------------------------------------------------- */

static bool status_rows(const struct outline_group *g)
{
	return g->kind == UNIT_ROW && g->tracks && !g->table->names;
}

static bool id_rows(const struct outline_group *g)
{
	return g->kind == UNIT_ROW && g->named && 2 * g->named >= g->count;
}

static bool check_rows(const struct outline_group *g)
{
	return g->kind == UNIT_ROW && g->checks && !g->table->names;
}

/* Where it is rolled out, when nothing else says what is to be done. */
static bool place_rows(const struct outline_group *g)
{
	return g->kind == UNIT_ROW && g->marked && g->table->places;
}

/* --- headings and lines ----------------------------------------------------------------- */

static bool step_headings(const struct outline_group *g)
{
	return g->kind == UNIT_HEADING && g->steps;
}

/* "## 1. Stop", "## Step 2: Go", "## 3. Tell" */
static bool one_count(const struct outline_group *g)
{
	return step_headings(g) && g->numbered > g->steps && !g->broken;
}

static bool marked_headings(const struct outline_group *g)
{
	return g->kind == UNIT_HEADING && g->both;
}

static bool id_headings(const struct outline_group *g)
{
	return g->kind == UNIT_HEADING && g->named;
}

/* "## 1. Declare", "## 2. Freeze": what one of them is, all are, from the first to the last. */
static bool counted_headings(const struct outline_group *g)
{
	return g->kind == UNIT_HEADING && g->commands && g->numbered > 1 && !g->broken;
}

static bool fence_headings(const struct outline_group *g)
{
	return g->kind == UNIT_HEADING && g->commands;
}

static bool numbered_headings(const struct outline_group *g)
{
	return g->kind == UNIT_HEADING && g->numbered > 1;
}

static bool lines(const struct outline_group *g)
{
	return g->kind == UNIT_LINE && g->named && g->marked;
}

static bool step_lines(const struct outline_group *g)
{
	return g->kind == UNIT_LINE && g->steps > 1;
}

static bool lettered_lines(const struct outline_group *g)
{
	return g->kind == UNIT_LINE && g->numbered > 1;
}

static bool box_lines(const struct outline_group *g)
{
	return g->kind == UNIT_LINE && g->marked > 1 && !g->named;
}

/* --- which of a group ------------------------------------------------------------------- */

static bool has_mark(const struct outline_unit *u)
{
	return u->mark != OUTLINE_NONE;
}

static bool any(const struct outline_unit *u)
{
	return *u->title || u->id || has_mark(u);
}

static bool with_number(const struct outline_unit *u)
{
	return u->ordinal || u->ordered || u->id;
}

static bool with_box(const struct outline_unit *u)
{
	return u->boxed;
}

static bool with_id(const struct outline_unit *u)
{
	return u->id != NULL;
}

static bool with_mark(const struct outline_unit *u)
{
	return has_mark(u);
}

static bool with_sign(const struct outline_unit *u)
{
	return has_mark(u) && !u->boxed;
}

static bool with_both(const struct outline_unit *u)
{
	return u->id && has_mark(u);
}

static bool with_step(const struct outline_unit *u)
{
	return u->stepped;
}

static bool on_top(const struct outline_unit *u)
{
	return u->depth == 1 && any(u);
}

static bool with_fence(const struct outline_unit *u)
{
	return u->fenced;
}

static bool with_ordinal(const struct outline_unit *u)
{
	return u->ordinal > 0;
}

/* Below, a row is a style: of outline_styles, the pass, the group, the units that it takes. */
/* clang-format off */

static const struct {
	const char *name;
	enum pass pass;
	bool (*fits)(const struct outline_group *group);
	bool (*takes)(const struct outline_unit *unit);
} styles[] = {
	{"headings in one count", PASS_SURE, one_count, with_ordinal},
	{"headings: Step N", PASS_SURE, step_headings, with_step},
	{"lines: Step N", PASS_SURE, step_lines, with_step},
	{"numbers and ids", PASS_SURE, numbered_ids, with_number},
	{"numbers and marks", PASS_SURE, numbered_marks, with_number},
	{"numbers over boxes", PASS_SURE, numbers_over_boxes, with_number},
	{"bullets and ids", PASS_SURE, bullet_ids, with_id},
	{"bullets and marks", PASS_SURE, bullet_marks, with_sign},
	{"bullets: Step N", PASS_SURE, step_items, with_step},
	{"lists below a status", PASS_SURE, board_items, on_top},
	{"a table with a status", PASS_SURE, status_rows, any},
	{"a table with ids", PASS_SURE, id_rows, with_id},
	{"headings with ids and marks", PASS_SURE, marked_headings, with_id},
	{"lines with ids and marks", PASS_SURE, lines, with_both},
	{"boxes", PASS_SURE, boxes, with_box},
	{"headings with ids", PASS_LIKELY, id_headings, with_id},
	{"numbered headings over commands", PASS_LIKELY, counted_headings, with_ordinal},
	{"headings over commands", PASS_LIKELY, fence_headings, with_fence},
	{"bold lead-ins", PASS_LIKELY, lead_ins, on_top},
	{"a table of checks", PASS_LIKELY, check_rows, any},
	{"numbers", PASS_LIKELY, plain_numbers, on_top},
	{"lettered lines", PASS_LIKELY, lettered_lines, with_ordinal},
	{"lists struck out", PASS_LIKELY, struck_items, on_top},
	{"a table of places", PASS_LAST, place_rows, any},
	{"lines and marks", PASS_LAST, box_lines, with_mark},
	{"numbered headings", PASS_LAST, numbered_headings, with_ordinal},
};

/* clang-format on */

/* --- steps ------------------------------------------------------------------------------ */

/* What stands in a step, or below a heading that is one, is part of it. */
static bool is_inside(const struct outliner *o, const struct outline_unit *u)
{
	for (size_t at = u->parent; at != OUTLINE_NONE; at = o->units[at].parent)
		if (o->units[at].role == ROLE_STEP || o->units[at].role == ROLE_PART)
			return true;
	return u->kind != UNIT_HEADING && u->heading != OUTLINE_NONE && !u->id &&
	       o->units[u->heading].role == ROLE_STEP && !o->units[u->heading].phased;
}

/* The heading that it is, or stands below. */
static const struct outline_unit *heading_of(const struct outliner *o,
					     const struct outline_unit *u)
{
	return u->kind == UNIT_HEADING	    ? u
	       : u->heading == OUTLINE_NONE ? NULL
					    : &o->units[u->heading];
}

/* Below "### REL_01", which is a step, or will be where none has an id yet. */
static bool is_detail(const struct outliner *o, const struct outline_unit *u, bool named)
{
	const struct outline_unit *heading = u->heading == OUTLINE_NONE ? NULL
									: &o->units[u->heading];

	if (!heading || !heading->id || !u->boxed || u->id)
		return false;
	for (size_t i = 0; i < o->count; i++)
		if (o->units[i].role == ROLE_STEP && o->units[i].id &&
		    !strcmp(o->units[i].id, heading->id))
			return true;
	return !named;
}

/* A heading that is a step by its number alone, and what stands below it is some already: they say it. */
static bool is_over_steps(const struct outliner *o, size_t unit)
{
	const struct outline_unit *u = &o->units[unit];

	if (u->kind != UNIT_HEADING || u->stepped || u->id || has_mark(u))
		return false;
	for (size_t i = unit + 1; i < o->count; i++) {
		if (o->units[i].kind == UNIT_HEADING && o->units[i].level <= u->level)
			return false;
		if (o->units[i].role == ROLE_STEP)
			return true;
	}
	return false;
}

static bool take(struct outliner *o, size_t style, bool inner, bool *named)
{
	bool found = false;

	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];
		const struct outline_unit *heading = heading_of(o, u);

		if (inner != (u->depth > 1) || u->group == OUTLINE_NONE ||
		    (u->role != ROLE_TEXT && u->role != ROLE_HEADING) || u->given ||
		    !styles[style].fits(&o->groups[u->group]) || !styles[style].takes(u))
			continue;
		if (heading &&
		    ((heading->names && u->kind == UNIT_ITEM && !u->boxed && !u->id) ||
		     (heading->explains && styles[style].pass != PASS_SURE)))
			continue;
		if (styles[style].fits == counted_headings && is_over_steps(o, i))
			continue;
		if (is_inside(o, u) || is_detail(o, u, *named)) {
			u->role = u->boxed || has_mark(u) || u->id || u->ordered ? ROLE_PART
										 : u->role;
			continue;
		}
		u->role = ROLE_STEP;
		u->style = styles[style].name;
		found = true;
		*named = *named || u->id;
	}
	return found;
}

/* "Status: done" is of the step that it stands in, or below. */
size_t outline_step_of(const struct outliner *o, size_t unit)
{
	const struct outline_unit *u = &o->units[unit];

	if (u->role == ROLE_STEP)
		return unit;
	if (u->role != ROLE_STATUS)
		return OUTLINE_NONE;
	for (size_t at = u->parent; at != OUTLINE_NONE; at = o->units[at].parent)
		if (o->units[at].role == ROLE_STEP)
			return at;
	return u->parent == OUTLINE_NONE && u->heading != OUTLINE_NONE &&
			       o->units[u->heading].role == ROLE_STEP
		       ? u->heading
		       : OUTLINE_NONE;
}

static bool find_steps(struct outliner *o)
{
	bool named = false, found = false;

	outline_make_groups(o);
	for (enum pass pass = PASS_SURE; pass < PASS_COUNT; pass++) {
		if ((pass == PASS_LIKELY && named) || (pass == PASS_LAST && found))
			continue;
		/* what stands inside others is a part of them, once they are steps */
		for (size_t i = 0; i < 2 * ARRAY_SIZE(styles); i++)
			if (styles[i % ARRAY_SIZE(styles)].pass == pass)
				found = take(o, i % ARRAY_SIZE(styles), i >= ARRAY_SIZE(styles),
					     &named) ||
					found;
	}
	return found;
}

void outline_find_steps(struct outliner *o)
{
	outline_name_headings(o);
	if (!find_steps(o) && outline_take_back(o))
		find_steps(o);
	outline_find_sections(o);
	for (size_t i = 0; i < o->count; i++)
		for (size_t at = o->units[i].parent;
		     o->units[i].role == ROLE_STEP && at != OUTLINE_NONE;
		     at = o->units[at].parent)
			o->units[at].holds = o->units[at].role == ROLE_TEXT;
	outline_find_short(o);
	outline_find_named(o);
	outline_find_order(o);
	outline_read_around(o);
	for (size_t i = 0; i < o->mark_count; i++)
		o->marks[i].step = outline_step_of(o, o->marks[i].unit);
}
