/*
 * proc/proc: programs that misbehave. Each is this very file started again with a word that
 * says how; afterwards none may be alive, and the deadline must have been kept.
 */
/* shows: E24 */
#include "proc/proc.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proc/env.h"
#include "proc/git.h"

#include "../t/unit/tap.h"

#ifdef MCADE_PORTABLE
#define ON_LINUX false
#else
#define ON_LINUX true
#endif

static const char *self;
static char mark[64]; /* argument that all programs of this test carry */

/* ---- the programs ---- */

static _Noreturn void forever(void)
{
	for (;;)
		pause();
}

static void flood(int fd)
{
	static const char line[] = "the quick brown fox jumps over the lazy dog\n";

	for (;;)
		if (write(fd, line, sizeof(line) - 1) < 0)
			_exit(1);
}

static void hold_pipe_in_new_session(int then)
{
	if (!fork()) {
		setsid();
		forever();
	}
	usleep(100000);
	_exit(then);
}

static void ignore_term(void)
{
	signal(SIGTERM, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	forever();
}

static void fork_twice(void)
{
	if (!fork()) {
		setsid();
		if (!fork()) {
			signal(SIGTERM, SIG_IGN);
			forever();
		}
		_exit(0);
	}
	forever();
}

/* Changes its process id all the time. */
static void hop(void)
{
	signal(SIGTERM, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	setsid();
	for (;;) {
		if (fork())
			_exit(0);
		usleep(200);
	}
}

static void become_service(bool keep_pipe)
{
	int null = open("/dev/null", O_RDWR);

	if (!fork()) {
		setsid();
		if (!keep_pipe) {
			dup2(null, 1);
			dup2(null, 2);
		}
		forever();
	}
	_exit(0);
}

static void breed(void)
{
	for (int i = 0; i < 40; i++)
		if (!fork()) {
			if (i % 2)
				setsid();
			signal(SIGTERM, SIG_IGN);
			forever();
		}
	forever();
}

/* How many signals are blocked or ignored. */
static int signals_off(void)
{
	int count = 0;
	struct sigaction now;
	sigset_t blocked;

	sigprocmask(SIG_SETMASK, NULL, &blocked);
	for (int sig = 1; sig <= SIGUSR2 || sig <= SIGTTOU; sig++)
		count += sigismember(&blocked, sig) == 1 ||
			 (!sigaction(sig, NULL, &now) && now.sa_handler == SIG_IGN);
	return count;
}

static void misbehave(const char *how)
{
	if (!strcmp(how, "signals"))
		_exit(signals_off());
	alarm(60); /* whatever this test does wrong, nothing stays for ever */
	if (!strcmp(how, "sleep"))
		forever();
	if (!strcmp(how, "ignore"))
		ignore_term();
	if (!strcmp(how, "setsid-pipe"))
		hold_pipe_in_new_session(0);
	if (!strcmp(how, "setsid-pipe-fail"))
		hold_pipe_in_new_session(3);
	if (!strcmp(how, "double-fork"))
		fork_twice();
	if (!strcmp(how, "flood"))
		flood(1);
	if (!strcmp(how, "flood-err"))
		flood(2);
	if (!strcmp(how, "stop"))
		raise(SIGSTOP);
	if (!strcmp(how, "hop") && !fork())
		hop();
	if (!strcmp(how, "breed"))
		breed();
	if (!strcmp(how, "service"))
		become_service(false);
	if (!strcmp(how, "service-pipe"))
		become_service(true);
	if (!strcmp(how, "background") && !fork()) {
		signal(SIGTERM, SIG_IGN);
		close(1);
		close(2);
		forever();
	}
	if (!strcmp(how, "service-fail")) {
		if (!fork())
			become_service(false);
		usleep(200000);
		_exit(7);
	}
	if (!strcmp(how, "stdin")) {
		char c;

		_exit(read(0, &c, 1) == 0 ? 0 : 9);
	}
	if (!strcmp(how, "crash")) {
		if (!fork()) {
			setsid();
			forever();
		}
		usleep(100000);
		raise(SIGKILL);
	}
	if (!strcmp(how, "closed")) {
		close(0);
		close(1);
		close(2);
		forever();
	}
	_exit(0);
}

/* ---- looking for them ---- */

/* How many processes carry the mark; ends them, so that each case stands alone. */
static unsigned alive(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *const argv[] = {"pgrep", "-f", mark, NULL};
	const char *const env[] = {"PATH=/usr/bin:/bin", NULL};
	struct proc_spec spec = {.argv = argv, .env = env, .timeout_seconds = 10};
	struct proc_result result;
	struct err err;
	unsigned count = 0;
	char *line, *rest;

	if (proc_run(&spec, &a, &result, &err) < 0)
		return 999;
	rest = arena_strndup(&a, result.out.head.data, result.out.head.len);
	while ((line = strsep(&rest, "\n")))
		if (*line && strtol(line, NULL, 10) != getpid()) {
			count++;
			kill((pid_t)strtol(line, NULL, 10), SIGKILL);
		}
	return count;
}

/* ---- the tests ---- */

static const char *const plain_env[] = {"PATH=/usr/bin:/bin", "X=1", NULL};

static int run(const char *how, int64_t timeout, struct arena *a, struct proc_result *ret)
{
	const char *argv[] = {self, mark, how, NULL};
	struct proc_spec spec = {.argv = argv, .env = plain_env, .timeout_seconds = timeout};
	struct err err = {0};

	if (!proc_run(&spec, a, ret, &err))
		return 0;
	printf("# %s\n", err.text);
	return -1;
}

static void test_misbehaviour(void)
{
	static const struct {
		const char *how;
		enum proc_how end;
		int code;
		unsigned spared;
		bool flees; /* leaves its session, where only Linux finds it */
	} table[] = {
		{"sleep", PROC_TIMED_OUT, 0, 0, false},
		{"ignore", PROC_TIMED_OUT, 0, 0, false},
		{"setsid-pipe", PROC_EXITED, 0, 0, true},
		{"setsid-pipe-fail", PROC_EXITED, 3, 0, true},
		{"double-fork", PROC_TIMED_OUT, 0, 0, true},
		{"flood", PROC_TIMED_OUT, 0, 0, false},
		{"flood-err", PROC_TIMED_OUT, 0, 0, false},
		{"stop", PROC_TIMED_OUT, 0, 0, false},
		{"hop", PROC_EXITED, 0, 0, true},
		{"breed", PROC_TIMED_OUT, 0, 0, true},
		{"service", PROC_EXITED, 0, 1, true},
		{"service-pipe", PROC_EXITED, 0, 0, true},
		{"background", PROC_EXITED, 0, 0, false},
		{"service-fail", PROC_EXITED, 7, 0, true},
		{"stdin", PROC_EXITED, 0, 0, false},
		{"crash", PROC_SIGNALLED, SIGKILL, 0, true},
		{"closed", PROC_TIMED_OUT, 0, 0, false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		const char *how = table[i].how;
		struct proc_result r = {0};

		if (table[i].flees && !ON_LINUX) {
			skip_linux(7, how);
			continue;
		}
		if (!ok(!run(how, 1, &a, &r), "%s: was run", how))
			continue;
		ok(r.how == table[i].end && r.code == table[i].code, "%s: %s", how,
		   proc_describe(&r, &a));
		is_int(r.spared, table[i].spared, how);
		ok(r.milliseconds <= 3000, "%s: over after %d ms", how, (int)r.milliseconds);
		is_int(alive(), table[i].spared, "  nobody else is left");
		ok(r.out.head.len + r.out.tail.len <= LIMIT_CAPTURE, "  output is bounded");
		ok(!strstr(how, "flood") ||
			   capture_missing(strcmp(how, "flood") ? &r.err : &r.out) > 0,
		   "  and says that it was cut");
	}
}

static const char *out_of(const struct proc_spec *spec, struct arena *a)
{
	struct proc_result r;
	struct err err = {0};

	if (proc_run(spec, a, &r, &err) < 0)
		return arena_strdup(a, err.text);
	return capture_text(&r.out, a).data;
}

static void test_surroundings(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *argv[] = {"sh", "-c", NULL, NULL};
	struct proc_spec spec = {.argv = argv, .env = plain_env, .timeout_seconds = 10};
	int leak = open("/dev/null", O_RDONLY); /* without close-on-exec, on purpose */
	struct proc_result r;

	argv[2] = "ls /dev/fd/ | tr '\\n' ' '";
	is_str(out_of(&spec, &a), "0 1 2 3 ", "no descriptor but 0, 1, 2 (and that of ls)");
	close(leak);
	argv[2] = "umask; echo $X; env | sort | grep -v -e PWD= -e SHLVL= -e _=";
	is_str(out_of(&spec, &a), "0022\n1\nPATH=/usr/bin:/bin\nX=1\n",
	       "umask and environment are ours to say");
	ok(!run("signals", 10, &a, &r) && r.how == PROC_EXITED && r.code == 0,
	   "no signal is blocked or ignored");
	argv[2] = "cat; pwd";
	spec.stdin_data = bytes_text("echo hello");
	spec.cwd = "/usr";
	is_str(out_of(&spec, &a), "echo hello/usr\n", "stdin and working directory");
	argv[2] = "exec <&-; echo early";
	spec.stdin_data = bytes_of(arena_alloc(&a, 1 << 20), 1 << 20);
	is_str(out_of(&spec, &a), "early\n", "a program need not read its stdin");
	spec.stdin_data = bytes_of(NULL, 0);
	spec.cwd = "/no/such/folder";
	ok(strstr(out_of(&spec, &a), "cannot enter '/no/such/folder'"), "a folder must exist");
	spec.cwd = NULL;
	argv[0] = "no-such-program";
	is_str(out_of(&spec, &a), "no program 'no-such-program' in PATH",
	       "a program must exist");
	argv[0] = "sh";
	spec.timeout_seconds = 0;
	ok(strstr(out_of(&spec, &a), "a timeout of 0 s"), "nothing runs without a deadline");
}

struct watcher {
	struct strbuf seen;
};

static void watch(void *context, int stream, struct bytes piece)
{
	(void)stream;
	strbuf_add(&((struct watcher *)context)->seen, piece.data, piece.len);
}

static void test_masking(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(redactor_freep) struct redactor *secrets = redactor_new();
	struct watcher watcher = {STRBUF_INIT};
	const char *argv[] = {"sh", "-c",
			      "printf 'a hun'; sleep 0.05; echo ter2 z; echo $P | base64 >&2",
			      NULL};
	const char *const env[] = {"PATH=/usr/bin:/bin", "P=hunter2", NULL};
	struct proc_spec spec = {.argv = argv,
				 .env = env,
				 .timeout_seconds = 10,
				 .secrets = secrets,
				 .on_output = watch,
				 .context = &watcher};
	struct proc_result r;
	struct err err;

	redactor_add(secrets, "P", "hunter2", &err);
	ok(!proc_run(&spec, &a, &r, &err), "was run");
	is_str(capture_text(&r.out, &a).data, "a *** z\n", "masked in what is kept");
	ok(!strstr(watcher.seen.buf, "hunter2") && strstr(watcher.seen.buf, "a *** z"),
	   "masked in what is shown");
	ok(!strstr(capture_text(&r.err, &a).data, "aHVudGVy"), "masked as base64");
	ok(r.redactions[0] == 1 && r.redactions[1] == 1, "and counted");
	strbuf_free(&watcher.seen);
}

static void test_capture(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *argv[] = {"seq", "1", "100000", NULL};
	struct proc_spec spec = {
		.argv = argv, .env = plain_env, .timeout_seconds = 10, .capture_limit = 100};
	struct proc_result r;
	struct err err;
	const char *text;

	ok(!proc_run(&spec, &a, &r, &err), "was run");
	text = capture_text(&r.out, &a).data;
	is_int((long long)r.out.total, 588895, "the whole length is known");
	ok(!strncmp(text, "1\n2\n", 4) && strstr(text, "\n99999\n100000\n"),
	   "head and tail are kept, whole lines");
	ok(strstr(text, arena_printf(&a, "[... %" PRIu64 " bytes left out ...]",
				     capture_missing(&r.out))),
	   "and what is missing is said");
}

/* Somebody presses Ctrl-C: it is passed on, and waited for. */
static void test_interruption(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *argv[] = {"sh", "-c",
			      "trap 'echo got it; exit 5' INT; while :; do sleep 0.05; done",
			      NULL};
	struct proc_spec spec = {.argv = argv, .env = plain_env, .timeout_seconds = 10};
	struct proc_result r = {0};
	struct err err;
	pid_t other = fork();

	if (!other) {
		usleep(300000);
		kill(getppid(), SIGINT);
		_exit(0);
	}
	ok(!proc_run(&spec, &a, &r, &err), "was run");
	waitpid(other, NULL, 0);
	is_int(r.interrupted, SIGINT, "we were interrupted and are still here");
	is_str(capture_text(&r.out, &a).data, "got it\n", "the program was told");
	is_int(r.code, 5, "and ended in its own way");
}

/* It comes when the program has ended already, and is for whoever called. */
static void test_late_interruption(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *argv[] = {"sh", "-c", "(sleep 0.1; kill -TERM $PPID) & exit 0", NULL};
	struct proc_spec spec = {.argv = argv, .env = plain_env, .timeout_seconds = 10};
	struct proc_result r = {0};
	struct proc_hold hold;
	sigset_t pending;
	struct err err;

	proc_hold_on(&hold);
	ok(!proc_run(&spec, &a, &r, &err), "was run");
	ok(!r.interrupted && !r.code, "it ended by itself");
	ok(!sigpending(&pending) && sigismember(&pending, SIGTERM) == 1,
	   "and the signal is not lost");
	proc_let_go(&hold);
	ok(!sigpending(&pending) && !sigismember(&pending, SIGTERM),
	   "until what had to be done is done");
}

static void test_env(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	static const char *const set[] = {
		"PATH=/bin",	    "HOME=/root", "GIT_INDEX_FILE=x", "LC_TIME=C",
		"ANSIBLE_CONFIG=a", "SECRET=s",	  "LD_PRELOAD=evil",  "PATHS=no"};
	char *from[ARRAY_SIZE(set) + 1] = {NULL};
	struct env *env = env_new(&a);
	const char *const *names;

	for (size_t i = 0; i < ARRAY_SIZE(set); i++)
		from[i] = arena_strdup(&a, set[i]);
	env_inherit(env, from);
	env_set(env, "MCADE_STEP", "PLAT_08D");
	env_set(env, "MCADE_STEP", "PLAT_08E");
	ok(env_pass(env, from, "SECRET") && !env_pass(env, from, "SECR"), "by its whole name");
	names = env_names(env);
	is_str(names[0], "ANSIBLE_CONFIG", "sorted");
	ok(!env_get(env, "GIT_INDEX_FILE") && !env_get(env, "LD_PRELOAD") &&
		   !env_get(env, "PATHS"),
	   "what is not listed does not arrive");
	is_str(env_get(env, "MCADE_STEP"), "PLAT_08E", "the last value holds");
	is_str(env_get(env, "LC_TIME"), "C", "patterns");
	ok(env_name_ok("A_1") && !env_name_ok("1A") && !env_name_ok("") && !env_name_ok("A-B"),
	   "names");
	env = env_new(&a);
	env_inherit_all_but_git(env, from);
	ok(env_get(env, "LD_PRELOAD") && !env_get(env, "GIT_INDEX_FILE"),
	   "all but what is local to git");
}

static void note_pid(void *context, pid_t pid)
{
	*(pid_t *)context = pid;
}

/* Whoever asks did not start it, and the program that was started may be gone. */
static void test_lives(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *argv[] = {"true", NULL};
	pid_t started = 0, leader, child = 0;
	struct proc_spec spec = {.argv = argv,
				 .env = plain_env,
				 .timeout_seconds = 10,
				 .on_start = note_pid,
				 .context = &started};
	struct proc_result r;
	struct err err;
	int end[2];

	ok(!proc_run(&spec, &a, &r, &err) && started > 0 && !proc_lives(started),
	   "what has ended does not live");
	if (pipe(end) < 0)
		return;
	leader = fork();
	if (!leader) {
		setsid();
		child = fork();
		if (!child) {
			pause();
			_exit(0);
		}
		_exit(write(end[1], &child, sizeof(child)) < 0);
	}
	ok(read(end[0], &child, sizeof(child)) == sizeof(child), "a program with a child");
	waitpid(leader, NULL, 0);
	ok(proc_lives(leader), "what a program has left in its group lives");
	ok(proc_lives(child), "by its own number, too");
	kill(child, SIGKILL);
	for (int i = 0; i < 100 && proc_lives(leader); i++)
		usleep(50000);
	ok(!proc_lives(leader), "until it ends");
	leader = fork();
	if (!leader)
		_exit(0);
	usleep(200000);
	if (!ON_LINUX)
		skip_linux(1, "who is dead and not fetched does not live");
	else
		ok(!proc_lives(leader), "who is dead and not fetched does not live");
	waitpid(leader, NULL, 0);
	close(end[0]);
	close(end[1]);
}

/* What is added to a copy has room of its own: what the arena has after it is another's. */
static void test_env_copy(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct env *env = env_new(&a), *copy;
	unsigned wrong = 0;

	for (int i = 0; i < 33; i++)
		env_set(env, arena_printf(&a, "OLD_%d", i), "old");
	copy = env_copy(env);
	for (int i = 0; i < 33; i++)
		env_set(copy, arena_printf(&a, "NEW_%d", i), "new");
	for (int i = 0; i < 33; i++) {
		const char *old = env_get(copy, arena_printf(&a, "OLD_%d", i)),
			   *new = env_get(copy, arena_printf(&a, "NEW_%d", i));

		wrong += !old || strcmp(old, "old") != 0 || !new || strcmp(new, "new") != 0;
	}
	is_int(wrong, 0, "a copy takes more, and keeps what it was given");
	ok(!env_get(env, "NEW_0"), "what it was made of does not have it");
}

static void test_git(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *const version[] = {"version", NULL}, *const bad[] = {"no-such-command",
									 NULL};
	const char *const dir[] = {"rev-parse", "--git-dir", NULL};
	struct git_call call = {.args = version, .quiet = true};
	struct bytes out;
	struct err err = {0};

	ok(!git_run_ok(&call, &a, &out, &err) && !strncmp(out.data, "git version ", 12), "git");
	call.args = bad;
	ok(git_run_ok(&call, &a, &out, &err) < 0 && strstr(err.text, "exit status 1"),
	   "a failure carries git's reason");
	setenv("GIT_DIR", "/nowhere", 1);
	call.args = dir;
	call.dir = "/";
	ok(git_run_ok(&call, &a, &out, &err) < 0 && !strstr(err.text, "/nowhere"),
	   "a hook's GIT_DIR does not reach it");
}

int main(int argc, char **argv)
{
	self = argv[0];
	if (argc == 3)
		misbehave(argv[2]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	snprintf(mark, sizeof(mark), "proc-test-%d", (int)getpid());
	test_misbehaviour();
	test_surroundings();
	test_masking();
	test_capture();
	test_interruption();
	test_late_interruption();
	test_lives();
	test_env();
	test_env_copy();
	test_git();
	return done();
}
