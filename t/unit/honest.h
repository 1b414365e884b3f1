/*
 * honest.h - whoever writes events as an honest program would, or nearly.
 *
 *	struct world w;
 *	world_open(&w, a);				// genesis, a runbook in force
 *	world_play(&w, "start finish verify:fail");	// of step A in lab, by ada
 *
 * A token is `<word>[:<how>][@<STEP>][/<environment>][=<signer>]`: world_event() knows the hows.
 */
#ifndef T_UNIT_HONEST_H
#define T_UNIT_HONEST_H

#include "../t/unit/world.h"
#include "runbook/digests.h"
#include "runbook/holds.h"
#include "runbook/promotion.h"

/* Step A with another playbook or another check; what the rest is for says its id. */
#define WORLD_A(uses, check)                                                                   \
	"- {id: A, uses: playbooks/" uses ", pins: [web.image], verify: [{id: up, run: " check \
	"}]}\n"
#define WORLD_OTHERS                                                                   \
	"- {id: SIGNED, uses: playbooks/s.sh, pins: [], verify: [{id: up, run: x}],\n" \
	"   approval: {role: reviewer}}\n"                                             \
	"- {id: ASLEEP, uses: playbooks/d.sh, dormant: true, pins: [],\n"              \
	"   verify: [{id: up, run: x}]}\n"                                             \
	"- {id: ICE, uses: playbooks/i.sh, pins: [], verify: [{id: up, run: x}]}\n"    \
	"- {id: BARE}\n- {id: HAND, kind: manual, pins: []}\n"
#define WORLD_B \
	"- {id: B, uses: playbooks/b.sh, needs: [A], pins: [], verify: [{id: up, run: x}]}\n"
#define WORLD_STEPS WORLD_A("a.sh", "x") WORLD_B WORLD_OTHERS

#define WORLD_RUNBOOK(records, steps)                                                          \
	"version: 1\nledger: '" SHA                                                            \
	"'\nname: small\norder: needs\ngoverned: [refs/heads/main]\n"                          \
	"environments:\n- {id: lab, manifest: releases/lab.yaml}\n"                            \
	"- {id: prod, live: true, manifest: releases/prod.yaml,\n"                             \
	"   promote: {after: [lab], same_pins: true}}\n"                                       \
	"freezes: [{id: ice, reason: cold, steps: [ICE], paths: "                              \
	"['playbooks/i.sh']}]\n" records "defaults: {run: [sh, '${{ step.uses }}'], timeout: " \
	"20s, restore: {match: 'P: (.+)'}}\n"                                                  \
	"steps:\n" steps

#define WORLD_RECORDS                                         \
	"records: {log: 'docs/deployments/${{ date }}.md',\n" \
	"  checkpoint: 'docs/checkpoints/${{ date }}-${{ step.id }}'}\n"

UNUSED static const char *manifest_of(struct world *w, const char *pin)
{
	return arena_printf(w->a, "web:\n  image: %s\n", pin ? strchr(pin, '=') + 1 : "TBD");
}

/* The trust.yaml in force. */
UNUSED static const struct trust *world_trusted(struct world *w)
{
	const struct trust *trust;
	struct err err;

	if (state_trust(fold_record(w->fold), &trust, &err) < 0)
		world_bail(err.text);
	return trust;
}

/* The first `count` of them, in the order of their ids, the others' keys are revoked; `watch`: who may
 * only look. */
