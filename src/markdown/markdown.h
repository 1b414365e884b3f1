/*
 * markdown.h - Markdown (GitHub's: CommonMark and tables) as a flat list of blocks that know
 * their place.
 *
 *	struct md_doc doc;
 *
 *	if (md_parse(text, "docs/RUNBOOK.md", &arena, &doc, err) < 0)
 *		return -1;			// too large or too deep: ERR_LIMIT
 *	for (size_t i = 0; i < doc.count; i++)
 *		if (doc.blocks[i].kind == MD_HEADING)
 *			printf("%u: %s\n", doc.blocks[i].line, doc.blocks[i].text);
 *
 * Any bytes are Markdown: what is not UTF-8 reads as U+FFFD. Nothing is rendered, no HTML is
 * understood but for anchors. Hostile text costs bounded time: deep nesting and paragraphs that
 * are nothing but brackets are refused.
 */
#ifndef MARKDOWN_MARKDOWN_H
#define MARKDOWN_MARKDOWN_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"

enum md_kind {
	MD_HEADING,   /* level 1 to 6; text; slug */
	MD_PARAGRAPH, /* text */
	MD_ITEM,      /* a list item opens: ordinal or bullet; its blocks follow, one deeper */
	MD_CODE,      /* text is the code, info the language; fenced or indented */
	MD_HTML,      /* text is the source */
	MD_TABLE,     /* a table opens; its cells follow */
	MD_CELL,      /* text; level is the column from 1, ordinal the row from 0 (the head) */
	MD_RULE,      /* a thematic break */
};

enum md_span_kind {
	MD_SPAN_CODE,  /* text */
	MD_SPAN_LINK,  /* text, url */
	MD_SPAN_IMAGE, /* text, url */
	MD_SPAN_HTML,  /* text is the tag */
};

/* An inline of a block, in the order of the text. */
struct md_span {
	enum md_span_kind kind;
	const char *text;
	const char *url; /* references resolved; NULL where there is none */
	unsigned line;	 /* where it begins, from 1 */
};

enum md_run_kind {
	MD_RUN_TEXT,
	MD_RUN_CODE,  /* a code span */
	MD_RUN_BREAK, /* "<br>": nothing of the text, but a new line to a reader */
};

/* A piece of a block's text, up to where the next begins. */
struct md_run {
	enum md_run_kind kind;
	size_t at; /* its first byte in the text */
	/* Where it begins in the source. Behind references, escapes and the indentation of a later
	 * line the column is a guess. */
	unsigned line, column;
};

/* Lives in the arena given to md_parse(). */
struct md_block {
	enum md_kind kind;
	unsigned line, column; /* first byte, from 1; the column counts bytes */
	unsigned end_line;
	unsigned level;	      /* of a heading; column of a cell */
	unsigned depth;	      /* how many list items it stands in */
	uint64_t ordinal;     /* of an ordered item; row of a cell */
	bool ordered, fenced; /* of an item; of code */
	bool quoted;	      /* inside a block quote */
	unsigned list;	      /* of an item: which list of the document, from 1 */
	size_t struck; /* so many bytes at the start of its text are struck out, but for marks */
	size_t stressed; /* where what was emphasised last in its text begins; 0: nothing, or all */
	const char *text; /* without markup; soft breaks are newlines; "" where none */
	const char *info; /* of fenced code: what follows the fence; else NULL */
	const char *slug; /* of a heading: its anchor on GitHub, repeated ones numbered */
	const struct md_span *spans;
	size_t span_count;
	const struct md_run *runs; /* of a heading, a paragraph, a cell */
	size_t run_count;
};

struct md_doc {
	const struct md_block *blocks;
	size_t count;
};

/* ERR_LIMIT beyond one of LIMIT_MARKDOWN*. */
int md_parse(struct bytes text, const char *file, struct arena *arena, struct md_doc *ret,
	     struct err *err);

/*
 * What a reader sees of a block of HTML: a paragraph of its text, a line for each row, item or
 * paragraph in it; comments and what stands in <pre> left out, references decoded. Inline code is
 * text, and so are scripts and styles, whose tags alone a host takes away; of a picture it is the
 * text that stands for it. Lives in the arena.
 */
struct md_block md_shown(const struct md_block *html, struct arena *arena);

/*
 * The cells of a table that is written in HTML, as if it were written in Markdown: rows from 0 where
 * the first has heads (<th>), else from 1. What md_shown() gives has to be nothing but rows of several
 * cells; 0: it is not so. They live in the arena.
 */
size_t md_html_rows(const struct md_block *html, const struct md_block *shown,
		    const struct md_block **ret, struct arena *arena);

/*
 * The character reference at a text (NUL-terminated): its length, or 0. All numbers, and the few
 * names that a status mark or what is beside one may be written with.
 */
size_t md_reference(const char *at, uint32_t *ret_code);

/* Does "#anchor" lead somewhere: a heading's slug, or an id or name in HTML? */
bool md_has_anchor(const struct md_doc *doc, const char *anchor);

/* Letters, marks and digits beyond ASCII: no punctuation, signs and emoji. */
bool md_is_letter(uint32_t code);

/*
 * The anchor that GitHub gives to a heading of this text: lower case, punctuation and emoji
 * gone, blanks become '-'. Lives in the arena.
 */
const char *md_slug(const char *heading, struct arena *arena);

#endif
