/* sync_posix.c - fsync(), which every POSIX system has: files first, then their directories. */
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

#ifndef __linux__

#include "repo/loose.h"

int sync_objects(const char *objects_dir, const struct oid *ids, size_t count, struct err *err)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < count; i++) {
		if (loose_path(objects_dir, &ids[i], path, err) < 0)
			return -1;
		if (sync_path(path, 0, err) < 0)
			return -1;
		*strrchr(path, '/') = '\0';
		if (sync_directory(path, err) < 0)
			return -1;
	}
	return sync_directory(objects_dir, err);
}

#endif
