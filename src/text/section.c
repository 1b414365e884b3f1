/* section.c - the part of a Markdown document under one heading; declared in append.h. */
#include "text/append.h"

#include "base/cleanup.h"
#include "markdown/markdown.h"
#include "match/glob.h"

#define HEADING_MAX 512

/* A heading is no path: in it a slash is a letter like any other. */
static bool heading_matches(const char *pattern, struct bytes text)
{
	char wanted[HEADING_MAX], found[HEADING_MAX];
	size_t len = strlen(pattern);

	if (len >= HEADING_MAX || text.len >= HEADING_MAX || memchr(text.data, '\0', text.len))
		return false;
	memcpy(wanted, pattern, len + 1);
	memcpy(found, text.data, text.len);
	found[text.len] = '\0';
	for (char *c = wanted; *c; c++)
		if (*c == '/')
			*c = '\x1f';
	for (char *c = found; *c; c++)
		if (*c == '/')
			*c = '\x1f';
	return glob_match(wanted, found);
}

/* A place in the text; lines are counted as cmark counts them. */
struct place {
	const char *at, *end;
	unsigned line;
};

static void go(struct place *place, unsigned line)
{
	for (; place->line < line && place->at < place->end; place->at++)
		place->line += *place->at == '\n' ||
			       (*place->at == '\r' &&
				(place->at + 1 == place->end || place->at[1] != '\n'));
}

static bool is_atx(struct place *place, const struct md_block *heading)
{
	const char *at;

	go(place, heading->line);
	for (at = place->at; at < place->end && *at == ' ';)
		at++;
	return at < place->end && *at == '#';
}

bool append_section(struct bytes text, const char *heading, struct bytes *ret_section,
		    unsigned *ret_line)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *start = text.data;
	struct place place = {start, start + text.len, 1};
	unsigned level = 0;
	struct err unreadable;
	struct md_doc doc;

	*ret_section = text;
	*ret_line = 1;
	if (md_parse(text, "a document", &scratch, &doc, &unreadable) < 0)
		return true; /* who cannot tell where it is protects all */
	for (size_t i = 0; i < doc.count; i++) {
		const struct md_block *block = &doc.blocks[i];

		if (block->kind != MD_HEADING || (level && block->level > level) ||
		    (!level && !heading_matches(heading, bytes_text(block->text))) ||
		    !is_atx(&place, block))
			continue;
		if (level) {
			*ret_section = bytes_of(start, (size_t)(place.at - start));
			return true;
		}
		level = block->level;
		*ret_line = block->line + 1;
		go(&place, *ret_line);
		start = place.at;
		*ret_section = bytes_of(start, (size_t)(place.end - start));
	}
	return level > 0;
}
