#include "model/runbook.h"

#include "base/cleanup.h"
#include "base/strbuf.h"

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

static int by_key(const void *a, const void *b)
{
	return strcmp((*(const struct doc_pair *const *)a)->key->text,
		      (*(const struct doc_pair *const *)b)->key->text);
}

/* A tree without layout: keys sorted, scalars with their type. */
static void put_node(struct writer *w, const char *key, const struct doc_node *node)
{
	const struct doc_pair **sorted;

	if (!node)
		return;
	if (node->kind == DOC_SCALAR) {
		strbuf_addf(&w->out, "%s: %s %zu:%s\n", key, doc_type_name(doc_type(node)),
			    node->len, node->text);
		return;
	}
	strbuf_addf(&w->out, "%s: %s of %zu\n", key, doc_type_name(doc_type(node)),
		    node->count);
	for (size_t i = 0; node->kind == DOC_SEQUENCE && i < node->count; i++)
		put_node(w, "-", node->items[i]);
	if (node->kind != DOC_MAPPING || !node->count)
		return;
	sorted = arena_array(w->arena, node->count, sizeof(*sorted));
	for (size_t i = 0; i < node->count; i++)
		sorted[i] = &node->pairs[i];
	qsort(sorted, node->count, sizeof(*sorted), by_key);
	for (size_t i = 0; i < node->count; i++)
		put_node(w, sorted[i]->key->text, sorted[i]->value);
}

static void put_command(struct writer *w, const char *key, const struct command *command)
{
	if (command->shell)
		put(w, key, command->shell);
	else if (command->argv.count)
		put_words(w, key, command->argv);
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

		put_node(w, "check", check->node);
		if (used)
			put_node(w, "used", used->node);
		if (check->on)
			put_words(w, "target", runbook_target(rb, check->on));
	}
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

/* Of the variables only those that the step, as written so far, speaks of. */
static void put_used_vars(struct writer *w, const char *key, struct name_values values)
{
	struct name_value *used = arena_array(w->arena, values.count, sizeof(*used));
	size_t count = 0;

	for (size_t i = 0; i < values.count; i++) {
		const char *dotted = arena_printf(w->arena, "vars.%s", values.items[i].name);
		const char *shell = arena_printf(w->arena, "MCADE_VAR_%s",
						 values.items[i].name);

		if (strstr(w->out.buf, dotted) || strstr(w->out.buf, shell))
			used[count++] = values.items[i];
	}
	put_values(w, key, (struct name_values){used, count});
}

const char *runbook_step_definition(const struct runbook *rb, const struct step *step,
				    const struct environment *env, struct arena *a)
{
	struct writer w = {STRBUF_INIT, a};
	const char *text;

	put(&w, "id", step->id);
	put_number(&w, "kind", step->kind);
	put(&w, "repo", step->repo);
	put(&w, "uses", step->uses);
	put_command(&w, "run", &step->run);
	put(&w, "cwd", step->cwd);
	put(&w, "on", step->on);
	if (step->on)
		put_words(&w, "target", runbook_target(rb, step->on));
	put_values(&w, "env", step->env);
	put_number(&w, "changes_state", step->changes_state);
	put(&w, "restore", step->restore_created ? "created" : step->restore);
	put_node(&w, "recap", step->recap);
	put_node(&w, "idempotence", step->idempotence);
	put_node(&w, "expect", step->expect);
	put_words(&w, "pins", step->pins);
	put_words(&w, "inputs", step->inputs);
	put_number(&w, "irreversible", step->irreversible);
	put_checks(&w, rb, "guard", step->guard);
	put_checks(&w, rb, "stop", step->stop);
	put_checks(&w, rb, "before", step->before);
	put_checks(&w, rb, "verify", step->verify);
	put_used_vars(&w, "vars", rb->vars);
	if (env) {
		put(&w, "environment", env->id);
		put_used_vars(&w, "environment.vars", env->vars);
	}
	text = arena_strdup(a, w.out.buf);
	strbuf_free(&w.out);
	return text;
}
