#include "world/probe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/path.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "base/time.h"
#include "base/texts.h"
#include "match/glob.h"
#include "world/env_file.h"
#include "world/heard.h"
#include "world/http.h"

static int resolve(const struct world *world, const char *text, struct srcpos at,
		   const char **ret, struct err *err)
{
	return template_resolve(&world->scope, text, at, world->arena, ret, err);
}

static int append(const struct world *world, const struct words *words, struct srcpos at,
		  const char ***argv, size_t *count, struct err *err)
{
	for (size_t i = 0; i < words->count; i++) {
		const char *word;

		if (resolve(world, words->items[i], at, &word, err) < 0)
			return -1;
		*ARENA_PUSH(world->arena, *argv, *count) = word;
	}
	return 0;
}

/* An argument vector as the shell text that runs it: a target reads only that. */
static const char *shell_text(const char *const *argv, size_t count, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < count; i++) {
		if (i)
			strbuf_addch(&out, ' ');
		shell_quote_add(&out, argv[i]);
	}
	return arena_strdup(a, out.buf);
}

int probe_resolve(const struct world *world, const struct command *command, const char *on,
		  const char *cwd, struct resolved_command *ret, struct err *err)
{
	struct resolved_command result = {.target = on, .cwd = world->root};
	struct words target = on ? runbook_target(world->runbook, on) : (struct words){NULL, 0};
	const char **argv = NULL, **words = NULL;
	size_t count = 0, word_count = 0;

	if (on && !target.count)
		return err_at(err, ERR_NOT_FOUND, command->at, "no target '%s' in targets", on);
	if (command->shell && strstr(command->shell, "${{"))
		return err_at(err, ERR_FORMAT, command->at,
			      "shell text takes values from variables ($MCADE_...), not from "
			      "'${{'");
	if (!command->shell && !command->argv.count)
		return err_at(err, ERR_NOT_FOUND, command->at, "nothing to run");
	if (cwd) {
		if (resolve(world, cwd, command->at, &cwd, err) < 0)
			return -1;
		result.cwd = cwd[0] == '/'
				     ? cwd
				     : arena_printf(world->arena, "%s/%s", world->root, cwd);
	}
	if (append(world, on ? &target : &command->argv, command->at, &argv, &count, err) < 0 ||
	    (on && append(world, &command->argv, command->at, &words, &word_count, err) < 0))
		return -1;
	result.script = on && !command->shell ? shell_text(words, word_count, world->arena)
					      : command->shell;
	result.script_on_stdin = on != NULL;
	if (!on && command->shell) {
		*ARENA_PUSH(world->arena, argv, count) = "/bin/sh";
		*ARENA_PUSH(world->arena, argv, count) = "-c";
		*ARENA_PUSH(world->arena, argv, count) = command->shell;
	}
	*ARENA_PUSH(world->arena, argv, count) = NULL;
	result.argv = argv;
	*ret = result;
	return 0;
}

static bool is_wanted(const struct world *world, const char *name)
{
	if (text_begins(name, "MCADE_") || env_is_of_colour(name))
		return true;
	for (size_t i = 0; i < world->runbook->secrets.count; i++)
		if (!strcmp(world->runbook->secrets.items[i], name))
			return true;
	for (size_t i = 0; i < world->passed_count; i++)
		if (!strncmp(world->passed[i], name, strlen(name)) &&
		    world->passed[i][strlen(name)] == '=')
			return true;
	for (size_t i = 0; world->step && i < world->step->env.count; i++)
		if (!strcmp(world->step->env.items[i].name, name))
			return true;
	return false;
}

/* Assignments, quoted so that no value can end its quotes, then the script as written. */
static struct bytes script_for_target(const struct world *world, struct env *env,
				      const char *script)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *const *names = env_names(env);

	for (; *names; names++) {
		if (!env_name_ok(*names) || !is_wanted(world, *names))
			continue;
		strbuf_addf(&out, "%s=", *names);
		shell_quote_add(&out, env_get(env, *names));
		strbuf_addf(&out, "; export %s\n", *names);
	}
	strbuf_addstr(&out, script);
	strbuf_addch(&out, '\n');
	return bytes_of(arena_memdup(world->arena, out.buf, out.len), out.len);
}

