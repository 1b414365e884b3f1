/* shows: E28 */
/* When does an analysis know? Answers as they come (y passes, n fails, ? has none), and when it stops. */
#include "tap.h"

#include "world/analysis.h"

#include <stdio.h>
#include <string.h>

#define ANY ANALYSIS_ANY

static const struct {
	const char *answers;
	unsigned count, failures, unanswered, passes_in_row, failures_in_row;
	unsigned samples; /* after which it knows */
	enum check_verdict verdict;
} cases[] = {
	/* two in a row, either way */
	{"nynyyn", 6, 6, ANY, 2, 2, 5, CHECK_PASS},
	{"ynnyyy", 6, 6, ANY, 2, 2, 3, CHECK_FAIL},
	{"nynyyy", 6, 1, ANY, 2, 2, 3, CHECK_FAIL},
	{"nyny", 4, 4, ANY, 2, 2, 4, CHECK_INCONCLUSIVE},
	{"yy", 2, ANY, ANY, 2, ANY, 2, CHECK_PASS},
	{"nnnnyy", 6, ANY, ANY, 2, ANY, 6, CHECK_PASS},
	/* nothing in a row is asked for: all must pass, but for the limit */
	{"yyy", 3, ANY, ANY, ANY, ANY, 3, CHECK_PASS},
	{"yny", 3, ANY, ANY, ANY, ANY, 2, CHECK_FAIL},
	{"yny", 3, 1, ANY, ANY, ANY, 3, CHECK_PASS},
	{"ynn", 3, 1, ANY, ANY, ANY, 3, CHECK_FAIL},
	{"nyy", 3, 0, ANY, ANY, ANY, 1, CHECK_FAIL},
	{"ynny", 4, 3, ANY, ANY, 2, 3, CHECK_FAIL},
	/* no answer passes nothing, and ends every row */
	{"y?y?", 4, ANY, ANY, 2, 2, 4, CHECK_INCONCLUSIVE},
	{"n?n?", 4, 4, ANY, 2, 2, 4, CHECK_INCONCLUSIVE},
	{"???", 3, ANY, ANY, ANY, ANY, 3, CHECK_INCONCLUSIVE},
	{"y?y", 3, ANY, ANY, ANY, ANY, 3, CHECK_INCONCLUSIVE},
	{"y?y", 3, ANY, 1, ANY, ANY, 3, CHECK_PASS},
	{"y??y", 4, ANY, 1, ANY, ANY, 3, CHECK_INCONCLUSIVE},
	{"??", 2, ANY, 2, ANY, ANY, 2, CHECK_INCONCLUSIVE},
	{"?yy", 3, ANY, 0, 2, ANY, 1, CHECK_INCONCLUSIVE},
	{"y", 1, ANY, ANY, ANY, ANY, 1, CHECK_PASS},
	{"?", 1, ANY, ANY, ANY, ANY, 1, CHECK_INCONCLUSIVE},
};

static enum check_verdict answer(char c)
{
	return c == 'y' ? CHECK_PASS : c == 'n' ? CHECK_FAIL : CHECK_ERROR;
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct analysis terms = {.count = cases[i].count,
					       .failures = cases[i].failures,
					       .unanswered = cases[i].unanswered,
					       .passes_in_row = cases[i].passes_in_row,
					       .failures_in_row = cases[i].failures_in_row};
		enum check_verdict verdict = CHECK_ERROR;
		struct tally tally = {0};
		unsigned n = 0;
		bool known = false;

		while (!known && cases[i].answers[n])
			known = analysis_add(&terms, answer(cases[i].answers[n++]), &tally,
					     &verdict);
		ok(known && n == cases[i].samples && verdict == cases[i].verdict,
		   "%s of %u: %s after %u", cases[i].answers, terms.count,
		   check_verdict_word(cases[i].verdict), cases[i].samples);
	}
	return done();
}
