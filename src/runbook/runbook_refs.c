#include "base/options.h"
#include "base/texts.h"
#include "match/glob.h"
#include "model/ids.h"
#include "runbook/runbook_internal.h"

/* Words that stand for something else where an environment's name could stand. */
static const char *const reserved[] = {"all",	"approvals", "evidence", "freezes",
				       "halts", "incidents", "ledger",	 "locks",
				       "none",	"waivers"};

void bind_check_id(struct binder *b, struct srcpos at, const char *what, const char *id)
{
	if (!id_is_valid(id))
		bind_fault(b, at, "%s '%s' is not a valid id: " ID_GRAMMAR, what, id);
}

void bind_check_unique(struct binder *b, struct strmap *seen, struct srcpos at,
		       const char *what, const char *id, const void *thing)
{
	const void *earlier = strmap_get(seen, id);

	if (earlier && earlier != thing)
		bind_fault(b, at, "%s '%s' is given twice", what, id);
	else
		strmap_put(seen, id, (void *)(uintptr_t)thing);
}

static void check_tops(struct binder *b)
{
	const struct runbook *rb = b->rb;
	struct strmap environments = {.arena = b->arena}, sections = environments;
	struct strmap policies = environments, freezes = environments;

	for (size_t i = 0; i < rb->environment_count; i++) {
		const struct environment *env = &rb->environments[i];

		bind_check_id(b, env->at, "environment", env->id);
		for (size_t j = 0; j < ARRAY_SIZE(reserved); j++)
			if (!strcmp(env->id, reserved[j]))
				bind_fault(
					b, env->at,
					"'%s' is reserved: no environment can have that name",
					env->id);
		bind_check_unique(b, &environments, env->at, "environment", env->id, env);
		for (size_t j = 0; j < env->promote_after.count; j++)
			if (!runbook_environment(rb, env->promote_after.items[j]) ||
			    !strcmp(env->promote_after.items[j], env->id))
				bind_fault(b, env->at,
					   "'promote.after' names '%s', which is not another "
					   "environment",
					   env->promote_after.items[j]);
	}
	for (size_t i = 0; i < rb->section_count; i++)
		bind_check_unique(b, &sections, rb->sections[i].at, "section",
				  rb->sections[i].id, &rb->sections[i]);
	for (size_t i = 0; i < rb->policy_count; i++)
		bind_check_unique(b, &policies, rb->policies[i].at, "policy",
				  rb->policies[i].id, &rb->policies[i]);
	for (size_t i = 0; i < rb->deprecation.purge.require.count; i++) {
		const struct purge_condition *c = &rb->deprecation.purge.require.items[i];

		if (c->milestone && strcmp(c->milestone, MILESTONE_ALL) != 0 &&
		    !strmap_get(&b->rb->by_section, c->milestone) &&
		    !runbook_step(rb, c->milestone))
			bind_fault(b, c->at,
				   "milestone '%s' is not a step, a section or '" MILESTONE_ALL
				   "'",
				   c->milestone);
	}
	for (size_t i = 0; i < rb->freeze_count; i++) {
		bind_check_id(b, rb->freezes[i].at, "freeze", rb->freezes[i].id);
		bind_check_unique(b, &freezes, rb->freezes[i].at, "freeze", rb->freezes[i].id,
				  &rb->freezes[i]);
		for (size_t j = 0; j < rb->freezes[i].steps.count; j++)
			if (!runbook_step(rb, rb->freezes[i].steps.items[j]))
				bind_fault(b, rb->freezes[i].at,
					   "freeze '%s' names '%s', which is not a step",
					   rb->freezes[i].id, rb->freezes[i].steps.items[j]);
	}
}

static bool is_top(const struct runbook *rb, const char *id)
{
	for (size_t i = 0; i < rb->checks.count; i++)
		if (!strcmp(rb->checks.items[i]->id, id))
			return true;
	return false;
}

static void check_also(struct binder *b)
{
	const struct doc_node *list = doc_get(b->rb->root, "complete_also");

	for (size_t i = 0; i < b->rb->complete_also.count; i++)
		if (!is_top(b->rb, b->rb->complete_also.items[i]))
			bind_fault(b, list->items[i]->at,
				   "'complete_also' names '%s', which is not a check of the "
				   "top level",
				   b->rb->complete_also.items[i]);
}

static void check_sections(struct binder *b)
{
	for (size_t i = 0; i < b->rb->section_count; i++) {
		const struct section *section = &b->rb->sections[i];

		for (size_t j = 0; j < section->needs.count; j++)
			if (!strmap_get(&b->rb->by_section, section->needs.items[j]) &&
			    !runbook_step(b->rb, section->needs.items[j]))
				bind_fault(b, section->at,
					   "section '%s' needs '%s', which is not a section or "
					   "step",
					   section->id, section->needs.items[j]);
	}
}

