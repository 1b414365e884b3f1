/*
 * outcomes.h - how something went, by the words of one line of a log or a record, in any of the languages of
 * outcome_words.h. No case; the first 256 bytes of the line are read.
 */
#ifndef TEXT_OUTCOMES_H
#define TEXT_OUTCOMES_H

#include "base/bytes.h"

enum outcome {
	OUTCOME_WELL = 1,
	OUTCOME_WRONG = 2,
	OUTCOME_GOOD = 4,
	OUTCOME_BAD = 8,
	OUTCOME_DENIED = 16,
};

struct outcome_row {
	enum outcome how;
	bool part;
	const char *language, *word, *example;
};
extern const struct outcome_row outcome_rows[];
extern const size_t outcome_row_count;

/* Does it say that something was done, and not that it was not? */
bool says_success(struct bytes line);
/* Beside another line that says the opposite. */
bool went_well(struct bytes line);
bool went_wrong(struct bytes line);

#endif
