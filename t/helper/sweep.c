/*
 * sweep - a command again and again in one process, and each time another call of the system fails, for
 * scripts that ask whether a door opens then. Hundreds of faults cost what one process each costs a few.
 *
 *	sweep [--cold] [--asked] [--every N] [--call NAME] [--before SHELL] [--after SHELL] STATUS COMMAND [ARGUMENT]... <INPUT
 *
 * Without a fault the command answers STATUS; with one it answers the same (of a no: what is refused and
 * where, without advice), or says that it cannot tell. Faults begin behind what session_begin() opens.
 * --cold: nothing of the ledger is remembered, so that all of it is read. --asked: in place of the system,
 * what repository, ledger and record are asked (asked.h). --call: of the calls below those of
 * that name alone. --before: what puts back what the
 * command changes; --after: what holds whatever has failed. Prints how many calls failed and how often nobody could tell; on stderr what was wrong.
 */
#undef _FORTIFY_SOURCE /* its open() is another one */
#include "base/cleanup.h"
#include "cmd/table.h"
#include "report/format.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned long fails_at, calls; /* 0: none fails */
static const char *only;	      /* NULL: whatever is called */
static char failed[600];

#include "../t/helper/asked.h"

static bool fails(const char *call, const char *path)
{
	size_t len = strlen(path);

	if (asking || (len > 5 && !strcmp(path + len - 5, ".gcda")) ||
	    (only && strcmp(only, call) != 0) ||
	    __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) != fails_at)
		return false;
	snprintf(failed, sizeof(failed), "%s %.500s", call, path);
	errno = EIO;
	return true;
}

