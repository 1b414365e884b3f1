#include "gate/hooks.h"

#include "base/file.h"
#include "base/path.h"
#include "base/quote.h"
#include "base/system.h"
#include "base/texts.h"
#include "gate/hooks_front.h"
#include "gate/hooks_others.h"
#include "proc/git.h"
#include "proc/proc.h"
#include "records/mergelog.h"
#include "repo/repo.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define RUNNING "MCADE_KEPT_HOOK" /* to what it runs: the path of the hook that was kept */
#define CONFIG_HOOKS_MAJOR 2	  /* git 2.54: hook.<name>.command */
#define CONFIG_HOOKS_MINOR 54

extern char **environ;

static const char *const client_hooks[] = {"pre-commit", "pre-merge-commit", "pre-push", NULL};
static const char *const server_hooks[] = {"pre-receive", NULL};

static const char *const *hook_names(const struct ledger *l)
{
	return repo_work_tree(l->repo) ? client_hooks : server_hooks;
}

/* The program that is running, as an absolute path. */
static int own_path(const struct ledger *l, const char **ret, struct err *err)
{
	char *path = arena_alloc(l->arena, PATH_MAX);

	if (system_program(path) < 0)
		return err_errno(err, "cannot tell where this program is");
	*ret = path;
	return 0;
}

/*
 * Where git runs hooks from, as git says; it is asked only where core.hooksPath is set, or may be for
 * one command (`git -c`, which decides what is run, never what is judged), since each hook looks for
 * the one before it. *ret_foreign: what it is set to, where that folder is not this
 * repository's; NULL.
 */
static int find_directory(const struct ledger *l, const char **ret, const char **ret_foreign,
			  struct err *err)
{
	const char *set = repo_config_get(l->repo, "core.hooksPath"), *path;
	const char *top = repo_work_tree(l->repo), *git_dir = repo_git_dir(l->repo);
	const char *const args[] = {
		"--git-dir",  git_dir,	 "rev-parse", "--path-format=absolute",
		"--git-path", "hooks/x", NULL};
	struct git_call call = {
		.dir = top ? top : git_dir, .args = args, .quiet = true, .keep_config = true};
	struct bytes out;

	*ret_foreign = NULL;
	*ret = arena_printf(l->arena, "%s/hooks", repo_common_dir(l->repo));
	if (!set && !(top && (getenv("GIT_CONFIG_PARAMETERS") || getenv("GIT_CONFIG_COUNT"))))
		return 0;
	if (git_run_ok(&call, l->arena, &out, err) < 0)
		return -1;
	path = arena_strndup(l->arena, out.data, out.len - strlen("/x\n"));
	if (!path_is_within(path, top) && !path_is_within(path, repo_common_dir(l->repo)))
		*ret_foreign = set ? set : path;
	*ret = path;
	return 0;
}

/* Has this git hooks in its configuration? */
static int has_config_hooks(const struct ledger *l, bool *ret, struct err *err)
{
	const char *const args[] = {"version", NULL};
	struct git_call call = {.args = args, .quiet = true};
	unsigned major = 0, minor = 0;
	struct bytes out;

	if (git_run_ok(&call, l->arena, &out, err) < 0)
		return -1;
	*ret = sscanf(arena_strndup(l->arena, out.data, out.len), "git version %u.%u", &major,
		      &minor) == 2 &&
	       (major > CONFIG_HOOKS_MAJOR ||
		(major == CONFIG_HOOKS_MAJOR && minor >= CONFIG_HOOKS_MINOR));
	return 0;
}

static const char *config_key(const struct ledger *l, const char *hook, const char *name)
{
	return arena_printf(l->arena, "hook.mcade-%s.%s", hook, name);
}

static enum hook_state config_state(const struct ledger *l, const char *hook)
{
	return repo_config_get_local(l->repo, config_key(l, hook, "command")) ? HOOK_OURS
									      : HOOK_ABSENT;
}

bool hook_stands(const struct hook_info *hook)
{
	return hook->state == HOOK_OURS || hook->state == HOOK_CALLED;
}

