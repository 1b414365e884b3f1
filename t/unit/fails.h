/*
 * fails.h - one file cannot be opened, each in turn. Included first: open() is another one here.
 *
 *	fails_in = n;			// the nth file from now on; 0: all can be opened
 *	ask();
 *	if (fails_in)			// fewer were opened
 *		...
 */
#ifndef T_UNIT_FAILS_H
#define T_UNIT_FAILS_H

#undef _FORTIFY_SOURCE /* its open() is no function */

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stddef.h>

static size_t fails_in;

int open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;

	va_start(ap, flags);
	if (flags & O_CREAT)
		mode = (mode_t)va_arg(ap, int);
	va_end(ap);
	if (fails_in && !--fails_in) {
		errno = EIO;
		return -1;
	}
	return openat(AT_FDCWD, path, flags, mode);
}

#endif
