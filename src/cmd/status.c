/* git mcade status, next: where things stand. */
#include "act/pins.h"
#include "base/texts.h"
#include "cmd/act.h"
#include "cmd/behind.h"
#include "cmd/promote.h"
#include "cmd/where.h"
#include "ledger/aside.h"
#include "ledger/in_force.h"
#include "records/owed.h"
#include "remote/sync.h"
#include "runbook/exceptions.h"
#include "runbook/promotion.h"
#include "runbook/window.h"

const struct option options_status[] = {
	OPTION_ENVIRONMENT,
	OPTION_AT,
	{OPTION_FLAG, 0, "all", NULL,
	 "show every step, also where they take more than a screen"},
	{OPTION_FLAG, 0, "exit-code", NULL,
	 "end with 1 where something is wrong, with 2 where something is left to do"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};
const struct option options_next[] = {
	OPTION_ENVIRONMENT,
	OPTION_AT,
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

/* The promotion to there; where the manifest does not take what comes, whatever leads to it leads there
 * first, *ret_way: NULL where it does. */
static int find_promotion(struct session *s, const struct readiness *r, struct promoting *p,
			  const char **ret_way, struct err *err)
{
	struct bytes manifest;
	size_t before;

	*ret_way = NULL;
	if (promoting_prepare(&s->ledger, r->environment, NULL, p, err) < 0)
		return -1;
	before = p->found.count;
	if (promote_manifest(&s->ledger, p, &manifest, err) < 0)
		return -1;
	if (p->found.count > before)
		*ret_way = p->found.items[before].fix;
	for (size_t i = 0; *ret_way && i < r->count; i++)
		if (text_is(promoting_way_to(r->steps[i].next), r->environment->id))
			r->steps[i].next = *ret_way;
	return 0;
}

static int stand(struct session *s, const struct option_values *o, const char *environment,
		 struct environment_status *ret, struct err *err)
{
	struct drill_due *drills;
	const char *pull;

	if (where_stand(s, o, environment, &ret->readiness, err) < 0 ||
	    gates_seen(&s->ledger, ret->readiness, &ret->gates, &ret->gate_count, err) < 0)
		return -1;
	if (environment_fails(s->ledger.view->state, ret->readiness->environment, &ret->fails,
			      err) < 0 ||
	    drills_due(s->ledger.view->state, ret->readiness->runbook,
		       ret->readiness->environment, s->ledger.now, &s->arena, &drills,
		       &ret->drill_count, err) < 0 ||
	    rollbacks_seen(&s->ledger, ret->readiness->runbook, ret->readiness->environment,
			   &ret->rollbacks, &ret->rollback_count, err) < 0 ||
	    rollback_unlooked(&s->ledger, ret->readiness, &ret->unlooked, err) < 0)
		return -1;
	ret->drills = drills;
	pull = ret->readiness->past ? NULL : pull_first(&s->ledger);
	if (pull)
		ret->unlooked.way = pull;
	if (!ret->readiness->past && ret->readiness->environment->promote_after.count) {
		struct promoting *p = arena_alloc(&s->arena, sizeof(*p));
		const char *way;

		if (find_promotion(s, ret->readiness, p, &way, err) < 0)
			return -1;
		for (size_t i = 0; pull && i < p->found.count; i++)
			p->found.items[i].fix = p->found.items[i].allow = pull;
		ret->promotion = p;
	}
	return pins_seen(&s->ledger, environment, &ret->pins, &ret->pin_count, err);
}

/* Of the past nothing waits, and nothing is owed any more. */
static int add_open_ends(struct session *s, struct status_result *ret, struct err *err)
{
	const struct ledger *l = &s->ledger;

	contested_list(l, l->view, &ret->contested, &ret->contested_count);
	ret->apart = sync_behind(l, l->view, &ret->behind) == SYNC_LOST_RACE;
	if (owed_find(l, &ret->owed, err) < 0 ||
	    sync_unpublished(l, &ret->unpublished, err) < 0 ||
	    pending_list(l, &ret->pending, &ret->pending_count, err) < 0)
		return -1;
	say_behind(s, l->view);
	return aside_list(l, l->view, &ret->aside, &ret->aside_count, err);
}

/* What ended binds nobody any more. */
static size_t drop_over(struct frozen *freezes, size_t count, int64_t now)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (!window_is_over(&freezes[i].freeze->window, now))
			freezes[kept++] = freezes[i];
	return kept;
}

/* The one that is named; else all. */
static int add_environments(struct session *s, const struct option_values *o,
			    struct status_result *ret, struct err *err)
{
	const char *named = option_text(o, "env");
	struct environment_status *list = NULL;
	const struct runbook *runbook;
	struct frozen *freezes;
	struct exception *exceptions;

	if ((named && runbook_environment_of(&s->ledger, named, &named, err) < 0) ||
	    ledger_runbook(&s->ledger, &runbook, err) < 0 ||
	    freezes_in_force(s->ledger.view->state, runbook, &s->arena, &freezes,
			     &ret->freeze_count, err) < 0 ||
	    exceptions_in_force(s->ledger.view->state, runbook, named, s->ledger.now, &s->arena,
				&exceptions, &ret->exception_count, err) < 0)
		return -1;
	ret->freeze_count = drop_over(freezes, ret->freeze_count, s->ledger.now);
	ret->exceptions = exceptions;
	for (size_t i = 0; i < runbook->environment_count; i++) {
		const struct environment *e = &runbook->environments[i];

		if (named ? strcmp(named, e->id) != 0 : e->retired)
			continue;
		if (stand(s, o, e->id, ARENA_PUSH(&s->arena, list, ret->environment_count),
			  err) < 0)
			return -1;
	}
	ret->environments = list;
	ret->freezes = freezes;
	return 0;
}

/* 1: it failed, or no longer holds; 2: it is to be done. */
static int step_status(const struct step_view *v)
{
	const struct step_state *s = v->state;

	if (s->phase == PHASE_FAILED || s->phase == PHASE_BLOCKED || v->stale ||
	    v->contradicted)
		return 1;
	return v->step->optional || v->step->dormant || step_meets_needs(s) ||
			       s->phase == PHASE_DORMANT || s->phase == PHASE_SUPERSEDED ||
			       s->phase == PHASE_DEPRECATED
		       ? 0
		       : 2;
}

/* What is wrong says more than what is left. */
static int exit_code(const struct status_result *r)
{
	bool wrong = r->contested_count || r->apart || r->pending_count, left = r->owed.count;

	for (size_t i = 0; i < r->exception_count; i++)
		wrong = wrong || r->exceptions[i].word == EVENT_HALT || r->exceptions[i].over;
	for (size_t i = 0; i < r->environment_count; i++) {
		wrong = wrong || r->environments[i].fails;
		left = left || r->environments[i].unlooked.count;
	}
	for (size_t i = 0; i < r->environment_count; i++)
		for (size_t k = 0; k < r->environments[i].drill_count; k++)
			wrong = wrong || r->environments[i].drills[k].overdue;
	for (size_t i = 0; i < r->environment_count; i++)
		for (size_t k = 0; k < r->environments[i].readiness->count; k++) {
			int is = step_status(&r->environments[i].readiness->steps[k]);

			wrong = wrong || is == 1;
			left = left || is == 2;
		}
	return wrong ? 1 : left ? 2 : 0;
}

int cmd_status(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	struct status_result *r = arena_alloc(&s->arena, sizeof(*r));

	r->past = option_text(o, "at") != NULL;
	r->all = option_flag(o, "all");
	if (where_go(s, o, err) < 0 || add_environments(s, o, r, err) < 0 ||
	    (!r->past && add_open_ends(s, r, err) < 0))
		return -1;
	r->ledger = s->ledger.view;
	result_is_status(ret, r);
	return option_flag(o, "exit-code") ? exit_code(r) : 0;
}

/* What has outlived its time is closed before anything is said to be done. */
static int add_late(struct session *s, const struct readiness *readiness,
		    const char *environment, struct next_result *r, struct err *err)
{
	struct state *record = s->ledger.view->state;
	const struct exception *late;

	if (incident_overdue(record, readiness->runbook, environment, s->ledger.now, &s->arena,
			     &late, err) < 0)
		return -1;
	r->late = late ? late->id : NULL;
	r->close = late ? incident_close(record, late, readiness->reader, &s->arena) : NULL;
	return 0;
}

/* A promotion is offered where nothing is against it, and the files are asked too. */
static int check_promotion(struct session *s, const struct readiness *r,
			   struct next_result *ret, struct err *err)
{
	struct promoting p;
	const char *way;

	if (!text_is(promoting_way_to(ret->step ? ret->step->next : ret->promote),
		     r->environment->id))
		return 0;
	if (find_promotion(s, r, &p, &way, err) < 0)
		return -1;
	if (way && ret->promote)
		ret->promote = way;
	return 0;
}

int cmd_next(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	struct next_result *r = arena_alloc(&s->arena, sizeof(*r));
	const struct readiness *readiness;
	const char *environment, *pull = NULL;

	if (where_go(s, o, err) < 0 ||
	    runbook_environment_of(&s->ledger, option_text(o, "env"), &environment, err) < 0 ||
	    where_stand(s, o, environment, &readiness, err) < 0)
		return -1;
	r->owed = (struct owed){0};
	if (!readiness->past) {
		say_behind(s, s->ledger.view);
		pull = pull_first(&s->ledger);
		if (owed_find(&s->ledger, &r->owed, err) < 0)
			return -1;
		if (!pull)
			say_owed(s, &r->owed);
	}
	r->environment = environment;
	r->steps = readiness->count;
	r->step = readiness_next(readiness);
	r->promote = NULL;
	if (rollback_unlooked(&s->ledger, readiness, &r->unlooked, err) < 0 ||
	    add_late(s, readiness, environment, r, err) < 0 ||
	    (!r->step && r->steps &&
	     promoting_next(&s->ledger, readiness, &r->promote, err) < 0) ||
	    check_promotion(s, readiness, r, err) < 0)
		return -1;
	if (pull) {
		r->unlooked.way = pull;
		r->promote = r->promote ? pull : NULL;
	}
	result_is_next(ret, r);
	return r->steps ? 0 : 2; /* of none nobody can say that it is done */
}
