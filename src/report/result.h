/*
 * result.h - what a command found or did, as data. A command fills one in; main() has it shown in the
 * format that was asked for (format.h). Everything lives in the session's arena.
 *
 *	struct next_result *next = arena_alloc(&s->arena, sizeof(*next));
 *	...
 *	result_is_next(ret, next);
 *	return 0;		// the exit status
 */
#ifndef REPORT_RESULT_H
#define REPORT_RESULT_H

#include "act/adopt.h"
#include "act/compare.h"
#include "act/deciding.h"
#include "act/readiness.h"
#include "audit/review.h"
#include "base/options.h"
#include "document/doclint.h"
#include "branches/past.h"
#include "gate/gate_check.h"
#include "gate/hooks.h"
#include "import/import_files.h"
#include "ledger/evidence_store.h"
#include "ledger/record.h"
#include "model/rules.h"
#include "records/owed.h"
#include "records/purging.h"
#include "records/render.h"
#include "act/pending.h"
#include "act/pins.h"
#include "act/demanded.h"
#include "act/promoting.h"
#include "act/restoring.h"
#include "remote/sync.h"
#include "runbook/drills.h"
#include "runbook/exceptions.h"
#include "runbook/holds.h"

enum result_kind {
	RESULT_NONE, /* nothing but what `struct result` itself has */
#define RESULT(TAG, name) RESULT_##TAG,
#include "report/results.h"
#undef RESULT
	RESULT_COUNT
};

struct result {
	enum result_kind kind;
	const void *data;      /* of the kind's struct below */
	struct findings *said; /* for the person, whatever the format; NULL: nothing */
	const char *after;     /* a line for the person after that; NULL: none */
	struct bytes plain;    /* for programs that know no format: plumbing's */
	/* NULL: that is all. Else main() asks for more once this is shown; as a command, it makes *result
	 * the next one. */
	int (*again)(struct result *result, struct err *err);
	void *context;
};

/* What one of several verifications said. */
struct verified {
	const char *step; /* NULL: the environment itself */
	const char *verdict;
	uint64_t sequence;
};

struct act_result {
	const char *command;		/* as it was typed: "complete" */
	const char *step, *environment; /* NULL where the act has none */
	const struct ledger_view *ledger;
	const struct receipt *receipt;	 /* NULL: refused, or only planned */
	struct findings *refused;	 /* why; empty where it was recorded */
	const char *plan;		 /* what would be done; NULL: no plan was asked for */
	const struct adoption *adoption; /* what comes into force; NULL: it is another act */
	const char *note;		 /* for people, beside the receipt; NULL: none */
	const struct verified *verified; /* each, where one command did several */
	size_t verified_count;
	uint64_t
		completed; /* the event that completes the step beside the receipt, or instead of
			       one; 0: none */
	uint64_t unpublished; /* events that the remote does not have */
	const struct err
		*not_published; /* why they were not published; NULL: it was not tried */
};

struct approve_result {
	const struct demanded *items;
	size_t count;
	const char *environment, *what; /* NULL: each */
};

struct purge_result {
	const struct purgeable *items;
	size_t count;
	const char *path; /* NULL: each */
};

struct gate_result {
	const struct act_result *act; /* that recorded it */
	const struct runbook *runbook;
	const struct step *step; /* the gate's */
	const char *verdict, *candidate;
	struct check_results checks;
	unsigned have, need;		    /* approvals */
	const struct exception *exceptions; /* in force there */
	size_t exception_count;
	const struct drill_due *drills; /* there */
	size_t drill_count;
};

struct environment_status {
	const struct readiness *readiness;
	const struct gate_view *gates;
	size_t gate_count;
	const struct entry *fails; /* its own checks, when they were asked last; NULL */
	const struct drill_due *drills;
	size_t drill_count;
	const struct rollback_view *rollbacks; /* that were made */
	size_t rollback_count;
	struct unlooked unlooked;
	const struct promoting
		*promotion; /* from HEAD, as it stands; NULL: nothing comes there so */
	const struct pin_view *pins;
	size_t pin_count;
};

struct status_result {
	const struct environment_status *environments; /* those that were asked for */
	size_t environment_count;
	const struct ledger_view *ledger;
	const struct frozen *freezes; /* in force */
	size_t freeze_count;
	const struct exception *exceptions; /* waivers, incidents, halts */
	size_t exception_count;
	bool past; /* it is not of now */
	bool all;  /* each step has its line, however many they are */
	/* What happened, and is in no record: contested in the ledger, or only in this clone. */
	struct contested_fact *contested;
	struct aside_event *aside;
	size_t contested_count, aside_count;
	struct pending *pending; /* how runs ended that is not recorded yet */
	size_t pending_count;
	struct owed owed;
	uint64_t unpublished; /* events that the remote is not known to have */
	size_t behind;	      /* events of the remote that are not here */
	bool apart;	      /* and neither holds all of the other */
};

