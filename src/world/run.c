#include "world/run.h"

#include "text/redact.h"
#include "world/probe.h"
#include "world/run_internal.h"

static int all_supported(const struct checks *checks, struct err *err)
{
	for (size_t i = 0; i < checks->count; i++)
		if (check_supported(checks->items[i], err) < 0)
			return -1;
	return 0;
}

static void set_captured(struct world *world, struct captured *list, size_t count)
{
	world->captured = list;
	world->captured_count = count;
	world->scope.captured = list;
	world->scope.captured_count = count;
}

/* While nothing has run yet, "<checks.ID.NAME>" stands for what a check will capture. */
static void promise_captures(struct world *world, const struct checks *checks)
{
	struct arena *a = world->arena;

	for (size_t i = 0; i < checks->count; i++) {
		const struct check *check = checks->items[i];
		const char *id = check->id;

		if (check->probe == PROBE_USE)
			check = runbook_check_of(world->runbook, world->step, check->subject);
		for (size_t c = 0; check && c < check->capture.count; c++) {
			const char *name = check->capture.items[c].name;

			*ARENA_PUSH(a, world->captured,
				    world->captured_count) = (struct captured){
				id, name, arena_printf(a, "<checks.%s.%s>", id, name)};
		}
	}
	set_captured(world, world->captured, world->captured_count);
}

static void promise_all(struct run *run)
{
	const struct environment *env = run->request.environment;
	const struct step *step = run->request.step;
	const struct checks *lists[] = {env ? &env->guard : &step->guard,
					&step->guard,
					env ? &env->stop : &step->stop,
					&step->stop,
					&step->before,
					&step->verify};

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		promise_captures(&run->world, lists[i]);
	run->planned = true;
}

/* Something is about to run: from here on only what was really captured has a value. */
static void begin(struct run *run)
{
	if (run->planned)
		set_captured(&run->world, NULL, 0);
	run->planned = false;
}

/* Everything that would stop the run half-way is found before it begins. */
static int prepare(struct run *run, struct err *err)
{
	const struct step *step = run->request.step;
	const struct environment *env = run->request.environment;
	const struct world *world = &run->world;
	struct resolved_command *command;

	if (all_supported(&step->verify, err) < 0)
		return -1;
	if (run->request.verify_only)
		return 0;
	if (all_supported(&step->guard, err) < 0 || all_supported(&step->stop, err) < 0 ||
	    all_supported(&step->before, err) < 0 ||
	    (env &&
	     (all_supported(&env->guard, err) < 0 || all_supported(&env->stop, err) < 0)))
		return -1;
	if (step->kind != STEP_RUN)
		return err_at(err, ERR_UNSUPPORTED, step->at,
			      "step '%s': only steps of kind 'run' can be run in this version",
			      step->id);
	if (!step->has_run) {
		err_at(err, ERR_NOT_FOUND, step->at,
		       "step '%s' has no 'run': it is only planned", step->id);
		return err_next(err,
				"give it a 'run' in runbook.yaml, then git mcade adopt; if it "
				"will not be done: git mcade skip %s -m REASON",
				step->id);
	}
	if (step->recap && step->recap_format && strcmp(step->recap_format, "ansible") != 0)
		return err_at(err, ERR_UNSUPPORTED, step->at, "recap format '%s' is not known",
			      step->recap_format);
	command = arena_alloc(world->arena, sizeof(*command));
	if (probe_resolve(world, &step->run, step->on, step->cwd, command, err) < 0)
		return -1;
	run->command = command;
	return 0;
}

int run_open(struct run *run, const struct run_request *request, struct arena *a,
	     struct err *err)
{
	struct run r = {.request = *request, .secrets = redactor_new()};
	const struct step *step = request->step;

	if (step->idempotence && !(step->idempotence_first_only && request->completed))
		r.request.twice = true;

	if (world_open(&r.world, request->runbook, request->environment, request->step,
		       request->root, request->git_sha, request->environ_, r.secrets, a,
		       err) < 0)
		goto failed;
	r.world.on_output = request->on_output;
	r.world.progress = request->progress;
	r.world.context = request->context;
	promise_all(&r);
	if (prepare(&r, err) < 0)
		goto failed;
	*run = r;
	return 0;
failed:
	redactor_free(r.secrets);
	return -1;
}

void run_close(struct run *run)
{
	redactor_freep(&run->secrets);
	run->secrets = NULL;
}

/* The environment's checks first: they protect it from every step. */
static int both(struct run *run, const struct checks *of_env, const struct checks *of_step,
		const char *list, struct check_results *ret, enum check_verdict *worst,
		struct err *err)
{
	*worst = CHECK_PASS;
	if (of_env && check_run_all(&run->world, of_env, list, ret, worst, err) < 0)
		return -1;
	return check_run_all(&run->world, of_step, list, ret, worst, err);
}

int run_guard(struct run *run, struct check_results *ret, enum check_verdict *ret_worst,
	      struct err *err)
{
	const struct environment *env = run->request.environment;

	begin(run);
	*ret = (struct check_results){NULL, 0};
	return both(run, env ? &env->guard : NULL, &run->request.step->guard, "guard", ret,
		    ret_worst, err);
}

/* ---- the step's command ---- */

