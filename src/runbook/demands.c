#include "runbook/demands.h"

#include "base/texts.h"
#include "model/next_act.h"

static const struct procedure *gate_of(const struct runbook *rb, const struct step *step)
{
	for (size_t i = 0; i < rb->gates.count; i++)
		if (&rb->gates.items[i]->step == step)
			return rb->gates.items[i];
	return NULL;
}

static struct words both(struct words all, struct words own, struct arena *a)
{
	const char **items = NULL;
	size_t count = 0;

	for (size_t i = 0; i < all.count; i++)
		*ARENA_PUSH(a, items, count) = all.items[i];
	for (size_t i = 0; i < own.count; i++)
		if (!texts_have(items, count, own.items[i]))
			*ARENA_PUSH(a, items, count) = own.items[i];
	return (struct words){items, count};
}

struct words demanded_fields(const struct runbook *rb, const struct step *step, struct arena *a)
{
	const struct procedure *own = step && step_drill(step) ? step_drill(step)
							       : gate_of(rb, step);

	return both(rb->evidence.require, own ? own->evidence.require : (struct words){0}, a);
}

struct evidence_demand drill_demand(const struct runbook *rb, const struct procedure *drill,
				    struct arena *a)
{
	const struct evidence_demand *all = &rb->evidence, *own = &drill->evidence;

	return (struct evidence_demand){own->path ? own->path : all->path,
					demanded_fields(rb, &drill->step, a),
					both(all->require_on_fail, own->require_on_fail, a)};
}

/* As people give them with a command: "--field work_order=VALUE"; NULL: there is none to give. */
static const char *arguments_of(const struct runbook *rb, const struct step *step,
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

const char *demanded_act(const struct runbook *rb, const struct step *step, const char *more,
			 enum event_word word, const char *environment, struct arena *a)
{
	bool asks = word == EVENT_START || word == EVENT_ATTEST || word == EVENT_GATE ||
		    word == EVENT_DRILL;
	const char *given = asks ? arguments_of(rb, step, a) : NULL;
	struct next_act act = {word, step->id, environment, NULL};

	if (word == EVENT_ATTEST && !more)
		more = step->changes_state ? "--restore TEXT -m REASON" : "-m REASON";
	act.arguments = given && more ? arena_printf(a, "%s %s", given, more)
			: given	      ? given
				      : more;
	return next_act_text(&act, a);
}
