#include "report/json_internal.h"

#include "base/cleanup.h"
#include "model/logentry.h"
#include "report/coverage.h"

/* The expectation that decided: the first that does not hold, else the first. */
static const struct expect_item *decisive(const struct checked *r)
{
	for (size_t i = 0; i < r->item_count; i++)
		if (!r->items[i].pass)
			return &r->items[i];
	return r->item_count ? r->items : NULL;
}

static void add_check(struct json_writer *w, const struct gate_result *gate,
		      const struct checked *r)
{
	const struct expect_item *item = decisive(r);
	struct words covers = coverage_of(gate, r->check);

	jw_object(w);
	jw_field_string(w, "id", r->id);
	jw_field_string(w, "result", check_verdict_word(r->verdict));
	jw_field_string(w, "reason", r->reason);
	if (item) {
		jw_field_string(w, "what", item->what);
		jw_field_string(w, "expected", item->expected);
		jw_field_string(w, "found", item->found);
	}
	jw_field_int(w, "duration", r->milliseconds);
	jw_field_list(w, "covers", covers.items, covers.count);
	jw_field_int(w, "attempts", r->attempts);
	jw_end(w);
}

void json_gates(struct json_writer *w, const struct environment_status *e)
{
	for (size_t i = 0; i < e->gate_count; i++) {
		const struct gate_view *view = &e->gates[i];

		jw_object(w);
		jw_field_string(w, "id", view->gate->step.id);
		jw_field_string(w, "environment", e->readiness->environment->id);
		jw_field_bool(w, "void", view->said.no_longer != NULL);
		if (view->said.verdict) {
			jw_field_string(w, "verdict", gate_word(view->said.verdict));
			jw_field_string(w, "why", view->said.no_longer);
			jw_field_int(w, "sequence", (int64_t)view->said.sequence);
			jw_field_string(w, "candidate", view->said.candidate);
		}
		jw_end(w);
	}
}

static void add_exception(struct json_writer *w, const struct exception *e)
{
	jw_object(w);
	jw_field_string(w, "event", event_info(e->word)->word);
	jw_field_int(w, "sequence", (int64_t)e->sequence);
	jw_field_string(w, "rule", e->rule);
	jw_field_string(w, "candidate", e->candidate);
	jw_field_string(w, "step", e->step);
	jw_field_string(w, "path", e->path);
	jw_field_string(w, "until", e->until);
	jw_field_string(w, "reason", e->reason);
	jw_end(w);
}

void json_gate(struct report *out, const struct gate_result *gate)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct covered *covered;
	struct json_writer w;
	size_t count;

	coverage_read(gate, &scratch, &covered, &count);
	json_begin(&w, &out->data, "gate");
	jw_field_bool(&w, "recorded", true);
	jw_field_string(&w, "environment", gate->act->environment);
	jw_field_string(&w, "gate", gate->act->step);
	jw_field_string(&w, "verdict", gate->verdict);
	jw_field_string(&w, "candidate", gate->candidate);
	jw_field_array(&w, "checks");
	for (size_t i = 0; i < gate->checks.count; i++)
		add_check(&w, gate, &gate->checks.items[i]);
	jw_end(&w);
	jw_field_array(&w, "coverage");
	for (size_t i = 0; i < count; i++) {
		jw_object(&w);
		jw_field_string(&w, "id", covered[i].id);
		jw_field_string(&w, "result", check_verdict_word(covered[i].worst));
		jw_end(&w);
	}
	jw_end(&w);
	json_drills(&w, gate->drills, gate->drill_count);
	jw_key(&w, "approvals");
	jw_object(&w);
	jw_field_int(&w, "have", gate->have);
	jw_field_int(&w, "need", gate->need);
	jw_end(&w);
	jw_field_array(&w, "exceptions");
	for (size_t i = 0; i < gate->exception_count; i++)
		add_exception(&w, &gate->exceptions[i]);
	jw_end(&w);
	json_receipt(&w, gate->act);
	json_end(&w);
}
