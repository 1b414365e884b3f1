/* git mcade complete: all five criteria in one event, or a refusal that names each missing one. */
#include "cmd/act.h"
#include "engine/completion.h"
#include "engine/governed.h"
#include "engine/render.h"

static const struct option options[] = {OPTION_ENVIRONMENT, OPTIONS_ACT, {0}};

static int run(struct session *s, const struct option_values *o, struct err *err)
{
	const struct step_view *view;
	struct readiness r;
	struct act act;
	int status;

	if (act_begin(&act, s, o, EVENT_COMPLETE, err) < 0 || act_operands(&act, 1, err) < 0 ||
	    act_step(&act, err) < 0 || readiness_compute(s, act.environment, &r, err) < 0)
		return -1;
	view = readiness_step(&r, act.step);
	if (completion_prepare(s, &r, view, &act.intent, &act.refused, err) < 0 ||
	    governed_tips(s, &act.intent.event, err) < 0)
		return -1;
	/* The state's own criteria too, so that one refusal names everything that is missing. */
	if (!event_get(&act.intent.event, FIELD_RUN))
		act_set(&act, FIELD_RUN, "00000000000000000000000000000000");
	if (act.refused.count) {
		const struct event_origin origin = {
			.time = s->now, .principal = "", .name = ""};

		if (state_judge(s->ledger->state, &act.intent.event, &origin, &act.refused,
				err) < 0)
			return -1;
		return act_refuse(&act, err);
	}
	status = act_record(&act, err);
	if (status)
		return status;
	if (render_log(s, &act.receipt, err) < 0 || act_render_marks(&act, err) < 0)
		return -1;
	return act_show(&act, err);
}

const struct subcommand cmd_complete = {
	.name = "complete",
	.group = GROUP_OPERATE,
	.everyday = true,
	.usage = "STEP [--env ENV] [-m TEXT]",
	.summary = "a step ran, was verified, can be restored, is pinned and logged",
	.options = options,
	.needs = NEEDS_REPO | NEEDS_LEDGER,
	.run = run,
};
