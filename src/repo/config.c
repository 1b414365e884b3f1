/*
 * config.c - configuration as git reads it.
 *
 * The files are listed by libgit2. Git is asked wherever that may not be what git says: where
 * something is included (libgit2 1.5 knows no hasconfig, and loses a whole file that includes
 * ~/x), where a file cannot be read, and where `git -c` or GIT_CONFIG_COUNT hand something on. It is
 * not asked each time because `git config --list` takes 2.4 ms, a whole pre-commit 1.5.
 * t/t5002-git-config.sh compares the two. This reader goes when a process costs less than that, or
 * when libgit2 knows conditions, GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM and GIT_CONFIG_NOSYSTEM.
 */
#include "base/texts.h"
#include "repo/internal.h"

#include "proc/git.h"

#include <git2/sys/repository.h>

#include <errno.h>
#include <unistd.h>

/* How far libgit2 came with the files; !sure: git must be asked. */
struct stack {
	git_config *config;
	bool sure;
};

/* libgit2 also reports a whole file as not found that includes ~/x: its home folder is unset. */
static void add_file(struct stack *stack, const char *path, git_config_level_t level)
{
	if (access(path, R_OK) == 0)
		stack->sure &= git_config_add_file_ondisk(stack->config, path, level, NULL,
							  0) == 0;
	else if (errno != ENOENT)
		stack->sure = false;
}

static bool is_true(const char *value)
{
	int result = 0;

	return value && *value && git_config_parse_bool(&result, value) == 0 && result;
}

static void add_users(struct stack *stack)
{
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
	const char *global = getenv("GIT_CONFIG_GLOBAL"),
		   *machine = getenv("GIT_CONFIG_SYSTEM");
	char path[PATH_MAX];

	if (!is_true(getenv("GIT_CONFIG_NOSYSTEM")))
		add_file(stack, machine ? machine : "/etc/gitconfig", GIT_CONFIG_LEVEL_SYSTEM);
	if (global) {
		add_file(stack, global, GIT_CONFIG_LEVEL_GLOBAL);
		return;
	}
	if (xdg && *xdg)
		snprintf(path, sizeof(path), "%s/git/config", xdg);
	else
		snprintf(path, sizeof(path), "%s/.config/git/config", home ? home : "");
	if (home || (xdg && *xdg))
		add_file(stack, path, GIT_CONFIG_LEVEL_XDG);
	snprintf(path, sizeof(path), "%s/.gitconfig", home ? home : "");
	if (home)
		add_file(stack, path, GIT_CONFIG_LEVEL_GLOBAL);
}

static void add_repository(struct stack *stack, const struct repo *repo)
{
	CLEANUP(git_config_freep) git_config *local = NULL;
	char path[PATH_MAX];
	int separate = 0, status;

	snprintf(path, sizeof(path), "%s/config", repo->common_dir);
	add_file(stack, path, GIT_CONFIG_LEVEL_LOCAL);
	/* the repository's own word, as for every extension */
	status = git_config_open_level(&local, stack->config, GIT_CONFIG_LEVEL_LOCAL);
	if (status == 0)
		status = git_config_get_bool(&separate, local, "extensions.worktreeconfig");
	stack->sure &= status == 0 || status == GIT_ENOTFOUND;
	snprintf(path, sizeof(path), "%s/config.worktree", repo->git_dir);
	if (separate)
		add_file(stack, path, GIT_CONFIG_LEVEL_APP);
}

static void add_setting(struct settings *settings, const char *key, const char *value,
			bool local, bool own)
{
	struct arena *a = &settings->arena;

	*ARENA_PUSH(a, settings->list, settings->count) = (struct setting){
		arena_strdup(a, key), value ? arena_strdup(a, value) : NULL, local, own};
}

static bool is_own(git_config_level_t level)
{
	return level == GIT_CONFIG_LEVEL_SYSTEM || level == GIT_CONFIG_LEVEL_XDG ||
	       level == GIT_CONFIG_LEVEL_GLOBAL;
}

/* What git calls protected configuration. */
static bool is_own_scope(const char *scope)
{
	return !strcmp(scope, "system") || !strcmp(scope, "global") ||
	       !strcmp(scope, "command");
}

static int list_files(git_config *config, struct settings *ret, struct err *err)
{
	git_config_iterator *each = NULL;
	git_config_entry *entry;
	int status = git_config_iterator_new(&each, config);

	while (!status && !(status = git_config_next(&entry, each)))
		add_setting(ret, entry->name, entry->value,
			    entry->level == GIT_CONFIG_LEVEL_LOCAL, is_own(entry->level));
	git_config_iterator_free(each);
	return status == GIT_ITEROVER
		       ? 0
		       : git_failed(err, status, "cannot list the configuration");
}

static bool is_sure(const struct repo *repo)
{
	if (repo->mode == REPO_COMMAND &&
	    (getenv("GIT_CONFIG_PARAMETERS") || getenv("GIT_CONFIG_COUNT")))
		return false;
	for (size_t i = 0; i < repo->settings.count; i++)
		if (text_begins(repo->settings.list[i].key, "include"))
			return false;
	return true;
}

/* "scope NUL key LF value NUL"; a key that stands alone in its line has no LF. */
static void parse_list(struct bytes out, bool hook, struct settings *ret)
{
	const char *at = out.data, *end = at + out.len;

	while (at < end) {
		const char *scope = at, *pair = scope + strlen(scope) + 1;
		const char *value = strchr(pair, '\n');

		at = pair + strlen(pair) + 1;
		if (hook && !strcmp(scope, "command"))
			continue;
		add_setting(
			ret,
			value ? arena_strndup(&ret->arena, pair, (size_t)(value - pair)) : pair,
			value ? value + 1 : NULL, !strcmp(scope, "local"), is_own_scope(scope));
	}
}

static int ask_git(struct repo *repo, struct err *err)
{
	static const char *const args[] = {"config", "--list", "-z", "--show-scope", NULL};
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct git_call call = {.dir = repo->from_environment ? NULL
				       : repo->work_tree      ? repo->work_tree
							      : repo->git_dir,
				.args = args,
				.quiet = true,
				.keep_local = repo->from_environment,
				.keep_config = repo->mode == REPO_COMMAND};
	struct bytes out;

	if (git_run_ok(&call, &scratch, &out, err) < 0) {
		err->code = ERR_FORMAT;
		return -1;
	}
	parse_list(out, repo->mode == REPO_HOOK, &repo->settings);
	return 0;
}

int config_read(struct repo *repo, struct err *err)
{
	CLEANUP(git_config_freep) git_config *config = NULL;
	struct stack stack = {.sure = true};
	int status = git_config_new(&config);

	if (status < 0)
		return git_failed(err, status, "cannot read configuration");
	stack.config = config;
	add_users(&stack);
	add_repository(&stack, repo);
	/* for what libgit2 itself looks up: whether and as whom it writes a reflog */
	status = git_repository_set_config(repo->git, config);
	if (status < 0)
		return git_failed(err, status, "cannot use the configuration of '%s'",
				  repo->git_dir);
	repo->settings.list = NULL;
	repo->settings.count = 0;
	if (list_files(config, &repo->settings, err) < 0)
		return -1;
	if (stack.sure && is_sure(repo))
		return 0;
	repo->settings.list = NULL;
	repo->settings.count = 0;
	return ask_git(repo, err);
}
