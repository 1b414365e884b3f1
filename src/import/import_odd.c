/*
 * import_odd.c - what stands among steps that are counted, and is none of them: it may be one that is counted
 * in a way that nobody here knows, and no step is dropped without a word.
 */
#include "import/import_parts.h"

struct odd {
	struct findings *found;
	const struct import_document *document;
	const struct outline_unit *before; /* the last step of its kind and level */
};

/* Headings of one level, items of one list, lines. */
static bool is_beside(const struct outline_unit *a, const struct outline_unit *b)
{
	return a->kind == b->kind && a->group == b->group && a->group != OUTLINE_NONE;
}

static const struct outline_unit *next_step(const struct outline *outline, size_t at)
{
	for (size_t i = at + 1; i < outline->count; i++)
		if (outline->units[i].role == ROLE_STEP && outline->units[i].stepped &&
		    is_beside(&outline->units[i], &outline->units[at]))
			return &outline->units[i];
	return NULL;
}

static void look(struct odd *odd, size_t at)
{
	const struct outline *outline = &odd->document->outline;
	const struct outline_unit *u = &outline->units[at], *next;
	bool named = outline_begins_step(u->text);

	if (u->role != ROLE_TEXT && u->role != ROLE_HEADING)
		return;
	next = next_step(outline, at);
	/* a number is missing there, or it is called so */
	if (!named && (!next || next->ordinal != odd->before->ordinal + 2))
		return;
	finding_add(
		odd->found, RULE_DOCUMENT, named && next ? FINDING_ERROR : FINDING_WARN,
		(struct finding){
			.at = {odd->document->path, u->line, 1},
			.path = odd->document->path,
			.expected = "a step, as those beside it",
			.found = u->text,
			.fix = "hint: number it as they are, or call it something else"},
		"'%s' stands among steps that are counted, and no number is read in it: it is "
		"not taken",
		u->text);
}

void import_odd(struct import_reading *reading, const struct import_document *document)
{
	struct odd odd = {.found = reading->found, .document = document};

	for (size_t i = 0; i < document->outline.count && !document->about; i++) {
		const struct outline_unit *u = &document->outline.units[i];

		if (u->role == ROLE_STEP && u->stepped)
			odd.before = u;
		else if (odd.before && is_beside(odd.before, u))
			look(&odd, i);
	}
}
