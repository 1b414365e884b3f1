/* What each kind of event demands of the state, and what it makes of it:
 * t/table/transitions.txt. */
#include "model/internal.h"

#include "base/memory.h"

int refuse(struct draft *d, const char *expected, const char *found, const char *fix,
	   const char *fmt, ...)
{
	char message[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	finding_add(d->refused, "transition", FINDING_ERROR,
		    (struct finding){.step = event_get(d->event, FIELD_STEP),
				     .environment = event_get(d->event, FIELD_ENVIRONMENT),
				     .expected = expected,
				     .found = found,
				     .fix = fix,
				     .sequence = d->sequence,
				     .has_sequence = true},
		    "%s", message);
	return 0;
}

/* -- one step
 * ------------------------------------------------------------------------------------ */

/* The step's record now, and a copy to change; the copy becomes the new record with
 * step_done(). */
struct step_draft {
	struct draft *d;
	const struct step_state *now;
	struct step_state next;
	const char *step, *environment;
};

static int step_begin(struct draft *d, struct step_draft *s)
{
	s->d = d;
	s->step = event_get(d->event, FIELD_STEP);
	s->environment = event_get(d->event, FIELD_ENVIRONMENT);
	if (state_step(d->state, s->environment, s->step, &s->now, d->err) < 0)
		return -1;
	s->next = *s->now;
	s->next.sequence = d->sequence;
	return 0;
}

static int step_done(struct step_draft *s)
{
	*ARENA_PUSH(s->d->arena, s->d->steps, s->d->step_count) = s->next;
	return 0;
}

static const char *command(struct step_draft *s, const char *act)
{
	return arena_printf(s->d->arena, "git mcade %s %s --env %s", act, s->step,
			    s->environment);
}

/* A refusal because of the phase, with the command that leads on from there. */
static int refuse_phase(struct step_draft *s, const char *expected)
{
	static const char *const way_out[PHASE_COUNT] = {
		[PHASE_PLANNED] = "run",     [PHASE_RUNNING] = "abandon",
		[PHASE_RAN] = "verify",	     [PHASE_VERIFIED] = "complete",
		[PHASE_COMPLETE] = "reopen", [PHASE_FAILED] = "run",
		[PHASE_BLOCKED] = "unblock", [PHASE_SKIPPED] = "reopen",
	};
	enum phase phase = s->now->phase;
	const char *act = way_out[phase];
	const char *fix = command(s, act);

	if (!strcmp(act, "abandon") || !strcmp(act, "reopen") || !strcmp(act, "unblock"))
		fix = arena_printf(s->d->arena, "%s -m REASON", fix);
	return refuse(s->d, expected, phase_word(phase), fix, "'%s' in '%s' is %s", s->step,
		      s->environment, phase_word(phase));
}

static bool is_locked(struct step_draft *s)
{
	if (!s->now->locked)
		return false;
	refuse(s->d, "open",
	       arena_printf(s->d->arena, "locked by event %" PRIu64, s->now->locked),
	       arena_printf(s->d->arena, "%s -m REASON", command(s, "unlock")),
	       "'%s' in '%s' is locked", s->step, s->environment);
	return true;
}

static bool phase_in(struct step_draft *s, unsigned phases)
{
	return (phases >> s->now->phase) & 1;
}

#define P(tag) (1U << PHASE_##tag)

static int transition_start(struct draft *d)
{
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (is_locked(&s))
		return 0;
	if (!phase_in(&s, P(PLANNED) | P(RAN) | P(VERIFIED) | P(COMPLETE) | P(FAILED)))
		return refuse_phase(&s, "planned, failed, ran, verified or complete");
	s.next.phase = PHASE_RUNNING;
	s.next.run = event_get(d->event, FIELD_ID);
	s.next.runner = d->origin->principal;
	s.next.host = event_get(d->event, FIELD_HOST);
	s.next.definition = event_get(d->event, FIELD_DEFINITION);
	s.next.uses = event_get(d->event, FIELD_USES);
	s.next.code = event_get(d->event, FIELD_CODE);
	s.next.inputs = d->event->fields[FIELD_INPUT].items;
	s.next.input_count = d->event->fields[FIELD_INPUT].count;
	s.next.dirty = event_get(d->event, FIELD_DIRTY) != NULL;
	s.next.result = s.next.restore = s.next.verify = s.next.reason = NULL;
	s.next.verified = s.next.completed = 0;
	s.next.pins = NULL;
	s.next.pin_count = 0;
	return step_done(&s);
}

/* The run that is spoken of must be the one that is open. */
static bool is_open_run(struct step_draft *s)
{
	const char *run = event_get(s->d->event, FIELD_RUN);

	if (!phase_in(s, P(RUNNING))) {
		refuse_phase(s, "running");
		return false;
	}
	if (strcmp(run, s->now->run) != 0) {
		refuse(s->d, s->now->run, run, command(s, "log"),
		       "another run of '%s' in '%s' is open", s->step, s->environment);
		return false;
	}
	return true;
}

static int transition_finish(struct draft *d)
{
	const char *result = event_get(d->event, FIELD_RESULT);
	const char *verify = event_get(d->event, FIELD_VERIFY);
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (!is_open_run(&s))
		return 0;
	s.next.result = result;
	s.next.verify = verify;
	s.next.restore = event_get(d->event, FIELD_RESTORE);
	if (strcmp(result, "ok") != 0 || !strcmp(verify, "fail")) {
		s.next.phase = PHASE_FAILED;
	} else if (!strcmp(verify, "pass")) {
		s.next.phase = PHASE_VERIFIED;
		s.next.verified = d->sequence;
	} else {
		s.next.phase = PHASE_RAN;
	}
	return step_done(&s);
}

static int transition_abandon(struct draft *d)
{
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (!is_open_run(&s))
		return 0;
	s.next.phase = PHASE_FAILED;
	s.next.result = "abandoned";
	s.next.reason = d->event->reason;
	return step_done(&s);
}

static int transition_verify(struct draft *d)
{
	const char *verify = event_get(d->event, FIELD_VERIFY);
	bool passed = !strcmp(verify, "pass");
	bool ran_well, claimed;
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	claimed = phase_in(&s, P(PLANNED)) && s.now->claim_count;
	ran_well = s.now->result && !strcmp(s.now->result, "ok");
	if (!claimed && !phase_in(&s, P(RAN) | P(VERIFIED) | P(COMPLETE)) &&
	    !(phase_in(&s, P(FAILED)) && ran_well))
		return refuse_phase(&s, "ran, verified, complete, or an accepted claim");
	if (!strcmp(verify, "none"))
		return refuse(
			d, "at least one check", "none",
			"give the step a 'verify' list in runbook.yaml, then: git mcade adopt",
			"'%s' has nothing to verify", s.step);
	s.next.verify = verify;
	s.next.definition = event_get(d->event, FIELD_DEFINITION);
	s.next.uses = event_get(d->event, FIELD_USES);
	s.next.code = event_get(d->event, FIELD_CODE);
	s.next.inputs = d->event->fields[FIELD_INPUT].items;
	s.next.input_count = d->event->fields[FIELD_INPUT].count;
	s.next.dirty = event_get(d->event, FIELD_DIRTY) != NULL;
	if (passed)
		s.next.verified = d->sequence;
	if (!phase_in(&s, P(COMPLETE))) /* a complete step that fails is stale, not undone */
		s.next.phase = passed ? PHASE_VERIFIED : claimed ? PHASE_PLANNED : PHASE_FAILED;
	return step_done(&s);
}

/* One of the five criteria is not met. */
static void criterion(struct step_draft *s, const char *name, const char *expected,
		      const char *found, const char *fix)
{
	refuse(s->d, expected, found, fix, "'%s' in '%s' is not complete: %s", s->step,
	       s->environment, name);
}

static int listed_pins_hold(struct step_draft *s)
{
	const struct event_values *listed = &s->d->event->fields[FIELD_PIN];

	for (size_t i = 0; i < listed->count; i++) {
		const char *path, *value, *recorded;

		event_pin_parts(listed->items[i], s->d->arena, &path, &value);
		if (state_pin(s->d->state, s->environment, path, &recorded, s->d->err) < 0)
			return -1;
		if (!recorded || strcmp(recorded, value) != 0)
			criterion(s, arena_printf(s->d->arena, "pin '%s'", path), value,
				  recorded ? recorded : "not recorded",
				  arena_printf(s->d->arena, "git mcade pin %s=%s --env %s",
					       path, value, s->environment));
	}
	return 0;
}

static int transition_complete(struct draft *d)
{
	size_t before = d->refused->count;
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (!phase_in(&s, P(RAN) | P(VERIFIED) | P(FAILED) | P(PLANNED)))
		return refuse_phase(&s, "verified");
	if (!s.now->result || strcmp(s.now->result, "ok") != 0)
		criterion(&s, "exit", "a run that ended well",
			  s.now->result ? s.now->result : "no run", command(&s, "run"));
	else if (strcmp(event_get(d->event, FIELD_RUN), s.now->run) != 0)
		criterion(&s, "exit", s.now->run, event_get(d->event, FIELD_RUN),
			  command(&s, "complete"));
	if (!s.now->verify || strcmp(s.now->verify, "pass") != 0)
		criterion(&s, "verify", "every check passed",
			  s.now->verify ? s.now->verify : "not verified",
			  command(&s, "verify"));
	if (!s.now->restore)
		criterion(&s, "restore", "a restore path, or 'changes_state: false'",
			  "none recorded", command(&s, "run"));
	if (s.now->dirty)
		criterion(&s, "exit", "files of a commit", "a run from uncommitted files",
			  arena_printf(d->arena, "git commit, then: %s", command(&s, "run")));
	if (listed_pins_hold(&s) < 0)
		return -1;
	if (d->refused->count != before)
		return 0;
	s.next.phase = PHASE_COMPLETE;
	s.next.completed = d->sequence;
	s.next.pins = d->event->fields[FIELD_PIN].items;
	s.next.pin_count = d->event->fields[FIELD_PIN].count;
	d->logs = true;
	return step_done(&s);
}

static int transition_reopen(struct draft *d)
{
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (is_locked(&s))
		return 0;
	if (!phase_in(&s, P(RAN) | P(VERIFIED) | P(COMPLETE) | P(FAILED) | P(SKIPPED)))
		return refuse_phase(&s, "complete, verified, ran, failed or skipped");
	s.next.phase = PHASE_PLANNED;
	s.next.result = s.next.restore = s.next.verify = NULL;
	s.next.verified = s.next.completed = 0;
	s.next.pins = NULL;
	s.next.pin_count = 0;
	s.next.claims = NULL; /* whoever reopens a step no longer rests on what was claimed */
	s.next.claim_count = 0;
	s.next.reason = d->event->reason;
	return step_done(&s);
}

static int transition_block(struct draft *d)
{
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (phase_in(&s, P(RUNNING) | P(BLOCKED)))
		return refuse_phase(&s, "neither running nor blocked");
	s.next.before = s.now->phase;
	s.next.phase = PHASE_BLOCKED;
	s.next.reason = d->event->reason;
	s.next.until = event_get(d->event, FIELD_UNTIL);
	return step_done(&s);
}

static int transition_unblock(struct draft *d)
{
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (!phase_in(&s, P(BLOCKED)))
		return refuse_phase(&s, "blocked");
	s.next.phase = s.now->before;
	s.next.before = PHASE_PLANNED;
	s.next.reason = s.next.until = NULL;
	return step_done(&s);
}

static int transition_skip(struct draft *d)
{
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (is_locked(&s))
		return 0;
	if (!phase_in(&s, P(PLANNED) | P(RAN) | P(VERIFIED) | P(FAILED) | P(BLOCKED)))
		return refuse_phase(&s, "planned, failed, ran, verified or blocked");
	s.next.phase = PHASE_SKIPPED;
	s.next.reason = d->event->reason;
	s.next.until = NULL;
	return step_done(&s);
}

static int transition_lock(struct draft *d)
{
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (is_locked(&s))
		return 0;
	s.next.locked = d->sequence;
	return step_done(&s);
}

static int transition_unlock(struct draft *d)
{
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (!s.now->locked)
		return refuse(d, "locked", "open", NULL, "'%s' in '%s' is not locked", s.step,
			      s.environment);
	s.next.locked = 0;
	return step_done(&s);
}

static int transition_checkpoint(struct draft *d)
{
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (!phase_in(&s, P(VERIFIED) | P(COMPLETE)))
		return refuse_phase(&s, "verified or complete");
	s.next.checkpoint = event_get(d->event, FIELD_CHECKPOINT);
	s.next.checkpoint_directory = event_get(d->event, FIELD_DIRECTORY);
	return step_done(&s);
}

/* -- the specification, pins, freezes
 * ------------------------------------------------------------ */

/* A claim word is kept once; "locked" also locks. */
static int accept_claim(struct draft *d, const char *step, const char *environment,
			const char *word)
{
	struct step_state next = {0};
	const struct step_state *now;

	for (size_t i = 0; i < d->step_count; i++) /* several claims about one step */
		if (!strcmp(d->steps[i].step, step) &&
		    !strcmp(d->steps[i].environment, environment)) {
			*ARENA_PUSH(d->arena, d->steps[i].claims,
				    d->steps[i].claim_count) = word;
			if (!strcmp(word, "locked"))
				d->steps[i].locked = d->sequence;
			return 0;
		}
	if (state_step(d->state, environment, step, &now, d->err) < 0)
		return -1;
	next = *now;
	next.claims = NULL; /* what is accepted now replaces what was accepted before */
	next.claim_count = 0;
	next.sequence = d->sequence;
	*ARENA_PUSH(d->arena, next.claims, next.claim_count) = word;
	if (!strcmp(word, "locked") && !next.locked)
		next.locked = d->sequence;
	*ARENA_PUSH(d->arena, d->steps, d->step_count) = next;
	return 0;
}

static int rename_step(struct draft *d, const char *from, const char *environment,
		       const char *to)
{
	const struct step_state *old, *present;
	struct step_state next;

	if (state_step(d->state, environment, from, &old, d->err) < 0 ||
	    state_step(d->state, environment, to, &present, d->err) < 0)
		return -1;
	if (!old->sequence)
		return refuse(d, "a step with history", "none", NULL,
			      "'%s' in '%s' cannot be renamed", from, environment);
	if (present->sequence)
		return refuse(d, "no history", "history", NULL,
			      "'%s' in '%s' cannot take over the history of '%s'", to,
			      environment, from);
	next = *old;
	next.step = to;
	next.sequence = d->sequence;
	*ARENA_PUSH(d->arena, d->steps, d->step_count) = next;
	*ARENA_PUSH(d->arena, d->removed, d->removed_count) = (struct step_state){
		.environment = environment, .step = from};
	return 0;
}

/* Calls fn(first, second, third) for each value of three words. */
static int each_triple(struct draft *d, enum event_field field,
		       int (*fn)(struct draft *, const char *, const char *, const char *))
{
	const struct event_values *values = &d->event->fields[field];

	for (size_t i = 0; i < values->count; i++) {
		const char *first, *second, *third;

		event_pair_parts(values->items[i], d->arena, &first, &third);
		event_pair_parts(third, d->arena, &second, &third);
		if (fn(d, first, second, third) < 0)
			return -1;
	}
	return 0;
}

static void set_tips(struct draft *d, struct adopted_state *adopted)
{
	adopted->tips = d->event->fields[FIELD_TIP].items;
	adopted->tip_count = d->event->fields[FIELD_TIP].count;
}

static int transition_adopt(struct draft *d)
{
	struct adopted_state *adopted = arena_alloc(d->arena, sizeof(*adopted));

	if (each_triple(d, FIELD_RENAME, rename_step) < 0 ||
	    each_triple(d, FIELD_CLAIM, accept_claim) < 0)
		return -1;
	adopted->sequence = d->sequence;
	adopted->runbook = event_get(d->event, FIELD_RUNBOOK) + strlen("sha256:");
	set_tips(d, adopted);
	d->adopted = adopted;
	return 0;
}

static int transition_retip(struct draft *d)
{
	struct adopted_state *adopted = arena_alloc(d->arena, sizeof(*adopted));
	const struct adopted_state *now;

	if (state_adopted(d->state, &now, d->err) < 0)
		return -1;
	if (!now->sequence)
		return refuse(d, "an adopted runbook", "none", "git mcade adopt",
			      "there are no governed tips to move");
	*adopted = *now;
	set_tips(d, adopted);
	d->adopted = adopted;
	return 0;
}

/* Merges the event's pins into the environment's sorted list. */
static int transition_pin(struct draft *d)
{
	const struct event_values *given = &d->event->fields[FIELD_PIN];
	const char *const *old;
	size_t old_count, i = 0, k = 0;

	d->pins_environment = event_get(d->event, FIELD_ENVIRONMENT);
	if (state_pins(d->state, d->pins_environment, &old, &old_count, d->err) < 0)
		return -1;
	while (i < old_count || k < given->count) {
		size_t len = i < old_count ? strcspn(old[i], "=") + 1 : 0;
		int order = i == old_count	? 1
			    : k == given->count ? -1
						: strncmp(old[i], given->items[k], len);

		*ARENA_PUSH(d->arena, d->pins, d->pin_count) = order < 0 ? old[i]
									 : given->items[k];
		i += order <= 0;
		k += order >= 0;
	}
	return 0;
}

static int transition_freeze(struct draft *d)
{
	const char *id = event_get(d->event, FIELD_FREEZE);
	const struct event_values *scope = &d->event->fields[FIELD_SCOPE];
	const struct event_values *except = &d->event->fields[FIELD_EXCEPT];
	const struct freeze_state *now;
	bool thawed = false;
	size_t count;

	if (state_freezes(d->state, &now, &count, d->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(now[i].id, id) != 0) {
			*ARENA_PUSH(d->arena, d->freezes, d->freeze_count) = now[i];
			continue;
		}
		if (!now[i].thawed)
			return refuse(d, "another name", id,
				      arena_printf(d->arena, "git mcade thaw %s -m REASON", id),
				      "freeze '%s' is in force already", id);
		thawed = true;
	}
	if (!scope->count && !thawed)
		return refuse(d, "--path PATTERN", "none", NULL, "freeze '%s' covers nothing",
			      id);
	if (scope->count)
		*ARENA_PUSH(d->arena, d->freezes, d->freeze_count) = (struct freeze_state){
			.id = id,
			.reason = d->event->reason,
			.scope = scope->items,
			.scope_count = scope->count,
			.except = except->items,
			.except_count = except->count,
			.sequence = d->sequence};
	d->freezes_changed = true;
	return 0;
}

/* Removes an act's freeze; opens one of the runbook by a note of the same name. */
static int transition_thaw(struct draft *d)
{
	const char *id = event_get(d->event, FIELD_FREEZE);
	const struct freeze_state *now;
	bool removed = false;
	size_t count;

	if (state_freezes(d->state, &now, &count, d->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(now[i].id, id) != 0) {
			*ARENA_PUSH(d->arena, d->freezes, d->freeze_count) = now[i];
			continue;
		}
		if (now[i].thawed)
			return refuse(d, "a freeze in force", "thawed", NULL,
				      "freeze '%s' is open already", id);
		removed = true;
	}
	if (!removed)
		*ARENA_PUSH(d->arena, d->freezes,
			    d->freeze_count) = (struct freeze_state){.id = id,
								     .thawed = true,
								     .reason = d->event->reason,
								     .sequence = d->sequence};
	d->freezes_changed = true;
	return 0;
}

/* -- trust
 * --------------------------------------------------------------------------------------- */

static const char **appended(struct arena *a, const char *const *old, size_t old_count,
			     const struct event_values *more, size_t *ret_count)
{
	const char **list = NULL;

	*ret_count = 0;
	for (size_t i = 0; i < old_count; i++)
		*ARENA_PUSH(a, list, *ret_count) = old[i];
	for (size_t i = 0; i < more->count; i++) {
		bool known = false;

		for (size_t k = 0; k < old_count; k++)
			known = known || !strcmp(old[k], more->items[i]);
		if (!known)
			*ARENA_PUSH(a, list, *ret_count) = more->items[i];
	}
	return list;
}

static int transition_init(struct draft *d)
{
	static const char *const roles[] = {"owner", "root"};
	struct trust *trust = arena_alloc(d->arena, sizeof(*trust));
	struct principal first = {.id = event_get(d->event, FIELD_PRINCIPAL),
				  .name = event_get(d->event, FIELD_NAME),
				  .email = event_get(d->event, FIELD_EMAIL),
				  .keys = d->event->fields[FIELD_KEY].items,
				  .key_count = d->event->fields[FIELD_KEY].count};
	const struct trust *now;

	if (state_trust(d->state, &now, d->err) < 0)
		return -1;
	if (now->version)
		return refuse(d, "an empty ledger", "a ledger", "git mcade join",
			      "the ledger exists already");
	for (size_t i = 0; i < ARRAY_SIZE(roles); i++)
		*ARENA_PUSH(d->arena, first.roles, first.role_count) = roles[i];
	trust->version = 1;
	trust->threshold = 1;
	trust->recovery = event_get(d->event, FIELD_RECOVERY);
	*ARENA_PUSH(d->arena, trust->principals, trust->principal_count) = first;
	trust_default_roles(trust, d->arena);
	d->trust = trust;
	return 0;
}

static bool keys_are_free(struct draft *d, const struct trust *trust, const char *id)
{
	const struct event_values *keys = &d->event->fields[FIELD_KEY];

	for (size_t i = 0; i < keys->count; i++) {
		const struct principal *holder = trust_signer(trust, keys->items[i]);

		if (holder && strcmp(holder->id, id) != 0) {
			refuse(d, "a key of one person", holder->id, NULL,
			       "the key belongs to '%s' already", holder->id);
			return false;
		}
	}
	return true;
}

static bool roles_exist(struct draft *d, const struct trust *trust)
{
	const struct event_values *roles = &d->event->fields[FIELD_ROLE];

	for (size_t i = 0; i < roles->count; i++) {
		bool known = false;

		for (size_t k = 0; k < trust->role_count; k++)
			known = known || !strcmp(trust->roles[k].id, roles->items[i]);
		if (!known) {
			refuse(d, "root, owner, operator, reviewer or ci", roles->items[i],
			       "git mcade trust list", "role '%s' is not defined",
			       roles->items[i]);
			return false;
		}
	}
	return true;
}

static int transition_trust(struct draft *d)
{
	const char *id = event_get(d->event, FIELD_PRINCIPAL);
	struct trust *trust = arena_alloc(d->arena, sizeof(*trust));
	struct principal *slot = NULL, *list = NULL;
	const struct trust *now;
	size_t count = 0;

	if (state_trust(d->state, &now, d->err) < 0)
		return -1;
	if (!keys_are_free(d, now, id) || !roles_exist(d, now))
		return 0;
	for (size_t i = 0; i < now->principal_count; i++)
		*ARENA_PUSH(d->arena, list, count) = now->principals[i];
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i].id, id))
			slot = &list[i];
	if (!slot) {
		slot = ARENA_PUSH(d->arena, list, count);
		*slot = (struct principal){.id = id};
	}
	slot->name = event_get(d->event, FIELD_NAME);
	slot->email = event_get(d->event, FIELD_EMAIL);
	slot->keys = appended(d->arena, slot->keys, slot->key_count,
			      &d->event->fields[FIELD_KEY], &slot->key_count);
	slot->roles = appended(d->arena, slot->roles, slot->role_count,
			       &d->event->fields[FIELD_ROLE], &slot->role_count);
	if (!slot->key_count || !slot->role_count)
		return refuse(d, "a key and a role", "none", NULL,
			      "principal '%s' would have no key or no role", id);
	*trust = *now;
	trust->version = now->version + 1;
	trust->principals = list;
	trust->principal_count = count;
	d->trust = trust;
	return 0;
}

/* -- the table
 * ----------------------------------------------------------------------------------- */

transition_fn *transition_of(enum event_kind kind)
{
	static transition_fn *const table[] = {
#define KIND(tag, word, act, must, may, transition) [EVENT_##tag] = (transition),
#define RESERVED(tag, word) [EVENT_##tag] = NULL,
#include "model/kinds.h"
#undef KIND
#undef RESERVED
	};

	return table[kind];
}
