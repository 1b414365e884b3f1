/* import_id.c - the id of a step that its document gives none; the names that may hold one. */
#include "import/import_parts.h"

#include "base/limits.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

/* The next of those called so that is free: all before it are taken, and stay so. */
static const char *numbered(struct import_reading *reading, const char *key)
{
	unsigned *last = strmap_get(&reading->numbered, key);
	const char *id;

	if (!last) {
		last = arena_alloc(reading->import->arena, sizeof(*last));
		*last = 1;
		strmap_put(&reading->numbered, key, last);
	}
	do
		id = arena_printf(reading->import->arena, "%s_%u", key, ++*last);
	while (strmap_get(&reading->import->by_id, id));
	return id;
}

/* "Checkpoint + log" at 3 -> CHECKPOINT_03; "Back up the database" -> BACK_UP_DATABASE; "T-30 min:
 * Freeze" -> FREEZE; without a letter that it may have STEP_03, or STEP_1F0C52AB. */
const char *import_make_id(struct import_reading *reading, const char *title, uint64_t ordinal)
{
	struct arena *arena = reading->import->arena;
	const char *id = import_lead(arena, title + outline_time(bytes_text(title), 0)),
		   *spelled = import_latin(arena, id);
	char *key = arena_strdup(arena, !ordinal ? import_short(arena, id)
					: spelled[strcspn(spelled, LETTERS)]
						? import_key(arena, id, 1)
						: "step");

	for (char *c = key; *c; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 32);
	key = ordinal ? arena_printf(arena, "%s_%02u", key, (unsigned)ordinal) : key;
	return strmap_get(&reading->import->by_id, key) ? numbered(reading, key) : key;
}

/* What stands in its cell of ids, where that can be no id here; in one of numbers a number is one. */
static const char *name_of(const struct outline_unit *unit)
{
	for (size_t i = 0; unit->table && i < unit->block_count; i++) {
		const struct md_block *cell = &unit->cells[i];
		enum column column = cell->level <= unit->table->count
					     ? unit->table->columns[cell->level]
					     : COLUMN_OTHER;
		bool number = !cell->text[strspn(cell->text, "0123456789.) ")];

		if (*cell->text && strlen(cell->text) <= LIMIT_ID &&
		    strcmp(cell->text, unit->title) != 0 &&
		    (column == COLUMN_ID || (column == COLUMN_NUMBER && !number)))
			return cell->text;
	}
	return NULL;
}

/* The team's own name is kept to the letter: as a note, and told. */
void import_keep_name(struct import *import, struct import_step *step,
		      const struct outline_unit *unit)
{
	step->called = unit->kind == UNIT_ROW ? name_of(unit) : NULL;
	if (step->called)
		import_push(import->arena, &step->notes,
			    import_plain(import->arena, step->called));
}

bool import_is_playbook(const char *name)
{
	const char *dot = name ? strrchr(name, '.') : NULL;

	return dot && !strpbrk(name, " <>*{}$") &&
	       (!strcmp(dot, ".yml") || !strcmp(dot, ".yaml") || !strcmp(dot, ".sh") ||
		!strcmp(dot, ".py"));
}
