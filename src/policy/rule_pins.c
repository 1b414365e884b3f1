/* rule_pins.c - unpinned, and drift of manifests: pins against what steps demand and what the
 * ledger holds. */
#include "policy/pins.h"

#include "base/cleanup.h"
#include "model/manifest.h"
#include "policy/internal.h"

static int read_manifest(const struct facts *facts, const struct version *version,
			 const char *path, struct arena *arena, const struct doc_node **ret,
			 struct err *err)
{
	struct bytes text;

	*ret = NULL;
	if (!version_is_file(version))
		return 0;
	if (facts_text(facts, version, arena, &text, err) < 0)
		return -1;
	return manifest_parse(text, path, arena, ret, err);
}

static void unpinned(const struct facts *facts, const struct fact_environment *environment,
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
	with.fix = arena_printf(a, "git mcade pin %s=VALUE --env %s", quote_path(pin->path, a),
				environment->id);
	finding_add(found, RULE_UNPINNED, adopted(facts, FINDING_ERROR), with,
		    "%s%s%s rests on '%s', unpinned in %s", step ? "step '" : "a completion",
		    step ? step : "", step ? "'" : "", pin->path, where);
}

int pins_check_step(const struct facts *facts, const struct fact_spec_step *step,
		    const struct fact_environment *environment, struct finding with,
		    struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct doc_node *root;
	struct version version = {0};

	if (facts->look(facts->ctx, environment->manifest, &version, err) < 0 ||
	    read_manifest(facts, &version, environment->manifest, &scratch, &root, err) < 0)
		return -1;
	for (size_t i = 0; step && i < step->pins.count; i++) {
		struct pin pin = manifest_pin(root, step->pins.items[i], &scratch);

		if (pin.state == PIN_UNPINNED || pin.state == PIN_ABSENT)
			unpinned(facts, environment, &pin, step->id, with, found);
	}
	if (!step && !facts->adopted) {
		const struct pin *pins;
		size_t count;

		if (manifest_pins(root, "", &scratch, &pins, &count, err) < 0)
			return -1;
		for (size_t i = 0; i < count; i++)
			if (pins[i].state == PIN_UNPINNED)
				unpinned(facts, environment, &pins[i], with.step, with, found);
	}
	return 0;
}

/* The completed step that demands this pin; NULL: none does. */
static const char *demanded(const struct facts *facts, const char *environment,
			    const char *path)
{
	const struct facts_spec *spec = facts->spec;

	for (size_t i = 0; i < spec->step_count; i++) {
		const struct fact_spec_step *step = &spec->steps[i];
		const struct fact_step *state = ledger_step(facts, environment, step->id);

		if (!state || !state->complete)
			continue;
		for (size_t p = 0; p < step->pins.count; p++) {
			size_t len = strlen(step->pins.items[p]);

			/* a step may demand a whole subtree */
			if (!strncmp(step->pins.items[p], path, len) &&
			    (path[len] == '\0' || path[len] == '.'))
				return step->id;
		}
	}
	return NULL;
}

/* When the ledger last gave a path this value; NULL: never. */
static const struct fact_pin *held(const struct facts *facts, const char *environment,
				   const char *path, const char *value)
{
	const struct facts_ledger *ledger = facts->ledger;
	const struct fact_pin *last = NULL;

	for (size_t i = 0; ledger && i < ledger->pin_count; i++) {
		const struct fact_pin *pin = &ledger->pins[i];

		if (!strcmp(pin->environment, environment) && !strcmp(pin->path, path) &&
		    (!value || !strcmp(pin->value, value)))
			last = pin;
	}
	return last;
}

struct manifests {
	const struct doc_node *now, **was;
	const struct fact_environment *environment;
	const struct change *change;
	struct arena *arena;
};

/* The newest value that the ledger holds among the parents. */
static const struct fact_pin *newest(const struct facts *facts, const struct manifests *m,
				     const char *path)
{
	const struct fact_pin *best = NULL;

	for (size_t i = 0; i < facts->parents; i++) {
		struct pin was = manifest_pin(m->was[i], path, m->arena);
		const struct fact_pin *pin = was.state == PIN_COMPLETE
						     ? held(facts, m->environment->id, path,
							    was.value)
						     : NULL;

		if (pin && (!best || pin->sequence > best->sequence))
			best = pin;
	}
	return best;
}

/* The same as in every parent that is not behind what another parent has. */
static bool is_untouched(const struct facts *facts, const struct manifests *m,
			 const struct pin *now)
{
	for (size_t i = 0; i < facts->parents; i++) {
		struct pin was = manifest_pin(m->was[i], now->path, m->arena);

		if (was.state != now->state ||
		    strcmp(was.value ? was.value : "", now->value ? now->value : ""))
			return false;
	}
	return true;
}

static void drift(const struct facts *facts, const struct manifests *m, const struct pin *now,
		  const struct fact_pin *ledger, const char *what, struct findings *found)
{
	struct arena *a = found->arena;
	struct finding with = finding_of(facts, m->change->path, now->at.line, now->at.column);

	with.environment = m->environment->id;
	with.expected = ledger ? ledger->value : "a value that the ledger holds";
	with.found = now->value ? quote_line(bytes_text(now->value), a) : "nothing";
	with.fix = restore_command(facts, m->change->path, a);
	finding_add(found, RULE_DRIFT, adopted(facts, FINDING_ERROR), with, "pin '%s' %s",
		    now->path, what);
}

