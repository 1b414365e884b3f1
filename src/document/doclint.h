/*
 * doclint.h - what is untrue in a repository that has adopted nothing: the documents of HEAD,
 * and what the commits behind it did to them. Needs no key, no ledger, no configuration; runs
 * no command. History is judged by gate/gate_check.h, as for `check --history`.
 */
#ifndef DOCUMENT_DOCLINT_H
#define DOCUMENT_DOCLINT_H

#include "document/documents.h"
#include "gate/gate_check.h"
#include "ledger/ledger.h"
#include "model/finding.h"

/* What was read, and what of it there was to judge. */
struct doclint_counts {
	size_t commits, files, documents, operational, marks, records, manifests;
};

struct doclint {
	struct findings findings; /* ranked: what matters most comes first */
	struct doclint_counts counts;
	struct documents documents; /* of HEAD */
	size_t accepted;	    /* findings that a baseline has */
	size_t *errors;		    /* of each rule, for doclint_summary() */
	bool ruled;		    /* there is a ledger */
	/* Why nothing can be said where no error was found; NULL: there was something to judge. */
	const char *nothing;
};

struct doclint_options {
	const char *since;     /* a revision: what came after it is judged; NULL: all */
	struct bytes baseline; /* its text, where its name is given */
	const char *baseline_name;
	struct check_result
		*history; /* takes the verdict on each commit; NULL: nobody wants it */
};

/* ERR_NOT_FOUND where there is no commit, or history is cut off. */
int doclint(const struct ledger *l, const struct doclint_options *options, struct doclint *ret,
	    struct err *err);
/*
 * `check --history`: each commit by the rules in force where they bind it, and what lint finds of these
 * commits besides; where there is no ledger, all that lint finds. As check_history() otherwise.
 */
int doclint_history(const struct ledger *l, const struct check_known *known,
		    const char *runbook, struct check_result *ret, struct err *err);
/* The documents alone: what each is, and why. */
int doclint_documents(const struct ledger *l, struct doclint *ret, struct err *err);

/* Errors by rule, each thing once: "19 steps marked complete on unpinned manifests, 2 logs rewritten". */
const char *doclint_summary(const struct doclint *lint, const char *between,
			    struct arena *arena);

/*
 * Steps of the work tree's runbook.yaml that cannot be completed as written: no run, no verify,
 * no restore path, no pins; one finding each, with the YAML to paste as fix. ERR_NOT_FOUND:
 * there is no runbook.yaml.
 */
int doclint_missing(const struct ledger *l, struct findings *found, size_t *ret_steps,
		    struct err *err);

#endif
