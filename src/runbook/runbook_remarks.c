/* runbook_remarks.c - what may be written so, and shows less than it seems to. */
#include "runbook/runbook.h"

#include "base/texts.h"

/* A command that ends well whatever is the matter: nothing, or words alone. */
static bool always_ends_well(const struct command *c)
{
	const char *first = c->shell ? c->shell : c->argv.count ? c->argv.items[0] : "";

	if (!strcmp(first, "true") || !strcmp(first, ":"))
		return true;
	return c->shell ? text_begins(first, "echo ") && !strpbrk(first, "&|;<>`$(\n")
			: !strcmp(first, "echo");
}

static bool cannot_fail(const struct runbook *rb, const struct step *step,
			const struct check *check)
{
	struct check used;

	return runbook_used(rb, step, check, &used) && used.probe == PROBE_RUN &&
	       !used.expect && !used.on && always_ends_well(&used.run);
}

static void judge(const struct runbook *rb, const struct step *step, struct findings *found)
{
	for (size_t i = 0; i < step->verify.count; i++) {
		const struct check *check = step->verify.items[i];

		if (!cannot_fail(rb, step, check))
			continue;
		finding_add(found, RULE_COMPLETION, FINDING_NOTE,
			    (struct finding){.at = check->at,
					     .path = check->at.file,
					     .step = step->id,
					     .expected = "a check that fails when it is not so",
					     .found = "a command that never does",
					     .fix = "hint: ask what the step is for: a port, a "
						    "file, a page"},
			    "check '%s' of '%s' cannot fail", check->id, step->id);
		return; /* of one step, once */
	}
}

void runbook_remarks(const struct runbook *rb, struct findings *found)
{
	for (size_t i = 0; i < rb->step_count; i++)
		judge(rb, step_at(rb, i), found);
	for (size_t i = 0; i < rb->gates.count; i++)
		judge(rb, &rb->gates.items[i]->step, found);
	for (size_t i = 0; i < rb->rollbacks.count; i++)
		judge(rb, &rb->rollbacks.items[i]->step, found);
}
