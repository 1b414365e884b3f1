#include "act/launch.h"

#include "model/next_act.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "act/means.h"
#include "act/outside.h"
#include "act/place.h"
#include "act/promoting.h"
#include "act/uncommitted.h"
#include "fold/fold.h"
#include "model/event.h"
#include "model/finding.h"
#include "model/state.h"
#include "repo/object.h"
#include "runbook/digests.h"
#include "runbook/shown.h"

#include <unistd.h>

/* -- repository and files ------------------------------------------------------------------------ */

/* What will run is what the files say; where git made these of the commit, it is that. */
static int find_meaning(const struct ledger *l, const struct place *place,
			struct launch *launch, struct err *err)
{
	const struct readiness *r = launch->readiness;
	const struct means_of of = {r->runbook, r->environment, launch->view->step, place->code,
				    NULL};
	struct step_meaning *meant = &launch->inputs.meant;
	const char *path;

	if (means_of_commit(l, &of, place->head, meant, err) < 0 ||
	    means_of_files(l, &of, place_files(place), meant, &path, err) < 0)
		return -1;
	if (!launch->dirty)
		launch->dirty = path;
	if (launch->dirty)
		means_of_no_commit(l, meant);
	return 0;
}

static int prepare_at(const struct ledger *l, const struct place *place,
		      const struct readiness *readiness, const struct step_view *view,
		      struct launch *ret, struct err *err)
{
	struct launch launch = {.readiness = readiness, .view = view};
	/* than what readiness looked at */
	bool other = view->step->repo || strcmp(readiness->code, place->code) != 0;
	struct step_inputs committed = other ? (struct step_inputs){0} : view->committed;

	launch.root = arena_strdup(l->arena, repo_work_tree(place->repo));
	memcpy(launch.code, place->code, sizeof(launch.code));
	if (inputs_files(l, view->step, place_files(place), &launch.inputs, err) < 0 ||
	    (other && place->head &&
	     inputs_files(l, view->step, (struct input_files){.now = place->head}, &committed,
			  err) < 0))
		return -1;
	if (place->head && outside_of(readiness->runbook, view->step, place->head, l->arena,
				      &launch.outside, err) < 0)
		return -1;
	launch.inputs.definition = view->committed.definition;
	launch.dirty = inputs_differ_from(&launch.inputs, &committed, l->arena);
	if (!launch.dirty)
		launch.dirty = place->dirty;
	if (find_meaning(l, place, &launch, err) < 0)
		return -1;
	*ret = launch;
	return 0;
}

int launch_prepare(const struct ledger *l, const struct readiness *readiness,
		   const struct step_view *view, struct launch *ret, struct err *err)
{
	struct launch launch;

	CLEANUP(repo_freep) struct repo *other = NULL;
	CLEANUP(place_close) struct place place = {0};

	if (view->step->repo && place_other(l, view->step->repo, &other, err) < 0)
		return -1;
	if (place_open(other ? other : l->repo, l->arena, &place, err) < 0 ||
	    uncommitted_tracked(place.repo, readiness->runbook, l->arena, &place.dirty, err) <
		    0 ||
	    prepare_at(l, &place, readiness, view, &launch, err) < 0 ||
	    (!launch.dirty &&
	     uncommitted_named(place.repo, view->step, l->arena, &launch.dirty, err) < 0))
		return -1;
	*ret = launch;
	return 0;
}

/* -- may it run ---------------------------------------------------------------------------------- */

struct checking {
	const struct ledger *l;
	const struct launch *launch;
	struct findings *refused;
};

static void refuse(struct checking *c, enum rule_id rule, const char *path,
		   const char *expected, const char *found, const char *fix, const char *allow,
		   const char *message)
{
	finding_add(c->refused, rule, FINDING_ERROR,
		    (struct finding){.path = path,
				     .step = c->launch->view->step->id,
				     .environment = c->launch->readiness->environment->id,
				     .expected = expected,
				     .found = found,
				     .fix = fix,
				     .allow = allow},
		    "'%s' may not run in '%s': %s", c->launch->view->step->id,
		    c->launch->readiness->environment->id, message);
}

void launch_accept(const struct ledger *l, const struct launch *launch, struct event *event)
{
	struct words changed = files_changed(launch->view->state->subject, event, l->arena);

	struct words meant = meaning_asked_of(launch->view->state->subject, event, l->arena);

	for (size_t i = 0; i < changed.count; i++)
		event_add(event, l->arena, FIELD_ACCEPTED, changed.items[i]);
	for (size_t i = 0; i < meant.count; i++)
		event_add(event, l->arena, FIELD_ACCEPTED, meant.items[i]);
}

