#include "report/json_internal.h"

#include "base/time.h"

static void add_result(struct json_writer *w, const struct step_state *s)
{
	if (!s->run)
		return;
	jw_field_int(w, "sequence", (int64_t)s->started);
	jw_field_string(w, "result", s->result ? s->result : "running");
	jw_field_string(w, "verify", s->verify);
}

void json_fails(struct json_writer *w, const struct environment_status *e)
{
	const char *const *results;
	size_t count;

	if (!e->fails)
		return;
	results = entry_list(e->fails, "results", &count);
	jw_key(w, "fails");
	jw_object(w);
	jw_field_string(w, "verdict", entry_get(e->fails, "verdict"));
	jw_field_int(w, "sequence", (int64_t)e->fails->sequence);
	jw_field_array(w, "checks");
	for (size_t i = 0; i < count; i++)
		jw_string(w, results[i]);
	jw_end(w);
	jw_end(w);
}

void json_drills(struct json_writer *w, const struct drill_due *list, size_t count)
{
	jw_field_array(w, "drills");
	for (size_t i = 0; i < count; i++) {
		const struct drill_due *due = &list[i];

		jw_object(w);
		jw_field_string(w, "id", due->drill->step.id);
		jw_field_string(w, "environment", due->environment);
		if (due->passed)
			jw_field_string(w, "last", TIME_TEXT(due->last));
		jw_field_bool(w, "overdue", due->overdue);
		add_result(w, due->state);
		jw_end(w);
	}
	jw_end(w);
}

void json_rollbacks(struct json_writer *w, const struct environment_status *e)
{
	jw_field_array(w, "rollbacks");
	for (size_t i = 0; i < e->rollback_count; i++) {
		const struct rollback_view *v = &e->rollbacks[i];

		jw_object(w);
		jw_field_string(w, "id", v->rollback->step.id);
		jw_field_string(w, "environment", e->readiness->environment->id);
		if (v->by_hand) {
			jw_field_int(w, "sequence", (int64_t)v->by_hand);
			jw_field_string(w, "result", v->well ? "ok" : "failed");
		} else {
			add_result(w, v->state);
		}
		jw_field_bool(w, "by_hand", v->by_hand);
		if (v->to)
			jw_field_int(w, "restored_to", (int64_t)v->to);
		jw_field_string(w, "left", v->left);
		jw_end(w);
	}
	jw_end(w);
}
