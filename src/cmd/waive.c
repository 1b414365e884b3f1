/* git mcade waive, incident: what may pass for a time, and why. */
#include "act/readiness.h"
#include "base/hex.h"
#include "base/path.h"
#include "base/texts.h"
#include "cmd/act.h"
#include "cmd/waive.h"
#include "ledger/in_force.h"
#include "model/rules.h"
#include "runbook/exceptions.h"

#define DIGITS_MIN 8 /* of an id, to name an incident */

const struct option options_waive[] = {
	{OPTION_TEXT, 0, "step", "STEP", "acts on this step; else on all of the environment"},
	{OPTION_TEXT, 0, "path", "PATH", "changes of this file, on every branch"},
	{OPTION_TEXT, 0, "candidate", "DIGEST",
	 "what may come, of rule promotion; else that of HEAD"},
	{OPTION_TEXT, 0, "expires", "TIME", "until when: '4h', or a time"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};
const struct option options_incident[] = {
	{OPTION_TEXT, 0, "ttl", "TIME", "until when: '4h', or a time"},
	{OPTION_TEXT, 0, "follow-up", "TEXT", "what has to be done about it"},
	OPTION_ENVIRONMENT,
	OPTIONS_ACT,
	{0},
};

/* A file is of no environment: what is let through there is let through everywhere. */
static int name_path(struct act *act, const char *path, struct err *err)
{
	if (option_text(act->options, "env") || option_text(act->options, "step"))
		return err_set(err, ERR_USAGE, "--path takes no --env and no --step");
	if (path_check(bytes_text(path), err) < 0)
		return err_set(err, ERR_USAGE, "--path '%s' is not a valid path", path);
	act_set(act, FIELD_SUBJECT, arena_printf(&act->session->arena, "path:%s", path));
	return 0;
}

static int name_acts(struct act *act, struct err *err)
{
	const char *step = option_text(act->options, "step");

	if (act_environment(act, err) < 0)
		return -1;
	if (!step) {
		return 0;
	}
	if (runbook_step_of(&act->session->ledger, step, &act->step, err) < 0)
		return -1;
	act_set(act, FIELD_STEP, act->step);
	return 0;
}

/* Of a promotion one candidate is let come, which whoever agrees to it has seen; what comes later is another. */
static int name_candidate(struct act *act, struct err *err)
{
	const char *said = option_text(act->options, "candidate");
	const struct ledger *l = &act->session->ledger;
	const struct adopted_state *adopted;
	const struct runbook *rb;

	if (rule_find(act->options->operands[0]) != RULE_PROMOTION || !act->environment)
		return said ? err_set(err, ERR_USAGE,
				      "--candidate is of 'waive promotion' in an environment")
			    : 0;
	if (said &&
	    !(text_begins(said, "sha256:") && strlen(said) == 71 && hex_is(said + 7, 64)))
		return err_set(err, ERR_USAGE,
			       "--candidate '%s' is not 'sha256:' and 64 digits", said);
	if (state_adopted(l->view->state, &adopted, err) < 0 || ledger_runbook(l, &rb, err) < 0)
		return -1;
	if (adopted->rules < RULES_WAIVERS)
		return said ? err_set(err, ERR_USAGE,
				      "by the rules of this ledger a waiver is of no "
				      "candidate: git mcade adopt")
			    : 0;
	if (!said &&
	    readiness_coming(l, rb, runbook_environment(rb, act->environment), &said, err) < 0)
		return -1;
	act_set(act, FIELD_CANDIDATE, said);
	return 0;
}

int cmd_waive(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	const char *path = option_text(o, "path");
	struct act act;

	if (!option_text(o, "expires"))
		return err_set(err, ERR_USAGE, "until when? --expires TIME");
	if (act_begin(&act, s, o, EVENT_WAIVE, ret, err) < 0 || act_operands(&act, 1, err) < 0)
		return -1;
	if (rule_find(o->operands[0]) == RULE_COUNT) {
		err_set(err, ERR_USAGE, "there is no rule '%s'", o->operands[0]);
		return err_next(err, "git mcade explain");
	}
	act_set(&act, FIELD_RULE, o->operands[0]);
	if (act_expires(&act, "expires", 0, err) < 0 ||
	    (path ? name_path(&act, path, err) : name_acts(&act, err)) < 0 ||
	    name_candidate(&act, err) < 0)
		return -1;
	return act_finish(&act, err);
}

/* -- incidents ----------------------------------------------------------------------------------- */

/* An open one by its id, of that environment (NULL: of any). */
static int incident_named(struct session *s, const char *environment, const char *id,
			  const struct exception **ret, struct err *err)
{
	const struct exception *found = NULL;
	const struct runbook *rb;
	struct exception *list;
	size_t count;

	if (ledger_runbook(&s->ledger, &rb, err) < 0 ||
	    exceptions_in_force(s->ledger.view->state, rb, environment, s->ledger.now,
				&s->arena, &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; strlen(id) >= DIGITS_MIN && i < count; i++) {
		if (list[i].word != EVENT_INCIDENT_OPEN || !text_begins(list[i].id, id))
			continue;
		if (found)
			return err_set(err, ERR_USAGE, "'%s' names several incidents", id);
		found = &list[i];
	}
	if (!found) {
		err_set(err, ERR_USAGE, "no incident '%s' is open%s%s", id,
			environment ? " in " : "", environment ? environment : "");
		return err_next(err, "git mcade status%s%s", environment ? " --env " : "",
				environment ? environment : "");
	}
	*ret = found;
	return 0;
}

int incident_bind(struct act *act, const char **ret, struct err *err)
{
	const char *said = option_text(act->options, "incident");
	const struct exception *incident;

	*ret = NULL;
	if (!said)
		return 0;
	if (incident_named(act->session, act->environment, said, &incident, err) < 0)
		return -1;
	*ret = arena_strdup(&act->session->arena, incident->id);
	act_set(act, FIELD_INCIDENT, *ret);
	return 0;
}

static int open_incident(struct act *act, struct err *err)
{
	if (!option_text(act->options, "ttl"))
		return err_set(err, ERR_USAGE, "for how long? --ttl DURATION");
	if (option_text(act->options, "follow-up"))
		return err_set(err, ERR_USAGE, "--follow-up is said at its end");
	if (act_operands(act, 1, err) < 0 || act_environment(act, err) < 0 ||
	    act_expires(act, "ttl", 0, err) < 0)
		return -1;
	act_set(act, FIELD_ID, record_new_id(&act->session->ledger));
	act->note = arena_printf(
		&act->session->arena,
		"git mcade run STEP --env %s --incident %.12s; git mcade incident close %.12s "
		"--follow-up TEXT",
		act->environment, event_get(&act->intent.event, FIELD_ID),
		event_get(&act->intent.event, FIELD_ID));
	return act_finish(act, err);
}

static int close_incident(struct act *act, struct err *err)
{
	const char *follow = option_text(act->options, "follow-up");
	const char *named = option_text(act->options, "env");
	const struct exception *incident;
	const struct runbook *rb;

	if (!follow)
		return err_set(err, ERR_USAGE,
			       "what has to be done about it? --follow-up TEXT");
	if (option_text(act->options, "ttl"))
		return err_set(err, ERR_USAGE, "--ttl is said at its beginning");
	if (act_operands(act, 2, err) < 0 ||
	    ledger_runbook(&act->session->ledger, &rb, err) < 0)
		return -1;
	if (named && !runbook_environment(rb, named))
		return act_environment(act, err);
	if (incident_named(act->session, named, act->options->operands[1], &incident, err) <
		    0 ||
	    act_environment_is(act, incident->environment, err) < 0)
		return -1;
	act_set(act, FIELD_OF,
		arena_printf(&act->session->arena, "incident-open:%s", incident->id));
	act_set(act, FIELD_FOLLOW_UP, follow);
	return act_finish(act, err);
}

int cmd_incident(struct session *s, const struct option_values *o, struct result *ret,
		 struct err *err)
{
	const char *verb = o->operand_count ? o->operands[0] : "";
	bool opens = !strcmp(verb, "open");
	struct act act;

	if (!opens && strcmp(verb, "close") != 0)
		return err_set(err, ERR_USAGE,
			       "'git mcade incident' is followed by 'open' or "
			       "'close'");
	if (act_begin(&act, s, o, opens ? EVENT_INCIDENT_OPEN : EVENT_INCIDENT_CLOSE, ret,
		      err) < 0)
		return -1;
	act.command = "incident";
	return opens ? open_incident(&act, err) : close_incident(&act, err);
}
