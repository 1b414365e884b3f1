/* runbook_procedure.c - gates, rollbacks and drills: how they are read, what they may name, by id. */
#include "runbook/runbook_internal.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "match/pattern.h"

static void begin_procedure(struct binder *b, const struct doc_node *node, void *to,
			    enum subject_type type, enum step_kind kind)
{
	struct procedure *p = to;

	*p = (struct procedure){.type = type,
				.step = {
					.at = node->at,
					.node = node,
					.kind = kind,
					.index = SIZE_MAX,
					.timeout = STEP_TIMEOUT_DEFAULT,
					.has_needs = true,
				}};
	begin_approval(b, node, &p->step.approval);
	b->where.step = &p->step;
}

void begin_gate(struct binder *b, const struct doc_node *node, void *to)
{
	begin_procedure(b, node, to, SUBJECT_GATE, STEP_GATE);
}

void begin_rollback(struct binder *b, const struct doc_node *node, void *to)
{
	begin_procedure(b, node, to, SUBJECT_ROLLBACK, STEP_ROLLBACK);
}

void begin_drill(struct binder *b, const struct doc_node *node, void *to)
{
	begin_procedure(b, node, to, SUBJECT_DRILL, STEP_DRILL);
}

void store_procedure(struct binder *b UNUSED, const struct doc_node *node UNUSED, void *to)
{
	struct procedure *p = to;

	p->step.has_run = p->step.run.shell || p->step.run.argv.count;
	if (p->step.irreversible && !p->step.approval.role)
		p->step.approval.role = "owner";
	if (p->environment)
		p->step.environments = (struct words){&p->environment, 1};
}

/* What is given ends up in a command: the pattern is the whole of it, whatever anchors it has. */
static int compile(const struct name_value *input, struct pattern **ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "\\A(?:%s)\\z", input->value);
	return pattern_compile_text(text.buf, input->at, ret, err);
}

static void check_input(struct binder *b, const struct name_value *input)
{
	CLEANUP(pattern_freep) struct pattern *pattern = NULL;
	struct err err;

	if (compile(input, &pattern, &err))
		bind_fault(b, input->at, "%s", err.text);
}

bool procedure_takes(const struct procedure *p, const char *input, const char *value)
{
	struct pattern_match match = {.found = false};
	struct err err; /* what cannot be told does not fit */

	for (size_t i = 0; i < p->inputs.count; i++) {
		CLEANUP(pattern_freep) struct pattern *pattern = NULL;

		if (strcmp(p->inputs.items[i].name, input) != 0)
			continue;
		return compile(&p->inputs.items[i], &pattern, &err) == 0 &&
		       pattern_search(pattern, bytes_text(value), 0, &match, &err) == 0 &&
		       match.found;
	}
	return false;
}

const struct procedure *step_rollback(const struct step *step)
{
	return step->kind == STEP_ROLLBACK ? (const struct procedure *)(const void *)step
					   : NULL;
}

const struct procedure *step_drill(const struct step *step)
{
	return step->kind == STEP_DRILL ? (const struct procedure *)(const void *)step : NULL;
}

static void check_procedures(struct binder *b, const char *what, struct procedures list,
			     struct strmap *ids)
{
	for (size_t i = 0; i < list.count; i++) {
		const struct procedure *p = list.items[i];
		const struct step *step = &p->step;
		struct strmap seen = {.arena = b->arena};

		bind_check_id(b, step->at, what, step->id);
		bind_check_unique(b, ids, step->at, what, step->id, p);
		if (p->type == SUBJECT_GATE && runbook_step(b->rb, step->id))
			bind_fault(b, step->at, "'%s' is a step and a gate", step->id);
		if (p->environment && !runbook_environment(b->rb, p->environment))
			bind_fault(b, step->at,
				   "%s '%s' names '%s', which is not an environment", what,
				   step->id, p->environment);
		for (size_t k = 0; k < step->needs.count; k++)
			if (!runbook_step(b->rb, step->needs.items[k]))
				bind_fault(b, step->at,
					   "%s '%s' needs '%s', which is not a step", what,
					   step->id, step->needs.items[k]);
		if (p->of &&
		    !runbook_procedure(b->rb, (struct event_subject){SUBJECT_ROLLBACK, p->of}))
			bind_fault(b, step->at, "%s '%s' names '%s', which is not a rollback",
				   what, step->id, p->of);
		for (size_t k = 0; k < p->inputs.count; k++)
			check_input(b, &p->inputs.items[k]);
		bind_check_remediation(b, step);
		if (p->type == SUBJECT_ROLLBACK && step->irreversible &&
		    strcmp(step->approval.role, "owner") != 0)
			bind_fault(
				b, step->at,
				"rollback '%s' is irreversible: an owner approves it, no '%s'",
				step->id, step->approval.role);
		bind_check_target(b, step->at, step->on);
		bind_check_lists(b, step, &seen);
		bind_check_list(b, step, p->triggers, &seen);
	}
}

void bind_procedures(struct binder *b)
{
	struct strmap gates = {.arena = b->arena}, rollbacks = gates, drills = gates;

	check_procedures(b, "gate", b->rb->gates, &gates);
	check_procedures(b, "rollback", b->rb->rollbacks, &rollbacks);
	check_procedures(b, "drill", b->rb->drills, &drills);
}

static const struct procedures *list_of(const struct runbook *rb, enum subject_type type)
{
	return type == SUBJECT_GATE	  ? &rb->gates
	       : type == SUBJECT_ROLLBACK ? &rb->rollbacks
	       : type == SUBJECT_DRILL	  ? &rb->drills
					  : NULL;
}

const struct procedure *runbook_procedure(const struct runbook *rb, struct event_subject what)
{
	const struct procedures *list = list_of(rb, what.type);

	for (size_t i = 0; list && i < list->count; i++)
		if (!strcmp(list->items[i]->step.id, what.id))
			return list->items[i];
	return NULL;
}
