#include "act/compare.h"

#include "act/readiness.h"
#include "base/texts.h"
#include "ledger/in_force.h"
#include "runbook/holds.h"
#include "runbook/renames.h"

struct comparing {
	struct arena *a;
	struct ledger old, new;
	struct record_change *list;
	size_t count;
	struct err *err;
};

const char *record_thing_word(enum record_thing thing)
{
	static const char *const words[] = {"step", "pin", "freeze", "trust"};

	return words[thing];
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static void differs(struct comparing *c, struct record_change change)
{
	if (!same(change.before, change.after) || change.keys)
		*ARENA_PUSH(c->a, c->list, c->count) = change;
}

/* The runbook in force; NULL: none yet. */
static int runbook_of(struct comparing *c, const struct ledger *l, const struct runbook **ret)
{
	*ret = NULL;
	if (ledger_runbook(l, ret, c->err) == 0)
		return 0;
	return c->err->code == ERR_NOT_FOUND ? 0 : -1;
}

/* -- steps --------------------------------------------------------------------------------------- */

static int stand(struct comparing *c, const struct ledger *l, const struct runbook *rb,
		 const char *environment, struct readiness *ret)
{
	*ret = (struct readiness){0};
	return rb && runbook_environment(rb, environment)
		       ? readiness_compute(l, environment, true, ret, c->err)
		       : 0;
}

static const char *standing(struct comparing *c, const struct step_view *v)
{
	return v ? arena_printf(c->a, "%s%s", step_standing(v), v->locked ? ", locked" : "")
		 : NULL;
}

static int compare_steps(struct comparing *c, const struct runbook *was,
			 const struct runbook *is, const char *environment)
{
	struct readiness old, new;

	if (stand(c, &c->old, was, environment, &old) < 0 ||
	    stand(c, &c->new, is, environment, &new) < 0)
		return -1;
	for (size_t i = 0; i < new.count; i++) {
		const char *id = new.steps[i].step->id;

		differs(c, (struct record_change){
				   .thing = CHANGED_STEP,
				   .environment = environment,
				   .id = id,
				   .before = old.count ? standing(c, readiness_step(&old, id))
						       : NULL,
				   .after = standing(c, &new.steps[i])});
	}
	for (size_t i = 0; i < old.count; i++)
		if (!new.count || !readiness_step(&new, old.steps[i].step->id))
			differs(c,
				(struct record_change){.thing = CHANGED_STEP,
						       .environment = environment,
						       .id = old.steps[i].step->id,
						       .before = standing(c, &old.steps[i])});
	return 0;
}

/* -- pins ---------------------------------------------------------------------------------------- */

static int compare_pins(struct comparing *c, const char *environment)
{
	const char *const *old, *const *new;
	size_t old_count, new_count, i = 0, k = 0;

	if (state_pins(c->old.view->state, environment, &old, &old_count, c->err) < 0 ||
	    state_pins(c->new.view->state, environment, &new, &new_count, c->err) < 0)
		return -1;
	while (i < old_count || k < new_count) { /* both are sorted */
		size_t len = i < old_count ? strcspn(old[i], "=") : 0;
		int order = i == old_count   ? 1
			    : k == new_count ? -1
					     : strncmp(old[i], new[k], len + 1);
		const char *any = order <= 0 ? old[i] : new[k];

		differs(c, (struct record_change){
				   .thing = CHANGED_PIN,
				   .environment = environment,
				   .id = arena_strndup(c->a, any, strcspn(any, "=")),
				   .before = order <= 0 ? strchr(old[i], '=') + 1 : NULL,
				   .after = order >= 0 ? strchr(new[k], '=') + 1 : NULL});
		i += order <= 0;
		k += order >= 0;
	}
	return 0;
}

static int compare_environments(struct comparing *c, const struct runbook *was,
				const struct runbook *is, const char *only)
{
	const struct runbook *const books[] = {is, was};

	for (size_t b = 0; b < ARRAY_SIZE(books); b++)
		for (size_t i = 0; books[b] && i < books[b]->environment_count; i++) {
			const char *id = books[b]->environments[i].id;

			if ((only && strcmp(only, id) != 0) ||
			    (b && is && runbook_environment(is, id)))
				continue; /* another, or it was looked at */
			if (compare_steps(c, was, is, id) < 0 || compare_pins(c, id) < 0)
				return -1;
		}
	return 0;
}

/* -- freezes ------------------------------------------------------------------------------------- */

struct frozen_list {
	struct frozen *items;
	size_t count;
};

static int freezes_of(struct comparing *c, const struct ledger *l, const struct runbook *rb,
		      struct frozen_list *ret)
{
	*ret = (struct frozen_list){0};
	return rb ? freezes_in_force(l->view->state, rb, c->a, &ret->items, &ret->count, c->err)
		  : 0;
}

static const char *covers(struct comparing *c, const struct frozen_list *list, const char *id)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct freeze *f = list->items[i].freeze;
		const char *text = "";

		if (strcmp(f->id, id) != 0)
			continue;
		for (size_t k = 0; k < f->paths.count; k++)
			text = arena_printf(c->a, "%s%s%s", text, k ? ", " : "",
					    f->paths.items[k]);
		for (size_t k = 0; k < f->steps.count; k++)
			text = arena_printf(c->a, "%s%s%s", text, *text ? ", " : "",
					    f->steps.items[k]);
		return text;
	}
	return NULL;
}