#define REAL(name) \
	__typeof__(name) *real = (__typeof__(name) *)(uintptr_t)dlsym(RTLD_NEXT, #name)
#define CALL(type, name, parameters, arguments, path, error)        \
	type name parameters                                        \
	{                                                           \
		REAL(name);                                         \
		return fails(#name, path) ? error : real arguments; \
	}

CALL(DIR *, opendir, (const char *path), (path), path, NULL)
CALL(pid_t, fork, (void), (), "", -1)
CALL(int, mkdir, (const char *path, mode_t mode), (path, mode), path, -1)
CALL(int, rename, (const char *from, const char *to), (from, to), to, -1)
CALL(int, symlink, (const char *from, const char *to), (from, to), to, -1)
CALL(int, unlink, (const char *path), (path), path, -1)
CALL(int, lstat, (const char *restrict path, struct stat *restrict st), (path, st), path, -1)
CALL(int, stat, (const char *restrict path, struct stat *restrict st), (path, st), path, -1)

int open(const char *path, int flags, ...)
{
	REAL(open);
	mode_t mode = 0;
	va_list ap;

	va_start(ap, flags);
	if (flags & O_CREAT)
		mode = (mode_t)va_arg(ap, int);
	va_end(ap);
	return fails("open", path) ? -1 : real(path, flags, mode);
}

/* What the command line of the sweep says, and where its words go: stderr is the command's. */
static struct {
	FILE *words;
	const char *before, *after;
	bool cold;
	unsigned long every;
	int status;
} sweep = {.every = 1};

/* Of a no: its refusals, each with rule and place. */
static const char *refusals(const char *text, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (const char *at = text; at && (at = strstr(at, "refused [")); at = strchr(at, '\n'))
		strbuf_addf(&out, "%.*s\n", (int)strcspn(at, "\n"), at);
	return arena_strdup(a, out.buf ? out.buf : "");
}

static const char *shown(const struct report *report, int status, struct arena *a)
{
	const char *data = arena_strndup(a, report->data.buf ? report->data.buf : "",
					 report->data.len);

	return status == 1 ? arena_printf(a, "%s%s", refusals(report->words.buf, a),
					  refusals(data, a))
			   : data;
}

/* What session_begin() does behind the repository. */
static int open_view(struct ledger *l, enum session_needs needs, struct err *err)
{
	bool joined;

	return needs == NEEDS_VIEW     ? ledger_open_to_read(l, &l->view, &joined, err)
	       : needs == NEEDS_LEDGER ? ledger_open(l, &l->view, err)
				       : 0;
}

/* The command's exit status and answer; -1: it cannot tell, and says why. */
static int answer(const struct subcommand *command, int argc, const char *const *argv,
		  unsigned long at, struct arena *a, const char **ret)
{
	CLEANUP(report_free) struct report report = REPORT_INIT;
	struct session session = {0};
	struct option_values values;
	struct result result = {0};
	struct err err = {0};
	int status;

	*ret = "";
	lseek(0, 0, SEEK_SET);
	if (options_parse(command->words->options, argc, argv, &session.arena, &values, &err) <
		    0 ||
	    session_begin(&session, command->needs == NEEDS_HOOK ? NEEDS_HOOK : NEEDS_REPO,
			  &err) < 0) {
		fprintf(sweep.words, "%s\n", err.text);
		exit(129);
	}
	calls = 0;
	memset(asked_from, 0, sizeof(asked_from));
	fails_at = at;
	status = open_view(&session.ledger, command->needs, &err);
	if (!status)
		status = command->run(&session, &values, &result, &err);
	if (status >= 0 && report_result(&report_text, &result, &report, &err) < 0)
		status = -1;
	fails_at = 0;
	if (status >= 0)
		*ret = shown(&report, status, a);
	else if (!*err.text)
		fprintf(sweep.words, "%s fails: no word of an error\n", failed);
	session_close(&session);
	return status;
}

static bool shell(const char *script)
{
	int status = -1;
	pid_t pid = fork();

	if (!pid) {
		execl("/bin/sh", "sh", "-c", script, (char *)NULL);
		_exit(127);
	}
	return waitpid(pid, &status, 0) == pid && !status;
}

/* What each fault makes of the command; how many answers were wrong. */
static unsigned long try_all(const struct subcommand *command, int argc,
			     const char *const *argv)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *state = getenv("XDG_STATE_HOME"), *right = NULL, *then;
	unsigned long tried = 0, untold = 0, wrong = 0;

	for (unsigned long at = 0;; at += sweep.every, tried++) {
		int is;

		if (sweep.cold)
			setenv("XDG_STATE_HOME", arena_printf(&a, "%s-%lu", state, at), 1);
		if (sweep.before && !shell(sweep.before))
			return 1;
		*failed = '\0';
		is = answer(command, argc, argv, at, &a, &then);
		right = at ? right : then;
		if (at && !*failed)
			break;
		untold += is < 0;
		if (sweep.after && !shell(sweep.after)) {
			fprintf(sweep.words, "%s fails: %s\n", failed, sweep.after);
			wrong++;
		}
		if (at ? is < 0 || (is == sweep.status && !strcmp(then, right))
		       : is == sweep.status)
			continue;
		fprintf(sweep.words, "%s fails: %d in place of %d: %s\n",
			at ? failed : "nothing", is, sweep.status, then);
		wrong++;
		if (!at)
			break;
	}
	printf("%lu faults, %lu could not be told\n", tried - 1, untold);
	return wrong;
}

int main(int argc, char **argv)
{
	const char *const *at = (const char *const *)argv + 1;
	const struct subcommand *command;
	struct err err;

	if (*at && !strcmp(*at, "hook")) /* a hook that a swept command has installed */
		return execvp("git-mcade", argv) ? 129 : 0;
	sweep.words = fdopen(dup(2), "w");
	if (!sweep.words || !freopen("/dev/null", "w", stderr))
		return 129;
	for (; *at && **at == '-'; at++)
		if (!strcmp(*at, "--cold"))
			sweep.cold = true;
		else if (!strcmp(*at, "--asked"))
			asking = true;
		else if (!strcmp(*at, "--before") && at[1])
			sweep.before = *++at;
		else if (!strcmp(*at, "--after") && at[1])
			sweep.after = *++at;
		else if (!strcmp(*at, "--call") && at[1])
			only = *++at;
		else if (!strcmp(*at, "--every") && at[1])
			sweep.every = strtoul(*++at, NULL, 10);
		else
			return 129;
	if (!*at || !at[1] || command_find(at[1], &command, &err) < 0 ||
	    !getenv("XDG_STATE_HOME"))
		return 129;
	sweep.status = **at - '0';
	return try_all(command, argc - (int)(at + 2 - (const char *const *)argv), at + 2) ? 1
											  : 0;
}
