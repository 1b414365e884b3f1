/*
 * run_internal.h - what run.c and run_judge.c share: reasons, and the judgement of a command
 * that has ended.
 */
#ifndef WORLD_RUN_INTERNAL_H
#define WORLD_RUN_INTERNAL_H

#include "world/run.h"

/* Adds one line, masked. */
void run_reason(struct run *run, struct run_outcome *o, const char *text);
/* One line for each check that did not pass. */
void run_reasons_of(struct run *run, struct run_outcome *o, const char *list,
		    const struct check_results *results);

/*
 * What the step demands of its command: exit, recap, restore path, the second run's recap.
 * Reasons go to the outcome, expectations to *ret_items for the evidence.
 */
int run_judge(struct run *run, const struct recorded *recorded, bool second,
	      struct run_outcome *o, const struct expect_item **ret_items, size_t *ret_count,
	      struct err *err);

/* After the checks, which may have found the file of `restore: created`; false: nothing did. */
bool run_settle_restore(struct run *run, struct run_outcome *o);

#endif
