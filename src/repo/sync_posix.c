/* sync_posix.c - fsync(), which every POSIX system has: files first, then their directories. */
#include "repo/sync.h"

#include "base/file.h"
#include "repo/loose.h"

int sync_objects(const char *objects_dir, const struct oid *ids, size_t count, struct err *err)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < count; i++) {
		if (loose_path(objects_dir, &ids[i], path, err) < 0 || file_sync(path, err) < 0)
			return -1;
		*strrchr(path, '/') = '\0';
		if (file_sync(path, err) < 0)
			return -1;
	}
	return file_sync(objects_dir, err);
}
