/* rule_growing.c - append-only: documents and sections that only grow. */
#include "policy/habit.h"

#include "base/cleanup.h"
#include "match/glob.h"
#include "text/append.h"
#include "text/entries.h"

#define ID_MAX 72 /* of an event, and its NUL */

/* Who asks for an entry cannot be told that nobody can tell. */
struct knowing {
	const struct facts *facts;
	struct err err;
	bool lost;
};

static bool known_entry(void *ctx, struct bytes event, struct bytes *ret_text)
{
	struct knowing *k = ctx;
	bool found = false;
	int64_t time;
	char id[ID_MAX];

	if (event.len >= sizeof(id) || k->lost)
		return false;
	memcpy(id, event.data, event.len);
	id[event.len] = '\0';
	k->lost = held_entry(k->facts, id, ret_text, &time, &found, &k->err) < 0;
	return found;
}

/* The texts that are compared: whole files, or the section under a heading. */
struct texts {
	struct bytes now, *was, *bases;
	unsigned first; /* line of the file where `now` begins */
	unsigned *was_first;
	bool gone; /* the section has disappeared */
};

static void cut(struct bytes *text, const char *heading, unsigned *ret_line, bool *ret_found)
{
	struct bytes section;

	*ret_line = 1;
	*ret_found = append_section(*text, heading, &section, ret_line);
	*text = *ret_found ? section : bytes_of("", 0);
}

static int read_texts(const struct facts *facts, const struct change *change,
		      const char *heading, struct arena *arena, struct texts *ret,
		      struct err *err)
{
	bool found, had = false;
	unsigned line;

	*ret = (struct texts){.first = 1};
	ret->was = arena_array(arena, facts->parents, sizeof(*ret->was));
	ret->was_first = arena_array(arena, facts->parents, sizeof(*ret->was_first));
	ret->bases = arena_array(arena, facts->base_count + 1, sizeof(*ret->bases));
	if (facts_text(facts, &change->now, arena, &ret->now, err) < 0)
		return -1;
	for (size_t i = 0; i < facts->base_count; i++) {
		if (facts_text(facts, &change->bases[i], arena, &ret->bases[i], err) < 0)
			return -1;
		if (heading)
			cut(&ret->bases[i], heading, &line, &found);
	}
	for (size_t i = 0; i < facts->parents; i++) {
		if (facts_text(facts, &change->was[i], arena, &ret->was[i], err) < 0)
			return -1;
		ret->was_first[i] = 1;
		if (heading) {
			cut(&ret->was[i], heading, &ret->was_first[i], &found);
			had = had || found;
		}
	}
	if (heading) {
		cut(&ret->now, heading, &ret->first, &found);
		ret->gone = had && !found;
	}
	return 0;
}

static void report(const struct facts *facts, const struct change *change, const char *heading,
		   const struct texts *texts, const struct append_fault *fault,
		   const char *policy, struct findings *found)
{
	struct arena *a = found->arena;
	struct telling telling;
	unsigned line = texts->was_first[fault->parent] + fault->was_line - 1;
	struct finding with = finding_of(
		facts, change->path,
		fault->now_line ? texts->first + fault->now_line - 1 : line, 1);
	const char *where = heading ? arena_printf(a, " of section '%s'", heading) : "";

	with.expected = quote_line(fault->was, a);
	with.found = fault->now_line ? quote_line(fault->now, a) : "nothing";
	with.fix = restore_command(facts, change->path, a);
	if (!heading && habit_rules(facts) &&
	    entries_telling(texts->was[fault->parent], texts->now, a, &telling) &&
	    telling.turned) {
		with.at.line = telling.now_line;
		with.expected = quote_line(telling.was, a);
		with.found = quote_line(telling.now, a);
		finding_add(found, RULE_APPEND_ONLY, FINDING_ERROR, with,
			    "line %u was changed, what failed became success; this file only "
			    "grows (%s)",
			    telling.was_line, policy ? policy : "a log");
		return;
	}
	if (facts->parents > 1)
		finding_add(
			found, RULE_APPEND_ONLY, adopted(facts, FINDING_ERROR), with,
			"the merge loses line %u%s, which parent %zu added; this %s only grows",
			line, where, fault->parent + 1, heading ? "section" : "file");
	else
		finding_add(found, RULE_APPEND_ONLY, adopted(facts, FINDING_ERROR), with,
			    "line %u%s was %s; this %s only grows (%s)", line, where,
			    fault->now_line ? "changed" : "removed",
			    heading ? "section" : "file", policy ? policy : "a log");
}

/* A log by habit grows at whichever end it does: each entry that a parent has is kept. */
static bool grows_by_entries(const struct facts *facts, const struct texts *texts,
			     struct append_fault *fault, struct arena *a)
{
	struct append_fault here = {0};
	bool between = false; /* only a merge of two texts has new entries among the old ones */

