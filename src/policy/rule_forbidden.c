/* rule_forbidden.c - forbidden: patterns and paths that a change brings in. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "match/pattern.h"
#include "policy/forbid.h"

#define HITS_MAX 5 /* findings of one policy in one file */

/* A line of the new text that holds a match; the whole line decides whether it is new. */
static struct bytes line_at(struct bytes text, size_t offset)
{
	const char *start = text.data, *end = start + text.len, *at = start + offset, *stop;

	stop = memchr(at, '\n', (size_t)(end - at));
	while (at > start && at[-1] != '\n')
		at--;
	return bytes_of(at, (size_t)((stop ? stop : end) - at));
}

static bool has_line(struct bytes text, struct bytes line)
{
	const char *at = text.data, *end = at + text.len;

	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		if (!newline)
			newline = end;
		if (bytes_equal(bytes_of(at, (size_t)(newline - at)), line))
			return true;
		at = newline + 1;
	}
	return false;
}

struct texts {
	struct bytes now, code;
	struct bytes *was;
};

static bool is_old(const struct facts *facts, const struct texts *texts, struct bytes line)
{
	for (size_t i = 0; i < facts->parents; i++)
		if (has_line(texts->was[i], line))
			return true;
	return false;
}

static int search(const struct facts *facts, const struct change *change,
		  const struct fact_policy *policy, const struct texts *texts,
		  struct findings *found, struct err *err)
{
	CLEANUP(pattern_freep) struct pattern *pattern = NULL;
	struct pattern_match match = {.found = true};
	size_t start = 0;
	int hits = 0;

	if (pattern_compile(policy->pattern, policy->at, &pattern, err) < 0)
		return -1;
	while (hits < HITS_MAX && start <= texts->code.len) {
		unsigned line, column;
		struct finding with;

		if (pattern_search(pattern, texts->code, start, &match, err) < 0)
			return err_prefix(err, "policy '%s' in '%s'", policy->id, change->path);
		if (!match.found)
			break;
		start = match.end > match.begin ? match.end : match.end + 1;
		if (is_old(facts, texts, line_at(texts->now, match.begin)))
			continue;
		place_of(texts->now, match.begin, &line, &column);
		with = finding_of(facts, change->path, line, column);
		with.expected = arena_printf(found->arena, "nothing that matches %s",
					     policy->pattern);
		with.found = quote_line(line_at(texts->now, match.begin), found->arena);
		with.fix = policy->fix ? policy->fix
				       : restore_command(facts, change->path, found->arena);
		with.allow = arena_printf(
			found->arena, "edit policy '%s' in runbook.yaml, then git mcade adopt",
			policy->id);
		finding_add(found, RULE_FORBIDDEN, adopted(facts, policy->severity), with,
			    "line %u brings in '%s', which policy '%s' forbids", line,
			    quote_line(bytes_of((const char *)texts->now.data + match.begin,
						match.end - match.begin),
				       found->arena),
			    policy->id);
		hits++;
	}
	return 0;
}

static int check_text(const struct facts *facts, const struct change *change,
		      const struct fact_policy *policy, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct texts texts;

	if (!version_is_file(&change->now) || change_is_taken(facts, change))
		return 0;
	texts.was = arena_array(&scratch, facts->parents, sizeof(*texts.was));
	if (facts_text(facts, &change->now, &scratch, &texts.now, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->parents; i++)
		if (facts_text(facts, &change->was[i], &scratch, &texts.was[i], err) < 0)
			return -1;
	texts.code = policy->code_only ? forbid_code(change->path, texts.now, &scratch)
				       : texts.now;
	return search(facts, change, policy, &texts, found, err);
}

static void check_path(const struct facts *facts, const struct change *change,
		       const struct fact_policy *policy, struct findings *found)
{
	struct finding with = finding_of(facts, change->path, 0, 0);
	const char *pattern;

	if (change->now.mode == MODE_ABSENT)
		return;
	for (size_t i = 0; i < facts->parents; i++)
		if (change->was[i].mode != MODE_ABSENT)
			return; /* it stood there before */
	if (!words_match(&policy->paths, change->path, &pattern))
		return;
	with.expected = arena_printf(found->arena, "no file that matches %s", pattern);
	with.found = "a new file";
	with.fix = policy->fix ? policy->fix
			       : arena_printf(found->arena, "git rm --cached -- %s",
					      quote_path(change->path, found->arena));
	finding_add(found, RULE_FORBIDDEN, adopted(facts, policy->severity), with,
		    "policy '%s' forbids a file here", policy->id);
}

int rule_forbidden(const struct facts *facts, struct findings *found, struct err *err)
{
	const struct facts_spec *spec = facts->spec;

	for (size_t i = 0; spec && i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];

		for (size_t p = 0; p < spec->policy_count; p++) {
			const struct fact_policy *policy = &spec->policies[p];

			if (policy_binds(facts, policy, POLICY_FORBID_PATHS))
				check_path(facts, change, policy, found);
			if (policy_binds(facts, policy, POLICY_FORBID) &&
			    (!policy->paths.count ||
			     words_match(&policy->paths, change->path, NULL)) &&
			    check_text(facts, change, policy, found, err) < 0)
				return -1;
		}
	}
	return 0;
}
