#include "runbook/runbook_internal.h"

#include "base/texts.h"

void begin_restore(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	struct step *step = to;

	step->restore = NULL;
	step->restore_created = node->kind == DOC_SCALAR;
	step->restore_at = node->at;
}

void begin_again(struct binder *b UNUSED, const struct doc_node *node UNUSED, void *to)
{
	((struct step *)to)->idempotence_first_only = true;
}

void store_recap(struct binder *b UNUSED, const struct doc_node *node, void *to)
{
	((struct step *)to)->recap = node;
}

/* What it has of the defaults, but for what is joined with its own. */
void begin_step(struct binder *b, const struct doc_node *node, void *to)
{
	struct step *step = to;

	*step = b->rb->defaults;
	step->node = node;
	step->at = node->at;
	step->index = b->index;
	step->run = (struct command){0};
	step->env = (struct name_values){0};
	step->inputs = (struct words){0};
	step->guard = step->stop = step->before = step->verify = (struct checks){0};
	b->where.step = step;
}

static bool is_given(const struct command *run)
{
	return run->shell || run->argv.count;
}

static bool needs_uses(const struct command *run)
{
	if (run->shell)
		return strstr(run->shell, "MCADE_STEP_USES") != NULL;
	for (size_t i = 0; i < run->argv.count; i++)
		if (strstr(run->argv.items[i], "step.uses"))
			return true;
	return false;
}

/* The defaults' checks are one list, shared by all steps that add and drop nothing. */
static void join_checks(struct binder *b, const struct step *step, struct checks first,
			struct checks *list)
{
	struct checks second = *list;
	const struct check **items;

	if (!bind_bounded(b, step->at, first.count + second.count) || !first.count)
		return;
	*list = first;
	if (!second.count && !step->without.count)
		return;
	items = arena_array(b->arena, first.count + second.count, sizeof(*items));
	*list = (struct checks){items, 0};
	for (size_t i = 0; i < first.count; i++)
		if (!words_have(step->without, first.items[i]->id))
			items[list->count++] = first.items[i];
	for (size_t i = 0; i < second.count; i++)
		items[list->count++] = second.items[i];
}

/* {use: ID}, and nothing else: what it asks is what the other says. */
static bool asks(struct checks list, const char *id)
{
	for (size_t i = 0; i < list.count; i++)
		if (list.items[i]->probe == PROBE_USE && !strcmp(list.items[i]->subject, id) &&
		    list.items[i]->node->count == 1)
			return true;
	return false;
}

/* What every step shows beside its own: nothing that a step says takes it away. */
static void join_also(struct binder *b, struct step *step)
{
	const struct words *also = &b->rb->complete_also;
	const struct doc_node *list = doc_get(b->rb->root, "complete_also");
	const struct check **items;
	size_t count = step->verify.count;

	if (!also->count || !bind_bounded(b, step->at, count + also->count))
		return;
	items = arena_array(b->arena, count + also->count, sizeof(*items));
	for (size_t i = 0; i < count; i++)
		items[i] = step->verify.items[i];
	for (size_t i = 0; i < also->count; i++) {
		struct check *check = arena_alloc(b->arena, sizeof(*check));

		begin_check(b, list->items[i], check);
		check->probe = PROBE_USE;
		check->id = check->subject = also->items[i];
		if (!asks(step->verify, check->id))
			items[count++] = check;
	}
	step->verify = (struct checks){items, count};
}

static void join_inputs(struct binder *b, struct step *step)
{
	struct words first = b->rb->defaults.inputs, second = step->inputs;
	const char **items;

	if (!first.count || !bind_bounded(b, step->at, first.count + second.count))
		return;
	items = arena_array(b->arena, first.count + second.count, sizeof(*items));
	step->inputs = (struct words){items, 0};
	for (size_t i = 0; i < first.count; i++)
		if (!words_have(step->without, first.items[i]))
			items[step->inputs.count++] = first.items[i];
	for (size_t i = 0; i < second.count; i++)
		items[step->inputs.count++] = second.items[i];
}

/* The step's variables, then the defaults' that it has not got. */
static void join_env(struct binder *b, struct step *step)
{
	struct name_values own = step->env, other = b->rb->defaults.env;
	struct name_value *items;

	if (!other.count || !bind_bounded(b, step->at, own.count + other.count))
		return;
	items = arena_array(b->arena, own.count + other.count, sizeof(*items));
	step->env = (struct name_values){items, own.count};
	for (size_t i = 0; i < own.count; i++)
		items[i] = own.items[i];
	for (size_t i = 0; i < other.count; i++)
		if (!doc_get(doc_get(step->node, "env"), other.items[i].name))
			items[step->env.count++] = other.items[i];
}

/*
 * What a person does runs nothing and asks no check, and a gate only asks: such a key would be read and do
 * nothing.
 */
static void note_kind(struct binder *b, const struct doc_node *node, enum step_kind kind)
{
	static const char *const runs[] = {"before", "expect",	    "guard", "idempotence",
					   "inputs", "interactive", "on",    "recap",
					   "repo",   "restore",	    "run",   "stop",
					   "uses",   "timeout"};
	static const char *const asks[] = {"cwd", "env", "pass_env", "verify", "without"};

	for (size_t i = 0; i < node->count; i++) {
		const char *key = node->pairs[i].key->text;

		if (texts_have(runs, ARRAY_SIZE(runs), key) ||
		    (kind != STEP_GATE && texts_have(asks, ARRAY_SIZE(asks), key)))
			bind_unobeyed(b, node->pairs[i].key,
				      kind == STEP_MANUAL ? " of a step of kind 'manual'"
				      : kind == STEP_CHECKPOINT
					      ? " of a step of kind 'checkpoint'"
					      : " of a step of kind 'gate'");
	}
}

void store_step(struct binder *b, const struct doc_node *node, void *to)
{
	const struct step *defaults = &b->rb->defaults;
	struct step *step = to;

	/* A default that runs `uses` says nothing about a step without one: that is only planned. */
	if (!is_given(&step->run) && step->kind == STEP_RUN &&
	    (step->uses || !needs_uses(&defaults->run)))
		step->run = defaults->run;
	step->has_run = is_given(&step->run);
	if (step->kind != STEP_RUN)
		note_kind(b, node, step->kind);
	if (!step_is_said(step)) {
		join_inputs(b, step);
		join_env(b, step);
		join_checks(b, step, defaults->guard, &step->guard);
		join_checks(b, step, defaults->stop, &step->stop);
		join_checks(b, step, defaults->before, &step->before);
		join_checks(b, step, defaults->verify, &step->verify);
		join_also(b, step);
	}
	step->has_pins = step->pins.items != NULL; /* if only as [] */
	step->has_needs = step->needs.items != NULL;
}
