/* runbook_records.c - records, and what drills leave, are no part of what is released: nothing runs there. */
#include "runbook/runbook_internal.h"

#include "match/glob.h"
#include "runbook/demands.h"

/* Is it, or may it be, where a drill writes? */
static bool is_evidence(struct binder *b, const char *path)
{
	const struct procedures *drills = &b->rb->drills;

	for (size_t i = 0; i < drills->count; i++) {
		const struct procedure *p = drills->items[i];
		struct evidence_demand demand = drill_demand(b->rb, p, b->arena);
		const char *place = evidence_place(&demand, p->step.id, 0, 1, b->arena);

		if (place && glob_match(path, place))
			return true;
	}
	return evidence_has(b->rb, path, b->arena);
}

/* What the program writes into is nothing that runs. */
static bool is_record(struct binder *b, const char *path)
{
	const struct runbook *rb = b->rb;
	const char *const templates[] = {rb->records.log, rb->records.checkpoint,
					 rb->records.runbook};

	for (size_t i = 0; i < ARRAY_SIZE(templates); i++) {
		const char *filled, *pattern;

		if (!templates[i])
			continue;
		filled = runbook_template_fill(templates[i], "S", 0, b->arena);
		pattern = runbook_template_pattern(templates[i], b->arena);
		if (templates[i] == rb->records.checkpoint) {
			filled = arena_printf(
				b->arena, "%sREADME.md",
				runbook_checkpoint_directory(rb, "S", 0, b->arena));
			pattern = arena_printf(b->arena, "%s%s**", pattern,
					       pattern[strlen(pattern) - 1] == '/' ? "" : "/");
		}
		if (glob_match(path, filled) || glob_match(pattern, path))
			return true;
	}
	return is_evidence(b, path);
}

void bind_check_records(struct binder *b, const struct step *step)
{
	const struct doc_node *uses = doc_get(step->node, "uses");

	if (step->repo)
		return;
	if (uses && is_record(b, step_path(step, step->uses, b->arena)))
		bind_fault(b, uses->at, "'%s' is where records are written", step->uses);
	for (size_t i = 0; i < step->inputs.count; i++)
		if (is_record(b, step_path(step, step->inputs.items[i], b->arena)))
			bind_fault(
				b, step->at,
				"step '%s': its input '%s' has files where records are written",
				step->id, step->inputs.items[i]);
}
