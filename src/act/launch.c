#include "act/internal.h"

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

int launch_prepare_at(const struct ledger *l, const struct place *place,
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
	    (!place.dirty &&
	     uncommitted_unwatched(l, &place, readiness->runbook, &place.dirty, err) < 0) ||
	    launch_prepare_at(l, &place, readiness, view, &launch, err) < 0 ||
	    (!launch.dirty &&
	     uncommitted_named(place.repo, view->step, l->arena, &launch.dirty, err) < 0) ||
	    (!launch.dirty &&
	     uncommitted_taken(&place, readiness->runbook, &launch.inputs.meant, l->arena,
			       &launch.loose, err) < 0))
		return -1;
	launch.dirty = launch.dirty ? launch.dirty : launch.loose;
	*ret = launch;
	return 0;
}

/* -- may it run ---------------------------------------------------------------------------------- */

static void refuse(const struct launch *launch, struct findings *refused, enum rule_id rule,
		   const char *path, const char *expected, const char *found, const char *fix,
		   const char *allow, const char *message)
{
	finding_add(refused, rule, FINDING_ERROR,
		    (struct finding){.path = path,
				     .step = launch->view->step->id,
				     .environment = launch->readiness->environment->id,
				     .expected = expected,
				     .found = found,
				     .fix = fix,
				     .allow = allow},
		    "'%s' may not run in '%s': %s", launch->view->step->id,
		    launch->readiness->environment->id, message);
}

void launch_accept(const struct ledger *l, const struct launch *launch, struct event *event)
{
	struct words changed = files_changed(launch->view->state->subject, event, l->arena);
	struct words meant;
	struct err unknown; /* then nothing is accepted */

	if (meaning_asked(l->view->state, launch->readiness->environment, launch->view->step,
			  event, LEDGER_RULES, l->arena, &meant, &unknown) < 0)
		return;
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
	if (leave.beside)
		event_set(&event, l->arena, FIELD_WAIVED, rule_word(RULE_ORDER));
	if (!leave.offline && readiness_tips(l, r, &event, err) < 0)
		return -1;
	return fold_asks(l->view->fold, &act, refused, err) < 0
		       ? -1
		       : promoting_lead(l, NULL, refused, err);
}

void launch_outside(const struct launch *launch, struct findings *refused)
{
	if (launch->outside)
		refuse(launch, refused, RULE_REFERENCE, launch->outside,
		       "a file that 'content' has", "one that it leaves out",
		       "hint: add it to 'content' in runbook.yaml, commit, and: git mcade "
		       "adopt",
		       NULL, "it names a file that 'content' leaves out");
}

int launch_ask_verify(const struct ledger *l, const struct launch *launch,
		      struct findings *refused, struct err *err)
{
	return ask(l, launch, EVENT_VERIFY, launch->readiness->reader, (struct launch_leave){0},
		   refused, err);
}

int launch_ask_files(const struct ledger *l, const struct launch *launch, enum event_word word,
		     const char *by, struct launch_leave leave, struct findings *refused,
		     struct err *err)
{
	struct launch_unseen unseen;

	if (ask(l, launch, word, by, leave, refused, err) < 0)
		return -1;
	for (size_t i = 0; i < refused->count; i++)
		means_say(&launch->inputs.meant, &refused->items[i], l->arena);
	if (launch->inputs.absent)
		refuse(launch, refused, RULE_REFERENCE, launch->inputs.absent, "a file",
		       "nothing",
		       "hint: put a file there (no link, no folder) or name another in "
		       "runbook.yaml, commit, and: git mcade adopt",
		       NULL, "the file that it uses is missing");
	launch_outside(launch, refused);
	if (!launch->readiness->environment->live)
		return 0;
	if (launch->view->step->repo)
		return 0;
	if (launch_unseen(l, launch, leave.offline, &unseen, err) < 0)
		return -1;
	if (unseen.message)
		refuse(launch, refused, RULE_DRIFT, unseen.path, unseen.expected, unseen.found,
		       unseen.fix, NULL, unseen.message);
	else if (launch->dirty)
		refuse(launch, refused, RULE_DRIFT, launch->dirty, "what HEAD has",
		       "other bytes", "commit it, or put it back", NULL,
		       arena_printf(l->arena, "%s is not committed as it is here",
				    launch->dirty));
	return 0;
}

/* -- while it runs ------------------------------------------------------------------------------- */

/* Of a commit: all that makes it that. */
static int reread_all(const struct ledger *l, const struct launch *launch,
		      const char **ret_changed, struct err *err)
{
	struct launch now;

	if (launch_prepare(l, launch->readiness, launch->view, &now, err) < 0)
		return -1;
	*ret_changed = strcmp(now.code, launch->code) != 0 ? "HEAD" : now.dirty;
	return 0;
}

int launch_reread(const struct ledger *l, const struct launch *launch, bool ran,
		  const char **ret_changed, struct err *err)
{
	CLEANUP(repo_freep) struct repo *other = NULL;
	CLEANUP(place_close) struct place place = {0};
	struct step_inputs now;

	if (!ran && !launch->dirty)
		return reread_all(l, launch, ret_changed, err);
	if (launch->view->step->repo &&
	    place_other(l, launch->view->step->repo, &other, err) < 0)
		return -1;
	if (place_open(other ? other : l->repo, l->arena, &place, err) < 0 ||
	    inputs_files(l, launch->view->step, place_files(&place), &now, err) < 0)
		return -1;
	*ret_changed = inputs_differ(&now, launch->inputs.uses, launch->inputs.inputs,
				     launch->inputs.input_count, l->arena);
	return *ret_changed || launch->dirty
		       ? 0
		       : means_programs(l, place_files(&place), &launch->inputs.meant.run,
					ret_changed, err);
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
