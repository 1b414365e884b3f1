/* What is said of one candidate: who has agreed to the next start of a step, who did a manual one. */
#include "act/readiness.h"

#include "base/texts.h"
#include "fold/content.h"
#include "fold/settings.h"
#include "repo/object.h"
#include "runbook/digests.h"
#include "runbook/exceptions.h"
#include "runbook/promotion.h"
#include "runbook/shown.h"

/* Has a rollback left something there that may not come back? Who cannot tell has to say what comes. */
static bool bars(const struct ledger *l, const struct readiness *r)
{
	const struct entry *bar;
	struct err unknown;

	return promotion_barred(l->view->state, r->runbook, r->environment, NULL, &bar,
				&unknown) < 0 ||
	       bar;
}

/* Is what others say of the step, or its checks show, of one candidate? */
static bool is_bound(const struct readiness *r, const struct step *step)
{
	return step_asks_people(r->runbook, step) || step_approval(r->environment, step) ||
	       step_names_version(r->runbook, step) || r->environment->promote_after.count;
}

static bool is_demanded(const struct ledger *l, const struct readiness *r)
{
	bool demanded = r->runbook->gates.count > 0 /* each is of a candidate */ || bars(l, r);
	bool each = r->environment->promote_after.count || r->environment->approval.role;

	for (size_t i = 0; !demanded && i < r->runbook->step_count; i++) {
		const struct step *step = each || runbook_asks_people(r->runbook, i)
						  ? step_at(r->runbook, i)
						  : NULL;

		demanded = step && step_in(step, r->environment->id) && is_bound(r, step);
	}
	return demanded;
}

/*
 * Verdicts where things are promoted to speak of what would come; of a step, once that content has come, and of
 * a rollback always, of what is there.
 */
static int comes_later(const struct ledger *l, const struct readiness *r,
		       const struct event *event, const char *content, bool *ret,
		       struct err *err)
{
	const struct entry *last;
	const char *was;

	if (promotion_last(l->view->state, r->environment->id, &last, err) < 0)
		return -1;
	was = entry_get(last, "content");
	*ret = r->environment->promote_after.count &&
	       event_subject_of(event).type != SUBJECT_ROLLBACK &&
	       ((event_kind(event) == KIND_VERDICT && event->word != EVENT_VERIFY) ||
		event->word == EVENT_DRILL) &&
	       (event_get(event, FIELD_SUBJECT) || !was || strcmp(was, content) != 0);
	return 0;
}

