/* front - the script at a door, which stands where nothing compiled does: also where the program's
 * path is too long for that. What does is tested in t/t5100-hooks-install.sh. */
#include "base/file.h"
#include "gate/front.h"
#include "gate/hooks_front.h"
#include "proc/proc.h"
#include "sign/digest.h"

#include "tap.h"

#include <sys/stat.h>
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

/* What front_look() says of these bytes at a door, or of what stands there already (NULL). */
static const char *looks(const char *path, const char *hook, const char *text)
{
	static const char *const states[] = {[HOOK_ABSENT] = "absent",
					     [HOOK_OURS] = "ours",
					     [HOOK_OLDER] = "older",
					     [HOOK_OTHER] = "other",
					     [HOOK_DANGLING] = "dangling"};
	enum hook_state state;
	struct err err;

	if (text && file_write(path, 0777, 0, bytes_text(text), &err) < 0)
		return "not written";
	return front_look(path, hook, &arena, &state, &err) < 0 ? "cannot tell" : states[state];
}

/* The text with one place in it changed. */
static const char *with(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	return at ? arena_printf(&arena, "%.*s%s%s", (int)(at - text), text, to,
				 at + strlen(from))
		  : "it has no such place";
}

/* A script whose sum is right, whatever it does: head and sum as of `whole`, another body. */
static const char *summed(const char *whole, const char *body)
{
	const char *sum = strstr(whole, "mcade-prev\n# ") + strlen("mcade-prev\n# ");

	return arena_printf(&arena, "%.*s%s\n%s", (int)(sum - whole), whole,
			    SHA256_HEX(body, strlen(body)), body);
}

/* Anybody can write a sum: what is not byte for byte what would be written stands at no door of ours. */
static void test_forged(const char *path, const char *script)
{
	is_str(looks(path, "pre-push", summed(script, "exit 0\n")), "older",
	       "with a sum, and no program that it would run");
	is_str(looks(path, "pre-push", summed(script, "\nrecorded='/bin/true\nexit 0\n")),
	       "older", "or one whose name has no end");
	is_str(looks(path, "pre-push", summed(script, "\nrecorded='/bin/true'\nexit 0\n")),
	       "older", "or one that it does not run");
	is_str(looks(path, "pre-push", "#!/bin/sh\nexit 0\n" FRONT_MARK), "other",
	       "the mark of a file that is compiled, and nothing behind it");
}

/* A script is ours byte for byte: whatever was edited is another's, and is not kept. */
static void test_looks(const char *program)
{
	const char *path = arena_printf(&arena, "%s/door", folder), *script, *quoted;
	const char *sum, *short_sum;
	struct bytes file;
	struct err err;

	is_str(looks(path, "pre-push", NULL), "absent", "nothing");
	is_str(looks(arena_printf(&arena, "%s/none/door", folder), "pre-push", NULL), "absent",
	       "in no folder");
	if (front_write(path, "pre-push", program, &arena, &err) < 0 ||
	    file_read(path, 1 << 20, &arena, &file, &err) < 0)
		abort();
	script = file.data;
	is_str(looks(path, "pre-push", NULL), "cannot tell",
	       "ours, whose program has no name that a system knows");
	ok(front_is_edited(path, &arena), "... it is not kept as another's");
	is_str(looks(path, "pre-commit", NULL), "other", "of another door");
	sum = strstr(script, "mcade-prev\n# ") + strlen("mcade-prev\n# ");
	is_str(looks(path, "pre-push", with(script, "exit 128", "exit 0")), "other",
	       "one that allows what it does not know");
	ok(front_is_edited(path, &arena), "... nor is that");
	is_str(looks(path, "pre-push", with(script, "mcade-prev\n# ", "mcade-prev\n; ")),
	       "other", "whose sum is no comment");
	short_sum = arena_printf(&arena, "%.*s", (int)(sum - script) + 10, script);
	is_str(looks(path, "pre-push", short_sum), "other", "which ends in its sum");
	is_str(looks(path, "pre-push",
		     arena_printf(&arena, "%.*s %s", (int)(sum - script) + 64, script,
				  sum + 65)),
	       "other", "whose sum has no end");
	is_str(looks(path, "pre-push", "#!/bin/sh\nexit 0\n"), "other", "somebody's own");
	ok(!front_is_edited(path, &arena), "... is kept");
	test_forged(path, script);
	quoted = arena_printf(&arena, "/o'%s", program + 3);
	if (front_write(path, "pre-push", quoted, &arena, &err) < 0)
		abort();
	is_str(looks(path, "pre-push", NULL), "cannot tell", "a quote in the program's name");
	unlink(path);
	ok(symlink("/nowhere/at/all", path) == 0, "a link");
	is_str(looks(path, "pre-push", NULL), "other", "to somebody's program is his");
	unlink(path);
	ok(symlink("/nowhere/" FRONT_PROGRAM, path) == 0, "a link");
	is_str(looks(path, "pre-push", NULL), "dangling", "to ours, which is not there");
	unlink(path);
	ok(mkdir(path, 0777) == 0, "a folder");
	is_str(looks(path, "pre-push", NULL), "other", "is no door of ours");
	ok(front_is_edited(path, &arena), "... and cannot be told from one");
	rmdir(path);
	if (file_write(path, 0777, 0,
		       bytes_of(arena_alloc(&arena, (256 << 10) + 1), (256 << 10) + 1),
		       &err) < 0)
		abort();
	is_str(looks(path, "pre-push", NULL), "other", "what is too long for one");
	unlink(path);
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
	test_looks(program);
	for (size_t i = 0; i < 3; i++) {
		static const char *const made[] = {"pre-commit", "pre-push", "pre-receive"};

		unlink(arena_printf(&arena, "%s/%s", folder, made[i]));
	}
	rmdir(folder);
	arena_free(&arena);
	return done();
}
