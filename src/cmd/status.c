/* git mcade status, next, show: where things stand. */
#include "base/cleanup.h"
#include "base/printable.h"
#include "cmd/behind.h"
#include "ledger/aside.h"
#include "ledger/at.h"
#include "act/launch.h"
#include "records/render.h"
#include "ledger/in_force.h"
#include "report/advice.h"
#include "report/output.h"
#include "report/steps.h"

#define OPTION_AT                                                             \
	{                                                                     \
		OPTION_TEXT, 0, "at", "WHEN",                                 \
			"as it was at an event, ledger commit, moment or day" \
	}

static const struct option options[] = {
	{OPTION_TEXT, 'e', "env", "ENV", "the environment; may be left out where there is one"},
	OPTION_AT,
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

static int compute(struct session *s, const struct option_values *o, struct readiness *ret,
		   struct err *err)
{
	const char *at = option_text(o, "at"), *environment;

	if (at && ledger_go_back(&s->ledger, at, &s->ledger.view, err) < 0)
		return -1;
	if (runbook_environment_of(&s->ledger, option_text(o, "env"), &environment, err) < 0)
		return -1;
	if (readiness_compute(&s->ledger, environment, at != NULL, ret, err) < 0)
		return -1;
	launch_advise(&s->ledger, ret);
	if (!at)
		say_behind(s, s->ledger.view);
	return 0;
}

/* Of the past nothing is owed any more. */
static int owed(struct session *s, const struct readiness *r, struct rendered *ret,
		const char **ret_ref, struct err *err)
{
	*ret = (struct rendered){0};
	*ret_ref = NULL;
	return r->past ? 0 : render_owed(&s->ledger, r->environment->id, ret, ret_ref, err);
}

static void add_owed(struct strbuf *out, const struct rendered *owed, const char *ref)
{
	for (size_t i = 0; i < owed->count; i++) {
		strbuf_addstr(out, i ? ", " : "owed: ");
		if (!i)
			strbuf_addf(out, "%s has not got what the ledger holds: ", ref);
		printable_addstr(out, owed->items[i].path);
		strbuf_addstr(out, " (");
		printable_addstr(out, owed->items[i].detail);
		strbuf_addch(out, ')');
	}
	if (owed->count)
		strbuf_addstr(out, "\n  hint: commit the records, which 'git mcade render' "
				   "writes, and push them\n");
}

static void owed_json(struct json_writer *w, const struct rendered *owed)
{
	jw_field_array(w, "owed");
	for (size_t i = 0; i < owed->count; i++) {
		jw_object(w);
		jw_field_string(w, "path", owed->items[i].path);
		jw_field_string(w, "detail", owed->items[i].detail);
		jw_end(w);
	}
	jw_end(w);
}

/* What happened, and is in no record: contested in the ledger, or only in this clone. */
struct unrecorded {
	struct contested_fact *contested;
	struct aside_event *aside;
	size_t contested_count, aside_count;
};

static int find_unrecorded(struct session *s, const struct readiness *r, struct unrecorded *ret,
			   struct err *err)
{
	*ret = (struct unrecorded){0};
	if (r->past)
		return 0;
	contested_list(&s->ledger, s->ledger.view, &ret->contested, &ret->contested_count);
	return aside_list(&s->ledger, s->ledger.view, &ret->aside, &ret->aside_count, err);
}

static void add_unrecorded(struct strbuf *out, const struct unrecorded *u)
{
	for (size_t i = 0; i < u->contested_count; i++)
		strbuf_addf(out,
			    "contested: event %" PRIu64 " %s by %s (%s) waits for an owner's "
			    "word (attest, of a later version)\n",
			    u->contested[i].sequence, u->contested[i].word,
			    u->contested[i].principal, u->contested[i].rule);
	for (size_t i = 0; i < u->aside_count; i++) {
		strbuf_addf(out, "set aside: %s by ", u->aside[i].subject);
		printable_addstr(out, u->aside[i].name);
		strbuf_addf(out, "%s, kept at %s\n",
			    u->aside[i].happened ? ", which happened" : "", u->aside[i].ref);
	}
}

static void unrecorded_json(struct json_writer *w, const struct unrecorded *u)
{
	jw_field_array(w, "contested");
	for (size_t i = 0; i < u->contested_count; i++) {
		jw_object(w);
		jw_field_int(w, "sequence", (int64_t)u->contested[i].sequence);
		jw_field_string(w, "event", u->contested[i].word);
		jw_field_string(w, "principal", u->contested[i].principal);
		jw_field_string(w, "rule", u->contested[i].rule);
		jw_end(w);
	}
	jw_end(w);
	jw_field_array(w, "aside");
	for (size_t i = 0; i < u->aside_count; i++) {
		jw_object(w);
		jw_field_string(w, "event", u->aside[i].subject);
		jw_field_string(w, "name", u->aside[i].name);
		jw_field_bool(w, "happened", u->aside[i].happened);
		jw_field_string(w, "ref", u->aside[i].ref);
		jw_end(w);
	}
	jw_end(w);
}

static int run_status(struct session *s, const struct option_values *o, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct unrecorded unrecorded;
	struct rendered lacking;
	struct readiness r;
	struct json_writer w;
	const char *ref;

	if (compute(s, o, &r, err) < 0 || owed(s, &r, &lacking, &ref, err) < 0 ||
	    find_unrecorded(s, &r, &unrecorded, err) < 0)
		return -1;
	if (!option_flag(o, "json")) {
		report_status(&out, &r, s->ledger.view);
		add_owed(&out, &lacking, ref);
		add_unrecorded(&out, &unrecorded);
		return output_data(&out, err);
	}
	output_json_begin(&w, &out, "status");
	jw_field_string(&w, "environment", r.environment->id);
	jw_field_int(&w, "sequence", (int64_t)s->ledger.view->sequence);
	jw_field_array(&w, "steps");
	for (size_t i = 0; i < r.count; i++)
		report_step_json(&w, &r.steps[i]);
	jw_end(&w);
	jw_key(&w, "gates"); /* none can be run by this version */
	jw_array(&w);
	jw_end(&w);
	owed_json(&w, &lacking);
	unrecorded_json(&w, &unrecorded);
	return output_json_end(&w, &out, err);
}

static int run_next(struct session *s, const struct option_values *o, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct step_view *next;
	struct readiness r;
	struct json_writer w;

	if (compute(s, o, &r, err) < 0)
		return -1;
	next = r.past ? NULL : readiness_next(&r);
	if (option_flag(o, "json")) {
		output_json_begin(&w, &out, "next");
		jw_field_string(&w, "environment", r.environment->id);
		if (next) {
			jw_key(&w, "step");
			report_step_json(&w, next);
			if (next->next)
				jw_field_string(
					&w, advice_is_command(next->next) ? "command" : "hint",
					advice_words(next->next));
		}
		return output_json_end(&w, &out, err);
	}
	if (next)
		report_next(&out, next);
	else
		strbuf_addf(&out, "nothing to do in %s: every step is done\n",
			    r.environment->id);
	return output_data(&out, err);
}

static int run_show(struct session *s, const struct option_values *o, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct step_view *view;
	const char *step;
	struct readiness r;
	struct json_writer w;

	if (o->operand_count != 1)
		return err_set(err, ERR_USAGE, "which step?");
	if (compute(s, o, &r, err) < 0 ||
	    runbook_step_of(&s->ledger, o->operands[0], &step, err) < 0)
		return -1;
	view = readiness_step(&r, step);
	if (!view)
		return err_set(err, ERR_USAGE, "'%s' does not exist in '%s'", step,
			       r.environment->id);
	if (option_flag(o, "json")) {
		output_json_begin(&w, &out, "show");
		jw_field_string(&w, "environment", r.environment->id);
		jw_key(&w, "step");
		report_step_json(&w, view);
		return output_json_end(&w, &out, err);
	}
	report_step(&out, view);
	return output_data(&out, err);
}

const struct subcommand cmd_status = {
	.name = "status",
	.group = GROUP_OPERATE,
	.everyday = true,
	.usage = "[--env ENV] [--at WHEN]",
	.summary = "every step: phase, why not ready, pins, lock",
	.options = options,
	.needs = NEEDS_REPO | NEEDS_LEDGER,
	.run = run_status,
};

const struct subcommand cmd_next = {
	.name = "next",
	.group = GROUP_OPERATE,
	.everyday = true,
	.usage = "[--env ENV]",
	.summary = "the next legal act, in one line",
	.options = options,
	.needs = NEEDS_REPO | NEEDS_LEDGER,
	.run = run_next,
};

const struct subcommand cmd_show = {
	.name = "show",
	.group = GROUP_OPERATE,
	.usage = "STEP [--env ENV] [--at WHEN]",
	.summary = "everything that is recorded of one step",
	.options = options,
	.needs = NEEDS_REPO | NEEDS_LEDGER,
	.run = run_show,
};
