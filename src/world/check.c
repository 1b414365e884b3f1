#include "world/analysis.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/texts.h"
#include "base/time.h"
#include "world/baselines.h"
#include "text/redact.h"
#include "yaml/doc.h"

#define REASON_LONGEST 300

static const char *const words[] = {"not-applicable", "pass", "warn",
				    "inconclusive",   "fail", "error"};

const char *check_verdict_word(enum check_verdict verdict)
{
	return words[verdict];
}

bool check_holds(enum check_verdict worst)
{
	return worst <= CHECK_WARN;
}

static void say(const struct world *world, const char *line)
{
	if (world->progress)
		world->progress(world->context, line);
}

/* ---- one check ---- */

static void settle(struct world *world, struct checked *r, enum check_verdict verdict,
		   const char *reason)
{
	if (verdict == CHECK_FAIL && r->check->warn_only)
		verdict = CHECK_WARN;
	r->verdict = verdict;
	r->reason = world_masked(world, reason);
	if (r->reason && strlen(r->reason) > REASON_LONGEST)
		r->reason = arena_printf(world->arena, "%.*s...", REASON_LONGEST, r->reason);
}

static void settle_error(struct world *world, struct checked *r, const struct err *err)
{
	settle(world, r, CHECK_ERROR, err->text);
}

/* 1 met, 0 not, -1 cannot tell. Each name is a template's, or env.NAME of the caller. */
static int applies(struct world *world, const struct check *check, struct checked *r,
		   struct err *err)
{
	struct expect_context ctx = world_expectations(world);

	for (size_t i = 0; check->when && i < check->when->count; i++) {
		const char *name = check->when->pairs[i].key->text, *value;
		struct expect_item item;

		value = template_value(&world->scope, name);
		if (!value && text_begins(name, "env."))
			value = probe_env(world, name + 4);
		if (!value && text_begins(name, "checks."))
			return err_at(err, ERR_NOT_FOUND, check->when->pairs[i].key->at,
				      "'when' asks for '%s', which was not captured", name);
		if (expect_value(check->when->pairs[i].value, name, value, &ctx, world->arena,
				 &item, err) < 0)
			return -1;
		if (!item.pass) {
			settle(world, r, CHECK_NOT_APPLICABLE,
			       arena_printf(world->arena, "%s: expected %s, found %s", name,
					    item.expected, item.found));
			return 0;
		}
	}
	return 1;
}

/* Judges what was seen; the last line of defence against judging half an output. */
static int judge(struct world *world, const struct check *check, const struct observation *seen,
		 const struct recorded *recorded, struct checked *r, struct err *err)
{
	struct expect_context ctx = world_expectations(world);
	struct expect_result result;
	const struct expect_item *items;

	if (recorded && recorded->process.how == PROC_TIMED_OUT) {
		settle(world, r, CHECK_ERROR, proc_describe(&recorded->process, world->arena));
		return 0;
	}
	if (recorded && recorded->process.interrupted) {
		settle(world, r, CHECK_ERROR,
		       "interrupted"); /* how it took that is no answer */
		return 0;
	}
	if (recorded && world_is_cut(recorded, check->expect, check->capture)) {
		settle(world, r, CHECK_ERROR, WORLD_IS_CUT);
		return 0;
	}
	if (expect_judge(check->expect, seen, &ctx, world->arena, &result, err) < 0)
		return -1;
	items = world_masked_items(world, &result);
	r->items = items;
	r->item_count = result.count;
	settle(world, r, CHECK_PASS, NULL);
	for (size_t i = 0; i < result.count; i++)
		if (!items[i].pass && items[i].unknown == result.unknown) {
			settle(world, r, result.unknown ? CHECK_INCONCLUSIVE : CHECK_FAIL,
			       arena_printf(world->arena, "%s: expected %s, found %s",
					    items[i].what, items[i].expected, items[i].found));
			break;
		}
	if (!result.pass && r->verdict == CHECK_PASS)
		settle(world, r, CHECK_FAIL, "what is expected does not hold");
	return 0;
}

/* What did not pass as a whole says nothing to what comes later. */
static void forget(struct world *world, size_t captured, const char *created)
{
	world->captured_count = world->scope.captured_count = captured;
	world->created = created;
}

/* After a pass: what was captured is known to all that comes later. */
static void keep_captures(struct world *world, const struct check *check,
			  const struct observation *seen, struct checked *r)
{
	size_t before = world->captured_count;

	for (size_t i = 0; i < seen->capture_count; i++) {
		const struct name_text *c = &seen->captures[i];

		if (!c->text) {
			forget(world, before, world->created);
			settle(world, r, CHECK_FAIL,
			       arena_printf(world->arena, "capture '%s' found nothing",
					    c->name));
			return;
		}
		world_capture(world, check->id, c->name, c->text);
	}
}

