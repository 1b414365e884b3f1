/* gate_facts.c - the rules in force, resolved for policy/facts.h. */
#include "gate/gate_internal.h"

#include "base/cleanup.h"
#include "base/time.h"
#include "repo/object.h"
#include "repo/repo.h"

static struct fact_words words_of(struct words words)
{
	return (struct fact_words){words.items, words.count};
}

/* The moment from which something binds: a date, or a commit's time. A commit that is not here
 * binds from the beginning: nobody escapes a rule by losing an object. */
static int64_t since_of(struct gate *gate, const char *since)
{
	struct err ignored = {0};
	struct commit commit;
	struct oid id;
	int64_t when;

	if (!since)
		return 0;
	if (time_parse_date(since, &when) || time_parse(since, &when))
		return when;
	if (repo_resolve_commit(gate->session->repo, since, &id, &ignored) < 0 ||
	    commit_read(gate->session->repo, &id, gate->arena, &commit, &ignored) < 0)
		return 0;
	return commit.committer.time;
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
			.since = since_of(gate, policy->since),
		};
	}
	gate->spec.policies = list;
	gate->spec.policy_count = count;
}

/* Freezes of the runbook that no `thaw` opened, then those that `freeze` recorded. */
static int add_freezes(struct gate *gate, const struct runbook *rb, struct err *err)
{
	const struct freeze_state *acts = NULL;
	struct fact_freeze *list;
	size_t act_count = 0, count = 0;

	if (gate->ledger && state_freezes(gate->ledger->state, &acts, &act_count, err) < 0)
		return -1;
	list = arena_array(gate->arena, rb->freeze_count + act_count, sizeof(*list));
	for (size_t i = 0; i < rb->freeze_count; i++) {
		const struct freeze *freeze = &rb->freezes[i];
		bool thawed = false;

		for (size_t a = 0; a < act_count; a++)
			thawed = thawed || (acts[a].thawed && !strcmp(acts[a].id, freeze->id));
		if (!thawed)
			list[count++] = (struct fact_freeze){freeze->id,
							     freeze->reason,
							     words_of(freeze->paths),
							     words_of(freeze->except),
							     false,
							     since_of(gate, freeze->since)};
	}
	for (size_t a = 0; a < act_count; a++)
		if (!acts[a].thawed && acts[a].scope_count)
			list[count++] = (struct fact_freeze){
				acts[a].id,
				acts[a].reason,
				{acts[a].scope, acts[a].scope_count},
				{acts[a].except, acts[a].except_count},
				true,
				0};
	gate->spec.freezes = list;
	gate->spec.freeze_count = count;
	return 0;
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
	};
}

int gate_spec(struct gate *gate, const struct runbook *rb, struct err *err)
{
	const char *checkpoints;

	gate->runbook = rb;
	gate->spec = (struct facts_spec){0};
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
	if (rb->deprecation.given) {
		gate->spec.deprecated = rb->deprecation.path;
		gate->spec.banner = words_of(rb->deprecation.banner);
		gate->spec.no_banner_edits = !rb->deprecation.banner_edits;
	}
	gate->spec.accept_proposed_pins = rb->accept_proposed_pins;
	return 0;
}
