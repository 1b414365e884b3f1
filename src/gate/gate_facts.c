/* gate_facts.c - the rules in force, resolved for policy/facts.h. */
#include "gate/gate_internal.h"

#include "fold/fold.h"
#include "policy/judge_act.h"

static struct fact_words words_of(struct words words)
{
	return (struct fact_words){words.items, words.count};
}

static void add_steps(struct gate *gate, const struct runbook *rb)
{
	struct fact_spec_step *steps = arena_array(gate->arena, rb->step_count, sizeof(*steps));

	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = &rb->steps[i];

		steps[i] = (struct fact_spec_step){
			.id = step->id,
			.uses = step->repo ? NULL : step_path(step, step->uses, gate->arena),
			.pins = words_of(step->pins),
			.pins_given = step->has_pins,
		};
	}
	gate->spec.steps = steps;
	gate->spec.step_count = rb->step_count;
}

static void add_environments(struct gate *gate, const struct runbook *rb)
{
	struct fact_environment *list = arena_array(gate->arena, rb->environment_count,
						    sizeof(*list));

	for (size_t i = 0; i < rb->environment_count; i++)
		list[i] = (struct fact_environment){rb->environments[i].id,
						    rb->environments[i].manifest,
						    rb->environments[i].live};
	gate->spec.environments = list;
	gate->spec.environment_count = rb->environment_count;
}

static void add_policies(struct gate *gate, const struct runbook *rb)
{
	static const int kinds[] = {
		[RUNBOOK_APPEND_ONLY] = POLICY_APPEND_ONLY,
		[RUNBOOK_WRITE_ONCE] = POLICY_WRITE_ONCE,
		[RUNBOOK_NO_DELETE] = POLICY_NO_DELETE,
		[RUNBOOK_FORBID] = POLICY_FORBID,
		[RUNBOOK_FORBID_PATHS] = POLICY_FORBID_PATHS,
		[RUNBOOK_UNIQUE_KEYS] = -1,
		[RUNBOOK_WHEN_CHANGED] = -1,
	};
	struct fact_policy *list = arena_array(gate->arena, rb->policy_count, sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < rb->policy_count; i++) {
		const struct runbook_policy *policy = &rb->policies[i];

		if (kinds[policy->kind] < 0)
			continue;
		list[count++] = (struct fact_policy){
			.id = policy->id,
			.kind = (enum fact_policy_kind)kinds[policy->kind],
			.severity = policy->severity,
			.paths = words_of(policy->kind == RUNBOOK_FORBID ? policy->paths
									 : policy->subjects),
			.pattern = policy->pattern,
			.at = policy->at,
			.code_only = policy->code_only,
			.fix = policy->fix,
		};
		gate_since_add(gate, policy->since, &list[count - 1].later);
	}
	gate->spec.policies = list;
	gate->spec.policy_count = count;
}

/* Freezes of the runbook that no `thaw` opened, then those that `freeze` recorded. */
static int add_freezes(struct gate *gate, const struct runbook *rb, struct err *err)
{
	const struct hold_state *acts = NULL;
	struct fact_freeze *list;
	size_t act_count = 0, count = 0;

	if (gate->l->view && state_path_holds(gate->l->view->state, &acts, &act_count, err) < 0)
		return -1;
	list = arena_array(gate->arena, rb->freeze_count + act_count, sizeof(*list));
	for (size_t i = 0; i < rb->freeze_count; i++) {
		const struct freeze *freeze = &rb->freezes[i];
		const char *hold = arena_printf(gate->arena, "freeze:%s", freeze->id);
		bool thawed = false;

		if (gate->l->view && state_is_lifted(gate->l->view->state, STATE_PATHS, hold,
						     act_hold_definition(rb, hold, gate->arena),
						     &thawed, err) < 0)
			return -1;
		if (thawed)
			continue;
		list[count++] = (struct fact_freeze){.id = freeze->id,
						     .reason = freeze->reason,
						     .paths = words_of(freeze->paths),
						     .except = words_of(freeze->except)};
		gate_since_add(gate, freeze->since, &list[count - 1].later);
	}
	for (size_t a = 0; a < act_count; a++)
		if (acts[a].path_count && !strncmp(acts[a].name, "freeze:", 7))
			list[count++] = (struct fact_freeze){
				acts[a].name + 7,
				acts[a].reason,
				{acts[a].paths, acts[a].path_count},
				{acts[a].except, acts[a].except_count},
				acts[a].sequence,
				false};
	gate->spec.freezes = list;
	gate->spec.freeze_count = count;
	return 0;
}

static void add_word(struct arena *a, struct fact_words *words, const char *word)
{
	const char **items = (const char **)(uintptr_t)words->items;

	*ARENA_PUSH(a, items, words->count) = word;
	words->items = items;
}

/* What no later runbook lets go of; what it says itself it says above. */
static void add_kept(struct gate *gate)
{
	struct facts_spec *spec = &gate->spec;
	const struct {
		struct fact_words *words;
		const char *now;
	} lists[] = {[KEPT_LOG] = {&spec->logs_before, spec->log},
		     [KEPT_DEPRECATED] = {&spec->deprecated_before, spec->deprecated},
		     [KEPT_RAN] = {&spec->ran, NULL}};
	const struct fold_kept *kept = NULL;
	size_t count = 0;

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
static void add_conventions(struct gate *gate)
{
	static const char *const logs[] = {"docs/deployments/*.md"};
	static const char *const checkpoints[] = {"docs/checkpoints/*/**"};
	static const struct fact_policy policies[] = {
		{.id = "checkpoints",
		 .kind = POLICY_WRITE_ONCE,
		 .severity = FINDING_ERROR,
		 .paths = {checkpoints, 1}},
	};
	static const struct fact_environment environments[] = {
		{"prod", "releases/prod.yaml", true},
	};

	gate->spec = (struct facts_spec){
		.environments = environments,
		.environment_count = ARRAY_SIZE(environments),
		.policies = policies,
		.policy_count = ARRAY_SIZE(policies),
		.log = logs[0],
		.checkpoints = "docs/checkpoints/*/",
		.banner_edits = true,
	};
}

int gate_spec(struct gate *gate, const struct runbook *rb, struct err *err)
{
	const char *checkpoints;

	gate->runbook = rb;
	gate->spec = (struct facts_spec){0};
	gate->since_count = 0;
	if (!rb) {
		add_conventions(gate);
		return 0;
	}
	add_steps(gate, rb);
	add_environments(gate, rb);
	add_policies(gate, rb);
	if (add_freezes(gate, rb, err) < 0)
		return -1;
	if (rb->records.log)
		gate->spec.log = runbook_template_pattern(rb->records.log, gate->arena);
	if (rb->records.checkpoint) {
		checkpoints = runbook_template_pattern(rb->records.checkpoint, gate->arena);
		gate->spec.checkpoints =
			checkpoints[0] && checkpoints[strlen(checkpoints) - 1] == '/'
				? checkpoints
				: arena_printf(gate->arena, "%s/", checkpoints);
	}
	gate->spec.runbook = rb->records.runbook;
	gate->spec.banner_edits = !rb->deprecation.given || rb->deprecation.banner_edits;
	if (rb->deprecation.given) {
		gate->spec.deprecated = rb->deprecation.path;
		gate->spec.banner = words_of(rb->deprecation.banner);
		gate_since_add(gate, rb->deprecation.since, &gate->spec.deprecation_later);
	}
	add_kept(gate);
	gate->spec.accept_proposed_pins = rb->accept_proposed_pins;
	return 0;
}