UNUSED static void world_trust(struct world *w, struct event *e, uint64_t version, size_t count,
			       const char *watch)
{
	static const struct {
		const char *id, *roles[2];
	} people[] = {{"ada", {"owner", "root"}}, {"carl", {"watcher"}},
		      {"olga", {"owner"}},	  {"otto", {"operator"}},
		      {"rita", {"reviewer"}},	  {"roy", {"operator", "reviewer"}}};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct trust t = {.version = version, .threshold = 1};
	struct role watcher = {.id = "watcher"};
	const struct trust *had = e->word == EVENT_TRUST ? world_trusted(w) : &t;

	e->fields[FIELD_PRINCIPAL].count = e->fields[FIELD_KEY].count = 0;
	e->fields[FIELD_REVOKED].count = e->fields[FIELD_MAY].count = 0;
	for (size_t i = 0; i < ARRAY_SIZE(people); i++) {
		struct principal p = {.id = people[i].id, .name = people[i].id, .email = "e@x"};

		const char *key = arena_printf(
			w->a, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI%043zu", i);

		if (i >= count && !trust_principal(had, p.id))
			continue;
		event_add(e, w->a, FIELD_PRINCIPAL, p.id);
		event_add(e, w->a, i < count ? FIELD_KEY : FIELD_REVOKED, key);
		if (i < count)
			*ARENA_PUSH(w->a, p.keys, p.key_count) = key;
		else
			*ARENA_PUSH(w->a, p.revoked, p.revoked_count) = key;
		for (size_t r = 0; i < count && r < 2 && people[i].roles[r]; r++)
			*ARENA_PUSH(w->a, p.roles, p.role_count) = strcmp(people[i].id,
									  watch) != 0
									   ? people[i].roles[r]
								   : !r ? "watcher"
									: people[i].roles[r];
		*ARENA_PUSH(w->a, t.principals, t.principal_count) = p;
	}
	event_set(e, w->a, FIELD_NAME, "ada");
	event_set(e, w->a, FIELD_EMAIL, "e@x");
	for (size_t r = 0; e->word == EVENT_TRUST && r < 2; r++)
		event_add(e, w->a, FIELD_ROLE, r ? "watcher" : "owner");
	trust_default_roles(&t, w->a);
	*ARENA_PUSH(w->a, watcher.may, watcher.may_count) = "look";
	*ARENA_PUSH(w->a, t.roles, t.role_count) = watcher;
	trust_write(&t, &out);
	world_bring(w, e, "trust.yaml", out.buf);
}

UNUSED static void world_adopt(struct world *w, struct event *e, const char *how)
{
	static const char *const environments[] = {"lab", "prod"};
	const char *text = WORLD_RUNBOOK(WORLD_RECORDS, WORLD_STEPS);

	if (!strcmp(how, "nolog"))
		text = WORLD_RUNBOOK("", WORLD_STEPS);
	else if (!strcmp(how, "dropped"))
		text = WORLD_RUNBOOK(WORLD_RECORDS, WORLD_OTHERS);
	else if (!strcmp(how, "renamed"))
		text = WORLD_RUNBOOK(WORLD_RECORDS, WORLD_OTHERS "- {id: Z, was: A}\n");
	else if (!strcmp(how, "other"))
		text = WORLD_RUNBOOK(WORLD_RECORDS,
				     WORLD_A("other.sh", "x") WORLD_B WORLD_OTHERS);
	else if (!strcmp(how, "few")) /* all of it can be done */
		text = WORLD_RUNBOOK(WORLD_RECORDS,
				     WORLD_A("a.sh", "x") "- {id: ICE, optional: true}\n"
							  "- {id: ASLEEP, dormant: true}\n");
	else if (!strcmp(how, "checked"))
		text = WORLD_RUNBOOK(WORLD_RECORDS, WORLD_A("a.sh", "z") WORLD_B WORLD_OTHERS);
	else if (!strcmp(how, "broken"))
		text = "version: 1\nsteps: 3\n";
	else if (!strcmp(how, "elsewhere") || !strcmp(how, "loose")) {
		char *copy = arena_strdup(w->a, text);

		if (!strcmp(how, "loose"))
			memset(strstr(copy, ", manifest: releases/lab.yaml"), ' ', 29);
		else
			memcpy(strstr(copy, "heads/main"), "heads/nope", 10);
		text = copy;
	}
	if (!strcmp(how, "renamed"))
		event_set(e, w->a, FIELD_RENAME, "A lab Z");
	if (!strncmp(how, "claim", 5))
		event_set(e, w->a, FIELD_CLAIM,
			  !strcmp(how, "claim-locked") ? "A lab locked" : "A lab complete");
	if (!strcmp(how, "contradicted"))
		event_set(e, w->a, FIELD_CONTRADICTED, "A lab complete");
	event_set(e, w->a, FIELD_TIP,
		  !strcmp(how, "topic") ? GIT_ID " refs/heads/topic"
					: sample_values[FIELD_TIP]);
	if (!strcmp(how, "nowhere"))
		e->fields[FIELD_TIP].count = 0;
	event_set(e, w->a, FIELD_RULES, !strcmp(how, "older") ? "0" : "1");
	event_set(e, w->a, FIELD_RUNBOOK, world_bring(w, e, "runbook.yaml", text));
	for (size_t i = 0; i < ARRAY_SIZE(environments); i++) {
		const char *const *pins;
		struct err err;
		size_t count;

		if (state_pins(fold_record(w->fold), environments[i], &pins, &count, &err) < 0)
			world_bail(err.text);
		world_bring(w, e, arena_printf(w->a, "releases/%s.yaml", environments[i]),
			    !strcmp(how, "unreadable")
				    ? "web: ["
				    : manifest_of(w, !strcmp(how, "moved") ? IMAGE2
						     : count		   ? pins[0]
									   : NULL));
	}
}

/* What the record knows of the step, and the runbook in force. */
struct world_now {
	const struct runbook *runbook;
	const struct step *step;
	const struct environment *environment;
	const struct step_state *state;
	const char *const *pins;
	size_t pin_count;
};

UNUSED static struct world_now world_now(struct world *w)
{
	struct world_now now = {0};
	struct err err;

	if (fold_runbook(w->fold, &now.runbook, &err) < 0 ||
	    state_step(fold_record(w->fold), w->environment, w->step, &now.state, &err) < 0 ||
	    state_pins(fold_record(w->fold), w->environment, &now.pins, &now.pin_count, &err) <
		    0)
		world_bail(err.text);
	if (now.runbook) {
		now.step = runbook_step(now.runbook, w->step);
		now.environment = runbook_environment(now.runbook, w->environment);
	}
	return now;
}

/* Whoever names a candidate names the settings of its environment, where it has a manifest. */
UNUSED static void put_settings(struct world *w, struct event *e)
{
	const struct runbook *rb = world_now(w).runbook;
	const char *id = event_get(e, FIELD_ENVIRONMENT);
	const struct environment *there = rb && id ? runbook_environment(rb, id) : NULL;

	e->fields[FIELD_SETTINGS].count = 0;
	if (event_get(e, FIELD_CANDIDATE) && there && there->manifest)
		event_set(e, w->a, FIELD_SETTINGS, sample_values[FIELD_SETTINGS]);
}

/* The release that it is of, with the pins in force. */
UNUSED static void put_candidate(struct world *w, struct event *e)
{
	struct world_now now = world_now(w);

	event_set(e, w->a, FIELD_CONTENT, sample_values[FIELD_CONTENT]);
	event_set(
		e, w->a, FIELD_CANDIDATE,
		candidate_digest(sample_values[FIELD_CONTENT], now.pins, now.pin_count, w->a));
	put_settings(w, e);
}

UNUSED static void put_digests(struct world *w, struct event *e, const char *how)
{
	struct world_now now = world_now(w);

	if (!now.step || !now.environment)
		return;
	event_set(e, w->a, FIELD_DEFINITION,
		  !strcmp(how, "lie")
			  ? "sha256:" SHA
			  : definition_digest(now.runbook, now.step, now.environment, w->a));
	event_set(e, w->a, FIELD_CHECKS,
		  checks_digest(now.runbook, now.step, now.environment, w->a));
}

/* start, finish, abandon, verify, complete */
UNUSED static void world_run(struct world *w, struct event *e, const char *how)
{
	struct world_now now = world_now(w);
	const char *checked = !strcmp(how, "fail")     ? "up fail"
			      : !strcmp(how, "unsure") ? "up inconclusive"
						       : "up pass";

	if (e->word == EVENT_START || e->word == EVENT_VERIFY)
		put_digests(w, e, how);
	if ((e->word == EVENT_START || e->word == EVENT_VERIFY) && now.step &&
	    (!now.step->repo || (e->word == EVENT_START && now.step->uses)))
		event_set(e, w->a, FIELD_CODE, GIT_ID);
	if (e->word == EVENT_START && now.step && now.step->uses)
		event_set(e, w->a, FIELD_USES,
			  arena_printf(w->a, "sha256:" SHA " %s",
				       step_path(now.step, now.step->uses, w->a)));
	if ((!strcmp(how, "release") && (e->word == EVENT_START || e->word == EVENT_VERIFY)) ||
	    (e->word == EVENT_START && now.step && now.environment &&
	     (step_approval(now.environment, now.step) ||
	      (now.environment->promote_after.count && strcmp(how, "dirty") != 0))))
		put_candidate(w, e);
	if (e->word == EVENT_COMPLETE)
		event_set(e, w->a, FIELD_TIP, sample_values[FIELD_TIP]);
	if (e->word == EVENT_COMPLETE && now.state->candidate)
		event_set(e, w->a, FIELD_CANDIDATE, now.state->candidate);
	if (!strcmp(how, "dirty"))
		event_set(e, w->a, FIELD_DIRTY, "yes");
	if (!strcmp(how, "waived"))
		event_set(e, w->a, FIELD_WAIVED, "order");
	if (e->fields[FIELD_RUN].count || e->word == EVENT_VERIFY)
		event_set(e, w->a, FIELD_RUN,
			  !strcmp(how, "other") ? "ffffffffffffffffffffffffffffffff"
			  : now.state->run	? now.state->run
						: RANDOM_ID);
	if (e->word == EVENT_VERIFY && !now.state->run)
		e->fields[FIELD_RUN].count = 0;
	if (e->word == EVENT_VERIFY)
		event_set(e, w->a, FIELD_VERDICT,
			  !strcmp(how, "fail")	   ? "fail"
			  : !strcmp(how, "unsure") ? "inconclusive"
						   : "pass");
	if ((e->word == EVENT_FINISH || e->word == EVENT_VERIFY) && strcmp(how, "none") != 0 &&
	    strcmp(how, "bad") != 0)
		event_set(e, w->a, FIELD_CHECK, checked);
	if (e->word == EVENT_FINISH && strcmp(how, "norestore") != 0)
		event_set(e, w->a, FIELD_RESTORE, "/var/backups/a.tar");
	if (e->word == EVENT_FINISH)
		event_set(e, w->a, FIELD_RESULT, !strcmp(how, "bad") ? "failed" : "ok");
	if (e->word == EVENT_ABANDON)
		event_set(e, w->a, FIELD_RESULT, "lost");
	for (size_t i = 0; e->word == EVENT_COMPLETE && strcmp(how, "nopins") != 0 &&
			   now.step && now.step->pins.count && i < now.pin_count;
	     i++)
		event_add(e, w->a, FIELD_PIN, now.pins[i]);
	for (size_t i = 0;
	     e->word == EVENT_COMPLETE && now.step && i < step_without(now.step, w->a).count;
	     i++)
		event_add(e, w->a, FIELD_WITHOUT, step_without(now.step, w->a).items[i]);
	if (e->word == EVENT_COMPLETE && !strcmp(how, "elsewhere"))
		event_set(e, w->a, FIELD_LOG, "docs/other.md");
}

UNUSED static const char *world_candidate(struct world *w, const char *environment,
					  const char *content)
{
	const char *const *pins;
	struct err err;
	size_t count;

	if (state_pins(fold_record(w->fold), environment, &pins, &count, &err) < 0)
		world_bail(err.text);
	return candidate_digest(content, pins, count, w->a);
}

UNUSED static void world_pin(struct world *w, struct event *e, const char *how)
{
	const char *pin = !strcmp(how, "latest")  ? "web.image=redis:latest"
			  : !strcmp(how, "other") ? IMAGE2
						  : IMAGE;

	if (e->word == EVENT_PROMOTE) {
		const struct step_state *lab;
		const struct environment *to = world_now(w).environment;
		bool same = !to || to->same_pins || !to->promote_after.count;
		const char *content, *const *pins;
		size_t count;
		struct err err;

		if (state_step(fold_record(w->fold), "lab", w->step, &lab, &err) < 0 ||
		    state_pins(fold_record(w->fold), "lab", &pins, &count, &err) < 0)
			world_bail(err.text);
		pin = count ? pins[0] : NULL;
		content = entry_get(subject_entry(lab->subject, "run"), "content");
		if (content) {
			event_set(e, w->a, FIELD_CONTENT, content);
			event_set(e, w->a, FIELD_CODE, GIT_ID);
		}
		event_set(e, w->a, FIELD_TIP, sample_values[FIELD_TIP]);
		if (runbook_environment(world_now(w).runbook, "lab")->verify.count)
			event_set(e, w->a, FIELD_CHECK, "verify.up pass");
		if (content && strcmp(how, "other") != 0)
			event_set(e, w->a, FIELD_CANDIDATE,
				  world_candidate(w, same ? "lab" : "prod", content));
		put_settings(w, e);
		if (!same)
			pin = NULL;
	}
	if (pin)
		event_set(e, w->a, FIELD_PIN, pin);
	world_bring(w, e, arena_printf(w->a, "releases/%s.yaml", w->environment),
		    manifest_of(w, e->word == EVENT_UNPIN     ? NULL
				   : !strcmp(how, "conflict") ? IMAGE2
							      : pin));
}

/* The event that an attest speaks of: the last one, or the last one that does not count. */
UNUSED static size_t world_attested(struct world *w, bool disputed)
{
	size_t n = w->count - 1;

	while (disputed && n && w->chain[n].counts)
		n--;
	return n;
}

/* Of which release it is said, and of which text of the step. */
UNUSED static void world_bound(struct world *w, struct event *e)
{
	event_set(e, w->a, FIELD_CODE, GIT_ID);
	put_candidate(w, e);
	put_digests(w, e, "");
}

/* Of a manual step, as who did it says. */
UNUSED static void world_did(struct world *w, struct event *e)
{
	event_set(e, w->a, FIELD_TIP, sample_values[FIELD_TIP]);
	event_set(e, w->a, FIELD_RESTORE, "/var/backups/a.tar");
	world_bound(w, e);
}

/* "last", "last-other" (other bytes), "disputed", "whole" (the step), "answer" (to a check), else a
 * criterion. */
UNUSED static void world_attest(struct world *w, struct event *e, const char *how)
{
	bool disputed = !strcmp(how, "disputed");
	const char *id;
	size_t n;

	if (strncmp(how, "last", 4) != 0 && !disputed) {
		const struct step *step = world_now(w).step;

		if (!strcmp(how, "answer"))
			world_bound(w, e);
		else if (strcmp(how, "whole") != 0)
			event_set(e, w->a, FIELD_CRITERION, "exit");
		else if (step && step->kind == STEP_MANUAL)
			world_did(w, e);
		return;
	}
	n = world_attested(w, disputed);
	id = event_get(&w->chain[n].event, FIELD_ID);
	e->fields[FIELD_STEP].count = e->fields[FIELD_ENVIRONMENT].count = 0;
	event_set(e, w->a, FIELD_SUBJECT, arena_printf(w->a, "event:%s", id));
	event_set(e, w->a, FIELD_ACT,
		  arena_printf(w->a, "%s sha256:%s", id,
			       !strcmp(how, "last-other") ? SHA : w->chain[n].sha256));
}

/* Of which hold a lift speaks: that of its own word. */
UNUSED static void world_lift(struct world *w, struct event *e, const char *how)
{
	static const struct {
		enum event_word lift;
		const char *hold;
	} holds[] = {
		{EVENT_UNBLOCK, "block"}, {EVENT_UNLOCK, "lock"}, {EVENT_ACTIVATE, "dormant"}};
	struct world_now now = world_now(w);
	const char *of = "freeze:proxy", *definition;

	for (size_t i = 0; i < ARRAY_SIZE(holds); i++)
		if (holds[i].lift == e->word)
			of = arena_printf(w->a, "%s:%s", holds[i].hold, w->step);
	if (e->word == EVENT_THAW && !strcmp(w->step, "ICE"))
		of = "freeze:ice";
	if (e->word == EVENT_RESUME)
		of = "halt:env";
	if (e->word == EVENT_INCIDENT_CLOSE)
		of = arena_printf(w->a, "incident-open:%032zx", w->count - 1);
	event_set(e, w->a, FIELD_OF, of);
	definition = now.runbook ? hold_digest(now.runbook, of, w->a) : NULL;
	if (!definition && !strcmp(how, "early"))
		definition = "sha256:" SHA;
	if (definition)
		event_set(e, w->a, FIELD_DEFINITION, definition);
}

/* Its CHECKPOINT.yaml. */
UNUSED static const char *world_seal(struct world *w, const struct event *e)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *directory = event_get(e, FIELD_DIRECTORY);
	struct world_now now = world_now(w);

	canon_put(&out, 0, "checkpoint", strrchr(directory, '/') + 1);
	canon_put(&out, 0, "event", event_get(e, FIELD_ID));
	canon_put(&out, 0, "after", event_get(e, FIELD_SEEN));
	canon_put(&out, 0, "step", w->step);
	canon_put(&out, 0, "environment", w->environment);
	canon_put(&out, 0, "result", phase_word(now.state->phase));
	canon_put(&out, 0, "directory", arena_printf(w->a, "%s/", directory));
	canon_put(&out, 0, "code", now.state->code);
	canon_put_list(&out, 0, "pins", now.pins,
		       now.step && now.step->pins.count ? now.pin_count : 0);
	canon_put(&out, 0, "series", arena_printf(w->a, "%s/%s", w->environment, w->step));
	if (now.state->checkpoint_directory)
		canon_put(&out, 0, "supersedes",
			  strrchr(now.state->checkpoint_directory, '/') + 1);
	return arena_strdup(w->a, out.buf);
}

