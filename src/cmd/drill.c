/* git mcade drill: a rehearsal that opens nothing but what asks for it, and leaves evidence that stays. */
#include "cmd/drilled.h"

#include "act/deciding.h"
#include "base/texts.h"
#include "cmd/fields.h"
#include "cmd/procedures.h"
#include "cmd/run_shown.h"
#include "ledger/governed.h"
#include "ledger/in_force.h"
#include "records/records.h"
#include "report/output.h"

extern char **environ;

const struct option options_drill[] = {
	OPTION_FIELD,
	{OPTION_TEXT, 0, "follow-up-owner", "NAME", "who follows up if it fails"},
	OPTION_ANYWAY,
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/* Of how it ends; who follows up is one of them. */
static int find_fields(struct running *r, struct err *err)
{
	const char *owner = option_text(r->o, "follow-up-owner");
	struct event given = {.word = EVENT_FINISH};

	if (fields_give(&r->act, &given, err) < 0)
		return -1;
	for (size_t i = 0; owner && i < given.fields[FIELD_FIELD].count; i++)
		if (text_begins(given.fields[FIELD_FIELD].items[i], "follow_up_owner="))
			return err_set(err, ERR_USAGE, "who follows up is given twice");
	if (owner)
		event_add(&given, &r->s->arena, FIELD_FIELD,
			  arena_printf(&r->s->arena, "follow_up_owner=%s", owner));
	r->drilling.fields = (const char *const *)given.fields[FIELD_FIELD].items;
	r->drilling.field_count = given.fields[FIELD_FIELD].count;
	return 0;
}

/* Its environment, where it has one. */
static int find(struct running *r, struct err *err)
{
	struct ledger *l = &r->s->ledger;
	const struct runbook *rb;
	const char *named = option_text(r->o, "env"), *id;

	if (act_operands(&r->act, 1, err) < 0 || ledger_runbook(l, &rb, err) < 0)
		return -1;
	id = r->o->operands[0];
	r->drilling.runbook = rb;
	if (procedure_named(rb, (struct event_subject){SUBJECT_DRILL, id}, named, l->arena,
			    &r->drilling.drill, err) < 0)
		return -1;
	if (!named)
		named = r->drilling.drill->environment;
	if (runbook_environment_of(l, named, &r->act.environment, err) < 0)
		return -1;
	if (!step_in(&r->drilling.drill->step, r->act.environment))
		return err_set(err, ERR_USAGE, "the drill '%s' does not exist in '%s'", id,
			       r->act.environment);
	r->act.step = r->drilling.drill->step.id;
	r->act.command = "drill";
	event_name(&r->act.intent.event, l->arena,
		   (struct event_subject){SUBJECT_DRILL, r->act.step});
	act_set(&r->act, FIELD_ENVIRONMENT, r->act.environment);
	return find_fields(r, err);
}

/* Everything that is against it, and against its having passed. */
static int may_begin(struct running *r, struct err *err)
{
	struct ledger *l = &r->s->ledger;
	struct event *event = &r->act.intent.event;
	struct launch_leave leave = {0};

	if (running_beside(r, &leave.beside, err) < 0 ||
	    launch_check(l, &r->launch, EVENT_DRILL, leave, &r->act.refused, err) < 0 ||
	    launch_describe(l, &r->launch, event, err) < 0 || governed_tips(l, event, err) < 0)
		return -1;
	drilling_ask(l, &r->drilling, event, &r->act.refused);
	if (findings_worst(&r->act.refused) == FINDING_ERROR)
		return act_refused(&r->act);
	act_warn(&r->act);
	return 0;
}

static int drill(struct running *r, struct err *err)
{
	struct ledger *l = &r->s->ledger;
	const struct step_view *view;
	int status;

	r->alone = true; /* it is nobody's turn */
	if (act_begin(&r->act, r->s, r->o, EVENT_DRILL, r->result, err) < 0 ||
	    find(r, err) < 0 ||
	    readiness_one(l, r->act.environment, NULL, &r->readiness, err) < 0 ||
	    procedure_view(l, &r->readiness, event_subject_of(&r->act.intent.event), &view,
			   err) < 0 ||
	    launch_prepare(l, &r->readiness, view, &r->launch, err) < 0)
		return -1;
	status = may_begin(r, err);
	if (!status && running_open(r, false, err) < 0)
		return -1;
	if (!status)
		status = running_guards(r);
	return status ? status : running_execute(r, err);
}

void drill_written(struct act *finish)
{
	const char *path = event_get(&finish->intent.event, FIELD_PATH);
	struct ledger *l = &finish->session->ledger;
	const struct intent *intent = &finish->intent;
	bool follows;
	struct err err;

	for (size_t i = 0; path && i < intent->evidence_count; i++) {
		if (strcmp(intent->evidence[i].name, DRILL_EVIDENCE) != 0)
			continue;
		if (act_follows(finish, &follows, &err) < 0 ||
		    (follows && records_write(l, path, intent->evidence[i].data, &err) < 0))
			output_note("mcade: warning: '%s' is not written: %s", path, err.text);
		else if (follows)
			output_note("mcade: evidence: %s", path);
	}
}

int cmd_drill(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	struct running r;

	return running_with(&r, s, o, ret, drill, err);
}
