/* What leads on from a refusal, for whoever reads it: an act that the judge would let pass. */
#include "base/texts.h"
#include "model/next_act.h"
#include "policy/act_internal.h"
#include "runbook/demands.h"
#include "runbook/exceptions.h"
#include "runbook/shown.h"

static const char *reader_of(const struct act_facts *act)
{
	return act->asked ? act->reader : act->origin->principal;
}

static const char *allowed(const struct act_facts *act, enum event_word word,
			   const char *environment, const char *command, struct arena *a)
{
	return state_offer(act->record, reader_of(act), step_word_permission(word), environment,
			   command, a);
}

const char *act_allowed(struct judging *j, enum event_word word, const char *command)
{
	return allowed(j->act, word, j->environment, command, j->a);
}

/* Where it ends, what comes first is not asked any more, so that no command is known to pass. */
static const char *far_ahead(const char *environment, struct arena *a)
{
	return arena_printf(a, "hint: what comes first is told by: git mcade next --env %s",
			    environment);
}

/* What stands in the way of an act that nobody has written yet. NULL: nothing. */
static const char *in_the_way(const struct act_facts *asking, enum event_word word,
			      const char *step, const char *environment, struct arena *a)
{
	struct findings found = {.arena = a};
	struct event event = {.word = word};
	/* who may is asked of the permission (allowed()), but where it is also whose run it is */
	const struct event_origin origin = {
		.time = event_time(asking->event, asking->origin),
		.principal = word == EVENT_ABANDON ? reader_of(asking) : NULL};
	struct act_facts act = *asking;
	const char *incident = event_get(asking->event, FIELD_INCIDENT);
	const struct step_state *s;
	struct err ignored;

	if (word == EVENT_ATTEST)
		event_set(&event, a, FIELD_VERDICT, "pass");
	/* what it passes stands in the way of no run that names it, too */
	if (word == EVENT_START && incident &&
	    text_is(event_get(asking->event, FIELD_ENVIRONMENT), environment))
		event_set(&event, a, FIELD_INCIDENT, incident);
	if (word == EVENT_GATE && act.runbook && !runbook_step(act.runbook, step))
		event_set(&event, a, FIELD_SUBJECT, arena_printf(a, "gate:%s", step));
	else
		event_set(&event, a, FIELD_STEP, step);
	event_set(&event, a, FIELD_ENVIRONMENT, environment);
	if (word == EVENT_REOPEN)
		event_set(&event, a, FIELD_VERDICT, "fail");
	if (word == EVENT_ABANDON) {
		if (state_step(act.record, environment, step, &s, &ignored) < 0 || !s->run)
			return NULL;
		event_set(&event, a, FIELD_RUN, s->run);
		event_set(&event, a, FIELD_RESULT, "lost");
	}
	act.event = &event;
	act.origin = &origin;
	act.asked = act.aside = true;
	act.id_used = false;
	act.reader = reader_of(asking);
	act.ahead--;
	if (judge_act(&act, &found, &ignored) < 0)
		return NULL;
	for (size_t i = 0; i < found.count; i++) {
		const struct finding *f = &found.items[i];

		if (f->severity != FINDING_ERROR)
			continue;
		if (!act.ahead)
			return far_ahead(environment, a);
		return f->fix	  ? f->fix
		       : f->allow ? f->allow
				  : arena_printf(a, "hint: %s", f->message);
	}
	return NULL;
}

/* Of a step, or of a gate that stands beside the steps. NULL: it is not of this runbook. */
static const struct step *spec_of(const struct runbook *rb, const char *id)
{
	const struct step *step = rb ? runbook_step(rb, id) : NULL;
	const struct procedure *gate =
		rb && !step ? runbook_procedure(rb, (struct event_subject){SUBJECT_GATE, id})
			    : NULL;

	return gate ? &gate->step : step;
}

/* Until it is closed no gate there is go. NULL: none is open too long. */
static const char *close_incident(const struct act_facts *act, const char *environment,
				  struct arena *a)
{
	const struct exception *late;
	struct err ignored;

	return incident_overdue(act->record, act->runbook, environment,
				event_time(act->event, act->origin), a, &late, &ignored) == 0 &&
			       late
		       ? incident_close(act->record, late, reader_of(act), a)
		       : NULL;
}

