#include "base/fd.h"

#include <errno.h>
#include <unistd.h>

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
