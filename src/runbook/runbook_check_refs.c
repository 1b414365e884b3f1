/* runbook_check_refs.c - what a check names: another check, a target, a variable that it is handed. */
#include "base/ascii.h"
#include "base/limits.h"
#include "base/options.h"
#include "base/texts.h"
#include "runbook/runbook_internal.h"

/* A request holds only what the check is handed. */
static bool is_handed(const struct binder *b, const struct step *step,
		      const struct check *check, const char *name)
{
	return words_have(b->rb->secrets, name) || words_have(b->rb->pass_env, name) ||
	       words_have(check->pass_env, name) || (step && words_have(step->pass_env, name));
}

/* What is of no step is asked beside each of them, and sees what that is handed. */
static bool some_step_is_handed(const struct binder *b, const char *name)
{
	for (size_t i = 0; i < b->rb->step_count; i++)
		if (words_have(step_at(b->rb, i)->pass_env, name))
			return true;
	return false;
}

/* "$NAME", "${NAME}" or "${{ env.NAME }}" in a text, or in one below. */
static bool sends_variable(const struct binder *b, const struct step *step,
			   const struct check *check, const struct doc_node *node)
{
	for (size_t i = 0; node && node->kind != DOC_SCALAR && i < node->count; i++)
		if (sends_variable(b, step, check,
				   node->kind == DOC_MAPPING ? node->pairs[i].value
							     : node->items[i]))
			return true;
	for (const char *at = node && node->kind == DOC_SCALAR ? node->text : "";
	     (at = strchr(at, '$'));) {
		size_t len = 0;
		const char *name;

		if (text_begins(at, "${{")) {
			at += strlen("${{");
			if (text_begins(at + strspn(at, " \t"), "env."))
				return true;
			continue;
		}
		at += 1 + (at[1] == '{');
		while (ascii_is_alnum(at[len]) || at[len] == '_')
			len++;
		name = arena_strndup(b->arena, at, len);
		if (is_handed(b, step, check, name) || (!step && some_step_is_handed(b, name)))
			return true;
	}
	return false;
}

/* curl keeps a header of one's own, and a body, for whatever host a redirect names. */
static void check_http(struct binder *b, const struct step *step, const struct check *check)
{
	static const char *const places[] = {"headers", "json", "text"};
	const struct doc_node *http = doc_get(check->node, "http"),
			      *basic = doc_get(http, "basic"),
			      *follow = doc_get(http, "follow");

	for (size_t i = 0; basic && i < basic->count; i++)
		if (!is_handed(b, step, check, basic->items[i]->text))
			bind_fault(b, basic->items[i]->at,
				   "'%s' is neither in 'secrets' nor in 'pass_env'",
				   basic->items[i]->text);
	for (size_t i = 0; follow && !strcmp(follow->text, "true") && i < ARRAY_SIZE(places);
	     i++)
		if (sends_variable(b, step, check, doc_get(http, places[i])))
			bind_fault(b, follow->at,
				   "'follow' would send the variables in '%s' to any host",
				   places[i]);
}

static int64_t longest_wait(const struct check *check)
{
	const struct analysis *analysis = &check->analysis;

	return analysis->count ? analysis->initial_delay +
					 analysis->count * (analysis->interval + check->timeout)
			       : check->retry.count * (check->timeout + check->retry.delay);
}

static void check_probe(struct binder *b, const struct step *step, const struct check *check)
{
	const struct check *other = NULL;
	struct check used;

	if (check->probe == PROBE_USE || check->probe == PROBE_OUTPUT_OF) {
		if (check->probe == PROBE_OUTPUT_OF && !strcmp(check->subject, "step") && step)
			return;
		other = runbook_check_of(b->rb, step, check->subject);
		if (!other || other == check || other->probe == PROBE_USE)
			bind_fault(b, check->at,
				   "check '%s' names '%s', which is not a check to use",
				   check->id, check->subject);
	}
	if (check->probe == PROBE_HTTP)
		check_http(b, step, check);
	/* it may be handed more here than where it is written */
	if (check->probe == PROBE_USE && check->pass_env.count &&
	    runbook_used(b->rb, step, check, &used) && used.probe == PROBE_HTTP)
		check_http(b, step, &used);
	if (longest_wait(check) > LIMIT_TIMEOUT_MAX)
		bind_fault(b, check->at, "check '%s' could wait longer than 7d", check->id);
	if (check->analysis.count && check->retry.count > 1)
		bind_fault(b, check->at, "expected at most one of 'retry' and 'analysis'");
}

void bind_check_list(struct binder *b, const struct step *step, struct checks list,
		     struct strmap *seen)
{
	for (size_t i = 0; i < list.count; i++) {
		const struct check *check = list.items[i];

		bind_check_id(b, check->at, "check", check->id);
		if (seen && text_is(check->subject, check->id) && strmap_get(seen, check->id))
			bind_fault(b, check->at,
				   "check '%s' is given twice: what 'use' names is its id, "
				   "unless it has an 'id' of its own",
				   check->id);
		else if (seen)
			bind_check_unique(b, seen, check->at, "check", check->id, check);
		bind_check_target(b, check->at, check->on);
		check_probe(b, step, check);
	}
}

void bind_check_lists(struct binder *b, const struct step *step, struct strmap *seen)
{
	const struct checks lists[] = {step->guard, step->stop, step->before, step->verify};

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		bind_check_list(b, step, lists[i], seen);
}
