/*
 * rule_pin_conflict.c - pin-conflict, of documents: what a change writes into a runbook or the defaults of
 * a playbook names no image by another digest than the manifests that stand after it pin; lint says so of
 * all that stands. Where nothing is adopted: neither does a log or a record that says that something was
 * done with it. Under an adopted runbook pins are the ledger's: judge_act(), drift and sealed ask, and
 * compare each entry with what was pinned at its time; of its logs what people wrote beside the entries is
 * asked here.
 */
#include "policy/habit.h"

#include "base/cleanup.h"
#include "policy/readings.h"
#include "base/path.h"
#include "text/lines.h"
#include "text/named_pins.h"
#include "text/outcomes.h"
#include "text/outline.h"

/* What one manifest of the tree pins. */
struct pinning {
	const char *path, *stem; /* "releases/prod.yaml", "prod" */
	struct named_pins pins;
};

struct manifests_there {
	struct pinning *items;
	size_t count;
	bool read; /* once, and only where a change asks */
};

/* A part of what was added that says one thing: from a date to the next, or all of a record. */
struct said {
	struct named_pins pins;
	struct bytes *lines;
	size_t count;
	bool success;
};

static int read_there(const struct facts *facts, struct arena *a, struct manifests_there *ret,
		      struct err *err)
{
	const char *const *paths = NULL;
	size_t count = 0;

	ret->read = true;
	if (facts->list(facts->ctx, "", &paths, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct version version = {0};
		struct pinning there = {.path = paths[i]};
		const char *name = path_last(paths[i]);
		struct bytes text;

		if (!class_keeps_manifests(paths[i]))
			continue;
		if (facts->look(facts->ctx, paths[i], &version, err) < 0 ||
		    facts_text(facts, &version, a, &text, err) < 0)
			return -1;
		if (!class_is_manifest(paths[i], text))
			continue;
		named_pins_add(&there.pins, text, 1, a);
		there.stem = arena_strndup(a, name, strcspn(name, "."));
		if (there.pins.count)
			*ARENA_PUSH(a, ret->items, ret->count) = there;
	}
	return 0;
}

/* Of the environment that it names, where it names one; else of all. */
static struct named_pins pins_for(const struct manifests_there *there, const struct said *said,
				  struct arena *a)
{
	struct named_pins all = {0};

	for (int named = 1; named >= 0 && !all.count; named--)
		for (size_t i = 0; i < there->count; i++) {
			bool speaks = !named;

			for (size_t k = 0; k < said->count && !speaks; k++)
				speaks = memmem(said->lines[k].data, said->lines[k].len,
						there->items[i].stem,
						strlen(there->items[i].stem));
			for (size_t k = 0; k < there->items[i].pins.count && speaks; k++)
				*ARENA_PUSH(a, all.items,
					    all.count) = there->items[i].pins.items[k];
		}
	return all;
}

static int judge_said(const struct facts *facts, const struct change *change,
		      const struct said *said, struct manifests_there *there, struct arena *a,
		      struct findings *found, struct err *err)
{
	const struct named_pin *pin, *other = NULL;
	struct named_pins pinned;
	struct finding with;

	if (!said->success || !said->pins.count)
		return 0;
	if (!there->read && read_there(facts, a, there, err) < 0)
		return -1;
	pinned = pins_for(there, said, a);
	pin = named_pins_against(&said->pins, &pinned, &other);
	if (!pin)
		return 0;
	with = finding_of(facts, change->path, pin->line, 1);
	with.expected = arena_printf(found->arena, "sha256:%.*s", (int)other->digest.len,
				     (const char *)other->digest.data);
	with.found = arena_printf(found->arena, "sha256:%.*s", (int)pin->digest.len,
				  (const char *)pin->digest.data);
	with.fix = "hint: append which of the two was deployed, and pin that one";
	finding_add(found, RULE_PIN_CONFLICT, adopted(facts, FINDING_ERROR), with,
		    "line %u says that '%.*s' was deployed, by another digest than is pinned",
		    pin->line, (int)pin->name.len, (const char *)pin->name.data);
	return 0;
}

static bool is_old(const struct byteset *was, size_t count, struct bytes line)
{
	for (size_t i = 0; i < count; i++)
		if (byteset_has(&was[i], line))
			return true;
	return false;
}

static int judge(const struct facts *facts, const struct change *change, struct bytes text,
		 bool record, struct manifests_there *there, struct findings *found,
		 struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct byteset *was = arena_array(&scratch, facts->parents + 1, sizeof(*was));
	struct lines lines = lines_of(text);
	struct said said = {0};
	struct bytes line;
	int rc = 0;

	for (size_t i = 0; i < facts->parents; i++) {
		struct bytes before;

		if (facts_text(facts, &change->was[i], &scratch, &before, err) < 0)
			return -1;
		was[i] = byteset_of_lines(before, &scratch);
	}
	while (!rc && lines_next(&lines, &line)) {
		if (is_old(was, facts->parents, line))
			continue;
		if (!record && class_dated(line)) {
			rc = judge_said(facts, change, &said, there, &scratch, found, err);
			said = (struct said){0};
		}
		named_pins_add(&said.pins, line, lines.line, &scratch);
		*ARENA_PUSH(&scratch, said.lines, said.count) = line;
		said.success = said.success || says_success(line);
	}
	return rc < 0 ? rc : judge_said(facts, change, &said, there, &scratch, found, err);
}

/* --- runbooks, and defaults of playbooks ----------------------------------------------------- */

/* Those of one image: of two digests in one text one may be the earlier. */
static struct named_pins of_name(const struct named_pins *all, struct bytes name,
				 struct arena *a)
{
	struct named_pins ret = {0};

