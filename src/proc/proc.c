#include "proc/proc.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/time.h"
#include "proc/internal.h"

#define PASS_ON_MS 10000 /* how long a program may take to end after a signal to us */
#define TICK_MS 20	 /* how often we look whether it has ended, its pipes being silent */
#define PIECE ((size_t)64 << 10)

struct stream {
	int fd; /* -1: ended */
	int number;
	struct redact_stream *redact; /* NULL: nothing is masked */
	struct keeper keeper;
};

struct run {
	const struct proc_spec *spec;
	struct family family;
	struct stream streams[2];
	int in;
	size_t written;
	sigset_t before; /* the signal mask that we found */
	bool ended; /* the program itself; kept as a zombie, so that its id stays its own */
	siginfo_t how;
	int interrupted;
};

static void deliver(struct run *run, struct stream *s, struct bytes piece)
{
	if (!piece.len)
		return;
	keeper_add(&s->keeper, piece);
	if (run->spec->on_output)
		run->spec->on_output(run->spec->context, s->number, piece);
}

static void stream_end(struct run *run, struct stream *s)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	if (s->fd < 0)
		return;
	close(s->fd);
	s->fd = -1;
	if (s->redact)
		redact_end(s->redact, &out);
	deliver(run, s, bytes_of(out.buf, out.len));
}

/* One read, so that a flood on one stream starves neither the other nor the clock. */
static void stream_read(struct run *run, struct stream *s)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	char piece[PIECE];
	ssize_t got = read(s->fd, piece, sizeof(piece));

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		stream_end(run, s);
		return;
	}
	if (run->spec->on_written)
		run->spec->on_written(run->spec->judge, s->number,
				      bytes_of(piece, (size_t)got));
	if (s->redact) {
		redact_feed(s->redact, bytes_of(piece, (size_t)got), &out);
		deliver(run, s, bytes_of(out.buf, out.len));
	} else {
		deliver(run, s, bytes_of(piece, (size_t)got));
	}
}

static void write_stdin(struct run *run)
{
	struct bytes all = run->spec->stdin_data;
	ssize_t put = write(run->in, (const char *)all.data + run->written,
			    all.len - run->written);

	if (put > 0)
		run->written += (size_t)put;
	if ((put < 0 && errno != EAGAIN && errno != EINTR) || run->written == all.len) {
		close(run->in); /* all written, or it does not want to read (EPIPE) */
		run->in = -1;
	}
}

/* Waits for output, room for input, or `wait_ms`, and moves what can be moved. */
static void turn(struct run *run, int64_t wait_ms)
{
	struct pollfd fds[3] = {{run->streams[0].fd, POLLIN, 0},
				{run->streams[1].fd, POLLIN, 0},
				{run->in, POLLOUT, 0}};

	if (poll(fds, 3, (int)(wait_ms < 0 ? 0 : wait_ms)) > 0) {
		for (int i = 0; i < 2; i++)
			if (fds[i].revents)
				stream_read(run, &run->streams[i]);
		if (fds[2].revents)
			write_stdin(run);
	}
	if (!run->ended) {
		run->how.si_pid = 0;
		if (!waitid(P_PID, (id_t)run->family.leader, &run->how,
			    WEXITED | WNOHANG | WNOWAIT) &&
		    run->how.si_pid)
			run->ended = true;
	}
}

static bool drained(const struct run *run)
{
	return run->streams[0].fd < 0 && run->streams[1].fd < 0;
}

/* Taken from the kernel, where it waits to be delivered. */
static bool take(int sig)
{
	sigset_t set;

	sigpending(&set);
	if (sigismember(&set, sig) != 1)
		return false;
	sigemptyset(&set);
	sigaddset(&set, sig);
	sigwait(&set, &sig);
	return true;
}

/* The one of INT, TERM and HUP that waits; else 0. */
static int take_signal(void)
{
	static const int passed[] = {SIGINT, SIGTERM, SIGHUP};

	for (size_t i = 0; i < ARRAY_SIZE(passed); i++)
		if (take(passed[i]))
			return passed[i];
	return 0;
}

/*
 * INT, TERM and HUP are blocked while something runs and fetched here: no handler, no race.
 * With the person's terminal, the terminal has told the program itself.
 */
