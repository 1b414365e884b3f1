/*
 * doclint_across.c - complete in one document that the runbook names, and not in another. Where a ledger is it says
 * which one is right; without one nobody does.
 */
#include "document/doclint_parts.h"

#include "runbook/across.h"
#include "runbook/titles.h"
#include "text/stages.h"

static bool is_step(const void *runbook, const char *id)
{
	return runbook_place(runbook, id) != SIZE_MAX;
}

/* What cannot be read says nothing, and that is said elsewhere. */
static int read_marks(struct linting *lint, const char *path, bool managed, struct marks *ret,
		      struct err *err)
{
	const struct runbook *rb = lint->runbook;
	const struct legend legend = runbook_legend(rb, lint->arena);
	const struct stages stages = runbook_stages(rb, lint->arena);
	const struct titles titles = titles_of(rb, lint->arena);
	const struct marks_steps steps = {.has = is_step,
					  .steps = rb,
					  .legend = &legend,
					  .titled = managed ? titles_steps : NULL,
					  .titles = &titles,
					  .stages = &stages};
	struct err unreadable;
	struct bytes text;
	bool found;

	*ret = (struct marks){0};
	if (snapshot_read(lint->head, path, lint->arena, &text, &found, err) < 0)
		return -1;
	if (found && marks_read(text, path, &steps, lint->arena, ret, &unreadable) < 0)
		*ret = (struct marks){0};
	return 0;
}

static void report(struct linting *lint, const char *path, const char *other,
		   const struct across *one, enum finding_severity severity)
{
	struct arena *a = lint->arena;
	const char *step = arena_strndup(a, one->here->step.data, one->here->step.len);

	finding_add(lint->found, RULE_CONTRADICTION, severity,
		    (struct finding){.at = {path, one->here->line, one->here->column},
				     .path = path,
				     .step = step,
				     .environment = one->environment,
				     .expected = across_says(other, one->there, a),
				     .found = across_says(path, one->here, a),
				     .fix = ACROSS_FIX},
		    "'%s' is %s on line %u, and %s in %s:%u", step, mark_word(one->here->mark),
		    one->here->line, mark_word(one->there->mark), other, one->there->line);
}

int doclint_across(struct linting *lint, struct err *err)
{
	struct words named;
	struct marks *marks;
	bool ruled = doclint_is_ruled(lint->l);

	if (!lint->runbook)
		return 0;
	named = across_documents(lint->runbook, lint->arena);
	marks = arena_array(lint->arena, named.count + 1, sizeof(*marks));
	for (size_t i = 0; named.count > 1 && i < named.count; i++)
		if (read_marks(lint, named.items[i], lint->runbook->records.runbook && !i,
			       &marks[i], err) < 0)
			return -1;
	for (size_t i = 0; named.count > 1 && i < named.count; i++)
		for (size_t k = 0; k < named.count; k++) {
			struct acrosses all = across_of(lint->runbook, &marks[i], &marks[k],
							lint->arena);

			for (size_t n = 0; n < all.count; n++)
				if (all.items[n].here->mark == MARK_DONE)
					report(lint, named.items[i], named.items[k],
					       &all.items[n],
					       ruled ? FINDING_WARN : FINDING_ERROR);
		}
	return 0;
}
