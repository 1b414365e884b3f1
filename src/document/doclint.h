/*
 * doclint.h - what is untrue in a repository that has adopted nothing: the documents of HEAD,
 * and what the commits behind it did to them. Needs no key, no ledger, no configuration; runs
 * no command. History is judged by gate/gate_check.h, as for `check --history`.
 */
#ifndef DOCUMENT_DOCLINT_H
#define DOCUMENT_DOCLINT_H

#include "ledger/ledger.h"
#include "model/finding.h"

struct doclint {
	struct findings findings; /* ranked: what matters most comes first */
	size_t commits, documents, runbooks;
	size_t *errors; /* of each rule, for doclint_summary() */
	bool ruled;	/* there is a ledger */
};

/* ERR_NOT_FOUND where there is no commit, or history is cut off. */
int doclint(const struct ledger *l, struct doclint *ret, struct err *err);

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
