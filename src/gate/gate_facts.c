/* gate_facts.c - the rules in force: a runbook, and what of it and of earlier ones holds now. */
#include "gate/gate_internal.h"

#include "fold/fold.h"
#include "runbook/holds.h"

static void add_word(struct arena *a, struct words *words, const char *word)
{
	const char **items = (const char **)(uintptr_t)words->items;

	*ARENA_PUSH(a, items, words->count) = word;
	words->items = items;
}

/* What no later runbook lets go of; what it says itself it says above. */
static void find_kept(struct gate *gate, const struct runbook *rb)
{
	const struct {
		struct words *words;
		const char *now;
	} lists[] = {[KEPT_LOG] = {&gate->kept.logs, runbook_log_pattern(rb, gate->arena)},
		     [KEPT_DEPRECATED] = {&gate->kept.deprecated, rb->deprecation.path},
		     [KEPT_RAN] = {&gate->kept.ran, NULL}};
	const struct fold_kept *kept = NULL;
	size_t count = 0;

	gate->kept = (struct facts_kept){0};
	if (gate->l->view)
		kept = fold_kept(gate->l->view->fold, &count);
	for (size_t i = 0; i < count; i++) {
		const char *now = lists[kept[i].as].now;

		if (kept[i].sequence <= gate->kept_until &&
		    (!now || strcmp(now, kept[i].path) != 0))
			add_word(gate->arena, lists[kept[i].as].words, kept[i].path);
	}
}

/* What the field does by habit, where no runbook says otherwise yet. */
const struct runbook *gate_conventions(void)
{
	static const char *const checkpoints[] = {"docs/checkpoints/*/**"};
	static const struct runbook_policy policies[] = {
		{.id = "checkpoints",
		 .kind = RUNBOOK_WRITE_ONCE,
		 .severity = FINDING_ERROR,
		 .subjects = {checkpoints, 1}},
	};
	static const struct environment environments[] = {
		{.id = "prod", .manifest = "releases/prod.yaml", .live = true},
	};
	static const struct runbook habit = {
		.environments = environments,
		.environment_count = ARRAY_SIZE(environments),
		.policies = policies,
		.policy_count = ARRAY_SIZE(policies),
		.records = {.log = "docs/deployments/*.md",
			    .checkpoint = "docs/checkpoints/*/"},
	};

	return &habit;
}

int gate_spec(struct gate *gate, const struct runbook *rb, struct err *err)
{
	gate->runbook = rb ? rb : gate_conventions();
	gate->since_count = 0;
	if (!rb)
		return 0;
	for (size_t i = 0; i < rb->policy_count; i++)
		if (rb->policies[i].kind <= RUNBOOK_FORBID_PATHS)
			gate_since_add(gate, rb->policies[i].since);
	gate_since_add(gate, rb->deprecation.since);
	find_kept(gate, rb);
	if (freezes_in_force(gate->l->view ? gate->l->view->state : NULL, rb, gate->arena,
			     &gate->freezes, &gate->freeze_count, err) < 0)
		return -1;
	for (size_t i = 0; i < gate->freeze_count; i++)
		gate_since_add(gate, gate->freezes[i].freeze->since);
	return 0;
}
