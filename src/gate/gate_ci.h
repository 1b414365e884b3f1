/*
 * gate_ci.h - which change a CI was started for: `git mcade check` without arguments. What the variables
 * of a forge and its file of the event say is the word of others: names have to be names of branches, a
 * base is looked up under its full name and has to be here, and where nothing is said the whole history
 * is judged, never nothing.
 */
#ifndef GATE_GATE_CI_H
#define GATE_GATE_CI_H

#include "gate/gate_check.h"

struct ci_job {
	const char
		*forge; /* "GitHub Actions"; NULL: no CI, and the upstream of HEAD's branch */
	enum {
		CI_PROPOSED, /* to `ref`, whose commits were judged */
		CI_PUSHED,   /* to `ref`, which stood at `base` before; NULL: it is new */
		CI_WHOLE,    /* no change: a schedule, a tag, a person who started it */
	} kind;
	const char *ref;     /* full name of the branch, of CI_WHOLE its own; NULL: not told */
	const char *base;    /* an id, checked to be one */
	const char *said_by; /* the variable or key that names what everything rests on */
};

/* ERR_FORMAT, ERR_NOT_FOUND: it is a CI, and what it should say is missing or no such thing. */
int ci_job_read(const struct ledger *l, struct ci_job *ret, struct err *err);

/* The page of the job, for people; NULL: no CI says one. It is text of others: only a plain address. */
const char *ci_job_link(struct arena *a);

struct ci_wish {
	bool fetch; /* what is missing here; else it is an error with the line that does */
	bool net;   /* the change as a whole */
};

/*
 * Judges HEAD's commits that the job is about. A ledger has to be there, whatever is named. *ret_view: by
 * which it was judged. ret->ref, base and tip say what was judged.
 */
int check_ci(const struct ledger *l, const struct check_known *known, const struct ci_job *job,
	     const struct ci_wish *wish, struct check_result *ret,
	     const struct ledger_view **ret_view, struct err *err);

#endif
