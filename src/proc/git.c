#include "base/texts.h"
#include "proc/git.h"

#include <signal.h>
#include <unistd.h>

#include "proc/env.h"

extern char **environ;

static const char *const always[] = {"--no-replace-objects",
				     "--no-pager",
				     "-c",
				     "core.commitGraph=false",
				     "-c",
				     "core.fsmonitor=false",
				     "-c",
				     "gc.auto=0",
				     "-c",
				     "maintenance.auto=false",
				     "-c",
				     "advice.detachedHead=false"};
static const char *const without_hooks[] = {"-c", "core.hooksPath=/dev/null"};
static const char *const without_questions[] = {"-c", "credential.interactive=false"};

static struct env *environment(const struct git_call *call, struct arena *a)
{
	struct env *env = env_new(a);

	if (call->keep_local)
		for (char **from = environ; *from; from++) {
			if (!text_begins(*from, "GIT_CONFIG="))
				env_pass(env, from,
					 arena_strndup(a, *from, strcspn(*from, "=")));
		}
	else
		env_inherit_all_but_git(env, environ);
	for (char **from = environ; call->keep_config && *from; from++)
		if (text_begins(*from, "GIT_CONFIG_"))
			env_pass(env, from, arena_strndup(a, *from, strcspn(*from, "=")));
	if (call->objects)
		env_set(env, "GIT_OBJECT_DIRECTORY", call->objects);
	env_set(env, "LC_ALL", "C");
	env_set(env, "GIT_NO_REPLACE_OBJECTS", "1");
	env_set(env, "GIT_GRAFT_FILE", "/dev/null");
	env_set(env, "GIT_NO_LAZY_FETCH", "1");
	env_set(env, "GIT_OPTIONAL_LOCKS", "0");
	if (!call->quiet)
		return env;
	/* in a session of its own it has no terminal to ask at; these stop the windows */
	env_set(env, "GIT_TERMINAL_PROMPT", "0");
	env_set(env, "GIT_ASKPASS", "/bin/false");
	env_set(env, "SSH_ASKPASS", "/bin/false");
	env_set(env, "SSH_ASKPASS_REQUIRE", "never");
	return env;
}

static const char **arguments(const struct git_call *call, struct arena *a)
{
	const char **argv = NULL;
	size_t count = 0;

	*ARENA_PUSH(a, argv, count) = "git";
	if (call->dir) {
		*ARENA_PUSH(a, argv, count) = "-C";
		*ARENA_PUSH(a, argv, count) = call->dir;
	}
	for (size_t i = 0; i < ARRAY_SIZE(always); i++)
		*ARENA_PUSH(a, argv, count) = always[i];
	for (size_t i = 0; call->no_hooks && i < ARRAY_SIZE(without_hooks); i++)
		*ARENA_PUSH(a, argv, count) = without_hooks[i];
	for (size_t i = 0; call->quiet && i < ARRAY_SIZE(without_questions); i++)
		*ARENA_PUSH(a, argv, count) = without_questions[i];
	for (const char *const *arg = call->args; *arg; arg++)
		*ARENA_PUSH(a, argv, count) = *arg;
	*ARENA_PUSH(a, argv, count) = NULL;
	return argv;
}

/* Whoever ends what git does for us means us: it is no remote that does not answer. Unless it is held,
 * by who has begun something that has to be recorded. */
static void end_as(int sig)
{
	sigset_t held;

	if (sig && !sigprocmask(SIG_BLOCK, NULL, &held) && !sigismember(&held, sig))
		raise(sig);
}

int git_run(const struct git_call *call, struct arena *a, struct proc_result *ret,
	    struct err *err)
{
	struct proc_spec spec = {
		.argv = arguments(call, a),
		.env = env_list(environment(call, a)),
		.stdin_data = call->stdin_data,
		.timeout_seconds = call->timeout_seconds ? call->timeout_seconds
							 : GIT_TIMEOUT_LOCAL,
		.capture_limit = LIMIT_BLOB,
		.interactive = !call->quiet && isatty(0),
		.on_output = call->on_output,
		.context = call->context,
	};
	struct proc_result result;

	if (proc_run(&spec, a, &result, err) < 0)
		return -1;
	end_as(result.interrupted);
	if (result.how == PROC_TIMED_OUT)
		return err_set(err, ERR_TIMEOUT, "git %s did not end within %" PRId64 " s",
			       call->args[0], spec.timeout_seconds);
	*ret = result;
	return 0;
}

static bool is_chatter(struct bytes line)
{
	static const char *const begins[] = {"warning:", "hint:", "To "};

	for (size_t i = 0; i < ARRAY_SIZE(begins); i++)
		if (bytes_begins(line, bytes_text(begins[i])))
			return true;
	return !line.len;
}

const char *git_complaint(const struct proc_result *result, struct arena *a)
{
	struct bytes left = result->err.head;
	const char *text = left.data;
	size_t at = 0;

	while (at < left.len) {
		size_t end = at;

		while (end < left.len && text[end] != '\n' && text[end] != '\r')
			end++;
		if (!is_chatter(bytes_of(text + at, end - at)))
			return arena_strndup(a, text + at, end - at > 400 ? 400 : end - at);
		at = end + 1;
	}
	return "";
}

int git_run_ok(const struct git_call *call, struct arena *a, struct bytes *ret_out,
	       struct err *err)
{
	struct proc_result result;
	const char *said;

	if (git_run(call, a, &result, err) < 0)
		return -1;
	if (result.how != PROC_EXITED || result.code) {
		said = git_complaint(&result, a);
		return err_set(err, ERR_IO, "git %s: %s%s%s", call->args[0],
			       proc_describe(&result, a), *said ? ": " : "", said);
	}
	if (capture_missing(&result.out))
		return err_set(err, ERR_LIMIT, "git %s printed more than %zu bytes",
			       call->args[0], LIMIT_BLOB);
	if (ret_out)
		*ret_out = result.out.head;
	return 0;
}
