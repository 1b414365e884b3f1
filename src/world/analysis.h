/*
 * analysis.h - a check that is asked again and again, until it is known how it stands: when to stop,
 * pure. git-mcade-runbook(5), "analysis".
 */
#ifndef WORLD_ANALYSIS_H
#define WORLD_ANALYSIS_H

#include "world/check.h"

struct tally {
	unsigned samples, failed, unanswered; /* without an answer that could be judged */
	unsigned passed_in_row, failed_in_row;
};

/* Counts one sample. True: no other can change the verdict, or there is none left. */
bool analysis_add(const struct analysis *terms, enum check_verdict sample, struct tally *tally,
		  enum check_verdict *ret_verdict);

#endif
