/*
 * env.h - the environment of a child, built from nothing: what is not named does not arrive.
 *
 *	struct env *env = env_new(arena);
 *	env_inherit(env, environ);			// the list below
 *	env_pass(env, environ, "DB_PASSWORD");		// a name of `secrets:`
 *	env_set(env, "MCADE_STEP", "PLAT_08D");
 *	spec.env = env_list(env);
 *
 * Commands of a runbook inherit: PATH HOME USER LOGNAME SHELL LANG LANGUAGE TZ TERM COLORTERM
 * NO_COLOR TMPDIR SSH_AUTH_SOCK SSH_AGENT_PID KUBECONFIG DOCKER_HOST CONTAINER_HOST VIRTUAL_ENV
 * EDITOR, proxies (http_proxy https_proxy no_proxy all_proxy, also in capitals), certificates
 * (SSL_CERT_FILE SSL_CERT_DIR), LC_*, XDG_*, ANSIBLE_*. Of Git's own none at all: a hook's
 * GIT_INDEX_FILE or GIT_DIR in a child corrupts the index it was meant to protect. A name that
 * the runbook needs beyond these is listed in its `secrets:`.
 */
#ifndef PROC_ENV_H
#define PROC_ENV_H

#include "base/arena.h"

struct env;

struct env *env_new(struct arena *a); /* lives in the arena, as everything it is given */
struct env *env_copy(const struct env *env);
/* Sets or replaces one variable. */
void env_set(struct env *env, const char *name, const char *value);
/* The variables of the list above that `from` has. */
void env_inherit(struct env *env, char *const *from);
/*
 * Asks tools to print without colours: NO_COLOR, ANSIBLE_NOCOLOR and their kind. What a tool
 * colours all the same is judged without (text/plain.h).
 */
void env_without_colour(struct env *env);
/* One of these variables. */
bool env_is_of_colour(const char *name);
/* One by name; false when `from` has none. */
bool env_pass(struct env *env, char *const *from, const char *name);
/*
 * Everything of `from` except what Git calls local to a repository (git rev-parse
 * --local-env-vars): for children that are programs of ours or git itself.
 */
void env_inherit_all_but_git(struct env *env, char *const *from);

/* NULL when it is not set. */
const char *env_get(const struct env *env, const char *name);
/* NULL-terminated "NAME=value", sorted. */
const char *const *env_list(struct env *env);
/* NULL-terminated names, sorted: what evidence records. */
const char *const *env_names(struct env *env);

/* A name that a shell can hold: [A-Za-z_][A-Za-z0-9_]*. */
bool env_name_ok(const char *name);

#endif