static int look(struct world *world, const struct check *check, struct attempt *t,
		struct err *err)
{
	const struct probe_kind *kind = probe_kind(check->probe);

	if (check->subject)
		t->probe = arena_printf(world->arena, "%s %s", kind->word, check->subject);
	return kind->look(world, check, t, err);
}

/* A person is not asked here: what he signed is the answer. */
static void take_answer(struct world *world, const struct check *check, struct checked *r)
{
	const struct check_answer *answer = NULL;

	for (size_t i = 0; !answer && i < world->answer_count; i++)
		if (!strcmp(world->answers[i].id, check->id))
			answer = &world->answers[i];
	if (!answer || !answer->verdict)
		settle(world, r, CHECK_INCONCLUSIVE,
		       answer && answer->why ? answer->why : "it is not answered");
	else if (!strcmp(answer->verdict, "pass"))
		settle(world, r, CHECK_PASS, NULL);
	else
		settle(world, r, CHECK_FAIL, answer->why);
}

static void try_once(struct world *world, const struct check *check, struct attempt *t,
		     struct checked *r)
{
	struct err err;

	*t = (struct attempt){.recorded = {.id = check->id}};
	r->items = NULL;
	r->item_count = 0;
	if (check->probe == PROBE_MANUAL || check->probe == PROBE_DRILL) {
		t->probe = arena_printf(world->arena, "%s %s", probe_kind(check->probe)->word,
					check->subject);
		take_answer(world, check, r);
		return;
	}
	if (check_open_watches(world, check, &t->watches, &err) < 0 ||
	    look(world, check, t, &err) < 0 || check_capture(world, check, t, &err) < 0 ||
	    judge(world, check, &t->seen, t->has_process ? &t->recorded : NULL, r, &err) < 0)
		settle_error(world, r, &err);
	else if (r->verdict == CHECK_PASS)
		keep_captures(world, check, &t->seen, r);
	check_close_watches(&t->watches);
	if (r->verdict == CHECK_PASS && t->seen.created)
		world->created = t->seen.created;
}

static void record(struct world *world, const struct check *check, const struct attempt *t,
		   struct checked *r)
{
	bool ran = t->command.argv != NULL;
	struct evidence_facts facts = {
		.name = r->evidence,
		.step = world->step ? world->step->id : NULL,
		.environment = world->environment ? world->environment->id : NULL,
		.argv = t->command.argv,
		.script = t->command.script_on_stdin ? t->command.script : NULL,
		.target = t->command.target,
		.cwd = ran ? t->command.cwd : NULL,
		.probe = t->probe,
		.env_names = ran ? env_names(world->env) : NULL,
		.passed = ran ? world->passed : NULL,
		.passed_count = ran ? world->passed_count : 0,
		.attempts = r->attempts,
		.captured = check_captured(world, check),
		.process = ran && t->has_process ? &t->recorded.process : NULL,
		.expectations = r->items,
		.expectation_count = r->item_count,
		.result = check_verdict_word(r->verdict),
		.reason = r->reason,
	};

	evidence_add(&world->evidence, &facts, world->secrets);
	if (t->has_process) {
		*ARENA_PUSH(world->arena, world->recorded, world->recorded_count) = t->recorded;
		world->recorded[world->recorded_count - 1].id = check->id;
	}
}

/* False: somebody interrupted it, and nothing more is asked. */
static bool wait(struct world *world, int64_t seconds)
{
	if (seconds && !world->interrupted)
		world->interrupted = proc_pause(seconds);
	return !world->interrupted;
}

static void sample(struct world *world, const struct check *check, struct attempt *t,
		   struct checked *r)
{
	const char *created = world->created;
	size_t captured = world->captured_count;
	const struct analysis *terms = &check->analysis;
	struct tally tally = {0};
	enum check_verdict verdict = CHECK_ERROR;
	bool known = false;

