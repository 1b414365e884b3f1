/* ungiven.c - approvals and answers that nobody in trust can give: a team adopts first and lets people in later. */
#include "act/ungiven.h"

#include "runbook/approvals.h"

struct finding_out {
	const struct runbook *rb;
	const struct trust *trust;
	const struct environment *there;
	struct arena *arena;
	struct ungiven *items;
	size_t count;
};

static bool can(const struct finding_out *f, const struct principal *p,
		const struct ungiven *asked)
{
	return trust_has_role(p, asked->role) &&
	       (trust_may(f->trust, p, asked->act, asked->environment) ||
		(asked->answer && trust_may(f->trust, p, "attest", asked->environment)));
}

/* Where whoever acts could say so, and may not of himself, it is one less; where nobody could, he is not why. */
static unsigned who_can(const struct finding_out *f, struct ungiven *asked)
{
	unsigned count = 0, acts = 0, besides = 0;

	for (size_t i = 0; i < f->trust->principal_count; i++) {
		const struct principal *p = &f->trust->principals[i];
		bool is = can(f, p, asked),
		     does = asked->by && trust_may(f->trust, p, asked->by, asked->environment);

		count += is;
		acts += does;
		besides += does && !is;
	}
	if (!count || !acts || besides)
		asked->by = NULL;
	return asked->by ? count - 1 : count;
}

static void look(struct finding_out *f, struct ungiven asked)
{
	asked.environment = f->there ? f->there->id : NULL;
	asked.have = who_can(f, &asked);
	if (asked.have >= asked.need)
		return;
	for (size_t i = 0; i < f->count; i++)
		if (!strcmp(f->items[i].role, asked.role) && f->items[i].need >= asked.need &&
		    !strcmp(f->items[i].act, asked.act))
			return;
	*ARENA_PUSH(f->arena, f->items, f->count) = asked;
}

/* Who is witnessed needs neither key nor role. by: the permission of the act that it is of; NULL: of none. */
static void look_at_approval(struct finding_out *f, const char *what,
			     const struct approval *demand, const char *by)
{
	if (demand && demand->role && !demand->witness)
		look(f, (struct ungiven){.what = what,
					 .role = demand->role,
					 .act = event_info(EVENT_APPROVE)->permission,
					 .by = demand->prevent_self_approve ? by : NULL,
					 .need = demand->count});
}

static void look_at_step(struct finding_out *f, const struct step *step)
{
	if (!step_in(step, f->there->id))
		return;
	look_at_approval(f, step->id, step_approval(f->there, step),
			 step_word_permission(step_word(step, EVENT_START)));
	for (size_t i = 0; i < step->verify.count; i++) {
		struct check used;

		if (runbook_used(f->rb, step, step->verify.items[i], &used) &&
		    used.probe == PROBE_MANUAL && used.role)
			look(f, (struct ungiven){.what = arena_printf(f->arena, "%s/%s",
								      step->id, used.id),
						 .role = used.role,
						 .act = step_word_permission(EVENT_ATTEST),
						 .answer = true,
						 .need = 1});
	}
}

static void look_at_procedures(struct finding_out *f, const struct procedures *all)
{
	for (size_t i = 0; i < all->count; i++)
		if (!all->items[i]->environment ||
		    !strcmp(all->items[i]->environment, f->there->id))
			look_at_step(f, &all->items[i]->step);
}

void ungiven_find(const struct runbook *rb, const struct trust *trust, struct arena *a,
		  const struct ungiven **ret, size_t *ret_count)
{
	struct finding_out f = {.rb = rb, .trust = trust, .arena = a};

	for (size_t i = 0; i < rb->environment_count; i++) {
		f.there = &rb->environments[i];
		if (f.there->retired)
			continue;
		for (size_t k = 0; k < rb->step_count; k++)
			look_at_step(&f, step_at(rb, k));
		look_at_procedures(&f, &rb->gates);
		look_at_procedures(&f, &rb->rollbacks);
		if (f.there->promote_after.count)
			look_at_approval(&f, "promote", &f.there->promote_approval,
					 event_info(EVENT_PROMOTE)->permission);
	}
	f.there = NULL;
	for (size_t i = 0; i < rb->freeze_count; i++)
		look_at_approval(&f, rb->freezes[i].id, &rb->freezes[i].approval,
				 event_info(EVENT_START)->permission);
	*ret = f.items;
	*ret_count = f.count;
}