/* The judge is asked of the event as it would be written. by: who would sign it; NULL: whoever may. */
static int ask(const struct ledger *l, const struct launch *launch, enum event_word word,
	       const char *by, struct launch_leave leave, struct findings *refused,
	       struct err *err)
{
	const struct event_origin origin = {.time = l->now, .principal = by};
	const struct readiness *r = launch->readiness;
	struct event event;
	struct act_facts act = {.event = &event,
				.origin = &origin,
				.asked = true,
				.reader = r->reader,
				.ahead = ACT_AHEAD,
				.cloned = launch->view->step->repo != NULL};

	readiness_start(l, &launch->inputs, r->environment->id, launch->view->step, &event);
	if (word != EVENT_VERIFY &&
	    readiness_bind(l, r, launch->view, launch->code, launch->dirty, &event, err) < 0)
		return -1;
	readiness_of(l, launch->view->step, launch->code, &event);
	if (launch->dirty && launch->view->step->repo && event.word == EVENT_START)
		event_set(&event, l->arena, FIELD_DIRTY, "yes");
	event.word = word;
	if (leave.changed)
		launch_accept(l, launch, &event);
	if (leave.incident)
		event_set(&event, l->arena, FIELD_INCIDENT, leave.incident);
	return fold_asks(l->view->fold, &act, refused, err) < 0
		       ? -1
		       : promoting_lead(l, NULL, refused, err);
}

int launch_ask_verify(const struct ledger *l, const struct launch *launch,
		      struct findings *refused, struct err *err)
{
	return ask(l, launch, EVENT_VERIFY, launch->readiness->reader, (struct launch_leave){0},
		   refused, err);
}

/* The judge knows what changed by its name, the files where that stands. */
static void say_where(const struct step_meaning *meant, struct finding *f)
{
	struct srcpos at = f->path ? means_at(meant, f->path) : SRCPOS_NONE;

	if (!at.line)
		return;
	f->at = at;
	f->path = at.file;
}

static int check_files(const struct ledger *l, const struct launch *launch,
		       enum event_word word, const char *by, struct launch_leave leave,
		       struct findings *refused, struct err *err)
{
	struct checking c = {l, launch, refused};
	struct launch_unseen unseen;

	if (ask(l, launch, word, by, leave, refused, err) < 0)
		return -1;
	for (size_t i = 0; i < refused->count; i++)
		say_where(&launch->inputs.meant, &refused->items[i]);
	if (launch->inputs.absent)
		refuse(&c, RULE_REFERENCE, launch->inputs.absent, "a file", "nothing",
		       "hint: put a file there (no link, no folder) or name another in "
		       "runbook.yaml, commit, and: git mcade adopt",
		       NULL, "the file that it uses is missing");
	if (launch->outside)
		refuse(&c, RULE_REFERENCE, launch->outside, "a file that 'content' has",
		       "one that it leaves out",
		       "hint: add it to 'content' in runbook.yaml, commit, and: git mcade "
		       "adopt",
		       NULL, "a file that it names is no part of what was agreed to");
	if (!launch->readiness->environment->live)
		return 0;
	if (launch->view->step->repo)
		return 0;
	if (launch_unseen(l, launch, leave.offline, &unseen, err) < 0)
		return -1;
	if (unseen.message)
		refuse(&c, RULE_DRIFT, unseen.path, unseen.expected, unseen.found, unseen.fix,
		       NULL, unseen.message);
	else if (launch->dirty)
		refuse(&c, RULE_DRIFT, launch->dirty, "what HEAD has", "other bytes",
		       "commit it, or put it back", NULL,
		       arena_printf(l->arena, "%s is not committed as it is here",
				    launch->dirty));
	return 0;
}

/* What only the files can tell against a run that the judge lets through. here: this repository,
 * where it was opened already. */
static void advise(const struct ledger *l, const struct readiness *r, const struct place *here,
		   struct step_view *view)
{
	struct findings found = {.arena = l->arena};
	struct launch launch;
	struct err err;

