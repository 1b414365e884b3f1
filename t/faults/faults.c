/*
 * faults.so - loaded before the C library, makes one call of the system fail. For the script that
 * asks whether a program says the same or an error then, and never more than it would have.
 *
 *	FAULT_AT=7 FAULT_TOLD=told LD_PRELOAD=faults.so git-mcade audit
 *
 * Call number 7 of those below fails; of "7+" also what names the same path later; before "7!" the
 * process is killed. `told` then has its line, "7 open /path". With FAULT_AT=0 none fails, and each has a line. Children are left alone.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned long at, count;
static int told = -1, stays, dies;
static char gone[600];
static pid_t own;

__attribute__((constructor)) static void begin(void)
{
	const char *number = getenv("FAULT_AT"), *path = getenv("FAULT_TOLD");
	char *end;

	if (!number || !path)
		return;
	at = strtoul(number, &end, 10);
	stays = *end == '+';
	dies = *end == '!';
	told = (int)syscall(SYS_openat, AT_FDCWD, path,
			    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	/* away from the numbers that the program closes or expects to be given */
	told = fcntl(told, F_DUPFD_CLOEXEC, 900);
	own = getpid();
	unsetenv("FAULT_AT");
	unsetenv("FAULT_TOLD");
	unsetenv("LD_PRELOAD");
}

/* Is this the call that fails? What counts branches (gcov) is no part of the program. */
static int fails(const char *call, const char *path, int fd)
{
	char line[600];
	size_t len = path ? strlen(path) : 0;
	unsigned long number;
	int saved = errno, size;

	if (told < 0 || fd == told || getpid() != own ||
	    (len > 5 && !strcmp(path + len - 5, ".gcda")))
		return 0;
	number = __atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST);
	if (*gone && path && !strcmp(gone, path)) {
		errno = EIO;
		return 1;
	}
	if (at && number != at)
		return 0;
	if (stays && path)
		snprintf(gone, sizeof(gone), "%s", path);
	size = path ? snprintf(line, sizeof(line), "%lu %s %.500s\n", number, call, path)
		    : snprintf(line, sizeof(line), "%lu %s %d\n", number, call, fd);
	syscall(SYS_write, told, line, (size_t)size);
	if (at && dies)
		kill(own, SIGKILL);
	errno = at ? EIO : saved;
	return at != 0;
}

#define REAL(name) \
	__typeof__(name) *real = (__typeof__(name) *)(uintptr_t)dlsym(RTLD_NEXT, #name)

#define CALL(type, name, parameters, arguments, path, fd, failed)        \
	type name parameters                                             \
	{                                                                \
		REAL(name);                                              \
		return fails(#name, path, fd) ? failed : real arguments; \
	}

CALL(int, access, (const char *path, int mode), (path, mode), path, -1, -1)
CALL(int, stat, (const char *restrict path, struct stat *restrict st), (path, st), path, -1, -1)
CALL(int, lstat, (const char *restrict path, struct stat *restrict st), (path, st), path, -1,
     -1)
CALL(int, fstat, (int fd, struct stat *st), (fd, st), NULL, fd, -1)
CALL(int, fstatat, (int dir, const char *restrict path, struct stat *restrict st, int flags),
     (dir, path, st, flags), path, -1, -1)
CALL(ssize_t, read, (int fd, void *into, size_t len), (fd, into, len), NULL, fd, -1)
CALL(ssize_t, pread, (int fd, void *into, size_t len, off_t from), (fd, into, len, from), NULL,
     fd, -1)
CALL(ssize_t, write, (int fd, const void *data, size_t len), (fd, data, len), NULL, fd, -1)
CALL(ssize_t, pwrite, (int fd, const void *data, size_t len, off_t to), (fd, data, len, to),
     NULL, fd, -1)
CALL(off_t, lseek, (int fd, off_t to, int whence), (fd, to, whence), NULL, fd, -1)
CALL(int, fsync, (int fd), (fd), NULL, fd, -1)
CALL(int, syncfs, (int fd), (fd), NULL, fd, -1)
CALL(int, flock, (int fd, int how), (fd, how), NULL, fd, -1)
CALL(int, rename, (const char *from, const char *to), (from, to), to, -1, -1)
CALL(int, renameat, (int dir, const char *from, int into, const char *to),
     (dir, from, into, to), to, -1, -1)
CALL(int, link, (const char *from, const char *to), (from, to), to, -1, -1)
CALL(int, symlink, (const char *from, const char *to), (from, to), to, -1, -1)
CALL(int, unlink, (const char *path), (path), path, -1, -1)
CALL(int, unlinkat, (int dir, const char *path, int flags), (dir, path, flags), path, -1, -1)
CALL(int, mkdir, (const char *path, mode_t mode), (path, mode), path, -1, -1)
CALL(int, mkdirat, (int dir, const char *path, mode_t mode), (dir, path, mode), path, -1, -1)
CALL(char *, mkdtemp, (char *path), (path), path, -1, NULL)
CALL(int, rmdir, (const char *path), (path), path, -1, -1)
CALL(int, chmod, (const char *path, mode_t mode), (path, mode), path, -1, -1)
CALL(int, chdir, (const char *path), (path), path, -1, -1)
CALL(char *, getcwd, (char *into, size_t len), (into, len), ".", -1, NULL)
CALL(char *, realpath, (const char *restrict path, char *restrict into), (path, into), path, -1,
     NULL)
CALL(ssize_t, readlink, (const char *restrict path, char *restrict into, size_t len),
     (path, into, len), path, -1, -1)
CALL(DIR *, opendir, (const char *path), (path), path, -1, NULL)
CALL(struct dirent *, readdir, (DIR * dir), (dir), NULL, dirfd(dir), NULL)
CALL(FILE *, fopen, (const char *restrict path, const char *restrict mode), (path, mode), path,
     -1, NULL)
CALL(int, pipe, (int ends[2]), (ends), NULL, -1, -1)
CALL(pid_t, fork, (void), (), NULL, -1, -1)
CALL(pid_t, waitpid, (pid_t pid, int *status, int how), (pid, status, how), NULL, -1, -1)
CALL(int, pthread_create,
     (pthread_t *restrict thread, const pthread_attr_t *restrict how, void *(*run)(void *),
      void *restrict context),
     (thread, how, run, context), NULL, -1, EAGAIN)

void *mmap(void *where, size_t len, int access, int flags, int fd, off_t from)
{
	REAL(mmap);

	if (fd >= 0 && fails("mmap", NULL, fd))
		return MAP_FAILED;
	return real(where, len, access, flags, fd, from);
}

static mode_t mode_of(int flags, va_list ap)
{
	return flags & O_CREAT ? (mode_t)va_arg(ap, int) : 0;
}

int open(const char *path, int flags, ...)
{
	REAL(open);
	mode_t mode;
	va_list ap;

	va_start(ap, flags);
	mode = mode_of(flags, ap);
	va_end(ap);
	return fails("open", path, -1) ? -1 : real(path, flags, mode);
}

int openat(int dir, const char *path, int flags, ...)
{
	REAL(openat);
	mode_t mode;
	va_list ap;

	va_start(ap, flags);
	mode = mode_of(flags, ap);
	va_end(ap);
	return fails("openat", path, -1) ? -1 : real(dir, path, flags, mode);
}

/* what a fortified open is called when its flags make no file */
int __openat_2(int dir, const char *path, int flags);
int __openat_2(int dir, const char *path, int flags)
{
	return openat(dir, path, flags);
}
