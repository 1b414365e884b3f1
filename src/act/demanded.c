#include "act/demanded.h"

#include "act/deciding.h"
#include "act/promoting.h"
#include "act/restoring.h"
#include "ledger/past.h"
#include "runbook/promotion.h"

struct demanding {
	const struct ledger *l;
	const struct readiness *r;
	struct demanded *items;
	size_t count;
};

/* -- how one more is given ----------------------------------------------------------------------- */

/* Before a value is known, the command has its place. */
static struct event with_places(const struct demanding *d, const struct event *act)
{
	const struct procedure *p = runbook_procedure(d->r->runbook, event_subject_of(act));
	struct event event = *act;

	for (size_t i = 0; p && i < p->inputs.count; i++)
		event_add(&event, d->l->arena, FIELD_ARGUMENT,
			  arena_printf(d->l->arena, "%s=VALUE", p->inputs.items[i].name));
	return event;
}

static int find_way(const struct demanding *d, struct demanded *item, struct err *err)
{
	struct arena *a = d->l->arena;
	struct event act = item->act;
	bool open = item->what.type == SUBJECT_ROLLBACK && !act.fields[FIELD_ARGUMENT].count;
	const struct trust *trust;
	const struct principal *who;

	if (approvals_given(item->said, item->count) >= item->approval->count)
		item->waits = false;
	if (!item->waits)
		return 0;
	if (!event_get(&act, FIELD_CANDIDATE)) {
		item->next = approvals_uncommitted;
		return 0;
	}
	if (state_trust(d->l->view->state, &trust, err) < 0)
		return -1;
	if (open)
		act = with_places(d, &act);
	who = approvals_missing(trust, item->approval, item->said, item->count,
				item->environment->id, NULL, d->r->reader, &item->authors);
	item->may = who && d->r->reader && !strcmp(who->id, d->r->reader);
	item->next = approvals_advice(item->approval, trust, who, &act, d->r->reader, a);
	if (item->may &&
	    act.fields[FIELD_ARGUMENT].count > item->act.fields[FIELD_ARGUMENT].count)
		item->next = arena_printf(a, "hint: with its values: %s", item->next);
	return 0;
}

static int add(struct demanding *d, const struct demanded *item, struct err *err)
{
	struct demanded *added = ARENA_PUSH(d->l->arena, d->items, d->count);

	*added = *item;
	added->environment = d->r->environment;
	return find_way(d, added, err);
}

/* -- steps, gates, the promotion ----------------------------------------------------------------- */

/* The act as it would be written: what an approval of it is compared with. */
static int describe(const struct demanding *d, const struct step_view *view,
		    struct event_subject what, struct event *ret, struct err *err)
{
	readiness_start(d->l, &view->committed, d->r->environment->id, view->step, ret);
	if (what.type == SUBJECT_GATE) {
		ret->fields[FIELD_STEP] = (struct event_values){0};
		event_name(ret, d->l->arena, what);
	}
	return readiness_bind(d->l, d->r, view, d->r->code, false, ret, err);
}

static int add_said(struct demanding *d, const struct step_view *of, struct event_subject what,
		    bool waits, struct err *err)
{
	struct demanded item = {.what = what, .approval = of->approval, .waits = waits};
	struct step_view view = *of;

	if (describe(d, of, what, &item.act, err) < 0 ||
	    readiness_approvals(d->l, d->r, &item.act, &view, err) < 0)
		return -1;
	item.said = view.approvals;
	item.count = view.approval_count;
	return add(d, &item, err);
}

static int add_steps(struct demanding *d, struct err *err)
{
	for (size_t i = 0; i < d->r->count; i++) {
		const struct step_view *v = &d->r->steps[i];

		if (v->approval &&
		    add_said(d, v, (struct event_subject){SUBJECT_STEP, v->step->id},
			     readiness_waits(v), err) < 0)
			return -1;
	}
	return 0;
}

