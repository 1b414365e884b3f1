/*
 * file.h - small files: read whole, up to a limit; written whole or not at all.
 *
 *	if (file_read(path, LIMIT_KEY_FILE, arena, &text, err) < 0 && err->code != ERR_NOT_FOUND)
 *		return -1;
 *
 * A name is looked up in the directory `dir` (AT_FDCWD: any path). Errors call the file `shown`.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <fcntl.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"

/*
 * Reads a regular file into the arena, with a NUL after it. ERR_NOT_FOUND: there is none.
 * ERR_UNTRUSTED: something else, or a symbolic link. ERR_LIMIT: it has more than `limit` bytes.
 */
int file_read_at(int dir, const char *name, const char *shown, size_t limit, struct arena *a,
		 struct bytes *ret, struct err *err);
/* The same of a path that a person or git has named: links are followed; something else: ERR_IO. */
int file_read(const char *path, size_t limit, struct arena *a, struct bytes *ret,
	      struct err *err);

enum file_how {
	FILE_SYNC = 1 << 0,   /* bytes and name survive a power cut */
	FILE_OBJECT = 1 << 1, /* git gc removes what a killed writer leaves behind */
};

/*
 * Makes or replaces a file: written beside it, then renamed, so that a reader finds the old bytes
 * or the new ones; a link is replaced, not followed. ERR_NOT_FOUND: no such directory.
 */
int file_write_at(int dir, const char *name, const char *shown, mode_t mode, unsigned how,
		  struct bytes data, struct err *err);
int file_write(const char *path, mode_t mode, unsigned how, struct bytes data, struct err *err);

/* A folder and those above it, where they are missing; an error where something else stands. */
int folder_make(const char *path, mode_t mode, struct err *err);

/* What one file holds, or the names in one directory, survive a power cut. */
int file_sync(const char *path, struct err *err);

/* Closes what is open: CLEANUP(fd_close) int fd = open(...). */
void fd_close(const int *fd);
/* Up to `len` bytes, fewer only where the file ends: how many; -1 with errno. */
ssize_t fd_read(int fd, void *ret_data, size_t len);
/* All of them; -1 with errno. Signals between are no end. */
int fd_write(int fd, const void *data, size_t len);

/* Is something of that name there, also a link that leads nowhere? An error where that cannot be told. */
int file_exists(const char *path, bool *ret, struct err *err);
/* May this process run it? A missing one may not be run; an error where that cannot be told. */
int file_may_run(const char *path, bool *ret, struct err *err);

#endif