/* What a promotion there would bring. */
UNUSED static void put_coming(struct world *w, struct event *e)
{
	const char *candidate;
	struct err err;

	if (promotion_candidate(fold_record(w->fold), world_now(w).environment, NULL,
				sample_values[FIELD_CONTENT], w->a, &candidate, &err) < 0)
		world_bail(err.text);
	event_set(e, w->a, FIELD_CANDIDATE, candidate);
}

/* Of a step; "promote": of what a promotion there would bring. */
UNUSED static void world_approve(struct world *w, struct event *e, const char *how)
{
	struct world_now now = world_now(w);

	event_set(e, w->a, FIELD_CODE, GIT_ID);
	put_candidate(w, e);
	put_digests(w, e, how);
	if (strcmp(how, "promote") != 0)
		return;
	e->fields[FIELD_STEP].count = 0;
	put_coming(w, e);
	event_set(e, w->a, FIELD_DEFINITION,
		  promotion_definition(now.runbook, now.environment, w->a));
	event_set(e, w->a, FIELD_CHECKS, promotion_checks(now.runbook, now.environment, w->a));
}

UNUSED static void world_rest(struct world *w, struct event *e, const char *how)
{
	char date[DATE_TEXT_SIZE];
	const struct trust *now;
	size_t some = 0; /* that have a key */

	time_format_date(w->time, date);
	switch (e->word) {
	case EVENT_INIT:
		world_trust(w, e, 1, SIZE_MAX, "");
		return;
	case EVENT_TRUST:
		now = world_trusted(w);
		while (some < now->principal_count && now->principals[some].key_count)
			some++;
		world_trust(w, e, now->version + (strcmp(how, "again") != 0),
			    strcmp(how, "alone") ? some : 2, how);
		return;
	case EVENT_REOPEN:
		event_set(e, w->a, FIELD_VERDICT, strcmp(how, "lie") ? "fail" : "pass");
		return;
	case EVENT_SKIP:
		event_set(e, w->a, FIELD_RULE, strcmp(how, "lie") ? "absence" : "order");
		return;
	case EVENT_WAIVE:
		event_set(e, w->a, FIELD_RULE, *how ? how : "order");
		if (!strcmp(how, "promotion"))
			put_coming(w, e);
		return;
	case EVENT_SUPERSEDE:
		if (*how)
			event_set(e, w->a, FIELD_REPLACEMENT, how);
		return;
	case EVENT_FREEZE:
		event_set(e, w->a, FIELD_PATH, "playbooks/**");
		return;
	case EVENT_ATTEST:
		world_attest(w, e, how);
		return;
	case EVENT_APPROVE:
		world_approve(w, e, how);
		return;
	case EVENT_UNSEAL:
		event_set(e, w->a, FIELD_DIRECTORY,
			  arena_printf(w->a, "docs/%s/%s-%s",
				       strcmp(how, "elsewhere") ? "checkpoints" : "other", date,
				       w->step));
		return;
	case EVENT_CHECKPOINT:
		event_set(e, w->a, FIELD_DIRECTORY,
			  arena_printf(w->a, "docs/%s/%s-%s",
				       strcmp(how, "elsewhere") ? "checkpoints" : "other", date,
				       w->step));
		world_bring(w, e,
			    arena_printf(w->a, "checkpoints/%.4s/%.2s/%s-%s/CHECKPOINT.yaml",
					 date, date + 5, date, w->step),
			    world_seal(w, e));
		return;
	default:
		return;
	}
}

