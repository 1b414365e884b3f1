#include "runbook/runbook.h"

#include "base/strbuf.h"
#include "base/texts.h"
#include "runbook/baselines.h"
#include "runbook/demands.h"
#include "runbook/tree_text.h"

/*
 * The canonical text: one line a fact, "key: value", values with their length before them, so
 * that no text can pass for another ("3:abc").
 */
struct writer {
	struct strbuf out;
	struct arena *arena;
};

static void put(struct writer *w, const char *key, const char *text)
{
	if (text)
		strbuf_addf(&w->out, "%s: %zu:%s\n", key, strlen(text), text);
}

static void put_number(struct writer *w, const char *key, int64_t number)
{
	strbuf_addf(&w->out, "%s: %" PRId64 "\n", key, number);
}

static void put_words(struct writer *w, const char *key, struct words words)
{
	strbuf_addf(&w->out, "%s: %zu items\n", key, words.count);
	for (size_t i = 0; i < words.count; i++)
		put(w, "-", words.items[i]);
}

static void put_node(struct writer *w, const char *key, const struct doc_node *node)
{
	tree_text(&w->out, key, node, NULL, w->arena);
}

static void put_command(struct writer *w, const char *key, const struct command *command)
{
	if (command->shell)
		put(w, key, command->shell);
	else if (command->argv.count)
		put_words(w, key, command->argv);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct name_value *)a)->name,
		      ((const struct name_value *)b)->name);
}

static void put_values(struct writer *w, const char *key, struct name_values values)
{
	struct name_value *sorted;

	if (!values.count)
		return;
	sorted = arena_memdup(w->arena, values.items, values.count * sizeof(*sorted));
	qsort(sorted, values.count, sizeof(*sorted), by_name);
	for (size_t i = 0; i < values.count; i++)
		put(w, arena_printf(w->arena, "%s.%s", key, sorted[i].name), sorted[i].value);
}

static void put_checks(struct writer *w, const struct runbook *rb, const char *key,
		       struct checks checks)
{
	strbuf_addf(&w->out, "%s: %zu checks\n", key, checks.count);
	for (size_t i = 0; i < checks.count; i++) {
		const struct check *check = checks.items[i];
		const struct check *used = check->probe == PROBE_USE
						   ? runbook_check_of(rb, NULL, check->subject)
						   : NULL;

		tree_text(&w->out, "check", check->node, "covers", w->arena);
		if (used)
			tree_text(&w->out, "used", used->node, "covers", w->arena);
		if (check->on)
			put_words(w, "target", runbook_target(rb, check->on));
		if (used && used->on)
			put_words(w, "target", runbook_target(rb, used->on));
	}
}

/* Does the text so far hold this name, and not only a longer one that begins so? */
static bool speaks_of(const struct writer *w, const char *name)
{
	return runbook_text_has_name(w->out.buf, name);
}

/* Names are no part of what runs, unless it asks for them: a step that is renamed stays as it was. */
static void put_used_names(struct writer *w, const struct step *step,
			   const struct environment *env)
{
	const struct {
		const char *name, *variable, *value;
	} names[] = {
		{"step.id", "MCADE_STEP", step->id},
		{"step.title", "MCADE_STEP_TITLE", step->title},
		{"step.section", "MCADE_STEP_SECTION", step->section},
		{"environment.title", "MCADE_ENVIRONMENT_TITLE", env->title},
		{"environment.manifest", "MCADE_ENVIRONMENT_MANIFEST", env->manifest},
	};
	bool used[ARRAY_SIZE(names)];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		used[i] = speaks_of(w, names[i].name) || speaks_of(w, names[i].variable);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (used[i])
			put(w, names[i].name, names[i].value);
}

/* Of the variables only those that the step, as written so far, speaks of. */
static void put_used_vars(struct writer *w, const char *key, const char *other,
			  struct name_values values)
{
	struct name_value *used = arena_array(w->arena, values.count, sizeof(*used));
	size_t count = 0;

	for (size_t i = 0; i < values.count; i++) {
		const char *name = values.items[i].name;

		if (speaks_of(w, arena_printf(w->arena, "vars.%s", name)) ||
		    speaks_of(w, arena_printf(w->arena, "MCADE_VAR_%s", name)) ||
		    (other && speaks_of(w, arena_printf(w->arena, "%s.%s", other, name))))
			used[count++] = values.items[i];
	}
	put_values(w, key, (struct name_values){used, count});
}

static void put_all_vars(struct writer *w, const struct runbook *rb,
			 const struct environment *env)
{
	put_values(w, "vars", rb->vars);
	put_values(w, "environment.vars", env->vars);
}

/* What was said of it is held against it later, and a script that it runs may read any variable. */
static bool outlives(const struct environment *env, const struct step *step)
{
	return step->kind == STEP_GATE || step_drill(step) || step_approval(env, step);
}

