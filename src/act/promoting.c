#include "act/promoting.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "fold/authors.h"
#include "fold/content.h"
#include "fold/fold.h"
#include "fold/settings.h"
#include "ledger/governed.h"
#include "ledger/in_force.h"
#include "ledger/person.h"
#include "repo/object.h"
#include "runbook/digests.h"
#include "runbook/manifest.h"
#include "runbook/promotion.h"

/* -- what would come ----------------------------------------------------------------------------- */

static int find_content(const struct ledger *l, struct promoting *p, const char **ret,
			struct err *err)
{
	struct oid commit;

	*ret = NULL;
	if (repo_head_commit(l->repo, &commit, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	oid_hex(&commit, p->code);
	return content_of(l->repo, &commit, p->runbook, l->arena, ret, err);
}

static int is_whole(const struct ledger *l, struct promoting *p, const char *source,
		    const char *content, bool *ret, struct err *err)
{
	struct shortfall *found;
	int64_t since;
	size_t count;

	if (promotion_falls_short(l->view->state, p->runbook,
				  runbook_environment(p->runbook, source), content,
				  p->target->same_pins, l->now, l->arena, &found, &count,
				  &since, err) < 0)
		return -1;
	*ret = !count;
	if (since && since + p->target->soak > l->now)
		p->soak_left = since + p->target->soak - l->now;
	return 0;
}

static int find_source(const struct ledger *l, struct promoting *p, const char *named,
		       const char *content, struct err *err)
{
	const struct words *after = &p->target->promote_after;
	const char *source = named ? named : after->items[0];
	int64_t least = INT64_MAX;
	bool whole;

	/* where one is enough: from where it may come first */
	for (size_t i = 0; !named && p->target->promote_any && i < after->count; i++) {
		p->soak_left = 0;
		if (is_whole(l, p, after->items[i], content, &whole, err) < 0)
			return -1;
		if (whole && p->soak_left < least) {
			least = p->soak_left;
			source = after->items[i];
		}
	}
	p->soak_left = 0;
	for (size_t i = 0; i < after->count; i++) {
		int64_t before = p->soak_left;

		if (p->target->promote_any && strcmp(after->items[i], source) != 0)
			continue;
		p->soak_left = 0;
		if (is_whole(l, p, after->items[i], content, &whole, err) < 0)
			return -1;
		if (before > p->soak_left)
			p->soak_left = before;
	}
	p->source = runbook_environment(p->runbook, source);
	if (!p->source)
		return err_set(err, ERR_USAGE, "'%s' is not an environment", source);
	return 0;
}

static int fill_in(const struct ledger *l, struct promoting *p, const char *content,
		   struct err *err)
{
	const char *const *pins;
	const char *candidate, *settings;
	struct oid commit;
	size_t count;

	p->event = (struct event){.word = EVENT_PROMOTE};
	event_set(&p->event, l->arena, FIELD_ENVIRONMENT, p->target->id);
	event_set(&p->event, l->arena, FIELD_SOURCE, p->source->id);
	if (!content || !oid_parse(p->code, &commit))
		return 0;
	if (promotion_candidate(l->view->state, p->target, p->source->id, content, l->arena,
				&candidate, err) < 0 ||
	    promotion_pins(l->view->state, p->target, p->source->id, &pins, &count, err) < 0 ||
	    settings_of(l->repo, &commit, p->target, pins, count, l->arena, &settings, err) < 0)
		return -1;
	event_set(&p->event, l->arena, FIELD_CODE, p->code);
	event_set(&p->event, l->arena, FIELD_CONTENT, content);
	event_set(&p->event, l->arena, FIELD_CANDIDATE, candidate);
	if (settings)
		event_set(&p->event, l->arena, FIELD_SETTINGS, settings);
	for (size_t i = 0; p->target->same_pins && i < count; i++)
		event_add(&p->event, l->arena, FIELD_PIN, pins[i]);
	return governed_tips(l, &p->event, err);
}

static int lead_on(const struct ledger *l, const char *here, struct promoting_lead *lead,
		   struct findings *found, struct err *err);

/* What nobody can tell lets nothing in. */
static int find_authors(const struct ledger *l, struct promoting *p, struct err *err)
{
	struct err missing;

	if (authors_of(l->repo, l->view->state, p->runbook, p->target->id, p->code, l->arena,
		       &p->authors, &missing) == 0)
		return 0;
	if (missing.code != ERR_NOT_FOUND && missing.code != ERR_LIMIT) {
		err_copy(err, &missing);
		return -1;
	}
	finding_add(&p->found, RULE_CONDITIONS, FINDING_ERROR,
		    (struct finding){.environment = p->target->id,
				     .expected = "the commits that are promoted",
				     .found = arena_strdup(l->arena, missing.text),
				     .fix = "hint: git fetch --unshallow"},
		    "who wrote what comes to '%s' cannot be told: its approvals need it",
		    p->target->id);
	return 0;
}

/* -- may it -------------------------------------------------------------------------------------- */

int promoting_ask(const struct ledger *l, struct promoting *p, struct err *err)
{
	const struct principal *who;
	struct err no_key;
	bool known = person_principal(l, &who, &no_key) == 0 && who;
	const struct event_origin origin = {.time = l->now,
					    .principal = known ? who->id : NULL};
	struct act_facts act = {.event = &p->event,
				.origin = &origin,
				.asked = true,
				.reader = origin.principal,
				.ahead = ACT_AHEAD};

	p->found = (struct findings){.arena = l->arena};
	return fold_asks(l->view->fold, &act, &p->found, err) < 0 || find_authors(l, p, err) < 0
		       ? -1
		       : lead_on(l, p->target->id, &(struct promoting_lead){0}, &p->found, err);
}

/* What the newest rollback undid counts as undone until all of it was seen to work again. */
static int find_undone(const struct ledger *l, struct promoting *p, const struct entry *last,
		       struct err *err)
{
	struct shortfall *found;
	uint64_t plain;
	int64_t since;
	size_t count;

	if (promotion_undone(l->view->state, p->target->id, &p->undone, &plain, err) < 0)
		return -1;
	if (!p->undone || !last)
		return 0;
	if (promotion_falls_short(l->view->state, p->runbook, p->target,
				  entry_get(last, "content"), p->target->same_pins, l->now,
				  l->arena, &found, &count, &since, err) < 0)
		return -1;
	if (!count)
		p->redone = p->undone;
	if (!count || p->undone < last->sequence)
		p->undone = 0;
	return 0;
}

bool promoting_is_undone(const struct promoting *p)
{
	return p && p->done && p->undone;
}

const struct finding *promoting_bar(const struct promoting *p)
{
	for (size_t i = 0; promoting_is_undone(p) && i < p->found.count; i++)
		if (p->found.items[i].severity == FINDING_ERROR &&
		    p->found.items[i].since == p->undone && p->found.items[i].allow)
			return &p->found.items[i];
	return NULL;
}

static int is_done(const struct ledger *l, struct promoting *p, const char *content,
		   struct err *err)
{
	const struct entry *last;
	const char *const *pins;
	size_t count;

	if (verdict_moved(l->view->state, p->runbook, p->target, NULL, &p->moved, err) < 0 ||
	    promotion_last(l->view->state, p->target->id, &last, err) < 0 ||
	    find_undone(l, p, last, err) < 0 ||
	    state_pins(l->view->state, p->target->id, &pins, &count, err) < 0)
		return -1;
	p->sequence = last ? last->sequence : 0;
	p->done = last && content && last->sequence >= p->moved &&
		  promotion_is(p->target, last, content,
			       event_get(&p->event, FIELD_CANDIDATE)) &&
		  (!p->target->same_pins ||
		   !strcmp(candidate_digest(content, pins, count, l->arena),
			   event_get(&p->event, FIELD_CANDIDATE)));
	return 0;
}

static void add_asks(const struct ledger *l, struct promoting *p, const char *what,
		     struct checks list)
{
	const char **items = NULL;
	size_t count = 0;

	for (size_t i = 0; i < p->asks.count; i++)
		*ARENA_PUSH(l->arena, items, count) = p->asks.items[i];
	for (size_t i = 0; i < list.count; i++)
		*ARENA_PUSH(l->arena, items, count) = arena_printf(
			l->arena, "%s %s of %s", what, list.items[i]->id, p->source->id);
	p->asks = (struct words){items, count};
}

/* Only the world can tell, and whoever promotes asks it: nobody else runs a command for it. */
static void find_asks(const struct ledger *l, struct promoting *p)
{
	const struct procedures *list = &p->runbook->rollbacks;

	add_asks(l, p, "check", environment_asked(p->source, true, l->arena)->verify);
	for (size_t i = 0; i < list->count; i++)
		if (step_in(&list->items[i]->step, p->source->id))
			add_asks(l, p, "trigger", list->items[i]->triggers);
}

/* -- what comes before it ------------------------------------------------------------------------ */

#define COMMAND "git mcade promote --env "

const char *promoting_way_to(const char *text)
{
	return text && text_begins(text, COMMAND) ? text + strlen(COMMAND) : NULL;
}

/*
 * The way out of its first finding that somebody can do something about; of what is only waited for the last,
 * since people can be asked while time passes. NULL: nothing is against it.
 */
static const char *first_way(const struct promoting *p)
{
	const char *way = NULL;

	for (size_t i = 0; !p->done && i < p->found.count; i++) {
		const struct finding *f = &p->found.items[i];

		if (f->severity != FINDING_ERROR)
			continue;
		way = f->fix	 ? f->fix
		      : f->allow ? f->allow
				 : "hint: git mcade explain promotion";
		if (!f->waits)
			break;
	}
	return way;
}

int promoting_next(const struct ledger *l, const struct readiness *r, const char **ret,
		   struct err *err)
{
	struct promoting p;

	*ret = NULL;
	if (!r->environment->promote_after.count || !*r->code) /* none is of the past */
		return 0;
	if (promoting_prepare(l, r->environment, NULL, &p, err) < 0)
		return -1;
	if (p.done)
		return 0;
	*ret = first_way(&p);
	if (!*ret)
		*ret = state_offer(l->view->state, r->reader,
				   event_info(EVENT_PROMOTE)->permission, r->environment->id,
				   arena_printf(l->arena, COMMAND "%s", r->environment->id),
				   l->arena);
	return 0;
}

static int find_way(const struct ledger *l, struct promoting_lead *lead, struct err *err)
{
	const struct environment *target;
	const struct runbook *rb;
	struct promoting p;

	if (ledger_runbook(l, &rb, err) < 0)
		return -1;
	lead->way = NULL;
	target = runbook_environment(rb, lead->environment);
	if (!target || !target->promote_after.count)
		return 0;
	if (promoting_prepare(l, target, NULL, &p, err) < 0)
		return -1;
	lead->way = first_way(&p);
	return 0;
}

/* here: the environment of the promotion that is asked about; NULL: none is. */
static int lead_on(const struct ledger *l, const char *here, struct promoting_lead *lead,
		   struct findings *found, struct err *err)
{
	for (size_t i = 0; i < found->count; i++) {
		struct finding *f = &found->items[i];
		const char *to = promoting_way_to(f->fix);

		if (!to || (here && !strcmp(to, here)))
			continue;
		if (!lead->environment || strcmp(lead->environment, to) != 0) {
			lead->environment = to;
			if (find_way(l, lead, err) < 0)
				return -1;
		}
		if (lead->way)
			f->fix = lead->way;
	}
	return 0;
}

int promoting_lead(const struct ledger *l, struct promoting_lead *asked, struct findings *found,
		   struct err *err)
{
	struct promoting_lead own = {0};

	return lead_on(l, NULL, asked ? asked : &own, found, err);
}

int promoting_prepare(const struct ledger *l, const struct environment *target,
		      const char *source, struct promoting *ret, struct err *err)
{
	struct promoting p = {.target = target};
	const char *content;

	if (ledger_runbook(l, &p.runbook, err) < 0 || find_content(l, &p, &content, err) < 0 ||
	    find_source(l, &p, source, content, err) < 0 || fill_in(l, &p, content, err) < 0 ||
	    is_done(l, &p, content, err) < 0 || promoting_ask(l, &p, err) < 0 ||
	    promoting_approvals(l, &p, err) < 0)
		return -1;
	find_asks(l, &p);
	*ret = p;
	return 0;
}
