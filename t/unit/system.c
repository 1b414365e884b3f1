/*
 * system.c - base/system.h, and compat.h's stand-ins for what POSIX does not have: whichever of the
 * two files was built, the answers are the same, or "cannot be seen".
 */
#include "base/file.h"
#include "base/system.h"
#include "scratch.h"
#include "tap.h"

#include <errno.h>
#include <signal.h>

static void test_program(const char *argv0)
{
	char path[PATH_MAX], whole[PATH_MAX];
	char *name;

	system_started_as(argv0);
	ok(realpath(argv0, whole) && system_program(path) == 0, "the program is found");
	is_str(path, whole, "by its path, links resolved");
	name = strrchr(whole, '/');
	*name = '\0';
	setenv("PATH", whole, 1);
	*name = '/';
	system_started_as(name + 1);
	ok(system_program(path) == 0 && !strcmp(path, whole), "by its name, in PATH");
	setenv("PATH", "/nowhere:/usr/bin:/bin", 1);
#ifdef MCADE_PORTABLE
	ok(system_program(path) < 0 && errno == ENOENT, "and nowhere else");
#else
	ok(system_program(path) == 0, "or because the kernel knows it");
#endif
}

static void test_command(void)
{
	char text[256] = "x";
	pid_t pid = fork();
	bool seen;

	if (!pid)
		_exit(0);
	seen = system_command((uint64_t)getpid(), text, sizeof(text));
	ok(seen ? strstr(text, "system") != NULL : !*text,
	   "what this program was started with");
	waitpid(pid, NULL, 0);
	ok(system_command((uint64_t)pid, text, sizeof(text)) && !*text,
	   "nothing of one that ended");
}

static void test_processes(void)
{
	char text[256] = "x", again[256], cut[4];

	system_processes(text, sizeof(text));
	system_processes(again, sizeof(again));
	is_str(text, again, "processes are numbered as they were");
	ok(!*text || strchr(text, ' ') == text + 36, "since a boot that has a name");
	system_processes(cut, sizeof(cut));
	ok(strlen(cut) < sizeof(cut), "in the room there is");
}

static void test_directory(void)
{
	struct stat st;
	int fd;

	ok(mkdir("d", 0700) == 0 && mkdir("d/below", 0700) == 0 && symlink("d", "link") == 0,
	   "a directory and a link to it");
	fd = system_open_directory(AT_FDCWD, "link", 0);
	ok(fd >= 0 && fstatat(fd, "below", &st, 0) == 0, "names are looked up in it");
	fd_close(&fd);
	fd = system_open_directory(AT_FDCWD, "link", O_NOFOLLOW);
	ok(fd < 0 && (errno == ELOOP || errno == ENOTDIR), "not through a link");
	fd = system_open_directory(AT_FDCWD, ".gone", 0);
	ok(fd < 0 && errno == ENOENT, "nothing there");
}

static void test_stand_ins(void)
{
	static const char text[] = "abcabd\0abc";
	char secret[] = "secret";

	ok(memmem(text, sizeof(text), "abd", 3) == text + 3 &&
		   memmem(text, sizeof(text), "abc\0", 4) == text + 7 &&
		   memmem(text, 3, "abc", 3) == text && memmem(text, 3, "", 0) == text,
	   "memmem(): the first, also at the end");
	ok(!memmem(text, 3, "abca", 4) && !memmem(text, 6, "b\0", 2) &&
		   !memmem(text, 0, "a", 1),
	   "not beyond the end");
	ok(memrchr(text, 'a', 6) == text + 3 && !memrchr(text, 'x', 6) &&
		   !memrchr(text, 'a', 0),
	   "memrchr(): the last");
	ok(!strcmp(strcasestr("one TWO two", "tWo"), "TWO two") && !strcasestr("tw", "two") &&
		   !strcmp(strcasestr("x", ""), "x"),
	   "strcasestr(): the first, whatever its case");
	explicit_bzero(secret, 4);
	ok(!memcmp(secret, "\0\0\0\0et", 6), "explicit_bzero(): that much");
}

int main(UNUSED int argc, char **argv)
{
	test_program(argv[0]);
	scratch_begin();
	test_command();
	test_processes();
	test_directory();
	test_stand_ins();
	scratch_end();
	return done();
}