/* The next event of that word, about w->step in w->environment. */
UNUSED static struct event world_event(struct world *w, enum event_word word, const char *how)
{
	struct event e = sample_event(w->a, word, w->count, NULL);

	if (w->count) {
		event_set(&e, w->a, FIELD_SEEN, arena_printf(w->a, "sha256:%064zx", w->count));
		event_set(&e, w->a, FIELD_PREVIOUS, event_get(&e, FIELD_SEEN));
	}
	if (!strcmp(how, "blind"))
		event_set(&e, w->a, FIELD_SEEN, sample_values[FIELD_SEEN]);
	if (!strcmp(how, "before"))
		event_set(&e, w->a, FIELD_OCCURRED, "2026-01-28T09:00:00Z");
	if (!strcmp(how, "after"))
		event_set(&e, w->a, FIELD_OCCURRED, "2027-01-28T09:00:00Z");
	if (e.fields[FIELD_STEP].count)
		event_set(&e, w->a, FIELD_STEP, w->step);
	if (e.fields[FIELD_ENVIRONMENT].count)
		event_set(&e, w->a, FIELD_ENVIRONMENT, w->environment);
	switch (event_kind(&e)) {
	case KIND_ADOPT:
		if (word == EVENT_ADOPT)
			world_adopt(w, &e, how);
		break;
	case KIND_START:
	case KIND_FINISH:
	case KIND_COMPLETE:
		world_run(w, &e, how);
		break;
	case KIND_PIN:
		world_pin(w, &e, how);
		break;
	case KIND_LIFT:
		world_lift(w, &e, how);
		break;
	default:
		if (word == EVENT_VERIFY)
			world_run(w, &e, how);
		else
			world_rest(w, &e, how);
	}
	event_sort(&e);
	return e;
}

