/*
 * template.h - `${{ name }}`: a plain look-up, no expressions; git-mcade-runbook(5),
 * "templates". And the same values as MCADE_ variables, for shell text, into which nothing is
 * ever pasted.
 *
 *	struct template_scope scope = {.runbook = rb, .environment = env, .step = step, ...};
 *	const char *path;
 *	if (template_resolve(&scope, "docs/deployments/${{ date }}.md", at, arena, &path, err))
 *		return -1;	// runbook.yaml:9:8: unknown name 'dat'; known: date, ...
 *
 * Names: vars.NAME (the environment's before the runbook's), env.NAME (what the command's
 * environment will hold; never a secret, which would be seen in the list of processes),
 * step.id|title|section|uses|repo|cwd, environment.id|title|manifest, checks.ID.NAME (a
 * capture of an earlier check), inputs.NAME (what a rollback was given), git.sha, date.
 */
#ifndef WORLD_TEMPLATE_H
#define WORLD_TEMPLATE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "runbook/runbook.h"
#include "proc/env.h"

/* A value that a check captured. */
struct captured {
	const char *check, *name, *value;
};

/* What is NULL is simply not known; its names then are not either. */
struct template_scope {
	const struct runbook *runbook;
	const struct environment *environment;
	const struct step *step;
	const struct env *env;	 /* of commands */
	char *const *caller_env; /* of whoever runs them */
	const char *git_sha;	 /* commit of the code */
	const char *date;	 /* UTC, 2026-01-28 */
	const struct captured *captured;
	size_t captured_count;
	struct name_values inputs; /* that a rollback was given */
};

/* ERR_FORMAT at `at` for a name that is not known (they are listed) or an open `${{`. */
int template_resolve(const struct template_scope *scope, const char *text, struct srcpos at,
		     struct arena *a, const char **ret, struct err *err);
/* What is to become of the text between templates; values are never handed to it. */
struct template_written {
	void (*add)(const void *context, const char *text, struct strbuf *out);
	const void *context;
};
/* The same; written NULL: as it stands. */
int template_resolve_with(const struct template_scope *scope, const char *text,
			  struct srcpos at, const struct template_written *written,
			  struct arena *a, const char **ret, struct err *err);
/* The value of one name; NULL when there is none. */
const char *template_value(const struct template_scope *scope, const char *name);
/* The variable that has what a check captured under that name. */
const char *template_variable(const char *check, const char *name, struct arena *a);

/*
 * MCADE_STEP, MCADE_STEP_USES, MCADE_STEP_TITLE, ..., MCADE_ENVIRONMENT,
 * MCADE_ENVIRONMENT_MANIFEST, MCADE_VAR_<name>, MCADE_CHECK_<id>_<name>,
 * MCADE_INPUT_<name>, MCADE_GIT_SHA, MCADE_DATE. What a variable's name cannot hold becomes `_`.
 */
void template_environment(const struct template_scope *scope, struct arena *a, struct env *env);

#endif
