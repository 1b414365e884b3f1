/*
 * doclint_authority.c - "Source of truth, in this order: 1. docs/checkpoints/ 2. docs/RUNBOOK.md": where two
 * documents put two places the other way round, each reader is right and does something else.
 */
#include "document/doclint_parts.h"

#include "base/ascii.h"
#include "base/texts.h"
#include "markdown/markdown.h"

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

/* "docs/checkpoints/ (newest wins)" -> "docs/checkpoints"; NULL: it begins with no place of a repository. */
static const char *place_of(const char *text, struct arena *a)
{
	size_t len = 0;
	const char *name;

	while (ascii_is_name(text[len]) || text[len] == '/')
		len++;
	while (len && strchr("/.", text[len - 1]))
		len--;
	name = arena_strndup(a, text, len);
	return strchr(name, '/') || text[len] == '/' || text_ends(name, ".md") ? name : NULL;
}

/* The list that the block announces: the first of its section, or the one that follows "in this order:". */
static size_t list_of(const struct md_doc *doc, size_t at)
{
	const struct md_block *said = &doc->blocks[at++];

	if (said->kind == MD_PARAGRAPH)
		return text_ends(said->text, ":") ? at : doc->count;
	while (at < doc->count && doc->blocks[at].kind != MD_HEADING &&
	       doc->blocks[at].kind != MD_ITEM)
		at++;
	return at;
}

static bool read_ranking(const struct md_doc *doc, size_t at, struct arena *a,
			 struct ranking *ret)
{
	unsigned list;

	if (at >= doc->count || doc->blocks[at].kind != MD_ITEM || !doc->blocks[at].ordered)
		return false;
	list = doc->blocks[at].list;
	for (; at + 1 < doc->count && doc->blocks[at].kind != MD_HEADING; at++) {
		const struct md_block *block = &doc->blocks[at + 1];
		const char *name;

		if (doc->blocks[at].kind != MD_ITEM || doc->blocks[at].list != list ||
		    block->kind != MD_PARAGRAPH)
			continue;
		name = place_of(block->text, a);
		if (name)
			*ARENA_PUSH(a, ret->places, ret->count) = (struct place){name,
										 block->line};
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

void doclint_authority(struct linting *lint, const char *path, const struct md_doc *doc)
{
	if (doclint_is_aside(lint, path))
		return;
	for (size_t i = 0; i < doc->count; i++) {
		const struct md_block *block = &doc->blocks[i];
		struct ranking ranking = {.path = path};

		if ((block->kind != MD_HEADING && block->kind != MD_PARAGRAPH) ||
		    block->depth || !outline_ranks(block->text) ||
		    !read_ranking(doc, list_of(doc, i), lint->arena, &ranking))
			continue;
		for (size_t k = 0; k < lint->ranking_count; k++)
			compare(lint, &lint->rankings[k], &ranking);
		*ARENA_PUSH(lint->arena, lint->rankings, lint->ranking_count) = ranking;
	}
}
