/*
 * outline_named.c - "[x] Step 3" in a list at the end: it lists nothing to do, it says how far the step is that
 * has this number. Where several have it, or none, nobody knows which is meant, and it is a step of its own.
 */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/strmap.h"

#include <inttypes.h>

/* "Step 4.2", "1.1 Copy": the number of a part. */
static bool is_inner(const struct outline_unit *u)
{
	static const char digits[] = "0123456789";
	const char *at = u->text + strcspn(u->text, digits);

	at += strspn(at, digits);
	return u->inner || (*at == '.' && ascii_is_digit(at[1]));
}

/* What it names: "Step 3", "手順3", and nothing else. 0: it says more, or something else. */
static uint64_t number_alone(const struct outline_unit *u)
{
	struct bytes text = bytes_text(outline_work(u));
	uint64_t ordinal;
	bool sign;

	if (u->id || u->mark == OUTLINE_NONE || u->kind == UNIT_HEADING || is_inner(u))
		return 0;
	if (!text.len)
		return u->stepped ? u->ordinal : 0;
	return outline_step(text, 0, &ordinal, &sign) == text.len ? ordinal : 0;
}

static const char *key_of(const struct outliner *o, uint64_t number)
{
	return arena_printf(o->arena, "%" PRIu64, number);
}

/* By number: the step that has it, counted from 1; `several` where others have it too. */
static void find_numbered(const struct outliner *o, struct strmap *map, size_t several)
{
	for (size_t i = 0; i < o->count; i++) {
		const struct outline_unit *u = &o->units[i];
		const char *key;

		if (u->role != ROLE_STEP || !u->ordinal || is_inner(u) || number_alone(u))
			continue;
		key = key_of(o, u->ordinal);
		strmap_put(map, key,
			   (void *)(uintptr_t)(strmap_get(map, key) ? several : i + 1));
	}
}

void outline_find_named(struct outliner *o)
{
	struct strmap steps = {.arena = o->arena};
	size_t several = o->count + 1;

	find_numbered(o, &steps, several);
	for (size_t i = 0; i < o->count; i++) {
		struct outline_unit *u = &o->units[i];
		uint64_t number = u->role == ROLE_STEP ? number_alone(u) : 0;
		size_t step = number ? (uintptr_t)strmap_get(&steps, key_of(o, number)) : 0;

		if (!step || step == several)
			continue;
		u->role = ROLE_STATUS;
		u->parent = step - 1;
	}
}
