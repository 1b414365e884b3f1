/*
 * Any bytes as a runbook: refused with a message, or bound so that every question can be asked;
 * what runbook_bind() refuses, runbook_check() lists, and beside it only what is not obeyed.
 */
#include "base/cleanup.h"
#include "runbook/runbook.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const struct runbook *rb, struct arena *a)
{
	runbook_governed_paths(rb, a);
	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);

		if (runbook_step(rb, step->id) != step || step->timeout <= 0 ||
		    !*runbook_step_definition(rb, step, &rb->environments[0], a) ||
		    !*runbook_step_checks(rb, step, &rb->environments[0], a) ||
		    !step_lacks(rb, &rb->environments[0], step) !=
			    !step_incompletable(rb, &rb->environments[0], step, a))
			abort();
		for (size_t e = 0; e < rb->environment_count; e++)
			step_needs(rb, step, rb->environments[e].id, a);
		for (size_t j = 0; j < step->needs.count; j++)
			if (!runbook_step(rb, step->needs.items[j]))
				abort();
		for (size_t j = 0; j < step->verify.count; j++)
			if (step->verify.items[j]->timeout <= 0)
				abort();
		step_path(step, step->uses, a);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct findings found = FINDINGS_INIT(&a), unobeyed = FINDINGS_INIT(&a);
	const struct doc_node *root;
	const struct runbook *rb;
	struct err err;
	bool good;

	if (doc_parse(bytes_of(data, size), "fuzz", &a, &root, &err))
		return 0;
	good = !runbook_bind(root, &a, &rb, &err);
	if (!runbook_check(root, &found) == good || (!good && !found.count))
		abort();
	if (good)
		runbook_effects(rb, &unobeyed);
	if (good && unobeyed.count != found.count)
		abort();
	if (good)
		ask(rb, &a);
	return 0;
}
