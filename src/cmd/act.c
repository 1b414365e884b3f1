#include "cmd/act.h"

#include "cmd/behind.h"

#include "base/time.h"
#include "cmd/kept.h"
#include "cmd/told.h"
#include "remote/notify.h"
#include "gate/gate_ci.h"
#include "remote/sync.h"
#include "records/attested.h"
#include "records/records.h"
#include "records/render.h"
#include "records/secrets.h"
#include "ledger/in_force.h"
#include "ledger/race.h"
#include "report/output.h"

const struct option options_act[] = {OPTIONS_ACT, {0}};
const struct option options_step[] = {OPTION_ENVIRONMENT, OPTIONS_ACT, {0}};

int act_fetch(struct session *s, bool *ret_reached, struct err *err)
{
	struct sync_state state;

	*ret_reached = false;
	if (!s->ledger.remote)
		return 0;
	if (sync_follow(&s->ledger, false, &state, err) < 0)
		return -1;
	if (state.local)
		s->ledger.view = state.local;
	*ret_reached = state.relation != SYNC_UNREACHABLE;
	switch (state.relation) {
	case SYNC_UNREACHABLE:
		output_note("mcade: remote '%s' did not answer (%s): what others did since is "
			    "not known here",
			    s->ledger.remote, state.reason);
		return 0;
	case SYNC_LOST_RACE:
		return race_lost(err, RACE_UNPUBLISHED);
	default:
		return 0;
	}
}

/* mcade.publish: are acts published without being asked for? */
static int is_automatic(const struct session *s, bool *ret, struct err *err)
{
	const char *set = repo_config_get(s->ledger.repo, "mcade.publish");

	*ret = !set || !strcmp(set, "auto");
	return *ret || !strcmp(set, "manual")
		       ? 0
		       : err_set(err, ERR_FORMAT,
				 "mcade.publish is '%s'; it is 'auto' or 'manual'", set);
}

/* What a CI does has no witness but the page of its job: the event names it. */
static void note_job(struct act *act)
{
	struct arena *a = &act->session->arena;
	struct event *event = &act->intent.event;
	const char *job = ci_job_link(a);

	if (job)
		event->reason = event->reason
					? arena_printf(a, "%s (job %s)", event->reason, job)
					: arena_printf(a, "job %s", job);
}

int act_prepare(struct act *act, struct session *session, const struct option_values *options,
		enum event_word word, struct result *result, struct err *err)
{
	const char *reason = option_text(options, "message");

	*act = (struct act){.session = session, .options = options, .result = result};
	act->refused.arena = &session->arena;
	act->intent.event.word = word;
	if (reason && *reason)
		act->intent.event.reason = reason;
	if (event_demands(word, FIELD_SAYS) && !act->intent.event.reason &&
	    !option_flag(options, "dry-run")) /* which signs nothing */
		return err_set(err, ERR_USAGE, "'%s' needs a reason: -m TEXT",
			       event_info(word)->word);
	note_job(act);
	return 0;
}

int act_begin(struct act *act, struct session *session, const struct option_values *options,
	      enum event_word word, struct result *result, struct err *err)
{
	bool automatic;

	if (act_prepare(act, session, options, word, result, err) < 0)
		return -1;
	if (is_automatic(session, &automatic, err) < 0 ||
	    (word != EVENT_INIT && !option_flag(options, "no-fetch") &&
	     act_fetch(session, &act->reached, err) < 0))
		return -1;
	act->reached = act->reached && automatic;
	/* of HEAD, which nobody types: what runs is compared with the branch anyway */
	if (word == EVENT_APPROVE || word == EVENT_ATTEST || word == EVENT_GATE)
		say_old(session);
	notify_begin(&session->ledger);
	if (!option_flag(options, "dry-run"))
		kept_settle_first(session, word);
	return 0;
}

void act_set(struct act *act, enum event_field field, const char *value)
{
	event_add(&act->intent.event, &act->session->arena, field, value);
}

int act_operands(const struct act *act, size_t count, struct err *err)
{
	if (act->options->operand_count == count)
		return 0;
	return err_set(err, ERR_USAGE, "expected %zu operand%s, found %zu", count,
		       count == 1 ? "" : "s", act->options->operand_count);
}

