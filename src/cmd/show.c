/* git mcade show: one step, or one event, and what was printed. */
#include "base/cleanup.h"
#include "base/texts.h"
#include "act/deciding.h"
#include "cmd/act.h"
#include "cmd/behind.h"
#include "cmd/where.h"
#include "ledger/at.h"
#include "ledger/evidence_store.h"
#include "ledger/in_force.h"
#include "ledger/past.h"
#include "ledger/patch.h"

#define HISTORY 12 /* of a step's events so many are shown; `log` has all */

const struct option options_show[] = {
	OPTION_ENVIRONMENT,
	OPTION_AT,
	{OPTION_FLAG, 0, "output", NULL, "what the last run, or that event, printed"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

struct showing {
	struct session *s;
	struct show_result *r;
	struct log_event *events;
	struct event_subject what; /* a gate, a rollback, a drill */
	struct environment_status *stands;
};

/* -- a step -------------------------------------------------------------------------------------- */

static int add_event(const struct verified_event *event, void *context, struct err *err UNUSED)
{
	struct showing *show = context;
	struct arena *a = &show->s->arena;

	show->r->more = show->r->count >= HISTORY;
	if (show->r->more)
		return 1;
	past_keep(event, a, &ARENA_PUSH(a, show->events, show->r->count)->event);
	return 0;
}

static int take_last_run(const struct verified_event *event, void *context,
			 struct err *err UNUSED)
{
	struct showing *show = context;
	struct arena *a = &show->s->arena;

	if (event_kind(&event->event) == KIND_VERDICT &&
	    (event->event.word != EVENT_ATTEST || event_get(&event->event, FIELD_CHECK) ||
	     event_get(&event->event, FIELD_CRITERION)))
		return 0;
	past_keep(event, a, &ARENA_PUSH(a, show->events, show->r->count)->event);
	return 1;
}

/* The end of the last run has what it printed; who did a manual step, what was shown. */
static int find_last_run(struct showing *show, const char *step, struct err *err)
{
	const struct past_wanted ends = {
		.kinds = 1u << (show->r->step->step->kind == STEP_MANUAL ? KIND_VERDICT
									 : KIND_FINISH),
		.environment = show->r->environment,
		.step = step};

	if (past_events(&show->s->ledger, show->s->ledger.view, &ends, take_last_run, show,
			err) < 0)
		return -1;
	if (show->r->count)
		return 0;
	err_set(err, ERR_NOT_FOUND, "no run of '%s' in '%s' has ended", step,
		show->r->environment);
	return err_next(err, "git mcade show %s --env %s", step, show->r->environment);
}

static int show_step(struct showing *show, const struct option_values *o, const char *step,
		     struct err *err)
{
	struct session *s = show->s;
	struct show_result *r = show->r;
	struct past_wanted of_it = {.step = step};
	const struct readiness *readiness;

	if (runbook_environment_of(&s->ledger, option_text(o, "env"), &r->environment, err) <
		    0 ||
	    where_stand(s, o, r->environment, &readiness, err) < 0)
		return -1;
	r->step = readiness_step(readiness, step);
	if (!r->step)
		return err_set(err, ERR_USAGE, "'%s' does not exist in '%s'", step,
			       r->environment);
	if (r->printed)
		return find_last_run(show, step, err);
	if (!readiness->past)
		say_behind(s, s->ledger.view);
	of_it.environment = r->environment;
	return past_events(&s->ledger, s->ledger.view, &of_it, add_event, show, err);
}

/* -- a gate, a rollback, a drill ------------------------------------------------------------------ */

/* The index knows events by their steps: what is about something else says so itself. */
static bool is_about(const struct showing *show, const struct event *event)
{
	struct event_subject what = event_subject_of(event);

	return what.type == show->what.type && what.id && !strcmp(what.id, show->what.id);
}

static int add_about(const struct verified_event *event, void *context, struct err *err)
{
	return is_about(context, &event->event) ? add_event(event, context, err) : 0;
}

/* The end of the last run, or the last verdict of a gate. */
static int take_last_about(const struct verified_event *event, void *context,
			   struct err *err UNUSED)
{
	struct showing *show = context;
	struct arena *a = &show->s->arena;
	enum event_kind kind = event_kind(&event->event);
	bool ends = kind == KIND_FINISH || event->event.word == EVENT_GATE;

	if (!ends || !is_about(show, &event->event))
		return 0;
	past_keep(event, a, &ARENA_PUSH(a, show->events, show->r->count)->event);
	return 1;
}

/* Where a gate stands in each environment that asks it, as `status` has it. */
static int add_stands(struct showing *show, const struct option_values *o,
		      const struct runbook *rb, const struct procedure *gate, struct err *err)
{
	struct session *s = show->s;

	for (size_t i = 0; i < rb->environment_count; i++) {
		const struct environment *there = &rb->environments[i];
		struct environment_status e = {.gate_count = 1};
		const struct gate_view *all;
		size_t count;

		if (there->retired || !step_in(&gate->step, there->id))
			continue;
		if (where_stand(s, o, there->id, &e.readiness, err) < 0 ||
		    gates_seen(&s->ledger, e.readiness, &all, &count, err) < 0)
			return -1;
		for (size_t k = 0; k < count; k++) {
			if (strcmp(all[k].gate->step.id, gate->step.id) != 0)
				continue;
			e.gates = &all[k];
			*ARENA_PUSH(&s->arena, show->stands, show->r->stand_count) = e;
		}
	}
	show->r->stands = show->stands;
	return 0;
}

static int show_procedure(struct showing *show, const struct option_values *o,
			  const struct runbook *rb, const char *text, struct err *err)
{
	struct session *s = show->s;
	struct past_wanted of_it = {.step = NULL};
	const struct procedure *p = runbook_procedure(rb, show->what);
	const char *env = option_text(o, "env");

	if (!p)
		return err_set(err, ERR_USAGE, "there is no %s '%s'",
			       subject_type_word(show->what.type), show->what.id);
	if (runbook_environment_of(&s->ledger, env ? env : p->environment,
				   &show->r->environment, err) < 0)
		return -1;
	if (!step_in(&p->step, show->r->environment))
		return err_set(err, ERR_USAGE, "'%s' does not exist in '%s'", text,
			       show->r->environment);
	show->r->procedure = p;
	if (p->type == SUBJECT_GATE && !show->r->printed && add_stands(show, o, rb, p, err) < 0)
		return -1;
	of_it.environment = show->r->environment;
	if (past_events(&s->ledger, s->ledger.view, &of_it,
			show->r->printed ? take_last_about : add_about, show, err) < 0)
		return -1;
	return show->r->printed && !show->r->count
		       ? err_set(err, ERR_NOT_FOUND, "no run of '%s' in '%s' has ended", text,
				 show->r->environment)
		       : 0;
}

/* -- an event ------------------------------------------------------------------------------------ */

static int show_event(struct showing *show, uint64_t sequence, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf patch = STRBUF_INIT;
	const struct ledger *l = &show->s->ledger;
	struct arena *a = &show->s->arena;
	struct log_event *only = ARENA_PUSH(a, show->events, show->r->count);

	if (past_event(l, l->view, sequence, a, &only->event, err) < 0)
		return -1;
	if (show->r->printed)
		return 0;
	if (ledger_patch(l, l->view, &only->event, &patch, err) < 0)
		return -1;
	only->patch = arena_strndup(a, patch.len ? patch.buf : "", patch.len);
	return 0;
}

/* "gate:NAME", "rollback:ID", "drill:ID". */
static bool names_procedure(const char *text, struct event_subject *ret)
{
	static const enum subject_type types[] = {SUBJECT_GATE, SUBJECT_ROLLBACK,
						  SUBJECT_DRILL};
	bool names = false;

	for (size_t i = 0; !names && i < ARRAY_SIZE(types); i++) {
		size_t len = strlen(subject_type_word(types[i]));

		names = text_begins(text, subject_type_word(types[i])) && text[len] == ':';
		if (names)
			*ret = (struct event_subject){types[i], text + len + 1};
	}
	return names;
}

/* A step of the runbook in force goes before an event: who means that one says "event:...". */
static int show_operand(struct showing *show, const struct option_values *o, const char *text,
			struct err *err)
{
	const struct ledger *l = &show->s->ledger;
	const struct runbook *runbook = NULL;
	const char *step;
	uint64_t sequence;
	bool found;

	if (ledger_runbook(l, &runbook, err) < 0 && err->code != ERR_NOT_FOUND)
		return -1;
	if (runbook && !text_begins(text, "event:") && runbook_step(runbook, text))
		return show_step(show, o, runbook_step(runbook, text)->id, err);
	if (runbook && names_procedure(text, &show->what))
		return show_procedure(show, o, runbook, text, err);
	if (ledger_find_event(l, text, &sequence, &found, err) < 0)
		return -1;
	if (found)
		return show_event(show, sequence, err);
	if (text_begins(text, "event:")) {
		err_set(err, ERR_USAGE, "there is no event '%s'", text + strlen("event:"));
		return err_next(err, "git mcade log");
	}
	return runbook_step_of(l, text, &step, err) < 0 ? -1 : show_step(show, o, step, err);
}

/* The event has them by their hashes; people look for what ran first. */
static int by_name(const void *a, const void *b)
{
	const struct evidence_text *x = a, *y = b;
	int later = !!strncmp(x->name, "run", 3) - !!strncmp(y->name, "run", 3);

	return later ? later : strcmp(x->name, y->name);
}

int cmd_show(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	struct show_result *r = arena_alloc(&s->arena, sizeof(*r));
	struct showing show = {.s = s, .r = r};
	struct evidence_text *output;

	if (o->operand_count != 1)
		return err_set(err, ERR_USAGE, "which step, or which event?");
	r->printed = option_flag(o, "output");
	if (where_go(s, o, err) < 0 || show_operand(&show, o, o->operands[0], err) < 0 ||
	    state_trust(s->ledger.view->state, &r->trust, err) < 0)
		return -1;
	if (r->printed) {
		if (evidence_texts(&s->ledger, &show.events[0].event.event, &s->arena, &output,
				   &r->output_count, err) < 0)
			return -1;
		if (r->output_count)
			qsort(output, r->output_count, sizeof(*output), by_name);
		r->output = output;
	}
	r->events = show.events;
	r->ledger = s->ledger.view;
	result_is_show(ret, r);
	return 0;
}
