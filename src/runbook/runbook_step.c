#include "runbook/runbook_internal.h"

/* The step's own value of a key, else the defaults'. */
static const struct doc_node *either(struct binder *b, const struct doc_node *node,
				     const char *key)
{
	const struct doc_node *own = doc_get(node, key);

	return own ? own : doc_get(b->defaults, key);
}

static const char *either_text(struct binder *b, const struct doc_node *node, const char *key)
{
	const struct doc_node *value = either(b, node, key);

	return value && value->kind == DOC_SCALAR ? value->text : NULL;
}

static const struct doc_node *holder(struct binder *b, const struct doc_node *node,
				     const char *key)
{
	return doc_get(node, key) ? node : b->defaults;
}

static enum step_kind read_kind(const struct doc_node *node)
{
	static const char *const words[] = {"run", "manual", "checkpoint", "gate"};
	const char *word = bind_text(node, "kind");

	for (unsigned i = 0; word && i < ARRAY_SIZE(words); i++)
		if (!strcmp(word, words[i]))
			return (enum step_kind)i;
	return STEP_RUN;
}

static bool speaks_of_uses(const struct doc_node *run)
{
	if (run->kind == DOC_SCALAR)
		return strstr(run->text, "MCADE_STEP_USES") != NULL;
	for (size_t i = 0; i < run->count; i++)
		if (run->items[i]->text && strstr(run->items[i]->text, "step.uses"))
			return true;
	return false;
}

/* A default that runs `uses` says nothing about a step without one: that is only planned. */
static void read_run(struct binder *b, const struct doc_node *node, struct step *step)
{
	const struct doc_node *run = doc_get(node, "run");

	if (!run && step->kind == STEP_RUN) {
		run = doc_get(b->defaults, "run");
		if (run && !step->uses && speaks_of_uses(run))
			run = NULL;
	}
	bind_command(b, run, &step->run);
	step->has_run = run != NULL;
}

static void read_results(struct binder *b, const struct doc_node *node, struct step *step)
{
	const struct doc_node *restore = either(b, node, "restore");
	const struct doc_node *again = either(b, node, "idempotence");
	const char *at = bind_text(again, "at");

	step->changes_state = bind_flag(holder(b, node, "changes_state"), "changes_state",
					true);
	if (restore) {
		step->restore = bind_text(restore, "match");
		step->restore_created = restore->kind == DOC_SCALAR;
		step->restore_at = restore->at;
	}
	step->recap = either(b, node, "recap");
	step->recap_format = bind_text(step->recap, "format");
	step->idempotence = doc_get(again, "expect");
	step->idempotence_first_only = !at || !strcmp(at, "first_completion");
	step->expect = either(b, node, "expect");
}

static const char *const check_lists[] = {"guard", "stop", "before", "verify"};

/* The defaults' checks are one list, shared by all steps that add and drop nothing. */
static struct checks joined(struct binder *b, const struct doc_node *node, size_t list,
			    struct words drop)
{
	struct checks shared = b->shared[list];
	struct checks own = bind_checks(b, doc_get(node, check_lists[list]));

	if (!bind_bounded(b, node->at, shared.count + own.count))
		return own;
	return own.count || drop.count ? bind_join_checks(b, shared, own, drop) : shared;
}

static void read_lists(struct binder *b, const struct doc_node *node, struct step *step)
{
	struct words drop = bind_words(b, node, "without");
	const struct doc_node *other;

	step->inputs = bind_words(b, node, "inputs");
	other = doc_get(b->defaults, "inputs");
	if (other && bind_bounded(b, node->at, step->inputs.count + other->count))
		step->inputs = bind_join_words(b, bind_word_list(b, other), step->inputs, drop);
	step->guard = joined(b, node, 0, drop);
	step->stop = joined(b, node, 1, drop);
	step->before = joined(b, node, 2, drop);
	step->verify = joined(b, node, 3, drop);
	step->pins = bind_words(b, node, "pins");
	step->has_pins = doc_get(node, "pins") != NULL;
	step->needs = bind_words(b, node, "needs");
	step->has_needs = doc_get(node, "needs") != NULL;
}

/* The step's variables, then the defaults' that it has not got. */
static struct name_values read_env(struct binder *b, const struct doc_node *node)
{
	struct name_values own = bind_values(b, doc_get(node, "env"));
	struct name_values other = bind_values(b, doc_get(b->defaults, "env"));
	struct name_value *items;
	size_t count = 0;

	if (!other.count || !bind_bounded(b, node->at, own.count + other.count))
		return own;
	items = arena_array(b->arena, own.count + other.count, sizeof(*items));
	for (size_t i = 0; i < own.count; i++)
		items[count++] = own.items[i];
	for (size_t i = 0; i < other.count; i++)
		if (!doc_get(doc_get(node, "env"), other.items[i].name))
			items[count++] = other.items[i];
	return (struct name_values){items, count};
}

static void read_step(struct binder *b, const struct doc_node *node, struct step *step)
{
	step->node = node;
	step->at = node->at;
	step->id = bind_text(node, "id");
	step->title = bind_text(node, "title");
	step->kind = read_kind(node);
	step->section = bind_text(node, "section");
	step->repo = bind_text(node, "repo");
	step->uses = bind_text(node, "uses");
	step->cwd = either_text(b, node, "cwd");
	step->on = either_text(b, node, "on");
	step->env = read_env(b, node);
	step->interactive = bind_flag(holder(b, node, "interactive"), "interactive", false);
	step->timeout = bind_duration(b, holder(b, node, "timeout"), "timeout",
				      STEP_TIMEOUT_DEFAULT);
	read_run(b, node, step);
	read_results(b, node, step);
	read_lists(b, node, step);
	step->environments = bind_words(b, node, "environments");
	step->optional = bind_flag(node, "optional", false);
	step->dormant = bind_flag(node, "dormant", false);
	step->next = bind_text(node, "next");
	step->was = bind_text(node, "was");
	step->fallback_of = bind_text(node, "fallback_of");
	step->irreversible = bind_flag(node, "irreversible", false);
	step->remediation = bind_text(node, "remediation");
	step->approval = bind_approval(b, either(b, node, "approval"));
}

void bind_steps(struct binder *b, const struct doc_node *list)
{
	struct step *steps = arena_array(b->arena, list->count, sizeof(*steps));

	for (size_t i = 0; i < ARRAY_SIZE(check_lists); i++)
		b->shared[i] = bind_checks(b, doc_get(b->defaults, check_lists[i]));
	for (size_t i = 0; i < list->count; i++) {
		steps[i].index = i;
		read_step(b, list->items[i], &steps[i]);
	}
	b->rb->steps = steps;
	b->rb->step_count = list->count;
}
