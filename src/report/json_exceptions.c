#include "report/json_internal.h"

#include "base/time.h"

void json_exceptions(struct json_writer *w, const char *key, enum event_word word,
		     struct state *record, const struct exception *list, size_t count)
{
	bool incidents = word == EVENT_INCIDENT_OPEN;
	const char *who;
	int64_t when;

	jw_field_array(w, key);
	for (size_t i = 0; i < count; i++) {
		const struct exception *e = &list[i];

		if (e->word != word)
			continue;
		jw_object(w);
		jw_field_string(w, "id", e->id);
		jw_field_string(w, "rule", e->rule);
		jw_field_string(w, "candidate", e->candidate);
		jw_field_string(w, "environment", e->environment);
		jw_field_string(w, "step", e->step);
		jw_field_string(w, "path", e->path);
		jw_field_string(w, word == EVENT_HALT ? "until" : "expires", e->until);
		if (incidents) {
			jw_field_bool(w, "open", true);
			jw_field_bool(w, "overdue", e->over);
		}
		jw_field_string(w, "reason", e->reason);
		jw_field_int(w, "sequence", (int64_t)e->sequence);
		if (state_signer(record, e->sequence, &who, &when)) {
			jw_field_string(w, "signer", who);
			jw_field_string(w, "time", TIME_TEXT(when));
		}
		jw_end(w);
	}
	jw_end(w);
}
