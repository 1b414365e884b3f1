/*
 * gate_push.h - pushes: what pre-push is about to send and what pre-receive is about to take, ref
 * by ref, deletions first, and each new commit with all its parents.
 */
#ifndef GATE_GATE_PUSH_H
#define GATE_GATE_PUSH_H

#include "gate/gate.h"

#define LIMIT_REF_LINES ((size_t)100000)    /* refs in one push */
#define LIMIT_PUSH_COMMITS ((size_t)250000) /* new commits in one push */

/* One line that git gives a hook on stdin. */
struct ref_line {
	const char *local; /* pre-push: the name here; NULL for pre-receive */
	const char *ref;   /* full name at the receiving end */
	struct oid old;	   /* what it is there; zero: nothing */
	struct oid new;	   /* what it shall be; zero: a deletion */
};

/* "<local ref> <local id> <remote ref> <remote id>" (githooks(5), pre-push). */
int ref_lines_of_push(struct bytes input, struct arena *arena, struct ref_line **ret,
		      size_t *ret_count, struct err *err);
/* "<old id> <new id> <ref>" (githooks(5), pre-receive). */
int ref_lines_of_receive(struct bytes input, struct arena *arena, struct ref_line **ret,
			 size_t *ret_count, struct err *err);

/*
 * Judges a push to `remote` (a configured name, or the URL itself) by *ret_ledger (NULL: there is
 * none). *ret_unpublished: how many
 * events of the ledger that remote is not known to have, when commits go and the ledger does
 * not; the caller publishes them first (gate_publish()).
 */
int gate_push(const struct ledger *l, const char *remote, const struct ref_line *lines,
	      size_t count, const struct ledger_view **ret_ledger, uint64_t *ret_unpublished,
	      struct findings *found, struct err *err);
/* `git push <remote> <ledger>`, plain: hooks off, never asking. ERR_RACE: a lost race. */
int gate_publish(const struct ledger *l, const char *remote, struct err *err);

/* Judges what arrives, under the newest verified tip of the ledger, one in this push included. */
int gate_receive(const struct ledger *l, const struct ref_line *lines, size_t count,
		 struct findings *found, struct err *err);

#endif