static void proposed(const struct facts *facts, const struct manifests *m,
		     const struct pin *now, struct findings *found)
{
	struct finding with = finding_of(facts, m->change->path, now->at.line, now->at.column);
	const struct fact_pin *current = held(facts, m->environment->id, now->path, NULL);

	with.environment = m->environment->id;
	with.expected = current ? current->value : "a pin that the ledger holds";
	with.found = quote_line(bytes_text(now->value), found->arena);
	with.fix = arena_printf(found->arena, "git mcade pin --from-worktree --env %s",
				m->environment->id);
	finding_add(found, RULE_DRIFT,
		    facts->spec->accept_proposed_pins ? FINDING_WARN : protection(facts), with,
		    "pin '%s' is proposed: nobody signed it", now->path);
}

static void judge(const struct facts *facts, const struct manifests *m, const char *path,
		  struct findings *found)
{
	struct pin now = manifest_pin(m->now, path, m->arena);
	const struct fact_pin *was = newest(facts, m, path), *is;
	const char *step;

	if (now.state == PIN_EXEMPT || is_untouched(facts, m, &now))
		return;
	if (now.state == PIN_COMPLETE) {
		is = held(facts, m->environment->id, path, now.value);
		if (!is)
			proposed(facts, m, &now, found);
		else if (was && is->sequence < was->sequence && !is->rollback)
			drift(facts, m, &now, was,
			      facts->parents > 1 ? "is lowered by the merge"
						 : "goes back, and no rollback is recorded",
			      found);
		return;
	}
	step = demanded(facts, m->environment->id, path);
	if (step) {
		struct finding with = finding_of(facts, m->change->path, now.at.line,
						 now.at.column);

		with.step = step;
		with.environment = m->environment->id;
		unpinned(facts, m->environment, &now, step, with, found);
		found->items[found->count - 1].fix = restore_command(facts, m->change->path,
								     found->arena);
	} else if (was || held(facts, m->environment->id, path, NULL)) {
		drift(facts, m, &now, held(facts, m->environment->id, path, NULL),
		      facts->parents > 1 ? "is lost by the merge" : "is lowered", found);
	}
}

static bool is_below(const char *path, const char *above)
{
	size_t len = strlen(above);

	return !strncmp(path, above, len) && path[len] == '.';
}

/* Is this another name of a path that the ledger or a step calls otherwise: "redis.image" of
 * "redis", or the other way round? */
static bool is_alias(const char *const *named, size_t count, const char *path)
{
	for (size_t i = 0; i < count; i++)
		if (is_below(path, named[i]) || is_below(named[i], path))
			return true;
	return false;
}

/* Every path that the ledger holds, that a step demands, or that looks like a pin in one of the
 * manifests. */
static int all_paths(const struct facts *facts, const struct manifests *m,
		     const char ***ret_paths, size_t *ret_count, struct err *err)
{
	const char **paths = NULL;
	size_t count = 0, named;

	for (size_t p = 0; facts->ledger && p < facts->ledger->pin_count; p++)
		if (!strcmp(facts->ledger->pins[p].environment, m->environment->id))
			*ARENA_PUSH(m->arena, paths, count) = facts->ledger->pins[p].path;
	for (size_t i = 0; i < facts->spec->step_count; i++)
		for (size_t p = 0; p < facts->spec->steps[i].pins.count; p++)
			*ARENA_PUSH(m->arena, paths,
				    count) = facts->spec->steps[i].pins.items[p];
	named = count;
	for (size_t i = 0; i <= facts->parents; i++) {
		const struct doc_node *root = i ? m->was[i - 1] : m->now;
		const struct pin *pins;
		size_t n;

		if (manifest_pins(root, "", m->arena, &pins, &n, err) < 0)
			return -1;
		for (size_t p = 0; p < n; p++)
			if (!is_alias(paths, named, pins[p].path))
				*ARENA_PUSH(m->arena, paths, count) = pins[p].path;
	}
	*ret_paths = paths;
	*ret_count = count;
	return 0;
}

static bool is_repeated(const char *const *paths, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (!strcmp(paths[i], paths[j]))
			return true;
	return false;
}

static int check_manifest(const struct facts *facts, const struct change *change,
			  const struct fact_environment *environment, struct findings *found,
			  struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct manifests m = {.environment = environment, .change = change, .arena = &scratch};
	const char **paths;
	size_t count;

	m.was = arena_array(&scratch, facts->parents, sizeof(const struct doc_node *));
	if (read_manifest(facts, &change->now, change->path, &scratch, &m.now, err) < 0) {
		*err = (struct err){0}; /* rule document names the place */
		return 0;
	}
	for (size_t i = 0; i < facts->parents; i++)
		if (read_manifest(facts, &change->was[i], change->path, &scratch, &m.was[i],
				  err) < 0) {
			*err = (struct err){0}; /* what was unreadable held no pin */
			m.was[i] = NULL;
		}
	if (all_paths(facts, &m, &paths, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (!is_repeated(paths, i))
			judge(facts, &m, paths[i], found);
	return 0;
}

int manifests_check(const struct facts *facts, struct findings *found, struct err *err)
{
	for (size_t i = 0; facts->adopted && i < facts->change_count; i++)
		for (size_t e = 0; e < facts->spec->environment_count; e++) {
			const struct fact_environment *environment =
				&facts->spec->environments[e];

			if (environment->manifest &&
			    !strcmp(environment->manifest, facts->changes[i].path) &&
			    check_manifest(facts, &facts->changes[i], environment, found, err) <
				    0)
				return -1;
		}
	return 0;
}

int rule_unpinned(const struct facts *facts, struct findings *found, struct err *err)
{
	return marks_check(facts, true, found, err);
}
