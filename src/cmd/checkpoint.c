/* git mcade checkpoint: what was done, how it was shown, how to go back: sealed. */
#include "records/checkpoint.h"

#include "base/number.h"
#include "base/printable.h"
#include "act/launch.h"
#include "cmd/act.h"
#include "cmd/complete.h"

const struct option options_checkpoint[] = {
	{OPTION_LIST, 0, "add", "FILE", "a file to seal with the others"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/* A step that is a checkpoint is done by it, with what HEAD has. */
static int bind(struct act *act, const struct readiness *readiness,
		const struct step_view *view, struct err *err)
{
	const struct ledger *l = &act->session->ledger;
	const struct launch_leave leave = {.offline = option_flag(act->options, "no-fetch")};
	struct launch launch;

	if (launch_prepare(l, readiness, view, &launch, err) < 0 ||
	    launch_check(l, &launch, EVENT_CHECKPOINT, leave, &act->refused, err) < 0)
		return -1;
	if (findings_worst(&act->refused) != FINDING_ERROR)
		launch_uncommitted(&launch, &act->refused);
	return findings_worst(&act->refused) == FINDING_ERROR
		       ? 0
		       : launch_bind(l, &launch, &act->intent.event, err);
}

static int record(struct act *act, const struct checkpoint *c, struct err *err)
{
	bool follows;
	int status;

	checkpoint_intend(&act->session->ledger, c, &act->intent);
	status = act_record(act, err);
	if (status < 0 && err->code == ERR_RACE)
		err_next(err, "git mcade checkpoint %s --env %s", act->step, act->environment);
	if (status)
		return status;
	if (act_follows(act, &follows, err) < 0 ||
	    (follows && checkpoint_write(&act->session->ledger, c, err) < 0))
		return act_unwritten(act, err);
	if (event_get(&act->intent.event, FIELD_DEFINITION))
		complete_after(act);
	act->note = arena_printf(&act->session->arena, "sealed %s in %s",
				 number_of(c->files.count, "file", NULL, &act->session->arena),
				 printable_line(&act->session->arena, c->directory));
	return act_recorded(act);
}

/* *ret NULL: the step was done before. */
static int is_step_of_its_own(struct act *act, const struct step_view **ret,
			      struct readiness *readiness, struct err *err)
{
	const struct step_view *view;

	if (readiness_one(&act->session->ledger, act->environment, act->step, readiness, err) <
	    0)
		return -1;
	view = readiness_step(readiness, act->step);
	*ret = view && view->step->kind == STEP_CHECKPOINT ? view : NULL;
	return 0;
}

int cmd_checkpoint(struct session *s, const struct option_values *o, struct result *ret,
		   struct err *err)
{
	struct checkpoint_request request = {.reason = option_text(o, "message")};
	const struct step_view *view = NULL;
	struct readiness readiness;
	struct checkpoint checkpoint;
	struct act act;

	if (act_begin(&act, s, o, EVENT_CHECKPOINT, ret, err) < 0 ||
	    act_operands(&act, 1, err) < 0 || act_step(&act, err) < 0)
		return -1;
	request.step = act.step;
	request.environment = act.environment;
	request.add = option_list(o, "add", &request.add_count);
	if (checkpoint_prepare(&s->ledger, &request, &checkpoint, &act.refused, err) < 0)
		return -1;
	if (!act.refused.count && is_step_of_its_own(&act, &view, &readiness, err) < 0)
		return -1;
	if (!act.refused.count && view && bind(&act, &readiness, view, err) < 0)
		return -1;
	if (act.refused.count)
		return act_refused(&act);
	return record(&act, &checkpoint, err);
}

/* The folder that was sealed last of the step, or the one that is named. */
int cmd_unseal(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	const struct step_state *state;
	const char *directory;
	struct act act;
	size_t len;

	if (o->operand_count < 1 || o->operand_count > 2)
		return err_set(err, ERR_USAGE, "expected: unseal STEP [DIRECTORY] -m REASON");
	if (act_begin(&act, s, o, EVENT_UNSEAL, ret, err) < 0 || act_step(&act, err) < 0 ||
	    state_step(s->ledger.view->state, act.environment, act.step, &state, err) < 0)
		return -1;
	directory = o->operand_count == 2 ? o->operands[1] : state->checkpoint_directory;
	if (!directory)
		return err_set(err, ERR_USAGE, "no checkpoint of '%s' is sealed in '%s'",
			       act.step, act.environment);
	len = strlen(directory);
	act_set(&act, FIELD_DIRECTORY,
		arena_strndup(&s->arena, directory, len - (len && directory[len - 1] == '/')));
	return act_finish(&act, err);
}
