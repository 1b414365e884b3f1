/* sync_linux.c - syncfs(): one wait for everything that was written to the file system. */
#include "repo/sync.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int sync_objects(const char *objects_dir, UNUSED const struct oid *ids, UNUSED size_t count,
		 struct err *err)
{
	int fd = open(objects_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), status;

	if (fd < 0)
		return err_errno(err, "cannot open '%s'", objects_dir);
	status = syncfs(fd);
	if (status < 0)
		err_errno(err, "cannot write '%s' to the disk", objects_dir);
	close(fd);
	return status;
}
