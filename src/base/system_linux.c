/* system_linux.c - /proc and O_PATH. */
#include "base/system.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

void system_started_as(UNUSED const char *argv0)
{
}

int system_program(char *ret_path)
{
	ssize_t len = readlink("/proc/self/exe", ret_path, PATH_MAX - 1);

	if (len < 0)
		return -1;
	ret_path[len] = '\0';
	return 0;
}

bool system_command(uint64_t pid, char *ret_text, size_t size)
{
	char path[64];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), "/proc/%" PRIu64 "/cmdline", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	len = fd < 0 ? 0 : fd_read(fd, ret_text, size - 1);
	fd_close(&fd);
	ret_text[len > 0 ? len : 0] = '\0';
	for (ssize_t i = 0; i < len; i++)
		if (!ret_text[i])
			ret_text[i] = ' '; /* the arguments' ends */
	return len >= 0 && (fd >= 0 || (getpgid((pid_t)pid) < 0 && errno == ESRCH));
}

void system_processes(char *ret_text, size_t size)
{
	char boot[64] = "", space[64] = "";
	int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : fd_read(fd, boot, sizeof(boot) - 1);
	bool known = len > 0 && readlink("/proc/self/ns/pid", space, sizeof(space) - 1) > 0;

	fd_close(&fd);
	boot[strcspn(boot, "\n")] = '\0';
	*ret_text = '\0';
	if (known)
		snprintf(ret_text, size, "%s %s", boot, space);
}

int system_open_directory(int parent, const char *name, int flags)
{
	return openat(parent, name, O_PATH | O_DIRECTORY | O_CLOEXEC | flags);
}
