/* config.c - configuration: the same files as git reads, written through libgit2. */
#include "repo/internal.h"

#include "base/texts.h"

#include <errno.h>
#include <unistd.h>

static int add_file(git_config *config, const char *path, git_config_level_t level,
		    struct err *err)
{
	int status;

	if (!*path || (access(path, R_OK) < 0 && level != GIT_CONFIG_LEVEL_LOCAL &&
		       (errno == ENOENT || errno == ENOTDIR || errno == EACCES)))
		return 0;
	status = git_config_add_file_ondisk(config, path, level, NULL, 0);
	if (status == GIT_ENOTFOUND)
		return 0;
	if (status < 0) {
		git_failed(err, status, "cannot read configuration '%s'", path);
		if (err->code == ERR_IO)
			err->code = ERR_FORMAT;
		return -1;
	}
	return 0;
}

static bool is_true(const char *value)
{
	int result = 0;

	return value && *value && git_config_parse_bool(&result, value) == 0 && result;
}

static int add_users(git_config *config, struct err *err)
{
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
	const char *global = getenv("GIT_CONFIG_GLOBAL"),
		   *machine = getenv("GIT_CONFIG_SYSTEM");
	char path[PATH_MAX];

	if (!is_true(getenv("GIT_CONFIG_NOSYSTEM")) &&
	    add_file(config, machine ? machine : "/etc/gitconfig", GIT_CONFIG_LEVEL_SYSTEM,
		     err) < 0)
		return -1;
	if (global)
		return add_file(config, global, GIT_CONFIG_LEVEL_GLOBAL, err);
	path[0] = '\0';
	if (xdg && *xdg)
		snprintf(path, sizeof(path), "%s/git/config", xdg);
	else if (home)
		snprintf(path, sizeof(path), "%s/.config/git/config", home);
	if (add_file(config, path, GIT_CONFIG_LEVEL_XDG, err) < 0)
		return -1;
	path[0] = '\0';
	if (home)
		snprintf(path, sizeof(path), "%s/.gitconfig", home);
	return add_file(config, path, GIT_CONFIG_LEVEL_GLOBAL, err);
}

int config_open(const char *common_dir, const char *git_dir, git_config **ret, struct err *err)
{
	CLEANUP(git_config_freep) git_config *config = NULL;
	char path[PATH_MAX];
	int status, separate = 0;

	status = git_config_new(&config);
	if (status < 0)
		return git_failed(err, status, "cannot read configuration");
	if (add_users(config, err) < 0)
		return -1;
	snprintf(path, sizeof(path), "%s/config", common_dir);
	if (add_file(config, path, GIT_CONFIG_LEVEL_LOCAL, err) < 0)
		return -1;
	status = git_config_get_bool(&separate, config, "extensions.worktreeconfig");
	if (status < 0 && status != GIT_ENOTFOUND)
		return git_failed(err, status, "cannot read extensions.worktreeConfig");
	snprintf(path, sizeof(path), "%s/config.worktree", git_dir);
	if (separate && add_file(config, path, GIT_CONFIG_LEVEL_APP, err) < 0)
		return -1;
	*ret = MOVE(config);
	return 0;
}

static int get_from(git_config *config, const char *key, struct arena *arena, const char **ret,
		    struct err *err)
{
	git_buf value = GIT_BUF_INIT;
	int status = git_config_get_string_buf(&value, config, key);

	if (status == GIT_ENOTFOUND) {
		*ret = NULL;
		return 0;
	}
	if (status < 0)
		return git_failed(err, status, "cannot read configuration '%s'", key);
	*ret = arena_strdup(arena, value.ptr ? value.ptr : "");
	git_buf_dispose(&value);
	return 0;
}

/*
 * For reading: libgit2 looks at the date of every file again for each question, and a command asks
 * some twenty. What this process changes itself it forgets with unsettle().
 */
static git_config *settled(struct repo *repo)
{
	if (!repo->settled && git_config_snapshot(&repo->settled, repo->config) < 0)
		return repo->config;
	return repo->settled;
}

static void unsettle(struct repo *repo)
{
	git_config_free(repo->settled);
	repo->settled = NULL;
}

/* The value that `git -c` gave, NULL when it gave none. */
static const char *override_of(struct repo *repo, const char *key)
{
	const char *last = NULL, *value;
	size_t at = 0;

	while ((value = config_env_next(&repo->overrides, key, &at)))
		last = value;
	return last;
}

