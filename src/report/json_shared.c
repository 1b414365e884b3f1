#include "base/time.h"
#include "report/json_internal.h"

static void add_revoked(struct json_writer *w, const struct trust_key *keys, size_t count)
{
	jw_field_array(w, "revoked");
	for (size_t i = 0; i < count; i++) {
		jw_object(w);
		jw_field_string(w, "key", keys[i].key);
		if (keys[i].by) {
			jw_field_int(w, "sequence", (int64_t)keys[i].sequence);
			jw_field_string(w, "time", TIME_TEXT(keys[i].time));
			jw_field_string(w, "by", keys[i].by);
			jw_field_string(w, "reason", keys[i].reason);
		}
		jw_end(w);
	}
	jw_end(w);
}

static void add_principals(struct json_writer *w, const struct trust_result *r)
{
	const struct trust *trust = r->trust;
	size_t key = 0;

	jw_field_array(w, "principals");
	for (size_t i = 0; i < trust->principal_count; i++) {
		const struct principal *p = &trust->principals[i];

		jw_object(w);
		jw_field_string(w, "id", p->id);
		jw_field_string(w, "name", p->name);
		jw_field_string(w, "email", p->email);
		jw_field_list(w, "keys", p->keys, p->key_count);
		add_revoked(w, &r->keys[key + p->key_count], p->revoked_count);
		jw_field_list(w, "roles", p->roles, p->role_count);
		jw_end(w);
		key += p->key_count + p->revoked_count;
	}
	jw_end(w);
}

static void add_trust(struct json_writer *w, const struct trust_result *r)
{
	jw_field_int(w, "version", (int64_t)r->trust->version);
	jw_field_int(w, "threshold", (int64_t)r->trust->threshold);
	add_principals(w, r);
	jw_field_string(w, "recovery", r->trust->recovery);
	jw_field_array(w, "roles");
	for (size_t i = 0; i < r->trust->role_count; i++) {
		jw_object(w);
		jw_field_string(w, "id", r->trust->roles[i].id);
		jw_field_list(w, "may", r->trust->roles[i].may, r->trust->roles[i].may_count);
		jw_end(w);
	}
	jw_end(w);
}

void json_trust(struct report *out, const struct trust_result *r)
{
	struct json_writer w;

	json_begin(&w, &out->data, "trust");
	jw_field_string(&w, "ledger", r->ledger->id);
	jw_field_string(&w, "path", r->path);
	if (!r->path)
		add_trust(&w, r);
	json_end(&w);
}

void json_hooks(struct report *out, const struct hooks_result *r)
{
	static const char *const states[] = {
		[HOOK_OURS] = "ok",	[HOOK_CALLED] = "called",     [HOOK_ABSENT] = "absent",
		[HOOK_OTHER] = "other", [HOOK_DANGLING] = "dangling", [HOOK_OLDER] = "older"};
	const struct hook_report *hooks = &r->report;
	struct json_writer w;

	json_begin(&w, &out->data, "hooks");
	jw_field_string(&w, "directory", hooks->directory);
	jw_field_string(&w, "foreign", hooks->foreign);
	jw_field_string(&w, "managed", hooks->managed);
	jw_field_bool(&w, "merge_driver", hooks->driver && !hooks->driver_fault);
	jw_field_string(&w, "merge_fault", hooks->driver_fault);
	jw_field_string(&w, "genesis", hooks->genesis);
	jw_field_array(&w, "hooks");
	for (size_t i = 0; i < hooks->count; i++) {
		jw_object(&w);
		jw_field_string(&w, "name", hooks->hooks[i].name);
		jw_field_string(&w, "state", states[hooks->hooks[i].state]);
		jw_field_bool(&w, "has_previous", hooks->hooks[i].has_previous);
		jw_field_string(&w, "add_to", hooks->hooks[i].add_to);
		jw_field_string(&w, "add", hooks->hooks[i].add);
		jw_end(&w);
	}
	jw_end(&w);
	jw_field_array(&w, "trials");
	for (size_t i = 0; i < r->trial_count; i++) {
		jw_object(&w);
		jw_field_string(&w, "name", r->trials[i].name);
		jw_field_bool(&w, "refused", r->trials[i].refused);
		jw_field_string(&w, "message", r->trials[i].first);
		jw_end(&w);
	}
	jw_end(&w);
	json_end(&w);
}

void json_join(struct report *out, const struct join_result *r)
{
	struct json_writer w;

	json_begin(&w, &out->data, "join");
	jw_field_string(&w, "ledger", r->ledger->id);
	jw_field_int(&w, "sequence", (int64_t)r->ledger->sequence);
	jw_field_bool(&w, "expected", r->expected);
	json_end(&w);
}

static void add_aside(struct json_writer *w, const struct aside_event *e)
{
	jw_object(w);
	jw_field_int(w, "sequence", strtoll(event_get(&e->event, FIELD_SEQUENCE), NULL, 10));
	jw_field_string(w, "event", e->subject);
	jw_field_string(w, "command", e->command);
	if (e->recorded) {
		jw_field_int(w, "recorded", (int64_t)e->recorded);
		jw_field_bool(w, "contested", e->contested);
	} else if (e->refused.count) {
		jw_field_string(w, "refused", e->refused.items[0].message);
	}
	jw_end(w);
}

/* The relation after the work was done; `aside` and events only of what lost a race. */
void json_sync(struct report *out, const struct sync_result *r)
{
	struct json_writer w;

	json_begin(&w, &out->data, "sync");
	jw_field_string(&w, "remote", r->remote);
	jw_field_string(&w, "relation", relation_word(r->state->relation));
	if (r->state->local)
		jw_field_int(&w, "sequence", (int64_t)r->state->local->sequence);
	jw_field_string(&w, "kept", r->state->kept);
	if (r->state->lost)
		jw_field_int(&w, "lost", (int64_t)r->state->lost);
	jw_field_string(&w, "aside", r->ref);
	jw_field_array(&w, "events");
	for (size_t i = 0; i < r->count; i++)
		add_aside(&w, &r->events[i]);
	jw_end(&w);
	json_end(&w);
}
