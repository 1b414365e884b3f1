/* base/file.h: read whole up to a limit, written whole or not at all, nothing left beside. */
#include "base/cleanup.h"
#include "base/file.h"
#include "scratch.h"
#include "tap.h"

#include <signal.h>
#include <sys/resource.h>

static struct err err;
static struct arena arena = ARENA_INIT;

static bool holds(const char *path, const char *text)
{
	struct bytes raw;

	return file_read(path, 1000, &arena, &raw, &err) == 0 &&
	       bytes_equal(raw, bytes_text(text)) && !((const char *)raw.data)[raw.len];
}

static bool fails(int status, enum err_code code, const char *text)
{
	return status < 0 && err.code == code && strstr(err.text, text);
}

static void test_read(void)
{
	struct bytes raw;

	ok(shell("printf 'a\\0b' >nul && printf 123 >three && : >empty && ln -s three link && "
		 "mkdir d && mkfifo fifo"),
	   "files");
	ok(file_read("nul", 3, &arena, &raw, &err) == 0 &&
		   bytes_equal(raw, bytes_of("a\0b", 3)),
	   "whatever its bytes, as many as the limit");
	ok(fails(file_read("three", 2, &arena, &raw, &err), ERR_LIMIT, "'three'"),
	   "one more than the limit");
	ok(holds("empty", ""), "an empty file");
	ok(fails(file_read("none", 9, &arena, &raw, &err), ERR_NOT_FOUND, "no file 'none'") &&
		   fails(file_read("three/x", 9, &arena, &raw, &err), ERR_NOT_FOUND, "three/x"),
	   "no file, and no directory on the way");
	ok(holds("link", "123"), "a link is followed where the path is a person's");
	ok(fails(file_read_at(AT_FDCWD, "link", "shown", 9, &arena, &raw, &err), ERR_UNTRUSTED,
		 "'shown' is a symbolic link"),
	   "and nowhere else");
	ok(fails(file_read("d", 9, &arena, &raw, &err), ERR_IO, "not a regular file") &&
		   fails(file_read_at(AT_FDCWD, "d", "d", 9, &arena, &raw, &err), ERR_UNTRUSTED,
			 "not a regular file"),
	   "a directory is none");
	alarm(10);
	ok(fails(file_read("fifo", 9, &arena, &raw, &err), ERR_IO, "not a regular file"),
	   "a FIFO does not keep us waiting");
	alarm(0);
}

static void test_write(void)
{
	CLEANUP(fd_close) int dir = open("d", O_RDONLY);

	umask(022);
	ok(file_write("d/new", 0666, FILE_SYNC, bytes_text("one"), &err) == 0 &&
		   holds("d/new", "one"),
	   "a new file");
	ok(file_write_at(dir, "new", "new", 0640, FILE_OBJECT, bytes_text("two"), &err) == 0 &&
		   holds("d/new", "two") &&
		   shell("test \"$(ls -l d/new | cut -c1-10)\" = "
			 "-rw-r-----"),
	   "replaced, with the mode that is asked for");
	ok(shell("ln -s ../three d/away") &&
		   file_write("d/away", 0666, FILE_SYNC, bytes_text("x"), &err) == 0 &&
		   holds("d/away", "x") && holds("three", "123"),
	   "a link is replaced, not followed");
	ok(fails(file_write("none/x", 0666, 0, bytes_text("x"), &err), ERR_NOT_FOUND, "none/x"),
	   "no directory to write in");
	ok(shell("mkdir d/taken && : >d/taken/file") &&
		   fails(file_write("d/taken", 0666, 0, bytes_text("x"), &err), ERR_IO,
			 "cannot write 'd/taken'"),
	   "a directory in its place");
	ok(shell("test $(ls -A d | wc -l) = 3"), "nothing is left beside");
}

static void test_full(void)
{
	int status = -1;

	ok(shell("printf old >kept") && file_sync("kept", &err) == 0 &&
		   file_sync(".", &err) == 0,
	   "a file and a directory are made durable");
	ok(fails(file_sync("none", &err), ERR_IO, "none"), "nothing is not");
	fflush(stdout);
	if (!fork()) {
		struct rlimit none = {0, 0};

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &none);
		_exit(file_write("kept", 0666, 0, bytes_text("new"), &err) < 0 ? 0 : 1);
	}
	ok(wait(&status) > 0 && status == 0, "a disk that takes nothing: refused");
	ok(holds("kept", "old") && shell("test -z \"$(ls -A | grep mcade-)\""),
	   "the old file stays, and nothing beside it");
}

int main(void)
{
	scratch_begin();
	test_read();
	test_write();
	test_full();
	arena_free(&arena);
	scratch_end();
	return done();
}
