/* runbook_content.c - `content` names a part of the repository: nothing that a step names is outside of it. */
#include "runbook/omitted.h"

#include "runbook/runbook_internal.h"

static void judge_path(struct findings *found, const struct runbook *rb,
		       const struct step *step, const char *path, const char *how)
{
	const char *pattern = path ? runbook_template_pattern(path, found->arena) : NULL;

	if (!pattern || content_covers(rb, pattern, found->arena))
		return;
	finding_add(found, RULE_DOCUMENT, FINDING_ERROR,
		    (struct finding){.at = doc_get(rb->root, "content")->at,
				     .path = step->at.file,
				     .step = step->id,
				     .expected = "all that steps name",
				     .found = path,
				     .fix = arena_printf(found->arena, "add '%s' to 'content'",
							 pattern)},
		    "'content' leaves out '%s', which step '%s' %s", path, step->id, how);
}

void content_judge(const struct runbook *rb, struct findings *found)
{
	for (size_t i = 0; rb->content.count && i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);

		if (step->repo)
			continue;
		judge_path(found, rb, step, step_path(step, step->uses, found->arena), "uses");
		for (size_t k = 0; k < step->inputs.count; k++)
			judge_path(found, rb, step,
				   step_path(step, step->inputs.items[k], found->arena),
				   "has as its input");
	}
}
