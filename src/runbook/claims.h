/*
 * claims.h - what a document says about a step without proof, and when two of its statements
 * cannot both be true. runbook.claims.yaml is a list of these, beside runbook.yaml.
 *
 * A claim leaves its step planned; the owner may accept it (`adopt --accept-claims`), unless
 * the claims about the step contradict each other.
 */
#ifndef RUNBOOK_CLAIMS_H
#define RUNBOOK_CLAIMS_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "model/state.h"

/* The order is that of strength: claim_effective() answers with the last one claimed. */
enum claim_kind {
	CLAIM_PLANNED,
	CLAIM_TO_BE_CREATED, /* its file does not exist yet */
	CLAIM_ACTIVE,	     /* being worked on, or next */
	CLAIM_DEFERRED,
	CLAIM_DORMANT,
	CLAIM_BLOCKED,
	CLAIM_SUPERSEDED,
	CLAIM_COMPLETE,
	CLAIM_VERIFIED,
	/* protections, beside a status */
	CLAIM_FROZEN,
	CLAIM_LOCKED,
	CLAIM_COUNT
};

/* Lives in the arena of whoever made it. */
struct claim {
	const char *step, *environment;
	enum claim_kind kind;
	const char *path;
	unsigned line;
	const char *raw;  /* the source line, damaged as it may be */
	const char *date; /* of the entry that says it, "2026-01-25"; NULL: it is of no day */
};

const char *claim_word(enum claim_kind kind); /* "to-be-created" */

/*
 * What the claims about one step in one environment come to. *ret_status: the strongest status
 * (CLAIM_COUNT: none); *ret_locked. False when they contradict each other: done and not done,
 * or held back (blocked, deferred, dormant, superseded) and not. A status that an entry of a day gives
 * is history once an entry of a later day gives one.
 */
bool claim_effective(const struct claim *claims, size_t count, const char *step,
		     const char *environment, enum claim_kind *ret_status, bool *ret_locked);

/* Of all that is said of the step in an environment, the last day that has a status; NULL: none. */
const char *claims_newest(const struct claim *claims, size_t count, const char *step,
			  const char *environment);
/* Is it a status of a day before that? What protects a step does not end so. */
bool claim_is_past(const struct claim *claim, const char *newest);

/* Does the record say no more of that step yet than a claim would? By the name that it has before the
 * adopt. A run, a verification or a reopen is not undone by what a person wrote down before. */
int step_is_claimable(struct state *record, const struct event *adopt, const char *step,
		      const char *environment, struct arena *a, bool *ret, struct err *err);

/* Reads runbook.claims.yaml; ERR_FORMAT with the place. Everything lives in the arena. */
int claims_read(struct bytes text, const char *file, struct arena *arena, struct claim **ret,
		size_t *ret_count, struct err *err);
/* The file that claims_read() reads; the same claims always give the same bytes. */
void claims_write(const struct claim *claims, size_t count, struct strbuf *out);

#endif