static int pending_signal(struct run *run)
{
	int sig = take_signal();

	if (sig && !(run->spec->interactive && sig == SIGINT))
		kill(run->family.own_session ? -run->family.leader : run->family.leader, sig);
	return sig;
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Until the program ends by itself. False: the deadline passed first. */
static bool await_end(struct run *run, int64_t deadline)
{
	int64_t patience = INT64_MAX, wait = 0;

	while (!run->ended) {
		int64_t now = time_monotonic_ms();
		int sig = pending_signal(run);

		if (sig && run->interrupted)
			return true; /* asked twice: now */
		if (sig) {
			run->interrupted = sig;
			patience = now + PASS_ON_MS;
		}
		if (now >= patience)
			return true;
		if (now >= deadline)
			return false;
		/* with the pipes closed nothing wakes poll(): look soon at first, then less */
		if (!drained(run))
			wait = 0;
		else if (wait < TICK_MS)
			wait++;
		turn(run, least(deadline - now, wait ? wait : TICK_MS));
	}
	return true;
}

/* Alive, as far as can be seen: who holds our pipe is alive, seen or not. */
static unsigned count_alive(struct run *run, int sig, bool spare, unsigned *ret_spared)
{
	unsigned alive = sweep(&run->family, sig, spare, ret_spared) + !run->ended;

	return alive || drained(run) ? alive : 1;
}

/* What remains of the family, looked at (and hit) until nobody is left or time is up. */
static unsigned end_family(struct run *run, int sig, int64_t most_ms, bool spare,
			   unsigned *ret_spared)
{
	int64_t until = time_monotonic_ms() + most_ms;
	unsigned alive = count_alive(run, sig, spare, ret_spared);

	while (alive && time_monotonic_ms() < until) {
		turn(run, 2 * TICK_MS); /* a look at all processes has its price */
		/* KILL again and again: somebody may be forking; TERM once is enough */
		alive = count_alive(run, sig == SIGKILL ? sig : 0, spare, ret_spared);
	}
	return alive;
}

static void end_all(struct run *run, bool clean, struct proc_result *ret)
{
	bool leader = !run->ended;
	unsigned alive;

	for (int n = 0; n < 8 && !drained(run); n++)
		turn(run, 0); /* what is already in the pipes */
	if (clean) /* a service that is just being brought up needs a moment to detach */
		alive = end_family(run, 0, PROC_LINGER_MS, true, &ret->spared);
	else
		alive = count_alive(run, 0, false, NULL);
	ret->survivors_killed = alive > leader ? alive - leader : 0;
	if (alive)
		alive = end_family(run, SIGTERM, PROC_GRACE_MS, clean, &ret->spared);
	if (alive)
		alive = end_family(run, SIGKILL, PROC_GRACE_MS, clean, &ret->spared);
	ret->left = alive;
}

/* What the pipes still hold; not what somebody may write later. */
static void drain(struct run *run)
{
	for (int i = 0; i < 2; i++) {
		struct pollfd fd = {run->streams[i].fd, POLLIN, 0};

		for (int n = 0; n < 64 && run->streams[i].fd >= 0 && poll(&fd, 1, 0) > 0; n++)
			stream_read(run, &run->streams[i]);
		stream_end(run, &run->streams[i]);
	}
	if (run->in >= 0)
		close(run->in);
}

static void hold_signals(sigset_t *ret_before)
{
	sigset_t ours;

	sigemptyset(&ours);
	sigaddset(&ours, SIGINT);
	sigaddset(&ours, SIGTERM);
	sigaddset(&ours, SIGHUP);
	sigaddset(&ours, SIGPIPE);
	sigprocmask(SIG_BLOCK, &ours, ret_before);
}

static int start(struct run *run, struct arena *a, struct err *err)
{
	const struct proc_spec *spec = run->spec;
	struct started started;
	struct stat st;

	run->family.own_session = !spec->interactive;
	sweep_begin(&run->family, a);
	if (spawn(spec, a, &started, err) < 0)
		return -1;
	run->family.leader = started.pid;
	run->in = started.in;
	if (spec->on_start)
		spec->on_start(spec->context, started.pid);
	for (int i = 0; i < 2; i++) {
		struct stream *s = &run->streams[i];

		*s = (struct stream){
			.fd = i ? started.err : started.out,
			.number = i + 1,
			.redact = spec->secrets ? redact_open(spec->secrets) : NULL,
			.keeper = keeper_of(spec->capture_limit ? spec->capture_limit
								: LIMIT_CAPTURE)};
		run->family.pipes[i] = fstat(s->fd, &st) < 0 ? 0 : st.st_ino;
	}
	return 0;
}

static void finish_streams(struct run *run, struct arena *a, struct proc_result *ret)
{
	for (int i = 0; i < 2; i++) {
		struct stream *s = &run->streams[i];

		keeper_end(&s->keeper, a, i ? &ret->err : &ret->out);
		ret->redactions[i] = s->redact ? redact_count(s->redact) : 0;
		redact_closep(&s->redact);
	}
}

int proc_run(const struct proc_spec *spec, struct arena *a, struct proc_result *ret,
	     struct err *err)
{
	struct proc_result result = {.start = time_now()};
	struct run run = {.spec = spec, .in = -1};
	int64_t begin = time_monotonic_ms();
	bool in_time;

	if (spec->timeout_seconds < 1 || spec->timeout_seconds > LIMIT_TIMEOUT_MAX)
		return err_set(err, ERR_LIMIT,
			       "cannot run '%s': a timeout of %" PRId64
			       " s, expected 1 to %" PRId64,
			       spec->argv[0], spec->timeout_seconds, LIMIT_TIMEOUT_MAX);
	hold_signals(&run.before);
	if (start(&run, a, err) < 0) {
		sweep_end(&run.family);
		sigprocmask(SIG_SETMASK, &run.before, NULL);
		return -1;
	}
	in_time = await_end(&run, begin + spec->timeout_seconds * 1000);
	end_all(&run, run.ended && run.how.si_code == CLD_EXITED && !run.how.si_status,
		&result);
	drain(&run);
	sweep_end(&run.family); /* while the leader's id is its own */
	waitpid(run.family.leader, NULL, run.ended ? 0 : WNOHANG);
	if (!in_time)
		result.how = PROC_TIMED_OUT;
	else
		result.how = run.how.si_code == CLD_EXITED ? PROC_EXITED : PROC_SIGNALLED;
	result.code = in_time ? run.how.si_status : 0;
	result.interrupted = run.interrupted;
	finish_streams(&run, a, &result);
	/* What came as the program ended went to nobody and stays for whoever called, but for Ctrl-C
	 * at a terminal that was the program's. Of a closed pipe nobody wants to hear. */
	take(SIGPIPE);
	if (spec->interactive && take(SIGINT) && result.how == PROC_SIGNALLED)
		result.interrupted = SIGINT;
	sigprocmask(SIG_SETMASK, &run.before, NULL);
	result.end = time_now();
	result.milliseconds = time_monotonic_ms() - begin;
	*ret = result;
	return 0;
}

void proc_hold_on(struct proc_hold *ret)
{
	hold_signals(&ret->before);
}

void proc_let_go(const struct proc_hold *hold)
{
	while (take_signal() || take(SIGPIPE))
		;
	sigprocmask(SIG_SETMASK, &hold->before, NULL);
}

int proc_pause(int64_t seconds)
{
	int64_t until = time_monotonic_ms() + seconds * 1000;
	sigset_t before;
	int sig;

	hold_signals(&before);
	while (!(sig = take_signal()) && time_monotonic_ms() < until) {
		int64_t left = least(until - time_monotonic_ms(), 100);

		poll(NULL, 0, (int)(left > 0 ? left : 0));
	}
	take(SIGPIPE);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return sig;
}

const char *proc_describe(const struct proc_result *result, struct arena *a)
{
	switch (result->how) {
	case PROC_EXITED:
		return arena_printf(a, "exit status %d", result->code);
	case PROC_SIGNALLED:
		return arena_printf(a, "signal %d (%s)", result->code,
				    result->code ? strsignal(result->code) : "unknown");
	default:
		return arena_printf(a, "no end after %" PRId64 " s",
				    (result->milliseconds + 500) / 1000);
	}
}