static int compare_freezes(struct comparing *c, const struct runbook *was,
			   const struct runbook *is)
{
	struct frozen_list old, new;

	if (freezes_of(c, &c->old, was, &old) < 0 || freezes_of(c, &c->new, is, &new) < 0)
		return -1;
	for (size_t i = 0; i < new.count; i++) {
		const char *id = new.items[i].freeze->id;

		differs(c, (struct record_change){.thing = CHANGED_FREEZE,
						  .id = id,
						  .before = covers(c, &old, id),
						  .after = covers(c, &new, id)});
	}
	for (size_t i = 0; i < old.count; i++) {
		const char *id = old.items[i].freeze->id;

		if (!covers(c, &new, id))
			differs(c, (struct record_change){.thing = CHANGED_FREEZE,
							  .id = id,
							  .before = covers(c, &old, id)});
	}
	return 0;
}

/* -- trust --------------------------------------------------------------------------------------- */

static const char *roles_of(struct comparing *c, const struct principal *p)
{
	const char *text = "";

	for (size_t i = 0; p && i < p->role_count; i++)
		text = arena_printf(c->a, "%s%s%s", text, i ? ", " : "", p->roles[i]);
	return p ? text : NULL;
}

static bool same_keys(const struct principal *a, const struct principal *b)
{
	bool all = a->key_count == b->key_count;

	for (size_t i = 0; all && i < a->key_count; i++)
		all = texts_have(b->keys, b->key_count, a->keys[i]);
	return all;
}

static int compare_trust(struct comparing *c)
{
	const struct trust *old, *new;

	if (state_trust(c->old.view->state, &old, c->err) < 0 ||
	    state_trust(c->new.view->state, &new, c->err) < 0)
		return -1;
	for (size_t i = 0; i < new->principal_count; i++) {
		const struct principal *p = &new->principals[i],
				       *was = trust_principal(old, p->id);

		differs(c, (struct record_change){.thing = CHANGED_TRUST,
						  .id = p->id,
						  .before = roles_of(c, was),
						  .after = roles_of(c, p),
						  .keys = was && !same_keys(was, p)});
	}
	for (size_t i = 0; i < old->principal_count; i++)
		if (!trust_principal(new, old->principals[i].id))
			differs(c, (struct record_change){
					   .thing = CHANGED_TRUST,
					   .id = old->principals[i].id,
					   .before = roles_of(c, &old->principals[i])});
	return 0;
}

/* -- the runbook --------------------------------------------------------------------------------- */

static int root_of(const struct ledger *l, const struct ledger_view *view,
		   const struct doc_node **ret, struct err *err)
{
	struct bytes text;

	*ret = NULL;
	if (state_file(view->state, "runbook.yaml", &text, err) < 0)
		return -1;
	return text.len ? doc_parse(text, "runbook.yaml", l->arena, ret, err) : 0;
}

int runbook_compare(const struct ledger *l, const struct ledger_view *view,
		    const struct runbook *now, struct bytes text, const struct runbook *next,
		    struct runbook_change **ret, size_t *ret_count, struct err *err)
{
	struct strmap was_of = runbook_was_of(now, next, l->arena);
	const struct doc_node *before, *after;

	if (root_of(l, view, &before, err) < 0 ||
	    doc_parse(text, "runbook.yaml", l->arena, &after, err) < 0)
		return -1;
	runbook_differs(before, after, &was_of, l->arena, ret, ret_count);
	return 0;
}

static int compare_books(struct comparing *c, const struct runbook *before,
			 const struct runbook *after, struct record_diff *ret)
{
	const struct adopted_state *was, *is;
	struct runbook_change *list = NULL;
	struct bytes text;

	if (state_adopted(c->old.view->state, &was, c->err) < 0 ||
	    state_adopted(c->new.view->state, &is, c->err) < 0 ||
	    state_file(c->new.view->state, "runbook.yaml", &text, c->err) < 0)
		return -1;
	ret->rules[0] = was->rules;
	ret->rules[1] = is->rules;
	if (text.len && !same(was->runbook, is->runbook) &&
	    runbook_compare(&c->new, c->old.view, before, text, after, &list,
			    &ret->runbook_count, c->err) < 0)
		return -1;
	ret->runbook = list;
	return 0;
}

int record_compare(const struct ledger *l, const struct ledger_view *from,
		   const struct ledger_view *to, const char *environment,
		   struct record_diff *ret, struct err *err)
{
	struct comparing c = {.a = l->arena, .old = *l, .new = *l, .err = err};
	const struct runbook *was, *is;

	*ret = (struct record_diff){.from = from, .to = to};
	c.old.view = from;
	c.new.view = to;
	if (runbook_of(&c, &c.old, &was) < 0 || runbook_of(&c, &c.new, &is) < 0 ||
	    compare_environments(&c, was, is, environment) < 0 ||
	    compare_freezes(&c, was, is) < 0 || compare_trust(&c) < 0 ||
	    compare_books(&c, was, is, ret) < 0)
		return -1;
	ret->changes = c.list;
	ret->count = c.count;
	return 0;
}
