/*
 * facts.h - everything a rule may know. Whoever stands at a door (hook, server, act, audit,
 * lint) gathers the facts; the rules of model/rules.h judge them and answer in findings.
 * Nothing in this folder opens a file, a repository or a clock.
 *
 *	struct facts facts = {.door = DOOR_COMMIT, .runbook = adopted, .ledger = &held, ...};
 *	struct findings found = FINDINGS_INIT(&arena);
 *	if (judge_change(&facts, &found, err) < 0)
 *		return -1;			// cannot tell: never a pass
 *
 * All strings and arrays are borrowed from the gatherer's arena and outlive the check.
 */
#ifndef POLICY_FACTS_H
#define POLICY_FACTS_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/strmap.h"
#include "model/finding.h"
#include "model/state.h"
#include "runbook/holds.h"
#include "text/append.h"

#define MODE_ABSENT 0u
#define MODE_FILE 0100644u
#define MODE_EXECUTABLE 0100755u
#define MODE_LINK 0120000u
#define MODE_SUBMODULE 0160000u

/* One version of one path: Git's file mode (0: not there) and object id (hexadecimal). */
struct version {
	unsigned mode;
	const char *id; /* NULL when absent */
};

/*
 * One path that the change brings. `was` has one version per parent (facts.parents; a first
 * commit has one, absent), `bases` one per merge base (facts.base_count). In a merge, a path is
 * listed unless change_is_trivial(): what one side did was judged where it was done.
 */
struct change {
	const char *path;
	struct version now;
	const struct version *was, *bases;
};

/* What earlier rules said while something was done under them, and what was run: that which the
 * runbook does not say itself. */
struct facts_kept {
	struct words logs, deprecated, ran;
};

struct step_name {
	const char *environment, *step;
};

/*
 * The record: its state, and what only its fold and the chain below it know. What a function
 * returns lives as long as the record.
 */
struct facts_record {
	struct state *state;
	/* The steps of which anything is recorded. */
	int (*steps)(void *context, const struct step_name **ret, size_t *ret_count,
		     struct err *err);
	/* Was the step ever complete? */
	int (*was_complete)(void *context, const char *environment, const char *step, bool *ret,
			    struct err *err);
	/* Of each pin the value that was given last. */
	const struct held_pin *(*pins)(void *context, size_t *ret_count);
	/* When a pin had this value (NULL: any) last, before an event (0: at all); false: never. */
	bool (*held)(void *context, const char *environment, const char *path,
		     const char *value, uint64_t before, struct held_pin *ret);
	/* The sealed folder that a path stands in, with final slash; NULL: none. *ret_sha256: of
	 * the bytes that were sealed at the path; NULL: no file was. */
	int (*sealed)(void *context, const char *path, const char **ret_folder,
		      const char **ret_sha256, struct err *err);
	/* Lies a path in a folder that was sealed, and was taken back? */
	bool (*unsealed)(void *context, const char *path);
	/* The entry that an event wrote into a log, and when it happened. False: it wrote none. */
	int (*entry)(void *context, const char *event, struct bytes *ret_text,
		     int64_t *ret_time, bool *ret_found, struct err *err);
	/* Is this event (Mcade-Id, or a "sha256:..." of a commit) in the chain? */
	bool (*has_event)(void *context, const char *id);
	void *context;
};

/*
 * What was read of documents, by the id of their bytes: what one commit makes of a document is what the
 * next finds. Whoever judges several changes keeps it from one to the next, and frees it.
 */
struct readings {
	struct arena arena;
	struct strmap found;
	const struct runbook *runbook; /* that they were read with */
	size_t bytes;		       /* that are kept */
	struct readings_opened { /* documents themselves, of the newest changes: policy/opened.c */
		struct arena arena;
		struct strmap found;
		size_t bytes;
	} opened[2];
	unsigned turn; /* where they are put */
};
void readings_free(struct readings *readings);

struct facts {
	enum door door;
	bool governed; /* the change is for a governed ref: protections refuse, else warn */
	bool adopted; /* `runbook` is in force; else it is a guess at conventions and only warns */
	bool followed; /* by commits that are judged with it: what it says may have held once */
	const char *ref;	/* target, full name; NULL: none */
	const char *branch;	/* HEAD's branch at pre-commit, full name; NULL: detached */
	const char *ledger_ref; /* full name of the ledger's branch */
	const char *commit;	/* full id; NULL: not committed yet */
	const char *author;	/* "Name <email>" */
	const char *email;	/* of who wrote it, which nobody signs for; NULL: not known */
	/* The clock of the door: what was allowed for a time is over then. 0: what came in is looked at
	 * again, and what it was let in by has had its time. */
	int64_t now;
	/* The id of the runbook.yaml that stands at the tip, where what came in is looked at again: of what was
	 * there in between nothing is told. NULL: nobody looks. */
	const char *standing;
	/* Author time of the commit, or now: shown; by it nothing is refused that is looked at again. */
	int64_t time;