	if ((here && !view->step->repo ? prepare_at(l, here, r, view, &launch, &err)
				       : launch_prepare(l, r, view, &launch, &err)) < 0 ||
	    check_files(l, &launch, step_word(view->step, EVENT_START), NULL,
			(struct launch_leave){0}, &found, &err) < 0) {
		view->next = arena_printf(l->arena, "hint: %s", err.text);
		return;
	}
	if (!launch.dirty && view->state->dirty && here && !view->step->repo &&
	    uncommitted_named(l->repo, view->step, l->arena, &launch.dirty, &err) < 0)
		launch.dirty = NULL;
	if (launch.dirty && next_act_is(view->next, EVENT_START))
		view->next = arena_printf(l->arena,
					  "hint: commit %s, then: %s (a run of uncommitted "
					  "files completes nothing)",
					  launch.dirty, view->next);
	for (size_t i = 0; i < found.count; i++) {
		const struct finding *f = &found.items[i];

		if (f->severity != FINDING_ERROR)
			continue;
		view->ready = false;
		*ARENA_PUSH(l->arena, view->reasons, view->reason_count) = f->message;
		view->next = f->fix ? f->fix : f->allow;
		return;
	}
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

int launch_check(const struct ledger *l, const struct launch *launch, enum event_word word,
		 struct launch_leave leave, struct findings *refused, struct err *err)
{
	if (check_files(l, launch, word, launch->readiness->reader, leave, refused, err) < 0)
		return -1;
	for (size_t i = 0; i < refused->count; i++)
		advise_need(l, launch->readiness, &refused->items[i]);
	return 0;
}

/* Where a run was dirty it is worth asking git whether the next one would be. */
static bool has_dirty(const struct readiness *r)
{
	bool dirty = false;

	for (size_t i = 0; i < r->count; i++)
		dirty = dirty || r->steps[i].state->dirty;
	return dirty;
}

static void advise_each(const struct ledger *l, struct readiness *r)
{
	CLEANUP(place_close) struct place here = {0};
	struct err each; /* it is told of each step */
	bool opened;

	opened = place_open(l->repo, l->arena, &here, &each) == 0 &&
		 (!(r->environment->live || has_dirty(r)) ||
		  uncommitted_tracked(l->repo, r->runbook, l->arena, &here.dirty, &each) == 0);
	for (size_t i = 0; i < r->count; i++) {
		struct step_view *view = &r->steps[i];

		if (next_act_is(view->next, EVENT_COMPLETE)) {
			const char *push = launch_unpushed(l, view->step, view->state);

			view->next = push ? push : view->next;
		} else if (view->ready && view->next) {
			advise(l, r, opened ? &here : NULL, view);
		}
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

/* What comes first in another environment is what that environment would say of it. */
static void advise_before(const struct ledger *l, struct readiness *r, const char *there)
{
	struct readiness before;
	struct err unknown; /* then the record's word stands */

	if (readiness_compute(l, there, false, &before, &unknown) < 0)
		return;
	advise_each(l, &before);
	follow_needs(&before);
	for (size_t i = 0; i < r->count; i++) {
		struct step_view *view = &r->steps[i];
		const struct step_view *first = readiness_step(&before, view->step->id);
		struct next_act act;

		if (first && first->next && next_act_read(view->next, l->arena, &act) &&
		    !strcmp(act.environment, there) && !act.arguments)
			view->next = first->next;
	}
}

void launch_advise(const struct ledger *l, struct readiness *r)
{
	const struct words *after = &r->environment->promote_after;

	if (r->past)
		return;
	advise_each(l, r);
	for (size_t i = 0; i < after->count; i++)
		advise_before(l, r, after->items[i]);
	follow_needs(r);
}

/* -- while it runs ------------------------------------------------------------------------------- */

int launch_reread(const struct ledger *l, const struct launch *launch, const char **ret_changed,
		  struct err *err)
{
	CLEANUP(repo_freep) struct repo *other = NULL;
	CLEANUP(place_close) struct place place = {0};
	struct step_inputs now;

	if (launch->view->step->repo &&
	    place_other(l, launch->view->step->repo, &other, err) < 0)
		return -1;
	if (place_open(other ? other : l->repo, l->arena, &place, err) < 0 ||
	    inputs_files(l, launch->view->step, place_files(&place), &now, err) < 0)
		return -1;
	*ret_changed = inputs_differ(&now, launch->inputs.uses, launch->inputs.inputs,
				     launch->inputs.input_count, l->arena);
	return 0;
}

/* What is verified is what ran, whatever was committed since: its records, for one. */
static const char *code_of(const struct launch *launch, bool verify_only)
{
	const char *ran = launch->view->state->code;

	if (verify_only && ran)
		return ran;
	return launch->code[0] ? launch->code : NULL;
}

struct run_request launch_request(const struct launch *launch, bool verify_only,
				  char **environ_)
{
	return (struct run_request){.runbook = launch->readiness->runbook,
				    .environment = launch->readiness->environment,
				    .step = launch->view->step,
				    .root = launch->root,
				    .git_sha = code_of(launch, verify_only),
				    .environ_ = environ_};
}
