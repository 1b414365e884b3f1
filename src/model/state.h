/*
 * state.h - what a ledger's events add up to, and the one function that adds an event.
 *
 * The state IS the files of the ledger's tree: `trust.yaml`, `state/<environment>/<STEP>.yaml`,
 * `state/<environment>/_pins.yaml`, `state/_freezes.yaml`, `state/_adopted.yaml`. It is loaded
 * file by file when asked for, so that nothing costs more with a longer history; an auditor
 * starts empty.
 *
 * state_apply() is pure: writer, hooks, server and auditor all call it, and it decides every
 * byte of every file that is not an attachment (runbook.yaml, releases/, checkpoints/: copied,
 * never parsed).
 */
#ifndef MODEL_STATE_H
#define MODEL_STATE_H

#include "model/event.h"
#include "model/finding.h"
#include "model/trust.h"

enum phase {
	PHASE_PLANNED,
	PHASE_RUNNING,
	PHASE_RAN,
	PHASE_VERIFIED,
	PHASE_COMPLETE,
	PHASE_FAILED,
	PHASE_BLOCKED,
	PHASE_SKIPPED,
	PHASE_COUNT /* deferred, dormant, superseded, deprecated, purged come later */
};

const char *phase_word(enum phase phase);

/* One step in one environment. Strings live in the state's arena; NULL: not recorded. */
struct step_state {
	const char *environment, *step;
	enum phase phase;
	enum phase before;  /* of a blocked step: where unblock leads back to */
	uint64_t sequence;  /* of the last event that spoke of it */
	uint64_t locked;    /* sequence of the lock; 0: open */
	const char *reason; /* of block, skip */
	const char *until;  /* of block */
	const char *run;    /* id of the start that is open or was last finished */
	const char *runner; /* principal who started it */
	const char *host;
	const char *result;  /* of that run: ok, failed, abandoned */
	const char *restore; /* a restore path, or "changes nothing" */
	const char *verify;  /* last verification: pass, fail, none */
	uint64_t verified;   /* sequence of the last verification that passed */
	const char *definition, *uses, *code; /* that run or verification was made with */
	const char **inputs;
	size_t input_count;
	bool dirty;	     /* from files that are in no commit: never completes */
	bool dirty_checks;   /* the same, of the last verification */
	const char **claims; /* accepted words of the import */
	size_t claim_count;
	const char **
		disputed; /* words of the import that contradict each other: nothing accepted */
	size_t disputed_count;
	const char **pins; /* "path=value" at completion */
	size_t pin_count;
	uint64_t completed;	/* sequence of the completion in force; 0: none */
	const char *checkpoint; /* id of the last one */
	const char *checkpoint_directory;
};

struct freeze_state {
	const char *id;
	bool thawed; /* opens the freeze of the same name in the adopted runbook */
	const char *reason;
	const char **scope, **except; /* Git wildmatch patterns */
	size_t scope_count, except_count;
	uint64_t sequence;
};

struct adopted_state {
	uint64_t sequence;   /* of the adopt event in force; 0: nothing adopted yet */
	const char *runbook; /* SHA-256 (hex) of runbook.yaml */
	const char **tips;   /* "<commit> <ref>": rules bind what is not reachable from these */
	size_t tip_count;
};

/* Reads a file of the ledger's tree as it stood before the event; *ret_found false when absent.
 */
struct state_source {
	int (*read)(void *context, const char *path, struct arena *a, struct bytes *ret,
		    bool *ret_found, struct err *err);
	void *context;
};

struct state;

/* An empty state (before the genesis), or one whose files come from `source`. Lives in the
 * arena. */
struct state *state_new(struct arena *a);
struct state *state_open(struct arena *a, struct state_source source);

/* Everything below lives in the state's arena and is valid until the next state_apply(). */
int state_trust(struct state *state, const struct trust **ret, struct err *err);
int state_adopted(struct state *state, const struct adopted_state **ret, struct err *err);
/* Never NULL: a step without history is planned and open. */
int state_step(struct state *state, const char *environment, const char *step,
	       const struct step_state **ret, struct err *err);
int state_freezes(struct state *state, const struct freeze_state **ret, size_t *ret_count,
		  struct err *err);
/* Pins recorded for an environment, sorted: "path=value". */
int state_pins(struct state *state, const char *environment, const char *const **ret,
	       size_t *ret_count, struct err *err);
/* The value of one pin, or NULL. */
int state_pin(struct state *state, const char *environment, const char *path, const char **ret,
	      struct err *err);

/* What the commit says beside its message. */
struct event_origin {
	int64_t time;
	const char *principal; /* the signer's id */
	const char *name;      /* as author, without mark */
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
 * Adds one event. Where it is not legal, nothing changes and *ret_refused gets findings of rule
 * "transition" (expected, found, fix); then *ret_changes is empty. -1 only when a file could
 * not be read. Attachments are the event's Mcade-File entries that no rule of the kind
 * computes; which paths may be attached is the kind's business and is checked here.
 */
int state_apply(struct state *state, const struct event *event,
		const struct event_origin *origin, struct arena *a,
		struct file_changes *ret_changes, struct findings *ret_refused,
		struct err *err);

/* The same judgement without adding anything. */
int state_judge(struct state *state, const struct event *event,
		const struct event_origin *origin, struct findings *ret_refused,
		struct err *err);

/* Where the ledger keeps things. Lives in the arena. */
const char *state_step_path(const char *environment, const char *step, struct arena *a);
const char *state_manifest_path(const char *environment, struct arena *a);
const char *state_log_path(int64_t time, struct arena *a);
/* checkpoints/<yyyy>/<mm>/<id>/ ; the id begins with a date */
const char *state_checkpoint_path(const char *id, struct arena *a);

#endif
