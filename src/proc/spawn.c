/* spawn.c - from fork to exec: what the program that we start gets, and what it does not. */
#include "proc/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proc/env.h"
#include "proc/proc.h"

enum { READ, WRITE };

/* Where the child failed before it was the program. */
enum place { AT_CWD, AT_STDIN, AT_EXEC };

struct failure {
	enum place at;
	int number;
};

static void close_pair(int pair[2])
{
	for (int i = 0; i < 2; i++)
		if (pair[i] >= 0)
			close(pair[i]);
}

/* Above 10, so that dup2() onto 0 to 3 in the child never lands on one of them. */
static int make_pipe(int ret[2], struct err *err)
{
	int pair[2];

	if (pipe(pair) < 0)
		return err_errno(err, "cannot make a pipe");
	for (int i = 0; i < 2; i++) {
		ret[i] = fcntl(pair[i], F_DUPFD_CLOEXEC, 10);
		close(pair[i]);
	}
	if (ret[0] < 0 || ret[1] < 0)
		return err_errno(err, "cannot make a pipe");
	return 0;
}

static const char *from_env(const char *const *env, const char *name)
{
	size_t len = strlen(name);

	for (; *env; env++)
		if (!strncmp(*env, name, len) && (*env)[len] == '=')
			return *env + len + 1;
	return NULL;
}

/* Looks argv[0] up in the PATH that the program will have; empty parts of PATH are not "here".
 */
static const char *find_program(const struct proc_spec *spec, struct arena *a, struct err *err)
{
	const char *name = spec->argv[0], *path = from_env(spec->env, "PATH");
	struct stat st;

	if (strchr(name, '/'))
		return name;
	for (const char *from = path ? path : "/usr/bin:/bin"; *from;) {
		size_t len = strcspn(from, ":");
		char *full = arena_printf(a, "%.*s/%s", (int)len, from, name);

		if (len && !access(full, X_OK) && !stat(full, &st) && S_ISREG(st.st_mode))
			return full;
		from += len + (from[len] == ':');
	}
	err_set(err, ERR_NOT_FOUND, "no program '%s' in PATH", name);
	return NULL;
}

static _Noreturn void fail(enum place at, int to)
{
	struct failure f = {at, errno};

	if (write(to, &f, sizeof(f)) < 0)
		_exit(127);
	_exit(127);
}

/* Everything is as if the program were the first thing started after login. */
static void reset_signals(void)
{
	struct sigaction sa = {.sa_handler = SIG_DFL};
	sigset_t none;

	for (int sig = 1; sig < NSIG; sig++)
		sigaction(sig, &sa, NULL); /* KILL and STOP say no */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void child(const struct proc_spec *spec, const char *program, int in, int out,
			    int err_fd, int report)
{
	struct rlimit no_core = {0, 0}; /* a core file would hold the secrets */

	if (!spec->interactive)
		setsid();
	reset_signals();
	umask(022);
	setrlimit(RLIMIT_CORE, &no_core);
	if (in < 0 && !spec->interactive)
		in = open("/dev/null", O_RDONLY);
	if ((in >= 0 && dup2(in, 0) < 0) || dup2(out, 1) < 0 || dup2(err_fd, 2) < 0)
		fail(AT_STDIN, report);
	if (dup2(report, 3) < 0 || fcntl(3, F_SETFD, FD_CLOEXEC) < 0)
		fail(AT_STDIN, report);
	close_from(4);
	if (spec->cwd && chdir(spec->cwd) < 0)
		fail(AT_CWD, 3);
	execve(program, (char *const *)(uintptr_t)spec->argv,
	       (char *const *)(uintptr_t)spec->env);
	fail(AT_EXEC, 3);
}

static int explain(const struct proc_spec *spec, const struct failure *f, struct err *err)
{
	enum err_code code = f->number == ENOENT || f->number == EACCES || f->number == ENOTDIR
				     ? ERR_NOT_FOUND
				     : ERR_IO;

	if (f->at == AT_CWD)
		return err_set(err, code, "cannot enter '%s' to run '%s': %s", spec->cwd,
			       spec->argv[0], strerror(f->number));
	if (f->at == AT_STDIN)
		return err_set(err, ERR_IO, "cannot connect '%s': %s", spec->argv[0],
			       strerror(f->number));
	return err_set(err, code, "cannot run '%s': %s", spec->argv[0], strerror(f->number));
}

/* EOF on `report` is success: exec closed it. */
static int await_exec(const struct proc_spec *spec, pid_t pid, int report, struct err *err)
{
	struct failure f;
	ssize_t got;

	do
		got = read(report, &f, sizeof(f));
	while (got < 0 && errno == EINTR);
	if (got == 0)
		return 0;
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	if (got != (ssize_t)sizeof(f))
		return err_set(err, ERR_IO, "cannot run '%s': it did not answer",
			       spec->argv[0]);
	return explain(spec, &f, err);
}

int spawn(const struct proc_spec *spec, struct arena *a, struct started *ret, struct err *err)
{
	int in[2] = {-1, -1}, out[2] = {-1, -1}, errors[2] = {-1, -1}, report[2] = {-1, -1};
	const char *program = find_program(spec, a, err);
	pid_t pid = -1;

	if (!program)
		return -1;
	if ((spec->stdin_data.data && make_pipe(in, err) < 0) || make_pipe(out, err) < 0 ||
	    make_pipe(errors, err) < 0 || make_pipe(report, err) < 0)
		goto failed;
	pid = fork();
	if (pid < 0) {
		err_errno(err, "cannot start '%s'", spec->argv[0]);
		goto failed;
	}
	if (!pid)
		child(spec, program, in[READ], out[WRITE], errors[WRITE], report[WRITE]);
	close(report[WRITE]);
	report[WRITE] = -1;
	if (await_exec(spec, pid, report[READ], err) < 0)
		goto failed;
	close(report[READ]);
	close(out[WRITE]);
	close(errors[WRITE]);
	if (in[READ] >= 0)
		close(in[READ]);
	*ret = (struct started){pid, in[WRITE], out[READ], errors[READ]};
	fcntl(ret->out, F_SETFL, O_NONBLOCK);
	fcntl(ret->err, F_SETFL, O_NONBLOCK);
	if (ret->in >= 0)
		fcntl(ret->in, F_SETFL, O_NONBLOCK);
	return 0;
failed:
	close_pair(in);
	close_pair(out);
	close_pair(errors);
	close_pair(report);
	return -1;
}
