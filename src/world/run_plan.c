/* run_plan.c - what a run would do, for --dry-run: nothing here starts anything. */
#include "base/cleanup.h"
#include "base/printable.h"
#include "base/quote.h"
#include "world/probe.h"
#include "world/run.h"
#include "json/write.h"
#include "text/redact.h"

static void line(struct strbuf *out, const char *name, const char *value)
{
	if (!value)
		return;
	strbuf_addf(out, "  %-10s ", name);
	printable_addstr(out, value);
	strbuf_addch(out, '\n');
}

static void show_command(struct strbuf *out, const struct resolved_command *c)
{
	struct json_writer w;

	strbuf_addstr(out, "    [");
	for (size_t i = 0; c->argv[i]; i++) {
		struct strbuf word = STRBUF_INIT;

		jw_init(&w, &word);
		jw_string(&w, c->argv[i]);
		strbuf_addf(out, "%s%s", i ? ", " : "", word.buf);
		strbuf_free(&word);
	}
	strbuf_addstr(out, "]\n");
	if (c->script_on_stdin) {
		strbuf_addstr(out, "    on its stdin: ");
		printable_addstr(out, c->script);
		strbuf_addch(out, '\n');
	}
}

static void show_check(struct run *run, struct strbuf *out, const struct check *check)
{
	struct resolved_command command;
	struct err err;

	strbuf_addf(out, "    %s:", check->id);
	if (check->probe != PROBE_RUN) {
		strbuf_addch(out, ' ');
		printable_add(out, bytes_text(check->subject ? check->subject : "http"),
			      PRINTABLE_LINE);
		strbuf_addch(out, '\n');
	} else if (probe_resolve(&run->world, &check->run, check->on,
				 check->cwd ? check->cwd : run->request.step->cwd, &command,
				 &err) < 0) {
		strbuf_addf(out, " cannot be resolved: %s\n", err.text);
	} else {
		strbuf_addch(out, '\n');
		show_command(out, &command);
	}
}

static void show_checks(struct run *run, struct strbuf *out, const char *title,
			const struct checks *checks)
{
	if (checks->count)
		strbuf_addf(out, "  %s\n", title);
	for (size_t i = 0; i < checks->count; i++)
		show_check(run, out, checks->items[i]);
}

static void show_approval(struct strbuf *out, const struct approval *approval)
{
	if (approval)
		strbuf_addf(out, "  approval   %u of role '%s'\n", approval->count,
			    approval->role);
}

const char *run_plan(struct run *run)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT, masked = STRBUF_INIT;
	const struct step *step = run->request.step;
	const struct environment *env = run->request.environment;
	bool binds = env && !step_rollback(step);

	strbuf_addf(&out, "%s%s%s\n", step->id, env ? " in " : "", env ? env->id : "");
	line(&out, "title", step->title);
	line(&out, "uses", step->uses);
	if (env)
		show_approval(&out, step_approval(env, step));
	if (binds)
		show_checks(run, &out, "guards of the environment", &env->guard);
	show_checks(run, &out, "guards", &step->guard);
	if (binds)
		show_checks(run, &out, "stop checks of the environment", &env->stop);
	show_checks(run, &out, "stop checks", &step->stop);
	show_checks(run, &out, "before", &step->before);
	if (run->command) {
		strbuf_addstr(&out, "  run\n");
		show_command(&out, run->command);
		line(&out, "directory", run->command->cwd);
		line(&out, "target", run->command->target);
		line(&out, "restore", step->restore);
		strbuf_addf(&out, "  %-10s %" PRId64 " s\n", "timeout", step->timeout);
		if (run->request.twice)
			line(&out, "again", "a second run must change nothing");
	}
	show_checks(run, &out, "verify", &step->verify);
	redact_text(run->secrets, bytes_of(out.buf, out.len), &masked);
	return arena_strndup(run->world.arena, masked.buf, masked.len);
}

/* Quoted for a shell; of a script its text on standard input. */
static void paste_command(struct run *run, struct strbuf *out, const struct resolved_command *c)
{
	struct arena *a = run->world.arena;

	for (size_t i = 0; c->argv[i]; i++)
		strbuf_addf(out, "%s%s", i ? " " : "", shell_quote(c->argv[i], a));
	if (c->script_on_stdin)
		strbuf_addf(out, " <<'MCADE'\n%s\nMCADE", c->script);
	strbuf_addch(out, '\n');
}

/* What is no command is named, so that a person looks himself. */
static void paste_checks(struct run *run, struct strbuf *out, const char *title,
			 const struct checks *checks)
{
	for (size_t i = 0; i < checks->count; i++) {
		const struct check *check = checks->items[i];
		struct resolved_command command;
		struct err err;

		strbuf_addf(out, "# %s %s", title, check->id);
		if (check->probe == PROBE_RUN &&
		    probe_resolve(&run->world, &check->run, check->on,
				  check->cwd ? check->cwd : run->request.step->cwd, &command,
				  &err) == 0) {
			strbuf_addch(out, '\n');
			paste_command(run, out, &command);
		} else {
			strbuf_addf(out, ": %s\n", check->subject ? check->subject : "look");
		}
	}
}

/* What the run would be given, beyond what whoever pastes it has. */
static void paste_environment(struct run *run, struct strbuf *out)
{
	const struct name_values *own = &run->request.step->env;
	struct arena *a = run->world.arena;
	struct env *given = env_new(a);
	const char *const *list;

	for (size_t i = 0; i < own->count; i++)
		env_set(given, own->items[i].name, env_get(run->world.env, own->items[i].name));
	template_environment(&run->world.scope, a, given);
	list = env_list(given);
	for (size_t i = 0; list[i]; i++)
		strbuf_addf(out, "export %.*s=%s\n", (int)strcspn(list[i], "="), list[i],
			    shell_quote(strchr(list[i], '=') + 1, a));
}

const char *run_by_hand(struct run *run)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT, masked = STRBUF_INIT;
	const struct step *step = run->request.step;
	struct arena *a = run->world.arena;

	strbuf_addf(&out, "# %s in %s, by hand\n", step->id, run->request.environment->id);
	strbuf_addf(&out, "cd %s\n", shell_quote(run->command->cwd, a));
	paste_environment(run, &out);
	paste_checks(run, &out, "guard", &step->guard);
	paste_checks(run, &out, "stop", &step->stop);
	strbuf_addstr(&out, "# run\n");
	paste_command(run, &out, run->command);
	paste_checks(run, &out, "verify", &step->verify);
	redact_text(run->secrets, bytes_of(out.buf, out.len), &masked);
	return arena_strndup(a, masked.buf, masked.len);
}
