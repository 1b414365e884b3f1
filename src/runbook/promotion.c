#include "runbook/promotion.h"

#include "base/limits.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "runbook/digests.h"
#include "runbook/shown.h"

/* -- the candidate ------------------------------------------------------------------------------- */

int promotion_pins(struct state *record, const struct environment *target, const char *source,
		   const char *const **ret, size_t *ret_count, struct err *err)
{
	const char *of = target->id;

	if (target->promote_after.count && target->same_pins)
		of = source ? source : target->promote_after.items[0];
	return state_pins(record, of, ret, ret_count, err);
}

int promotion_candidate(struct state *record, const struct environment *target,
			const char *source, const char *content, struct arena *a,
			const char **ret, struct err *err)
{
	const char *const *pins;
	size_t count;

	if (promotion_pins(record, target, source, &pins, &count, err) < 0)
		return -1;
	*ret = candidate_digest(content, pins, count, a);
	return 0;
}

int promotion_pins_of(struct state *record, const struct environment *there,
		      const char *content, const char *candidate, struct arena *a,
		      const char *const **ret, size_t *ret_count, bool *ret_known,
		      struct err *err)
{
	const struct words *after = &there->promote_after;

	if (state_pins(record, there->id, ret, ret_count, err) < 0)
		return -1;
	*ret_known = !strcmp(candidate_digest(content, *ret, *ret_count, a), candidate);
	for (size_t i = 0; !*ret_known && i < after->count; i++) {
		if (promotion_pins(record, there, after->items[i], ret, ret_count, err) < 0)
			return -1;
		*ret_known = !strcmp(candidate_digest(content, *ret, *ret_count, a), candidate);
	}
	return 0;
}

const struct approval *promotion_approval(const struct environment *target)
{
	return target->promote_approval.role ? &target->promote_approval : NULL;
}

/* What is said of the environment itself. */
static int read_environment(struct state *record, const char *environment,
			    const struct subject **ret, struct err *err)
{
	char path[LIMIT_PATH];

	snprintf(path, sizeof(path), "state/%s/_environment.yaml", environment);
	return state_subject(record, path, ret, err);
}

int promotion_last(struct state *record, const char *environment, const struct entry **ret,
		   struct err *err)
{
	const struct subject *s;

	if (read_environment(record, environment, &s, err) < 0)
		return -1;
	*ret = subject_entry(s, "candidate");
	return 0;
}

int promotion_undone(struct state *record, const char *environment, uint64_t *ret,
		     struct err *err)
{
	const struct entry *rolled;
	const struct subject *s;
	size_t next = 0;

	if (read_environment(record, environment, &s, err) < 0)
		return -1;
	*ret = environment_undone(s);
	while ((rolled = subject_next(s, "rolled/", &next)))
		if (rolled->sequence > *ret)
			*ret = rolled->sequence;
	return 0;
}

bool promotion_is(const struct environment *target, const struct entry *last,
		  const char *content, const char *candidate)
{
	return text_is(entry_get(last, "content"), content) &&
	       (!target->same_pins || text_is(entry_get(last, "candidate"), candidate));
}

int promotion_waits(struct state *record, const struct environment *target,
		    const struct step *step, const struct step_state *state,
		    const struct entry **ret, struct err *err)
{
	const struct entry *run = subject_entry(state->subject, "run");
	const struct entry *last;

	*ret = NULL;
	/* what another repository has is no part of what was promoted */
	if (!run || step->repo || !target->promote_after.count)
		return 0;
	if (promotion_last(record, target->id, &last, err) < 0)
		return -1;
	if (last &&
	    !promotion_is(target, last, entry_get(run, "content"), entry_get(run, "candidate")))
		*ret = last;
	return 0;
}

/* -- is it whole ? ------------------------------------------------------------------------------- */

struct looking {
	struct state *record;
	const struct runbook *rb;
	const struct environment *there;
	const char *content;
	bool same_pins;
	int64_t clock;
	struct arena *a;
	struct shortfall *found;
	size_t count;
	size_t asked;	 /* that have to be done, and have a say */
	uint64_t undone; /* the newest rollback there; 0: none */
	int64_t since;
	struct err *err;
};