const char *act_advice(const struct act_facts *act, enum event_word word, const char *step,
		       const char *environment, const char *more, struct arena *a)
{
	const struct step *spec = spec_of(act->runbook, step);
	enum event_word own = spec ? step_word(spec, word) : word;
	const char *first = act->ahead ? in_the_way(act, own, step, environment, a) : NULL;
	const struct next_act plain = {own, step, environment, more};

	if (own !=
	    word) /* what goes with a run is not for what a person does, or a gate decides */
		more = NULL;

	if (!first && own == EVENT_GATE)
		first = close_incident(act, environment, a);
	return first ? first
		     : allowed(act, own, environment,
			       spec ? demanded_act(act->runbook, spec, more, own, environment,
						   a)
				    : next_act_text(&plain, a),
			       a);
}

/* Of what is asked for advice alone the first error is read, and no other. */
static bool has_way(const struct judging *j)
{
	return j->act->aside && findings_worst(j->found) == FINDING_ERROR;
}

const char *act_command(struct judging *j, enum event_word word, const char *more)
{
	return has_way(j) ? NULL
			  : act_advice(j->act, word, j->subject.id, j->environment, more, j->a);
}

const char *act_once_committed(const char *way, struct arena *a)
{
	if (!way || !text_begins(way, "git "))
		return way;
	return arena_printf(a, "hint: commit what is not committed yet, then: %s", way);
}

/* The act that a step waits for in its phase. */
static int awaited(struct judging *j, const struct environment *environment,
		   const struct step *step, const struct step_state *s, enum event_word *ret)
{
	struct stale *stale;
	size_t count;
	bool run = false;

	*ret = s->phase == PHASE_RAN	    ? EVENT_VERIFY
	       : s->phase == PHASE_VERIFIED ? EVENT_COMPLETE
	       : s->phase == PHASE_SKIPPED  ? EVENT_REOPEN
					    : EVENT_START;
	if (s->phase != PHASE_VERIFIED && s->phase != PHASE_COMPLETE)
		return 0;
	if (step_stale(j->act->record, j->act->runbook, environment, step, s, j->a, &stale,
		       &count, j->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		run = run || stale[i].run;
	if (count)
		*ret = run ? EVENT_START : EVENT_VERIFY;
	return 0;
}

/* A run is closed by who began it, by an owner, or once it is overdue: the judge says whether by this
 * reader. */
static const char *close_run(struct judging *j, const char *step, const char *environment)
{
	const char *command = next_act_text(
		&(struct next_act){EVENT_ABANDON, step, environment, "-m REASON"}, j->a);

	return j->act->ahead && !j->procedure &&
			       in_the_way(j->act, EVENT_ABANDON, step, environment, j->a)
		       ? allowed(j->act, EVENT_ABANDON, environment, command, j->a)
		       : arena_printf(j->a, "hint: '%s' closes a run whose machine died",
				      command);
}

/* Of a rollback or a drill nothing but its end is awaited. */
static const char *end_procedure(struct judging *j)
{
	return j->state->phase == PHASE_RUNNING
		       ? close_run(j,
				   arena_printf(j->a, "%s:%s",
						subject_type_word(j->subject.type),
						j->subject.id),
				   j->environment)
		       : NULL;
}

const char *act_lead_on(struct judging *j, const struct step *step,
			const struct environment *environment)
{
	const struct step_state *s;
	enum event_word word;
	const char *way;

	if (j->procedure && step == j->step)
		return end_procedure(j);
	if (has_way(j) || !step || !environment ||
	    state_step(j->act->record, environment->id, step->id, &s, j->err) < 0 ||
	    awaited(j, environment, step, s, &word) < 0)
		return NULL;
	if (s->phase == PHASE_RUNNING)
		return close_run(j, step->id, environment->id);
	if (s->contradicted_count && s->phase == PHASE_PLANNED)
		return arena_printf(
			j->a,
			"hint: correct runbook.claims.yaml, commit it, and: git mcade "
			"adopt --accept-claims; 'git mcade show %s --env %s' has the "
			"claims",
			step->id, environment->id);
	way = act_advice(j->act, word, step->id, environment->id,
			 word == EVENT_REOPEN ? "-m REASON" : NULL, j->a);
	if (!step->repo || j->act->cloned || !strcmp(environment->id, j->environment) ||
	    !text_begins(way, "git "))
		return way;
	return arena_printf(j->a, "hint: where '%s' is cloned: %s", step->repo, way);
}
