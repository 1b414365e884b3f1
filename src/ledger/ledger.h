/*
 * ledger.h - a ledger where it stands: a branch of this clone, what is remembered of it outside, and
 * one verified position. A value that is handed down and changed by nobody: whoever looks at another
 * position makes another one.
 *
 *	struct ledger then = *l;
 *
 *	if (ledger_go_back(l, "2026-01-28", &then.view, err) < 0)
 *		return -1;
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/progress.h"
#include "ledger/memory.h"
#include "model/state.h"
#include "repo/repo.h"
#include "repo/tree_image.h"

struct fold;
struct person;
struct runbook;
struct view_memo;

#define LEDGER_REF_DEFAULT "refs/heads/mcade/ledger"
#define LEDGER_BRANCHES \
	"refs/heads/mcade" /* it and all below it mean one thing in every clone */
/* Where commits of records are proposed from, and the one branch beside ledger and evidence in there. */
#define RECORDS_BRANCH "refs/heads/mcade/records"
#define LEDGER_SEEN_REF "refs/mcade/seen/" /* and a remote: what was last verified there */

/*
 * A ledger up to one of its commits, verified by this process or remembered as verified. Its state
 * is the record's: that of the events that count.
 */
struct ledger_view {
	char id[65]; /* SHA-256 of the genesis commit, hex */
	struct oid head;
	char head_sha256[65]; /* of the head commit's bytes: what the next event must name */
	uint64_t sequence;    /* of the head */
	int64_t time;	      /* of the head */
	bool confirmed;	      /* the genesis is the one pinned outside the repository */
	struct oid tree;
	struct tree_image *image; /* of that tree */
	struct fold *fold;	  /* the record there: the fold of the events that count */
	struct state *state;	  /* the record's */
	struct view_memo *memo;	  /* what was asked of it before: view.c */
};

struct ledger {
	struct arena *arena; /* what is read of it lives there, views too */
	struct repo *repo;
	struct memory *memory; /* pins and remembered heads, outside the repository */
	const char *ref;       /* mcade.ledger, else LEDGER_REF_DEFAULT */
	const char *remote;    /* mcade.remote, else the only one, else "origin"; NULL: none */
	const struct ledger_view *view; /* NULL: there is none, or nobody has looked */
	const struct runbook *runbook;	/* instead of the one in force there; NULL: that one */
	struct person *person;		/* who is at the keyboard: ledger/person.h */
	int64_t now;
	struct progress *progress; /* told how far long work is; NULL: nobody looks */
};

/* The ledger of a clone: branch and remote as its configuration has them; no view yet. */
int ledger_of_repo(struct repo *repo, struct arena *a, struct ledger *ret, struct err *err);
/* Is it a branch of ours, or above or below one? Case aside: some disks see none. */
bool ledger_reserves(const char *ref);

/*
 * The local branch: walks what is new since the remembered head, verifies it, and remembers the new
 * head; where l->view is that head already, it is given back. ERR_NOT_FOUND with `git mcade init` or
 * the fetch line where there is none; ERR_UNTRUSTED where it is broken, rewound or of another genesis;
 * ERR_WAITING where no pin confirms it.
 */
int ledger_open(const struct ledger *l, const struct ledger_view **ret, struct err *err);
/* ERR_WAITING where no person has. */
int ledger_must_be_confirmed(const struct ledger_view *view, struct err *err);
/* Is it the one that this repository's own configuration names (mcade.ledgerId)? */
bool ledger_is_configured(const struct ledger *l, const struct ledger_view *view);
/* The same as ledger_open(), but an unconfirmed genesis is no error: view->confirmed says it. */
int ledger_open_unconfirmed(const struct ledger *l, const struct ledger_view **ret,
			    struct err *err);

/*
 * For whoever only reads, in a clone that never joined: what was fetched of the remote's ledger, verified
 * up to its tip and not remembered; *ret_joined false. Else the local branch as
 * ledger_open_unconfirmed(). ERR_UNTRUSTED: at that address another ledger, or more of it, was seen.
 */
int ledger_open_to_read(const struct ledger *l, const struct ledger_view **ret,
			bool *ret_joined, struct err *err);
/* Which ledger this repository has: as it is remembered, else as its configuration says; false: none. */
bool ledger_known(const struct ledger *l, char ret[65]);
/* What of the ledger cannot be read sync takes from the remote, where there is one: says so. Returns -1. */
int ledger_damaged(const struct ledger *l, struct err *err);

/* The command that fetches the ledger's branch, also where a clone follows one branch only. */
const char *ledger_fetch_line(const struct ledger *l);

/*
 * A view of a commit that is known to be verified (a remembered head, or one that
 * verifier_next() has just passed). raw: that commit's bytes.
 */
int ledger_view_at(const struct ledger *l, const char *id, const struct oid *head,
		   struct bytes raw, struct ledger_view **ret, struct err *err);
/* The view remembered for "local" or a remote, its bytes checked again; NULL: never seen. */
int ledger_remembered(const struct ledger *l, const char *id, const char *remote,
		      struct ledger_view **ret, struct err *err);
/* As it is remembered. */
struct remembered_head ledger_head(const struct ledger_view *view);
int ledger_remember(const struct ledger *l, const char *remote, const struct ledger_view *view,
		    struct err *err);
/* What fails costs that it is verified again, and is told at the end: memory_unkept(). */
void ledger_remember_if_possible(const struct ledger *l, const char *remote,
				 const struct ledger_view *view);
/*
 * The branch moves from `old` to the view (confirmed or not), and what is remembered of it with it: no
 * other writer comes between. base: of a branch that is signed again, what both go on from; NULL: the
 * view goes on from `old`. ERR_RACE: it has moved.
 */
int ledger_move(const struct ledger *l, const struct ledger_view *view, const struct oid *old,
		const struct remembered_head *base, const char *reflog, struct err *err);
/*
 * Verifies up to `tip` after a view (NULL: from the genesis). 1: it is bad, *err says what
 * (ERR_UNTRUSTED), and *ret is the last good event or NULL.
 */
int ledger_verify_to(const struct ledger *l, const struct ledger_view *from,
		     const struct oid *tip, struct ledger_view **ret, struct err *err);
/* Turns findings of ledger_verify() into ERR_UNTRUSTED; returns -1. */
int ledger_untrusted(const struct findings *findings, struct err *err);

#endif
