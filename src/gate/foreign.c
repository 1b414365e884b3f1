#include "gate/foreign.h"

#include "proc/git.h"

/* Exit status 0 without a word, or 1: git has found nothing. Everything else may be a sign. */
static bool finds_nothing(const char *const *args, struct arena *a)
{
	struct git_call call = {.args = args, .quiet = true, .keep_local = true};
	struct proc_result result;
	struct err ignored;

	return git_run(&call, a, &result, &ignored) == 0 && result.how == PROC_EXITED &&
	       (result.code == 1 || (result.code == 0 && !capture_text(&result.out, a).len));
}

bool repository_is_foreign(struct arena *a)
{
	static const char *const refs[] = {"for-each-ref", "--count=1", "refs/**/mcade/**",
					   NULL};
	static const char *const config[] = {"config", "--local", "--get-regexp",
					     "^(mcade|merge[.]mcade-log|hook[.]mcade-.*)[.]",
					     NULL};
	static const char *const staged[] = {"rev-parse", "--quiet", "--verify",
					     ":runbook.yaml", NULL};
	static const char *const committed[] = {"rev-parse", "--quiet", "--verify",
						"HEAD:runbook.yaml", NULL};

	return finds_nothing(refs, a) && finds_nothing(config, a) && finds_nothing(staged, a) &&
	       finds_nothing(committed, a);
}
