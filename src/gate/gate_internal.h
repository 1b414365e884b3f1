/* gate_internal.h - what the files of the gate share. */
#ifndef GATE_GATE_INTERNAL_H
#define GATE_GATE_INTERNAL_H

#include "base/strmap.h"
#include "ledger/verify.h"
#include "gate/gate.h"
#include "gate/gate_past.h"
#include "runbook/runbook.h"
#include "repo/history.h"
#include "repo/snapshot.h"

struct gate {
	struct ledger at;	/* the position that is asked; its view NULL: none */
	const struct ledger *l; /* that one */
	struct arena *arena;	/* the ledger's */
	enum door door;
	const struct runbook *runbook; /* adopted, or what is done by habit */
	struct bytes in_force;	       /* as policy/facts.h */
	bool adopted, in_hook;
	gate_seen_fn *seen; /* NULL: nobody listens */
	void *seen_ctx;
	size_t changes; /* of paths, that were judged so far */
	bool again;	/* what came in some time is looked at, with no clock: policy/facts.h */
	const char *standing; /* as of policy/facts.h */
	bool followed;	      /* as of policy/facts.h, of the commit that is judged now */
	struct frozen *freezes;
	size_t freeze_count;
	struct facts_kept kept;
	uint64_t kept_until; /* the event up to which earlier rules are asked */
	struct facts_record record;
	struct step_name *steps; /* of which anything is recorded, once asked for */
	size_t step_count;
	bool steps_known;
	struct strmap logs, entries; /* that were read: by path; struct logentry by event */
	struct strmap seals; /* by folder, those that were looked at: struct gate_seal */
	struct strmap seal_spellings; /* once a folder beside them is asked for */
	const char *ask_owner, *ask_pinner;
	const char *const *governed; /* patterns */
	size_t governed_count;
	struct oid *tips; /* commits from which the rules bind */
	size_t tip_count;
	struct gate_branch *branches; /* that these tips name */
	size_t branch_count;
	struct gate_since *sinces;
	size_t since_count;
	const struct oid *judged_tips; /* of gate_new_commits() */
	size_t judged_tip_count;
	struct oid_list judging; /* the commits that gate_new_commits() found, sorted */
	struct strmap begun;	 /* records that history began: struct record_begun by record */
	struct strmap completed; /* "ENVIRONMENT STEP" that ever were, once asked for */
	struct readings readings;
	struct gate_stands stands; /* policy/facts.h: `sound` */
};

/*
 * gate_range.c: commits that are pushed or checked together: what gate_new_commits() found behind the
 * tips. What one that others follow says of the record may be what the ledger held once, so that a
 * step that was reopened or a pin that came back leaves no commit red for ever. What the tips say
 * is what it holds now: gate_range_end(), after all commits, looks at each as one change.
 */
struct gate_range {
	struct gate *gate;
	const struct oid *tips;
	const struct standing_tip *known;
	size_t tip_count, known_count;
	bool once; /* something held once: set by gate_range_commit() */
};

/* As gate_open(); where the adopted runbook is what stands there, it is not read again. stands may be NULL. */
int gate_open_beside(const struct ledger *l, enum door door, const struct ledger_view *ledger,
		     const struct gate_stands *stands, struct gate **ret, struct err *err);

int gate_range_commit(struct gate_range *range, const struct oid *commit, const char *ref,
		      struct findings *found, struct err *err);
int gate_range_end(struct gate_range *range, size_t tip, const char *ref,
		   struct findings *found, struct err *err);
/*
 * gate_since.c: which changes a policy, a freeze or the deprecation with `since:` binds: those
 * that are not reachable from the commit that is named. Of a date, the newest commit before it
 * that is reachable from where the rules were adopted; a date still to come binds nothing until
 * the door's own clock has passed it. What a commit says of its own time decides nothing.
 */
struct gate_since {
	const char *text;
	bool later; /* than the change that is judged: it does not bind that */
	bool resolved, none, future;
	struct oid commit;
	struct oid_list bound; /* of gate->judging those that it binds, sorted */
};

/* NULL: it binds always. */
void gate_since_add(struct gate *gate, const char *text);
/* The commits that are going to be judged; `known` of `count` are excluded. */
int gate_since_range(struct gate *gate, const struct oid *tips, size_t tip_count,
		     const struct oid *known, size_t count, const struct oid_list *list,
		     struct err *err);
/* Sets every `later` for a commit; NULL: for one that is not made yet. */
int gate_since_set(struct gate *gate, const struct oid *commit, struct err *err);
bool gate_since_later(const struct gate *gate, const char *text);

/* gate_new.c: what the ledger names. */
int gate_set_branches(struct gate *gate, const struct adopted_state *adopted, struct err *err);
/* How long a ref has been governed: refs of one age judge nothing twice. */
uint64_t gate_age(const struct gate *gate, const char *ref);

/* push_refs.c: has a root said that this ref shall be exactly `new`, and no more what it is? */
int gate_retip_allows(const struct gate *gate, const char *ref, const struct oid *old,
		      const struct oid *new, bool *ret, struct err *err);

/* gate_facts.c: the rules in force are those of a runbook; of conventions where it is NULL. */
const struct runbook *gate_conventions(void);
int gate_spec(struct gate *gate, const struct runbook *runbook, struct err *err);

/*
 * gate_habit.c: at the door of lint, before anything is adopted. The runbook.yaml that stands there (NULL:
 * none that can be read), with what is done by habit where it says nothing; and who began which record.
 */
int gate_habit(struct gate *gate, const struct runbook *stands, struct err *err);
void gate_note_begun(struct gate *gate, const struct facts *facts);
bool gate_begun(const struct gate *gate, const char *record, const char **ret_author,
		int64_t *ret_time);

/* gate_held.c: what the record holds, read when a rule asks; whom to ask for an exception at once. */
struct gate_seal {
	const char *folder; /* with final slash; NULL: nothing is sealed there */
	bool own;	    /* and not in another one, of the same name to some disks */
};

int gate_hold(struct gate *gate, struct err *err);

/* gate_change.c: the versions of every path that a change brings. */
struct gate_change {
	struct gate *gate;
	struct arena *arena;	  /* of this change alone */
	const struct oid *commit; /* that it is; NULL: none yet, or several as one */
	enum { UNDO_UNKNOWN, UNDO_NO, UNDO_YES } undo;
	struct snapshot *now, **was, **bases;
	size_t parents, base_count;
	const struct merge_bases *pairs;
	struct change *changes;
	size_t count;
	struct strmap spellings; /* gate_spelling.c */
};

/*
 * Opens what the parents (none: a first commit) hold and, of a merge, their best common
 * ancestors. Parents that are an ancestor of another one are left out.
 */
int gate_change_parents(struct gate_change *change, const struct oid *parents, size_t count,
			struct err *err);
void gate_change_close(struct gate_change *change);
int gate_change_gather(struct gate_change *change, struct err *err);
/* As `twin` of policy/facts.h; context: the change. */
int gate_twin(void *context, const char *path, const char **ret, struct err *err);
/* The sealed folder that has this folder's name in another spelling; NULL: none. */
const char *gate_sealed_twin(struct gate *gate, const char *folder);
/* Has anybody else seen this commit: is it reachable from a remote-tracking branch? */
int gate_is_published(struct gate *gate, const struct oid *commit, bool *ret, struct err *err);
/* Asks the rules; the caller has filled in what is special about this change. */
int gate_judge(struct gate *gate, struct gate_change *change, struct facts *facts,
	       struct findings *found, struct err *err);

#endif
