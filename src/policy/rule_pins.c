/* rule_pins.c - unpinned: pins against what completed steps rest on. */
#include "policy/pins.h"

#include "base/cleanup.h"
#include "base/quote.h"
#include "policy/habit.h"

struct parsed {
	const struct doc_node *root;
	struct err err;
};

int manifest_of(const struct facts *facts, const struct version *version, const char *path,
		const struct doc_node **ret, struct err *err)
{
	struct arena *a = facts->parsed->arena;
	struct parsed *known;
	struct bytes text;
	const char *key;

	*ret = NULL;
	if (!version_is_file(version))
		return 0;
	key = arena_printf(a, "%s %s", version->id, path);
	known = strmap_get(facts->parsed, key);
	if (!known) {
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

		known = arena_alloc(a, sizeof(*known));
		if (facts_text(facts, version, &scratch, &text, err) < 0)
			return -1;
		if (manifest_parse(text, path, a, &known->root, &known->err) == 0)
			known->err = (struct err){0};
		strmap_put(facts->parsed, key, known);
	}
	if (known->err.code) {
		err_copy(err, &known->err);
		return -1;
	}
	*ret = known->root;
	return 0;
}

void pins_unpinned(const struct facts *facts, const struct environment *environment,
		   const struct pin *pin, const char *step, struct finding with,
		   struct findings *found)
{
	struct arena *a = found->arena;
	const char *where = pin->at.line ? arena_printf(a, "%s:%u:%u", environment->manifest,
							pin->at.line, pin->at.column)
					 : environment->manifest;

	with.expected = "a digest, a full commit id with its repository, or a file hash";
	with.found = pin->state == PIN_ABSENT
			     ? "nothing"
			     : arena_printf(
				       a, "%s (%s)",
				       quote_line(bytes_text(pin->value ? pin->value : ""), a),
				       pin->reason ? pin->reason : "unpinned");
	with.fix = arena_printf(a, "hint: git mcade pin %s=VALUE --env %s",
				shell_quote(pin->path, a), environment->id);
	finding_add(found, RULE_UNPINNED, adopted(facts, FINDING_ERROR), with,
		    "%s%s%s rests on '%s', unpinned in %s", step ? "step '" : "a completion",
		    step ? step : "", step ? "'" : "", pin->path, where);
}

/* Where no runbook says on what a step rests it rests on all that the manifest pins: one finding,
 * also where there is nothing to read. */
static int check_habit(const struct facts *facts, const struct environment *environment,
		       const struct version *version, struct finding with,
		       struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct pin *pins, *first = NULL;
	const struct doc_node *root;
	size_t count, open = 0;

	if (manifest_of(facts, version, environment->manifest, &root, err) < 0 &&
	    err->code != ERR_FORMAT && err->code != ERR_LIMIT)
		return -1;
	if (!root && habit_rules(facts) && !version_is_file(version)) {
		*err = (struct err){0};
		return 0; /* a team that keeps no manifest there rests on none */
	}
	if (!root) {
		*err = (struct err){0};
		with.expected = "a manifest";
		with.found = version_is_file(version) ? "an unreadable file" : "no such file";
		with.fix = arena_printf(found->arena, "hint: write into %s what is deployed",
					environment->manifest);
		finding_add(found, RULE_UNPINNED, adopted(facts, FINDING_ERROR), with,
			    "%s%s%s rests on '%s', which is %s",
			    with.step ? "step '" : "a completion", with.step ? with.step : "",
			    with.step ? "'" : "", environment->manifest,
			    version_is_file(version) ? "unreadable" : "missing");
		return 0;
	}
	if (manifest_pins(root, "", &scratch, &pins, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (pins[i].state == PIN_UNPINNED && !open++)
			first = &pins[i];
	if (!first)
		return 0;
	pins_unpinned(facts, environment, first, with.step, with, found);
	if (open > 1) {
		struct finding *last = &found->items[found->count - 1];

		last->message = arena_printf(found->arena, "%s, and %zu more", last->message,
					     open - 1);
	}
	return 0;
}

int pins_check_step(const struct facts *facts, const struct step *step,
		    const struct environment *environment, struct finding with,
		    struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct doc_node *root;
	struct version version = {0};

	if (facts->look(facts->ctx, environment->manifest, &version, err) < 0)
		return -1;
	if (!facts->adopted)
		return check_habit(facts, environment, &version, with, found, err);
	if (manifest_of(facts, &version, environment->manifest, &root, err) < 0)
		return -1;
	for (size_t i = 0; i < step->pins.count; i++) {
		struct pin pin = manifest_pin(root, step->pins.items[i], &scratch);

		if (pin.state == PIN_UNPINNED || pin.state == PIN_ABSENT)
			pins_unpinned(facts, environment, &pin, step->id, with, found);
	}
	return 0;
}

int rule_unpinned(const struct facts *facts, struct findings *found, struct err *err)
{
	return marks_check(facts, true, found, err);
}
