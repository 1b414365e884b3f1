/* The acts on one step that only say something: block, unblock, skip, reopen, lock, unlock. */
#include "cmd/act.h"
#include "ledger/governed.h"

static const struct option options[] = {OPTION_ENVIRONMENT, OPTIONS_ACT, {0}};

static const struct option block_options[] = {
	{OPTION_TEXT, 0, "until", "CONDITION", "what has to be true before it goes on"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/* What the word needs besides its step. */
static int fill_in(struct act *act, const struct option_values *o, enum event_word word,
		   struct err *err)
{
	const char *until = word == EVENT_BLOCK ? option_text(o, "until") : NULL;
	int of = 0;

	switch (word) {
	case EVENT_BLOCK:
		act_set(act, FIELD_UNTIL, until ? until : "somebody unblocks it");
		return 0;
	case EVENT_LOCK:
		return governed_tips(&act->session->ledger, &act->intent.event, err);
	case EVENT_SKIP:
		act_set(act, FIELD_RULE, rule_word(RULE_ABSENCE));
		return 0;
	case EVENT_REOPEN:
		act_set(act, FIELD_VERDICT, "fail");
		return 0;
	default: /* a lift names the hold */
		while (of < EVENT_COUNT && event_info((enum event_word)of)->lift != word)
			of++;
		if (of < EVENT_COUNT)
			act_set(act, FIELD_OF,
				arena_printf(&act->session->arena, "%s:%s",
					     event_info((enum event_word)of)->word, act->step));
		return 0;
	}
}

static int step_act(struct session *s, const struct option_values *o, enum event_word word,
		    struct result *ret, struct err *err)
{
	struct act act;
	int status;

	if (act_begin(&act, s, o, word, ret, err) < 0 || act_operands(&act, 1, err) < 0 ||
	    act_step(&act, err) < 0 || fill_in(&act, o, word, err) < 0)
		return -1;
	status = act_record(&act, err);
	if (status)
		return status;
	return act_render_marks(&act, err) < 0 ? -1 : act_recorded(&act);
}

#define STEP_ACT(word, KIND_, options_, usage_, summary_)                       \
	static int run_##word(struct session *s, const struct option_values *o, \
			      struct result *ret, struct err *err)              \
	{                                                                       \
		return step_act(s, o, EVENT_##KIND_, ret, err);                 \
	}                                                                       \
	const struct subcommand cmd_##word = {                                  \
		.name = #word,                                                  \
		.group = GROUP_OPERATE,                                         \
		.usage = usage_,                                                \
		.summary = summary_,                                            \
		.options = options_,                                            \
		.needs = NEEDS_REPO | NEEDS_LEDGER,                             \
		.run = run_##word,                                              \
	}

STEP_ACT(block, BLOCK, block_options, "STEP [--env ENV] [--until CONDITION] -m REASON",
	 "a step cannot go on; say why and until when");
STEP_ACT(unblock, UNBLOCK, options, "STEP [--env ENV] -m EVIDENCE",
	 "what blocked a step is gone");
STEP_ACT(skip, SKIP, options, "STEP [--env ENV] -m REASON", "a step will not be done");
STEP_ACT(reopen, REOPEN, options, "STEP [--env ENV] -m REASON",
	 "a step is planned again; what was recorded stays");
STEP_ACT(lock, LOCK, options, "STEP [--env ENV] [-m REASON]",
	 "a step is done with: no run, no change of its files");
STEP_ACT(unlock, UNLOCK, options, "STEP [--env ENV] -m REASON", "open a locked step again");
