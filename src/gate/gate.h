/*
 * gate.h - the doors: gathers the facts of a change (an index, a commit, a push) and asks
 * judge_change(). Only reads; executes nothing of the repository; never prompts.
 *
 * The rules in force are those of the runbook adopted in the ledger, never of the file that is
 * being committed. Without a ledger, or before the first adopt, the conventions of the field
 * stand in for it (docs/deployments, docs/checkpoints, releases, deprecated folders) and only
 * warn, but at the door of lint; ledger-integrity and unreadable YAML refuse from the start.
 */
#ifndef GATE_GATE_H
#define GATE_GATE_H

#include "ledger/ledger.h"
#include "model/finding.h"
#include "policy/facts.h"

struct gate;

/*
 * The rules of one verified position of the ledger; NULL: none. Lives in the ledger's arena.
 * ERR_FORMAT where the adopted runbook cannot be read.
 */
int gate_open(const struct ledger *l, enum door door, const struct ledger_view *ledger,
	      struct gate **ret, struct err *err);
/* The runbook.yaml that stands there, as lint has read it. */
struct gate_stands {
	const struct runbook *runbook; /* NULL: none that can be read */
	struct bytes sound; /* its bytes, where nothing was found in them; empty: none */
};
/*
 * For the index: the ledger as gate_ledger() gives it (*ret_ledger NULL: none), and its rules. Where
 * the ledger's own branch is checked out nothing is read from it: a person is about to spoil it.
 */
int gate_open_index(const struct ledger *l, const struct ledger_view **ret_ledger,
		    struct gate **ret, struct err *err);
/* With a runbook of one's own instead of the adopted one (`check --history --runbook FILE`), or the one
 * that an earlier event adopted: with what was kept until then. */
int gate_use_runbook(struct gate *gate, const struct runbook *runbook, uint64_t sequence,
		     struct err *err);
/* Has the ledger adopted a runbook? */
bool gate_is_adopted(const struct gate *gate);
/* Is this ref one that rules govern? */
bool gate_governs(const struct gate *gate, const char *ref);
/*
 * Is it another ref that a disk, or a reader, takes for one that rules govern: in another spelling,
 * or as a folder in its place? *ret_named: for one that they name in full, and not by a pattern.
 */
bool gate_governs_twin(const struct gate *gate, const char *ref, bool *ret_named);
/* A ref that rules govern, to judge by where there is no other: a name, and no pattern of names.
 * ERR_NOT_FOUND: none is known here. */
int gate_governed_ref(const struct gate *gate, const char **ret, struct err *err);
/* Every pattern that some rule looks at, of a gate that is adopted; for the fast path. Lives in the ledger's arena. */
struct words gate_patterns(struct gate *gate);

/* The index against HEAD (and MERGE_HEAD); in_hook: of the commit that git is making. */
int gate_index(struct gate *gate, bool in_hook, struct findings *found, struct err *err);

/* What is told of each commit when it was judged: the facts, as the rules saw them. */
typedef int gate_seen_fn(void *ctx, const struct facts *facts, struct err *err);

/* One commit against all its parents, for a ref. */
int gate_commit(struct gate *gate, const struct oid *commit, const char *ref,
		struct findings *found, struct err *err);
/* The change from some commits (none: from nothing) to another as a whole. */
int gate_between(struct gate *gate, const struct oid *old, size_t count, const struct oid *new,
		 const char *ref, struct findings *found, struct err *err);
/* Where a ref stands; ref NULL: a commit behind which nobody asks. */
struct standing_tip {
	const char *ref;
	struct oid id;
};

/*
 * The commits reachable from `tips`, all of them for `ref` or refs of its age (gate_age()), that nobody
 * has judged: not those of `standing`, nor those that are older than the rules (Mcade-Tip). Parents
 * first; ret_tips (may be NULL): the tip that leads to each. Lives in the ledger's arena.
 */
int gate_new_commits(struct gate *gate, const char *ref, const struct oid *tips,
		     size_t tip_count, const struct standing_tip *standing, size_t count,
		     struct oid **ret, const size_t **ret_tips, size_t *ret_count,
		     struct err *err);

/* The ledger that runbook.yaml of a commit names; NULL: none. */
int gate_marker(const struct ledger *l, const struct oid *commit, const char **ret,
		struct err *err);

/*
 * The ledger for a door, verified: the branch here, or what was fetched of the remote's, which is only
 * read, where that goes on from it or it is not here. *ret NULL: there is none, and neither the
 * configuration nor runbook.yaml at `base` (the commit that is built on; NULL: HEAD) says that there
 * should be one. ERR_NOT_FOUND with the line that fetches it where they do. Whoever passes a change
 * looks at ->confirmed.
 */
int gate_ledger(const struct ledger *l, const struct oid *base, const struct ledger_view **ret,
		struct err *err);
/* "It is not here", and how to fetch it; id NULL: any. */
int gate_ledger_absent(const struct ledger *l, const char *id, struct err *err);

#endif
