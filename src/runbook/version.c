/* version.c - checks that name the commit that runs: ${{ git.sha }}, or MCADE_GIT_SHA, the variable that holds it. */
#include "runbook/runbook.h"

#include "base/ascii.h"
#include "base/texts.h"

static bool continues(char c)
{
	return ascii_is_alnum(c) || c == '_';
}

bool runbook_text_has_name(const char *text, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = text; (p = strstr(p, name)); p += len)
		if (!continues(p[len]))
			return true;
	return false;
}

static bool text_names_version(const char *text)
{
	bool names = runbook_text_has_name(text, "MCADE_GIT_SHA");

	for (const char *p = text; !names && (p = strstr(p, "${{")); p += 3)
		names = text_begins(p + 3 + strspn(p + 3, " \t"), "git.sha");
	return names;
}

/* What these say demands only that it is something else. */
static const char *const tell_nothing[] = {"ne", "not_matches"};

/* One of its values does; of alternatives every one, or another version passes. */
static bool names_version(const struct doc_node *node, bool every)
{
	if (!node || node->kind == DOC_SCALAR)
		return node && text_names_version(node->text);
	for (size_t i = 0; i < node->count; i++) {
		bool keyed = node->kind == DOC_MAPPING;
		const char *key = keyed ? node->pairs[i].key->text : "";
		const struct doc_node *of = keyed ? node->pairs[i].value : node->items[i];

		if (!texts_have(tell_nothing, ARRAY_SIZE(tell_nothing), key) &&
		    names_version(of, !strcmp(key, "any") || !strcmp(key, "in")) != every)
			return !every;
	}
	return every;
}

/* A command that is given the version says by its end whether it found it: what expects another end than 0, or
 * any, passes with another version, too. */
static bool expects_success(const struct doc_node *expect)
{
	for (size_t i = 0; expect && expect->kind != DOC_SCALAR && i < expect->count; i++) {
		bool keyed = expect->kind == DOC_MAPPING;
		const struct doc_node *of = keyed ? expect->pairs[i].value : expect->items[i];

		if (keyed && !strcmp(expect->pairs[i].key->text, "exit")
			    ? of->kind != DOC_SCALAR || strcmp(of->text, "0") != 0
			    : !expects_success(of))
			return false;
	}
	return true;
}

/* "! grep -q ..." */
static bool is_turned(const struct command *run)
{
	return run->shell && run->shell[strspn(run->shell, " \t\n")] == '!';
}

/* What is asked of what runs now: by a command, or of a person. Where something is looked for, a path, an
 * address, a header, may have the version, and what answers another. */
static bool asks_by_itself(const struct runbook *rb, const struct check *used)
{
	struct words target = used->on ? runbook_target(rb, used->on) : (struct words){0};
	bool asks;

	if (used->probe == PROBE_MANUAL)
		return text_names_version(used->subject);
	if (is_turned(&used->run) || !expects_success(used->expect))
		return false;
	asks = used->run.shell && text_names_version(used->run.shell);
	for (size_t i = 0; i < used->run.argv.count && !asks; i++)
		asks = text_names_version(used->run.argv.items[i]);
	for (size_t i = 0; i < target.count && !asks; i++)
		asks = text_names_version(target.items[i]);
	return asks;
}

bool runbook_asks_version(const struct runbook *rb, const struct step *step,
			  const struct check *check)
{
	struct check used;

	/* what was kept of an earlier run, or stands in the caller's environment, is not what runs now */
	if (!runbook_used(rb, step, check, &used) || used.probe == PROBE_OUTPUT_OF ||
	    used.probe == PROBE_DRILL || used.probe == PROBE_ENV)
		return false;
	return names_version(used.expect, false) || asks_by_itself(rb, &used);
}

static bool mentions_version(const struct doc_node *node)
{
	bool found = node && node->kind == DOC_SCALAR && text_names_version(node->text);

	for (size_t i = 0; node && node->kind != DOC_SCALAR && i < node->count && !found; i++)
		found = mentions_version(node->kind == DOC_MAPPING ? node->pairs[i].value
								   : node->items[i]);
	return found;
}

bool runbook_mentions_version(const struct runbook *rb, const struct step *step,
			      const struct check *check)
{
	struct words target = {0};
	bool found = mentions_version(check->node);
	struct check used;

	if (!runbook_used(rb, step, check, &used))
		return found;
	if (used.on)
		target = runbook_target(rb, used.on);
	for (size_t i = 0; i < target.count && !found; i++)
		found = text_names_version(target.items[i]);
	return found || mentions_version(used.node);
}
