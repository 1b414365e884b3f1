/* runbook_effects.c - what the language has and this version does not obey. */
#include "runbook/runbook_internal.h"
#include "runbook/schemas.h"

#define NOT_OBEYED "none-in-this-version"

static void add(struct findings *found, struct srcpos at, const char *expected,
		const char *what, const char *fix, const char *message)
{
	finding_add(found, RULE_DOCUMENT, FINDING_ERROR,
		    (struct finding){.at = at,
				     .path = at.file,
				     .expected = expected,
				     .found = what,
				     .fix = fix},
		    "%s", message);
}

static void not_obeyed(struct findings *found, struct srcpos at, const char *key,
		       const char *where)
{
	add(found, at, "keys that this version obeys", key,
	    arena_printf(found->arena, "take '%s' out", key),
	    arena_printf(found->arena, "'%s'%s has no effect in this version", key, where));
}

/* Only a command runs in a folder, elsewhere, or against time; `use` takes these of the other. */
static void judge_check(struct findings *found, const struct doc_node *check)
{
	static const char *const probes[] = {"file", "env", "use", "output_of"};
	static const char *const keys[] = {"on", "cwd", "timeout", "capture"};
	const char *probe = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(probes); i++)
		if (doc_get(check, probes[i]))
			probe = probes[i];
	for (size_t i = 0; probe && i < check->count; i++) {
		const struct doc_node *key = check->pairs[i].key;

		for (size_t k = 0; k < ARRAY_SIZE(keys); k++)
			if (!strcmp(key->text, keys[k]) &&
			    (strcmp(keys[k], "capture") != 0 || !strcmp(probe, "use")))
				not_obeyed(found, key->at, keys[k],
					   arena_printf(found->arena, " of a check with '%s'",
							probe));
	}
}

static void judge_checks(struct findings *found, const struct doc_node *holder)
{
	static const char *const lists[] = {"checks", "guard", "stop", "before", "verify"};

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		const struct doc_node *list = doc_get(holder, lists[i]);

		for (size_t k = 0; list && k < list->count; k++)
			judge_check(found, list->items[k]);
	}
}

/* Elsewhere the script has standard input, so that nobody can answer. */
static void judge_terminal(struct findings *found, const struct doc_node *root,
			   const struct doc_node *step)
{
	const struct doc_node *defaults = doc_get(root, "defaults");
	const struct doc_node *holder = doc_get(step, "interactive") ? step : defaults;

	if (!holder || !bind_flag(holder, "interactive", false) ||
	    (!doc_get(step, "on") && !doc_get(defaults, "on")))
		return;
	for (size_t i = 0; i < holder->count; i++)
		if (!strcmp(holder->pairs[i].key->text, "interactive"))
			not_obeyed(found, holder->pairs[i].key->at, "interactive",
				   " of a step with 'on'");
}

/* Something in that environment must be done for certain, or coming after it means nothing. */
static bool has_work(const struct doc_node *steps, const char *environment)
{
	for (size_t i = 0; i < steps->count; i++) {
		const struct doc_node *step = steps->items[i];
		const struct doc_node *only = doc_get(step, "environments");
		bool in = !only;

		for (size_t k = 0; only && k < only->count; k++)
			in = in || !strcmp(only->items[k]->text, environment);
		if (in && !bind_flag(step, "optional", false) &&
		    !bind_flag(step, "dormant", false))
			return true;
	}
	return false;
}

static void judge_after(struct findings *found, const struct doc_node *after,
			const struct doc_node *steps)
{
	for (size_t i = 0; after && i < after->count; i++) {
		const char *name = after->items[i]->text;

		if (!has_work(steps, name))
			add(found, after->items[i]->at, "a step there that is not optional",
			    "none", arena_printf(found->arena, "give '%s' such a step", name),
			    arena_printf(found->arena,
					 "'promote.after' names '%s', where no step has to be "
					 "done",
					 name));
	}
}

int runbook_effects(const struct doc_node *root, struct findings *found, struct err *err)
{
	const struct doc_node *steps = doc_get(root, "steps");
	const struct doc_node *environments = doc_get(root, "environments");
	struct schema_faults noted;

	if (!steps || !environments)
		return 0; /* no runbook at all: runbook_bind() says so */
	if (schemas_noted(SCHEMA_RUNBOOK, root, NOT_OBEYED, found->arena, &noted, err))
		return -1;
	for (size_t i = 0; i < noted.count; i++)
		not_obeyed(found, noted.items[i].at, noted.items[i].text, "");
	judge_checks(found, root);
	judge_checks(found, doc_get(root, "defaults"));
	for (size_t i = 0; i < environments->count; i++) {
		const struct doc_node *promote = doc_get(environments->items[i], "promote");

		judge_checks(found, environments->items[i]);
		if (steps->count)
			judge_after(found, doc_get(promote, "after"), steps);
	}
	for (size_t i = 0; i < steps->count; i++) {
		judge_checks(found, steps->items[i]);
		judge_terminal(found, root, steps->items[i]);
	}
	if (!steps->count)
		add(found, steps->at, "at least one step", "none", "write the steps",
		    "there are no steps: nothing could be done, and nothing judged");
	return 0;
}
