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
		     uint64_t *ret_plain, struct err *err)
{
	const struct entry *rolled;
	const struct subject *s;
	size_t next = 0;

	if (read_environment(record, environment, &s, err) < 0)
		return -1;
	*ret = *ret_plain = environment_undone(s);
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
	else if (rb->rules >= RULES_VARIABLES)
		strbuf_addf(&out, "%s", runbook_variables_text(rb, target, a));
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
