/* marks_internal.h - what the files that read marks share; no other file includes this. */
#ifndef TEXT_MARKS_INTERNAL_H
#define TEXT_MARKS_INTERNAL_H

#include "markdown/markdown.h"
#include "text/legend.h"
#include "text/marks.h"
#include "text/stages.h"

/* glyph.c: what a mark looks like, in shown text and in source. */
struct glyph {
	enum mark mark;
	enum mark_form form;
	bool damaged;
	size_t len; /* of its spelling */
};
/* The glyph that is shown at a byte of a block's text. */
bool glyph_shown(const struct legend *legend, struct bytes text, size_t at, struct glyph *ret);
/* The same in source: character references too; selectors behind it are part of it. */
bool glyph_spelled(const struct legend *legend, struct bytes source, size_t at,
		   struct glyph *ret);

/* legend_own.c: does "(/)" stand somewhere where a mark does? */
bool legend_crosses(const struct md_doc *doc);

/* marks_tokens.c: a block's text as glyphs, ids and words. */
enum token_kind { TOKEN_MARK, TOKEN_STEP, TOKEN_WORD };

struct token {
	enum token_kind kind;
	struct glyph glyph;
	const char *text; /* of a word or a step: the whole word, without what is invisible */
	const char *step; /* "PLAT_02C" */
	enum mark says;	  /* of a word: what it means in a status; MARK_NONE: nothing */
	bool known;	  /* it is one of the steps that were given */
	bool verified;	  /* a mark that is this word */
	bool code;	  /* it stands in a code span */
	bool first;	  /* of its line */
	bool leads;	  /* a mark that begins its line, but for other marks */
	size_t ahead;	  /* so many tokens ahead (behind) stands one that is not a mark */
	size_t behind;
	uint32_t before;  /* the last sign before it that is not a blank; 0: none */
	uint64_t ordinal; /* a number that began the line */
	size_t at;	  /* in the block's text */
	unsigned line, column;
};

/* glyph.c: is it a word that looks like one of these, which are in small letters? */
bool token_is(const struct token *token, const char *const *words, size_t count);
/* "100", "2026-01-28" */
static inline bool token_counts(const struct token *token)
{
	return token->kind == TOKEN_WORD && *token->text >= '0' && *token->text <= '9';
}

static inline bool token_day(const struct token *token)
{
	return token_counts(token) && strchr(token->text, '-');
}

struct tokens {
	struct token *items;
	size_t count, room;
};

/* What a line says of those below it. */
enum says {
	SAYS_NOTHING,
	SAYS_DONE,  /* "Done:": the steps that they name are */
	SAYS_WAITS, /* "Requires:": not yet */
	SAYS_MORE,  /* "It prints:": something else */
};

struct marks_item {
	const char *step;
	bool later; /* others of its list stand before it */
	enum says says;
	bool read; /* its first text was */
	unsigned list;
	uint64_t ordinal;
};

struct marks_reader {
	struct arena *arena;
	const struct marks_steps *steps;
	const struct legend *legend;
	struct bytes source;
	const struct md_doc *doc;
	const size_t *lines; /* where each begins in the source; one more is the end */
	size_t line_count;
	size_t found_line, found_at; /* how far glyphs were found in the source */
	bool lost;		     /* and one on that line was not */

	unsigned turned; /* the line where letters begin to run the other way; 0: nowhere */

	/* The last row of joined steps that was looked at: where it began, what it holds. */
	const struct token *joined_at;
	bool joined_forward, joined_several;

	/* marks_where.c: the document as steps, where its lines stand, and by line a row or part, one more */
	const struct outline *outline;
	struct stages_where where;
	size_t *units;
	unsigned cell; /* that is read; 0: none */

	struct mark_line *items;
	size_t count;
	unsigned *lists; /* of each mark: the list it stands in; 0: none */
	bool *named;	 /* by list: its items name steps */

	/* What encloses a line that says only "Status: done". */
	const char *heading_step;
	const char *heading_titled; /* the step of a heading that says what it does, too */
	enum says heading_says, above_says; /* of the paragraph before */
	struct marks_item *items_at;	    /* that are open, by depth */
	unsigned depth_room;
};

