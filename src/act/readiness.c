#include "act/readiness.h"

#include "act/alive.h"
#include "act/launch.h"
#include "act/means.h"
#include "act/place.h"
#include "act/promoting.h"

#include "base/cleanup.h"
#include "base/time.h"
#include "base/texts.h"
#include "fold/fold.h"
#include "repo/object.h"
#include "runbook/demands.h"
#include "runbook/exceptions.h"
#include "runbook/holds.h"
#include "ledger/in_force.h"
#include "ledger/person.h"
#include "model/event.h"
#include "model/finding.h"
#include "model/state.h"

struct computing {
	const struct ledger *l;
	struct readiness *r;
	struct snapshot *head; /* NULL: before the first commit, or in the past */
	struct promoting_lead lead;
	struct strmap read; /* of HEAD's files */
};

static void add_reason(struct computing *c, struct step_view *view, const char *reason)
{
	*ARENA_PUSH(c->l->arena, view->reasons, view->reason_count) = reason;
}

/* -- ready --------------------------------------------------------------------------------------- */

bool readiness_waits(const struct step_view *view)
{
	return view->state->phase != PHASE_RUNNING && view->state->phase != PHASE_SKIPPED &&
	       (view->state->phase != PHASE_COMPLETE || view->stale);
}

/* What the judge finds against the start; where its files are not known, all that does not rest on them. */
static int ask(struct computing *c, const struct step_view *view, const struct event *start,
	       struct findings *found, struct err *err)
{
	const struct event_origin origin = {.time = c->l->now};
	struct act_facts act = {.event = start,
				.origin = &origin,
				.asked = true,
				.reader = c->r->reader,
				.ahead = ACT_AHEAD,
				.aside = view->unread != NULL,
				.cloned = view->step->repo && !view->unread};

	return fold_asks(c->l->view->fold, &act, found, err) < 0
		       ? -1
		       : promoting_lead(c->l, &c->lead, found, err);
}

static int check_ready(struct computing *c, struct step_view *view, struct err *err)
{
	struct findings found = {.arena = c->l->arena};
	struct event start;

	readiness_start(c->l, &view->committed, c->r->environment->id, view->step, &start);
	if (readiness_bind(c->l, c->r, view, c->r->code, false, &start, err) < 0)
		return -1;
	readiness_of(c->l, view->step, view->elsewhere, &start);
	if (readiness_approvals(c->l, c->r, &start, view, err) < 0)
		return -1;
	if (!readiness_waits(view))
		return 0;
	if (ask(c, view, &start, &found, err) < 0)
		return -1;
	for (size_t i = 0; i < found.count; i++) {
		const struct finding *f = &found.items[i];

		if (f->severity == FINDING_NOTE && f->fix)
			view->owed = f->fix;
		if (f->severity != FINDING_ERROR)
			continue;
		/* that it changed is said already */
		if (f->rule != RULE_DRIFT || !f->path ||
		    !texts_have(view->changed, view->changed_count, f->path))
			add_reason(c, view, f->message);
		if (!view->need)
			view->need = f->need;
		if (!view->next) /* what opens the way; decide() may know better */
			view->next = f->fix ? f->fix : f->allow;
	}
	view->ready = findings_worst(&found) != FINDING_ERROR;
	if (view->ready && view->unread) { /* else what comes first is said */
		view->ready = false;
		add_reason(c, view, view->unread);
		view->next = view->unread_fix;
	}
	return 0;
}

/* -- what leads on ------------------------------------------------------------------------------- */

/* The command, for a reader who may; else who may. */
static const char *offer(struct computing *c, const struct step_view *view,
			 enum event_word word)
{
	enum event_word own = step_word(view->step, word);
	const char *id = c->r->environment->id;
	const struct exception *late;
	struct err unknown;

	if (own == EVENT_GATE &&
	    incident_overdue(c->l->view->state, c->r->runbook, id, c->l->now, c->l->arena,
			     &late, &unknown) == 0 &&
	    late)
		return incident_close(c->l->view->state, late, c->r->reader, c->l->arena);
	return state_offer(c->l->view->state, c->r->reader, step_word_permission(own), id,
			   demanded_act(c->r->runbook, view->step, NULL, own, id, c->l->arena),
			   c->l->arena);
}

/* Who approved it is not the one who runs it, where nobody lets himself. */
static const char *offer_start(struct computing *c, const struct step_view *view)
{
	const char *run = offer(c, view, EVENT_START);

	return !view->approval || approvals_suffice(view->approvals, view->approval_count,
						    view->approval->count)
		       ? run
		       : arena_printf(c->l->arena,
				      "hint: another person runs it, since %s approved it: %s",
				      c->r->reader, run);
}

