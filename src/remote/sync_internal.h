/* sync_internal.h - what the files of sync share. All of it is called by who has the turn. */
#ifndef REMOTE_SYNC_INTERNAL_H
#define REMOTE_SYNC_INTERNAL_H

#include "remote/sync.h"
#include "proc/git.h"
#include "sign/digest.h"

struct ledger_lock;

/* What is tried again as long as other writers are first; all zero before the first time. */
struct sync_race {
	int lost, in_vain;
	int64_t since;		/* time_monotonic_ms() */
	char there[DIGEST_HEX]; /* what was fetched last */
};
/* After a failure: is it worth another try? By then a moment has passed, another one for each writer. refs:
 * what of the remote was fetched begins so, and has moved where another came through. */
bool sync_try_again(const struct ledger *l, const char *refs, struct sync_race *race,
		    const struct err *err);

/* Waits for it. ERR_WAITING: another process had it all the while. */
int sync_turn(const struct ledger *l, bool patient, struct ledger_lock **ret, struct err *err);
/* As sync_fetch(); back: as sync_local(). */
int sync_look(const struct ledger *l, bool patient, bool back, struct sync_state *ret,
	      struct err *err);
/* SYNC_BEHIND: the local branch moves forward to the verified remote head. */
int sync_forward(const struct ledger *l, struct sync_state *state, struct err *err);
/* SYNC_AHEAD, SYNC_UNPUBLISHED: pushes. ERR_RACE when another writer was faster. */
int sync_push(const struct ledger *l, struct sync_state *state, struct err *err);
/*
 * SYNC_LOST_RACE: our unpublished events are signed again behind what others did; all of it, or nothing
 * has changed. They keep their ids, what they had seen and, as Mcade-Occurred, when they were made. A
 * fact is recorded, contested where it has to be; an act only where it may still be: of what is left,
 * state->events has the reason and a command. ERR_WAITING: one was signed by another person.
 */
int sync_again(const struct ledger *l, struct sync_state *state, struct err *err);
/* As sync_all(); mend: as sync_anew(). */
int sync_settle(const struct ledger *l, bool mend, struct sync_state *ret, struct err *err);

/* "mcade/ledger" */
const char *sync_short_ref(const struct ledger *l);
/* Where the remote's ledger is fetched to. */
const char *sync_tracking_ref(const struct ledger *l);
/* Is that commit one of the chain here, and which event? */
bool sync_is_here(const struct ledger *l, const struct ledger_view *view, const struct oid *tip,
		  uint64_t *ret);
/* Fetches it, and its evidence. SYNC_UNREACHABLE with a reason where that fails. */
int sync_fetch_branches(const struct ledger *l, bool patient, struct sync_state *state,
			struct err *err);
/* Git, which talks to the remote; how it ended. */
int sync_git(const struct ledger *l, const char *const *args, bool patient,
	     struct proc_result *ret, struct err *err);
bool sync_succeeded(const struct proc_result *result);
/* Why git says that it did not do it. */
const char *sync_complaint(const struct ledger *l, const struct proc_result *result);
/* Somebody else's was there first, or came while the remote took ours: git's own words for it. A remote
 * that cannot write says the second, too. */
bool sync_was_late(const struct ledger *l, const struct proc_result *result);
/*
 * The ledger at this view, on a branch of its own under refs/mcade/beside/ for what may come to nothing;
 * what a crash has left there goes. sync_drop(): so does this one.
 */
int sync_branch_off(const struct ledger *l, const struct ledger_view *at, struct ledger *ret,
		    struct err *err);
void sync_drop(const struct ledger *there);

/* Pushes this commit or branch to the ledger's branch there. ERR_RACE: another writer was faster. */
int sync_push_to(const struct ledger *l, const char *what, struct err *err);
/* Remembers what was pushed, where the remote shows it. */
int sync_note_published(const struct ledger *l, const struct ledger_view *view,
			struct err *err);
/* Is `view` in the chain below `tip`? */
int sync_continues(const struct ledger *l, const struct ledger_view *view,
		   const struct oid *tip, bool *ret, struct err *err);
/* Verifies what the remote has now (zero: nothing) and compares it with what was seen there. */
int sync_judge_remote(const struct ledger *l, const struct oid *tip, struct sync_state *state,
		      struct err *err);

/*
 * Is this (NULL: nothing) what any clone has seen at the remote's address, gone on? A new genesis there
 * is another ledger, whatever this clone remembers. tip: what was fetched of it.
 */
int sync_check_address(const struct ledger *l, const struct ledger_view *remote,
		       const struct oid *tip, struct err *err);

/*
 * The local ledger into state->local. back: where the branch is gone, or what it holds cannot be
 * trusted, that is the head that this copy had verified, and state->back says so.
 */
int sync_local(const struct ledger *l, bool back, struct sync_state *state, struct err *err);
/* Then moves the branch there; what stood in it is kept at state->kept. */
int sync_back(const struct ledger *l, struct sync_state *state, struct err *err);

/* Keeps what the branch held under refs/mcade/alarm/local/. */
int sync_keep_astray(const struct ledger *l, const struct oid *tip, const char **ret_ref,
		     struct err *err);

/* Takes all that the remote's ledger has, what is here and damaged, too. */
int sync_fetch_objects(const struct ledger *l, struct oid *ret_tip, struct err *err);

/* What was found where this clone's ledger was damaged. */
struct mended {
	struct remembered_head verified; /* here, before */
	const char *kept;		 /* a ref, or a folder of files; NULL: nothing */
};
/* After a sync that ended so (-1: with *err): is it that something here cannot be read? */
bool sync_wants_mending(const struct ledger *l, int result, const struct sync_state *state,
			const struct err *err);
/*
 * Takes what is missing or damaged of this clone's ledger from the remote (sync_mend.c). -1: the remote
 * does not answer, or has no longer what was seen there (ERR_UNTRUSTED), or something that is only here
 * cannot be read and nobody has asked for that (*err says how); the branch is as it was.
 */
int sync_mend(const struct ledger *l, bool asked, struct mended *ret, struct err *err);
/* Says in the state after it what was kept and lost. */
void sync_mended(struct sync_state *state, const struct mended *mended);

/* A file of a commit of the ledger; data NULL: there is none. */
int sync_read_at(struct repo *repo, const struct oid *commit, const char *path, struct arena *a,
		 struct bytes *ret, struct err *err);
/* 1, with a finding: another event has changed since what this act changed. l: where it is signed again. */
int sync_check_basis(const struct ledger *l, struct aside_event *e, struct err *err);

/* Where the remote's evidence is fetched to. */
const char *sync_evidence_spec(const struct ledger *l);
/* Publishes the evidence branches; a lost race is settled by union and tried again. */
int sync_push_evidence(const struct ledger *l, struct err *err);
/* What others let go goes here too, and there if it is still there. */
int sync_tend_evidence(const struct ledger *l, struct err *err);

#endif
