#include "engine/launch.h"

#include "base/cleanup.h"
#include "engine/governed.h"
#include "repo/object.h"

#include <unistd.h>

/* -- repository and files ------------------------------------------------------------------------ */

/* Another repository's clone is wherever this machine keeps it. */
static int open_other(struct session *s, const char *name, struct repo **ret, struct err *err)
{
	const char *key = arena_printf(&s->arena, "mcade.repo.%s.path", name);
	const char *path;

	if (repo_config_get(s->repo, key, &s->arena, &path, err) < 0)
		return -1;
	if (!path) {
		err_set(err, ERR_NOT_FOUND,
			"the step runs in repository '%s', and nothing says where "
			"its clone is",
			name);
		return err_next(err, "git config %s DIRECTORY", key);
	}
	return repo_open_path(path, ret, err);
}

static int open_head(struct repo *repo, char ret_hex[OID_HEX_SIZE], struct snapshot **ret,
		     struct err *err)
{
	struct oid commit;

	ret_hex[0] = '\0';
	if (repo_head_commit(repo, &commit, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	oid_hex(&commit, ret_hex);
	return snapshot_of_commit(repo, &commit, ret, err);
}

static int read_files(struct session *s, struct repo *repo, struct launch *launch,
		      struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL, *files = NULL;
	const struct readiness *r = launch->readiness;
	const struct step_state *state = launch->view->state;
	struct step_inputs committed = {0};
	const char *uses;

	if (open_head(repo, launch->code, &head, err) < 0 ||
	    snapshot_of_worktree(repo, &files, err) < 0 ||
	    inputs_read(s, r->runbook, launch->view->step, r->environment, files,
			&launch->inputs, err) < 0)
		return -1;
	if (head && inputs_read(s, r->runbook, launch->view->step, r->environment, head,
				&committed, err) < 0)
		return -1;
	uses = committed.uses;
	launch->dirty = (launch->inputs.uses && !uses) ||
			inputs_differ(&launch->inputs, NULL, uses,
				      (const char *const *)committed.inputs,
				      committed.input_count, &s->arena) != NULL;
	if (state->verified || state->phase == PHASE_PLANNED) /* verified, or reopened since */
		launch->changed = inputs_differ(&launch->inputs, NULL, state->uses,
						(const char *const *)state->inputs,
						state->input_count, &s->arena);
	return 0;
}

int launch_prepare(struct session *s, const struct readiness *readiness,
		   const struct step_view *view, struct launch *ret, struct err *err)
{
	CLEANUP(repo_freep) struct repo *other = NULL;
	struct launch launch = {.readiness = readiness, .view = view};
	struct repo *repo = s->repo;

	if (view->step->repo) {
		if (open_other(s, view->step->repo, &other, err) < 0)
			return -1;
		repo = other;
	}
	if (!repo_work_tree(repo))
		return err_set(err, ERR_NOT_FOUND,
			       "a step runs in a work tree; this repository is bare");
	launch.root = arena_strdup(&s->arena, repo_work_tree(repo));
	if (read_files(s, repo, &launch, err) < 0)
		return -1;
	*ret = launch;
	return 0;
}

/* -- may it run ---------------------------------------------------------------------------------- */

struct checking {
	struct session *s;
	const struct launch *launch;
	struct findings *refused;
};

static void refuse(struct checking *c, enum rule_id rule, const char *path, const char *expected,
		   const char *found, const char *fix, const char *allow, const char *message)
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

static const char *command(struct checking *c, const char *act, const char *more)
{
	return arena_printf(&c->s->arena, "git mcade %s %s --env %s%s", act,
			    c->launch->view->step->id, c->launch->readiness->environment->id,
			    more);
}

/* Who may type it: "owner Ada runs: ..." */
static const char *allowed(struct checking *c, const char *act, const char *line,
			   struct err *err)
{
	const struct trust *trust;
	const char *who;

	if (state_trust(c->s->ledger->state, &trust, err) < 0)
		return line;
	who = trust_who_may(trust, act, c->launch->readiness->environment->id, &c->s->arena);
	return who ? arena_printf(&c->s->arena, "%s runs: %s", who, line) : line;
}

static void check_protection(struct checking *c, struct err *err)
{
	const struct step_view *v = c->launch->view;
	struct arena *a = &c->s->arena;

	if (v->locked)
		refuse(c, RULE_LOCKED, NULL, "an open step",
		       arena_printf(a, "locked by event %" PRIu64, v->state->locked),
		       command(c, "verify", ""),
		       allowed(c, "unlock", command(c, "unlock", " -m REASON"), err),
		       "it is locked");
	if (v->frozen)
		refuse(c, RULE_FROZEN, step_path(v->step, v->step->uses, a),
		       "a file that is not frozen", v->frozen, NULL,
		       allowed(c, "thaw",
			       arena_printf(a, "git mcade thaw %s -m REASON", v->frozen), err),
		       arena_printf(a, "its file is frozen by '%s'", v->frozen));
	if (v->step->dormant)
		refuse(c, RULE_ORDER, NULL, "an active step", "dormant",
		       "remove 'dormant' from runbook.yaml, then: git mcade adopt", NULL,
		       "it is dormant");
	if (v->state->phase == PHASE_COMPLETE && !v->stale)
		refuse(c, RULE_ORDER, NULL, "a step that is not complete",
		       "complete, and not stale", command(c, "reopen", " -m REASON"), NULL,
		       "it is complete");
}

/* What was deprecated is kept to be read, never to be run. */
static void check_deprecated(struct checking *c)
{
	const struct deprecation *d = &c->launch->readiness->runbook->deprecation;
	const struct step *step = c->launch->view->step;
	const char *path = step_path(step, step->uses, &c->s->arena);

	if (d->given && d->path && path && !strncmp(path, d->path, strlen(d->path)))
		refuse(c, RULE_DEPRECATION, path, "a file outside the deprecated folder", path,
		       "give the step its replacement in runbook.yaml, then: git mcade adopt",
		       NULL, "the file that it uses is deprecated");
}

static void check_needs(struct checking *c)
{
	const struct step_view *v = c->launch->view;

	for (size_t i = 0; i < v->step->needs.count; i++) {
		const struct step_view *need = readiness_step(c->launch->readiness,
							      v->step->needs.items[i]);

		if (!need || step_meets_needs(need) || need->step->optional ||
		    need->step->dormant)
			continue;
		refuse(c, RULE_ORDER, NULL,
		       arena_printf(&c->s->arena, "%s complete", need->step->id),
		       need->disputed ? "disputed" : phase_word(need->state->phase), need->next,
		       NULL, arena_printf(&c->s->arena, "it needs %s", need->step->id));
	}
}

/* What runs here ran there first, and was completed: a claim is no proof of that. */
static int check_environments(struct checking *c, struct err *err)
{
	const struct environment *environment = c->launch->readiness->environment;
	const char *step = c->launch->view->step->id;

	for (size_t i = 0; i < environment->promote_after.count; i++) {
		const char *before = environment->promote_after.items[i];
		const struct step_state *state;

		if (state_step(c->s->ledger->state, before, step, &state, err) < 0)
			return -1;
		if (state->phase == PHASE_COMPLETE || state->phase == PHASE_SKIPPED)
			continue;
		refuse(c, RULE_ORDER, NULL,
		       arena_printf(&c->s->arena, "%s complete in %s", step, before),
		       phase_word(state->phase),
		       arena_printf(&c->s->arena, "git mcade run %s --env %s", step, before),
		       NULL, arena_printf(&c->s->arena, "it comes after '%s'", before));
	}
	return 0;
}

/* In a live environment only bytes that everybody can see on a governed branch are run. */
static int check_governed(struct checking *c, struct err *err)
{
	const struct readiness *r = c->launch->readiness;
	struct session *s = c->s;
	const struct visible_ref *refs;
	const char *differs = "no governed branch";
	size_t count;

	if (governed_visible(s, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		CLEANUP(snapshot_freep) struct snapshot *tip = NULL;
		struct step_inputs there;

		if (snapshot_of_commit(s->repo, &refs[i].tip, &tip, err) < 0 ||
		    inputs_read(s, r->runbook, c->launch->view->step, r->environment, tip,
				&there, err) < 0)
			return -1;
		if (c->launch->inputs.uses && !there.uses)
			differs = strchr(c->launch->inputs.uses, ' ') + 1;
		else
			differs = inputs_differ(&c->launch->inputs, NULL, there.uses,
						(const char *const *)there.inputs,
						there.input_count, &s->arena);
		if (!differs)
			return 0;
	}
	refuse(c, RULE_DRIFT, differs, "the bytes of a governed branch", "other bytes",
	       s->remote ? "git commit, git push" : "git commit", NULL,
	       arena_printf(&s->arena, "%s is on no governed branch as it is here", differs));
	return 0;
}

int launch_check(struct session *s, const struct launch *launch, bool accept_changed,
		 struct findings *refused, struct err *err)
{
	struct checking c = {s, launch, refused};

	check_protection(&c, err);
	check_deprecated(&c);
	check_needs(&c);
	if (check_environments(&c, err) < 0)
		return -1;
	if (launch->inputs.absent)
		refuse(&c, RULE_REFERENCE, launch->inputs.absent, "a file", "nothing",
		       "git mcade lint", NULL, "the file that it uses is not there");
	if (!launch->readiness->environment->live)
		return 0;
	if (launch->changed && !accept_changed)
		refuse(&c, RULE_DRIFT, launch->changed, "what was verified here last",
		       "other bytes", command(&c, "run", " --accept-changed"), NULL,
		       arena_printf(&s->arena, "%s changed since it was verified",
				    launch->changed));
	return launch->view->step->repo ? 0 : check_governed(&c, err);
}

/* -- into the event ------------------------------------------------------------------------------ */

void launch_describe(struct session *s, const struct launch *launch, struct event *event)
{
	const struct step_inputs *inputs = &launch->inputs;
	struct arena *a = &s->arena;
	char host[256] = "";

	event_set(event, a, FIELD_DEFINITION, inputs->definition);
	if (launch->code[0])
		event_set(event, a, FIELD_CODE, launch->code);
	if (launch->view->step->repo)
		event_set(event, a, FIELD_REPOSITORY, launch->view->step->repo);
	if (inputs->uses)
		event_set(event, a, FIELD_USES, inputs->uses);
	for (size_t i = 0; i < inputs->input_count; i++)
		event_add(event, a, FIELD_INPUT, inputs->inputs[i]);
	if (!gethostname(host, sizeof(host) - 1) && host[0])
		event_set(event, a, FIELD_HOST, host);
	if (launch->dirty)
		event_set(event, a, FIELD_DIRTY, "yes");
}

static void add_checks(struct session *s, const char *prefix,
		       const struct check_results *results, struct event *event)
{
	for (size_t i = 0; i < results->count; i++)
		event_add(event, &s->arena, FIELD_CHECK,
			  arena_printf(&s->arena, "%s%s %s", prefix, results->items[i].id,
				       check_verdict_word(results->items[i].verdict)));
}

void launch_results(struct session *s, const struct run_outcome *outcome, struct intent *intent)
{
	add_checks(s, "stop.", &outcome->stop, &intent->event);
	add_checks(s, "before.", &outcome->before, &intent->event);
	add_checks(s, "", &outcome->verify, &intent->event);
	intent->evidence = NULL;
	intent->evidence_count = 0;
	for (size_t i = 0; i < outcome->evidence.count; i++)
		*ARENA_PUSH(&s->arena, intent->evidence,
			    intent->evidence_count) = (struct evidence){
			.name = outcome->evidence.items[i].name,
			.data = outcome->evidence.items[i].bytes};
}

struct run_request launch_request(const struct launch *launch, char **environ_)
{
	return (struct run_request){.runbook = launch->readiness->runbook,
				    .environment = launch->readiness->environment,
				    .step = launch->view->step,
				    .root = launch->root,
				    .git_sha = launch->code[0] ? launch->code : NULL,
				    .environ_ = environ_};
}
