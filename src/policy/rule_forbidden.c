/* rule_forbidden.c - forbidden: patterns and paths that a change brings in. */
#include "policy/internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/quote.h"
#include "match/pattern.h"
#include "text/forbid.h"
#include "text/lines.h"
#include "yaml/doc.h"

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

struct texts {
	struct bytes now, code;
	bool read; /* the others, which few need */
	struct byteset was[LIMIT_PARENTS], bases[LIMIT_MERGE_BASES]; /* their lines */
};

static bool is_old(const struct facts *facts, const struct texts *texts, struct bytes line)
{
	bool was[LIMIT_PARENTS], bases[LIMIT_MERGE_BASES];

	for (size_t i = 0; i < facts->parents; i++)
		was[i] = byteset_has(&texts->was[i], line);
	for (size_t i = 0; i < facts->base_count; i++)
		bases[i] = byteset_has(&texts->bases[i], line);
	return facts_had(facts, was, bases);
}

static int read_lines(const struct facts *facts, const struct version *versions, size_t count,
		      struct arena *arena, struct byteset *ret, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		struct bytes text;

		if (facts_text(facts, &versions[i], arena, &text, err) < 0)
			return -1;
		ret[i] = byteset_of_lines(text, arena);
	}
	return 0;
}

static int read_old(const struct facts *facts, const struct change *change, struct texts *texts,
		    struct arena *arena, struct err *err)
{
	if (texts->read)
		return 0;
	texts->read = true;
	return read_lines(facts, change->was, facts->parents, arena, texts->was, err) < 0 ||
			       read_lines(facts, change->bases, facts->base_count, arena,
					  texts->bases, err) < 0
		       ? -1
		       : 0;
}

static int search(const struct facts *facts, const struct change *change,
		  const struct runbook_policy *policy, struct texts *texts, struct arena *arena,
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
		if (read_old(facts, change, texts, arena, err) < 0)
			return -1;
		if (is_old(facts, texts, line_at(texts->now, match.begin)))
			continue;
		place_of(texts->now, match.begin, &line, &column);
		with = finding_of(facts, change->path, line, column);
		with.expected = arena_printf(found->arena, "nothing that matches %s",
					     policy->pattern);
		with.found = quote_line(line_at(texts->now, match.begin), found->arena);
		with.fix = policy->fix ? arena_printf(found->arena, "hint: %s", policy->fix)
				       : restore_command(facts, change->path, found->arena);
		with.allow = arena_printf(
			found->arena,
			"hint: edit policy '%s' in runbook.yaml, then git mcade adopt",
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

/* What a policy forbids stands in the policy, and its `fix` and `reason` may speak of it. */
static struct bytes without_policies(struct bytes code, struct bytes text, struct arena *a)
{
	static const char *const keys[] = {"forbid", "fix", "reason"};
	const struct doc_node *root, *policies;
	struct err unreadable; /* another rule says so */
	char *copy;

	if (doc_parse(text, "runbook.yaml", a, &root, &unreadable) < 0)
		return code;
	policies = doc_get(root, "policies");
	copy = arena_memdup(a, code.data, code.len);
	for (size_t i = 0; policies && i < policies->count * ARRAY_SIZE(keys); i++) {
		const struct doc_node *node =
			policies->kind != DOC_SEQUENCE
				? NULL
				: doc_get(policies->items[i / ARRAY_SIZE(keys)],
					  keys[i % ARRAY_SIZE(keys)]);

		for (size_t at = node ? node->begin : 0; node && at < node->end; at++)
			if (copy[at] != '\n')
				copy[at] = ' ';
	}
	return bytes_of(copy, code.len);
}

static int check_text(const struct facts *facts, const struct change *change,
		      const struct runbook_policy *policy, struct findings *found,
		      struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct texts texts;

	if (!version_is_file(&change->now) || change_is_taken(facts, change))
		return 0;
	texts.read = false;
	if (facts_text(facts, &change->now, &scratch, &texts.now, err) < 0)
		return -1;
	texts.code = policy->code_only ? forbid_code(change->path, texts.now, &scratch)
				       : texts.now;
	if (!strcmp(change->path, "runbook.yaml"))
		texts.code = without_policies(texts.code, texts.now, &scratch);
	return search(facts, change, policy, &texts, &scratch, found, err);
}

static void check_path(const struct facts *facts, const struct change *change,
		       const struct runbook_policy *policy, struct findings *found)
{
	struct finding with = finding_whole(facts, change->path);
	const char *pattern;

	bool was[LIMIT_PARENTS], bases[LIMIT_MERGE_BASES];

	for (size_t i = 0; i < facts->parents; i++)
		was[i] = change->was[i].mode != MODE_ABSENT;
	for (size_t i = 0; i < facts->base_count; i++)
		bases[i] = change->bases[i].mode != MODE_ABSENT;
	if (change->now.mode == MODE_ABSENT || facts_had(facts, was, bases) ||
	    !words_match(&policy->subjects, change->path, &pattern))
		return; /* it stood there before */
	with.expected = arena_printf(found->arena, "no file that matches %s", pattern);
	with.found = "a new file";
	with.fix = policy->fix ? arena_printf(found->arena, "hint: %s", policy->fix)
			       : arena_printf(found->arena, "git rm --cached -- %s",
					      shell_quote(change->path, found->arena));
	finding_add(found, RULE_FORBIDDEN, adopted(facts, policy->severity), with,
		    "policy '%s' forbids a file here", policy->id);
}

int rule_forbidden(const struct facts *facts, struct findings *found, struct err *err)
{
	const struct runbook *rb = facts->runbook;

	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];

		for (size_t p = 0; p < rb->policy_count; p++) {
			const struct runbook_policy *policy = &rb->policies[p];

			if (policy_binds(facts, policy, RUNBOOK_FORBID_PATHS))
				check_path(facts, change, policy, found);
			if (policy_binds(facts, policy, RUNBOOK_FORBID) &&
			    (!policy->paths.count ||
			     words_match(&policy->paths, change->path, NULL)) &&
			    check_text(facts, change, policy, found, err) < 0)
				return -1;
		}
	}
	return 0;
}
