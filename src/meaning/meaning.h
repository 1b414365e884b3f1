/*
 * meaning.h - what a command names besides what its step declares: a script, a playbook, the makefile
 * of a target and what that calls, the package file of a script, a workflow. Who changes one of these
 * changes what the step means, and nothing would be stale by it. A target or a script that is named
 * and stands nowhere is found by the same reading.
 */
#ifndef MEANING_MEANING_H
#define MEANING_MEANING_H

#include "base/strmap.h"
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

/* Of what is asked. */
enum {
	MEANS_RUN = 1,	 /* what a step runs */
	MEANS_ASKED = 2, /* what is asked before: guards, stops, `before` */
	MEANS_SHOWN = 4, /* its `verify` */
	MEANS_ALL = MEANS_RUN | MEANS_ASKED | MEANS_SHOWN,
};

struct meaning_asked {
	const struct runbook *runbook;
	const struct environment *environment;
	const struct step *step; /* of this repository */
	unsigned parts;
	uint64_t rules; /* by which it is judged: what those before did not ask is left alone */
};

/* A part of it: "sha256:<hex> Makefile:deploy" of a target, "sha256:<hex> package.json:deploy" of a
 * package script, "sha256:<hex> tools/ship.sh" of any other file. */
struct meant {
	const char *value;
	struct srcpos at;
};

struct meaning {
	struct meant *items; /* sorted; no two of one value */
	size_t count;
	const char
		*unknown; /* the first word of which nobody can tell what it is; NULL: none */
	const char *unknown_in; /* the file that has it */
	const char *
		*taken; /* folders that a program takes, with all that is there; "": the root */
	size_t taken_count;
	const char **programs; /* files that say what is done: each once */
	size_t program_count;
	const char **built; /* those of which only the sources of a language are read: Go */
	size_t built_count;
};

/*
 * What the commands rest on in these files: of a target all of its makefile but the recipes and the
 * rules that it does not need; of a package script its text; whole scripts, playbooks and workflows; and of
 * each what it calls. What `uses` and `inputs` name is left out: its bytes are recorded as theirs.
 * read (.arena = a): files that were read so far.
 */
int meaning_of(const struct meaning_asked *asked, const struct snapshot *files,
	       struct strmap *read, struct arena *a, struct meaning *ret, struct err *err);

/* Adds a part that stands in no file. */
void meaning_add(struct meaning *m, const char *value, struct arena *a);
/* As an event has them. */
struct words meaning_values(const struct meaning *m, struct arena *a);

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
	size_t spent;	    /* what was looked at so far, for all texts */
	bool lost; /* it went where nobody can follow: nothing is said of what comes after */
};

/* Those that none of the folders has, and one could: its makefile or package file is there. */
int meaning_missing(struct meaning_reader *r, const char *text, struct meaning_call **ret,
		    size_t *ret_count, struct err *err);

#endif