static void add(struct looking *l, const struct step *step, bool verify, const char *why)
{
	*ARENA_PUSH(l->a, l->found, l->count) = (struct shortfall){step ? step->id : NULL, why,
								   verify};
}

/* Since it was written down: nobody shortens the time by saying that it occurred before. */
static void count_from(struct looking *l, uint64_t sequence)
{
	int64_t when;

	if (sequence && state_signed_at(l->record, sequence, &when) && when > l->since)
		l->since = when;
}

/* A pin that the step does not name may have been replaced since: with the new one nothing was seen. */
static int check_pins(struct looking *l, const struct step *step,
		      const struct step_state *state)
{
	const char *const *pins;
	size_t count;

	if (state_pins(l->record, l->there->id, &pins, &count, l->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *path, *value;
		uint64_t replaced;

		event_pin_parts(pins[i], l->a, &path, &value);
		if (state_pin_replaced(l->record, l->there->id, path, &replaced, l->err) < 0)
			return -1;
		if (replaced <= state->verified)
			continue;
		add(l, step, true,
		    arena_printf(l->a, "is stale (pin %s was replaced since)", path));
		break;
	}
	return 0;
}

static const char *before_undone(struct looking *l, const char *what)
{
	return arena_printf(l->a, "was %s before the rollback of event %" PRIu64, what,
			    l->undone);
}

static int check_shown(struct looking *l, const struct step *step,
		       const struct step_state *state)
{
	const struct entry *seen = step_seen_to_work(state);
	const char *content = entry_get(seen, "content");
	const struct entry *shown = subject_entry(state->subject, "shown");
	struct stale *stale;
	size_t count;

	if (step_stale(l->record, l->rb, l->there, step, state, l->a, &stale, &count, l->err) <
	    0)
		return -1;
	if (l->undone && (!seen || seen->sequence < l->undone))
		add(l, step, true, before_undone(l, "seen to work"));
	else if (count)
		add(l, step, false, arena_printf(l->a, "is stale (%s)", stale->why));
	else if (!step->repo && (state->dirty || state->dirty_checks || !content))
		add(l, step, true, "was seen to work with files of no commit");
	else if (!step->repo && strcmp(content, l->content) != 0)
		add(l, step, true, "was seen to work with another content");
	else if (l->same_pins && check_pins(l, step, state) < 0)
		return -1;
	count_from(l, state->completed);
	count_from(l, shown ? shown->sequence : state->verified);
	return 0;
}

/* A gate is whole while its newest verdict is go, of what is there. */
static int check_gate(struct looking *l, const struct step *step,
		      const struct step_state *state)
{
	const struct verdict_asked asked = {
		.runbook = l->rb, .environment = l->there, .step = step, .clock = l->clock};
	struct gate_said said;

	if (gate_read_of(l->record, state->subject, asked, l->content, l->a, &said, l->err) < 0)
		return -1;
	if (!gate_is_go(&said))
		add(l, step, false, "is not GO");
	else if (said.sequence < l->undone)
		add(l, step, false, before_undone(l, "GO"));
	count_from(l, said.sequence);
	return 0;
}

static int check_step(struct looking *l, const struct step *step)
{
	const struct step_state *state;
	enum phase is;

	if (!step_in(step, l->there->id))
		return 0;
	if (state_step(l->record, l->there->id, step->id, &state, l->err) < 0)
		return -1;
	is = state->phase;
	if (step->kind == STEP_GATE && !step->optional && !step->dormant &&
	    is != PHASE_DORMANT && is != PHASE_SUPERSEDED) {
		l->asked++;
		return check_gate(l, step, state);
	}
	if (is == PHASE_COMPLETE && step->kind != STEP_GATE && !step->dormant) {
		l->asked += !step->optional;
		return check_shown(l, step, state);
	}
	/* also behind a hold, but for what shall not be done */
	if (step->optional || step->dormant || is == PHASE_DORMANT || is == PHASE_SUPERSEDED) {
		if (is != PHASE_SKIPPED &&
		    (state->before == PHASE_RUNNING || state->before == PHASE_FAILED))
			add(l, step, false,
			    arena_printf(l->a, "is %s", phase_word(state->before)));
		return 0;
	}
	add(l, step, false, arena_printf(l->a, "is %s", phase_word(is)));
	return 0;
}

/* An environment that was seen not to hold is whole since then, at the earliest. */
static int count_failed(struct looking *l)
{
	const struct subject *s;

	if (read_environment(l->record, l->there->id, &s, l->err) < 0)
		return -1;
	count_from(l, subject_sequence(s, "failed"));
	return 0;
}

int promotion_falls_short(struct state *record, const struct runbook *rb,
			  const struct environment *there, const char *content, bool same_pins,
			  int64_t clock, struct arena *a, struct shortfall **ret,
			  size_t *ret_count, int64_t *ret_since, struct err *err)
{
	struct looking l = {.record = record,
			    .rb = rb,
			    .there = there,
			    .content = content ? content : "",
			    .same_pins = same_pins,
			    .clock = clock,
			    .a = a,
			    .err = err};

	if (promotion_undone(record, there->id, &l.undone, err) < 0)
		return -1;
	for (size_t i = 0; i < rb->step_count; i++)
		if (check_step(&l, step_at(rb, i)) < 0)
			return -1;
	/* set aside, every one of them: nothing was seen to work */
	if (!l.asked && !l.count)
		add(&l, NULL, false, "no step that has to be done was");
	if (count_failed(&l) < 0)
		return -1;
	*ret = l.found;
	*ret_count = l.count;
	*ret_since = l.count ? 0 : l.since;
	return 0;
}

const struct step *environment_asked(const struct environment *env, bool promoted,
				     struct arena *a)
{
	const struct checks lists[] = {env->verify, env->promote_verify};
	struct step *step = arena_alloc(a, sizeof(*step));
	const struct check **items = NULL;
	size_t count = 0;

	for (size_t i = 0; i < (promoted ? 2 : 1); i++)
		for (size_t k = 0; k < lists[i].count; k++)
			*ARENA_PUSH(a, items, count) = lists[i].items[k];
	*step = (struct step){.id = env->id, .at = env->at, .verify = {items, count}};
	return step;
}

int environment_fails(struct state *record, const struct environment *env,
		      const struct entry **ret, struct err *err)
{
	const struct entry *said;
	const struct subject *s;

	*ret = NULL;
	if (read_environment(record, env->id, &s, err) < 0)
		return -1;
	said = subject_entry(s, "verdicts/verify");
	if (said && (env->verify.count || env->promote_verify.count) &&
	    !text_is(entry_get(said, "verdict"), "pass"))
		*ret = said;
	return 0;
}

int promotion_gate(struct state *record, const struct runbook *rb,
		   const struct environment *target, const struct procedure *gate,
		   const struct event *release, int64_t clock, struct gate_said *ret,
		   struct err *err)
{
	const struct step_state *state;

	if (state_procedure(record, target->id,
			    (struct event_subject){SUBJECT_GATE, gate->step.id}, &state,
			    err) < 0)
		return -1;
	return gate_read(
		record, state->subject,
		&(struct verdict_asked){.runbook = rb,
					.environment = target,
					.step = &gate->step,
					.candidate = event_get(release, FIELD_CANDIDATE),
					.settings = event_get(release, FIELD_SETTINGS),
					.clock = clock},
		gate->expires, ret, err);
}

/* -- what verdicts are bound to ------------------------------------------------------------------ */

static const char *joined(const struct runbook *rb, const struct environment *target,
			  bool checks, struct arena *a)
{
	struct strbuf out = STRBUF_INIT;
	const char *digest;

	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);

		if (step_in(step, target->id))
			strbuf_addf(&out, "%s %s\n", step->id,
				    checks ? checks_digest(rb, step, target, a)
					   : definition_digest(rb, step, target, a));
	}
	if (checks)
		strbuf_addf(&out, "%s", runbook_promotion_text(rb, target, a));
	digest = digest_of(out.buf, a);
	strbuf_free(&out);
	return digest;
}

const char *promotion_definition(const struct runbook *rb, const struct environment *target,
				 struct arena *a)
{
	return joined(rb, target, false, a);
}

const char *promotion_checks(const struct runbook *rb, const struct environment *target,
			     struct arena *a)
{
	return joined(rb, target, true, a);
}
