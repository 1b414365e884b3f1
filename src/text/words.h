/*
 * words.h - the words of outline_words.h and of the legend in one table, folded and sorted when the program
 * is built (bin/words.c): what a text begins with is found by halves, whatever it is searched for.
 *
 *	for (const struct word *word = words_longest(folded); word; word = words_shorter(word))
 *		says |= word->says;
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "text/legend.h"

struct word {
	char text[LEGEND_LONGEST]; /* as legend_fold() has it */
	uint64_t says;		   /* a bit for each enum outline_word */
	unsigned short row;	   /* of legend_rows, from 1; 0: none */
	unsigned short shorter;	   /* the next that it begins with, from 1; 0: none */
	unsigned char len;
};

/* The longest that a folded text begins with; NULL: none. */
const struct word *words_longest(const char *folded);
/* The next longest. */
const struct word *words_shorter(const struct word *word);

#endif