	for (size_t i = 0; i < all->count; i++)
		if (bytes_equal(all->items[i].name, name))
			*ARENA_PUSH(a, ret.items, ret.count) = all->items[i];
	return ret;
}

static void judge_named(const struct facts *facts, const struct change *change,
			const struct named_pins *all, const struct named_pins *pinned,
			const struct named_pin *pin, struct arena *a, struct findings *found)
{
	const struct named_pins same = of_name(all, pin->name, a);
	struct finding with = finding_of(facts, change->path, pin->line, 1);
	const struct named_pin *other;

	if (!named_pins_against(&same, pinned, &other))
		return;
	with.expected = arena_printf(found->arena, "sha256:%.*s", (int)other->digest.len,
				     (const char *)other->digest.data);
	with.found = arena_printf(found->arena, "sha256:%.*s", (int)pin->digest.len,
				  (const char *)pin->digest.data);
	with.fix =
		"hint: say everywhere the one that is meant; a new pin comes with its manifest";
	finding_add(found, RULE_PIN_CONFLICT, adopted(facts, FINDING_ERROR), with,
		    "line %u names '%.*s' by another digest than the manifests pin", pin->line,
		    (int)pin->name.len, (const char *)pin->name.data);
}

/* What no parent says in these words. */
static int judge_new(const struct facts *facts, const struct change *change, struct bytes text,
		     struct manifests_there *there, struct arena *a, struct findings *found,
		     struct err *err)
{
	struct byteset *was = arena_array(a, facts->parents + 1, sizeof(*was));
	struct lines lines = lines_of(text);
	struct named_pins all = {0}, pinned = {0};
	struct bytes line;

	if (!there->read && read_there(facts, a, there, err) < 0)
		return -1;
	for (size_t i = 0; i < there->count; i++)
		for (size_t k = 0; k < there->items[i].pins.count; k++)
			*ARENA_PUSH(a, pinned.items,
				    pinned.count) = there->items[i].pins.items[k];
	for (size_t i = 0; i < facts->parents; i++) {
		struct bytes before;

		if (facts_text(facts, &change->was[i], a, &before, err) < 0)
			return -1;
		was[i] = byteset_of_lines(before, a);
	}
	named_pins_add(&all, text, 1, a);
	while (lines_next(&lines, &line)) {
		struct named_pins new = {0};

		if (!is_old(was, facts->parents, line))
			named_pins_add(&new, line, lines.line, a);
		for (size_t i = 0; i < new.count; i++)
			judge_named(facts, change, &all, &pinned, &new.items[i], a, found);
	}
	return 0;
}

/* What people say in a log or a record: of one that the rules name the ledger vouches for its own entries,
 * and for all that was sealed. */
static int said_of(const struct facts *facts, const char *path, struct bytes text,
		   struct arena *a, struct bytes *ret, struct err *err)
{
	size_t entries;

	*ret = text;
	if (!facts->adopted)
		return 0;
	if (checkpoint_of(facts, path, a))
		*ret = bytes_of("", 0);
	else if (facts_is_log(facts, path, NULL))
		return log_notes(facts, text, a, ret, &entries, err);
	return 0;
}

static int judge_change_of(const struct facts *facts, const struct change *change,
			   struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	enum document_class class = runbook_class(facts->runbook, change->path);
	struct manifests_there there = {0};
	struct opened *o;
	struct bytes text, said;
	bool is;

	if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
		return -1;
	if (!text.len || !memmem(text.data, text.len, "@sha256:", 8) ||
	    deprecation_path(change->path, NULL))
		return 0;
	if (class == CLASS_COUNT)
		class = class_of(change->path, text, NULL);
	if ((class == CLASS_LOG || class == CLASS_RECORD) &&
	    (said_of(facts, change->path, text, &scratch, &said, err) < 0 ||
	     judge(facts, change, said, class == CLASS_RECORD, &there, found, err) < 0))
		return -1;
	if (facts->door == DOOR_LINT) /* of the last version alone: doclint_conflicts.c */
		return 0;
	if (named_pins_default(change->path))
		is = class != CLASS_VENDORED && !class_is_manifest(change->path, text);
	else if (opened_of(facts, change->path, &change->now, &scratch, &o, err) < 0)
		return -1;
	else
		is = steps_of(facts, o) != NULL;
	return is ? judge_new(facts, change, text, &there, &scratch, found, err) : 0;
}

/* An audit has what doors let in. */
int rule_pin_conflict(const struct facts *facts, struct findings *found, struct err *err)
{
	for (size_t i = 0; facts->door != DOOR_AUDIT && i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];

		if (version_is_file(&change->now) && !change_is_taken(facts, change) &&
		    (class_is_markdown(change->path) || named_pins_default(change->path)) &&
		    judge_change_of(facts, change, found, err) < 0)
			return -1;
	}
	return 0;
}