void bind_check_target(struct binder *b, struct srcpos at, const char *on)
{
	const char **names;
	const char *near;

	if (!on || strmap_get(&b->targets, on) || b->faults.count >= FAULTS_MAX)
		return;
	names = arena_array(b->arena, b->rb->target_count, sizeof(*names));
	for (size_t i = 0; i < b->rb->target_count; i++)
		names[i] = b->rb->targets[i].name;
	near = nearest_word(on, names, b->rb->target_count);
	bind_fault(b, at, "'%s' is not a target%s%s%s", on, near ? ": did you mean '" : "",
		   near ? near : "", near ? "'?" : "");
}

static void check_other_step(struct binder *b, const struct step *step, const char *key,
			     const char *id)
{
	const char *near;

	if (!id || (runbook_step(b->rb, id) && strcmp(id, step->id) != 0))
		return;
	near = bind_nearest_step(b, id);
	bind_fault(b, step->at, "'%s' of step '%s' names '%s', which is not another step%s%s%s",
		   key, step->id, id, near ? ": did you mean '" : "", near ? near : "",
		   near ? "'?" : "");
}

static void check_repo(struct binder *b, const struct step *step)
{
	if (step->repo && !strmap_get(&b->repos, step->repo))
		bind_fault(b, step->at, "'%s' is not in 'repos'", step->repo);
}

static bool drops(struct binder *b, const char *id)
{
	const struct step *defaults = &b->rb->defaults;
	const struct checks lists[] = {defaults->guard, defaults->stop, defaults->before,
				       defaults->verify};

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		for (size_t k = 0; k < lists[i].count; k++)
			if (!strcmp(lists[i].items[k]->id, id))
				return true;
	return words_have(b->rb->defaults.inputs, id);
}

static void check_without(struct binder *b, const struct step *step)
{
	const struct doc_node *without = doc_get(step->node, "without");

	for (size_t i = 0; without && i < without->count; i++)
		if (!drops(b, without->items[i]->text))
			bind_fault(b, without->items[i]->at,
				   "'without' of step '%s' names '%s', which is not a check or "
				   "input of the defaults",
				   step->id, without->items[i]->text);
}

void bind_check_remediation(struct binder *b, const struct step *step)
{
	if (step->remediation && !step->irreversible)
		bind_fault(b, doc_get(step->node, "remediation")->at,
			   "'remediation' belongs to 'irreversible: true'");
}

static void check_step(struct binder *b, const struct step *step, struct strmap *heirs)
{
	size_t checks = step->guard.count + step->stop.count + step->before.count +
			step->verify.count;
	struct strmap all = {.arena = b->arena}, *seen = checks > 1 ? &all : NULL;

	bind_check_id(b, step->at, "step", step->id);
	if (step->section && !strmap_get(&b->rb->by_section, step->section))
		bind_fault(b, step->at, "'%s' is not in 'sections'", step->section);
	check_repo(b, step);
	for (size_t i = 0; i < step->environments.count; i++)
		if (!runbook_environment(b->rb, step->environments.items[i]))
			bind_fault(b, step->at,
				   "step '%s' names '%s', which is not an environment",
				   step->id, step->environments.items[i]);
	bind_check_target(b, step->at, step->on);
	check_other_step(b, step, "next", step->next);
	check_other_step(b, step, "fallback_of", step->fallback_of);
	if (step->was && !strcmp(step->was, step->id))
		bind_fault(b, step->at, "'was' of step '%s' is its present id", step->id);
	if (step->was)
		bind_check_unique(b, heirs, step->at, "'was'", step->was, step);
	if (step->irreversible && !step->remediation)
		bind_fault(b, step->at, "step '%s' is irreversible: it needs a 'remediation'",
			   step->id);
	bind_check_remediation(b, step);
	check_without(b, step);
	bind_check_records(b, step);
	bind_check_lists(b, step, seen);
}

void bind_references(struct binder *b)
{
	struct strmap seen = {.arena = b->arena}, heirs = {.arena = b->arena};

	check_tops(b);
	check_also(b);
	check_sections(b);
	bind_check_list(b, NULL, b->rb->checks, &seen);
	for (size_t i = 0; i < b->rb->environment_count; i++) {
		struct strmap local = {.arena = b->arena};

		bind_check_list(b, NULL, b->rb->environments[i].guard, &local);
		bind_check_list(b, NULL, b->rb->environments[i].stop, &local);
		bind_check_list(b, NULL, b->rb->environments[i].verify, &local);
		bind_check_list(b, NULL, b->rb->environments[i].promote_verify, &local);
	}
	for (size_t i = 0; i < b->rb->step_count; i++)
		check_step(b, step_at(b->rb, i), &heirs);
	bind_procedures(b);
}
