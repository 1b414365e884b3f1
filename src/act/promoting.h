/*
 * promoting.h - a promotion as it would be written now, and what the judge finds against it: `promote`
 * records it, `status` shows it, `approve` speaks of its candidate.
 */
#ifndef ACT_PROMOTING_H
#define ACT_PROMOTING_H

#include "act/readiness.h"

struct promoting {
	const struct runbook *runbook;
	const struct environment *target, *source;
	char code[OID_HEX_SIZE]; /* HEAD; "": no commit yet */
	/* PROMOTE: source, commit, content, candidate, pins, tips; before the first commit the source alone. */
	struct event event;
	bool done;	   /* it is what was promoted there last, and there still */
	uint64_t sequence; /* by this event; 0: nothing was */
	uint64_t
		undone; /* by this event of a rollback since; 0: there was none, or all was done again */
	uint64_t
		redone; /* what rollbacks undid until this event was all done again, and seen to work; 0 */
	uint64_t moved;	       /* whoever spoke before this event did not speak of it */
	int64_t soak_left;     /* seconds; 0: none, or it is not whole */
	struct findings found; /* the judge's, of that event */
	struct words
		asks; /* "check up of lab", "trigger calm of lab": what `promote` asks of the world besides */
	const struct approval *approval; /* that it demands; NULL: none */
	struct approved *approvals; /* that were said since the last act on the environment */
	size_t approval_count;
	struct words authors; /* of what comes, where it is asked */
};

/* Was what came there last taken back, and not all of it done again? */
bool promoting_is_undone(const struct promoting *p);

/* What the judge says of that rollback where it bars what it left, and nobody has let that come. NULL: it may. */
const struct finding *promoting_bar(const struct promoting *p);

/*
 * From HEAD, into an environment with `after`. source: one of these; NULL: the first from which it may come,
 * else the first. Everything lives in the ledger's arena.
 */
int promoting_prepare(const struct ledger *l, const struct environment *target,
		      const char *source, struct promoting *ret, struct err *err);

/* What leads to the promotion of HEAD there, a command or a hint; NULL: it is promoted, or nothing is there. */
int promoting_next(const struct ledger *l, const struct readiness *r, const char **ret,
		   struct err *err);

/* To which environment that command promotes; NULL: it is another, or words. */
const char *promoting_way_to(const char *text);

/* What is against it, found again: with what its source said when it was asked (FIELD_CHECK of the event). */
int promoting_ask(const struct ledger *l, struct promoting *p, struct err *err);

/*
 * Where the way out of a finding is a promotion that would be refused now, it becomes what comes before that:
 * what somebody can do, then what is waited for. asked: NULL, or what was found out for earlier ones.
 */
struct promoting_lead {
	const char *environment, *way; /* NULL: nobody has asked yet */
};
int promoting_lead(const struct ledger *l, struct promoting_lead *asked, struct findings *found,
		   struct err *err);

/* An approval of it: the candidate, and what the environment and the promotion are. */
void promoting_bind(const struct ledger *l, const struct promoting *p, struct event *approve);
/* Reads who agreed to it, where somebody has to. */
int promoting_approvals(const struct ledger *l, struct promoting *p, struct err *err);

#endif
