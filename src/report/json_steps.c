#include "report/json_internal.h"

#include "base/cleanup.h"
#include "base/time.h"
#include "model/logentry.h"

static void add_approval(struct json_writer *w, const struct step_view *v)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	if (!v->approval)
		return;
	jw_key(w, "approval");
	jw_object(w);
	json_approval(w, v);
	jw_field_array(w, "by");
	for (size_t i = 0; i < v->approval_count; i++)
		if (approvals_names(v->approvals, v->approval_count, i))
			jw_string(w, approved_by(&v->approvals[i], &scratch));
	jw_end(w);
	jw_end(w);
}

static void add_step(struct json_writer *w, const struct step_view *v)
{
	const struct step_state *s = v->state;
	const char *attested[2];
	size_t attested_count = step_attested(s, attested);

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
	if (attested_count)
		jw_field_list(w, "attested", attested, attested_count);
	jw_field_string(w, "result", s->result);
	jw_field_string(w, "verify", s->verify);
	jw_field_string(w, "restore", s->restore);
	jw_field_string(w, "checkpoint", s->checkpoint_directory);
	add_approval(w, v);
	if (s->sequence) /* 0 is the genesis, which speaks of no step */
		jw_field_int(w, "sequence", (int64_t)s->sequence);
	json_advice(w, "next", v->next);
	jw_end(w);
}

