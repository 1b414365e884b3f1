/*
 * words.h - the words of outline_words.h and of the legend in one table, folded and sorted when the program
 * is built (bin/words.c): what a text begins with is found by halves, whatever it is searched for.
 *
 *	for (const struct word *word = words_longest(folded); word; word = words_shorter(word))
 *		says = word_set_join(says, word->says);
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "text/legend.h"

/* A bit for each enum outline_word. */
struct word_set {
	uint64_t bits[2];
};

static inline struct word_set word_set_of(unsigned what)
{
	struct word_set ret = {{0, 0}};

	ret.bits[what / 64] = UINT64_C(1) << what % 64;
	return ret;
}

static inline struct word_set word_set_join(struct word_set a, struct word_set b)
{
	return (struct word_set){{a.bits[0] | b.bits[0], a.bits[1] | b.bits[1]}};
}

static inline bool word_set_meet(struct word_set a, struct word_set b)
{
	return (a.bits[0] & b.bits[0]) || (a.bits[1] & b.bits[1]);
}

struct word {
	char text[LEGEND_LONGEST]; /* as legend_fold() has it */
	struct word_set says;
	unsigned short row;	/* of legend_rows, from 1; 0: none */
	unsigned short shorter; /* the next that it begins with, from 1; 0: none */
	unsigned char len;
};

/*
 * By its first two bytes, as they are: what the words may say that a text begins with, and whether one may be a
 * row of the legend. Nothing else is, and it costs far less than to fold the text. second 0: these bytes do not
 * tell, and it may be any.
 */
struct words_maybe {
	struct word_set says;
	bool row;
	char first, second; /* folded */
};
struct words_maybe words_maybe(struct bytes text);
static inline bool words_is_plain(char c)
{
	return c > ' ' && c < 0x7f;
}

/* The longest that a folded text begins with; NULL: none. */
const struct word *words_longest(const char *folded);
/* The next longest. */
const struct word *words_shorter(const struct word *word);

#endif
