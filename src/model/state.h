/*
 * state.h - what a ledger's events add up to, and the one function that adds an event.
 *
 * The state IS the files of the ledger's tree: `trust.yaml`, `state/<environment>/<STEP>.yaml`,
 * `state/<environment>/_environment.yaml`, `state/_paths.yaml`, `state/_adopted.yaml` and so on,
 * each a struct subject. It is loaded file by file when asked for, so that nothing costs more
 * with a longer history; an auditor starts empty.
 *
 * state_apply() is pure and total: it files facts, legal or not, and refuses only what is
 * malformed. Writer, hooks, server and auditor all call it, and it decides every byte of every
 * file that is not an attachment (runbook.yaml, releases/, checkpoints/: copied, never parsed;
 * trust.yaml: read by the ledger's own grammar). Whether an act was allowed is policy/judge_act.h.
 *
 * Two states are folded: the tree's over all events, and the record's over those that count.
 */
#ifndef MODEL_STATE_H
#define MODEL_STATE_H

#include "model/event.h"
#include "model/finding.h"
#include "model/subject.h"
#include "model/trust.h"

/* Where a step stands in an environment, computed from what was filed: t/table/phases.txt. */
enum phase {
	PHASE_PLANNED,
	PHASE_RUNNING,
	PHASE_RAN,
	PHASE_VERIFIED,
	PHASE_COMPLETE,
	PHASE_FAILED,
	PHASE_BLOCKED,
	PHASE_DEFERRED,
	PHASE_DORMANT,
	PHASE_SKIPPED,
	PHASE_SUPERSEDED,
	PHASE_DEPRECATED,
	PHASE_COUNT
};

const char *phase_word(enum phase phase);

/* What a finish says of a run that left everything as it was. */
#define RESTORE_NOTHING "changes nothing"

/*
 * One step in one environment, read out of its subject. Strings live in the state's arena until
 * the next state_apply(); NULL: not recorded.
 */
struct step_state {
	const char *environment, *step;
	enum phase phase;
	enum phase before;			  /* without block, defer and the like */
	uint64_t sequence;			  /* of the last event that names it */
	uint64_t locked;			  /* sequence of the lock; 0: open */
	const char *reason, *until, *replacement; /* of the hold or skip that sets the phase */
	const char *run;			  /* id of the start that is open or counts */
	uint64_t started;			  /* its sequence */
	const char *runner; /* principal who started it; NULL: not known here */
	const char *host;
	const char *result;  /* of that run: ok, failed, cancelled, lost */
	const char *restore; /* a restore path, or RESTORE_NOTHING */
	const char *definition, *uses, *code, *candidate; /* that it ran with */
	const char *const *inputs;
	size_t input_count;
	/* Event by which an owner says that it ran, or what leads back: of what was done before there was a
	 * ledger, and can never be shown again. NULL: nobody does, or it ran since. */
	const char *attested_exit, *attested_restore;
	bool by_hand;		   /* it was attested: that is its run and its verification */
	bool dirty;		   /* from files that are in no commit: never completes */
	const char *verify;	   /* last verdict: pass, fail, inconclusive */
	uint64_t verified;	   /* sequence of that verdict when it is a pass */
	const char *checks;	   /* digest of what was checked then */
	bool dirty_checks;	   /* that verdict came from uncommitted files */
	const char *const *claims; /* accepted words of the import */
	size_t claim_count;
	const char *const
		*contradicted; /* words that contradict each other: nothing accepted */
	size_t contradicted_count;
	const char *const *pins; /* "path=value" at completion */
	size_t pin_count;
	uint64_t completed;	    /* sequence of the completion in force; 0: none */
	const char *const *without; /* criteria that did not apply to it */
	size_t without_count;
	const char *checkpoint_directory;
	const struct subject *subject; /* everything that is filed */
};

/* A hold that an act set; those of the runbook are the runbook's. */
struct hold_state {
	const char *name; /* "freeze:proxy" */
	const char *reason, *until;
	const char *const *paths, *const *except; /* Git wildmatch patterns */
	size_t path_count, except_count;
	uint64_t sequence;
};

