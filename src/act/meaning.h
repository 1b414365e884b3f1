/*
 * meaning.h - what a command names besides what its step declares: a script, a playbook, the makefile
 * of a target and what that calls, the package file of a script, a workflow. Who changes one of these
 * changes what the step means, and nothing would be stale by it. A target or a script that is named
 * and stands nowhere is found by the same reading.
 */
#ifndef ACT_MEANING_H
#define ACT_MEANING_H

#include "ledger/ledger.h"
#include "model/finding.h"
#include "repo/snapshot.h"
#include "runbook/runbook.h"

/* Warnings (rule `reference`) for each step: of what it runs and does not declare, whose fix are the
 * lines that do; of what it calls and nothing has. What runs elsewhere, or in another repository, is
 * left alone; what is built of variables cannot be told. */
int meaning_judge(const struct runbook *rb, const struct snapshot *files, struct arena *a,
		  struct findings *found, struct err *err);

/* The files that the command of a step names, and it does not declare. read: files that were read so far. */
int meaning_named(const struct step *step, const struct snapshot *files, struct strmap *read,
		  struct arena *a, const char ***ret, size_t *ret_count, struct err *err);

/* A target or a package script that a command names. */
struct meaning_call {
	size_t at;	  /* where the command begins in the text */
	const char *name; /* "deploy" */
	const char *what; /* "target", "script" */
	const char *file; /* that would have it */
	enum meaning_there {
		THERE_NO,
		THERE_MAYBE, /* variables, a file that is not there yet */
		THERE_YES,
	} there;
};

/* Where people type commands, one text after the other: a `cd` goes along. */
struct meaning_reader {
	const struct snapshot *files;
	struct arena *a;
	const char **folders; /* in which the next text may run; "": the root */
	size_t folder_count;
	struct strmap read; /* .arena = a */
	bool lost; /* it went where nobody can follow: nothing is said of what comes after */
};

/* Those that none of the folders has, and one could: its makefile or package file is there. */
int meaning_missing(struct meaning_reader *r, const char *text, struct meaning_call **ret,
		    size_t *ret_count, struct err *err);

#endif