struct next_result {
	const char *environment;
	size_t steps;		      /* that it has at all */
	const struct step_view *step; /* NULL: all of them are done */
	const char *promote;	      /* what brings HEAD there, which was not; NULL */
	struct unlooked unlooked;
	const char *late;  /* incident that has outlived its time, by id; NULL */
	const char *close; /* who closes it, or the command */
	struct owed owed;
};

struct log_event {
	struct verified_event event;
	const char *patch; /* what it made of the ledger's files; NULL: was not asked for */
};

/* A step, or an event; with what was printed where that was asked for. */
struct show_result {
	const struct ledger_view *ledger;
	const struct trust *trust; /* in force there */
	const char *environment;
	const struct step_view *step;		 /* NULL: something else is shown */
	const struct procedure *procedure;	 /* a gate, a rollback, a drill; NULL */
	const struct environment_status *stands; /* of a gate: it alone, wherever it is asked */
	size_t stand_count;
	const struct log_event *events; /* of the step, newest first; or that event */
	size_t count;
	bool more;			    /* and earlier ones */
	bool printed;			    /* only this: */
	const struct evidence_text *output; /* of the last run, or of that event */
	size_t output_count;
};

struct diff_result {
	const struct record_diff *diff;
	const char *environment; /* NULL: all */
};

struct log_result {
	const struct ledger_view *ledger;
	const struct trust *trust;	/* in force there */
	const struct log_event *events; /* newest first; of a stream oldest first */
	size_t count;
	bool stream; /* each is a result of its own */
};

struct audit_result {
	struct review review;
	struct tip_past past;
	size_t commits; /* of governed branches, judged */
	const char *verdict, *summary;
};

/* struct check_result: gate/gate_check.h; struct import_result: import/import_files.h. */

struct lint_result {
	const struct findings *findings;
	const struct doclint *lint; /* NULL: only what runbook.yaml lacks was asked for */
	const char *summary;	    /* of that */
	bool documents;		    /* show what they are taken for, and no finding */
	const char *written;	    /* the baseline; NULL: none */
	bool all;		    /* show every finding, not only the first of each kind */
	const char
		*offer; /* the command that brings rules to the doors; NULL: they are there */
};

struct explain_result {
	const struct rule *only; /* NULL: all */
};

struct render_result {
	const struct rendered *done;
	bool committing; /* into one commit, if anything is owed */
	struct render_commit commit;
	const char *next; /* how it gets to others; NULL */
};

struct hooks_result {
	struct hook_report report;
	struct hook_trial trials[HOOK_TRIALS];
	size_t trial_count; /* 0: none were made */
};

struct trust_key {
	const char *key, *fingerprint;
	bool revoked;
	uint64_t sequence; /* of the event that revoked it */
	int64_t time;
	const char *by, *reason; /* reason: NULL where it gives none */
};

struct trust_result {
	const struct ledger_view *ledger;
	const char *
		path; /* of the allowed signers that were written; NULL: what follows was asked for */
	const struct trust *trust;
	struct trust_key
		*keys; /* each principal's, then those revoked; last the recovery key */
	size_t key_count;
};

struct join_result {
	const struct ledger_view *ledger;
	bool expected; /* it is the one that was asked for */
};

struct sync_result {
	const char *remote; /* NULL: none is configured */
	struct sync_state *state;
	bool set_aside; /* was asked for */
	const char *ref;
	const struct aside_event *events;
	size_t count;
};

enum command_group {
	GROUP_SETUP,
	GROUP_OPERATE,
	GROUP_REVIEW,
	GROUP_SHARE,
	GROUP_PLUMBING,
};

/* A command as people and completion know it. */
struct command_words {
	const char *name; /* "trust" */
	enum command_group group;
	bool everyday;	   /* among the nine of `git mcade -h` */
	const char *usage; /* "STEP [--env ENV]": operands, and which options belong together */
	const char *summary; /* one line, lower case, no full stop */
	const struct option *options;
	enum result_kind result;
	const char *reserved; /* the version that brings it; NULL: it is there */
};

enum help_extent { HELP_EVERYDAY, HELP_ALL, HELP_ONE };

struct help_result {
	const struct command_words *commands; /* by group */
	size_t count;
	enum help_extent extent;
};

/* result_is_status(): makes it one of that kind. */
#define RESULT(TAG, name)                                                     \
	static inline void result_is_##name(struct result *ret,               \
					    const struct name##_result *data) \
	{                                                                     \
		ret->kind = RESULT_##TAG;                                     \
		ret->data = data;                                             \
	}
#include "report/results.h"
#undef RESULT

/* May it be longer than a screen? */
bool result_is_paged(enum result_kind kind);

/* The name of its schema: schemas/output/<name>.yaml. NULL: RESULT_NONE. */
const char *result_name(enum result_kind kind);

#endif