int repo_config_get(struct repo *repo, const char *key, struct arena *arena, const char **ret,
		    struct err *err)
{
	const char *value = override_of(repo, key);

	if (value) {
		*ret = arena_strdup(arena, value);
		return 0;
	}
	return get_from(settled(repo), key, arena, ret, err);
}

static int open_local(struct repo *repo, git_config **ret, struct err *err)
{
	int status = git_config_open_level(ret, repo->config, GIT_CONFIG_LEVEL_LOCAL);

	if (status < 0)
		return git_failed(err, status, "cannot open configuration of '%s'",
				  repo->common_dir);
	return 0;
}

int repo_config_get_local(struct repo *repo, const char *key, struct arena *arena,
			  const char **ret, struct err *err)
{
	CLEANUP(git_config_freep) git_config *local = NULL;

	return open_local(repo, &local, err) < 0 ? -1 : get_from(local, key, arena, ret, err);
}

struct values {
	struct arena *arena;
	const char **list;
	size_t count;
};

static int collect(const git_config_entry *entry, void *data)
{
	struct values *values = data;

	*ARENA_PUSH(values->arena, values->list, values->count) = arena_strdup(
		values->arena, entry->value ? entry->value : "");
	return 0;
}

static int get_all_from(git_config *config, const char *key, struct values *values,
			struct err *err)
{
	int status = git_config_get_multivar_foreach(config, key, NULL, collect, values);

	if (status < 0 && status != GIT_ENOTFOUND)
		return git_failed(err, status, "cannot read configuration '%s'", key);
	return 0;
}

int repo_config_get_bool(struct repo *repo, const char *key, bool missing, bool *ret,
			 struct err *err)
{
	const char *given = override_of(repo, key);
	int value = 0, status = given ? git_config_parse_bool(&value, given)
				      : git_config_get_bool(&value, settled(repo), key);

	if (status == GIT_ENOTFOUND) {
		*ret = missing;
		return 0;
	}
	if (status < 0) {
		git_failed(err, status, "configuration '%s'", key);
		err->code = ERR_FORMAT;
		return -1;
	}
	*ret = value != 0;
	return 0;
}

int repo_config_unset(struct repo *repo, const char *key, struct err *err)
{
	CLEANUP(git_config_freep) git_config *local = NULL;
	int status;

	if (open_local(repo, &local, err) < 0)
		return -1;
	status = git_config_delete_multivar(local, key, ".*");
	unsettle(repo);
	if (status < 0 && status != GIT_ENOTFOUND)
		return git_failed(err, status, "cannot remove configuration '%s'", key);
	return 0;
}

int repo_config_set(struct repo *repo, const char *key, const char *value, struct err *err)
{
	CLEANUP(git_config_freep) git_config *local = NULL;
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct values old = {&arena, NULL, 0};
	int status;

	if (open_local(repo, &local, err) < 0 || get_all_from(local, key, &old, err) < 0)
		return -1;
	if (old.count > 1 && repo_config_unset(repo, key, err) < 0)
		return -1;
	status = git_config_set_string(local, key, value);
	unsettle(repo);
	if (status < 0)
		return git_failed(err, status, "cannot set configuration '%s'", key);
	return 0;
}

static int collect_remote(const git_config_entry *entry, void *data)
{
	struct values *values = data;
	const char *name = entry->name + strlen("remote.");
	size_t len = strlen(name) - strlen(".url");

	for (size_t i = 0; i < values->count; i++)
		if (strlen(values->list[i]) == len && !strncmp(values->list[i], name, len))
			return 0;
	*ARENA_PUSH(values->arena, values->list, values->count) = arena_strndup(values->arena,
										name, len);
	return 0;
}

int repo_remotes(struct repo *repo, struct arena *arena, const char ***ret_names,
		 size_t *ret_count, struct err *err)
{
	struct values values = {arena, NULL, 0};
	int status = git_config_foreach_match(settled(repo), "^remote\\..+\\.url$",
					      collect_remote, &values);

	if (status < 0)
		return git_failed(err, status, "cannot list the remotes");
	texts_sort(values.list, values.count);
	*ret_names = values.list;
	*ret_count = values.count;
	return 0;
}