int hooks_status(const struct ledger *l, struct hook_report *ret, struct err *err)
{
	const char *const *names = hook_names(l);
	const char *directory;
	struct hook_report report = {0};
	bool config;

	if (has_config_hooks(l, &config, err) < 0 ||
	    find_directory(l, &directory, &report.foreign, err) < 0)
		return -1;
	if (config)
		report.foreign = NULL;
	else
		report.directory = directory;
	report.driver = repo_config_get_local(l->repo, "merge.mcade-log.driver") != NULL;
	report.server = !repo_work_tree(l->repo);
	if (report.server)
		report.genesis = repo_config_get_local(l->repo, "mcade.ledgerId");
	for (size_t i = 0; names[i]; i++) {
		struct hook_info *info = &report.hooks[report.count++];

		info->name = names[i];
		info->path = arena_printf(l->arena, "%s/%s", directory, names[i]);
		if (front_look(info->path, names[i], l->arena, &info->state, err) < 0)
			return -1;
		if (file_exists(arena_printf(l->arena, "%s" HOOK_PREVIOUS, info->path),
				&info->has_previous, err) < 0)
			return -1;
		if (config && info->state != HOOK_OURS)
			info->state = config_state(l, names[i]);
	}
	if (others_look(l, &report, err) < 0)
		return -1;
	*ret = report;
	return 0;
}

int hooks_room(const struct ledger *l, struct err *err)
{
	struct hook_report report;

	if (hooks_status(l, &report, err) < 0)
		return -1;
	if (report.foreign || report.managed || !report.directory)
		return 0;
	if (folder_make(report.directory, 0777, err) < 0)
		return -1;
	return access(report.directory, W_OK | X_OK) == 0
		       ? 0
		       : err_errno(err, "cannot install hooks in '%s'", report.directory);
}

/* Ours in the place of whatever stands there, which is kept. */
static int install_file(const struct ledger *l, const struct hook_info *hook,
			const char *program, struct err *err)
{
	const char *previous = arena_printf(l->arena, "%s" HOOK_PREVIOUS, hook->path);

	if (hook->state == HOOK_OTHER) {
		if (front_is_edited(hook->path, l->arena)) {
			err_set(err, ERR_CONFLICT, "'%s' is ours and was edited", hook->path);
			return err_next(err,
					"move what is yours to '%s', remove '%s', then: "
					"git mcade hooks install",
					previous, hook->path);
		}
		if (hook->has_previous)
			return err_set(
				err, ERR_CONFLICT,
				"'%s' is another program's and cannot be kept: '%s' exists",
				hook->path, previous);
		if (rename(hook->path, previous) < 0)
			return err_errno(err, "cannot keep '%s'", hook->path);
	}
	if (front_write(hook->path, hook->name, program, l->arena, err) < 0)
		return err_prefix(err, "cannot install a hook");
	return 0;
}

static int install_config(const struct ledger *l, const char *hook, const char *program,
			  struct err *err)
{
	const char *command = arena_printf(l->arena, "%s hook %s",
					   shell_quote(program, l->arena), hook);

	if (repo_config_set(l->repo, config_key(l, hook, "command"), command, err) < 0)
		return -1;
	return repo_config_set(l->repo, config_key(l, hook, "event"), hook, err);
}

static int install_driver(const struct ledger *l, const char *program, struct err *err)
{
	const char *driver = arena_printf(l->arena, "%s hook merge-log %%O %%A %%B",
					  shell_quote(program, l->arena));

	if (repo_config_set(l->repo, "merge.mcade-log.name", "deployment log, entry by entry",
			    err) < 0)
		return -1;
	return repo_config_set(l->repo, "merge.mcade-log.driver", driver, err) < 0
		       ? -1
		       : mergelog_settle(l, true, err);
}

static int pin(const struct ledger *l, const char *genesis, struct err *err)
{
	if (!genesis)
		return 0;
	if (!hex_is(genesis, 64))
		return err_set(err, ERR_USAGE, "'%s' is not a ledger id (64 hex digits)",
			       genesis);
	return repo_config_set(l->repo, "mcade.ledgerId", genesis, err);
}

int hooks_install(const struct ledger *l, const char *expect_genesis, struct hook_report *ret,
		  struct err *err)
{
	struct hook_report report;
	const char *program = NULL;

