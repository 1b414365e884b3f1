/*
 * fd.h - whole reads and writes of a file descriptor; signals between are no end.
 *
 *	CLEANUP(fd_close) int fd = open(...);
 */
#ifndef BASE_FD_H
#define BASE_FD_H

#include "base/compat.h"

/* Closes what is open. */
void fd_close(const int *fd);
/* Up to `len` bytes, fewer only where the file ends: how many; -1 with errno. */
ssize_t fd_read(int fd, void *ret_data, size_t len);
/* All of them; -1 with errno. */
int fd_write(int fd, const void *data, size_t len);

#endif
