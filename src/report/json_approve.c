#include "report/json_internal.h"

#include "base/time.h"

static void add_said(struct json_writer *w, const struct approved *said)
{
	jw_object(w);
	jw_field_int(w, "sequence", (int64_t)said->sequence);
	jw_field_string(w, "signer", said->who);
	jw_field_string(w, "for", said->witness);
	jw_field_string(w, "time", TIME_TEXT(said->when));
	jw_field_string(w, "expires", TIME_TEXT(said->until));
	jw_field_string(w, "verdict", said->yes ? "pass" : "fail");
	jw_field_bool(w, "counts", !said->why);
	jw_field_string(w, "why", said->why);
	jw_end(w);
}

void json_approval(struct json_writer *w, const struct step_view *v)
{
	const struct approval *demand = v->approval;

	jw_field_string(w, "role", demand->role);
	jw_field_int(w, "need", demand->count ? demand->count : 1);
	jw_field_int(w, "have", approvals_given(v->approvals, v->approval_count));
}

void json_approve(struct report *out, const struct approve_result *result)
{
	const struct readiness *r = result->readiness;
	struct json_writer w;

	json_begin(&w, &out->data, "approve");
	jw_field_string(&w, "environment", r->environment->id);
	jw_field_array(&w, "steps");
	for (size_t i = 0; i < r->count; i++) {
		const struct step_view *v = &r->steps[i];

		if (!v->approval || (result->step && strcmp(v->step->id, result->step) != 0))
			continue;
		jw_object(&w);
		jw_field_string(&w, "id", v->step->id);
		json_approval(&w, v);
		jw_field_array(&w, "said");
		for (size_t k = 0; k < v->approval_count; k++)
			add_said(&w, &v->approvals[k]);
		jw_end(&w);
		jw_end(&w);
	}
	jw_end(&w);
	json_end(&w);
}