/* A value that an environment's pin was ever given; the last time. */
struct held_pin {
	const char *environment, *path;
	const char *value; /* "": it was given up */
	uint64_t sequence;
	bool rollback; /* the event is one: going back to the value is right */
};

struct adopted_state {
	uint64_t sequence;   /* of the adopt event in force; 0: nothing adopted yet */
	uint64_t rules;	     /* the set of rules in force; 0 before the genesis */
	const char *runbook; /* SHA-256 (hex) of runbook.yaml */
	const char
		*governed; /* the ref that is governed by default; NULL: runbook.yaml says it */
	const char *const
		*tips; /* "<commit> <ref>": rules bind what is not reachable from these */
	size_t tip_count;
	/* "<sequence> <commit> <ref>" of each tip: the event that named the branch first, and the
	 * commit from which on the branch is bound since then */
	const char *const *began;
	size_t began_count;
	const char *const *since; /* "<commit> <date>": how dates of `since` were resolved */
	size_t since_count;
	const char *const *rewritten; /* "<commit> <ref>": tips that a retip left behind */
	size_t rewritten_count;
};

/*
 * What a state is read from. read: a file of the ledger's tree; *ret_found false when absent.
 * signer (may be NULL): who signed an event of the chain and when it occurred, by its sequence. signed_at:
 * when he signed it. had_role (may be NULL): had he this role there? Kept of approvals.
 */
struct state_source {
	int (*read)(void *context, const char *path, struct arena *a, struct bytes *ret,
		    bool *ret_found, struct err *err);
	bool (*signer)(void *context, uint64_t sequence, const char **ret_principal,
		       int64_t *ret_time);
	bool (*signed_at)(void *context, uint64_t sequence, int64_t *ret);
	bool (*had_role)(void *context, uint64_t sequence, const char *role);
	void *context;
};

struct state;

/* A state whose files come from `source`; read NULL: before the genesis. Lives in the arena. */
struct state *state_open(struct arena *a, struct state_source source);

/* Everything below lives in the state's arena and is valid until the next state_apply(). */
int state_trust(struct state *state, const struct trust **ret, struct err *err);
int state_adopted(struct state *state, const struct adopted_state **ret, struct err *err);
/* What is filed at a path of the tree; never NULL. */
int state_subject(struct state *state, const char *path, const struct subject **ret,
		  struct err *err);
/* Bytes of any file of the tree; empty where there is none. */
int state_file(struct state *state, const char *path, struct bytes *ret, struct err *err);
/* Never NULL: a step without history is planned and open. */
int state_step(struct state *state, const char *environment, const char *step,
	       const struct step_state **ret, struct err *err);
/* The command where the reader (NULL: nobody) may do that; else a hint that names who may. Lives in
 * the arena. */
const char *state_offer(struct state *state, const char *reader, const char *permission,
			const char *environment, const char *command, struct arena *a);
/* The same of a gate, rollback or drill, whose run and verdicts are filed alike. */
int state_procedure(struct state *state, const char *environment, struct event_subject subject,
		    const struct step_state **ret, struct err *err);
/* The criteria that nobody showed, and an owner attests: into `ret`, of two; how many. */
size_t step_attested(const struct step_state *state, const char *ret[2]);
/* Is a step's need met by this state of another? Complete (stale or not), skipped, or claimed. */
bool step_meets_needs(const struct step_state *state);
/* Of a complete step what was seen to work last: its run, a verification since, who did it, what was decided. */
const struct entry *step_seen_to_work(const struct step_state *state);
/* Holds on paths that acts set (freezes), sorted by name. */
int state_path_holds(struct state *state, const struct hold_state **ret, size_t *ret_count,
		     struct err *err);
/* A body of evidence that an event let go. */
struct expunged_body {
	const char *sha256; /* 64 hex digits */
	const char *reason;
	uint64_t sequence; /* of the first event that did */
};
int state_expunged(struct state *state, const struct expunged_body **ret, size_t *ret_count,
		   struct err *err);
