/* What leads on, once the files that would run have been looked at, too. */
#include "act/launch.h"

#include "act/internal.h"
#include "act/uncommitted.h"
#include "base/cleanup.h"
#include "base/texts.h"
#include "model/finding.h"
#include "model/next_act.h"

/* Each once. What helps is the first that anybody may do; else who may let it pass. */
static void take_reasons(const struct ledger *l, const struct findings *found,
			 struct step_view *view)
{
	const char *fix = NULL, *allow = NULL;

	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->items[i];

		if (f->severity != FINDING_ERROR)
			continue;
		view->ready = false;
		fix = fix ? fix : f->fix;
		allow = allow ? allow : f->allow;
		if (!texts_have(view->reasons, view->reason_count, f->message) &&
		    (f->rule != RULE_DRIFT || !f->path ||
		     !texts_have(view->changed, view->changed_count, f->path)))
			*ARENA_PUSH(l->arena, view->reasons, view->reason_count) = f->message;
	}
	if (!view->ready)
		view->next = fix ? fix : allow;
}

/* What a person says of a step, or a gate decides, is of a commit; what runs is at least told apart. */
static bool is_of_a_commit(const struct step *step)
{
	return step_is_said(step) || step->kind == STEP_GATE;
}

/* What only the files can tell against an act that the judge lets through. here: this repository,
 * where it was opened already. */
static void advise(const struct ledger *l, const struct readiness *r, const struct place *here,
		   struct step_view *view)
{
	struct findings found = {.arena = l->arena};
	const char *command = view->next;
	bool said = is_of_a_commit(view->step);
	struct launch launch;
	struct err err;

	if ((here && !view->step->repo ? launch_prepare_at(l, here, r, view, &launch, &err)
				       : launch_prepare(l, r, view, &launch, &err)) < 0 ||
	    launch_ask_files(l, &launch, step_word(view->step, EVENT_START), NULL,
			     (struct launch_leave){0}, &found, &err) < 0) {
		/* nobody can tell: that is no yes */
		view->ready = false;
		*ARENA_PUSH(l->arena, view->reasons,
			    view->reason_count) = "what it uses cannot be read";
		view->next = arena_printf(l->arena, "hint: %s", err.text);
		return;
	}
	if (!launch.dirty && (view->state->dirty || said) && here && !view->step->repo &&
	    (uncommitted_named(l->repo, view->step, l->arena, &launch.dirty, &err) < 0 ||
	     (!launch.dirty && uncommitted_taken(here, r->runbook, &launch.inputs.meant,
						 l->arena, &launch.loose, &err) < 0)))
		launch.dirty = launch.loose = NULL;
	launch.dirty = launch.dirty ? launch.dirty : launch.loose;
	if (said)
		launch_uncommitted(&launch, &found);
	take_reasons(l, &found, view);
	if (launch.dirty &&
	    (said ? found.count == 1 && !view->ready : next_act_is(view->next, EVENT_START)))
		view->next = arena_printf(l->arena, "hint: commit %s, then: %s%s", launch.dirty,
					  said ? command : view->next,
					  said ? ""
					       : " (a run of uncommitted files completes "
						 "nothing)");
}

/* A changed meaning is accepted by name, and then refused where it leads to a file that nobody agreed to. */
static void advise_outside(const struct ledger *l, const struct readiness *r,
			   const struct place *here, struct step_view *view)
{
	struct findings found = {.arena = l->arena};
	struct launch launch;
	struct err none; /* then the judge's word stands */

	if (launch_prepare_at(l, here, r, view, &launch, &none) < 0 || !launch.outside)
		return;
	launch_outside(&launch, &found);
	take_reasons(l, &found, view);
}

/* What has to be done first: its command, where that is one that works. */
static void advise_need(const struct ledger *l, const struct readiness *r, struct finding *f)
{
	const struct step_view *first = f->need ? readiness_first(r, f->need) : NULL;
	struct step_view now;

	if (!first || first->contradicted)
		return;
	now = *first;
	if (now.ready)
		advise(l, r, NULL, &now);
	if (now.next)
		f->fix = now.next;
}

/* Where a run was dirty it is worth asking git whether the next one would be; what may be said only of a commit,
 * whether it may. */
static bool asks_git(const struct readiness *r)
{
	bool asks = r->environment->live;

	for (size_t i = 0; i < r->count; i++)
		asks = asks || r->steps[i].state->dirty ||
		       (r->steps[i].ready && is_of_a_commit(r->steps[i].step));
	return asks;
}

