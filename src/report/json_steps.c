#include "report/json_internal.h"

static void add_step(struct json_writer *w, const struct step_view *v)
{
	const struct step_state *s = v->state;

	jw_object(w);
	jw_field_string(w, "id", v->step->id);
	jw_field_string(w, "section", v->step->section);
	jw_field_string(w, "title", v->step->title);
	jw_field_string(w, "phase", phase_word(s->phase));
	jw_field_bool(w, "ready", v->ready);
	jw_field_list(w, "reasons", v->reasons, v->reason_count);
	jw_field_bool(w, "locked", v->locked);
	jw_field_bool(w, "frozen", v->frozen != NULL);
	jw_field_bool(w, "stale", v->stale);
	jw_field_bool(w, "asserted", v->asserted);
	jw_field_bool(w, "disputed", v->contradicted);
	jw_field_list(w, "claims", s->claims, s->claim_count);
	jw_field_list(w, "pins", s->pins, s->pin_count);
	jw_field_list(w, "without", s->without, s->without_count);
	jw_field_string(w, "result", s->result);
	jw_field_string(w, "verify", s->verify);
	jw_field_string(w, "restore", s->restore);
	jw_field_string(w, "checkpoint", s->checkpoint_directory);
	if (s->sequence) /* 0 is the genesis, which speaks of no step */
		jw_field_int(w, "sequence", (int64_t)s->sequence);
	json_advice(w, "next", v->next);
	jw_end(w);
}

static void add_owed(struct json_writer *w, const struct rendered *owed)
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

static void add_unrecorded(struct json_writer *w, const struct status_result *r)
{
	jw_field_array(w, "contested");
	for (size_t i = 0; i < r->contested_count; i++) {
		jw_object(w);
		jw_field_int(w, "sequence", (int64_t)r->contested[i].sequence);
		jw_field_string(w, "event", r->contested[i].word);
		jw_field_string(w, "principal", r->contested[i].principal);
		jw_field_string(w, "rule", r->contested[i].rule);
		jw_end(w);
	}
	jw_end(w);
	jw_field_array(w, "aside");
	for (size_t i = 0; i < r->aside_count; i++) {
		jw_object(w);
		jw_field_string(w, "event", r->aside[i].subject);
		jw_field_string(w, "name", r->aside[i].name);
		jw_field_bool(w, "happened", r->aside[i].happened);
		jw_field_string(w, "ref", r->aside[i].ref);
		jw_end(w);
	}
	jw_end(w);
}

static void add_pending(struct json_writer *w, const struct status_result *r)
{
	jw_field_array(w, "pending");
	for (size_t i = 0; i < r->pending_count; i++) {
		const struct pending *p = &r->pending[i];
		const struct event *e = &p->intent.event;

		jw_object(w);
		jw_field_string(w, "step", event_get(e, FIELD_STEP));
		jw_field_string(w, "environment", event_get(e, FIELD_ENVIRONMENT));
		jw_field_string(w, "run", p->run);
		jw_field_string(w, "result", event_get(e, FIELD_RESULT));
		jw_field_string(w, "time", event_get(e, FIELD_OCCURRED));
		jw_field_bool(w, "resume", p->place == PENDING_GIT);
		jw_field_string(w, "why", p->why);
		jw_end(w);
	}
	jw_end(w);
}

void json_status(struct report *out, const struct status_result *r)
{
	const struct readiness *readiness = r->readiness;
	struct json_writer w;

	json_begin(&w, &out->data, "status");
	jw_field_string(&w, "environment", readiness->environment->id);
	jw_field_int(&w, "sequence", (int64_t)r->ledger->sequence);
	jw_field_array(&w, "steps");
	for (size_t i = 0; i < readiness->count; i++)
		add_step(&w, &readiness->steps[i]);
	jw_end(&w);
	jw_field_array(&w, "gates"); /* none can be run by this version */
	jw_end(&w);
	add_owed(&w, &r->owed);
	add_unrecorded(&w, r);
	add_pending(&w, r);
	jw_field_int(&w, "unpublished", (int64_t)r->unpublished);
	json_end(&w);
}

void json_next(struct report *out, const struct next_result *r)
{
	struct json_writer w;

	json_begin(&w, &out->data, "next");
	jw_field_string(&w, "environment", r->environment);
	if (r->step) {
		jw_key(&w, "step");
		add_step(&w, r->step);
		json_advice(&w, "command", r->step->next);
	}
	json_end(&w);
}

void json_show(struct report *out, const struct show_result *r)
{
	struct json_writer w;

	json_begin(&w, &out->data, "show");
	jw_field_string(&w, "environment", r->environment);
	jw_key(&w, "step");
	add_step(&w, r->step);
	json_end(&w);
}