/* Was this hold of the runbook ("freeze:proxy"; definition: digest of how it is written now)
 * lifted since it is written so? subject: the path of the subject's file, or of _paths. */
int state_is_lifted(struct state *state, const char *subject, const char *hold,
		    const char *definition, bool *ret, struct err *err);
/* Pins recorded for an environment, sorted: "path=value". */
int state_pins(struct state *state, const char *environment, const char *const **ret,
	       size_t *ret_count, struct err *err);
/* The value of one pin, or NULL. */
int state_pin(struct state *state, const char *environment, const char *path, const char **ret,
	      struct err *err);
/* The event that last took a value away from a pin, or gave it another; 0: none has. */
int state_pin_replaced(struct state *state, const char *environment, const char *path,
		       uint64_t *ret, struct err *err);
/* Who signed an event, and when it occurred; false where that is not known. */
bool state_signer(struct state *state, uint64_t sequence, const char **ret_principal,
		  int64_t *ret_time);
/* When it was signed, whatever it says of when it occurred. */
bool state_signed_at(struct state *state, uint64_t sequence, int64_t *ret);
/* Had whoever signed an approval this role, at its place in the chain? */
bool state_signer_had(struct state *state, uint64_t sequence, const char *role);
/* The rule that an event is named to break (Mcade-Disputes), or NULL. */
int state_named_dispute(struct state *state, const char *event, const char **ret,
			struct err *err);

/* What the commit says beside its message. */
struct event_origin {
	int64_t time;	       /* when it was signed; Mcade-Occurred goes before it */
	const char *principal; /* the signer's id */
	const char *name;      /* as author, without mark */
};
/* Mcade-Occurred where there is one, else the signature's time. */
int64_t event_time(const struct event *event, const struct event_origin *origin);

/* Attachments of an event, by their path in the ledger's tree: Mcade-File entries that apply()
 * does not compute. Only trust.yaml is read. */
struct attachments {
	int (*read)(void *context, const char *path, struct arena *a, struct bytes *ret,
		    bool *ret_found, struct err *err);
	void *context;
};

/* A file of the tree that an event writes. data NULL with remove unset: an attachment. */
struct file_change {
	const char *path;
	struct bytes data;
	bool remove, attached;
};

struct file_changes {
	struct file_change *items;
	size_t count;
};

/*
 * Adds one event. Where it is malformed, nothing changes and *ret_malformed gets findings of rule
 * ledger-integrity (expected, found); then *ret_changes is empty. -1 only when a file could not be
 * read. Which paths may be attached is the kind's business and is checked here.
 */
int state_apply(struct state *state, const struct event *event,
		const struct event_origin *origin, struct attachments attachments,
		struct arena *a, struct file_changes *ret_changes,
		struct findings *ret_malformed, struct err *err);

/* May this kind of event bring this file along, and must it? */
bool event_may_attach(const struct event *event, const char *path, struct arena *a);

/* Where the ledger keeps things. Lives in the arena. */
const char *state_step_path(const char *environment, const char *step, struct arena *a);
/* The other way round: of which step is it, in which environment? False: of none. */
bool state_step_of(const char *path, struct arena *a, const char **ret_environment,
		   const char **ret_step);
const char *state_subject_path(const char *environment, struct event_subject subject,
			       struct arena *a);
const char *state_manifest_path(const char *environment, struct arena *a);
/* The environment whose manifest it is; NULL: another file. */
const char *state_manifest_of(const char *path, struct arena *a);
const char *state_log_path(int64_t time, struct arena *a);
/* checkpoints/<yyyy>/<mm>/<name>/ : the name is the last part of the sealed directory and begins
 * with a date; NULL where it does not. */
const char *state_checkpoint_path(const char *directory, struct arena *a);
#define STATE_PATHS "state/_paths.yaml"
#define STATE_ACTS "state/_acts.yaml"
#define STATE_DISPUTED "state/_disputed.yaml"
#define STATE_ADOPTED "state/_adopted.yaml"

#endif