int probe_command(const struct world *world, const struct resolved_command *command,
		  const struct probe_terms *terms, struct recorded *ret, struct err *err)
{
	struct env *env = world->env;
	struct heard *heard = heard_open(terms->watches);
	struct proc_spec spec = {
		.argv = command->argv,
		.cwd = command->cwd,
		.timeout_seconds = terms->timeout,
		.interactive = terms->interactive,
		.secrets = world->secrets,
		.on_output = terms->live ? world->on_output : NULL,
		.on_start = world->on_start,
		.context = world->context,
		.on_written = heard_piece,
		.judge = heard,
	};
	int status;

	template_environment(&world->scope, world->arena, env);
	spec.env = env_list(env);
	if (command->script_on_stdin)
		spec.stdin_data = script_for_target(world, env, command->script);
	status = proc_run(&spec, world->arena, &ret->process, err);
	heard_close(heard, world->arena, ret);
	return status;
}

void probe_observe(const struct recorded *recorded, struct arena *a, struct observation *ret)
{
	const struct proc_result *process = &recorded->process;

	*ret = (struct observation){
		.has_exit = true,
		.exit = process->how == PROC_EXITED ? process->code : 128 + process->code,
		.stdout_text = capture_text(&recorded->out, a),
		.stderr_text = capture_text(&recorded->err, a),
		.recap = &recorded->recap,
	};
}

/* The newest file of `dir` whose name matches; NULL when none is as new as this run. */
static const char *newest(const struct world *world, const char *dir, const char *shown,
			  const char *pattern)
{
	const char *found = NULL;
	struct dirent *entry;
	int64_t when = world->started;
	struct stat st;
	DIR *handle = opendir(dir);

	while (handle && (entry = readdir(handle))) {
		if (!glob_match(pattern, entry->d_name) ||
		    fstatat(dirfd(handle), entry->d_name, &st, 0) < 0 || !S_ISREG(st.st_mode) ||
		    (int64_t)st.st_mtime < when)
			continue;
		when = (int64_t)st.st_mtime;
		found = arena_printf(world->arena, "%s%s", shown, entry->d_name);
	}
	if (handle)
		closedir(handle);
	return found;
}

int probe_created(const struct world *world, const struct doc_node *expect,
		  struct observation *seen, struct err *err)
{
	const struct doc_node *node = doc_get(expect, "created");
	struct arena *a = world->arena;
	const char *path, *dir;

	if (!node || !node->text)
		return 0;
	if (template_resolve(&world->scope, node->text, node->at, a, &path, err) < 0)
		return -1;
	dir = arena_strndup(a, path, (size_t)(path_last(path) - path));
	seen->created = newest(
		world, path[0] == '/' ? dir : arena_printf(a, "%s/%s", world->root, dir), dir,
		path_last(path));
	return 0;
}

/* What it saw is made of what a command wrote. */
static int observed(struct world *world, const struct check *check, struct attempt *t,
		    struct err *err)
{
	t->has_process = true;
	probe_observe(&t->recorded, world->arena, &t->seen);
	return probe_created(world, check->expect, &t->seen, err);
}

static int look_run(struct world *world, const struct check *check, struct attempt *t,
		    struct err *err)
{
	const char *cwd = check->cwd ? check->cwd : world->step ? world->step->cwd : NULL;
	const struct probe_terms terms = {.timeout = check->timeout, .watches = &t->watches};

	if (probe_resolve(world, &check->run, check->on, cwd, &t->command, err) < 0)
		return -1;
	t->watched = true;
	if (probe_command(world, &t->command, &terms, &t->recorded, err) < 0)
		return -1;
	if (t->recorded.process.interrupted)
		world->interrupted = t->recorded.process.interrupted;
	return observed(world, check, t, err);
}

