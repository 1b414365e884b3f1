#include "runbook/demands.h"

#include "base/texts.h"

static const struct procedure *gate_of(const struct runbook *rb, const struct step *step)
{
	for (size_t i = 0; i < rb->gates.count; i++)
		if (&rb->gates.items[i]->step == step)
			return rb->gates.items[i];
	return NULL;
}

struct words demanded_fields(const struct runbook *rb, const struct step *step, struct arena *a)
{
	const struct procedure *own = step && step_drill(step) ? step_drill(step)
							       : gate_of(rb, step);
	const char **items = NULL;
	size_t count = 0;

	for (size_t i = 0; i < rb->evidence.require.count; i++)
		*ARENA_PUSH(a, items, count) = rb->evidence.require.items[i];
	for (size_t i = 0; own && i < own->evidence.require.count; i++)
		if (!texts_have(items, count, own->evidence.require.items[i]))
			*ARENA_PUSH(a, items, count) = own->evidence.require.items[i];
	return (struct words){items, count};
}

const char *demanded_arguments(const struct runbook *rb, const struct step *step,
			       struct arena *a)
{
	struct words demanded = demanded_fields(rb, step, a);
	const char *text = NULL;

	for (size_t i = 0; i < demanded.count; i++)
		if (evidence_is_given(demanded.items[i]))
			text = arena_printf(a, "%s%s--field %s=VALUE", text ? text : "",
					    text ? " " : "", demanded.items[i]);
	return text;
}
