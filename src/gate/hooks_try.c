/* hooks_try.c - the proof: commits and a push that must be refused, really made. */
#include "gate/hooks.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/system.h"
#include "gate/hooks_front.h"
#include "proc/git.h"
#include "proc/scratch.h"
#include "repo/repo.h"

#include <sys/stat.h>
#include <unistd.h>

struct scratch {
	const struct ledger *l;
	const char *top, *work, *remote;
};

/* What is tried at which door, in this order. */
static const struct trial {
	const char *hook, *name;
} trials[HOOK_TRIALS] = {
	{"pre-push", "a push that deletes the ledger"},
	{"pre-commit", "a commit by hand on the ledger's branch"},
	{"pre-merge-commit", "a merge into the ledger's branch"},
};

static int git(struct scratch *scratch, const char *const *args, struct proc_result *ret,
	       struct err *err)
{
	struct git_call call = {.dir = scratch->work, .args = args, .quiet = true};

	return git_run(&call, scratch->l->arena, ret, err);
}

static int must(struct scratch *scratch, const char *const *args, struct err *err)
{
	struct git_call call = {.dir = scratch->work, .args = args, .quiet = true};

	return git_run_ok(&call, scratch->l->arena, NULL, err);
}

/* A repository with two commits, the first of which a bare one has as a ledger. */
static int prepare(struct scratch *scratch, struct err *err)
{
	struct arena *a = scratch->l->arena;
	/* without a template: its hooks would refuse, or not, for reasons of their own */
	const char *const bare[] = {
		"init", "--quiet", "--template=", "--bare", scratch->remote, NULL};
	const char *const init[] = {"init", "--quiet", "--template=", scratch->work, NULL};
	const char *const name[] = {"config", "user.name", "doctor", NULL};
	const char *const mail[] = {"config", "user.email", "doctor@example.invalid", NULL};
	const char *const sign[] = {"config", "commit.gpgSign", "false", NULL};
	const char *const none[] = {"config", "core.hooksPath", "/dev/null", NULL};
	const char *const commit[] = {"commit", "--quiet", "--allow-empty", "-m", "one", NULL};
	const char *const push[] = {"push", "--quiet", scratch->remote,
				    "HEAD:refs/heads/mcade/ledger", NULL};
	const char *const after[] = {"branch", "after", NULL};
	struct git_call outside = {.dir = scratch->top, .quiet = true};

	outside.args = bare;
	if (git_run_ok(&outside, a, NULL, err) < 0)
		return -1;
	outside.args = init;
	if (git_run_ok(&outside, a, NULL, err) < 0 || must(scratch, name, err) < 0 ||
	    must(scratch, mail, err) < 0 || must(scratch, sign, err) < 0 ||
	    must(scratch, none, err) < 0 || must(scratch, commit, err) < 0 ||
	    must(scratch, push, err) < 0 || must(scratch, commit, err) < 0)
		return -1;
	return must(scratch, after, err);
}

/* Our hooks, as install writes them. */
static int write_fronts(struct scratch *scratch, const char *folder, struct err *err)
{
	char program[PATH_MAX];

	if (system_program(program) < 0)
		return err_errno(err, "cannot tell where this program is");
	if (mkdir(folder, 0777) < 0)
		return err_errno(err, "cannot make '%s'", folder);
	for (size_t i = 0; i < HOOK_TRIALS; i++)
		if (front_write(
			    arena_printf(scratch->l->arena, "%s/%s", folder, trials[i].hook),
			    trials[i].hook, program, scratch->l->arena, err) < 0)
			return -1;
	return 0;
}