static void add_owed(struct json_writer *w, const struct owed *owed)
{
	jw_field_array(w, "owed");
	for (size_t i = 0; i < owed->count; i++) {
		const struct owed_day *day = &owed->days[i];

		jw_object(w);
		jw_field_string(w, "day", day->day);
		jw_field_int(w, "acts", (int64_t)day->acts);
		if (day->acts) {
			jw_field_int(w, "first", (int64_t)day->first);
			jw_field_int(w, "last", (int64_t)day->last);
		}
		jw_field_array(w, "files");
		for (size_t k = 0; k < day->file_count; k++) {
			jw_object(w);
			jw_field_string(w, "path", day->files[k].path);
			jw_field_string(w, "detail", day->files[k].detail);
			jw_end(w);
		}
		jw_end(w);
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
		json_advice(w, "next", r->contested[i].next);
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

static void add_pins(struct json_writer *w, const struct environment_status *e)
{
	jw_field_array(w, "pins");
	for (size_t i = 0; i < e->pin_count; i++) {
		const struct pin_view *pin = &e->pins[i];

		jw_object(w);
		jw_field_string(w, "path", pin->path);
		jw_field_string(w, "value", pin->value);
		if (pin->who) {
			jw_field_int(w, "sequence", (int64_t)pin->sequence);
			jw_field_string(w, "signer", pin->who);
			jw_field_string(w, "time", TIME_TEXT(pin->when));
		}
		jw_end(w);
	}
	jw_end(w);
}

static void add_unlooked(struct json_writer *w, const struct unlooked *u)
{
	if (!u->count)
		return;
	jw_key(w, "rolled_back");
	jw_object(w);
	jw_field_int(w, "sequence", (int64_t)u->sequence);
	jw_field_array(w, "steps");
	for (size_t i = 0; i < u->count; i++)
		jw_string(w, u->steps[i]->id);
	jw_end(w);
	jw_end(w);
}

static void add_environment(struct json_writer *w, const struct environment_status *e)
{
	const struct readiness *readiness = e->readiness;

	jw_field_string(w, "environment", readiness->environment->id);
	jw_field_array(w, "steps");
	for (size_t i = 0; i < readiness->count; i++)
		add_step(w, &readiness->steps[i]);
	jw_end(w);
	jw_field_array(w, "gates");
	json_gates(w, e);
	jw_end(w);
	jw_field_array(w, "promotion");
	if (e->promotion)
		json_promotion(w, e->promotion, e->readiness);
	jw_end(w);
	json_fails(w, e);
	json_rollbacks(w, e);
	add_unlooked(w, &e->unlooked);
	json_drills(w, e->drills, e->drill_count);
	add_pins(w, e);
}

static void add_freezes(struct json_writer *w, const struct status_result *r)
{
	jw_field_array(w, "freezes");
	for (size_t i = 0; i < r->freeze_count; i++) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		const struct frozen *f = &r->freezes[i];
		const char *who;
		int64_t when;

		jw_object(w);
		jw_field_string(w, "id", f->freeze->id);
		jw_field_list(w, "paths", f->freeze->paths.items, f->freeze->paths.count);
		jw_field_list(w, "except", f->freeze->except.items, f->freeze->except.count);
		jw_field_list(w, "steps", f->freeze->steps.items, f->freeze->steps.count);
		jw_field_string(w, "reason", f->freeze->reason);
		jw_field_string(w, "window", window_text(&f->freeze->window, &scratch));
		if (f->sequence && state_signer(r->ledger->state, f->sequence, &who, &when)) {
			jw_field_int(w, "sequence", (int64_t)f->sequence);
			jw_field_string(w, "signer", who);
			jw_field_string(w, "time", TIME_TEXT(when));
		}
		jw_end(w);
	}
	jw_end(w);
}

/* One environment's are keys of the object itself; of several they are objects of a list. */
void json_status(struct report *out, const struct status_result *r)
{
	struct json_writer w;

	json_begin(&w, &out->data, "status");
	jw_field_bool(&w, "confirmed", r->ledger->confirmed);
	jw_field_int(&w, "sequence", (int64_t)r->ledger->sequence);
	if (r->environment_count == 1)
		add_environment(&w, &r->environments[0]);
	else
		jw_field_array(&w, "environments");
	for (size_t i = 0; r->environment_count != 1 && i < r->environment_count; i++) {
		jw_object(&w);
		add_environment(&w, &r->environments[i]);
		jw_end(&w);
	}
	if (r->environment_count != 1)
		jw_end(&w);
	add_freezes(&w, r);
	json_exceptions(&w, "halted", EVENT_HALT, r->ledger->state, r->exceptions,
			r->exception_count);
	json_exceptions(&w, "incidents", EVENT_INCIDENT_OPEN, r->ledger->state, r->exceptions,
			r->exception_count);
	json_exceptions(&w, "waivers", EVENT_WAIVE, r->ledger->state, r->exceptions,
			r->exception_count);
	add_owed(&w, &r->owed);
	add_unrecorded(&w, r);
	add_pending(&w, r);
	jw_field_int(&w, "unpublished", (int64_t)r->unpublished);
	jw_field_int(&w, "behind", (int64_t)r->behind);
	jw_field_bool(&w, "apart", r->apart);
	json_end(&w);
}

void json_next(struct report *out, const struct next_result *r)
{
	struct json_writer w;

	json_begin(&w, &out->data, "next");
	jw_field_string(&w, "environment", r->environment);
	jw_field_int(&w, "steps", (int64_t)r->steps);
	if (r->step) {
		jw_key(&w, "step");
		add_step(&w, r->step);
		json_advice(&w, "command", r->step->next);
	} else if (r->promote) {
		json_advice(&w, "command", r->promote);
	} else if (r->unlooked.count) {
		json_advice(&w, "command", r->unlooked.way);
	}
	add_unlooked(&w, &r->unlooked);
	if (r->late) {
		jw_key(&w, "incident");
		jw_object(&w);
		jw_field_string(&w, "id", r->late);
		json_advice(&w, "command", r->close);
		jw_end(&w);
	}
	add_owed(&w, &r->owed);
	json_end(&w);
}

/* -- one step, one event ------------------------------------------------------------------------- */

/* {"sequence": 12, "signer": "otto", "time": ...}; 0: nothing of the kind happened */
static void add_place(struct json_writer *w, const struct ledger_view *ledger, const char *key,
		      uint64_t sequence)
{
	const char *who;
	int64_t when;

	if (!sequence)
		return;
	jw_key(w, key);
	jw_object(w);
	jw_field_int(w, "sequence", (int64_t)sequence);
	if (ledger && state_signer(ledger->state, sequence, &who, &when)) {
		jw_field_string(w, "signer", who);
		jw_field_string(w, "time", TIME_TEXT(when));
	}
	jw_end(w);
}

static void add_events(struct json_writer *w, const struct show_result *r)
{
	jw_field_array(w, "events");
	for (size_t i = 0; i < r->count; i++) {
		jw_object(w);
		json_event_fields(w, r->ledger, r->trust, &r->events[i].event);
		jw_field_string(w, "patch", r->events[i].patch);
		jw_end(w);
	}
	jw_end(w);
}

static void add_output(struct json_writer *w, const struct show_result *r)
{
	static const char *const where[] = {"here", "absent", "other bytes"};

	jw_field_array(w, "output");
	for (size_t i = 0; i < r->output_count; i++) {
		jw_object(w);
		jw_field_string(w, "name", r->output[i].name);
		jw_field_string(w, "sha256", r->output[i].sha256);
		jw_field_int(w, "bytes", (int64_t)r->output[i].size);
		jw_field_string(w, "where", where[r->output[i].where]);
		if (r->output[i].where == EVIDENCE_HERE) {
			jw_key(w, "text");
			jw_bytes(w, r->output[i].text);
		}
		jw_end(w);
	}
	jw_end(w);
}

static void add_stands(struct json_writer *w, const struct show_result *r)
{
	if (r->stand_count)
		jw_field_array(w, "stands");
	for (size_t i = 0; i < r->stand_count; i++) {
		const struct environment_status *e = &r->stands[i];
		const struct gate_said *said = &e->gates[0].said;

		jw_object(w);
		jw_field_string(w, "environment", e->readiness->environment->id);
		jw_field_bool(w, "go", gate_is_go(said));
		if (said->verdict) {
			jw_field_string(w, "verdict", gate_word(said->verdict));
			jw_field_string(w, "why", said->no_longer);
			jw_field_string(w, "candidate", said->candidate);
			add_place(w, r->ledger, "decided", said->sequence);
		}
		jw_end(w);
	}
	if (r->stand_count)
		jw_end(w);
}

void json_show(struct report *out, const struct show_result *r)
{
	const struct step_state *s = r->step ? r->step->state : NULL;
	struct json_writer w;

	json_begin(&w, &out->data, "show");
	jw_field_bool(&w, "confirmed", r->ledger && r->ledger->confirmed);
	jw_field_string(&w, "environment", r->environment);
	if (s) {
		jw_key(&w, "step");
		add_step(&w, r->step);
		jw_field_string(&w, "host", s->host);
		add_place(&w, r->ledger, "started", s->run ? s->started : 0);
		add_place(&w, r->ledger, "verified", s->verified);
		add_place(&w, r->ledger, "completed", s->completed);
		add_place(&w, r->ledger, "locked", s->locked);
		jw_field_bool(&w, "more", r->more);
	}
	if (r->procedure) {
		jw_field_string(&w, "kind", subject_type_word(r->procedure->type));
		jw_field_string(&w, "id", r->procedure->step.id);
		add_stands(&w, r);
		jw_field_bool(&w, "more", r->more);
	}
	add_events(&w, r);
	if (r->printed)
		add_output(&w, r);
	json_end(&w);
}
