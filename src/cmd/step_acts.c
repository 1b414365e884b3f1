/* The acts that only say something of one step, a path or an environment: what holds them, what no
 * longer does, and what is said to be so no more. */
#include "base/path.h"
#include "base/texts.h"
#include "base/time.h"
#include "cmd/act.h"
#include "ledger/governed.h"
#include "ledger/in_force.h"
#include "runbook/holds.h"

const struct option options_block[] = {
	{OPTION_TEXT, 0, "until", "CONDITION", "what has to be true before it goes on"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};
const struct option options_halt[] = {
	{OPTION_TEXT, 0, "until", "TIME", "it ends then by itself: '4h', a day, or a time"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};
const struct option options_supersede[] = {
	{OPTION_TEXT, 0, "by", "STEP", "what took its place"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};
const struct option options_deprecate[] = {
	{OPTION_TEXT, 0, "by", "TEXT", "of a step: the step that took its place"},
	{OPTION_TEXT, 0, "path", "PATH", "a file or folder, in every environment"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};
const struct option options_activate[] = {
	{OPTION_TEXT, 0, "path", "PATH", "a file or folder that was deprecated"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/*
 * Every hold on it that the word lifts, as it is called; where the runbook has one, that alone, as it is
 * written now. Where there is none the judge says so.
 */
static int name_holds(struct act *act, enum event_word word, const char *id, const char *path,
		      struct err *err)
{
	struct arena *a = &act->session->arena;
	const char *none = NULL, *name, *written;
	const struct runbook *rb;
	const struct subject *s;

	if (ledger_runbook(&act->session->ledger, &rb, err) < 0 ||
	    state_subject(act->session->ledger.view->state, path, &s, err) < 0)
		return -1;
	for (int of = 0; of < EVENT_COUNT; of++) {
		bool lifted = false;

		if (event_info((enum event_word)of)->lift != word)
			continue;
		name = arena_printf(a, "%s:%s", event_info((enum event_word)of)->word, id);
		none = none ? none : name;
		written = hold_digest(rb, name, a);
		if (written && hold_is_lifted(act->session->ledger.view->state, rb, path, name,
					      a, &lifted, err) < 0)
			return -1;
		if (written && !lifted) {
			event_set(&act->intent.event, a, FIELD_OF, name);
			act_set(act, FIELD_DEFINITION, written);
			return 0;
		}
		if (subject_entry(s, arena_printf(a, "holds/%s", name)))
			act_set(act, FIELD_OF, name);
	}
	if (!act->intent.event.fields[FIELD_OF].count)
		act_set(act, FIELD_OF, none);
	return 0;
}

/* What the word needs besides its step. */
static int fill_in(struct act *act, const struct option_values *o, enum event_word word,
		   struct err *err)
{
	const char *until = word == EVENT_BLOCK || word == EVENT_DEFER ? option_text(o, "until")
								       : NULL;
	const char *by = word == EVENT_SUPERSEDE || word == EVENT_DEPRECATE
				 ? option_text(o, "by")
				 : NULL;

	switch (word) {
	case EVENT_BLOCK:
		act_set(act, FIELD_UNTIL, until ? until : "it is unblocked");
		return 0;
	case EVENT_DEFER:
		if (until)
			act_set(act, FIELD_UNTIL, until);
		return 0;
	case EVENT_SUPERSEDE:
		if (!by)
			return err_set(err, ERR_USAGE, "which step took its place? --by STEP");
		/* fall through */
	case EVENT_DEPRECATE:
		if (by)
			act_set(act, FIELD_REPLACEMENT, by);
		return 0;
	case EVENT_DORMANT:
		return 0;
	case EVENT_LOCK:
		return governed_tips(&act->session->ledger, &act->intent.event, err);
	case EVENT_SKIP:
		act_set(act, FIELD_RULE, rule_word(RULE_ABSENCE));
		return 0;
	case EVENT_REOPEN:
		act_set(act, FIELD_VERDICT, "fail");
		return 0;
	default:
		return name_holds(
			act, word, act->step,
			state_step_path(act->environment, act->step, &act->session->arena),
			err);
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

/* A file or folder, wherever it is used. */
static int path_act(struct session *s, const struct option_values *o, enum event_word word,
		    struct result *ret, struct err *err)
{
	const char *path = option_text(o, "path");
	struct act act;

	if (option_text(o, "env") || (word == EVENT_DEPRECATE && option_text(o, "by")))
		return err_set(err, ERR_USAGE, "--path takes no --%s",
			       option_text(o, "env") ? "env" : "by");
	if (path_check(bytes_text(path), err) < 0)
		return err_set(err, ERR_USAGE, "--path '%s' is not a valid path", path);
	if (act_begin(&act, s, o, word, ret, err) < 0 || act_operands(&act, 0, err) < 0)
		return -1;
	act_set(&act, FIELD_SUBJECT, arena_printf(&s->arena, "path:%s", path));
	if (word == EVENT_ACTIVATE && name_holds(&act, word, path, STATE_PATHS, err) < 0)
		return -1;
	return act_finish(&act, err);
}

static int step_or_path(struct session *s, const struct option_values *o, enum event_word word,
			struct result *ret, struct err *err)
{
	return option_text(o, "path") ? path_act(s, o, word, ret, err)
				      : step_act(s, o, word, ret, err);
}

/* "4h", "2026-01-28", "2026-01-28T10:00:00Z": words would never be over. */
static int set_end(struct act *act, const char *until, struct err *err)
{
	int64_t now = act->session->ledger.now, seconds, when;

	if (time_parse(until, &when) || time_parse_date(until, &when)) {
		act_set(act, FIELD_UNTIL, until);
		return 0;
	}
	if (!time_parse_duration(until, &seconds) || seconds > TIME_MAX - now)
		return err_set(err, ERR_USAGE,
			       "--until '%s' is neither a duration ('4h') nor a day nor a time "
			       "('2026-01-28T10:00:00Z')",
			       until);
	act_set(act, FIELD_UNTIL, TIME_TEXT(now + seconds));
	return 0;
}

static int environment_act(struct session *s, const struct option_values *o,
			   enum event_word word, struct result *ret, struct err *err)
{
	const struct event_subject here = {SUBJECT_ENVIRONMENT, NULL};
	const char *until = word == EVENT_HALT ? option_text(o, "until") : NULL;
	struct act act;

	if (act_begin(&act, s, o, word, ret, err) < 0 || act_operands(&act, 0, err) < 0 ||
	    act_environment(&act, err) < 0 || (until && set_end(&act, until, err) < 0) ||
	    (word == EVENT_RESUME &&
	     name_holds(&act, word, "env", state_subject_path(act.environment, here, &s->arena),
			err) < 0))
		return -1;
	return act_finish(&act, err);
}

#define ACT_OF(how, word, WORD)                                                              \
	int cmd_##word(struct session *s, const struct option_values *o, struct result *ret, \
		       struct err *err)                                                      \
	{                                                                                    \
		return how(s, o, EVENT_##WORD, ret, err);                                    \
	}

ACT_OF(step_act, block, BLOCK)
ACT_OF(step_act, unblock, UNBLOCK)
ACT_OF(step_act, skip, SKIP)
ACT_OF(step_act, reopen, REOPEN)
ACT_OF(step_act, lock, LOCK)
ACT_OF(step_act, unlock, UNLOCK)
ACT_OF(step_act, defer, DEFER)
ACT_OF(step_act, dormant, DORMANT)
ACT_OF(step_act, supersede, SUPERSEDE)
ACT_OF(step_or_path, deprecate, DEPRECATE)
ACT_OF(step_or_path, activate, ACTIVATE)
ACT_OF(environment_act, halt, HALT)
ACT_OF(environment_act, resume, RESUME)
