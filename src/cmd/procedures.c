#include "cmd/procedures.h"

static const char *names(const struct procedures *of, const char *environment, struct arena *a)
{
	const char *text = NULL;

	for (size_t i = 0; i < of->count; i++) {
		const struct procedure *p = of->items[i];

		if (!environment || step_in(&p->step, environment))
			text = text ? arena_printf(a, "%s, %s", text, p->step.id) : p->step.id;
	}
	return text;
}

int procedure_named(const struct runbook *rb, struct event_subject what,
		    const char *environment, struct arena *a, const struct procedure **ret,
		    struct err *err)
{
	const char *word = subject_type_word(what.type);
	const char *known = names(what.type == SUBJECT_DRILL ? &rb->drills : &rb->rollbacks,
				  environment, a);
	const char *in = environment ? arena_printf(a, " in '%s'", environment) : "";

	*ret = what.id ? runbook_procedure(rb, what) : NULL;
	if (*ret)
		return 0;
	if (!known)
		return err_set(err, ERR_USAGE, "the runbook has no %s%s", word, in);
	return what.id ? err_set(err, ERR_USAGE, "there is no %s '%s'; there are%s: %s", word,
				 what.id, in, known)
		       : err_set(err, ERR_USAGE, "which %s? there are%s: %s", word, in, known);
}
