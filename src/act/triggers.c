#include "act/triggers.h"

#include "act/baselines.h"

#include "base/texts.h"
#include "world/run.h"

/* With each input that it takes, for whoever fills them in. */
static const char *command_of(const struct procedure *p, const char *environment,
			      struct arena *a)
{
	const char *text = arena_printf(a, "git mcade rollback %s --env %s", p->step.id,
					environment);

	for (size_t i = 0; i < p->inputs.count; i++)
		text = arena_printf(a, "%s --input %s=VALUE", text, p->inputs.items[i].name);
	return text;
}

static void add(const struct ledger *l, const struct readiness *r, const struct procedure *p,
		const char *check, enum check_verdict verdict, const char *reason,
		struct triggers *ret)
{
	*ARENA_PUSH(l->arena, ret->items, ret->count) = (struct trigger_said){
		.rollback = p,
		.check = check,
		.verdict = verdict,
		.reason = reason,
		.command = command_of(p, r->environment->id, l->arena)};
	ret->fire = ret->fire || verdict == CHECK_FAIL;
	ret->unknown = ret->unknown || (verdict != CHECK_FAIL && !check_holds(verdict));
}

/* "when: {env.MODE: strict}": whether it is asked is up to whoever runs the command. */
static bool rests_on_caller(const struct runbook *rb, const struct step *step,
			    const struct check *check)
{
	struct check used = *check;

	(void)runbook_used(rb, step, check, &used);
	for (size_t i = 0; used.when && i < used.when->count; i++)
		if (text_begins(used.when->pairs[i].key->text, "env."))
			return true;
	return false;
}

/* Asked as the checks of a step are. */
static int ask(const struct ledger *l, const struct readiness *r, const struct procedure *p,
	       struct run_request request, struct triggers *ret, struct err *err)
{
	struct procedure asked = *p;
	struct run_outcome outcome;
	struct run run;

	asked.step.verify = p->triggers;
	request.step = &asked.step;
	if (run_open(&run, &request, l->arena, err) < 0)
		return -1;
	run_verify(&run, &outcome);
	run_close(&run);
	for (size_t i = 0; i < outcome.verify.count; i++) {
		ret->asked += outcome.verify.items[i].verdict != CHECK_NOT_APPLICABLE ||
			      !rests_on_caller(r->runbook, &asked.step,
					       outcome.verify.items[i].check);
		add(l, r, p, outcome.verify.items[i].id, outcome.verify.items[i].verdict,
		    outcome.verify.items[i].reason, ret);
	}
	return 0;
}

int triggers_ask(const struct ledger *l, const struct readiness *r, char **environ_,
		 void (*progress)(void *context, const char *line), struct triggers *ret,
		 struct err *err)
{
	const struct procedures *list = &r->runbook->rollbacks;
	struct run_request request = {.runbook = r->runbook,
				      .environment = r->environment,
				      .root = repo_work_tree(l->repo),
				      .environ_ = environ_,
				      .verify_only = true,
				      .progress = progress};

	*ret = (struct triggers){0};
	if (readiness_newest_code(l, r, &request.git_sha, err) < 0 ||
	    baselines_read(l, &request, err) < 0)
		return -1;
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i]->triggers.count &&
		    step_in(&list->items[i]->step, r->environment->id) &&
		    ask(l, r, list->items[i], request, ret, err) < 0)
			return -1;
	for (size_t i = 0; !ret->asked && i < ret->count; i++) {
		ret->items[i].verdict = CHECK_INCONCLUSIVE;
		ret->unknown = true;
	}
	return 0;
}
