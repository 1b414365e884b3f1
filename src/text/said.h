/*
 * said.h - the words by which a sentence says that a step is done, in whatever language: "PLAT_01 has been completed",
 * "PLAT_01 est terminé", "PLAT_01は完了した".
 */
#ifndef TEXT_SAID_H
#define TEXT_SAID_H

#include "text/outline_internal.h"

struct said_row {
	enum outline_word place;
	const char *language, *word, *example;
};
extern const struct said_row said_rows[];
extern const size_t said_row_count;

/* Is it such a word of a sentence: WORD_SAID_BETWEEN, ...? */
bool said_is(const struct token *token, enum outline_word place);
/* Does a word say in a sentence that it is done: one of a status, or a form of one that stands in sentences alone? */
bool said_done(const struct legend *legend, const char *word);
/* In "PLAT_01は完了した", where the id ends; 0: nothing of a sentence stands behind one. */
size_t said_behind_id(const struct legend *legend, const char *word);

#endif
