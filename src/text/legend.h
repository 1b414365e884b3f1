/*
 * legend.h - what marks mean, as data: the built-in legend (legend_table.c, legend_words.c), over it
 * the one that a document or a runbook gives.
 *
 *	legend_glyph(&legend, 0x1f7e9)		MARK_DONE
 *	legend_word(&legend, "erledigt")	MARK_DONE
 *	legend_says(&legend, "Done 2026-01-28")	MARK_DONE, 4 bytes of it
 *
 * A word is read as a reader takes it: whatever its case, accents, width and invisible characters.
 */
#ifndef TEXT_LEGEND_H
#define TEXT_LEGEND_H

#include "base/arena.h"
#include "base/bytes.h"
#include "text/marks.h"

/* A mark of somebody's own. */
struct legend_item {
	uint32_t code;	  /* of a glyph; 0: a word */
	const char *word; /* folded, as legend_fold() has it; NULL: a glyph */
	enum mark mark;	  /* MARK_UNKNOWN: explained, and not as one of ours */
	unsigned line;	  /* where it is explained; 0: elsewhere */
	const char *text; /* as it was given; NULL: by a document */
};

/* NULL where one is asked for: the built-in legend alone. */
struct legend {
	const struct legend_item *items; /* a later one takes precedence */
	size_t count;
	bool crosses; /* "(/)" is a tick, as a wiki writes it, and "(x)" its opposite */
};

struct legend_glyph {
	enum mark mark;
	uint32_t code;
	const char *shortcode; /* GitHub's; NULL: none */
};

struct legend_row {
	enum mark mark;
	const char *language, *word;
	const char *folded; /* as legend_fold() has it */
	/* It means something else in running text, so that it counts in capitals, or where it is
	 * all that a status says: "GO", "ready". */
	bool strict;
	const char *example; /* a row of a table whose last column is the status */
};

struct legend_denial {
	const char *languages; /* "pt es": of the words that it denies */
	const char *word, *folded, *example;
};

extern const struct legend_glyph legend_glyphs[];
extern const size_t legend_glyph_count;
extern const struct legend_row legend_rows[];
extern const size_t legend_row_count;
extern const struct legend_denial legend_denials[];
extern const size_t legend_denial_count;

#define LEGEND_LONGEST 48 /* bytes of a folded word that may be one of ours */

/*
 * A text as it is compared: small letters without accents, one blank for several, nothing
 * invisible. False: it does not fit, and its beginning alone is there.
 */
bool legend_fold(struct bytes text, char *ret, size_t size);
/*
 * The same, of at most `longest` bytes: how many of the source that were. Behind each folded byte,
 * `ends` (may be NULL) has where its character ends in the source.
 */
size_t legend_fold_ends(struct bytes text, char *ret, size_t longest, size_t *ends);

/* What a glyph means; MARK_NONE: nothing. `legend` may be NULL. */
enum mark legend_glyph(const struct legend *legend, uint32_t code);
/* What a whole word means in running text. */
enum mark legend_word(const struct legend *legend, const char *word);
/*
 * What a status says that begins with a word of a legend: "done 2026-01-28 (ann)", "in Arbeit",
 * "not complete"; *ret_len is how much of the text that is. `whole`: strict words count whatever their case.
 * MARK_NONE: none begins it, or more is said that takes it back ("done when ...").
 */
enum mark legend_says(const struct legend *legend, struct bytes text, bool whole,
		      size_t *ret_len);

/* Is it one that is not so yet: "done when the check passes", "OK to start"? */
bool legend_awaits(const struct legend *legend, struct bytes text);
/* Does it begin with a word that denies or limits: "not verified", "partially"? "No issues" does not. */
bool legend_denies(struct bytes text);

/* Adds a glyph (as itself or as a shortcode) or a word. */
void legend_give(struct legend *legend, struct arena *arena, enum mark mark, const char *text);
/* What is written for a mark: the first glyph that was given for it; else mark_glyph(). */
const char *legend_written(const struct legend *legend, enum mark mark);

#endif
