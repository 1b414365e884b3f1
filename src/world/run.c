#include "world/run.h"

#include "text/redact.h"
#include "world/resolve.h"
#include "world/run_internal.h"

/* Something is about to run: from here on only what was really captured has a value. */
static void begin(struct run *run)
{
	if (run->planned)
		run->world.captured_count = run->world.scope.captured_count = run->known;
	run->planned = false;
}

static int prepare_command(struct run *run, struct err *err)
{
	const struct step *step = run->request.step;

	if (step->kind != STEP_RUN && !step_rollback(step) && !step_drill(step))
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
	run->command = arena_alloc(run->world.arena, sizeof(*run->command));
	return resolve_step(&run->world, run->command, err);
}

/* Whose guards and stops bind as well; a rollback goes ahead whatever is broken there. */
static const struct environment *binding(const struct run *run)
{
	return step_rollback(run->request.step) ? NULL : run->request.environment;
}

static int prepare_list(struct run *run, const struct checks *of_env,
			const struct checks *of_step, struct err *err)
{
	return of_env && resolve_checks(&run->world, of_env, err) < 0
		       ? -1
		       : resolve_checks(&run->world, of_step, err);
}

/* Everything that would stop the run half-way is found before it begins, in the order of what it does. */
static int prepare(struct run *run, struct err *err)
{
	const struct step *step = run->request.step;
	const struct environment *env = binding(run);

	run->planned = true;
	if (run->request.verify_only) {
		const struct recalling checks = {{env ? &env->guard : NULL, &step->guard,
						  env ? &env->stop : NULL, &step->stop,
						  &step->before},
						 &step->verify};

		return recall(&run->world, run->request.remembered,
			      run->request.remembered_count, &checks, &run->known, err);
	}
	if (prepare_list(run, env ? &env->guard : NULL, &step->guard, err) < 0 ||
	    prepare_list(run, env ? &env->stop : NULL, &step->stop, err) < 0 ||
	    resolve_checks(&run->world, &step->before, err) < 0 ||
	    prepare_command(run, err) < 0)
		return -1;
	return resolve_checks(&run->world, &step->verify, err);
}

/* What does not resolve here and now is written, or set, by a person. */
static int advise(struct err *err)
{
	return (err->code != ERR_FORMAT && err->code != ERR_NOT_FOUND) || err->next[0]
		       ? -1
		       : err_next(err, "fix it in runbook.yaml and commit that, then: git "
				       "mcade adopt");
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
	r.world.scope.inputs = request->inputs;
	template_environment(&r.world.scope, a, r.world.env);
	r.world.on_output = request->on_output;
	r.world.on_start = request->on_start;
	r.world.progress = request->progress;
	r.world.context = request->context;
	r.world.answers = request->answers;
	r.world.answer_count = request->answer_count;
	r.world.baselines = request->baselines;
	r.world.baseline_count = request->baseline_count;
	if (prepare(&r, err) < 0)
		goto failed;
	*run = r;
	return 0;
failed:
	redactor_free(r.secrets);
	return advise(err);
}

void run_close(struct run *run)
{
	redactor_freep(&run->secrets);
	run->secrets = NULL;
}

/* The environment's checks first: they protect it from every step. */
static void both(struct run *run, const struct checks *of_env, const struct checks *of_step,
		 const char *list, struct check_results *ret, enum check_verdict *worst)
{
	*worst = CHECK_PASS;
	if (of_env)
		check_run_all(&run->world, of_env, list, ret, worst);
	check_run_all(&run->world, of_step, list, ret, worst);
}

void run_guard(struct run *run, struct check_results *ret, enum check_verdict *ret_worst)
{
	const struct environment *env = binding(run);

	begin(run);
	*ret = (struct check_results){NULL, 0};
	both(run, env ? &env->guard : NULL, &run->request.step->guard, "guard", ret, ret_worst);
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
static void execute(struct run *run, bool second, struct run_outcome *o)
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
	if (probe_resolve(world, &step->run, step->on, step->cwd, run->command, &why) < 0 ||
	    (step->restore && watch_open(step->restore, step->restore_at, WATCH_LAST_PATH,
					 &restore, &why) < 0)) {
		run_reason(run, o, why.text);
		return;
	}
	if (probe_command(world, run->command, &terms, &recorded, &why) < 0) {
		run_reason(run, o, why.text);
		if (restore)
			(void)watch_close(restore, NULL, NULL, &why);
		return;
	}
	note_process(run, &recorded.process, o);
	*ARENA_PUSH(world->arena, world->recorded, world->recorded_count) = recorded;
	if (restore && watch_close(restore, world->arena, &recorded.restore, &why) < 0)
		run_reason(run, o, why.text);
	if (run_judge(run, &recorded, second, o, &items, &count, &why) < 0)
		run_reason(run, o, why.text); /* it ran: what cannot be judged has not passed */
	add_evidence(run, second ? "run.2" : "run", &recorded, items, count,
		     o->reason_count == before);
}

static void verify(struct run *run, struct run_outcome *o)
{
	bool answered = false;

	o->worst_verify = CHECK_PASS;
	run->world.keeps = run->request.keeps;
	check_run_all(&run->world, &run->request.step->verify, "check", &o->verify,
		      &o->worst_verify);
	for (size_t i = 0; i < o->verify.count; i++)
		answered = answered || o->verify.items[i].verdict != CHECK_NOT_APPLICABLE;
	if (o->verify.count && !answered) {
		o->worst_verify = CHECK_INCONCLUSIVE;
		run_reason(run, o, "no check applies: nothing was asked");
	}
	if (o->verify.count)
		o->verified = check_holds(o->worst_verify)	      ? "pass"
			      : o->worst_verify == CHECK_INCONCLUSIVE ? "inconclusive"
								      : "fail";
	run_reasons_of(run, o, "check", &o->verify);
}

static void conclude(struct run *run, struct run_outcome *o, struct run_outcome *ret)
{
	o->interrupted = run->world.interrupted != 0;
	o->evidence = run->world.evidence;
	if (o->ok && !strcmp(o->verified, "pass"))
		o->baseline = run->world.kept;
	*ret = *o;
}

/* Stop checks and captures; false with reasons when they say no. */
static bool before_acting(struct run *run, struct run_outcome *o)
{
	const struct step *step = run->request.step;
	const struct environment *env = binding(run);

	o->worst_before = CHECK_PASS;
	both(run, env ? &env->stop : NULL, &step->stop, "stop", &o->stop, &o->worst_stop);
	if (check_holds(o->worst_stop))
		check_run_all(&run->world, &step->before, "before", &o->before,
			      &o->worst_before);
	run_reasons_of(run, o, "stop check", &o->stop);
	run_reasons_of(run, o, "before", &o->before);
	return check_holds(o->worst_stop) && check_holds(o->worst_before);
}

void run_act(struct run *run, struct run_outcome *ret)
{
	struct run_outcome o = {.verified = "none",
				.unchanged = !run->request.step->changes_state};
	bool go;

	begin(run);
	go = before_acting(run, &o);
	if (go)
		execute(run, false, &o);
	if (go && !o.reason_count && run->request.twice && !run->world.interrupted) {
		o.twice = true;
		execute(run, true, &o);
	}
	o.ok = go && !o.reason_count;
	if (o.ok)
		verify(run, &o);
	if (go && !run_settle_restore(run, &o))
		o.ok = false;
	conclude(run, &o, ret);
}

void run_verify(struct run *run, struct run_outcome *ret)
{
	struct run_outcome o = {.verified = "none"};

	begin(run);
	verify(run, &o);
	o.ok = !o.reason_count;
	conclude(run, &o, ret);
}
