/* Where a step stands, read out of what was filed: t/table/phases.txt. */
#include "model/internal.h"

#include "base/limits.h"
#include "base/texts.h"

static const char *const phase_words[] = {"planned",  "running", "ran",	       "verified",
					  "complete", "failed",	 "blocked",    "deferred",
					  "dormant",  "skipped", "superseded", "deprecated"};
_Static_assert(ARRAY_SIZE(phase_words) == PHASE_COUNT, "a word for each phase");

const char *phase_word(enum phase phase)
{
	return phase_words[phase];
}

static bool is(const char *text, const char *word)
{
	return text && !strcmp(text, word);
}

static void read_run(const struct subject *subject, const struct entry *run,
		     struct step_state *s)
{
	const struct entry *finish = subject_entry(subject, "finish");

	s->run = run->event;
	s->started = run->sequence;
	s->host = entry_get(run, "host");
	if (finish && is(entry_get(finish, "run"), run->event)) {
		s->result = entry_get(finish, "result");
		s->restore = entry_get(finish, "restore");
		s->dirty = entry_get(finish, "dirty") != NULL;
	}
	s->definition = entry_get(run, "definition");
	s->uses = entry_get(run, "uses");
	s->code = entry_get(run, "code");
	s->candidate = entry_get(run, "candidate");
	s->inputs = entry_list(run, "inputs", &s->input_count);
	s->dirty = s->dirty || entry_get(run, "dirty") != NULL;
}

/* A person did it and says so: that is its run and its verification. */
static void read_done(const struct entry *done, struct step_state *s)
{
	s->by_hand = true;
	s->run = done->event;
	s->started = done->sequence;
	s->verify = entry_get(done, "verdict");
	s->result = is(s->verify, "pass") ? "ok" : "failed";
	s->verified = is(s->verify, "pass") ? done->sequence : 0;
	s->checks = entry_get(done, "checks");
	s->restore = entry_get(done, "restore");
	s->definition = entry_get(done, "definition");
	s->code = entry_get(done, "code");
	s->candidate = entry_get(done, "candidate");
}

/* A gate is decided: go is all that its completion takes. */
static void read_decision(const struct entry *decision, struct step_state *s)
{
	s->verify = entry_get(decision, "verdict");
	s->definition = entry_get(decision, "definition");
	s->checks = entry_get(decision, "checks");
	s->candidate = entry_get(decision, "candidate");
	s->code = entry_get(decision, "code");
	if (is(s->verify, "pass"))
		s->verified = s->completed = decision->sequence;
}

static void read_verdict(const struct entry *verify, struct step_state *s)
{
	s->verify = entry_get(verify, "verdict");
	s->verified = is(s->verify, "pass") ? verify->sequence : 0;
	s->checks = entry_get(verify, "checks");
	s->dirty_checks = entry_get(verify, "dirty") != NULL;
	if (!s->definition) /* a claim that was verified, and never ran */
		s->definition = entry_get(verify, "definition");
}

/* Without what holds it back. */
static enum phase basis(const struct step_state *s)
{
	if (s->completed)
		return PHASE_COMPLETE;
	if (s->run && !s->result)
		return PHASE_RUNNING;
	if (s->run && !is(s->result, "ok"))
		return PHASE_FAILED;
	if (is(s->verify, "fail"))
		return PHASE_FAILED;
	if (is(s->verify, "pass"))
		return PHASE_VERIFIED;
	return s->run ? PHASE_RAN : PHASE_PLANNED;
}

/* The hold that decides the phase; the strongest word first. */
static void read_holds(const struct subject *subject, struct step_state *s)
{
	static const struct {
		const char *prefix;
		enum phase phase;
	} order[] = {
		{"holds/supersede:", PHASE_SUPERSEDED}, {"holds/deprecate:", PHASE_DEPRECATED},
		{"holds/block:", PHASE_BLOCKED},	{"holds/defer:", PHASE_DEFERRED},
		{"holds/dormant:", PHASE_DORMANT},
	};
	const struct entry *entry = NULL;

	for (size_t i = 0; !entry && i < ARRAY_SIZE(order); i++) {
		size_t at = 0;

		entry = subject_next(subject, order[i].prefix, &at);
		if (entry)
			s->phase = order[i].phase;
	}
	if (!entry && (entry = subject_entry(subject, "waivers/absence")))
		s->phase = PHASE_SKIPPED;
	s->reason = entry_get(entry, "reason");
	s->until = entry_get(entry, "until");
	s->replacement = entry_get(entry, "replacement");
}

