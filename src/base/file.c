#include "base/file.h"

#include <errno.h>
#include <unistd.h>

#include "base/cleanup.h"

void fd_close(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

ssize_t fd_read(int fd, void *ret_data, size_t len)
{
	size_t got = 0;

	while (got < len) {
		ssize_t n = read(fd, (char *)ret_data + got, len - got);

		if (n < 0 && errno != EINTR)
			return -1;
		if (!n)
			break;
		got += n > 0 ? (size_t)n : 0;
	}
	return (ssize_t)got;
}

int fd_write(int fd, const void *data, size_t len)
{
	const char *at = data;

	while (len) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno != EINTR)
			return -1;
		at += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return 0;
}

/* O_NONBLOCK: a FIFO would keep us waiting for a writer. */
static int read_opened(int dir, const char *name, const char *shown, int flags, size_t limit,
		       struct arena *a, struct bytes *ret, struct err *err)
{
	CLEANUP(fd_close)
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
	struct stat st;
	ssize_t len;
	char *data;

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return err_set(err, ERR_NOT_FOUND, "no file '%s'", shown);
	if (fd < 0 && (errno == ELOOP || errno == EMLINK))
		return err_set(err, ERR_UNTRUSTED, "'%s' is a symbolic link", shown);
	if (fd < 0 || fstat(fd, &st) < 0)
		return err_errno(err, "cannot open '%s'", shown);
	if (!S_ISREG(st.st_mode))
		return err_set(err, flags & O_NOFOLLOW ? ERR_UNTRUSTED : ERR_IO,
			       "'%s' is not a regular file", shown);
	if ((uintmax_t)st.st_size > limit)
		return err_set(err, ERR_LIMIT, "'%s' is larger than %zu bytes", shown, limit);
	data = arena_alloc(a, (size_t)st.st_size + 1);
	len = fd_read(fd, data, (size_t)st.st_size); /* it may become shorter meanwhile */
	if (len < 0)
		return err_errno(err, "cannot read '%s'", shown);
	*ret = bytes_of(data, (size_t)len);
	return 0;
}

int file_read_at(int dir, const char *name, const char *shown, size_t limit, struct arena *a,
		 struct bytes *ret, struct err *err)
{
	return read_opened(dir, name, shown, O_NOFOLLOW, limit, a, ret, err);
}

int file_read(const char *path, size_t limit, struct arena *a, struct bytes *ret,
	      struct err *err)
{
	return read_opened(AT_FDCWD, path, path, 0, limit, a, ret, err);
}

/* A name beside `name` that nothing else has; open for writing. -1 with errno. */
static int open_beside(int dir, const char *name, mode_t mode, unsigned how,
		       char ret_name[PATH_MAX])
{
	const char *slash = strrchr(name, '/');
	int folder = slash ? (int)(slash + 1 - name) : 0, fd = -1;

	errno = EEXIST;
	for (unsigned i = 0; i < 100 && fd < 0 && errno == EEXIST; i++) {
		if (snprintf(ret_name, PATH_MAX, "%.*s%s%ld-%u", folder, name,
			     how & FILE_OBJECT ? "tmp_obj_mcade-" : ".mcade-", (long)getpid(),
			     i) >= PATH_MAX) {
			errno = ENAMETOOLONG;
			break;
		}
		fd = openat(dir, ret_name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
			    mode);
	}
	return fd;
}

static int sync_name(int dir, const char *name, const char *shown, struct err *err)
{
	CLEANUP(fd_close)
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_errno(err, "cannot open '%s'", shown);
	while (fsync(fd) < 0)
		if (errno != EINTR)
			return err_errno(err, "cannot write '%s' to the disk", shown);
	return 0;
}

int file_sync(const char *path, struct err *err)
{
	return sync_name(AT_FDCWD, path, path, err);
}

int file_write_at(int dir, const char *name, const char *shown, mode_t mode, unsigned how,
		  struct bytes data, struct err *err)
{
	char beside[PATH_MAX], *slash;
	int fd = open_beside(dir, name, mode, how, beside), put;

	if (fd < 0) {
		bool missing = errno == ENOENT;

		err_errno(err, "cannot make a file beside '%s'", shown);
		err->code = missing ? ERR_NOT_FOUND : err->code;
		return -1;
	}
	put = fd_write(fd, data.data, data.len);
	if (put == 0 && how & FILE_SYNC)
		put = fsync(fd);
	if (close(fd) < 0 || put < 0 || renameat(dir, beside, dir, name) < 0) {
		err_errno(err, "cannot write '%s'", shown);
		unlinkat(dir, beside, 0);
		return -1;
	}
	if (!(how & FILE_SYNC))
		return 0;
	slash = strrchr(beside, '/');
	if (slash)
		slash[slash == beside] = '\0'; /* of "/x" the "/" stays */
	return sync_name(dir, slash ? beside : ".", shown, err);
}

int file_write(const char *path, mode_t mode, unsigned how, struct bytes data, struct err *err)
{
	return file_write_at(AT_FDCWD, path, path, mode, how, data, err);
}

static bool is_made(const char *path, mode_t mode)
{
	struct stat st;

	if (mkdir(path, mode) == 0)
		return true;
	if (errno != EEXIST || stat(path, &st) < 0)
		return false;
	errno = ENOTDIR;
	return S_ISDIR(st.st_mode);
}

int folder_make(const char *path, mode_t mode, struct err *err)
{
	char part[PATH_MAX];

	if (is_made(path, mode)) /* nearly always there already */
		return 0;
	if (errno != ENOENT || strlen(path) >= sizeof(part))
		return err_errno(err, "cannot make folder '%s'", path);
	for (size_t len = 1; path[len - 1]; len++) {
		if (path[len] && path[len] != '/')
			continue;
		snprintf(part, sizeof(part), "%.*s", (int)len, path);
		if (!is_made(part, mode))
			return err_errno(err, "cannot make folder '%s'", part);
	}
	return 0;
}

int file_exists(const char *path, bool *ret, struct err *err)
{
	struct stat st;

	*ret = lstat(path, &st) == 0;
	return *ret || errno == ENOENT || errno == ENOTDIR
		       ? 0
		       : err_errno(err, "cannot look at '%s'", path);
}

int file_may_run(const char *path, bool *ret, struct err *err)
{
	*ret = access(path, X_OK) == 0;
	return *ret || errno == ENOENT || errno == ENOTDIR || errno == EACCES
		       ? 0
		       : err_errno(err, "cannot look at '%s'", path);
}
