/*
 * meaning.h - the files that a step's command names besides those that it declares: a script, a
 * playbook, the makefile of a target and what that calls, the package file of a script, a workflow.
 * Who changes one of these changes what the step means, and nothing would be stale by it.
 */
#ifndef ACT_MEANING_H
#define ACT_MEANING_H

#include "ledger/ledger.h"
#include "model/finding.h"
#include "repo/snapshot.h"
#include "runbook/runbook.h"

/* A warning (rule `reference`) for each such step, whose fix are the lines that declare them. What runs
 * elsewhere, or in another repository, is left alone; what is built of variables cannot be told. */
int meaning_judge(const struct runbook *rb, const struct snapshot *files, struct arena *a,
		  struct findings *found, struct err *err);

#endif
