#include "report/json_internal.h"

#include "base/time.h"

static void add_said(struct json_writer *w, const struct event *event)
{
	jw_field_string(w, "change", said_change(event));
	jw_field_array(w, "fields");
	for (enum event_field f = 0; f < FIELD_COUNT; f++) {
		const struct event_values *values = &event->fields[f];

		for (size_t k = 0; event_field_shown(f) && k < values->count; k++) {
			jw_object(w);
			jw_field_string(w, "field", event_field_word(f));
			jw_field_string(w, "value", values->items[k]);
			jw_end(w);
		}
	}
	jw_end(w);
}

static void add_event(struct json_writer *w, const struct log_result *r,
		      const struct verified_event *e)
{
	const struct principal *signer = trust_principal(r->trust, e->origin.principal);
	bool contested;
	const char *rule = ledger_view_disputes(r->ledger, e->sequence, &contested);

	jw_object(w);
	jw_field_int(w, "sequence", (int64_t)e->sequence);
	jw_field_string(w, "commit", OID_HEX(&e->commit));
	jw_field_string(w, "id", event_get(&e->event, FIELD_ID));
	jw_field_string(w, "time", TIME_TEXT(e->time));
	jw_field_string(w, "event", event_info(e->event.word)->word);
	jw_field_string(w, "step", event_get(&e->event, FIELD_STEP));
	jw_field_string(w, "environment", event_get(&e->event, FIELD_ENVIRONMENT));
	jw_field_string(w, "reason", e->event.reason);
	add_said(w, &e->event);
	jw_field_string(w, "result", event_get(&e->event, FIELD_RESULT));
	jw_field_string(w, "verify", event_verified(&e->event));
	jw_field_string(w, "signer", e->origin.principal);
	jw_field_array(w, "roles");
	for (size_t i = 0; signer && i < signer->role_count; i++)
		jw_string(w, signer->roles[i]);
	jw_end(w);
	jw_field_bool(w, "verified", true);
	jw_field_bool(w, "counts", !rule);
	jw_field_string(w, "rule", rule);
	jw_end(w);
}

void json_log(struct report *out, const struct log_result *r)
{
	struct json_writer w;

	json_begin(&w, &out->data, "log");
	jw_field_array(&w, "events");
	for (size_t i = r->count; i-- > 0;)
		add_event(&w, r, &r->events[i]);
	jw_end(&w);
	json_end(&w);
}
