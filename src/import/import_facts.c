/*
 * import_facts.c - what a table of environments says twice: "| App | `x-staging` | `x` / `x-1f0c` |". Both may
 * be right, as names of two things. Where commands of the document give now the one and now the other
 * to the same option, somebody will deploy to the wrong one.
 */
#include "import/import_parts.h"

#include "base/ascii.h"
#include "base/texts.h"

#define PAIRS_MAX 64 /* of a document: each costs some looks at all of it */
#define TRIES_MAX 8

struct pair {
	const char *one, *two;
};

static const struct import_environment *environment_of(const struct import *import,
						       const char *head)
{
	for (size_t i = 0; i < import->environment_count; i++) {
		const struct import_environment *e = &import->environments[i];

		if (!strcasecmp(head, e->id) || (e->title && !strcasecmp(head, e->title)))
			return e;
	}
	return NULL;
}

static bool is_name(const char *text)
{
	size_t len = 0;

	while (ascii_is_name(text[len]))
		len++;
	return ascii_is_letter(*text) && !text[len];
}

/* A cell that is nothing but two names, the one or the other; no name is a part of the other. */
static bool read_pair(const struct md_block *cell, struct pair *ret)
{
	static const char *const ors[] = {" / ", "/", " or ", " oder ", " ou ", " o "};
	const struct md_span *spans = cell->spans;
	size_t len;

	if (cell->span_count != 2 || spans[0].kind != MD_SPAN_CODE ||
	    spans[1].kind != MD_SPAN_CODE || !text_begins(cell->text, spans[0].text))
		return false;
	*ret = (struct pair){spans[0].text, spans[1].text};
	len = strlen(ret->one);
	for (size_t i = 0; i < ARRAY_SIZE(ors); i++)
		if (text_begins(cell->text + len, ors[i]) &&
		    !strcmp(cell->text + len + strlen(ors[i]), ret->two))
			return is_name(ret->one) && is_name(ret->two) &&
			       !strstr(ret->one, ret->two) && !strstr(ret->two, ret->one);
	return false;
}

/* "Apps": several are announced. */
static bool is_plural(const char *label)
{
	return text_ends(label, "s") && !text_ends(label, "ss");
}

/* Of a line where an option is given this name, "-a NAME", "--app=NAME": the option, from *ret_len; NULL. */
static const char *option_of(const char *text, const char *name, size_t *ret_len)
{
	size_t len = strlen(name);

	for (const char *at = text; (at = strstr(at, name)); at++) {
		const char *from = at;

		if (at < text + 2 || ascii_is_name(at[len]) || !strchr(" =", at[-1]))
			continue;
		for (from = --at; from > text && !strchr(" `", from[-1]);)
			from--;
		*ret_len = (size_t)(at++ - from);
		if (*from == '-' && *ret_len > 1)
			return from;
	}
	return NULL;
}

/* Another line that gives this option this name; NULL: none. */
static const struct import_line *other_line(const struct import_document *document,
					    const char *name, const char *option, size_t size)
{
	for (size_t i = 0; i < document->count; i++) {
		size_t len;
		const char *is = option_of(document->lines[i].text, name, &len);

		if (is && len == size && !strncmp(is, option, len))
			return &document->lines[i];
	}
	return NULL;
}

/* The two lines that give one option both names. */
static bool are_both_used(const struct import_document *document, struct pair pair,
			  const struct import_line **one, const struct import_line **two)
{
	size_t tries = 0;

	for (size_t i = 0; i < document->count && tries < TRIES_MAX; i++) {
		size_t len;
		const char *option = option_of(document->lines[i].text, pair.one, &len);

		if (!option)
			continue;
		tries++;
		*one = &document->lines[i];
		*two = other_line(document, pair.two, option, len);
		if (*two)
			return true;
	}
	return false;
}

static void judge_pair(struct import_reading *reading, const struct import_document *document,
		       const struct outline_unit *row, const struct import_environment *env,
		       struct pair pair)
{
	struct arena *arena = reading->import->arena;
	const struct import_line *one, *two;

	if (!are_both_used(document, pair, &one, &two))
		return;
	finding_add(
		reading->found, RULE_CONTRADICTION, FINDING_WARN,
		(struct finding){.at = {document->path, row->line, 1},
				 .path = document->path,
				 .environment = env->id,
				 .expected = "one value",
				 .found = arena_printf(arena, "%s (%s:%u), %s (%s:%u)",
						       pair.one, document->path, one->number,
						       pair.two, document->path, two->number),
				 .fix = "say which one is meant, in the table and in the "
					"commands"},
		"'%s' of '%s' is '%s' or '%s', and commands use both", row->cells[0].text,
		env->id, pair.one, pair.two);
}

void import_facts(struct import_reading *reading, const struct import_document *document)
{
	const struct outline *outline = &document->outline;
	const struct outline_unit *head = NULL;
	size_t pairs = 0;

	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *row = &outline->units[i];
		struct pair pair;

		if (row->kind != UNIT_ROW)
			continue;
		if (row->role == ROLE_HEAD)
			head = row;
		if (!head || row == head || row->table != head->table ||
		    is_plural(row->cells[0].text))
			continue;
		for (size_t k = 1; k < row->block_count && k < head->block_count; k++) {
			const struct import_environment *env = environment_of(
				reading->import, head->cells[k].text);

			if (env && read_pair(&row->cells[k], &pair) && pairs++ < PAIRS_MAX)
				judge_pair(reading, document, row, env, pair);
		}
	}
}
