/*
 * scratch.h - throw-away repositories for unit tests, made with the git that is installed.
 *
 *	const char *dir = scratch_begin();		// $TMPDIR/mcade-XXXXXX, now the current
 *	run("git", "init", "-q", "r", NULL);		// true when it ended with 0
 *	...
 *	scratch_end();					// removed
 */
#ifndef T_UNIT_SCRATCH_H
#define T_UNIT_SCRATCH_H

#include "base/compat.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char scratch_path[512];

UNUSED static bool run(const char *program, ...)
{
	char *argv[32] = {(char *)(uintptr_t)program};
	int status = -1, count = 1;
	va_list ap;
	pid_t pid;

	va_start(ap, program);
	while (count < 31 && (argv[count] = va_arg(ap, char *)))
		count++;
	va_end(ap);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 0);
		dup2(null, 1);
		if (!getenv("V"))
			dup2(null, 2);
		execvp(program, argv);
		_exit(127);
	}
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && !WEXITSTATUS(status);
}

#define shell(...) run("sh", "-c", __VA_ARGS__, NULL)

UNUSED static const char *scratch_begin(void)
{
	const char *base = getenv("TMPDIR");
	static const char *const gone[] = {
		"GIT_DIR",
		"GIT_WORK_TREE",
		"GIT_INDEX_FILE",
		"GIT_OBJECT_DIRECTORY",
		"GIT_COMMON_DIR",
		"GIT_NAMESPACE",
		"GIT_QUARANTINE_PATH",
		"XDG_CONFIG_HOME",
	};

	snprintf(scratch_path, sizeof(scratch_path), "%s/mcade-XXXXXX",
		 base && *base ? base : "/tmp");
	if (!mkdtemp(scratch_path) || chdir(scratch_path) < 0)
		abort();
	for (size_t i = 0; i < ARRAY_SIZE(gone); i++)
		unsetenv(gone[i]);
	setenv("HOME", scratch_path, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_AUTHOR_NAME", "Ada", 1);
	setenv("GIT_AUTHOR_EMAIL", "ada@example.com", 1);
	setenv("GIT_COMMITTER_NAME", "Ada", 1);
	setenv("GIT_COMMITTER_EMAIL", "ada@example.com", 1);
	setenv("GIT_AUTHOR_DATE", "1769594400 +0000", 1);
	setenv("GIT_COMMITTER_DATE", "1769594400 +0000", 1);
	return scratch_path;
}

UNUSED static void scratch_end(void)
{
	if (chdir("/") == 0)
		run("rm", "-rf", "--", scratch_path, NULL);
}

#endif
