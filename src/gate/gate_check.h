/*
 * gate_check.h - the same judgement as at the doors, asked for by people, CI and other hook managers:
 * `git mcade check --staged`, `--range A..B`, `--history`, and `git mcade lint`.
 */
#ifndef GATE_GATE_CHECK_H
#define GATE_GATE_CHECK_H

#include "audit/review.h"
#include "gate/gate.h"

struct commit_verdict {
	const char *commit; /* full id; NULL: the index, or a range as a whole */
	struct findings findings;
};

struct check_result {
	struct commit_verdict *commits; /* parents before children; in the ledger's arena */
	size_t count;
	size_t files;	    /* changes of paths that were judged */
	const char *ledger; /* its id; NULL: there is none, and none is named */
	bool confirmed;	    /* by the pin, or by `genesis` */
	bool recorded;	    /* conventions: what is recorded was asked, as nothing is adopted */
	bool untrusted;	    /* too short for check_known.minimum, or itself no good chain */
	size_t unseen;	    /* events in force that name objects which are not here */
	const char *forge;  /* of a CI: which, for which ref, from where to where it was */
	const char *ref, *base, *tip; /* judged; NULL: not known, or nobody asked */
	struct findings about;	      /* the ledger */
};

/* What a person who knows says of the ledger (CI). */
struct check_known {
	/* Its id; another one is ERR_UNTRUSTED. NULL: the pin decides whether it is confirmed. */
	const char *genesis;
	struct review_minimum minimum;
};

/* The index against HEAD. */
int check_staged(const struct ledger *l, const struct check_known *known,
		 struct check_result *ret, struct err *err);
/* Each commit of "A..B" that the rules bind, or with `net` the change from A to B as a whole. */
int check_range(const struct ledger *l, const struct check_known *known, const char *range,
		bool net, struct check_result *ret, struct err *err);
/*
 * Every commit that HEAD reaches by the conventions of the field, whatever is adopted: what lint finds. As
 * nothing is stopped by it, an error is an error. seen (NULL: nobody) is told of each commit.
 */
int check_conventions(const struct ledger *l, const struct gate_stands *stands,
		      gate_seen_fn *seen, void *ctx, struct check_result *ret, struct err *err);
/*
 * Every commit that HEAD reaches. runbook: a file of the work tree to judge by, from the beginning; NULL:
 * the adopted one from where it binds. *ret_ruled: which one; NULL: there is neither, and nothing was judged;
 * it is check_conventions() that has an answer then.
 */
int check_history(const struct ledger *l, const struct check_known *known,
		  const struct gate_stands *stands, const char *runbook,
		  const struct runbook **ret_ruled, struct check_result *ret, struct err *err);

#endif
