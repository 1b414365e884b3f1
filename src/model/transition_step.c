/*
 * What events about one step demand of its state, and what they make of it:
 * t/table/transitions.txt.
 */
#include "model/internal.h"

#include "model/logentry.h"

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

int transition_start(struct draft *d)
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
	s.next.dirty_checks = s.next.dirty; /* finish brings their results */
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

int transition_finish(struct draft *d)
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

int transition_abandon(struct draft *d)
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

int transition_verify(struct draft *d)
{
	const char *verify = event_get(d->event, FIELD_VERIFY);
	bool passed = !strcmp(verify, "pass");
	bool ran_well, claimed;
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	/* A claim stands until something ran: then what the run said counts. */
	claimed = phase_in(&s, P(PLANNED) | P(FAILED)) && !s.now->result && s.now->claim_count;
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
	s.next.dirty_checks = event_get(d->event, FIELD_DIRTY) != NULL;
	if (passed)
		s.next.verified = d->sequence;
	if (!phase_in(&s, P(COMPLETE))) /* a complete step that fails is stale, not undone */
		s.next.phase = passed ? PHASE_VERIFIED : claimed ? s.now->phase : PHASE_FAILED;
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

int transition_complete(struct draft *d)
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
	else if (s.now->dirty_checks)
		criterion(
			&s, "verify", "files of a commit", "checks of uncommitted files",
			arena_printf(d->arena, "git commit, then: %s", command(&s, "verify")));
	if (listed_pins_hold(&s) < 0)
		return -1;
	if (d->refused->count != before)
		return 0;
	if (!phase_in(&s, P(VERIFIED)))
		return refuse_phase(&s, "verified");
	if (!logentry_may_say(d->event->reason))
		return refuse(d, "plain text", "the opening of a log entry", NULL,
			      "the reason would make an entry of its own in the log");
	s.next.phase = PHASE_COMPLETE;
	s.next.completed = d->sequence;
	s.next.pins = d->event->fields[FIELD_PIN].items;
	s.next.pin_count = d->event->fields[FIELD_PIN].count;
	d->logs = true;
	return step_done(&s);
}

int transition_reopen(struct draft *d)
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
	s.next.dirty = s.next.dirty_checks = false;
	s.next.pins = NULL;
	s.next.pin_count = 0;
	s.next.claims = NULL; /* whoever reopens a step no longer rests on what was claimed */
	s.next.claim_count = 0;
	s.next.disputed = NULL;
	s.next.disputed_count = 0;
	s.next.reason = d->event->reason;
	return step_done(&s);
}

int transition_block(struct draft *d)
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

int transition_unblock(struct draft *d)
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

int transition_skip(struct draft *d)
{
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (is_locked(&s))
		return 0;
	if (!phase_in(&s, P(PLANNED) | P(RAN) | P(VERIFIED) | P(FAILED) | P(BLOCKED)) ||
	    (phase_in(&s, P(BLOCKED)) && s.now->before == PHASE_COMPLETE))
		return refuse_phase(&s,
				    "planned, failed, ran, verified, or blocked before it was "
				    "complete");
	s.next.phase = PHASE_SKIPPED;
	s.next.before = PHASE_PLANNED;
	s.next.reason = d->event->reason;
	s.next.until = NULL;
	return step_done(&s);
}

int transition_lock(struct draft *d)
{
	struct step_draft s;

	if (step_begin(d, &s) < 0)
		return -1;
	if (is_locked(&s))
		return 0;
	s.next.locked = d->sequence;
	return step_done(&s);
}

int transition_unlock(struct draft *d)
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

int transition_checkpoint(struct draft *d)
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
