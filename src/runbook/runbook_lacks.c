/* runbook_lacks.c - what is asked of a step there: what `complete` will ask, before anything is run. */
#include "runbook/runbook.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "runbook/expect.h"

/* "when: {environment.id: staging}" elsewhere. */
static bool is_of_another(const struct environment *env, const struct check *used,
			  struct arena *scratch)
{
	static const char name[] = "environment.id";
	const struct doc_node *wanted = doc_get(used->when, name);
	const struct expect_context as_written = {0};
	struct expect_item item;
	struct err ignored;

	return wanted &&
	       expect_value(wanted, name, env->id, &as_written, scratch, &item, &ignored) ==
		       0 &&
	       !item.pass;
}

/* A check that does not apply has shown nothing: where none does, nothing ever completes the step. */
static bool is_answered_there(const struct runbook *rb, const struct environment *env,
			      const struct step *step)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	bool answered = !step->verify.count || (rb->rules && rb->rules < RULES_ANSWERED);
	struct check used;

	for (size_t i = 0; i < step->verify.count && !answered; i++)
		answered = !runbook_used(rb, step, step->verify.items[i], &used) ||
			   !is_of_another(env, &used, &scratch);
	return answered;
}

unsigned step_lacks(const struct runbook *rb, const struct environment *env,
		    const struct step *step)
{
	unsigned lacks = 0;

	bool said = step_is_said(step); /* who attests or seals it has all of that */

	if (step->kind == STEP_GATE) /* go is all that it takes */
		return step->verify.count ? 0 : STEP_LACKS_VERIFY;
	if (!said && !step->has_run)
		lacks |= STEP_LACKS_RUN;
	if (!said && !step->verify.count)
		lacks |= STEP_LACKS_VERIFY;
	if (!said && !is_answered_there(rb, env, step))
		lacks |= STEP_LACKS_ANSWER;
	if (!said && step->changes_state && !step->restore && !step->restore_created)
		lacks |= STEP_LACKS_RESTORE;
	if (!step->has_pins && env->manifest && step->kind != STEP_CHECKPOINT)
		lacks |= STEP_LACKS_PINS;
	if (step->pins.count && !env->manifest)
		lacks |= STEP_LACKS_MANIFEST;
	if (step->kind == STEP_CHECKPOINT && !rb->records.checkpoint)
		lacks |= STEP_LACKS_CHECKPOINT;
	return lacks;
}

enum event_word step_word(const struct step *step, enum event_word word)
{
	bool mine = word == EVENT_START || word == EVENT_VERIFY;

	if (step && step_rollback(step) && word == EVENT_START)
		return EVENT_ROLLBACK;
	if (step && step_drill(step) && word == EVENT_START)
		return EVENT_DRILL;
	return !step || !mine		       ? word
	       : step->kind == STEP_MANUAL     ? EVENT_ATTEST
	       : step->kind == STEP_CHECKPOINT ? EVENT_CHECKPOINT
	       : step->kind == STEP_GATE       ? EVENT_GATE
					       : word;
}

bool step_is_said(const struct step *step)
{
	return step->kind == STEP_MANUAL || step->kind == STEP_CHECKPOINT;
}

bool step_asks_people(const struct runbook *rb, const struct step *step)
{
	struct check used;
	bool asks = step_is_said(step) || step->kind == STEP_GATE || step->approval.role;

	for (size_t i = 0; !asks && i < step->verify.count; i++)
		asks = runbook_used(rb, step, step->verify.items[i], &used) &&
		       (used.probe == PROBE_MANUAL || used.probe == PROBE_DRILL);
	return asks;
}

const char *step_word_permission(enum event_word word)
{
	return word == EVENT_ATTEST ? "attest-check" : event_info(word)->permission;
}

const struct approval *step_approval(const struct environment *env, const struct step *step)
{
	/* a gate decides of those that wait for others, and says itself whose agreement it takes */
	bool own = step_rollback(step) || step_drill(step) || step->kind == STEP_GATE;

	return step->approval.role  ? &step->approval
	       : own		    ? NULL
	       : env->approval.role ? &env->approval
				    : NULL;
}

bool runbook_completes(const struct runbook *rb, const struct environment *env,
		       const struct step *step)
{
	enum completion said = step->completion	 ? step->completion
			       : env->completion ? env->completion
						 : rb->completion;

	return said == COMPLETION_AUTO;
}

/* The longest that these may take. */
static int64_t time_of(struct checks list)
{
	int64_t total = 0;

	for (size_t i = 0; i < list.count; i++) {
		const struct check *check = list.items[i];
		int64_t tries = check->retry.count ? check->retry.count : 1;

		total += tries * (check->timeout + check->retry.delay) +
			 check->analysis.initial_delay +
			 check->analysis.count * (check->timeout + check->analysis.interval);
	}
	return total;
}

int64_t step_longest(const struct step *step, const struct environment *env)
{
	return 2 * step->timeout + time_of(env->stop) + time_of(step->stop) +
	       time_of(step->before) + time_of(step->verify);
}

struct words step_without(const struct step *step, struct arena *a)
{
	const char **items = arena_array(a, 2, sizeof(*items));
	size_t count = 0;

	if (!step->pins.count)
		items[count++] = "pins";
	if (!step->changes_state || step->kind == STEP_CHECKPOINT)
		items[count++] = "restore";
	return (struct words){items, count};
}

const char *step_incompletable(const struct runbook *rb, const struct environment *env,
			       const struct step *step, struct arena *a)
{
	static const struct {
		unsigned lack;
		const char *words;
	} reasons[] = {
		{STEP_LACKS_RUN, "no 'run'"},
		{STEP_LACKS_VERIFY, "no 'verify'"},
		{STEP_LACKS_RESTORE, "no 'restore'"},
		{STEP_LACKS_PINS, "no 'pins'"},
		{STEP_LACKS_MANIFEST, "no 'manifest' of the environment for its pins"},
		{STEP_LACKS_CHECKPOINT, "no 'records.checkpoint' of the runbook"},
		{STEP_LACKS_ANSWER, "no check that applies there"},
	};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	unsigned lacks = step_lacks(rb, env, step);

	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
		if (lacks & reasons[i].lack)
			strbuf_addf(&out, "%s%s", out.len ? ", " : "", reasons[i].words);
	return lacks ? arena_strdup(a, out.buf) : NULL;
}