static void add_evidence(struct run *run, const char *name, const struct recorded *recorded,
			 const struct expect_item *items, size_t count, bool ok)
{
	const struct resolved_command *command = run->command;
	struct evidence_facts facts = {
		.name = name,
		.step = run->request.step->id,
		.environment = run->request.environment ? run->request.environment->id : NULL,
		.argv = command->argv,
		.script = command->script_on_stdin ? command->script : NULL,
		.target = command->target,
		.cwd = command->cwd,
		.env_names = env_names(run->world.env),
		.passed = run->world.passed,
		.passed_count = run->world.passed_count,
		.process = &recorded->process,
		.expectations = items,
		.expectation_count = count,
		.result = ok ? "ok" : "failed",
	};

	evidence_add(&run->world.evidence, &facts, run->secrets);
}

static void note_process(struct run *run, const struct proc_result *p, struct run_outcome *o)
{
	o->started = true;
	o->exit = proc_describe(p, run->world.arena);
	o->code = p->code;
	o->spared += p->spared;
	o->survivors_killed += p->survivors_killed;
	o->left += p->left;
	o->redactions += p->redactions[0] + p->redactions[1];
	if (p->interrupted)
		run->world.interrupted = p->interrupted;
}

/* Once; `second` for the run that must change nothing. */
static int execute(struct run *run, bool second, struct run_outcome *o, struct err *err)
{
	const struct step *step = run->request.step;
	struct world *world = &run->world;
	struct recorded recorded = {.id = "step"};
	struct watch *restore = NULL;
	const struct watches watches = {&restore, 1};
	const struct probe_terms terms = {.timeout = step->timeout,
					  .interactive = step->interactive,
					  .live = true,
					  .watches = step->restore ? &watches : NULL};
	const struct expect_item *items = NULL;
	size_t count = 0, before = o->reason_count;
	struct err why;

	if (world->progress)
		world->progress(world->context,
				arena_printf(world->arena, second ? "run %s again" : "run %s",
					     step->id));
	/* captures of `before` may stand in its arguments */
	if (probe_resolve(world, &step->run, step->on, step->cwd, run->command, err) < 0)
		return -1;
	if (step->restore &&
	    watch_open(step->restore, step->restore_at, WATCH_LAST_PATH, &restore, err) < 0)
		return -1;
	if (probe_command(world, run->command, &terms, &recorded, &why) < 0) {
		run_reason(run, o, why.text);
		if (restore)
			(void)watch_close(restore, NULL, NULL, &why);
		return 0;
	}
	note_process(run, &recorded.process, o);
	*ARENA_PUSH(world->arena, world->recorded, world->recorded_count) = recorded;
	if (restore && watch_close(restore, world->arena, &recorded.restore, &why) < 0)
		run_reason(run, o, why.text);
	if (run_judge(run, &recorded, second, o, &items, &count, &why) < 0)
		run_reason(run, o, why.text); /* it ran: what cannot be judged has not passed */
	add_evidence(run, second ? "run.2" : "run", &recorded, items, count,
		     o->reason_count == before);
	return 0;
}

static int verify(struct run *run, struct run_outcome *o, struct err *err)
{
	o->worst_verify = CHECK_PASS;
	if (check_run_all(&run->world, &run->request.step->verify, "check", &o->verify,
			  &o->worst_verify, err) < 0)
		return -1;
	if (o->verify.count)
		o->verified = check_holds(o->worst_verify) ? "pass" : "fail";
	run_reasons_of(run, o, "check", &o->verify);
	return 0;
}

static void conclude(struct run *run, struct run_outcome *o, struct run_outcome *ret)
{
	o->interrupted = run->world.interrupted != 0;
	o->evidence = run->world.evidence;
	*ret = *o;
}

/* Stop checks and captures; false in *ret_go with reasons when they say no. */
static int before_acting(struct run *run, struct run_outcome *o, bool *ret_go, struct err *err)
{
	const struct step *step = run->request.step;
	const struct environment *env = run->request.environment;

	o->worst_before = CHECK_PASS;
	if (both(run, env ? &env->stop : NULL, &step->stop, "stop", &o->stop, &o->worst_stop,
		 err) < 0)
		return -1;
	if (check_holds(o->worst_stop) && check_run_all(&run->world, &step->before, "before",
							&o->before, &o->worst_before, err) < 0)
		return -1;
	run_reasons_of(run, o, "stop check", &o->stop);
	run_reasons_of(run, o, "before", &o->before);
	*ret_go = check_holds(o->worst_stop) && check_holds(o->worst_before);
	return 0;
}

int run_act(struct run *run, struct run_outcome *ret, struct err *err)
{
	struct run_outcome o = {.verified = "none",
				.unchanged = !run->request.step->changes_state};
	bool go;

	begin(run);
	if (before_acting(run, &o, &go, err) < 0)
		return -1;
	if (go && execute(run, false, &o, err) < 0)
		return -1;
	if (go && !o.reason_count && run->request.twice && !run->world.interrupted) {
		o.twice = true;
		if (execute(run, true, &o, err) < 0)
			return -1;
	}
	o.ok = go && !o.reason_count;
	if (o.ok && verify(run, &o, err) < 0)
		return -1;
	if (go && !run_settle_restore(run, &o))
		o.ok = false;
	conclude(run, &o, ret);
	return 0;
}

int run_verify(struct run *run, struct run_outcome *ret, struct err *err)
{
	struct run_outcome o = {.verified = "none"};

	begin(run);
	if (verify(run, &o, err) < 0)
		return -1;
	o.ok = !o.reason_count;
	conclude(run, &o, ret);
	return 0;
}
