#include "report/json_internal.h"

#include "base/cleanup.h"
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
	jw_field_string(w, "unless", said->own ? said->who : NULL);
	jw_end(w);
}

void json_approval(struct json_writer *w, const struct step_view *v)
{
	const struct approval *demand = v->approval;

	jw_field_string(w, "role", demand->role);
	jw_field_int(w, "need", demand->count ? demand->count : 1);
	jw_field_int(w, "have", approvals_given(v->approvals, v->approval_count));
}

/* The values of a rollback, and the event that it goes back to. */
static void add_values(struct json_writer *w, const struct event *act)
{
	const struct event_values *values = &act->fields[FIELD_ARGUMENT];
	const char *to = event_get(act, FIELD_RESTORED_TO);

	jw_field_array(w, "inputs");
	for (size_t i = 0; i < values->count; i++)
		jw_string(w, values->items[i]);
	jw_end(w);
	if (to)
		jw_field_int(w, "to", strtoll(to, NULL, 10));
}

static void add_demanded(struct json_writer *w, const struct demanded *d)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	jw_object(w);
	jw_field_string(w, "what", approvals_of(d->what, &scratch));
	jw_field_string(w, "environment", d->environment->id);
	jw_field_string(w, "role", d->approval->role);
	jw_field_int(w, "need", d->approval->count);
	jw_field_int(w, "have", approvals_given(d->said, d->count));
	jw_field_bool(w, "waits", d->waits);
	jw_field_bool(w, "may", d->may);
	jw_field_string(w, "content", event_get(&d->act, FIELD_CONTENT));
	jw_field_string(w, "candidate", event_get(&d->act, FIELD_CANDIDATE));
	if (d->what.type == SUBJECT_ROLLBACK)
		add_values(w, &d->act);
	jw_field_array(w, "said");
	for (size_t i = 0; i < d->count; i++)
		add_said(w, &d->said[i]);
	jw_end(w);
	json_advice(w, "next", d->next);
	jw_end(w);
}

void json_approve(struct report *out, const struct approve_result *result)
{
	struct json_writer w;

	json_begin(&w, &out->data, "approve");
	jw_field_string(&w, "environment", result->environment);
	jw_field_array(&w, "demanded");
	for (size_t i = 0; i < result->count; i++)
		add_demanded(&w, &result->items[i]);
	jw_end(&w);
	json_end(&w);
}
