/*
 * rule_pin_conflict.c - pin-conflict, where nothing is adopted: a log or a record that says that something
 * was done with an image names the one that the manifests pin. Under an adopted runbook pins are the
 * ledger's: judge_act(), drift and sealed ask, and compare each entry with what was pinned at its time.
 */
#include "policy/habit.h"

#include "base/cleanup.h"
#include "base/path.h"
#include "text/lines.h"
#include "text/named_pins.h"

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

/* An audit has what doors let in. */
static bool is_asked(const struct facts *facts)
{
	return !facts->adopted && facts->door != DOOR_AUDIT;
}

int rule_pin_conflict(const struct facts *facts, struct findings *found, struct err *err)
{
	for (size_t i = 0; is_asked(facts) && i < facts->change_count; i++) {
		const struct change *change = &facts->changes[i];
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		struct manifests_there there = {0};
		enum document_class class;
		struct bytes text;

		if (!version_is_file(&change->now) || change_is_taken(facts, change) ||
		    !class_is_markdown(change->path))
			continue;
		class = runbook_class(facts->runbook, change->path);
		if (facts_text(facts, &change->now, &scratch, &text, err) < 0)
			return -1;
		if (!text.len || !memmem(text.data, text.len, "@sha256:", 8))
			continue;
		if (class == CLASS_COUNT)
			class = class_of(change->path, text, NULL);
		if ((class == CLASS_LOG || class == CLASS_RECORD) &&
		    judge(facts, change, text, class == CLASS_RECORD, &there, found, err) < 0)
			return -1;
	}
	return 0;
}