/* Several remotes and none is chosen: whom an act of a live environment has to tell cannot be guessed. */
static int check_told(struct act *act, struct err *err)
{
	const struct ledger *l = &act->session->ledger;
	const struct environment *environment;
	const struct runbook *runbook;
	const char **names;
	size_t count;

	if (l->remote || option_flag(act->options, "no-fetch") ||
	    option_text(act->options, "offline"))
		return 0;
	repo_remotes(l->repo, l->arena, &names, &count);
	if (!count)
		return 0;
	if (ledger_runbook(l, &runbook, err) < 0)
		return -1;
	environment = runbook_environment(runbook, act->environment);
	if (!environment || !environment->live)
		return 0;
	err_set(err, ERR_WAITING,
		"'%s' is live, and which of %zu remotes has the ledger is not said: "
		"mcade.remote "
		"is not set",
		act->environment, count);
	return err_next(err, "choose it: git config mcade.remote NAME");
}

int act_expires(struct act *act, const char *option, int64_t seconds, struct err *err)
{
	const char *said = option_text(act->options, option);
	int64_t now = act->session->ledger.now, until;

	if (said && time_parse(said, &until)) {
		act_set(act, FIELD_EXPIRES, said);
		return 0;
	}
	if (said && !time_parse_duration(said, &seconds))
		return err_set(err, ERR_USAGE,
			       "--%s '%s' is neither a duration ('4h') nor a time "
			       "('2026-01-28T10:00:00Z')",
			       option, said);
	if (seconds > TIME_MAX - now)
		return err_set(err, ERR_USAGE, "--%s '%s' is too far away", option, said);
	act_set(act, FIELD_EXPIRES, TIME_TEXT(now + seconds));
	return 0;
}

int act_environment_is(struct act *act, const char *id, struct err *err)
{
	if (runbook_environment_of(&act->session->ledger, id, &act->environment, err) < 0 ||
	    check_told(act, err) < 0)
		return -1;
	act_set(act, FIELD_ENVIRONMENT, act->environment);
	return 0;
}

int act_environment(struct act *act, struct err *err)
{
	return act_environment_is(act, option_text(act->options, "env"), err);
}

int act_step(struct act *act, struct err *err)
{
	if (!act->options->operand_count)
		return err_set(err, ERR_USAGE, "which step?");
	if (act_environment(act, err) < 0 ||
	    runbook_step_of(&act->session->ledger, act->options->operands[0], &act->step, err) <
		    0)
		return -1;
	act_set(act, FIELD_STEP, act->step);
	return 0;
}

/* -- outcome ------------------------------------------------------------------------------------- */

static struct act_result *result_of(struct act *act)
{
	struct act_result *r = arena_alloc(&act->session->arena, sizeof(*r));

	*r = (struct act_result){.command = act->command
						    ? act->command
						    : event_info(act->intent.event.word)->word,
				 .step = act->step,
				 .environment = act->environment,
				 .ledger = act->session->ledger.view,
				 .adoption = act->adoption,
				 .note = act->note,
				 .completed = act->completed,
				 .verified = act->verified,
				 .verified_count = act->verified_count,
				 .refused = arena_memdup(&act->session->arena, &act->refused,
							 sizeof(act->refused))};
	result_is_act(act->result, r);
	return r;
}

void act_warn(struct act *act)
{
	for (size_t i = 0; i < act->refused.count; i++)
		if (act->refused.items[i].severity != FINDING_NOTE)
			output_note("mcade: warning: [%s] %s",
				    rule_word(act->refused.items[i].rule),
				    act->refused.items[i].message);
	act->refused.count = 0;
}

int act_refused(struct act *act)
{
	struct act_result *r = result_of(act);

	act->result->said = r->refused;
	return findings_wait(r->refused) ? 2 : 1;
}

int act_planned(struct act *act, const char *plan)
{
	result_of(act)->plan = plan;
	return 0;
}

/* An act that nobody else can see protects nobody else; it is recorded all the same. */
static void share(struct act *act, struct act_result *r)
{
	struct ledger *l = &act->session->ledger;
	struct err *err = arena_alloc(&act->session->arena, sizeof(*err));

	if (act->reached && sync_share(l, &l->view, err) < 0)
		r->not_published = err;
	if (sync_unpublished(l, &r->unpublished, err) < 0)
		r->not_published = err;
}