/* What `complete` would say; its first way out where it would refuse. */
static int next_completion(struct computing *c, struct step_view *view, struct err *err)
{
	const struct step_state *state = view->state;
	struct findings found = {.arena = c->l->arena};
	struct event event = {.word = EVENT_COMPLETE};
	struct arena *a = c->l->arena;
	const char *const *pins;
	const char *push;
	size_t count;

	event_set(&event, a, FIELD_STEP, view->step->id);
	event_set(&event, a, FIELD_ENVIRONMENT, c->r->environment->id);
	event_set(&event, a, FIELD_RUN, state->run ? state->run : "");
	if (state_pins(c->l->view->state, c->r->environment->id, &pins, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		event_add(&event, a, FIELD_PIN, pins[i]);
	if (readiness_tips(c->l, c->r, &event, err) < 0 ||
	    readiness_asks(c->l, c->r, &event, NULL, &found, err) < 0)
		return -1;
	if (findings_worst(&found) != FINDING_ERROR) {
		view->next = offer(c, view, EVENT_COMPLETE);
		return 0;
	}
	view->next = NULL;
	for (size_t i = 0; i < found.count; i++) {
		const struct finding *f = &found.items[i];

		if (f->severity != FINDING_ERROR)
			continue;
		add_reason(c, view, f->message);
		if (!view->next)
			view->next = f->fix ? f->fix : f->allow;
	}
	push = launch_unpushed(c->l, c->r, view, &found);
	view->next = push ? push : view->next;
	return 0;
}

static int decide(struct computing *c, struct step_view *view, struct err *err)
{
	const struct step_state *state = view->state;
	bool checked = view->step->verify.count || step_is_said(view->step);

	if (state->phase == PHASE_RUNNING) {
		view->next = alive_of(c->l, state->run) == ALIVE_GONE
				     ? "git mcade sync"
				     : "hint: wait for it; 'git mcade abandon' closes a run "
				       "whose machine died";
		return 0;
	}
	if (view->stale && !view->stale_run && state->phase == state->before) {
		view->next = view->owed ? view->owed : offer(c, view, EVENT_VERIFY);
		return 0;
	}
	switch (state->before) {
	case PHASE_PLANNED:
		if (state->phase == PHASE_PLANNED && step_meets_needs(state) &&
		    !view->contradicted) {
			view->next = checked ? offer(c, view, EVENT_VERIFY) : NULL;
			return 0;
		}
		break;
	case PHASE_RAN:
		if (state->phase == PHASE_RAN && checked && !view->stale) {
			view->next = offer(c, view, EVENT_VERIFY);
			return 0;
		}
		break;
	case PHASE_VERIFIED:
		if (!state->run) { /* a claim: to run it again would undo what is done */
			view->next = NULL;
			return 0;
		}
		if (!view->stale && !state->dirty)
			return next_completion(c, view, err);
		break;
	default:
		break;
	}
	if (view->ready && (state->phase != PHASE_COMPLETE || view->stale_run))
		view->next = view->owed ? view->owed : offer_start(c, view);
	return 0;
}

/* -- one step ------------------------------------------------------------------------------------ */

/* "claimed active, blocked and complete at once" */
static const char *contradicted_words(struct arena *a, const struct step_state *state)
{
	const char *text = "claimed";

	for (size_t i = 0; i < state->contradicted_count; i++)
		text = arena_printf(a, "%s%s %s", text,
				    !i					 ? ""
				    : i + 1 == state->contradicted_count ? " and"
									 : ",",
				    state->contradicted[i]);
	return arena_printf(a, "%s at once", text);
}

/* "otto runs it on web-1 since 2026-01-28T10:00:00Z", and what can be told of that here */
static const char *running_words(struct computing *c, const struct step_state *state)
{
	static const char *const found[] = {
		[ALIVE_UNKNOWN] = "",
		[ALIVE_HERE] = "; it lives",
		[ALIVE_GONE] = "; its process is gone: the next act or sync records that"};
	enum alive alive = c->r->past ? ALIVE_UNKNOWN : alive_of(c->l, state->run);
	char since[TIME_TEXT_SIZE];
	const char *who;
	int64_t when;
	bool known = state_signer(c->l->view->state, state->started, &who, &when);

	if (known)
		time_format(when, since);
	return arena_printf(c->l->arena, "%s runs it on %s%s%s%s", known ? who : "a person",
			    state->host ? state->host : "an unnamed machine",
			    known ? " since " : "", known ? since : "", found[alive]);
}

static void say_where(struct computing *c, struct step_view *view)
{
	const struct step_state *state = view->state;
	struct arena *a = c->l->arena;

	/* of now, the judge says the same */
	if (state->phase == PHASE_BLOCKED && c->r->past)
		add_reason(c, view,
			   arena_printf(a, "blocked until %s: %s",
					state->until ? state->until : "-",
					state->reason ? state->reason : "-"));
	if (state->phase == PHASE_SKIPPED)
		add_reason(c, view, arena_printf(a, "skipped: %s", state->reason));
	if (state->phase == PHASE_RUNNING)
		add_reason(c, view, running_words(c, state));
	if (view->contradicted)
		add_reason(c, view, contradicted_words(a, state));
}

static int open_head(struct repo *repo, char ret_code[OID_HEX_SIZE], struct snapshot **ret,
		     struct err *err)
{
	struct oid commit;

	if (repo_head_commit(repo, &commit, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	oid_hex(&commit, ret_code);
	return snapshot_of_commit(repo, &commit, ret, err);
}

/* What HEAD of another repository's clone has; where it cannot be read, why. */
static void read_other(struct computing *c, struct step_view *view)
{
	CLEANUP(repo_freep) struct repo *other = NULL;
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct err why;

	if (place_other(c->l, view->step->repo, &other, &why) == 0 &&
	    open_head(other, view->elsewhere, &head, &why) == 0 &&
	    (!head || inputs_files(c->l, view->step, (struct input_files){.now = head},
				   &view->committed, &why) == 0))
		return;
	view->elsewhere[0] = '\0';
	view->unread = arena_strdup(c->l->arena, why.text);
	if (why.next[0])
		view->unread_fix = arena_printf(c->l->arena, "hint: %s", why.next);
}

static int compute_step(struct computing *c, struct step_view *view, struct err *err)
{
	const struct freeze *frozen;

	if (state_step(c->l->view->state, c->r->environment->id, view->step->id, &view->state,
		       err) < 0 ||
	    step_frozen(c->l->view->state, c->r->runbook, view->step, c->l->now, c->l->arena,
			&frozen, err) < 0)
		return -1;
	view->frozen = frozen ? frozen->id : NULL;
	view->locked = view->state->locked != 0;
	view->asserted = view->state->claim_count && !view->state->verified;
	view->contradicted = view->state->contradicted_count &&
			     view->state->phase == PHASE_PLANNED;
	say_where(c, view);
	if (c->head && !view->step->repo &&
	    inputs_files(c->l, view->step, (struct input_files){.now = c->head},
			 &view->committed, err) < 0)
		return -1;
	if (view->step->repo && !c->r->past)
		read_other(c, view);
	if (means_of_commit(c->l,
			    &(struct means_of){c->r->runbook, c->r->environment, view->step,
					       c->r->code, &c->read},
			    c->head, &view->committed.meant, err) < 0)
		return -1;
	view->committed.definition = inputs_definition(c->l, c->r->runbook, view->step,
						       c->r->environment);
	if (readiness_stale(c->l, c->r, c->head != NULL, view, err) < 0)
		return -1;
	if (c->r->past)
		return 0;
	view->approval = step_approval(c->r->environment, view->step);
	return check_ready(c, view, err) < 0 ? -1 : decide(c, view, err);
}

/* Advice is for whoever reads it: without a key that the ledger knows, every act is somebody else's. */
static void find_reader(struct computing *c)
{
	const struct principal *p;
	struct err no_key;

	if (!c->r->past && !person_principal(c->l, &p, &no_key) && p)
		c->r->reader = p->id;
}

static int compute_one(struct computing *c, const struct step *step, struct err *err)
{
	struct readiness *r = c->r;

	if (!step || !step_in(step, r->environment->id))
		return 0;
	r->steps[r->count].step = step;
	return compute_step(c, &r->steps[r->count++], err);
}

static int compute(const struct ledger *l, const char *environment, struct readiness *r,
		   const char *only, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL;
	struct computing c = {.l = l, .r = r, .read.arena = l->arena};

	if (ledger_runbook(l, &r->runbook, err) < 0 ||
	    (!r->past && open_head(l->repo, r->code, &head, err) < 0))
		return -1;
	find_reader(&c);
	c.head = head;
	r->environment = runbook_environment(r->runbook, environment);
	if (readiness_content(l, r, err) < 0)
		return -1;
	r->steps = arena_array(l->arena, r->one ? 1 : r->runbook->step_count + 1,
			       sizeof(*r->steps));
	if (r->one)
		return only ? compute_one(&c, runbook_step(r->runbook, only), err) : 0;
	for (size_t i = 0; i < r->runbook->step_count; i++)
		if (compute_one(&c, step_at(r->runbook, i), err) < 0)
			return -1;
	return 0;
}

int readiness_compute(const struct ledger *l, const char *environment, bool past,
		      struct readiness *ret, struct err *err)
{
	*ret = (struct readiness){.past = past};
	return compute(l, environment, ret, NULL, err);
}

int readiness_one(const struct ledger *l, const char *environment, const char *step,
		  struct readiness *ret, struct err *err)
{
	*ret = (struct readiness){.one = true};
	return compute(l, environment, ret, step, err);
}