	for (int64_t delay = terms->initial_delay; !known && wait(world, delay);
	     delay = terms->interval) {
		r->attempts++;
		try_once(world, check, t, r);
		known = !world->interrupted &&
			analysis_add(terms, r->verdict, &tally, &verdict);
		say(world,
		    arena_printf(world->arena, "%s: sample %u of at most %u: %s%s%s", check->id,
				 r->attempts, terms->count, check_verdict_word(r->verdict),
				 r->reason ? ": " : "", r->reason ? r->reason : ""));
	}
	if (!known || verdict != CHECK_PASS)
		forget(world, captured, created);
	if (!known) {
		settle(world, r, CHECK_ERROR, "interrupted before it was known");
		return;
	}
	settle(world, r, verdict,
	       verdict == CHECK_PASS
		       ? NULL
		       : arena_printf(
				 world->arena, "%u of %u samples failed, %u had no answer%s%s",
				 tally.failed, tally.samples, tally.unanswered,
				 r->reason ? "; the last: " : "", r->reason ? r->reason : ""));
}

static void try_until(struct world *world, const struct check *check, struct attempt *t,
		      struct checked *r)
{
	unsigned most = check->retry.count ? check->retry.count : 1;

	do {
		r->attempts++;
		try_once(world, check, t, r);
		if (check_holds(r->verdict) || r->attempts >= most || world->interrupted)
			return;
		say(world, arena_printf(world->arena, "%s: try %u of %u: %s", check->id,
					r->attempts, most, r->reason ? r->reason : ""));
	} while (wait(world, check->retry.delay));
}

static void ask(struct world *world, const struct check *check, struct checked *r)
{
	struct attempt t = {.probe = NULL};
	struct err err;
	int applicable = applies(world, check, r, &err);

	if (applicable < 0)
		settle_error(world, r, &err);
	else if (applicable && check->analysis.count)
		sample(world, check, &t, r);
	else if (applicable)
		try_until(world, check, &t, r);
	if (baseline_keep(world, r, &t, &err) < 0)
		settle_error(world, r, &err);
	record(world, check, &t, r);
}

/* What a check is handed of the caller's beside what all are, it alone has. */
static void ask_with(struct world *world, const struct check *check, struct checked *r)
{
	struct handed before = world_hand(world, &check->pass_env);

	ask(world, check, r);
	world_take_back(world, before);
}

int check_supported(const struct check *check, struct err *err)
{
	const struct probe_kind *kind = probe_kind(check->probe);

	if (kind->later)
		return err_at(err, ERR_UNSUPPORTED, check->at,
			      "check '%s': the probe '%s' is not implemented", check->id,
			      kind->word);
	if (check->on && check->probe != PROBE_RUN)
		return err_at(err, ERR_UNSUPPORTED, check->at,
			      "check '%s': only 'run' can be sent to a target in this version",
			      check->id);
	return 0;
}

bool check_lacks_version(const struct world *world, const struct check *check)
{
	return !world->scope.git_sha &&
	       runbook_mentions_version(world->runbook, world->step, check);
}

/* How it went, CHECK_ERROR included; its evidence is in the world. */
static struct checked check_run(struct world *world, const struct check *check,
				const char *list)
{
	struct checked r = {.check = check, .id = check->id};
	struct check *resolved = arena_alloc(world->arena, sizeof(*resolved));
	struct err err;

	r.evidence = arena_printf(world->arena, "%s.%s", list, check->id);
	if (!runbook_used(world->runbook, world->step, check, resolved)) {
		settle(world, &r, CHECK_ERROR,
		       arena_printf(world->arena, "no check '%s' to use", check->subject));
		return r;
	}
	r.check = resolved;
	r.of = check->probe == PROBE_USE ? check->subject : NULL;
	if (world->interrupted) {
		settle(world, &r, CHECK_ERROR, "not asked: interrupted");
	} else if (texts_have(world->unknown, world->unknown_count, check->id)) {
		settle(world, &r, CHECK_INCONCLUSIVE,
		       "it asks for what the run printed or captured, of which no record here "
		       "has all");
	} else if (check_lacks_version(world, check)) {
		settle(world, &r, CHECK_INCONCLUSIVE,
		       "it names git.sha, and nothing ran well here that would have one");
	} else if (check_supported(resolved, &err) < 0) {
		settle_error(world, &r, &err);
	} else {
		say(world, arena_printf(world->arena, "%s %s", list, check->id));
		ask_with(world, resolved, &r);
	}
	return r;
}

void check_run_all(struct world *world, const struct checks *checks, const char *list,
		   struct check_results *ret, enum check_verdict *ret_worst)
{
	for (size_t i = 0; i < checks->count; i++) {
		int64_t begun = time_monotonic_ms();
		struct checked r = check_run(world, checks->items[i], list);

		r.milliseconds = time_monotonic_ms() - begun;
		*ARENA_PUSH(world->arena, ret->items, ret->count) = r;
		if (r.verdict > *ret_worst)
			*ret_worst = r.verdict;
	}
}
