#include "repo/config_env.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/strbuf.h"

/* Section and name are the same in any case, what stands between them is not. */
static char *normalized(struct arena *arena, const char *key)
{
	char *copy = arena_strdup(arena, key);
	char *first = strchr(copy, '.'), *last = strrchr(copy, '.');

	for (char *at = copy; *at; at++)
		if ((!first || at < first || at > last) && *at >= 'A' && *at <= 'Z')
			*at = (char)(*at + 32);
	return copy;
}

static int add(struct config_env *env, const char *key, const char *value, struct err *err)
{
	if (!strchr(key, '.') || *key == '.' || key[strlen(key) - 1] == '.')
		return err_set(err, ERR_FORMAT,
			       "'%s' in the environment is no configuration key", key);
	if (env->count == LIMIT_LIST)
		return err_set(err, ERR_LIMIT, "more than %zu settings in the environment",
			       LIMIT_LIST);
	*ARENA_PUSH(&env->arena, env->pairs, env->count) = (struct config_pair){
		normalized(&env->arena, key), arena_strdup(&env->arena, value)};
	return 0;
}

static int malformed(struct err *err)
{
	return err_set(err, ERR_FORMAT, "bogus format in GIT_CONFIG_PARAMETERS");
}

/* 'text' as git's sq_quote() writes it: ' and ! stand outside as \' and \!. */
static const char *unquote(const char *at, struct strbuf *ret)
{
	strbuf_setlen(ret, 0);
	while (*at == '\'') {
		size_t len = strcspn(++at, "'");

		strbuf_add(ret, at, len);
		at += len;
		if (*at++ != '\'')
			return NULL;
		if (*at != '\\' || (at[1] != '\'' && at[1] != '!') || at[2] != '\'')
			return at;
		strbuf_addch(ret, at[1]);
		at += 2;
	}
	return NULL;
}

int config_env_parse(struct config_env *env, const char *at, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf key = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf value = STRBUF_INIT;

	while (*at) {
		char *equals;

		if (*at == ' ') {
			at++;
			continue;
		}
		at = unquote(at, &key);
		if (!at || (*at && *at != ' ' && *at != '='))
			return malformed(err);
		strbuf_setlen(&value, 0);
		if (*at == '=') { /* since git 2.31: 'key'='value', or 'key'= for "true" */
			at++;
			if (*at == '\'')
				at = unquote(at, &value);
			else
				strbuf_addstr(&value, "true");
			if (!at || (*at && *at != ' '))
				return malformed(err);
		} else if ((equals = strchr(key.buf, '='))) { /* before: 'key=value' */
			*equals = '\0';
			strbuf_addstr(&value, equals + 1);
		} else {
			strbuf_addstr(&value, "true");
		}
		if (add(env, key.buf, value.buf, err) < 0)
			return -1;
	}
	return 0;
}

static int read_numbered(struct config_env *env, struct err *err)
{
	const char *text = getenv("GIT_CONFIG_COUNT");
	uint64_t count;

	if (!text || !*text)
		return 0;
	if (!number_parse(text, LIMIT_LIST, &count))
		return err_set(err, ERR_FORMAT, "GIT_CONFIG_COUNT is '%s', expected a number",
			       text);
	for (unsigned i = 0; i < count; i++) {
		char name[64];
		const char *key, *value;

		snprintf(name, sizeof(name), "GIT_CONFIG_KEY_%u", i);
		key = getenv(name);
		snprintf(name, sizeof(name), "GIT_CONFIG_VALUE_%u", i);
		value = getenv(name);
		if (!key || !value)
			return err_set(err, ERR_FORMAT,
				       "GIT_CONFIG_KEY_%u or its value is missing", i);
		if (add(env, key, value, err) < 0)
			return -1;
	}
	return 0;
}

int config_env_read(struct config_env *env, struct err *err)
{
	const char *parameters = getenv("GIT_CONFIG_PARAMETERS");

	if (read_numbered(env, err) < 0)
		return -1;
	return parameters ? config_env_parse(env, parameters, err) : 0;
}

void config_env_free(struct config_env *env)
{
	arena_free(&env->arena);
}

const char *config_env_next(const struct config_env *env, const char *key, size_t *at)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *wanted;

	if (*at >= env->count)
		return NULL;
	wanted = normalized(&scratch, key);
	while (*at < env->count) {
		const struct config_pair *pair = &env->pairs[(*at)++];

		if (!strcmp(pair->key, wanted))
			return pair->value;
	}
	return NULL;
}
