/* git mcade status, next, show: where things stand. */
#include "cmd/act.h"
#include "cmd/behind.h"
#include "ledger/aside.h"
#include "remote/sync.h"
#include "ledger/at.h"
#include "act/launch.h"
#include "ledger/in_force.h"
#include "records/render.h"

#define OPTION_AT                                                             \
	{                                                                     \
		OPTION_TEXT, 0, "at", "WHEN",                                 \
			"as it was at an event, ledger commit, moment or day" \
	}

const struct option options_status[] = {
	OPTION_ENVIRONMENT,
	OPTION_AT,
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static int compute(struct session *s, const struct option_values *o,
		   const struct readiness **ret, struct err *err)
{
	struct readiness *r = arena_alloc(&s->arena, sizeof(*r));
	const char *at = option_text(o, "at"), *environment;

	if (at && ledger_go_back(&s->ledger, at, &s->ledger.view, err) < 0)
		return -1;
	if (runbook_environment_of(&s->ledger, option_text(o, "env"), &environment, err) < 0)
		return -1;
	if (readiness_compute(&s->ledger, environment, at != NULL, r, err) < 0)
		return -1;
	launch_advise(&s->ledger, r);
	if (!at)
		say_behind(s, s->ledger.view);
	*ret = r;
	return 0;
}

/* Of the past nothing is owed any more, and nothing waits. */
static int add_open_ends(struct session *s, struct status_result *ret, struct err *err)
{
	const struct ledger *l = &s->ledger;

	contested_list(l, l->view, &ret->contested, &ret->contested_count);
	if (sync_unpublished(l, &ret->unpublished, err) < 0 ||
	    pending_list(l, &ret->pending, &ret->pending_count, err) < 0)
		return -1;
	return render_owed(l, ret->readiness->environment->id, &ret->owed, &ret->owed_by, err) <
			       0
		       ? -1
		       : aside_list(l, l->view, &ret->aside, &ret->aside_count, err);
}

int cmd_status(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	struct status_result *r = arena_alloc(&s->arena, sizeof(*r));

	if (compute(s, o, &r->readiness, err) < 0 ||
	    (!r->readiness->past && add_open_ends(s, r, err) < 0))
		return -1;
	r->ledger = s->ledger.view;
	result_is_status(ret, r);
	return 0;
}

int cmd_next(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	struct next_result *r = arena_alloc(&s->arena, sizeof(*r));
	const struct readiness *readiness;

	if (compute(s, o, &readiness, err) < 0)
		return -1;
	r->environment = readiness->environment->id;
	r->step = readiness->past ? NULL : readiness_next(readiness);
	result_is_next(ret, r);
	return 0;
}

int cmd_show(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	struct show_result *r = arena_alloc(&s->arena, sizeof(*r));
	const struct readiness *readiness;
	const char *step;

	if (o->operand_count != 1)
		return err_set(err, ERR_USAGE, "which step?");
	if (compute(s, o, &readiness, err) < 0 ||
	    runbook_step_of(&s->ledger, o->operands[0], &step, err) < 0)
		return -1;
	r->environment = readiness->environment->id;
	r->step = readiness_step(readiness, step);
	if (!r->step)
		return err_set(err, ERR_USAGE, "'%s' does not exist in '%s'", step,
			       r->environment);
	result_is_show(ret, r);
	return 0;
}
