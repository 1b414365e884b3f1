/* world.c - what the checks and commands of one run share. */
#include "world/check.h"

#include "base/time.h"
#include "text/redact.h"

/* A secret that is not there is no empty text: what would run with it does not begin. */
static int add_secrets(struct world *world, struct redactor *secrets, struct err *err)
{
	const struct words *names = &world->runbook->secrets;

	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->items[i];

		if (!env_pass(world->env, world->caller_env, name)) {
			err_set(err, ERR_NOT_FOUND,
				"secret '%s' is not set: the runbook names it in 'secrets'",
				name);
			return err_next(err, "set it in the environment: export %s", name);
		}
		if (redactor_add(secrets, name, env_get(world->env, name), err) < 0)
			return -1;
	}
	return 0;
}

/* Hands on what the caller has of these; what it has not is not there for a command either. */
static void hand_on(struct world *world, const struct words *names)
{
	for (size_t i = 0; i < names->count; i++) {
		const char *name = names->items[i];

		if (env_pass(world->env, world->caller_env, name))
			*ARENA_PUSH(
				world->arena, world->passed,
				world->passed_count) = arena_printf(world->arena, "%s=%s", name,
								    env_get(world->env, name));
		else
			*ARENA_PUSH(world->arena, world->unset, world->unset_count) = name;
	}
}

struct handed world_hand(struct world *world, const struct words *names)
{
	struct handed before = {world->env, world->passed_count, world->unset_count};

	if (names->count)
		world->scope.env = world->env = env_copy(world->env);
	hand_on(world, names);
	return before;
}

void world_take_back(struct world *world, struct handed before)
{
	world->scope.env = world->env = before.env;
	world->passed_count = before.passed;
	world->unset_count = before.unset;
}

void world_capture(struct world *world, const char *check, const char *name, const char *value)
{
	*ARENA_PUSH(world->arena, world->captured,
		    world->captured_count) = (struct captured){check, name, value};
	world->scope.captured = world->captured;
	world->scope.captured_count = world->captured_count;
}

static int add_step_env(struct world *world, struct err *err)
{
	for (size_t i = 0; world->step && i < world->step->env.count; i++) {
		const struct name_value *v = &world->step->env.items[i];
		const char *value;

		if (!env_name_ok(v->name))
			return err_at(err, ERR_FORMAT, v->at,
				      "'%s' is not a name of a variable", v->name);
		if (template_resolve(&world->scope, v->value, v->at, world->arena, &value,
				     err) < 0)
			return -1;
		env_set(world->env, v->name, value);
	}
	return 0;
}

int world_open(struct world *world, const struct runbook *rb, const struct environment *env,
	       const struct step *step, const char *root, const char *git_sha, char **environ_,
	       struct redactor *secrets, struct arena *a, struct err *err)
{
	struct world w = {.arena = a,
			  .runbook = rb,
			  .step = step,
			  .environment = env,
			  .root = root,
			  .caller_env = environ_,
			  .secrets = secrets,
			  .started = time_of_files(),
			  .evidence = {a, NULL, 0}};
	char *date = arena_alloc(a, DATE_TEXT_SIZE);

	time_format_date(time_now(), date);
	w.env = env_new(a);
	env_inherit(w.env, environ_);
	env_without_colour(w.env);
	w.scope = (struct template_scope){.runbook = rb,
					  .environment = env,
					  .step = step,
					  .env = w.env,
					  .caller_env = environ_,
					  .git_sha = git_sha,
					  .date = date};
	if (add_secrets(&w, secrets, err) < 0)
		return -1;
	hand_on(&w, &rb->pass_env);
	if (step)
		hand_on(&w, &step->pass_env);
	if (add_step_env(&w, err) < 0)
		return -1;
	template_environment(&w.scope, a, w.env);
	*world = w;
	return 0;
}