int act_recorded(struct act *act)
{
	struct act_result *r = result_of(act);

	r->receipt = arena_memdup(&act->session->arena, &act->receipt, sizeof(act->receipt));
	share(act, r);
	if (act->owes)
		output_note("mcade: recorded in the ledger alone: its files are owed to a "
			    "governed branch\n  next: " RENDER_PROPOSAL);
	tell_published(act->session);
	return 0;
}

/* What is signed stays for ever: a credential must not get in. 1: refused. */
static int check_secrets(struct act *act, struct err *err)
{
	size_t before = act->refused.count;

	if (secrets_in_act(&act->session->ledger, &act->intent.event, &act->refused, err) < 0)
		return -1;
	return act->refused.count > before;
}

int act_try(struct act *act, struct err *err)
{
	struct ledger *l = &act->session->ledger;
	int verdict = check_secrets(act, err);

	if (verdict)
		return verdict;
	verdict = record_event(l, &act->intent, &act->receipt, &act->refused, err);
	if (!verdict)
		l->view = act->receipt.view;
	return verdict;
}

int act_publish(struct act *act, struct err *err)
{
	struct ledger *l = &act->session->ledger;
	int verdict = check_secrets(act, err);

	if (!verdict)
		verdict = sync_record(l, &act->intent, &act->receipt, &act->refused, err);
	if (!verdict)
		l->view = act->receipt.view;
	return verdict == 1 ? act_refused(act) : verdict;
}

int act_record(struct act *act, struct err *err)
{
	int verdict = act_try(act, err);

	return verdict == 1 ? act_refused(act) : verdict;
}

int act_finish(struct act *act, struct err *err)
{
	int status = act_record(act, err);

	return status ? status : act_recorded(act);
}

int act_unwritten(const struct act *act, struct err *err)
{
	if (err->code == ERR_UNTRUSTED) /* what stands in the work tree, not the ledger */
		err->code = ERR_IO;
	err_prefix(err, "event %" PRIu64 " is recorded, but the work tree is not written",
		   act->receipt.sequence);
	return err_next(err, "git mcade render");
}

int act_follows(struct act *act, bool *ret, struct err *err)
{
	if (records_follow(&act->session->ledger, ret, err) < 0)
		return -1;
	act->owes = act->owes || !*ret;
	return 0;
}

int act_render_marks(struct act *act, struct err *err)
{
	struct rendered done = RENDERED_INIT;
	const struct runbook *runbook;
	bool follows;

	if (ledger_runbook(&act->session->ledger, &runbook, err) < 0)
		return act_unwritten(act, err);
	if (!runbook->records.runbook)
		return 0;
	if (act_follows(act, &follows, err) < 0)
		return act_unwritten(act, err);
	if (!follows)
		return 0;
	if (render_runbook_marks(&act->session->ledger, &done, err) < 0)
		return act_unwritten(act, err);
	for (size_t i = 0; i < done.count; i++)
		if (done.items[i].outcome == RENDER_LEFT)
			output_note("mcade: left '%s' alone: %s", done.items[i].path,
				    done.items[i].detail);
	return 0;
}

int act_write_records(struct act *act, struct err *err)
{
	bool follows;

	if (act_follows(act, &follows, err) < 0 ||
	    (follows && records_append_log(&act->session->ledger, &act->receipt, err) < 0))
		return act_unwritten(act, err);
	return act_render_marks(act, err);
}

void act_write_log(struct act *act)
{
	bool follows;
	struct err err;

	if (act_follows(act, &follows, &err) < 0 ||
	    (follows && records_append_log(&act->session->ledger, &act->receipt, &err) < 0))
		output_note("mcade: warning: the log is not written: %s\n  next: git mcade "
			    "render",
			    err.text);
}

int act_evidence(struct act *act, struct err *err)
{
	size_t count;
	const char **paths = option_list(act->options, "evidence", &count);

	return attested_files(&act->session->ledger, (const char *const *)paths, count,
			      &act->intent, &act->refused, err);
}
