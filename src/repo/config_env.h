/*
 * config_env.h - configuration for one command: `git -c key=value mcade ...` (git hands it on in
 * GIT_CONFIG_PARAMETERS) and GIT_CONFIG_COUNT, GIT_CONFIG_KEY_<n>, GIT_CONFIG_VALUE_<n>. libgit2
 * reads neither. They come last, so they win.
 */
#ifndef REPO_CONFIG_ENV_H
#define REPO_CONFIG_ENV_H

#include "base/arena.h"
#include "base/err.h"

struct config_pair {
	const char *key; /* section and name in lower case */
	const char *value;
};

struct config_env {
	struct arena arena;
	struct config_pair *pairs;
	size_t count;
};

/* ERR_FORMAT, as git would say, when a variable is not what git writes there. */
int config_env_read(struct config_env *env, struct err *err);
/* The same for texts instead of the environment's GIT_CONFIG_PARAMETERS. */
int config_env_parse(struct config_env *env, const char *parameters, struct err *err);
void config_env_free(struct config_env *env);
/* The next value of a key at or behind *at (start with 0), NULL at the end. */
const char *config_env_next(const struct config_env *env, const char *key, size_t *at);

#endif
