#include "proc/scratch.h"

#include "proc/proc.h"

#include <stdlib.h>

int scratch_make(struct arena *a, const char **ret, struct err *err)
{
	const char *place = getenv("TMPDIR");
	char *folder = arena_printf(a, "%s/mcade-try.XXXXXX",
				    place && *place == '/' ? place : "/tmp");

	if (!mkdtemp(folder))
		return err_errno(err, "cannot make '%s'", folder);
	*ret = folder;
	return 0;
}

void scratch_remove(const char *folder, struct arena *a)
{
	const char *const argv[] = {"rm", "-rf", "--", folder, NULL};
	const char *const env[] = {"PATH=/usr/bin:/bin", NULL};
	struct proc_spec spec = {.argv = argv, .env = env, .timeout_seconds = 60};
	struct proc_result result;
	struct err ignored;

	(void)proc_run(&spec, a, &result, &ignored);
}
