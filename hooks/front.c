/*
 * front.c - what stands at a door where it can: a file of its own, so that writing over it harms
 * nobody, which runs the program recorded at install, at home else the one on PATH (by an absolute
 * path only), on a server none else; where there is none, it refuses. It decides nothing.
 *
 * Three system calls and no library: the start of one costs more than all else that happens here, in
 * a virtual machine half a millisecond (it asks the processor for its features, and each question is
 * a trap). A shell in its place starts one.
 */
#include "gate/front.h"

#if defined(__x86_64__) && defined(__linux__)
#define CALL_WRITE 1
#define CALL_EXECVE 59
#define CALL_EXIT 231
__asm__(".globl _start\n_start:\n\txor %ebp, %ebp\n\tmov %rsp, %rdi\n\tand $-16, %rsp\n"
	"\tcall front_start\n");

static long call(long number, long a, long b, long c)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return result;
}
#else
#error "no front for this system: the shell's is used (src/gate/hooks_front.c)"
#endif

#define ARGUMENTS 16 /* git gives a hook two at most */

void front_start(char **stack) __attribute__((noreturn));

struct front_record front_record = {.mark = FRONT_MARK}; /* the rest is written at install */

static unsigned long length(const char *text)
{
	unsigned long len = 0;

	while (text[len])
		len++;
	return len;
}

static void say(const char *text)
{
	call(CALL_WRITE, 2, (long)text, (long)length(text));
}

static void leave(int status) __attribute__((noreturn));
static void leave(int status)
{
	for (;;)
		call(CALL_EXIT, status, 0, 0);
}

/* Returns where that cannot be run. */
static void run(const char *program, char **arguments, char **environment)
{
	call(CALL_EXECVE, (long)program, (long)arguments, (long)environment);
}

/* What follows "PATH="; NULL. */
static const char *search_path(char **environment)
{
	for (; *environment; environment++) {
		const char *at = *environment, *name = "PATH=";

		while (*name && *at == *name)
			at++, name++;
		if (!*name)
			return at;
	}
	return 0;
}

static void run_on_path(const char *path, char **arguments, char **environment)
{
	static char program[sizeof(front_record.program)];
	static const char name[] = "/" FRONT_PROGRAM;

	while (path && *path) {
		unsigned long len = 0, put = 0;

		while (path[len] && path[len] != ':')
			len++;
		/* what is relative is the repository's, or lies in it */
		if (*path == '/' && len + sizeof(name) <= sizeof(program)) {
			for (; put < len; put++)
				program[put] = path[put];
			for (unsigned long i = 0; i < sizeof(name); i++)
				program[put++] = name[i];
			arguments[0] = program;
			run(program, arguments, environment);
		}
		path += len + (path[len] == ':');
	}
}

static int is_server(const char *hook)
{
	const char *name = "pre-receive";

	while (*name && *hook == *name)
		hook++, name++;
	return *hook == *name;
}

/* stack: the number of arguments, they, NULL, the environment, NULL. */
void front_start(char **stack)
{
	unsigned long count = (unsigned long)stack[0];
	char **given = stack + 1, **environment = given + count + 1;
	static char word[] = "hook";
	char *arguments[ARGUMENTS + 4]; /* no initializer: compilers call memset() for it */

	if (count && count <= ARGUMENTS + 1) {
		arguments[0] = front_record.program;
		arguments[1] = word;
		arguments[2] = front_record.hook;
		for (unsigned long i = 1; i <= count; i++)
			arguments[i + 2] = given[i]; /* the last is NULL */
		run(front_record.program, arguments, environment);
		/* on a server whoever pushes may have a say in PATH */
		if (!is_server(front_record.hook))
			run_on_path(search_path(environment), arguments, environment);
	}
	say("mcade: the program of this hook is gone: ");
	say(front_record.hook);
	say(" cannot tell, so it refuses\n  it was ");
	say(front_record.program);
	say("\n  next: install " FRONT_PROGRAM " again, then: git mcade hooks install\n");
	leave(128);
}
