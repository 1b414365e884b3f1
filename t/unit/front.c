/* front - the script at a door, which stands where nothing compiled does: also where the program's
 * path is too long for that. What does is tested in t/t5100-hooks-install.sh. */
#include "base/file.h"
#include "gate/front.h"
#include "gate/hooks_front.h"
#include "proc/proc.h"

#include "tap.h"

#include <unistd.h>

#define STATUS 7 /* of the program that stands on PATH */

static struct arena arena;
static char folder[] = "/tmp/mcade-unit-front-XXXXXX";

/* The exit status of the script for `hook`, where `program` was recorded. */
static int run(const char *hook, const char *program)
{
	const char *path = arena_printf(&arena, "%s/%s", folder, hook);
	const char *const argv[] = {"/bin/sh", path, NULL};
	const char *const env[] = {arena_printf(&arena, "PATH=%s", folder), NULL};
	struct proc_spec spec = {.argv = argv, .env = env, .timeout_seconds = 60};
	struct proc_result result;
	struct err err;

	if (front_write(path, hook, program, &arena, &err) < 0 ||
	    proc_run(&spec, &arena, &result, &err) < 0) {
		printf("# %s\n", err.text);
		return -1;
	}
	return result.how == PROC_EXITED ? result.code : -1;
}

int main(void)
{
	struct front_record record;
	char program[sizeof(record.program) + 2];
	const char *there;
	struct err err;

	memset(program, 'x', sizeof(program));
	program[0] = '/';
	program[sizeof(program) - 1] = '\0';
	if (!mkdtemp(folder))
		return 1;
	there = arena_printf(&arena, "%s/" FRONT_PROGRAM, folder);
	if (file_write(there, 0777, 0, bytes_text("#!/bin/sh\nexit 7\n"), &err) < 0)
		return 1;
	is_int(run("pre-commit", program), STATUS, "at home the one on PATH takes its place");
	is_int(run("pre-push", program), STATUS, "at the other door, too");
	is_int(run("pre-receive", program), 128, "on a server none does");
	ok(unlink(there) == 0, "it goes");
	is_int(run("pre-push", program), 128, "where there is none it refuses");
	for (size_t i = 0; i < 3; i++) {
		static const char *const made[] = {"pre-commit", "pre-push", "pre-receive"};

		unlink(arena_printf(&arena, "%s/%s", folder, made[i]));
	}
	rmdir(folder);
	arena_free(&arena);
	return done();
}