static void read_claim(const struct entry *claim, struct step_state *s)
{
	s->claims = entry_list(claim, "claims", &s->claim_count);
	s->contradicted = entry_list(claim, "contradicted", &s->contradicted_count);
}

void step_compute(struct state *state, const struct subject *subject, struct step_state *ret)
{
	struct step_state s = {
		.environment = ret->environment, .step = ret->step, .subject = subject};
	const struct entry *run = subject_entry(subject, "run");
	const struct entry *done = subject_entry(subject, "verdicts/done");
	const struct entry *verify = subject_entry(subject, "verdicts/verify");
	const struct entry *decision = subject_entry(subject, "verdicts/decision");
	const struct entry *complete = subject_entry(subject, "complete");
	const struct entry *claim = subject_entry(subject, "claim");
	uint64_t reopened = subject_sequence(subject, "verdicts/reopen");
	size_t at = 0;
	const struct entry *lock = subject_next(subject, "holds/lock:", &at);
	int64_t ignored;

	for (size_t i = 0; i < subject->count; i++)
		if (subject->entries[i].sequence > s.sequence)
			s.sequence = subject->entries[i].sequence;
	if (done && done->sequence > reopened && (!run || done->sequence > run->sequence))
		read_done(done, &s);
	else if (run && run->sequence > reopened)
		read_run(subject, run, &s);
	if (s.run)
		state_signer(state, s.started, &s.runner, &ignored);
	if (verify && verify->sequence > reopened && verify->sequence > s.started)
		read_verdict(verify, &s);
	if (decision && decision->sequence > reopened)
		read_decision(decision, &s);
	if (complete && complete->sequence > reopened && complete->sequence > s.started) {
		s.completed = complete->sequence;
		s.pins = entry_list(complete, "pins", &s.pin_count);
		s.without = entry_list(complete, "without", &s.without_count);
	}
	if (claim && claim->sequence >= reopened)
		read_claim(claim, &s);
	s.locked = lock ? lock->sequence : 0;
	s.checkpoint_directory = entry_get(subject_entry(subject, "seal"), "directory");
	s.phase = s.before = basis(&s);
	read_holds(subject, &s);
	if (s.phase == s.before && !s.reason)
		s.reason = entry_get(subject_entry(subject, "verdicts/reopen"), "reason");
	*ret = s;
}

static int read_file(struct state *state, const char *path, const char *environment,
		     const char *id, const struct step_state **ret, struct err *err)
{
	struct subject_slot *slot;

	if (state_slot(state, path, &slot, err) < 0)
		return -1;
	if (!slot->step.step) {
		slot->step.environment = arena_strdup(state->arena, environment);
		slot->step.step = arena_strdup(state->arena, id);
	}
	if (!slot->computed)
		step_compute(state, &slot->now, &slot->step);
	slot->computed = true;
	*ret = &slot->step;
	return 0;
}

int state_step(struct state *state, const char *environment, const char *step,
	       const struct step_state **ret, struct err *err)
{
	char path[LIMIT_PATH];

	snprintf(path, sizeof(path), "state/%s/%s.yaml", environment, step);
	return read_file(state, path, environment, step, ret, err);
}

int state_procedure(struct state *state, const char *environment, struct event_subject subject,
		    const struct step_state **ret, struct err *err)
{
	return read_file(state, state_subject_path(environment, subject, state->arena),
			 environment, subject.id, ret, err);
}

bool step_meets_needs(const struct step_state *s)
{
	if (s->phase == PHASE_COMPLETE || s->phase == PHASE_SKIPPED)
		return true;
	return (s->phase == PHASE_PLANNED || s->phase == PHASE_VERIFIED) && !s->run &&
	       (texts_have(s->claims, s->claim_count, "complete") ||
		texts_have(s->claims, s->claim_count, "verified"));
}

const struct entry *step_seen_to_work(const struct step_state *state)
{
	const struct entry *verify = subject_entry(state->subject, "verdicts/verify");
	const struct entry *decision = subject_entry(state->subject, "verdicts/decision");

	if (state->by_hand)
		return subject_entry(state->subject, "verdicts/done");
	if (decision) /* no other kind of step has one */
		return decision;
	return state->verified && entry_get(verify, "content")
		       ? verify
		       : subject_entry(state->subject, "run");
}