	const struct runbook *runbook;
	struct bytes in_force; /* the text that it was adopted from; empty: not known */
	const struct frozen *freezes;
	size_t freeze_count;
	struct facts_kept kept;
	const char *log, *checkpoints; /* the runbook's patterns: judge_change() sets them */
	const struct facts_record *record; /* NULL before the genesis */
	struct strmap *parsed;		   /* manifests: judge_change() sets it */
	struct readings *readings;	   /* NULL: nothing is kept behind this change */
	/* A runbook.yaml in which whoever stands at the door has looked for faults, and found none; empty:
	 * nobody has. */
	struct facts_sound {
		struct bytes text;
		const struct runbook *runbook;
	} sound;
	/* "" when the person at the keyboard may open protections; else "ask owner Ada to run:
	 * " */
	const char *ask_owner;
	const char *ask_pinner; /* the same of who may pin; NULL: this person */

	/* Parents that are an ancestor of another one are left out: they have no say. */
	size_t parents;			 /* at least 1, at most LIMIT_PARENTS */
	size_t base_count;		 /* at most LIMIT_MERGE_BASES */
	const struct merge_bases *pairs; /* of parents i and j at [i * parents + j] */
	const struct change *changes;	 /* sorted by path */
	size_t change_count;

	/* Bytes of a version; refuses more than LIMIT_BLOB. They live in the given arena. */
	int (*read)(void *ctx, const struct version *version, struct arena *arena,
		    struct bytes *ret_bytes, struct err *err);
	/* What stands at a path after the change; *ret_version absent when nothing does. */
	int (*look)(void *ctx, const char *path, struct version *ret_version, struct err *err);
	/* Another path that stands after the change where some disks see this one; NULL: none does. */
	int (*twin)(void *ctx, const char *path, const char **ret, struct err *err);
	/* The paths with this prefix ("": all) that stand after the change. */
	int (*list)(void *ctx, const char *prefix, const char *const **ret, size_t *ret_count,
		    struct err *err);
	/* Does what has this `since` not bind the change yet? */
	bool (*later)(void *ctx, const char *since);
	/* Is the commit the last one here, with one parent, and seen by nobody else? */
	bool (*may_undo)(void *ctx);
	/* The newest commit that others have, where nobody has this one and what came after; NULL. */
	const char *(*unpublished)(void *ctx);
	/* Who began a record (text/class.h, class_record_of()), and when; false: nobody knows. NULL: the
	 * same. Only where history is read from its beginning. */
	bool (*begun)(void *ctx, const char *record, const char **ret_author,
		      int64_t *ret_time);
	void *ctx;
};

/* Regular content: a file, not a link or a submodule. */
static inline bool version_is_file(const struct version *version)
{
	return version->mode == MODE_FILE || version->mode == MODE_EXECUTABLE;
}
static inline bool version_equal(const struct version *a, const struct version *b)
{
	return a->mode == b->mode &&
	       (a->mode == MODE_ABSENT || (a->id && b->id && !strcmp(a->id, b->id)));
}
/* Content of a version as text; empty for what is absent or no file. */
int facts_text(const struct facts *facts, const struct version *version, struct arena *arena,
	       struct bytes *ret_text, struct err *err);
/* It is there after the change and was there before: all parents have it, or a merge takes it over,
 * which one parent has and no other gave up. Which parents and which merge bases have it is given. */
bool facts_had(const struct facts *facts, const bool *was, const bool *bases);
/* Has some parent anything at the path? */
bool change_was_there(const struct facts *facts, const struct change *change);
/* Is a file there now that was none before? A merge that brings back what a parent took away makes
 * it again. */
bool change_makes_file(const struct facts *facts, const struct change *change);
/* The whole version is taken over: nothing is brought in or undone here. */
bool change_is_taken(const struct facts *facts, const struct change *change);
/* What a merge gives by itself: one parent's version, and the others have not touched the path
 * since any of the merge bases. */
bool change_is_trivial(const struct facts *facts, const struct change *change);
/* No file any more, although some parent has it, and its absence is not taken over. */
bool change_deletes(const struct facts *facts, const struct change *change);
/* Has a file become executable that stood in a parent and was not? */
bool change_makes_executable(const struct facts *facts, const struct change *change);
/* The change of a path; NULL: it has none. */
const struct change *facts_change(const struct facts *facts, const char *path);

#endif
