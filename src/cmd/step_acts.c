/* The acts on one step that only say something: block, unblock, skip, reopen, lock, unlock. */
#include "cmd/act.h"
#include "ledger/governed.h"

const struct option options_block[] = {
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
		act_set(act, FIELD_UNTIL, until ? until : "it is unblocked");
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

#define STEP_ACT(word, WORD)                                                                 \
	int cmd_##word(struct session *s, const struct option_values *o, struct result *ret, \
		       struct err *err)                                                      \
	{                                                                                    \
		return step_act(s, o, EVENT_##WORD, ret, err);                               \
	}

STEP_ACT(block, BLOCK)
STEP_ACT(unblock, UNBLOCK)
STEP_ACT(skip, SKIP)
STEP_ACT(reopen, REOPEN)
STEP_ACT(lock, LOCK)
STEP_ACT(unlock, UNLOCK)