static void advise_each(const struct ledger *l, struct readiness *r)
{
	CLEANUP(place_close) struct place here = {0};
	struct err each; /* it is told of each step */
	bool opened;

	opened = place_open(l->repo, l->arena, &here, &each) == 0 &&
		 (!asks_git(r) ||
		  uncommitted_tracked(l->repo, r->runbook, l->arena, &here.dirty, &each) == 0);
	for (size_t i = 0; i < r->count; i++) {
		struct step_view *view = &r->steps[i];

		if (view->ready && view->next && !next_act_is(view->next, EVENT_COMPLETE))
			advise(l, r, opened ? &here : NULL, view);
		else if (!view->ready && !view->need && opened && !view->step->repo &&
			 next_act_is(view->next, EVENT_START))
			advise_outside(l, r, &here, view);
	}
}

static void follow_needs(struct readiness *r)
{
	for (size_t i = 0; i < r->count; i++) {
		struct step_view *view = &r->steps[i];
		const struct step_view *first = view->need ? readiness_first(r, view->step->id)
							   : NULL;

		if (first && !first->contradicted && first->next)
			view->next = first->next;
	}
}

/* False: it is not known there, and the record's word stands. */
static bool look_there(const struct ledger *l, const char *id, struct readiness *ret)
{
	struct err unknown;

	if (readiness_compute(l, id, false, ret, &unknown) < 0)
		return false;
	advise_each(l, ret);
	follow_needs(ret);
	return true;
}

/* What comes first in another environment is what that environment would say of it. next may be NULL. */
static const char *led_there(const struct ledger *l, const struct readiness *there,
			     const char *next)
{
	const struct step_view *first;
	struct next_act act;

	if (!next_act_read(next, l->arena, &act) ||
	    strcmp(act.environment, there->environment->id) != 0 ||
	    (act.arguments && act.word != EVENT_START))
		return next;
	first = readiness_step(there, act.step);
	return first && first->next ? first->next : next;
}

/* Is it the act itself, with more said? Of what an incident passes, that is said again, too. */
static bool is_act_again(const struct ledger *l, const struct launch *launch,
			 const char *incident, struct finding *f)
{
	struct next_act act;

	if (!next_act_read(f->fix, l->arena, &act) ||
	    strcmp(act.step, launch->view->step->id) != 0 ||
	    strcmp(act.environment, launch->readiness->environment->id) != 0)
		return false;
	if (incident && act.word == EVENT_START) {
		act.arguments = arena_printf(l->arena, "%s%s--incident %s",
					     act.arguments ? act.arguments : "",
					     act.arguments ? " " : "", incident);
		f->fix = next_act_text(&act, l->arena);
	}
	return true;
}

/* What others ask for is done before it. */
static void put_after(const struct ledger *l, const struct launch *launch, const char *incident,
		      struct findings *refused)
{
	bool others = false;

	for (size_t i = 0; i < refused->count; i++) {
		struct finding *f = &refused->items[i];

		f->later = is_act_again(l, launch, incident, f);
		others = others || (!f->later && f->severity == FINDING_ERROR);
	}
	for (size_t i = 0; i < refused->count; i++) {
		struct finding *f = &refused->items[i];

		f->later = f->later && others;
		if (f->later)
			f->fix = arena_printf(l->arena, "hint: after what is missing: %s",
					      f->fix);
	}
}

/* An act has looked at its own step alone; what others say is asked where it is refused because of them. */
static const struct readiness *with_others(const struct ledger *l, const struct readiness *r,
					   const struct findings *refused,
					   struct readiness *room)
{
	struct err unknown;
	bool asks = false;

	for (size_t i = 0; r->one && i < refused->count; i++)
		asks = asks || refused->items[i].need;
	return asks && readiness_compute(l, r->environment->id, false, room, &unknown) == 0
		       ? room
		       : r;
}

int launch_check(const struct ledger *l, const struct launch *launch, enum event_word word,
		 struct launch_leave leave, struct findings *refused, struct err *err)
{
	const struct readiness *r = launch->readiness;
	const struct words *after = &r->environment->promote_after;
	struct readiness all, there;

	if (launch_ask_files(l, launch, word, r->reader, leave, refused, err) < 0)
		return -1;
	r = with_others(l, r, refused, &all);
	for (size_t i = 0; i < refused->count; i++)
		advise_need(l, r, &refused->items[i]);
	for (size_t i = 0; refused->count && i < after->count; i++)
		if (look_there(l, after->items[i], &there))
			for (size_t k = 0; k < refused->count; k++)
				refused->items[k].fix = led_there(l, &there,
								  refused->items[k].fix);
	put_after(l, launch, leave.incident, refused);
	return 0;
}

void launch_advise(const struct ledger *l, struct readiness *r)
{
	const struct words *after = &r->environment->promote_after;
	struct readiness there;

	if (r->past)
		return;
	advise_each(l, r);
	for (size_t i = 0; i < after->count; i++)
		if (look_there(l, after->items[i], &there))
			for (size_t k = 0; k < r->count; k++)
				r->steps[k].next = led_there(l, &there, r->steps[k].next);
	follow_needs(r);
}
