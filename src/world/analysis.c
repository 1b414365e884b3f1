#include "world/analysis.h"

static void count(struct tally *t, enum check_verdict sample)
{
	bool failed = sample == CHECK_FAIL || sample == CHECK_WARN;

	t->samples++;
	t->passed_in_row = sample == CHECK_PASS ? t->passed_in_row + 1 : 0;
	t->failed_in_row = failed ? t->failed_in_row + 1 : 0;
	t->failed += failed;
	t->unanswered += sample != CHECK_PASS && !failed;
}

/* Where no row of passes is asked for, each sample must pass, but for as many as may fail. */
static unsigned may_fail(const struct analysis *terms)
{
	return terms->failures != ANALYSIS_ANY || terms->passes_in_row != ANALYSIS_ANY
		       ? terms->failures
		       : 0;
}

static enum check_verdict at_the_end(const struct analysis *terms, const struct tally *t)
{
	bool answered = t->unanswered == 0 ||
			(terms->unanswered != ANALYSIS_ANY && t->unanswered < t->samples);

	return terms->passes_in_row == ANALYSIS_ANY && answered ? CHECK_PASS
								: CHECK_INCONCLUSIVE;
}

bool analysis_add(const struct analysis *terms, enum check_verdict sample, struct tally *t,
		  enum check_verdict *ret_verdict)
{
	count(t, sample);
	if (t->passed_in_row >= terms->passes_in_row)
		*ret_verdict = CHECK_PASS;
	else if (t->failed_in_row >= terms->failures_in_row || t->failed > may_fail(terms))
		*ret_verdict = CHECK_FAIL;
	else if (t->unanswered > terms->unanswered)
		*ret_verdict = CHECK_INCONCLUSIVE;
	else if (t->samples >= terms->count)
		*ret_verdict = at_the_end(terms, t);
	else
		return false;
	return true;
}
