/* outline_groups.c - what units have in common: a list, a table, the headings of a level. */
#include "text/outline_internal.h"

/* A list of numbers that goes on where another one stopped is one with it. */
static bool is_group_of(const struct outline_group *g, const struct outline_unit *u,
			const struct outline_table *table)
{
	if (g->kind != u->kind)
		return false;
	if (u->kind == UNIT_ROW)
		return g->table == table;
	if (u->kind == UNIT_ITEM)
		return g->list == u->list ||
		       (u->ordered && g->ordered && u->depth == g->level && u->ordinal > 1 &&
			u->ordinal == g->last + 1);
	return true;
}

static size_t *place_of(struct outliner *o, const struct outline_unit *u)
{
	return u->kind == UNIT_HEADING ? &o->level_groups[u->level]
	       : u->kind == UNIT_LINE  ? &o->line_group
				       : NULL;
}

/* Of a list or a table it is one of the last: lists inside others lie between. */
static size_t group_of(struct outliner *o, const struct outline_unit *u)
{
	size_t *place = place_of(o, u), from = o->group_count > 64 ? o->group_count - 64 : 0;

	if (place && *place != OUTLINE_NONE)
		return *place;
	for (size_t i = o->group_count; !place && i-- > from;)
		if (is_group_of(&o->groups[i], u, u->table))
			return i;
	*ARENA_PUSH(o->arena, o->groups, o->group_count) = (struct outline_group){
		.kind = u->kind,
		.list = u->list,
		.table = u->table,
		.level = u->kind == UNIT_ITEM ? u->depth : u->level};
	if (place)
		*place = o->group_count - 1;
	return o->group_count - 1;
}

static void count_unit(struct outliner *o, struct outline_unit *u)
{
	struct outline_group *g = &o->groups[u->group];

	g->count++;
	g->ordered += u->ordered;
	g->boxed += u->boxed;
	g->marked += u->mark != OUTLINE_NONE;
	g->named += u->id != NULL;
	g->strong += u->strong;
	g->both += u->id && u->mark != OUTLINE_NONE;
	g->commands += u->fenced || u->commands;
	g->steps += u->stepped;
	g->numbered += u->ordinal > 0;
	g->below += u->below != MARK_NONE && u->kind == UNIT_ITEM;
	g->struck += outline_is_struck(u);
	if (u->boxed && u->parent != OUTLINE_NONE && o->units[u->parent].group != OUTLINE_NONE)
		o->groups[o->units[u->parent].group].over++;
	g->phased = g->phased || (u->heading != OUTLINE_NONE && o->units[u->heading].phased);
	g->tracks = g->tracks || (u->table && u->table->tracks && !u->table->legend);
	g->checks = g->checks || (u->table && u->table->checks);
	if (u->kind == UNIT_HEADING && u->ordinal)
		g->broken = g->broken || u->ordinal != g->last + 1;
	if ((u->kind == UNIT_ITEM && u->ordered) || (u->kind == UNIT_HEADING && u->ordinal))
		g->last = u->ordinal;
}

void outline_make_groups(struct outliner *o)
{
	o->group_count = 0;
	for (size_t level = 0; level < ARRAY_SIZE(o->level_groups); level++)
		o->level_groups[level] = OUTLINE_NONE;
	o->line_group = OUTLINE_NONE;
	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];

		if (u->role != ROLE_TEXT && u->role != ROLE_HEADING)
			continue;
		if (u->kind == UNIT_CODE || u->kind == UNIT_OTHER)
			continue;
		u->group = group_of(o, u);
		count_unit(o, u);
	}
}