static int add_gates(struct demanding *d, struct err *err)
{
	const struct gate_view *gates;
	const struct step_view *view;
	size_t count;

	if (gates_seen(d->l, d->r, &gates, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct event_subject what = {SUBJECT_GATE, gates[i].gate->step.id};

		if (procedure_view(d->l, d->r, what, &view, err) < 0)
			return -1;
		if (view && view->approval &&
		    add_said(d, view, what, !gate_is_go(&gates[i].said), err) < 0)
			return -1;
	}
	return 0;
}

static int add_promotion(struct demanding *d, struct err *err)
{
	const struct environment *target = d->r->environment;
	struct demanded item = {.what = {SUBJECT_ENVIRONMENT, NULL}};
	struct promoting p;

	if (!target->promote_after.count || !promotion_approval(target))
		return 0;
	if (promoting_prepare(d->l, target, NULL, &p, err) < 0)
		return -1;
	item.approval = p.approval;
	item.act = p.event;
	item.said = p.approvals;
	item.authors = p.authors;
	item.count = p.approval_count;
	item.waits = !p.done;
	return add(d, &item, err);
}

/* -- rollbacks ----------------------------------------------------------------------------------- */

/* What somebody spoke of; the event that it goes back to only his own event has. */
struct spoken {
	const struct entry *entry;
	const char *to; /* NULL */
};

/* Is it of that rollback, with these values? */
static bool is_of(const struct spoken *s, const struct event *act)
{
	const char *to = event_get(act, FIELD_RESTORED_TO);

	return approval_has_values(s->entry, act) && !to == !s->to &&
	       (!to || !strcmp(to, s->to));
}

/* What counts is of it for the judge, whatever it was given as. */
static bool is_shown(const struct approved *said, const struct spoken *spoken, size_t count,
		     const struct event *act)
{
	bool of_it = !said->why;

	for (size_t i = 0; !of_it && i < count; i++)
		of_it = spoken[i].entry == said->entry && is_of(&spoken[i], act);
	return of_it;
}

/* One of the rollbacks that were spoken of; NULL: as it is without any value. */
static int add_rollback(struct demanding *d, const struct step_view *of,
			const struct spoken *one, const struct spoken *all, size_t all_count,
			struct err *err)
{
	struct demanded item = {.what = {SUBJECT_ROLLBACK, of->step->id},
				.approval = of->approval,
				.waits = true};
	struct arena *a = d->l->arena;
	struct step_view view = *of;
	const char *const *values;
	struct act_was was;
	size_t count;

	if (describe(d, of, item.what, &item.act, err) < 0)
		return -1;
	values = entry_list(one ? one->entry : NULL, event_field_kept(FIELD_ARGUMENT), &count);
	for (size_t i = 0; i < count; i++)
		event_add(&item.act, a, FIELD_ARGUMENT, values[i]);
	if (one && one->to &&
	    restoring_bind(d->l, d->r->environment, one->to, &item.act, &was, err) < 0)
		return -1;
	if (readiness_approvals(d->l, d->r, &item.act, &view, err) < 0)
		return -1;
	for (size_t i = 0; i < view.approval_count; i++)
		if (is_shown(&view.approvals[i], all, all_count, &item.act))
			*ARENA_PUSH(a, item.said, item.count) = view.approvals[i];
	return add(d, &item, err);
}

static int find_spoken(const struct demanding *d, const struct subject *s, struct spoken **ret,
		       size_t *ret_count, struct err *err)
{
	const struct entry *entry;
	size_t at = 0;

	while ((entry = subject_next(s, "verdicts/approval:", &at))) {
		struct verified_event said;

		if (past_event(d->l, d->l->view, entry->sequence, d->l->arena, &said, err) < 0)
			return -1;
		*ARENA_PUSH(d->l->arena, *ret, *ret_count) = (struct spoken){
			entry, event_get(&said.event, FIELD_RESTORED_TO)};
	}
	return 0;
}

/* Once for each set of values that somebody spoke of, and where it takes none, without. */
static int add_each(struct demanding *d, const struct procedure *p,
		    const struct step_view *view, struct err *err)
{
	struct spoken *all = NULL;
	size_t first = d->count, count = 0;

	if (find_spoken(d, view->state->subject, &all, &count, err) < 0 ||
	    (!p->inputs.count && add_rollback(d, view, NULL, all, count, err) < 0))
		return -1;
	for (size_t i = 0; i < count; i++) {
		bool known = false;

		for (size_t k = first; !known && k < d->count; k++)
			known = is_of(&all[i], &d->items[k].act);
		if (!known && add_rollback(d, view, &all[i], all, count, err) < 0)
			return -1;
	}
	return d->count == first ? add_rollback(d, view, NULL, all, count, err) : 0;
}

static int add_rollbacks(struct demanding *d, struct err *err)
{
	const struct procedures *rollbacks = &d->r->runbook->rollbacks;
	const struct step_view *view;

	for (size_t i = 0; i < rollbacks->count; i++) {
		const struct procedure *p = rollbacks->items[i];
		const struct event_subject what = {SUBJECT_ROLLBACK, p->step.id};

		if (procedure_view(d->l, d->r, what, &view, err) < 0)
			return -1;
		if (view && view->approval && add_each(d, p, view, err) < 0)
			return -1;
	}
	return 0;
}

int demanded_seen(const struct ledger *l, const struct readiness *r,
		  const struct demanded **ret, size_t *ret_count, struct err *err)
{
	struct demanding d = {.l = l, .r = r};

	if (add_steps(&d, err) < 0 || add_gates(&d, err) < 0 || add_promotion(&d, err) < 0 ||
	    add_rollbacks(&d, err) < 0)
		return -1;
	*ret = d.items;
	*ret_count = d.count;
	return 0;
}
