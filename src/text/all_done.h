/*
 * all_done.h - a sentence that says of all that is listed that it is done: "All steps complete.",
 * "Alle Schritte sind erledigt", "所有步骤已完成。" In the languages of the rows of all_done_words.h, over
 * the words of the legend. What shall be, what is asked and what is except something says another thing.
 */
#ifndef TEXT_ALL_DONE_H
#define TEXT_ALL_DONE_H

#include <stdbool.h>
#include <stddef.h>

/* Is the first sentence of the text such a one? */
bool all_done(const char *text);

/* Where a word stands in such a sentence, with one that is tested. */
struct all_word {
	enum { ALL_BEGINS, ALL_BETWEEN } place;
	const char *language, *word, *example;
};
extern const struct all_word all_words[];
extern const size_t all_word_count;

#endif