	for (size_t i = 1; i < facts->parents; i++)
		between = between || !bytes_equal(texts->was[0], texts->was[i]);
	for (size_t i = 0; i < facts->parents; i++) {
		if (!texts->was[i].len ||
		    entries_kept(texts->was[i], texts->now, between, a, &here))
			continue;
		if (!here.was_line)
			return false; /* it has no entries: then it is a text as any */
		/* of the same line the comparison of all bytes knows what stands there now */
		if (fault->parent != i || fault->was_line != here.was_line) {
			*fault = here;
			fault->parent = i;
		}
		return false;
	}
	return true;
}

/* policy NULL: a log by habit. */
static int check(const struct facts *facts, const struct change *change, const char *heading,
		 const char *policy, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct knowing knowing = {.facts = facts};
	struct append_known known = {known_entry, &knowing,
				     facts->adopted && facts->record &&
					     facts_is_log(facts, change->path, NULL)};
	struct append_fault fault = {0};
	struct append_sides sides;
	struct texts texts;
	bool grows;

	if (read_texts(facts, change, heading, &scratch, &texts, err) < 0)
		return -1;
	if (texts.gone) {
		struct finding with = finding_whole(facts, change->path);

		with.fix = restore_command(facts, change->path, found->arena);
		finding_add(found, RULE_APPEND_ONLY, adopted(facts, FINDING_ERROR), with,
			    "section '%s' is gone; it only grows", heading);
		return 0;
	}
	sides = (struct append_sides){texts.was, texts.bases, facts->parents, facts->base_count,
				      facts->pairs};
	if (facts->parents > 1)
		grows = append_only_sides(&sides, texts.now, known, &fault);
	else
		grows = append_only(texts.was[0], texts.now, known, &fault);
	if (!grows && habit_rules(facts) && !heading && !policy)
		grows = grows_by_entries(facts, &texts, &fault, &scratch);
	if (knowing.lost) {
		err_copy(err, &knowing.err);
		return -1;
	}
	if (!grows)
		report(facts, change, heading, &texts, &fault, policy, found);
	return 0;
}

/* A file that is gone altogether is no-delete's to report. */
static int check_file(const struct facts *facts, const struct change *change,
		      const char *policy, struct findings *found, struct err *err)
{
	if (change_makes_executable(facts, change)) {
		struct finding with = finding_whole(facts, change->path);

		with.fix = restore_command(facts, change->path, found->arena);
		finding_add(found, RULE_APPEND_ONLY, adopted(facts, FINDING_ERROR), with,
			    "is made executable; it only grows (%s)",
			    policy ? policy : "a log");
	}
	return check(facts, change, NULL, policy, found, err);
}

/* One pattern of a policy, "FILE" or "FILE#Heading", against one path. */
static int check_pattern(const struct facts *facts, const struct change *change,
			 const char *pattern, const char *policy, struct findings *found,
			 struct err *err)
{
	const char *hash = strchr(pattern, '#');
	char *file;

	if (!hash) {
		if (!version_is_file(&change->now) || !glob_match(pattern, change->path))
			return 0;
		return check_file(facts, change, policy, found, err);
	}
	file = arena_strndup(found->arena, pattern, (size_t)(hash - pattern));
	if (!glob_match(file, change->path))
		return 0;
	return check(facts, change, hash + 1, policy, found, err);
}

static int check_log(const struct facts *facts, const struct change *change, bool *ret_log,
		     struct findings *found, struct err *err)
{
	enum document_class class;
	const char *pattern;

	if (!habit_rules(facts)) {
		*ret_log = facts_is_log(facts, change->path, &pattern);
		return *ret_log ? check_pattern(facts, change, pattern, "deployment log", found,
						err)
				: 0;
	}
	*ret_log = false;
	if (!version_is_file(&change->now) || !change_was_there(facts, change))
		return 0;
	if (habit_class(facts, change, &class, err) < 0)
		return -1;
	*ret_log = class == CLASS_LOG || (class != CLASS_GUIDE && facts->runbook->root &&
					  facts_is_log(facts, change->path, &pattern));
	return *ret_log ? check_file(facts, change, NULL, found, err) : 0;
}

int rule_append_only(const struct facts *facts, struct findings *found, struct err *err)
{
	const struct runbook *rb = facts->runbook;

	for (size_t i = 0; i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		const char *pattern;
		bool log;

		if (check_log(facts, change, &log, found, err) < 0)
			return -1;
		for (size_t p = 0; p < rb->policy_count; p++) {
			const struct runbook_policy *policy = &rb->policies[p];

			if (!policy_binds(facts, policy, RUNBOOK_APPEND_ONLY))
				continue;
			for (size_t n = 0; n < policy->subjects.count; n++) {
				pattern = policy->subjects.items[n];
				const char *by = arena_printf(found->arena, "policy '%s'",
							      policy->id);

				if (log && !strchr(pattern, '#'))
					continue; /* judged above */
				if (check_pattern(facts, change, pattern, by, found, err) < 0)
					return -1;
			}
		}
	}
	return 0;
}