	if (own_path(l, &program, err) < 0 || hooks_status(l, &report, err) < 0 ||
	    (!report.server && install_driver(l, program, err) < 0))
		return -1;
	if (report.foreign) {
		err_set(err, ERR_CONFLICT,
			"core.hooksPath is '%s', which is not this repository's: left alone",
			report.foreign);
		return err_next(err, "put into its hooks: exec %s hook \"${0##*/}\" \"$@\"",
				shell_quote(program, l->arena));
	}
	if (report.managed)
		return hooks_status(l, ret, err);
	if (pin(l, expect_genesis, err) < 0 ||
	    (report.directory && folder_make(report.directory, 0777, err) < 0))
		return -1;
	for (size_t i = 0; i < report.count; i++)
		if (report.directory
			    ? install_file(l, &report.hooks[i], program, err) < 0
			    : install_config(l, report.hooks[i].name, program, err) < 0)
			return -1;
	return hooks_status(l, ret, err);
}

static int uninstall_one(const struct ledger *l, const struct hook_info *hook, struct err *err)
{
	const char *previous = arena_printf(l->arena, "%s" HOOK_PREVIOUS, hook->path);
	enum hook_state file;

	if (front_look(hook->path, hook->name, l->arena, &file, err) < 0 ||
	    repo_config_unset(l->repo, config_key(l, hook->name, "command"), err) < 0 ||
	    repo_config_unset(l->repo, config_key(l, hook->name, "event"), err) < 0)
		return -1;
	if (file != HOOK_ABSENT && file != HOOK_OTHER && unlink(hook->path) < 0)
		return err_errno(err, "cannot remove '%s'", hook->path);
	if (hook->has_previous && file != HOOK_OTHER && rename(previous, hook->path) < 0)
		return err_errno(err, "cannot put '%s' back", hook->path);
	return 0;
}

int hooks_uninstall(const struct ledger *l, struct hook_report *ret, struct err *err)
{
	struct hook_report report;

	if (hooks_status(l, &report, err) < 0)
		return -1;
	for (size_t i = 0; !report.foreign && i < report.count; i++)
		if (uninstall_one(l, &report.hooks[i], err) < 0)
			return -1;
	if (repo_config_unset(l->repo, "merge.mcade-log.name", err) < 0 ||
	    repo_config_unset(l->repo, "merge.mcade-log.driver", err) < 0 ||
	    (repo_work_tree(l->repo) && mergelog_settle(l, false, err) < 0))
		return -1;
	return hooks_status(l, ret, err);
}

/*
 * Other hook managers are told to call this program, so that a hook that was kept may end here again,
 * without end. On a server the environment is the pusher's: there it passes over nothing.
 */
static int is_running(const char *hook, const char *previous, bool *ret, struct err *err)
{
	const char *running = getenv(RUNNING);

	*ret = text_is(running, previous);
	if (!*ret || strcmp(hook, server_hooks[0]) != 0)
		return 0;
	err_set(err, ERR_CONFLICT, "'%s' was kept and calls 'git mcade hook %s' again",
		previous, hook);
	return err_next(err, "remove that line from it");
}

int hooks_run_previous(const struct ledger *l, const char *hook, const char *const *args,
		       size_t count, const struct bytes *input, bool *ret_ran, int *ret_status,
		       struct err *err)
{
	const char **argv = arena_array(l->arena, count + 2, sizeof(*argv));
	const char *directory, *foreign;
	bool there, running;

	*ret_status = 0;
	*ret_ran = false;
	if (find_directory(l, &directory, &foreign, err) < 0)
		return -1;
	argv[0] = arena_printf(l->arena, "%s/%s" HOOK_PREVIOUS, directory, hook);
	if (foreign)
		return 0;
	if (file_may_run(argv[0], &there, err) < 0 ||
	    (there && is_running(hook, argv[0], &running, err) < 0))
		return -1;
	if (!there || running) /* git passes over one that may not be run, too */
		return 0;
	if (setenv(RUNNING, argv[0], 1) < 0)
		return err_errno(err, "cannot run '%s'", argv[0]);
	for (size_t i = 0; i < count; i++)
		argv[i + 1] = args[i];
	*ret_ran = true;
	return proc_hand_over(argv, input, ret_status, err) < 0
		       ? err_prefix(err, "the hook that was here before")
		       : 0;
}
