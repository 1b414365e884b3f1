#include "report/json_internal.h"

#include "base/time.h"

void json_runbook_changes(struct json_writer *w, const char *key,
			  const struct runbook_change *changes, size_t count)
{
	jw_field_array(w, key);
	for (size_t i = 0; i < count; i++) {
		jw_object(w);
		jw_field_string(w, "key", changes[i].key);
		jw_field_string(w, "id", changes[i].id);
		jw_field_string(w, "change", runbook_how_word(changes[i].how));
		jw_field_string(w, "was", changes[i].was);
		jw_field_list(w, "keys", changes[i].keys, changes[i].key_count);
		jw_end(w);
	}
	jw_end(w);
}

static void add_place(struct json_writer *w, const char *key, const struct ledger_view *view,
		      uint64_t rule_set)
{
	jw_key(w, key);
	jw_object(w);
	jw_field_int(w, "sequence", (int64_t)view->sequence);
	jw_field_string(w, "commit", OID_HEX(&view->head));
	jw_field_string(w, "time", TIME_TEXT(view->time));
	jw_field_int(w, "rules", (int64_t)rule_set);
	jw_end(w);
}

void json_diff(struct report *out, const struct diff_result *r)
{
	const struct record_diff *d = r->diff;
	struct json_writer w;

	json_begin(&w, &out->data, "diff");
	jw_field_bool(&w, "confirmed", d->to->confirmed);
	add_place(&w, "from", d->from, d->rules[0]);
	add_place(&w, "to", d->to, d->rules[1]);
	json_runbook_changes(&w, "runbook", d->runbook, d->runbook_count);
	jw_field_array(&w, "changes");
	for (size_t i = 0; i < d->count; i++) {
		const struct record_change *c = &d->changes[i];

		jw_object(&w);
		jw_field_string(&w, "thing", record_thing_word(c->thing));
		jw_field_string(&w, "environment", c->environment);
		jw_field_string(&w, "id", c->id);
		jw_field_string(&w, "before", c->before);
		jw_field_string(&w, "after", c->after);
		jw_field_bool(&w, "keys", c->keys);
		jw_end(&w);
	}
	jw_end(&w);
	json_end(&w);
}
