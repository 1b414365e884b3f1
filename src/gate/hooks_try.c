/* hooks_try.c - doctor's proof: a commit and a push that must be refused, really made. */
#include "gate/hooks.h"

#include "base/system.h"
#include "gate/hooks_front.h"
#include "proc/git.h"
#include "proc/scratch.h"

#include <sys/stat.h>
#include <unistd.h>

struct scratch {
	const struct ledger *l;
	const char *top, *work, *remote, *program;
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

/* A repository with one commit, a bare one that it pushes to, and our hooks in it. */
static int prepare(struct scratch *scratch, struct err *err)
{
	static const char *const hooks[] = {"pre-commit", "pre-push"};
	struct arena *a = scratch->l->arena;
	/* without a template: its hooks would refuse, or not, for reasons of their own */
	const char *const bare[] = {
		"init", "--quiet", "--template=", "--bare", scratch->remote, NULL};
	const char *const init[] = {"init", "--quiet", "--template=", scratch->work, NULL};
	const char *const name[] = {"config", "user.name", "doctor", NULL};
	const char *const mail[] = {"config", "user.email", "doctor@example.invalid", NULL};
	const char *const sign[] = {"config", "commit.gpgSign", "false", NULL};
	const char *const path[] = {"config", "core.hooksPath", ".git/hooks", NULL};
	const char *const commit[] = {"commit", "--quiet", "--allow-empty", "-m", "one", NULL};
	const char *const branch[] = {"push", "--quiet", scratch->remote,
				      "HEAD:refs/heads/mcade/ledger", NULL};
	struct git_call outside = {.dir = scratch->top, .quiet = true};

	outside.args = bare;
	if (git_run_ok(&outside, a, NULL, err) < 0)
		return -1;
	outside.args = init;
	if (git_run_ok(&outside, a, NULL, err) < 0 || must(scratch, name, err) < 0 ||
	    must(scratch, mail, err) < 0 || must(scratch, sign, err) < 0 ||
	    must(scratch, path, err) < 0 || must(scratch, commit, err) < 0 ||
	    must(scratch, branch, err) < 0)
		return -1;
	if (mkdir(arena_printf(a, "%s/.git/hooks", scratch->work), 0777) < 0)
		return err_errno(err, "cannot make a folder for hooks in '%s'", scratch->work);
	for (size_t i = 0; i < ARRAY_SIZE(hooks); i++) {
		const char *file = arena_printf(a, "%s/.git/hooks/%s", scratch->work, hooks[i]);

		if (front_write(file, hooks[i], scratch->program, a, err) < 0)
			return -1;
	}
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

static int try_one(struct scratch *scratch, const char *name, const char *const *args,
		   struct hook_trial *ret, struct err *err)
{
	struct proc_result result;

	if (git(scratch, args, &result, err) < 0)
		return -1;
	ret->name = name;
	ret->first = first_line(scratch, &result);
	ret->refused = !(result.how == PROC_EXITED && result.code == 0) &&
		       strstr(ret->first, "[ledger-integrity]");
	return 0;
}

static int try_both(struct scratch *scratch, struct hook_trial *ret_trials, struct err *err)
{
	const char *const branch[] = {"switch", "--quiet", "-c", "mcade/ledger", NULL};
	const char *const commit[] = {"commit", "--quiet", "--allow-empty",
				      "-m",	"by hand", NULL};
	const char *const push[] = {"push", "--quiet", scratch->remote,
				    ":refs/heads/mcade/ledger", NULL};

	if (prepare(scratch, err) < 0 ||
	    try_one(scratch, "a push that deletes the ledger", push, &ret_trials[0], err) < 0 ||
	    must(scratch, branch, err) < 0)
		return -1;
	return try_one(scratch, "a commit by hand on the ledger's branch", commit,
		       &ret_trials[1], err);
}

int hooks_try(const struct ledger *l, struct hook_trial ret_trials[2], struct err *err)
{
	struct scratch scratch = {.l = l};
	char program[PATH_MAX];
	const char *top;
	int rc;

	if (system_program(program) < 0)
		return err_errno(err, "cannot tell where this program is");
	if (scratch_make(l->arena, &top, err) < 0)
		return -1;
	scratch.top = top;
	scratch.program = program;
	scratch.work = arena_printf(l->arena, "%s/work", top);
	scratch.remote = arena_printf(l->arena, "%s/remote.git", top);
	rc = try_both(&scratch, ret_trials, err);
	scratch_remove(top, l->arena);
	return rc;
}
