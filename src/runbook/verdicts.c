#include "runbook/verdicts.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "model/logentry.h"
#include "runbook/digests.h"
#include "runbook/exceptions.h"
#include "runbook/promotion.h"

bool same_settings(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

const char *verdict_of_another(const struct entry *entry, const struct verdict_asked *q,
			       struct arena *a)
{
	const char *candidate = entry_get(entry, "candidate");

	if (q->untimely)
		return "the act has a time that it cannot have";
	if (!text_is(entry_get(entry, "definition"),
		     definition_digest(q->runbook, q->step, q->environment, a)) ||
	    !text_is(entry_get(entry, "checks"),
		     checks_digest(q->runbook, q->step, q->environment, a)))
		return "what is asked has changed since";
	if (!q->candidate)
		return "what would be judged now is in no commit";
	if (!text_is(candidate, q->candidate))
		return "it is of another candidate";
	return same_settings(entry_get(entry, "settings"), q->settings)
		       ? NULL
		       : "the settings of its environment have changed since";
}

const char verdict_is_of_before[] =
	"a step of another repository ran since, in an environment that comes before";

int verdict_moved(struct state *record, const struct runbook *rb,
		  const struct environment *environment, const struct step *only, uint64_t *ret,
		  struct err *err)
{
	const struct words *after = &environment->promote_after;
	uint64_t newest = 0;

	*ret = UINT64_MAX; /* whoever cannot tell takes nothing for said of it */
	for (size_t i = 0; rb->repos.count && i < after->count * rb->step_count; i++) {
		const struct step *step = step_at(rb, i % rb->step_count);
		const char *there = after->items[i / rb->step_count];
		const struct step_state *state;
		const struct entry *run;

		if (!step->repo || (only && step != only) || !step_in(step, there))
			continue;
		if (state_step(record, there, step->id, &state, err) < 0)
			return -1;
		run = subject_entry(state->subject, "run");
		if (run && run->sequence > newest)
			newest = run->sequence;
	}
	*ret = newest;
	return 0;
}

static int find_late(struct state *record, const struct entry *entry,
		     const struct verdict_asked *q, int64_t expires, const char **ret_who,
		     const char **ret, struct err *err)
{
	uint64_t moved = 0;
	int64_t when;

	/* the end of a run is told what its start was */
	if (q->step->kind == STEP_GATE &&
	    verdict_moved(record, q->runbook, q->environment, NULL, &moved, err) < 0)
		return -1;
	if (!state_signer(record, entry->sequence, ret_who, &when))
		*ret = "it is not known who signed it, and when";
	else if (entry->sequence < moved)
		*ret = verdict_is_of_before;
	else if (expires && q->clock > when + expires)
		*ret = "it has expired";
	return 0;
}

/* While an incident there has outlived its time every gate is no go, whatever it said before. */
static int find_broken_open(struct state *record, const struct verdict_asked *q,
			    struct arena *a, const char **ret, struct err *err)
{
	const struct exception *late;

	if (incident_overdue(record, q->runbook, q->environment->id, q->clock, a, &late, err) <
	    0)
		return -1;
	if (late)
		*ret = "an incident there is past its time, and not closed";
	return 0;
}

const struct entry *answer_no(const struct runbook *rb, const struct step *step,
			      const struct subject *subject, const struct check *check,
			      uint64_t since, struct arena *a)
{
	const struct entry *said;
	struct check used;

	if (!runbook_used(rb, step, check, &used) || used.probe != PROBE_MANUAL ||
	    used.warn_only)
		return NULL;
	said = subject_entry(subject, arena_printf(a, "verdicts/check:%s", used.id));
	return said && said->sequence > since && text_is(entry_get(said, "verdict"), "fail")
		       ? said
		       : NULL;
}

/* Who was asked, and has said no since: go rests on a yes. */
static const char *find_denied(const struct subject *gate, const struct verdict_asked *q,
			       uint64_t decided, struct arena *a)
{
	for (size_t i = 0; i < q->step->verify.count; i++) {
		const struct entry *no = answer_no(q->runbook, q->step, gate,
						   q->step->verify.items[i], decided, a);

		if (no && !verdict_of_another(no, q, a))
			return "a check of it was answered no since";
	}
	return NULL;
}

int gate_read(struct state *record, const struct subject *gate, const struct verdict_asked *q,
	      int64_t expires, struct gate_said *ret, struct err *err)
{
	const struct entry *entry = subject_entry(gate, "verdicts/decision");
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *who;

	*ret = (struct gate_said){.verdict = NULL};
	if (!entry)
		return 0;
	ret->verdict = entry_get(entry, "verdict");
	ret->candidate = entry_get(entry, "candidate");
	ret->sequence = entry->sequence;
	ret->no_longer = verdict_of_another(entry, q, &scratch);
	if ((!ret->no_longer &&
	     find_late(record, entry, q, expires, &who, &ret->no_longer, err) < 0) ||
	    (!ret->no_longer &&
	     find_broken_open(record, q, &scratch, &ret->no_longer, err) < 0)) {
		ret->no_longer = "it is not known whether it still holds";
		return -1;
	}
	if (!ret->no_longer && text_is(ret->verdict, "pass"))
		ret->no_longer = find_denied(gate, q, entry->sequence, &scratch);
	return 0;
}

int gate_read_of(struct state *record, const struct subject *gate, struct verdict_asked asked,
		 const char *content, struct arena *a, struct gate_said *ret, struct err *err)
{
	const char *const *pins;
	size_t count;

	if (state_pins(record, asked.environment->id, &pins, &count, err) < 0)
		return -1;
	asked.candidate = content ? candidate_digest(content, pins, count, a) : NULL;
	asked.settings = entry_get(subject_entry(gate, "verdicts/decision"), "settings");
	return gate_read(record, gate, &asked, 0, ret, err);
}

bool gate_is_go(const struct gate_said *said)
{
	return text_is(said->verdict, "pass") && !said->no_longer;
}

const char *gate_stands(const struct gate_said *said, struct arena *a)
{
	const char *word = said->verdict ? gate_word(said->verdict) : "not decided";

	return said->no_longer ? arena_printf(a, "%s no longer: %s", word, said->no_longer)
			       : word;
}

/* Who said which version answers said it of what ran then: a rollback since has brought another. */
static int find_undone(struct state *record, const struct entry *entry,
		       const struct verdict_asked *q, const struct check *check,
		       struct arena *a, const char **ret, struct err *err)
{
	uint64_t undone, plain;

	if (!runbook_asks_version(q->runbook, q->step, check))
		return 0;
	if (promotion_undone(record, q->environment->id, &undone, &plain, err) < 0)
		return -1;
	if (entry->sequence < undone)
		*ret = arena_printf(a, "it was said before the rollback of event %" PRIu64,
				    undone);
	return 0;
}

int answer_read(struct state *record, const struct subject *subject,
		const struct verdict_asked *q, const struct check *check, struct arena *a,
		struct answer *ret, struct err *err)
{
	const struct entry *entry = subject_entry(
		subject, arena_printf(a, "verdicts/check:%s", check->id));

	*ret = (struct answer){.verdict = NULL};
	if (!entry)
		return 0;
	ret->sequence = entry->sequence;
	ret->why = verdict_of_another(entry, q, a);
	if ((!ret->why &&
	     find_late(record, entry, q, ANSWER_EXPIRES, &ret->who, &ret->why, err) < 0) ||
	    (!ret->why && find_undone(record, entry, q, check, a, &ret->why, err) < 0))
		return -1;
	if (!ret->why)
		ret->verdict = entry_get(entry, "verdict");
	return 0;
}

static const struct principal *first_with(const struct trust *trust, const char *role)
{
	for (size_t i = 0; i < trust->principal_count; i++)
		if (trust_has_role(&trust->principals[i], role))
			return &trust->principals[i];
	return NULL;
}

const char *answer_way(struct state *record, const char *reader, const struct step *of,
		       const struct check *check, const char *environment, struct arena *a)
{
	const char *command = arena_printf(a, "git mcade attest %s/%s --env %s -m REASON",
					   of->id, check->id, environment);
	const struct principal *who;
	const struct trust *trust;
	struct err unknown; /* then it is said to everybody */

	if (!check->role || state_trust(record, &trust, &unknown) < 0)
		return arena_printf(a, "hint: %s", command);
	who = reader ? trust_principal(trust, reader) : NULL;
	if (who && trust_has_role(who, check->role))
		return arena_printf(a, "hint: %s", command);
	who = first_with(trust, check->role);
	return who ? arena_printf(a, "hint: %s %s runs: %s", check->role, who->name, command)
		   : arena_printf(a, "hint: a principal of role '%s' runs: %s", check->role,
				  command);
}
