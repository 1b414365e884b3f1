#include "proc/env.h"

#include "base/ascii.h"
#include "base/texts.h"
struct env {
	struct arena *arena;
	const char **items; /* "NAME=value" */
	size_t count;
};

static const char *const inherited[] = {
	"PATH",		  "HOME",	   "USER",	 "LOGNAME",
	"SHELL",	  "LANG",	   "LANGUAGE",	 "TZ",
	"TERM",		  "COLORTERM",	   "NO_COLOR",	 "TMPDIR",
	"SSH_AUTH_SOCK",  "SSH_AGENT_PID", "KUBECONFIG", "DOCKER_HOST",
	"CONTAINER_HOST", "VIRTUAL_ENV",   "EDITOR",	 "http_proxy",
	"https_proxy",	  "no_proxy",	   "all_proxy",	 "HTTP_PROXY",
	"HTTPS_PROXY",	  "NO_PROXY",	   "ALL_PROXY",	 "SSL_CERT_FILE",
	"SSL_CERT_DIR",	  "LC_*",	   "XDG_*",	 "ANSIBLE_*"};

static const struct {
	const char *name, *value;
} colourless[] = {
	{"NO_COLOR", "1"},  /* https://no-color.org */
	{"CLICOLOR", "0"},  /* BSD, cmake, ninja */
	{"PY_COLORS", "0"}, /* pytest, molecule */
	{"ANSIBLE_NOCOLOR", "1"},
	{"ANSIBLE_FORCE_COLOR", "0"}, /* wins over the one above, and may be the caller's */
};

/* git rev-parse --local-env-vars, of Git up to 2.47, and what a hook gets beside them. */
static const char *const local_to_git[] = {"GIT_ALTERNATE_OBJECT_DIRECTORIES",
					   "GIT_CONFIG",
					   "GIT_CONFIG_PARAMETERS",
					   "GIT_CONFIG_COUNT",
					   "GIT_OBJECT_DIRECTORY",
					   "GIT_DIR",
					   "GIT_WORK_TREE",
					   "GIT_IMPLICIT_WORK_TREE",
					   "GIT_GRAFT_FILE",
					   "GIT_INDEX_FILE",
					   "GIT_NO_REPLACE_OBJECTS",
					   "GIT_REPLACE_REF_BASE",
					   "GIT_PREFIX",
					   "GIT_INTERNAL_SUPER_PREFIX",
					   "GIT_SHALLOW_FILE",
					   "GIT_COMMON_DIR",
					   "GIT_QUARANTINE_PATH",
					   "GIT_NAMESPACE",
					   "GIT_REF_PARANOIA",
					   "GIT_EXTERNAL_DIFF",
					   "GIT_REFLOG_ACTION",
					   "GIT_PUSH_OPTION_COUNT"};

/* "NAME=value" or a bare name, against a name or a pattern that ends in '*'. */
static bool has_name(const char *item, const char *name)
{
	size_t len = strlen(name);

	if (len && name[len - 1] == '*')
		return !strncmp(item, name, len - 1);
	return !strncmp(item, name, len) && (item[len] == '=' || !item[len]);
}

static bool listed(const char *item, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (has_name(item, names[i]))
			return true;
	return false;
}

bool env_name_ok(const char *name)
{
	for (size_t i = 0; name[i]; i++) {
		char c = name[i];

		if (c != '_' && !(i ? ascii_is_alnum(c) : ascii_is_letter(c)))
			return false;
	}
	return name[0] != '\0';
}

struct env *env_new(struct arena *a)
{
	struct env *env = arena_alloc(a, sizeof(*env));

	env->arena = a;
	return env;
}

struct env *env_copy(const struct env *env)
{
	struct env *copy = env_new(env->arena);

	for (size_t i = 0; i < env->count; i++)
		*ARENA_PUSH(copy->arena, copy->items, copy->count) = env->items[i];
	return copy;
}

static void env_remove(struct env *env, const char *name)
{
	for (size_t i = 0; i < env->count; i++)
		if (has_name(env->items[i], name))
			env->items[i--] = env->items[--env->count];
}

static void put(struct env *env, const char *item)
{
	const char *equals = strchr(item, '=');

	if (!equals)
		return;
	env_remove(env, arena_strndup(env->arena, item, (size_t)(equals - item)));
	*ARENA_PUSH(env->arena, env->items, env->count) = arena_strdup(env->arena, item);
}

void env_set(struct env *env, const char *name, const char *value)
{
	put(env, arena_printf(env->arena, "%s=%s", name, value));
}

void env_inherit(struct env *env, char *const *from)
{
	for (; *from; from++)
		if (listed(*from, inherited, ARRAY_SIZE(inherited)))
			put(env, *from);
}

void env_without_colour(struct env *env)
{
	for (size_t i = 0; i < ARRAY_SIZE(colourless); i++)
		env_set(env, colourless[i].name, colourless[i].value);
}

bool env_is_of_colour(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(colourless); i++)
		if (!strcmp(colourless[i].name, name))
			return true;
	return false;
}

bool env_pass(struct env *env, char *const *from, const char *name)
{
	for (; *from; from++)
		if (has_name(*from, name) && strchr(*from, '=')) {
			put(env, *from);
			return true;
		}
	return false;
}

void env_inherit_all_but_git(struct env *env, char *const *from)
{
	for (; *from; from++)
		if (!listed(*from, local_to_git, ARRAY_SIZE(local_to_git)) &&
		    !text_begins(*from, "GIT_CONFIG_KEY_") &&
		    !text_begins(*from, "GIT_CONFIG_VALUE_"))
			put(env, *from);
}

const char *env_get(const struct env *env, const char *name)
{
	for (size_t i = 0; i < env->count; i++)
		if (has_name(env->items[i], name))
			return env->items[i] + strlen(name) + 1;
	return NULL;
}

const char *const *env_list(struct env *env)
{
	const char **list = arena_array(env->arena, env->count + 1, sizeof(*list));

	if (env->count) {
		texts_sort(env->items, env->count);
		memcpy(list, env->items, env->count * sizeof(*list));
	}
	return list;
}

const char *const *env_names(struct env *env)
{
	const char *const *list = env_list(env);
	const char **names = arena_array(env->arena, env->count + 1, sizeof(*names));

	for (size_t i = 0; i < env->count; i++)
		names[i] = arena_strndup(env->arena, list[i], strcspn(list[i], "="));
	texts_sort(names, env->count);
	return names;
}
