#include "report/json_internal.h"

#include "base/cleanup.h"
#include "model/finding.h"

/* Of what has come nothing is asked any more. */
static void add_reasons(struct json_writer *w, const struct promoting *p)
{
	const struct findings *found = &p->found;

	jw_field_array(w, "reasons");
	for (size_t i = 0; !p->done && i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR)
			jw_string(w, found->items[i].message);
	jw_end(w);
}

/* Which steps need an approval before they put out again what was taken back. */
static void add_undone(struct json_writer *w, const struct promoting *p,
		       const struct readiness *r)
{
	if (!promoting_is_undone(p))
		return;
	jw_field_int(w, "rolled_back", (int64_t)p->undone);
	if (promoting_bar(p))
		jw_field_bool(w, "barred", true);
	jw_field_array(w, "approve_again");
	for (size_t i = 0; i < r->count; i++)
		if (step_lacks_approval(&r->steps[i]))
			jw_string(w, r->steps[i].step->id);
	jw_end(w);
}

void json_promotion(struct json_writer *w, const struct promoting *p, const struct readiness *r)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	jw_object(w);
	jw_field_string(w, "environment", p->target->id);
	jw_field_string(w, "candidate", event_get(&p->event, FIELD_CANDIDATE));
	jw_field_string(w, "from", p->source->id);
	jw_field_int(w, "soak_left", p->soak_left);
	jw_key(w, "approvals");
	jw_object(w);
	jw_field_int(w, "have", approvals_given(p->approvals, p->approval_count));
	jw_field_int(w, "need", p->approval ? p->approval->count : 0);
	jw_field_array(w, "by");
	for (size_t i = 0; i < p->approval_count; i++)
		if (approvals_names(p->approvals, p->approval_count, i))
			jw_string(w, approved_by(&p->approvals[i], &scratch));
	jw_end(w);
	jw_end(w);
	jw_field_bool(w, "done", p->done);
	add_undone(w, p, r);
	jw_field_bool(w, "ready", !p->done && findings_worst(&p->found) != FINDING_ERROR);
	add_reasons(w, p);
	jw_field_array(w, "asks");
	for (size_t i = 0; !p->done && i < p->asks.count; i++)
		jw_string(w, p->asks.items[i]);
	jw_end(w);
	jw_end(w);
}
