/* Trust, doors, and how a clone stands to its remote. */
#include "base/time.h"
#include "report/text_internal.h"

static void add_trust_key(struct strbuf *out, const struct trust_key *key)
{
	char day[TIME_TEXT_SIZE];

	time_format(key->time, day);
	strbuf_addf(out, "    key: %s", key->fingerprint);
	if (key->revoked)
		strbuf_addf(out, "  revoked");
	if (key->by)
		strbuf_addf(out, " by %s, event %" PRIu64 ", %.10s", key->by, key->sequence,
			    day);
	strbuf_addch(out, '\n');
}

static void add_person(struct strbuf *out, const struct principal *p,
		       const struct trust_key *keys)
{
	strbuf_addf(out, "%s  %s <%s>\n", p->id, p->name, p->email);
	strbuf_addstr(out, p->role_count ? "    roles:" : "    no role: all keys are revoked");
	for (size_t k = 0; k < p->role_count; k++)
		strbuf_addf(out, " %s", p->roles[k]);
	strbuf_addch(out, '\n');
	for (size_t k = 0; k < p->key_count + p->revoked_count; k++)
		add_trust_key(out, &keys[k]);
}

void text_trust(struct report *report, const struct trust_result *r)
{
	struct strbuf *out = &report->data;
	size_t key = 0;

	if (r->path) {
		strbuf_addf(out, "%s\n", r->path);
		return;
	}
	strbuf_addf(out, "trust version %" PRIu64 ", threshold %" PRIu64 "\n",
		    r->trust->version, r->trust->threshold);
	for (size_t i = 0; i < r->trust->principal_count; i++) {
		const struct principal *p = &r->trust->principals[i];

		add_person(out, p, &r->keys[key]);
		key += p->key_count + p->revoked_count;
	}
	if (r->trust->recovery)
		strbuf_addf(out, "recovery key: %s\n", r->keys[key].fingerprint);
	for (size_t i = 0; i < r->trust->role_count; i++) {
		const struct role *role = &r->trust->roles[i];

		strbuf_addf(out, "role %s may:", role->id);
		for (size_t k = 0; k < role->may_count; k++)
			strbuf_addf(out, "%s %s", k ? "," : "", role->may[k]);
		strbuf_addch(out, '\n');
	}
}

static const char *state_text(enum hook_state state)
{
	static const char *const texts[] = {
		[HOOK_OURS] = "ok",
		[HOOK_CALLED] = "ok, what stands there calls it",
		[HOOK_ABSENT] = "absent",
		[HOOK_OTHER] = "another program's",
		[HOOK_DANGLING] = "ours, but the program is gone",
		[HOOK_OLDER] = "ours, of another version: install again",
	};

	return texts[state];
}

static const char *driver_text(const struct hook_report *hooks)
{
	return !hooks->driver ? "absent" : hooks->driver_fault ? hooks->driver_fault : "ok";
}

/* Each door and what was really tried there. */
static void add_trials(struct strbuf *out, const struct hooks_result *r)
{
	const struct hook_report *hooks = &r->report;

	for (size_t i = 0; i < r->trial_count; i++)
		strbuf_addf(out, "%-5s %s: %s\n", r->trials[i].refused ? "ok" : "FAIL",
			    r->trials[i].name, r->trials[i].first);
	for (size_t i = 0; i < hooks->count; i++)
		strbuf_addf(out, "%-5s hook %s here: %s\n",
			    hook_stands(&hooks->hooks[i]) ? "ok" : "FAIL", hooks->hooks[i].name,
			    state_text(hooks->hooks[i].state));
	if (hooks->count > 1)
		strbuf_addf(out, "%-5s merge of logs here: %s\n",
			    hooks->driver && !hooks->driver_fault ? "ok" : "FAIL",
			    driver_text(hooks));
	if (hooks->server)
		strbuf_addf(out, "%-5s genesis: %s\n", hooks->genesis ? "ok" : "FAIL",
			    hooks->genesis ? hooks->genesis : "none is pinned");
	strbuf_addstr(out,
		      "not protected: commits made with --no-verify, and refs changed by hand; "
		      "a remote without our pre-receive hook or branch rules. 'git mcade check "
		      "--range' in CI and 'git mcade audit' find what got past\n");
}

void text_hooks(struct report *report, const struct hooks_result *r)
{
	const struct hook_report *hooks = &r->report;
	struct strbuf *out = &report->data;

	if (r->trial_count) {
		add_trials(out, r);
		return;
	}
	for (size_t i = 0; i < hooks->count; i++)
		strbuf_addf(out, "%-17s %s%s\n", hooks->hooks[i].name,
			    state_text(hooks->hooks[i].state),
			    hooks->hooks[i].has_previous ? " (the earlier one runs, too)" : "");
	if (hooks->count > 1)
		strbuf_addf(out, "%-17s %s\n", "merge of logs", driver_text(hooks));
	if (hooks->foreign)
		strbuf_addf(out, "core.hooksPath    %s is not this repository's\n",
			    hooks->foreign);
}

void text_join(struct report *report, const struct join_result *r)
{
	strbuf_addf(&report->data, "joined ledger %s at event %" PRIu64 "\n", r->ledger->id,
		    r->ledger->sequence);
}

/* The commands that do the acts anew; what happened was told as it was recorded. */
static void add_aside(struct report *report, const struct sync_result *r)
{
	size_t before = report->data.len;
	bool recorded = false, undone = false;

	for (size_t i = 0; i < r->count; i++) {
		const struct aside_event *e = &r->events[i];

		recorded = recorded || e->recorded;
		undone = undone || (e->happened && !e->recorded);
		if (e->command)
			strbuf_addf(&report->data, "%s\n", e->command);
	}
	if (report->data.len > before)
		text_note(report, "to do the other acts again%s:",
			  undone ? ", and then once more 'git mcade sync --set-aside'" : "");
	else if (recorded && r->set_aside)
		text_note(report, "  next: git mcade sync");
}

void text_sync(struct report *report, const struct sync_result *r)
{
	if (r->set_aside && !r->count)
		text_note(report, "mcade: nothing to set aside: no race was lost");
	else if (r->set_aside)
		; /* the commands alone, so that a shell may read them */
	else if (r->remote && r->state->local)
		strbuf_addf(&report->data, "%s: %s at event %" PRIu64 "\n", r->remote,
			    relation_word(r->state->relation), r->state->local->sequence);
	else
		strbuf_addf(&report->data, "%s\n", relation_word(r->state->relation));
	add_aside(report, r);
}
