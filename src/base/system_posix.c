/* system_posix.c - the same with POSIX alone. */
#include "base/system.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef O_SEARCH
#define O_SEARCH O_RDONLY /* POSIX has it, the C library may not */
#endif

/* Written once, before there is a second thread: as the C library keeps it where it does. */
static const char *started_as = "";

void system_started_as(const char *argv0)
{
	started_as = argv0 ? argv0 : "";
}

static bool is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

/* As a shell does: a name with a slash is a path, any other is looked up. */
int system_program(char *ret_path)
{
	const char *list = getenv("PATH");
	char path[PATH_MAX];

	if (strchr(started_as, '/'))
		return realpath(started_as, ret_path) ? 0 : -1;
	for (const char *at = list ? list : "", *end; *started_as; at = end + 1) {
		int len;

		end = at + strcspn(at, ":");
		len = snprintf(path, sizeof(path), "%.*s%s%s", (int)(end - at), at,
			       end > at ? "/" : "./", started_as);
		if (len > 0 && (size_t)len < sizeof(path) && is_program(path))
			return realpath(path, ret_path) ? 0 : -1;
		if (!*end)
			break;
	}
	errno = ENOENT;
	return -1;
}

bool system_command(uint64_t pid, char *ret_text, size_t size)
{
	if (size)
		*ret_text = '\0';
	return getpgid((pid_t)pid) < 0 && errno == ESRCH;
}

void system_processes(char *ret_text, size_t size)
{
	if (size)
		*ret_text = '\0';
}

int system_open_directory(int parent, const char *name, int flags)
{
	return openat(parent, name, O_SEARCH | O_DIRECTORY | O_CLOEXEC | flags);
}
