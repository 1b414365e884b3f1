#include "report/json_internal.h"

#include "base/cleanup.h"
#include "base/time.h"
#include "report/event_line.h"
#include "report/said.h"

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

static void add_checks(struct json_writer *w, const struct event *event)
{
	const struct event_values *checks = &event->fields[FIELD_CHECK];

	jw_field_array(w, "checks");
	for (size_t i = 0; i < checks->count; i++) {
		size_t len = strcspn(checks->items[i], " ");

		jw_object(w);
		jw_key(w, "id");
		jw_bytes(w, bytes_of(checks->items[i], len));
		jw_field_string(w, "result", checks->items[i] + len + 1);
		jw_end(w);
	}
	jw_end(w);
}

/* "sha256:<hex> <bytes> <name>" */
static void add_evidence(struct json_writer *w, const struct event *event)
{
	const struct event_values *bodies = &event->fields[FIELD_EVIDENCE];

	jw_field_array(w, "evidence");
	for (size_t i = 0; i < bodies->count; i++) {
		const char *sha256 = bodies->items[i] + strlen("sha256:");
		const char *bytes = strchr(sha256, ' ') + 1, *name = strchr(bytes, ' ') + 1;

		jw_object(w);
		jw_field_string(w, "name", name);
		jw_key(w, "sha256");
		jw_bytes(w, bytes_of(sha256, (size_t)(bytes - 1 - sha256)));
		jw_field_int(w, "bytes", (int64_t)strtoull(bytes, NULL, 10));
		jw_end(w);
	}
	jw_end(w);
}

void json_event_fields(struct json_writer *w, const struct ledger_view *ledger,
		       const struct trust *trust, const struct verified_event *e)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct principal *signer = trust_principal(trust, e->origin.principal);
	bool contested;
	const char *rule = ledger_view_disputes(ledger, e->sequence, &contested);

	jw_field_int(w, "sequence", (int64_t)e->sequence);
	jw_field_string(w, "commit", OID_HEX(&e->commit));
	jw_field_string(w, "id", event_get(&e->event, FIELD_ID));
	jw_field_string(w, "time", TIME_TEXT(e->time));
	jw_field_string(w, "occurred", event_get(&e->event, FIELD_OCCURRED));
	jw_field_string(w, "event", event_info(e->event.word)->word);
	jw_field_string(w, "step", event_get(&e->event, FIELD_STEP));
	jw_field_string(w, "environment", event_get(&e->event, FIELD_ENVIRONMENT));
	jw_field_string(w, "reason", e->event.reason);
	jw_field_string(w, "line",
			event_chat_line(&e->event, e->sequence, e->origin.principal, &scratch));
	add_said(w, &e->event);
	add_checks(w, &e->event);
	add_evidence(w, &e->event);
	jw_field_string(w, "result", event_get(&e->event, FIELD_RESULT));
	jw_field_string(w, "verify", event_verified(&e->event, LEDGER_RULES));
	jw_field_string(w, "signer", e->origin.principal);
	jw_field_array(w, "roles");
	for (size_t i = 0; signer && i < signer->role_count; i++)
		jw_string(w, signer->roles[i]);
	jw_end(w);
	jw_field_bool(w, "verified", true);
	jw_field_bool(w, "counts", !rule);
	if (ledger_view_own_word(ledger, &e->event, e->origin.principal))
		jw_field_bool(w, "own_word", true);
	jw_field_string(w, "rule", rule);
}

static void add_log(struct strbuf *out, const struct log_result *r,
		    const struct log_event *events, size_t count)
{
	struct json_writer w;

	json_begin(&w, out, "log");
	jw_field_bool(&w, "confirmed", r->ledger->confirmed);
	jw_field_array(&w, "events");
	for (size_t i = 0; i < count; i++) {
		jw_object(&w);
		json_event_fields(&w, r->ledger, r->trust, &events[i].event);
		jw_field_string(&w, "patch", events[i].patch);
		jw_end(&w);
	}
	jw_end(&w);
	json_end(&w);
}

void json_event_line(struct strbuf *out, const struct ledger_view *ledger,
		     const struct trust *trust, const struct verified_event *event)
{
	const struct log_event only = {.event = *event};
	const struct log_result r = {.ledger = ledger, .trust = trust};

	add_log(out, &r, &only, 1);
}

/* Whoever follows gets an object a line. */
void json_log(struct report *out, const struct log_result *r)
{
	if (!r->stream)
		add_log(&out->data, r, r->events, r->count);
	for (size_t i = 0; r->stream && i < r->count; i++)
		add_log(&out->data, r, &r->events[i], 1);
}
