#include "report/json_internal.h"

#include "base/time.h"

void json_receipt(struct json_writer *w, const struct act_result *result)
{
	const struct receipt *r = result->receipt;

	jw_field_string(w, "ledger", result->ledger->id);
	jw_field_int(w, "sequence", (int64_t)r->sequence);
	jw_field_string(w, "commit", OID_HEX(&r->commit));
	jw_field_string(w, "id", r->id);
	jw_field_string(w, "time", TIME_TEXT(r->time));
	jw_field_string(w, "event", event_info(r->event.word)->word);
	jw_field_string(w, "result", event_get(&r->event, FIELD_RESULT));
	jw_field_string(w, "verify", event_verified(&r->event, LEDGER_RULES));
	jw_field_string(w, "signer", r->origin.principal);
	jw_field_int(w, "unpublished", (int64_t)result->unpublished);
	if (result->not_published)
		jw_field_string(w, "not_published", result->not_published->text);
}

void json_act(struct report *out, const struct act_result *r)
{
	static const struct findings none = {0};
	struct json_writer w;

	json_begin(&w, &out->data, r->command);
	jw_field_bool(&w, "recorded", r->receipt != NULL);
	jw_field_string(&w, "step", r->step);
	jw_field_string(&w, "environment", r->environment);
	jw_field_string(&w, "plan", r->plan);
	if (r->adoption) {
		json_runbook_changes(&w, "changes", r->adoption->changes,
				     r->adoption->change_count);
		jw_field_int(&w, "rules_before", (int64_t)r->adoption->rules_before);
		jw_field_int(&w, "rules", LEDGER_RULES);
	}
	if (r->receipt)
		json_receipt(&w, r);
	if (r->verified_count)
		jw_key(&w, "verified"), jw_array(&w);
	for (size_t i = 0; i < r->verified_count; i++) {
		jw_object(&w);
		if (r->verified[i].step)
			jw_field_string(&w, "step", r->verified[i].step);
		jw_field_string(&w, "verify", r->verified[i].verdict);
		jw_field_int(&w, "sequence", (int64_t)r->verified[i].sequence);
		jw_end(&w);
	}
	if (r->verified_count)
		jw_end(&w);
	if (r->completed)
		jw_field_int(&w, "completed", (int64_t)r->completed);
	json_findings(&w, r->receipt ? &none : r->refused);
	json_end(&w);
}
