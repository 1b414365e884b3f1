/*
 * act.h - what the acts of the state machine share: who asks for what, fetch first, record, show the
 * receipt or the refusal.
 */
#ifndef CMD_ACT_H
#define CMD_ACT_H

#include "cmd/command.h"
#include "ledger/record.h"
#include "model/finding.h"

/* Options that every act takes, and those of acts on one step. */
#define OPTIONS_ACT                                                             \
	{OPTION_TEXT, 'm', "message", "TEXT", "the reason, kept for ever"},     \
		{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},        \
	{                                                                       \
		OPTION_FLAG, 0, "no-fetch", NULL, "do not ask the remote first" \
	}
#define OPTION_ENVIRONMENT                                                    \
	{                                                                     \
		OPTION_TEXT, 'e', "env", "ENV",                               \
			"the environment; may be left out where there is one" \
	}

/* Where an act has no others: of its own, or on one step. */
extern const struct option options_act[], options_step[];

struct act {
	struct session *session;
	const struct option_values *options;
	struct result *result;
	struct intent intent;
	struct findings refused;
	struct receipt receipt;
	const char *step, *environment;	 /* NULL where the act has none */
	const char *command;		 /* whose JSON it is; NULL: the event's word */
	const char *note;		 /* for people, beside the receipt */
	const struct adoption *adoption; /* what comes into force; NULL: it is another act */
	const struct verified *verified; /* with its own, where several were */
	size_t verified_count;
	uint64_t completed; /* the event that completed the step behind a run; 0 */
	bool reached;	    /* the remote answered before, and is told, too */
	bool owes;	    /* records that were not written: act_follows() */
};

/* An act of this kind, the reason from -m. */
int act_prepare(struct act *act, struct session *session, const struct option_values *options,
		enum event_word word, struct result *result, struct err *err);
/* The same, and the ledger fetched where its remote answers. */
int act_begin(struct act *act, struct session *session, const struct option_values *options,
	      enum event_word word, struct result *result, struct err *err);
/* The remote is asked for a few seconds, so that what others did is known; it need not answer. */
int act_fetch(struct session *session, bool *ret_reached, struct err *err);
/* The environment from --env, or the only one of the runbook in force. */
int act_environment(struct act *act, struct err *err);
/* That environment, where something else than --env names it. */
int act_environment_is(struct act *act, const char *id, struct err *err);
/* The step from operand 0, in that environment; it must stand in the runbook in force. */
int act_step(struct act *act, struct err *err);
/* ERR_USAGE unless there are exactly `count` operands. */
int act_operands(const struct act *act, size_t count, struct err *err);
/* When what it gives is over: a time, or so long from now; else `seconds` from now. */
int act_expires(struct act *act, const char *option, int64_t seconds, struct err *err);
void act_set(struct act *act, enum event_field field, const char *value);
/* What --evidence names goes with it: attested_files(). */
int act_evidence(struct act *act, struct err *err);

/* Records the event, and the session's ledger then stands there. As record_event(). */
int act_try(struct act *act, struct err *err);
/*
 * The same. Exit status: 0 recorded, 1 refused, 2 refused and only another person is waited
 * for, which is the result then, or -1 with *err. Of a success the command calls act_recorded() when its
 * own work is done.
 */
int act_record(struct act *act, struct err *err);
/* The same, but it is recorded only once the remote has it: sync_record(). Nobody is told of it yet: what
 * it announces comes first. */
int act_publish(struct act *act, struct err *err);
/* The result is the receipt, and published where it may be (mcade.publish). Returns 0. */
int act_recorded(struct act *act);
/* Both. */
int act_finish(struct act *act, struct err *err);
/* Is a record of this act written, as records_follow() says? Else the receipt says how it gets there. */
int act_follows(struct act *act, bool *ret, struct err *err);
/* Records follow acts: the runbook's status marks in the work tree; says what it left alone. */
int act_render_marks(struct act *act, struct err *err);
/* The act's entry in the log, and the marks. */
int act_write_records(struct act *act, struct err *err);
/* The entry of an act that writes one, in the work tree's log. */
void act_write_log(struct act *act);
/* Behind act_record(): the error of what could not be written says first what was. Returns -1. */
int act_unwritten(const struct act *act, struct err *err);
/* The result is what would be done: nothing was recorded. Returns 0. */
int act_planned(struct act *act, const char *plan);
/* Shows the warnings among what was found, and forgets them. */
void act_warn(struct act *act);
/* The result is the refusal. Returns 1, or 2 where it only waits for another person. */
int act_refused(struct act *act);

#endif