/* Cuts what stands behind `mark` off the text. */
UNUSED static const char *cut(char *text, char mark)
{
	char *at = strchr(text, mark);

	if (!at)
		return NULL;
	*at = '\0';
	return at + 1;
}

/* The event of a token; *ret_by: who signs it. Aborts where there is no such word. */
UNUSED static struct event world_token(struct world *w, const char *token, const char **ret_by)
{
	char *text = arena_strdup(w->a, token);
	const char *by = cut(text, '='), *environment = cut(text, '/'), *step = cut(text, '@');
	const char *how = cut(text, ':');
	const char *own_step = w->step, *own_environment = w->environment;
	enum event_word word = event_by_word(text);
	struct event e;

	if (word == EVENT_COUNT) {
		world_bail(token);
	}
	w->step = step ? step : own_step;
	w->environment = environment ? environment : own_environment;
	e = world_event(w, word, how ? how : "");
	w->step = own_step;
	w->environment = own_environment;
	*ret_by = by ? by : w->by;
	return e;
}

/* Says the tokens, one behind the other; how the last one went. */
UNUSED static enum said world_play(struct world *w, const char *tokens)
{
	char *rest = arena_strdup(w->a, tokens);
	enum said said = COUNTS;

	for (char *token; (token = strsep(&rest, " "));)
		if (*token) {
			const char *by;
			struct event e = world_token(w, token, &by);

			said = world_say(w, &e, by);
		}
	return said;
}

/* A genesis, and a runbook in force. */
UNUSED static void world_open(struct world *w, struct arena *a)
{
	world_begin(w, a);
	if (world_play(w, "init") != COUNTS || world_play(w, "adopt") != COUNTS)
		world_bail(world_no(w));
}

#endif