/* What a text means depends on the variables and names in it; then it is done. bound: what was said is held against it. */
static const char *finish(struct writer *w, const struct runbook *rb, const struct step *step,
			  const struct environment *env, bool bound)
{
	const char *text;

	put_used_names(w, step, env);
	put_used_vars(w, "vars", NULL, rb->vars);
	put(w, "environment", env->id);
	put_used_vars(w, "environment.vars", "environment", env->vars);
	if (bound && rb->rules >= RULES_VARIABLES && outlives(env, step))
		put_all_vars(w, rb, env);
	text = arena_strdup(w->arena, w->out.buf);
	strbuf_free(&w->out);
	return text;
}

/* Nothing where there is none: a definition of before there was this key is the same. */
static void put_passed(struct writer *w, struct words names)
{
	if (names.count)
		put_words(w, "pass_env", names);
}

static struct writer work_of(const struct runbook *rb, const struct step *step, struct arena *a)
{
	struct writer w = {STRBUF_INIT, a};

	put_number(&w, "kind", step->kind);
	if (step->kind == STEP_MANUAL) /* that is what a person does */
		put(&w, "title", step->title);
	put(&w, "repo", step->repo);
	put(&w, "uses", step->uses);
	put_command(&w, "run", &step->run);
	put(&w, "cwd", step->cwd);
	put(&w, "on", step->on);
	if (step->on)
		put_words(&w, "target", runbook_target(rb, step->on));
	put_values(&w, "env", step->env);
	put_passed(&w, rb->pass_env);
	put_passed(&w, step->pass_env);
	put_number(&w, "interactive", step->interactive);
	put_number(&w, "changes_state", step->changes_state);
	put(&w, "restore", step->restore_created ? "created" : step->restore);
	put_node(&w, "recap", step->recap);
	put_node(&w, "idempotence", step->idempotence);
	put_number(&w, "idempotence once", step->idempotence_first_only);
	put_node(&w, "expect", step->expect);
	put_words(&w, "inputs", step->inputs);
	if (step_rollback(step))
		put_values(&w, "arguments", step_rollback(step)->inputs);
	if (step_drill(step)) {
		put(&w, "of", step_drill(step)->of);
		put_words(&w, "evidence", demanded_fields(rb, step, a));
	}
	return w;
}

const char *runbook_step_work(const struct runbook *rb, const struct step *step,
			      const struct environment *env, struct arena *a)
{
	struct writer w = work_of(rb, step, a);

	return finish(&w, rb, step, env, false);
}

const char *runbook_step_definition(const struct runbook *rb, const struct step *step,
				    const struct environment *env, struct arena *a)
{
	struct writer w = work_of(rb, step, a);

	return finish(&w, rb, step, env, true);
}

const char *runbook_step_checks(const struct runbook *rb, const struct step *step,
				const struct environment *env, struct arena *a)
{
	struct writer w = {STRBUF_INIT, a};

	if (!step_rollback(step)) { /* which goes ahead whatever they say */
		put_checks(&w, rb, "environment.guard", env->guard);
		put_checks(&w, rb, "environment.stop", env->stop);
	}
	put_checks(&w, rb, "guard", step->guard);
	put_checks(&w, rb, "stop", step->stop);
	put_checks(&w, rb, "before", step->before);
	put_checks(&w, rb, "verify", step->verify);
	put_words(&w, "pins", step->pins);
	if (step->kind == STEP_GATE) {
		struct words demanded = demanded_fields(rb, step, a);

		if (demanded.count)
			put_words(&w, "evidence", demanded);
	}
	if (baseline_is_in(env, step->verify)) /* it records it, too */
		put(&w, "baseline", env->baseline);
	return finish(&w, rb, step, env, true);
}

const char *runbook_baseline_text(const struct runbook *rb, const struct environment *env,
				  struct arena *a)
{
	const struct check *check = runbook_check_of(rb, NULL, env->baseline_of);
	const struct step nobody = {.id = ""};
	struct writer w = {STRBUF_INIT, a};

	put_checks(&w, rb, "baseline", (struct checks){&check, 1});
	return finish(&w, rb, &nobody, env, false);
}

const char *runbook_promotion_text(const struct runbook *rb, const struct environment *target,
				   struct arena *a)
{
	struct writer w = {STRBUF_INIT, a};
	const char *text;

	put_node(&w, "promote", doc_get(target->node, "promote"));
	put_checks(&w, rb, "promote.verify", target->promote_verify);
	for (size_t i = 0; i < target->promote_after.count; i++)
		put_checks(&w, rb, "verify",
			   runbook_environment(rb, target->promote_after.items[i])->verify);
	text = arena_strdup(a, w.out.buf);
	strbuf_free(&w.out);
	return text;
}

const char *runbook_variables_text(const struct runbook *rb, const struct environment *target,
				   struct arena *a)
{
	struct writer w = {STRBUF_INIT, a};
	const char *text;

	put_all_vars(&w, rb, target);
	text = arena_strdup(a, w.out.buf);
	strbuf_free(&w.out);
	return text;
}
