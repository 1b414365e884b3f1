/* world/template: look-up and nothing else; and what shells get instead. */
#include "world/template.h"

#include "base/cleanup.h"

#include "../t/unit/tap.h"

static const struct name_value vars[] = {{"inventory", "inventories/prod/hosts.ini", {0}},
					 {"a-b", "dash", {0}}};
static const struct name_value of_staging[] = {{"inventory", "inventories/staging", {0}}};
static const char *const secrets[] = {"DB_PASSWORD"};
static const struct captured captured[] = {{"rows", "n", "41"}, {"rows", "n", "42"}};

static void expect(const struct template_scope *scope, const char *text, const char *expected,
		   bool good)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const struct srcpos at = {"runbook.yaml", 7, 3};
	struct err err = {0};
	const char *found = NULL;

	if (template_resolve(scope, text, at, &a, &found, &err) < 0) {
		ok(!good && strstr(err.text, expected) && err.at.line == 7 &&
			   err.at.column == 3,
		   "'%s' is refused: %s", text, expected);
		if (good || !strstr(err.text, expected))
			printf("# %s\n", err.text);
		return;
	}
	ok(good, "'%s' is %s", text, good ? "resolved" : "refused");
	is_str(found, expected, text);
}

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct runbook rb = {.vars = {vars, 2}, .secrets = {secrets, 1}};
	const struct name_value version = {"version", "v12", {0}};
	struct environment staging = {.id = "staging", .vars = {of_staging, 1}};
	struct step step = {.id = "PLAT_08D", .uses = "playbooks/redis.yml"};
	struct env *env = env_new(&a);
	struct template_scope scope = {.runbook = &rb,
				       .step = &step,
				       .env = env,
				       .date = "2026-01-28",
				       .captured = captured,
				       .captured_count = 2};

	env_set(env, "HOME", "/root");
	env_set(env, "DB_PASSWORD", "hunter2");
	expect(&scope, "no template", "no template", true);
	expect(&scope, "${{ date }}-${{step.id}}/", "2026-01-28-PLAT_08D/", true);
	expect(&scope, "${{ vars.inventory }}", "inventories/prod/hosts.ini", true);
	expect(&scope, "${{ checks.rows.n }}", "42", true);
	expect(&scope, "${{ env.HOME }} $HOME ${HOME} {{ x }}", "/root $HOME ${HOME} {{ x }}",
	       true);
	expect(&scope, "${{ vars.inventroy }}", "known: vars.inventory, vars.a-b", false);
	expect(&scope, "${{ environment.id }}", "unknown name 'environment.id'", false);
	expect(&scope, "${{ env.DB_PASSWORD }}", "a secret", false);
	expect(&scope, "${{ git.sha }}", "unknown name 'git.sha'", false);
	expect(&scope, "${{ inputs.version }}", "was not given", false);
	scope.inputs = (struct name_values){&version, 1};
	expect(&scope, "${{ inputs.version }}", "v12", true);
	expect(&scope, "${{ inputs.other }}", "was not given", false);
	expect(&scope, "${{ date", "expected '${{ name }}'", false);
	expect(&scope, "${{ }}", "expected '${{ name }}'", false);
	expect(&scope, "${{ 1 + 1 }}", "expected '${{ name }}'", false);
	expect(&scope, "${{ date | lower }}", "expected '${{ name }}'", false);
	scope.environment = &staging;
	expect(&scope, "${{ vars.inventory }}", "inventories/staging", true);
	expect(&scope, "${{ environment.id }}", "staging", true);
	expect(&scope, "${{ environment.inventory }}", "inventories/staging", true);
	expect(&scope, "${{ environment.a-b }}", "unknown name 'environment.a-b'", false);
	expect(&scope, "${{ x }}",
	       "known: vars.inventory, vars.a-b, vars.inventory, checks.rows.n, "
	       "checks.rows.n, ",
	       false);
	template_environment(&scope, &a, env);
	is_str(env_get(env, "MCADE_STEP"), "PLAT_08D", "MCADE_STEP");
	is_str(env_get(env, "MCADE_STEP_USES"), "playbooks/redis.yml", "MCADE_STEP_USES");
	is_str(env_get(env, "MCADE_ENVIRONMENT"), "staging", "MCADE_ENVIRONMENT");
	is_str(env_get(env, "MCADE_VAR_inventory"), "inventories/staging", "MCADE_VAR_");
	is_str(env_get(env, "MCADE_VAR_a_b"), "dash", "what a name cannot hold");
	is_str(env_get(env, "MCADE_CHECK_rows_n"), "42", "the last capture holds");
	is_str(env_get(env, "MCADE_DATE"), "2026-01-28", "MCADE_DATE");
	return done();
}