/* The last of that id. */
static int look_output(struct world *world, const struct check *check, struct attempt *t,
		       struct err *err)
{
	for (size_t i = world->recorded_count; i-- > 0;)
		if (!strcmp(world->recorded[i].id, check->subject)) {
			t->recorded = world->recorded[i];
			return observed(world, check, t, err);
		}
	return err_set(err, ERR_NOT_FOUND, "no output of '%s' was recorded", check->subject);
}

static int full_path(const struct world *world, const struct check *check,
		     const char **ret_path, const char **ret_full, struct err *err)
{
	if (resolve(world, check->subject, check->at, ret_path, err) < 0)
		return -1;
	*ret_full = **ret_path == '/'
			    ? *ret_path
			    : arena_printf(world->arena, "%s/%s", world->root, *ret_path);
	return 0;
}

/* That it is empty is seen of all that are required; no value is. */
static int look_env_file(struct world *world, const struct check *check, struct attempt *t,
			 struct err *err)
{
	struct observation seen = {.has_value = true, .value = "(set)"};
	struct name_text *names = arena_array(world->arena, check->require.count,
					      sizeof(*names));
	const char *path, *full;
	struct bytes body;

	if (full_path(world, check, &path, &full, err) < 0)
		return -1;
	if (file_read(full, LIMIT_BLOB, world->arena, &body, err) < 0) {
		if (err->code != ERR_NOT_FOUND)
			return -1;
		t->seen = (struct observation){.has_file = true};
		return 0;
	}
	env_file_read(body, &check->require, names);
	for (size_t i = 0; i < check->require.count; i++)
		if (!names[i].text || !*names[i].text)
			seen.value = "";
	seen.names = names;
	seen.name_count = check->require.count;
	t->seen = seen;
	return 0;
}

static int look_file(struct world *world, const struct check *check, struct attempt *t,
		     struct err *err)
{
	struct observation seen = {.has_file = true}, *ret = &t->seen;
	struct arena *a = world->arena;
	const char *path, *full;
	struct stat st;

	if (full_path(world, check, &path, &full, err) < 0)
		return -1;
	if (stat(full, &st) < 0) {
		if (errno != ENOENT && errno != ENOTDIR)
			return err_errno(err, "cannot look at '%s'", path);
		*ret = seen;
		return 0;
	}
	seen.exists = true;
	seen.size = (uint64_t)st.st_size;
	seen.mode = arena_printf(a, "%04o", (unsigned)st.st_mode & 07777);
	seen.age = time_of_files() - (int64_t)st.st_mtime;
	if ((int64_t)st.st_mtime >= world->started)
		seen.created = arena_strdup(a, path);
	if (S_ISREG(st.st_mode) && file_read(full, LIMIT_BLOB, a, &seen.body, err) < 0)
		return -1;
	*ret = seen;
	return 0;
}

const char *probe_env(const struct world *world, const char *name)
{
	const char *value = env_get(world->env, name);
	size_t len = strlen(name);

	for (char *const *from = world->caller_env; !value && *from; from++)
		if (!strncmp(*from, name, len) && (*from)[len] == '=')
			value = *from + len + 1;
	return value;
}

static int look_env(struct world *world, const struct check *check, struct attempt *t,
		    struct err *err UNUSED)
{
	t->seen = (struct observation){.has_value = true,
				       .value = probe_env(world, check->subject)};
	return 0;
}

const struct probe_kind *probe_kind(enum probe probe)
{
	static const struct probe_kind kinds[] = {
#define LOOK(function) function, false
#define LATER NULL, true
#define OTHER NULL, false
#define PROBE(tag, word, shape, member, looked, ...) [PROBE_##tag] = {word, looked},
#include "runbook/probes.h"
#include "yaml/doc.h"
#undef PROBE
	};

	return &kinds[probe];
}
