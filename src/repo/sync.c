/* sync.c - fsync() of one name. */
#include "repo/sync.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static int sync_path(const char *path, int flags, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags), status;

	if (fd < 0)
		return err_errno(err, "cannot open '%s'", path);
	do {
		status = fsync(fd);
	} while (status < 0 && errno == EINTR);
	if (status < 0)
		err_errno(err, "cannot write '%s' to the disk", path);
	close(fd);
	return status;
}

int sync_directory(const char *path, struct err *err)
{
	return sync_path(path, O_DIRECTORY, err);
}

int sync_file(const char *path, struct err *err)
{
	return sync_path(path, 0, err);
}