void tokens_read(struct marks_reader *r, const struct md_block *block, struct tokens *tokens);
/* marks_where.c: of which environment the lines are, where that is asked for. */
void marks_open(struct marks_reader *r);
const char *marks_where(const struct marks_reader *r, unsigned line, unsigned cell);
/* marks_titled.c: the marks of steps that the document gives no id, beside those that were read. */
void marks_add_titled(struct marks_reader *r);

/* marks_units.c: which of a unit's tokens are marks, and of what. */
struct unit {
	const struct md_block *block;
	const struct legend *legend;
	const struct token *tokens;
	size_t count;
	bool running;	       /* a paragraph outside lists: running text */
	bool later;	       /* an item that others stand before */
	const char *enclosing; /* the step that encloses it; NULL: none */
	enum says says;	       /* what stands above it */
	unsigned list;
	uint64_t ordinal;
	/* What unit_read() finds out once for all of its marks. */
	size_t name; /* the first token that is not a mark; count: none */
	const char *step;
	size_t value; /* of a line that says only a status: where that begins */
	bool several, status, placed;
};
void unit_read(struct marks_reader *r, struct unit *unit);

struct naming {
	const char *step; /* NULL: none */
	bool several, listed, leads;
	unsigned list;
	uint64_t ordinal;
	const char *word;
};
/*
 * The step that the tokens name: what begins them, else the only one, behind a sign ("the base,
 * PLAT_01"). NULL: none, or several.
 */
const char *tokens_step(const struct token *tokens, size_t count, bool *ret_several);
/* The step whose name is all that they say, but for what stands after a sign; NULL: none. */
const char *tokens_named(const struct token *tokens, size_t count);
/* The first token that is not a mark; count: there is none. */
size_t tokens_name(const struct token *tokens, size_t count);
/*
 * The step right beside the mark at `i`, and every further one that is joined to it, get the
 * mark. False: none is beside it.
 */
bool marks_beside(struct marks_reader *r, const struct unit *unit, size_t i,
		  struct naming naming);
/* The step at `i` and those that are joined to it get the mark. */
void marks_joined(struct marks_reader *r, const struct unit *unit, const struct token *mark,
		  size_t i, bool forward, struct naming naming);
/* A mark was found: it is placed in the source and kept. */
void marks_add(struct marks_reader *r, const struct token *token, const struct naming *naming);

/* marks_words.c: marks that are words. */
/* The mark that the word is; MARK_NONE: it is none. */
enum mark words_mark(const struct token *token);
/* "2026-01-28", "7", "Step": what may stand before the step that a sentence begins with. */
bool words_number(const struct token *token);
/* What may stand before the step that a mark is of: the same, "done", "status of". */
bool words_introduce(const struct token *token);
/* marks_says.c: "Expected status", "exit code": what is to come of it, not what did. */
bool words_wanted(const struct token *token);
/* "Status (prod): 🟩", and what is nothing but marks: where the value begins; count: it is none. */
size_t words_status(const struct unit *unit);
/* "Status", "Zustand", "état": what says that how far a step is follows. */
bool words_status_label(const struct token *token);
/* The word that says in this value how far a step is; count: none does. */
size_t words_value(const struct unit *unit, size_t from);
/*
 * What a status says that begins with this token, in one word or several, as lint reads it; *ret_end: where
 * in the block's text that ends. whole: of a place for a status alone. MARK_NONE: nothing.
 */
enum mark words_phrase(const struct unit *unit, size_t from, bool whole, size_t *ret_end);
/* The same of a place for a status: what is done in the end is done, whatever it was before. *ret_at: its
 * token. */
enum mark words_says(const struct unit *unit, size_t from, size_t *ret_at);
/* The marks of a unit that are words, and of a step. */
void words_read(struct marks_reader *r, const struct unit *unit);
/* The marks of a unit that names a step and stands below "Done:". */
void words_below(struct marks_reader *r, const struct unit *unit);
/* What waits for a step, or says when: "complete when ...", "requires: PLAT_01 complete". */
bool words_condition(const struct token *token);

/* marks_says.c: what a line says of those below it. */
/* "Done:", "Completed steps in prod", "🟩". */
bool words_label(const struct unit *unit);
enum says words_say(const struct unit *unit);

/* marks_table.c: the table whose first block is doc->blocks[at]; returns the block behind it. */
size_t table_read(struct marks_reader *r, size_t at);

#endif