/* The first line that is ours; git may have said something before. */
static const char *first_line(struct scratch *scratch, const struct proc_result *result)
{
	struct arena *a = scratch->l->arena;
	struct bytes text = capture_text(&result->err, a);
	char *all = arena_strndup(a, text.data, text.len), *line = strstr(all, "mcade: ");

	line = line ? line : all;
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static int try_one(struct scratch *scratch, const char *const *args, struct hook_trial *ret,
		   struct err *err)
{
	struct proc_result result;

	if (git(scratch, args, &result, err) < 0)
		return -1;
	ret->first = first_line(scratch, &result);
	ret->refused = !(result.how == PROC_EXITED && result.code == 0) &&
		       strstr(ret->first, "[ledger-integrity]");
	return 0;
}

static int try_all(struct scratch *scratch, const char *hooks,
		   struct hook_trial ret_trials[HOOK_TRIALS], struct err *err)
{
	const char *const use[] = {"config", "core.hooksPath", hooks, NULL};
	const char *const branch[] = {"branch", "mcade/ledger", "HEAD~", NULL};
	/* no switch: what stands there may have something to say to that, too */
	const char *const enter[] = {"symbolic-ref", "HEAD", "refs/heads/mcade/ledger", NULL};
	const char *const commit[] = {"commit", "--quiet", "--allow-empty",
				      "-m",	"by hand", NULL};
	const char *const merge[] = {"merge", "--quiet", "--no-ff", "-m", "x", "after", NULL};
	const char *const push[] = {"push", "--quiet", scratch->remote,
				    ":refs/heads/mcade/ledger", NULL};

	for (size_t i = 0; i < HOOK_TRIALS; i++)
		ret_trials[i].name = trials[i].name;
	if (must(scratch, use, err) < 0 || try_one(scratch, push, &ret_trials[0], err) < 0 ||
	    must(scratch, branch, err) < 0 || must(scratch, enter, err) < 0 ||
	    try_one(scratch, commit, &ret_trials[1], err) < 0)
		return -1;
	return try_one(scratch, merge, &ret_trials[2], err);
}

static int scratch_open(const struct ledger *l, struct scratch *ret, struct err *err)
{
	*ret = (struct scratch){.l = l};
	if (scratch_make(l->arena, &ret->top, err) < 0)
		return -1;
	ret->work = arena_printf(l->arena, "%s/work", ret->top);
	ret->remote = arena_printf(l->arena, "%s/remote.git", ret->top);
	return 0;
}

int hooks_try(const struct ledger *l, struct hook_trial ret_trials[HOOK_TRIALS],
	      struct err *err)
{
	struct scratch scratch;
	const char *hooks;
	int rc = -1;

	if (scratch_open(l, &scratch, err) < 0)
		return -1;
	hooks = arena_printf(l->arena, "%s/hooks", scratch.top);
	if (prepare(&scratch, err) == 0 && write_fronts(&scratch, hooks, err) == 0)
		rc = try_all(&scratch, hooks, ret_trials, err);
	scratch_remove(scratch.top, l->arena);
	return rc;
}

/* What other programs read of a work tree before they call anybody. */
static int copy_settings(struct scratch *scratch, struct err *err)
{
	static const char *const files[] = {"lefthook.yml",  ".lefthook.yml",
					    "lefthook.yaml", "lefthook-local.yml",
					    "package.json",  ".pre-commit-config.yaml"};
	struct arena *a = scratch->l->arena;
	const char *top = repo_work_tree(scratch->l->repo);
	struct bytes text;

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		if (file_read(arena_printf(a, "%s/%s", top, files[i]), LIMIT_BLOB, a, &text,
			      err) < 0) {
			if (err->code == ERR_NOT_FOUND)
				continue;
			return -1;
		}
		if (file_write(arena_printf(a, "%s/%s", scratch->work, files[i]), 0666, 0, text,
			       err) < 0)
			return -1;
	}
	return symlink(arena_printf(a, "%s/node_modules", top),
		       arena_printf(a, "%s/node_modules", scratch->work)) == 0
		       ? 0
		       : err_errno(err, "cannot make a link in '%s'", scratch->work);
}

/* Another's. One of ours that was edited is none, whatever it does for what is tried. */
static bool is_anothers(const struct hook_info *hook, struct arena *a)
{
	return hook->state == HOOK_OTHER && !front_is_edited(hook->path, a);
}

int hooks_reach(const struct ledger *l, struct hook_report *report, struct err *err)
{
	struct hook_trial found[HOOK_TRIALS];
	struct scratch scratch;
	bool any = false;
	int rc = -1;

	for (size_t i = 0; i < report->count; i++)
		any = any || is_anothers(&report->hooks[i], l->arena);
	if (!any || !report->directory || report->server)
		return 0;
	if (scratch_open(l, &scratch, err) < 0)
		return -1;
	if (prepare(&scratch, err) == 0 && copy_settings(&scratch, err) == 0)
		rc = try_all(&scratch, report->directory, found, err);
	scratch_remove(scratch.top, l->arena);
	for (size_t i = 0; rc == 0 && i < report->count; i++)
		for (size_t k = 0; k < HOOK_TRIALS; k++)
			if (found[k].refused &&
			    !strcmp(report->hooks[i].name, trials[k].hook) &&
			    is_anothers(&report->hooks[i], l->arena))
				report->hooks[i].state = HOOK_CALLED;
	return rc;
}
