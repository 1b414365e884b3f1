/*
 * inputs.h - what a step's result rests on: its definition, the file it uses, its declared inputs, as
 * SHA-256. Recorded by start and verify; whatever differs later makes the step stale.
 */
#ifndef ACT_INPUTS_H
#define ACT_INPUTS_H

#include "fold/meant.h"
#include "ledger/ledger.h"
#include "runbook/runbook.h"
#include "repo/snapshot.h"
#include "base/strmap.h"

/* Of its commands, by who runs them; none where its files are not known. */
struct step_meaning {
	struct meaning run, asked, shown; /* MEANS_RUN, MEANS_ASKED, MEANS_SHOWN */
	const char **loose; /* what runs, is told to that, or asks, and is not in the commit */
	size_t loose_count;
};

struct step_inputs {
	const char *definition; /* "sha256:<hex>" of the canonical definition */
	const char *uses;	/* "sha256:<hex> <path>"; NULL where the step uses no file */
	const char **inputs;	/* the same for each file that matches `inputs`, sorted */
	size_t input_count;
	struct step_meaning meant;
	const char *absent; /* file of `uses` that is not there, or pattern without one; NULL */
};

/* Of the step's repository. */
struct input_files {
	const struct snapshot *now;	  /* a commit, or the work tree */
	const struct snapshot *committed; /* beside the work tree: its HEAD; NULL */
	const char *top;		  /* of the work tree */
	struct strmap
		*told; /* what was said of a path of `now` before; NULL: nobody keeps it */
};

/* The digest of what the runbook says of the step there. Lives in the ledger's arena, as all. */
const char *inputs_definition(const struct ledger *l, const struct runbook *runbook,
			      const struct step *step, const struct environment *environment);
/* The files; the definition is NULL. */
int inputs_files(const struct ledger *l, const struct step *step, struct input_files files,
		 struct step_inputs *ret, struct err *err);

/* A file that git made of what is committed (line ends, filters, an encoding) becomes that; any other
 * stays as it is. */
int inputs_as_committed(const struct ledger *l, const struct input_files *files,
			const char *path, struct bytes *here, struct err *err);

/* What a runbook names as an input and no file of a commit or work tree is: a finding each. A step
 * whose own file is still to come is left alone. */
int inputs_judge(const struct ledger *l, const struct runbook *runbook,
		 const struct snapshot *files, struct findings *found, struct err *err);

/* The first path that differs; NULL when they are the same. */
const char *inputs_differ(const struct step_inputs *now, const char *uses,
			  const char *const *inputs, size_t input_count, struct arena *a);
/* The same of two that were read: also a file that is here alone. */
const char *inputs_differ_from(const struct step_inputs *here, const struct step_inputs *there,
			       struct arena *a);

#endif
