#include "cmd/act.h"

#include "base/cleanup.h"
#include "base/time.h"
#include "remote/sync.h"
#include "records/render.h"
#include "ledger/in_force.h"
#include "report/findings.h"
#include "report/output.h"

/* The remote is asked before the act, so that what others did is known; it need not answer. */
static int fetch_first(struct session *s, struct err *err)
{
	struct sync_state state;

	if (!s->ledger.remote)
		return 0;
	if (sync_fetch(&s->ledger, false, &state, err) < 0)
		return -1;
	switch (state.relation) {
	case SYNC_UNREACHABLE:
		output_note("mcade: remote '%s' did not answer (%s): recorded here only",
			    s->ledger.remote, state.reason);
		return 0;
	case SYNC_BEHIND:
		return sync_forward(&s->ledger, &state, err);
	case SYNC_LOST_RACE:
		err_set(err, ERR_WAITING,
			"somebody else's events came first; yours are not published");
		return err_next(err, "git mcade sync --set-aside");
	default:
		return 0;
	}
}

int act_begin(struct act *act, struct session *session, const struct option_values *options,
	      enum event_word word, struct err *err)
{
	const char *reason = option_text(options, "message");

	*act = (struct act){.session = session, .options = options};
	act->refused.arena = &session->arena;
	act->intent.event.word = word;
	if (reason && *reason)
		act->intent.event.reason = reason;
	if (event_demands(word, FIELD_SAYS) && !act->intent.event.reason)
		return err_set(err, ERR_USAGE, "'%s' needs a reason: -m TEXT",
			       event_info(word)->word);
	if (word != EVENT_INIT && !option_flag(options, "no-fetch") &&
	    fetch_first(session, err) < 0)
		return -1;
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

int act_environment(struct act *act, struct err *err)
{
	if (runbook_environment_of(&act->session->ledger, option_text(act->options, "env"),
				   &act->environment, err) < 0)
		return -1;
	act_set(act, FIELD_ENVIRONMENT, act->environment);
	return 0;
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

static void begin_json(const struct act *act, struct json_writer *w, struct strbuf *out,
		       bool recorded)
{
	const char *word = event_info(act->intent.event.word)->word;

	output_json_begin(w, out, act->command ? act->command : word);
	jw_field_bool(w, "recorded", recorded);
	jw_field_string(w, "step", act->step);
	jw_field_string(w, "environment", act->environment);
}

void act_warn(struct act *act)
{
	for (size_t i = 0; i < act->refused.count; i++)
		output_note("mcade: warning: [%s] %s", rule_word(act->refused.items[i].rule),
			    act->refused.items[i].message);
	act->refused.count = 0;
}

int act_refuse(struct act *act, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct json_writer w;

	report_say(&act->refused);
	if (!option_flag(act->options, "json"))
		return 1;
	begin_json(act, &w, &out, false);
	report_findings_json(&w, &act->refused);
	return output_json_end(&w, &out, err) < 0 ? -1 : 1;
}

int act_show_plan(const struct act *act, const char *plan, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct json_writer w;

	begin_json(act, &w, &out, false);
	jw_field_string(&w, "plan", plan);
	report_findings_json(&w, &act->refused);
	return output_json_end(&w, &out, err);
}

int act_try(struct act *act, struct err *err)
{
	struct ledger *l = &act->session->ledger;
	int verdict = record_event(l, &act->intent, &act->receipt, &act->refused, err);

	if (!verdict)
		l->view = act->receipt.view;
	return verdict;
}

int act_record(struct act *act, struct err *err)
{
	int verdict = act_try(act, err);

	return verdict == 1 ? act_refuse(act, err) : verdict;
}

int act_finish(struct act *act, struct err *err)
{
	int status = act_record(act, err);

	return status ? status : act_show(act, err);
}

int act_unwritten(const struct act *act, struct err *err)
{
	if (err->code == ERR_UNTRUSTED) /* what stands in the work tree, not the ledger */
		err->code = ERR_IO;
	err_prefix(err, "event %" PRIu64 " is recorded, but the work tree is not written",
		   act->receipt.sequence);
	return err_next(err, "git mcade render");
}

int act_render_marks(const struct act *act, struct err *err)
{
	struct rendered done = RENDERED_INIT;

	if (render_runbook_marks(&act->session->ledger, &done, err) < 0)
		return act_unwritten(act, err);
	for (size_t i = 0; i < done.count; i++)
		if (done.items[i].outcome == RENDER_LEFT)
			output_note("mcade: left '%s' alone: %s", done.items[i].path,
				    done.items[i].detail);
	return 0;
}

static void show_json(const struct act *act, struct json_writer *w)
{
	const struct findings none = {0};
	char commit[OID_HEX_SIZE];

	oid_hex(&act->receipt.commit, commit);
	jw_field_string(w, "ledger", act->session->ledger.view->id);
	jw_field_int(w, "sequence", (int64_t)act->receipt.sequence);
	jw_field_string(w, "commit", commit);
	jw_field_string(w, "id", act->receipt.id);
	jw_field_string(w, "time", TIME_TEXT(act->receipt.time));
	jw_field_string(w, "event", event_info(act->receipt.event.word)->word);
	jw_field_string(w, "result", event_get(&act->receipt.event, FIELD_RESULT));
	jw_field_string(w, "verify", event_verified(&act->receipt.event));
	jw_field_string(w, "signer", act->receipt.origin.principal);
	report_findings_json(w, &none);
}

int act_show(const struct act *act, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct json_writer w;

	if (option_flag(act->options, "json")) {
		begin_json(act, &w, &out, true);
		show_json(act, &w);
		return output_json_end(&w, &out, err);
	}
	strbuf_addf(&out, "recorded %" PRIu64 " %s (%.12s, signed by %s)\n",
		    act->receipt.sequence, event_subject(&act->receipt.event, &scratch),
		    OID_HEX(&act->receipt.commit), act->receipt.origin.principal);
	return output_data(&out, err);
}