/* Has somebody who may let that candidate come, since it was left? */
static int is_let_come(const struct ledger *l, const struct readiness *r, const char *candidate,
		       const struct entry *bar, bool *ret, struct err *err)
{
	struct exception *list;
	size_t count;

	*ret = false;
	if (exceptions_in_force(l->view->state, r->runbook, r->environment->id, l->now,
				l->arena, &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		*ret = *ret || (!list[i].step && text_is(list[i].candidate, candidate) &&
				list[i].sequence > bar->sequence);
	return 0;
}

/* What a rollback left does not come back, unless it is let: then they speak of what is there. */
static int what_comes(const struct ledger *l, const struct readiness *r, const char *content,
		      const char **candidate, struct err *err)
{
	const struct entry *bar;
	const char *comes;
	bool let = true;

	if (promotion_candidate(l->view->state, r->environment, NULL, content, l->arena, &comes,
				err) < 0 ||
	    promotion_barred(l->view->state, r->runbook, r->environment, comes, &bar, err) <
		    0 ||
	    (bar && is_let_come(l, r, comes, bar, &let, err) < 0))
		return -1;
	*candidate = let ? comes : *candidate;
	return 0;
}

int readiness_candidate(const struct ledger *l, const struct readiness *r, const char *code,
			struct event *event, struct err *err)
{
	bool known = r->content && !strcmp(code, r->code);
	const char *content = known ? r->content : NULL, *candidate, *settings;
	const char *const *pins;
	struct oid commit;
	size_t count;
	bool later;

	if (!oid_parse(code, &commit))
		return 0;
	if ((!known && content_of(l->repo, &commit, r->runbook, l->arena, &content, err) < 0) ||
	    state_pins(l->view->state, r->environment->id, &pins, &count, err) < 0 ||
	    comes_later(l, r, event, content, &later, err) < 0)
		return -1;
	candidate = candidate_digest(content, pins, count, l->arena);
	if ((later && what_comes(l, r, content, &candidate, err) < 0) ||
	    settings_of_candidate(l->repo, l->view->state, &commit, r->environment, content,
				  candidate, l->arena, &settings, err) < 0)
		return -1;
	event_set(event, l->arena, FIELD_CONTENT, content);
	event_set(event, l->arena, FIELD_CANDIDATE, candidate);
	if (settings)
		event_set(event, l->arena, FIELD_SETTINGS, settings);
	return 0;
}

int readiness_coming(const struct ledger *l, const struct runbook *runbook,
		     const struct environment *there, const char **ret, struct err *err)
{
	const char *content;
	struct oid commit;

	return repo_head_commit(l->repo, &commit, err) < 0 ||
			       content_of(l->repo, &commit, runbook, l->arena, &content, err) <
				       0
		       ? -1
		       : promotion_candidate(l->view->state, there, NULL, content, l->arena,
					     ret, err);
}

int readiness_content(const struct ledger *l, struct readiness *r, struct err *err)
{
	struct event head = {.word = EVENT_START};

	if (r->past || !is_demanded(l, r))
		return 0;
	if (readiness_candidate(l, r, r->code, &head, err) < 0)
		return -1;
	r->content = event_get(&head, FIELD_CONTENT);
	r->settings = event_get(&head, FIELD_SETTINGS);
	return 0;
}

const char *readiness_attested(const struct readiness *r, const struct step_state *state)
{
	const struct entry *done = step_seen_to_work(state);

	if (!state->by_hand || !r->content)
		return NULL;
	if (strcmp(r->content, entry_get(done, "content")) != 0)
		return "the content changed since it was attested";
	return same_settings(r->settings, entry_get(done, "settings"))
		       ? NULL
		       : "the settings changed since it was attested";
}

int readiness_bind(const struct ledger *l, const struct readiness *r,
		   const struct step_view *view, const char *code, bool dirty,
		   struct event *event, struct err *err)
{
	/* what it needs may be said of one, too */
	if (!r->content && !is_bound(r, view->step) && !bars(l, r))
		return 0;
	event_set(event, l->arena, FIELD_CHECKS,
		  checks_digest(r->runbook, view->step, r->environment, l->arena));
	if (!dirty && *code) /* what another repository has is of no content here */
		return view->step->repo ? 0 : readiness_candidate(l, r, code, event, err);
	event_set(event, l->arena, FIELD_DIRTY, "yes"); /* nobody can approve that */
	return 0;
}

uint64_t readiness_moved(const struct ledger *l, const struct readiness *r,
			 const struct step *step)
{
	uint64_t moved = 0;
	struct err unknown;

	if (step->kind == STEP_GATE)
		verdict_moved(l->view->state, r->runbook, r->environment, NULL, &moved,
			      &unknown);
	return moved;
}

const char *readiness_acts(const struct ledger *l, const char *reader, enum event_word word,
			   const char *environment)
{
	const struct trust *trust;
	const struct principal *p;
	struct err unknown;

	if (!reader || state_trust(l->view->state, &trust, &unknown) < 0)
		return NULL;
	p = trust_principal(trust, reader);
	return p && trust_may(trust, p, event_info(word)->permission, environment) ? reader
										   : NULL;
}

int readiness_approvals(const struct ledger *l, const struct readiness *r,
			const struct event *start, struct step_view *view, struct err *err)
{
	const struct approval_asked asked = {
		.act = start,
		.moved = readiness_moved(l, r, view->step),
		.by = readiness_acts(l, r->reader, start->word, r->environment->id),
		.ahead = true,
		.clock = l->now};

	return view->approval ? approvals_read(l->view->state, view->state->subject,
					       view->approval, &asked, l->arena,
					       &view->approvals, &view->approval_count, err)
			      : 0;
}
