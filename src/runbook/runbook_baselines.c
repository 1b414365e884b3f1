/* runbook_baselines.c - what is recorded to be compared with, and where that may stand. */
#include "runbook/baselines.h"

#include "runbook/runbook_internal.h"

/* -- what is recorded ---------------------------------------------------------------------------- */

static bool has_json(const struct check *check)
{
	return check->probe == PROBE_RUN || check->probe == PROBE_HTTP ||
	       check->probe == PROBE_FILE;
}

static void check_recorded(struct binder *b, const struct environment *env, struct strmap *seen)
{
	const struct doc_node *node = doc_get(env->node, "record_baseline");
	const struct check *check;

	if (!env->baseline)
		return;
	check = runbook_check_of(b->rb, NULL, env->baseline_of);
	bind_check_unique(b, seen, node->at, "baseline", env->baseline, env);
	if (!check || !has_json(check))
		bind_fault(b, doc_get(node, "check")->at,
			   "'%s' is not a check of the top level that could find JSON",
			   env->baseline_of);
}

/* -- what compares ------------------------------------------------------------------------------- */

static void check_comparand(struct binder *b, const struct doc_pair *pair, bool below_json)
{
	static const char *const numbers[] = {"factor", "floor"};
	const struct doc_node *id = baseline_comparand(pair);

	if (!below_json)
		bind_fault(b, pair->value->at,
			   "a baseline is compared path by path: only below 'json' of a check");
	else if (!baseline_recorder(b->rb, id->text))
		bind_fault(b, id->at, "no environment has 'record_baseline' with id '%s'",
			   id->text);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		const struct doc_node *value = doc_get(pair->value, numbers[i]);
		double number;

		if (value && doc_number(value, &number) && number < 0)
			bind_fault(b, value->at, "'%s' is not below 0", numbers[i]);
	}
}

/* No comparand may stand here, or only as an operator of these. */
static void check_node(struct binder *b, const struct doc_node *node, bool below_json)
{
	for (size_t i = 0; node && node->kind == DOC_SEQUENCE && i < node->count; i++)
		check_node(b, node->items[i], false);
	for (size_t i = 0; node && node->kind == DOC_MAPPING && i < node->count; i++) {
		if (baseline_comparand(&node->pairs[i]))
			check_comparand(b, &node->pairs[i], below_json);
		else
			check_node(b, node->pairs[i].value, false);
	}
}

static void check_expect(struct binder *b, const struct doc_node *expect)
{
	for (size_t i = 0; expect && expect->kind == DOC_MAPPING && i < expect->count; i++) {
		const struct doc_node *value = expect->pairs[i].value;

		if (!strcmp(expect->pairs[i].key->text, "json"))
			for (size_t k = 0; k < value->count; k++)
				check_node(b, value->pairs[k].value, true);
		else if (!strcmp(expect->pairs[i].key->text, "any"))
			for (size_t k = 0; k < value->count; k++)
				check_expect(b, value->items[k]);
		else if (baseline_comparand(&expect->pairs[i]))
			check_comparand(b, &expect->pairs[i], false);
		else
			check_node(b, value, false);
	}
}

static void check_list(struct binder *b, struct checks list)
{
	for (size_t i = 0; i < list.count; i++) {
		check_expect(b, list.items[i]->expect);
		check_node(b, list.items[i]->when, false);
	}
}

static void check_step(struct binder *b, const struct step *step)
{
	check_list(b, step->guard);
	check_list(b, step->stop);
	check_list(b, step->before);
	check_list(b, step->verify);
	check_node(b, step->expect, false);
	check_node(b, step->idempotence, false);
	check_node(b, step->recap, false);
}

void bind_baselines(struct binder *b)
{
	const struct runbook *rb = b->rb;
	const struct procedures procedures[] = {rb->gates, rb->rollbacks, rb->drills};
	struct strmap seen = {.arena = b->arena};

	check_list(b, rb->checks);
	for (size_t i = 0; i < rb->environment_count; i++) {
		const struct environment *env = &rb->environments[i];

		check_recorded(b, env, &seen);
		check_list(b, env->guard);
		check_list(b, env->stop);
		check_list(b, env->verify);
		check_list(b, env->promote_verify);
	}
	for (size_t i = 0; i < rb->step_count; i++)
		check_step(b, step_at(rb, i));
	for (size_t i = 0; i < ARRAY_SIZE(procedures); i++)
		for (size_t k = 0; k < procedures[i].count; k++) {
			check_step(b, &procedures[i].items[k]->step);
			check_list(b, procedures[i].items[k]->triggers);
		}
}
