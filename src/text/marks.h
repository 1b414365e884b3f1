/*
 * marks.h - the status marks of a document, as a reader of the rendered page sees them: what is
 * said of which step. One reading for the rules, for render, for lint and for import.
 *
 *	7. 🟩 `PLAT_02C_postgres_bringup.yml` (bring-up)	done, step PLAT_02C, ordinal 7
 *	- [x] PLAT_03						done
 *	PLAT_04 ✅						done
 *	| PLAT_05 | &#x1F7E8; |					planned
 *	PLAT_06 (done)						done, by a word of the legend
 *	🟦 MOBILE PLATFORM					a heading, no step
 *
 * A mark is a glyph, a box or a word of the legend, in a status column or beside an id, in an
 * item, a row or a heading that names a step or stands where others do. A glyph in running text,
 * in code, in a comment or in a line that explains glyphs is none. It does not matter how the
 * source spells it (reference, shortcode, blanks of other kinds, table, quote, HTML).
 *
 * A mark that was damaged by one wrong decoding (UTF-8 read as Windows-1252 or Windows-1254 and
 * written again: "ğŸŸ©", "ðŸŸ©") is read as what it was and said to be damaged.
 */
#ifndef TEXT_MARKS_H
#define TEXT_MARKS_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/strmap.h"

enum mark {
	MARK_NONE,
	MARK_DONE,    /* green square, ticks, [x] */
	MARK_PLANNED, /* yellow square, hourglass, [ ] */
	MARK_BLOCKED, /* red square: blocked or dormant */
	MARK_SKIPPED, /* "n/a", deferred: it will not be done, or not now */
	MARK_HEADING, /* blue square */
	MARK_UNKNOWN, /* it stands as a mark does, and means nothing that we know */
};

/* What a mark is made of. */
enum mark_form { FORM_GLYPH, FORM_BOX, FORM_WORD };

struct mark_line {
	enum mark mark;
	enum mark_form form;
	bool verified; /* the word "verified": true of a step that is not complete yet, too */
	bool damaged;  /* the glyph went through a wrong decoding */
	bool leads;    /* it stands before the name, at the start of its line */
	bool listed;   /* it names a step, or stands in a list or column where others do */
	bool unsure;   /* several steps have its title, and only their order says which it is */
	bool struck;   /* it is a line through the step */
	bool several; /* it names more than one step: one of these for each that is beside it */
	/* It stands among steps that are known by their titles, is complete, and has the title of none. */
	bool stray;
	/*
	 * Its bytes in the source, for an edit in place; empty where the source spells it in a way
	 * that is not found again, and for a word.
	 */
	struct bytes glyph;
	struct bytes step;  /* "PLAT_02C"; empty: it names none */
	struct bytes word;  /* the whole first word: "PLAT_02C_postgres_bringup.yml" */
	struct bytes title; /* what follows it in the source, to the end of the line */
	uint64_t ordinal;   /* the number before the mark; 0: none */
	/*
	 * The environment whose column, row, part or heading it stands in. NULL: none is said; "": of one that the
	 * team has not, or nobody can tell which.
	 */
	const char *where;
	unsigned cell;	       /* of a table: its column, from 1; 0: none */
	unsigned line, column; /* of the glyph, from 1; column in bytes */
};

struct marks {
	const struct mark_line *items; /* in the order of the text */
	size_t count;
};

struct legend;
struct md_doc;
struct stages;
struct twin;

/* Is it the id of a step? And which legend lies over the built-in one; NULL: none. */
struct marks_steps {
	bool (*has)(const void *steps, const char *id);
	const void *steps;
	const struct legend *legend;
	/*
	 * The steps of which a line is that has no id and this title, as marks_title() has it, in their order:
	 * so many; SIZE_MAX: several, and nobody can say of which. `titled` is NULL where a document's lines are of nothing.
	 */
	const struct twin *(*titled)(const void *titles, const char *title, size_t *ret_count);
	const void *titles;
	bool lost; /* steps that had a line have none any more: any list may be where one stood */
	const struct stages
		*stages; /* the team's environments; NULL: nobody asks of which a mark is */
};
/* A title as it is compared. Lives in the arena. */
const char *marks_title(const char *title, struct arena *arena);
/* has() of a struct strmap by id. */
bool marks_in_map(const void *map, const char *id);

/*
 * Reads a document. `steps` (may be NULL): the ids that are steps, whatever they look like; what
 * looks like PLAT_02C is one anyway. All but glyph and title lives in the arena; these are the
 * text's. ERR_LIMIT for what is too large to be read, ERR_FORMAT for what is not text.
 */
int marks_read(struct bytes text, const char *file, const struct marks_steps *steps,
	       struct arena *arena, struct marks *ret, struct err *err);

/* The same of a text that md_parse() has read, and that holds no NUL and no "[^". */
int marks_of(struct bytes text, const struct md_doc *doc, const char *file,
	     const struct marks_steps *steps, struct arena *arena, struct marks *ret,
	     struct err *err);
/* Does it hold neither? */
bool marks_are_plain(struct bytes text);

/*
 * The step id at the start of a text: the words joined by '_' that are all capitals and digits,
 * at least two of them, the last one with a digit: "WP_01" of "WP_01_services.yml". Empty:
 * none.
 */
struct bytes marks_step(struct bytes text);

/* The glyph that is written for a mark; "" for MARK_NONE. */
const char *mark_glyph(enum mark mark);
/* "complete", "planned", "blocked", "skipped", "heading", "not understood". */
const char *mark_word(enum mark mark);

/* Is this a document of status marks: RUNBOOK.md, in any case, outside checkpoints and deprecated
 * folders? */
bool marks_path(const char *path);

#endif
