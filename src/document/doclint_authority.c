/*
 * doclint_authority.c - "Source of truth, in this order: 1. docs/checkpoints/ 2. docs/RUNBOOK.md": where two
 * documents put two places the other way round, each reader is right and does something else.
 */
#include "document/doclint_parts.h"

#include "base/ascii.h"
#include "base/texts.h"
#include "markdown/markdown.h"

/* What such an order is called, in a heading or in the lines before it, by language. */
static const struct {
	const char *languages, *words;
} names[] = {
	{"en", "source of truth"},    {"en", "sources of truth"},
	{"en", "truth order"},	      {"en", "authority order"},
	{"en", "order of authority"}, {"en", "precedence"},
	{"de", "Rangfolge"},	      {"de", "Reihenfolge der Quellen"},
	{"fr", "source de vérité"},   {"fr", "ordre de priorité"},
	{"es", "fuente de verdad"},   {"es", "orden de precedencia"},
	{"pt", "fonte da verdade"},   {"pt", "ordem de precedência"},
	{"it", "fonte di verità"},    {"it", "ordine di precedenza"},
};

struct place {
	const char *name;
	unsigned line;
};

/* One ordered list of places, the first of which is right. */
struct ranking {
	const char *path;
	struct place *places;
	size_t count;
};

static bool is_named(const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strcasestr(text, names[i].words))
			return true;
	return false;
}

/* "docs/checkpoints/ (newest wins)" -> "docs/checkpoints"; NULL: no place of a repository. */
static const char *place_of(const char *text, struct arena *a)
{
	const char *begin, *end;

	for (begin = text; *begin; begin = end + (*end != '\0')) {
		bool path = false;

		end = begin;
		for (; ascii_is_name(*end) || *end == '/'; end++)
			path = path || *end == '/';
		if (end > begin &&
		    (path ||
		     text_ends(arena_strndup(a, begin, (size_t)(end - begin)), ".md"))) {
			while (end > begin && (end[-1] == '/' || end[-1] == '.'))
				end--;
			return end > begin ? arena_strndup(a, begin, (size_t)(end - begin))
					   : NULL;
		}
	}
	return NULL;
}

/* The first ordered list after the block, before another heading; false: there is none. */
static bool read_ranking(const struct md_doc *doc, size_t at, struct arena *a,
			 struct ranking *ret)
{
	unsigned list = 0;

	for (size_t i = at + 1; i < doc->count && doc->blocks[i].kind != MD_HEADING; i++) {
		const struct md_block *block = &doc->blocks[i];
		const char *name;

		if (block->kind != MD_ITEM || !block->ordered || (list && block->list != list))
			continue;
		list = block->list;
		if (++i == doc->count || doc->blocks[i].kind != MD_PARAGRAPH) {
			i--;
			continue;
		}
		name = place_of(doc->blocks[i].text, a);
		if (name)
			*ARENA_PUSH(a, ret->places,
				    ret->count) = (struct place){name, doc->blocks[i].line};
	}
	return ret->count > 1;
}

static const struct place *find(const struct ranking *in, const char *name)
{
	for (size_t i = 0; i < in->count; i++)
		if (!strcmp(in->places[i].name, name))
			return &in->places[i];
	return NULL;
}

/* Of two orders the first pair that each has the other way round. */
static void compare(struct linting *lint, const struct ranking *one, const struct ranking *two)
{
	for (size_t i = 0; i < two->count; i++)
		for (size_t k = i + 1; k < two->count; k++) {
			const struct place *first = &two->places[i], *last = &two->places[k];
			const struct place *was = find(one, first->name),
					   *above = find(one, last->name);

			if (!was || !above || above >= was)
				continue;
			finding_add(lint->found, RULE_CONTRADICTION, FINDING_ERROR,
				    (struct finding){
					    .at = {two->path, first->line, 1},
					    .path = two->path,
					    .expected = arena_printf(
						    lint->arena, "'%s' before it (%s:%u)",
						    last->name, one->path, above->line),
					    .found = arena_printf(lint->arena,
								  "'%s' after it, line %u",
								  last->name, last->line),
					    .fix = "hint: decide on one order, and say it in "
						   "one place"},
				    "'%s' and '%s' are in another order than '%s' says",
				    first->name, last->name, one->path);
			return;
		}
}

/* The orders of a document, each compared with all before it. */
static void judge(struct linting *lint, const char *path, const struct md_doc *doc,
		  struct ranking **all, size_t *count)
{
	for (size_t i = 0; i < doc->count; i++) {
		struct ranking ranking = {.path = path};

		if ((doc->blocks[i].kind != MD_HEADING &&
		     doc->blocks[i].kind != MD_PARAGRAPH) ||
		    doc->blocks[i].depth || !is_named(doc->blocks[i].text) ||
		    !read_ranking(doc, i, lint->arena, &ranking))
			continue;
		for (size_t k = 0; k < *count; k++)
			compare(lint, &(*all)[k], &ranking);
		*ARENA_PUSH(lint->arena, *all, *count) = ranking;
	}
}

int doclint_authority(struct linting *lint, struct err *err)
{
	struct ranking *all = NULL;
	size_t count = 0;

	for (size_t i = 0; i < lint->documents.count; i++) {
		const char *path = lint->documents.items[i].path;
		struct bytes text;
		struct md_doc doc;
		bool found;

		if (snapshot_read(lint->head, path, &lint->scratch, &text, &found, err) < 0)
			return -1;
		if (found &&
		    is_named(
			    arena_strndup(&lint->scratch, (const char *)text.data, text.len)) &&
		    !doclint_is_aside(lint, path) &&
		    !md_parse(text, path, &lint->scratch, &doc, err))
			judge(lint, path, &doc, &all, &count);
		arena_reset(&lint->scratch);
	}
	return 0;
}
