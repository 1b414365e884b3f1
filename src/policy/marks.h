/*
 * marks.h - the status marks of a RUNBOOK.md: which line says what about which step. One
 * grammar for the completion rule, for render and for import.
 *
 *	"7. 🟩 `PLAT_02C_postgres_bringup.yml` (bring-up)"   done, step PLAT_02C, ordinal 7
 *	"🟨 **LEADGEN_01 — DB schema (leads)**"               planned, step LEADGEN_01
 *	"🟦 MOBILE PLATFORM"                                  a heading, no step
 *
 * A mark that was damaged by one wrong decoding (UTF-8 read as Windows-1252 or Windows-1254 and
 * written again: "ğŸŸ©", "ðŸŸ©") is read as what it was and said to be damaged. Lines inside
 * fenced code, HTML comments and block quotes are no marks.
 */
#ifndef POLICY_MARKS_H
#define POLICY_MARKS_H

#include "base/bytes.h"

enum mark {
	MARK_NONE,
	MARK_DONE,    /* green square */
	MARK_PLANNED, /* yellow square */
	MARK_BLOCKED, /* red square: blocked or dormant */
	MARK_HEADING, /* blue square */
};

struct mark_line {
	enum mark mark;
	bool damaged;	       /* the glyph went through a wrong decoding */
	struct bytes glyph;    /* where the mark stands in the text */
	struct bytes step;     /* "PLAT_02C"; empty: the line names no step */
	struct bytes word;     /* the whole first word: "PLAT_02C_postgres_bringup.yml" */
	struct bytes title;    /* everything behind the mark, to the end of the line */
	uint64_t ordinal;      /* the number before the mark; 0: none */
	unsigned line, column; /* of the glyph, from 1; column in bytes */
};

/* Reads one line (without its newline). False: it carries no mark; ret_line untouched. */
bool marks_line(struct bytes text, struct mark_line *ret_line);

/*
 * Walks a document.
 *
 *	struct marks_walk walk = MARKS_WALK(text);
 *	struct mark_line line;
 *	while (marks_next(&walk, &line))
 */
struct marks_walk {
	struct bytes text;
	size_t at;
	unsigned line;
	char fence;	  /* '`' or '~' inside a fence */
	size_t fence_len; /* its length */
	bool comment;
};
#define MARKS_WALK(text_)                     \
	{                                     \
		(text_), 0, 0, '\0', 0, false \
	}
bool marks_next(struct marks_walk *walk, struct mark_line *ret_line);

/*
 * The step id at the start of a text: the words joined by '_' that are all capitals and digits,
 * at least two of them, the last one with a digit: "WP_01" of "WP_01_services.yml". Empty:
 * none.
 */
struct bytes marks_step(struct bytes text);

/* The glyph that is written for a mark; "" for MARK_NONE. */
const char *mark_glyph(enum mark mark);
/* "complete", "planned", "blocked", "heading". */
const char *mark_word(enum mark mark);

/* Is this a document of status marks: RUNBOOK.md, outside checkpoints and deprecated folders?
 */
bool marks_path(const char *path);

#endif
