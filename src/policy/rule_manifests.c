/* rule_manifests.c - drift of manifests: what a change makes of pins, against what the ledger holds. */
#include "policy/manifests.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "policy/internal.h"
#include "text/lines.h"

/* The completed step that demands this pin, or a subtree that it stands in; NULL: none does. */
static const char *demanded(const struct manifests *m, const char *path)
{
	const char *step = strmap_get(&m->named.demanded, path);
	char *above = arena_strdup(m->arena, path), *dot;

	while (!step && (dot = strrchr(above, '.'))) {
		*dot = '\0';
		step = strmap_get(&m->named.demanded, above);
	}
	return step;
}

/* What a pin is, whether or not `enabled: false` stands above it. */
static enum pin_state state_of(const struct pin *pin)
{
	if (pin->state != PIN_EXEMPT)
		return pin->state;
	return pin->reason ? PIN_UNPINNED : PIN_COMPLETE;
}

/* The last time that the pin had the value (NULL: any) in the ledger, before an event (0: at all). */
static bool held(const struct facts *facts, const struct manifests *m, const char *path,
		 const char *value, uint64_t before, struct held_pin *ret)
{
	return facts->record->held(facts->record->context, m->environment->id, path, value,
				   before, ret);
}

/* The newest value that the ledger holds among the parents. */
static bool newest(const struct facts *facts, const struct manifests *m, const char *path,
		   struct held_pin *ret)
{
	bool found = false;

	for (size_t i = 0; i < facts->parents; i++) {
		struct pin was = manifest_pin(m->was[i], path, m->arena);
		struct held_pin pin;

		if (state_of(&was) == PIN_COMPLETE &&
		    held(facts, m, path, was.value, 0, &pin) &&
		    (!found || pin.sequence > ret->sequence)) {
			*ret = pin;
			found = true;
		}
	}
	return found;
}

/* The same as in every parent. */
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
		  const struct held_pin *ledger, const char *what, struct findings *found)
{
	struct arena *a = found->arena;
	struct finding with = finding_of(facts, m->change->path, now->at.line, now->at.column);

	with.environment = m->environment->id;
	with.expected = ledger ? ledger->value : "a value that the ledger holds";
	with.found = now->value ? quote_line(bytes_text(now->value), a) : "nothing";
	with.fix = record_command(facts, m->change->path, a);
	finding_add(found, RULE_DRIFT, adopted(facts, FINDING_ERROR), with, "pin '%s' %s",
		    now->path, what);
}

static void proposed(const struct facts *facts, const struct manifests *m,
		     const struct pin *now, struct findings *found)
{
	struct finding with = finding_of(facts, m->change->path, now->at.line, now->at.column);
	struct held_pin current;

	with.environment = m->environment->id;
	with.expected = held(facts, m, now->path, NULL, 0, &current) && *current.value
				? current.value
				: "a pin that the ledger holds";
	with.found = quote_line(bytes_text(now->value), found->arena);
	with.fix = arena_printf(found->arena, "git mcade pin --from-worktree --env %s",
				m->environment->id);
	if (facts->ask_pinner) {
		with.allow = arena_printf(found->arena, "hint: %s%s", facts->ask_pinner,
					  with.fix);
		with.fix = record_command(facts, m->change->path, found->arena);
	}
	finding_add(found, RULE_DRIFT,
		    facts->runbook->accept_proposed_pins ? FINDING_WARN : protection(facts),
		    with, "pin '%s' is proposed: no event records it", now->path);
}

/* Of A, B, A the middle comes later than the first, not than the last. */
static bool went_forward(const struct facts *facts, const struct manifests *m,
			 const struct held_pin *from, const struct held_pin *to)
{
	struct held_pin ignored;

	return facts->followed &&
	       held(facts, m, from->path, from->value, to->sequence, &ignored);
}

/* The last that the ledger says of the pin is that it was given up. */
static bool given_up(const struct facts *facts, const struct manifests *m, const char *path,
		     uint64_t since)
{
	struct held_pin last;

	return held(facts, m, path, NULL, 0, &last) && !*last.value && last.sequence > since;
}

/* It was after it had this value, or once, where a later commit says what holds now. */
static bool was_given_up(const struct facts *facts, const struct manifests *m, const char *path,
			 const struct held_pin *was)
{
	struct held_pin gone, ignored;

	return given_up(facts, m, path, was->sequence) ||
	       (facts->followed && was->sequence && held(facts, m, path, "", 0, &gone) &&
		held(facts, m, path, was->value, gone.sequence, &ignored));
}

/* It is no pin any more, or was none. */
static void judge_lost(const struct facts *facts, const struct manifests *m,
		       const struct pin *now, const char *step, const struct held_pin *was,
		       struct findings *found)
{
	struct finding with = finding_of(facts, m->change->path, now->at.line, now->at.column);
	struct held_pin last;

	if (facts->followed && !was->sequence) /* nothing was pinned yet */
		return;
	if (was_given_up(facts, m, now->path, was))
		return;
	if (step) {
		with.step = step;
		with.environment = m->environment->id;
		pins_unpinned(facts, m->environment, now, step, with, found);
		found->items[found->count - 1].fix = record_command(facts, m->change->path,
								    found->arena);
		return;
	}
	if (held(facts, m, now->path, NULL, 0, &last)) {
		drift(facts, m, now, &last,
		      facts->parents > 1 ? "is lost by the merge" : "is lowered", found);
	} else if (now->state == PIN_UNPINNED && now->value && manifest_like_pin(now->value)) {
		proposed(facts, m, now, found);
		found->items[found->count - 1].fix =
			"hint: write it in lower case, without blanks around it, and pin it";
	}
}

static void judge(const struct facts *facts, const struct manifests *m, const char *path,
		  struct findings *found)
{
	struct pin now = manifest_pin(m->now, path, m->arena);
	const char *step = demanded(m, path);
	struct held_pin was = {.sequence = 0}, is;
	bool had;

	if ((now.state == PIN_EXEMPT && !step) || is_untouched(facts, m, &now))
		return;
	if (now.state == PIN_EXEMPT && state_of(&now) == PIN_COMPLETE)
		drift(facts, m, &now, NULL,
		      arena_printf(m->arena, "is switched off, and '%s' rests on it", step),
		      found);
	now.state = state_of(&now); /* nothing that a completed step rests on is exempt */
	had = newest(facts, m, path, &was);
	if (now.state != PIN_COMPLETE)
		judge_lost(facts, m, &now, step, &was, found);
	else if (!held(facts, m, path, now.value, 0, &is))
		proposed(facts, m, &now, found);
	else if (!facts->followed && given_up(facts, m, path, is.sequence))
		drift(facts, m, &now, &(struct held_pin){.value = "no pin"}, "was given up",
		      found);
	else if (had && is.sequence < was.sequence && !is.rollback &&
		 !went_forward(facts, m, &was, &is))
		drift(facts, m, &now, &was,
		      facts->parents > 1
			      ? "is lowered by the merge"
			      : "was set to an earlier value, and no rollback is recorded",
		      found);
}

static int forgive_text(struct err *err)
{
	if (err->code != ERR_FORMAT && err->code != ERR_LIMIT)
		return -1;
	*err = (struct err){0};
	return 0;
}

/* Others may read in it what the ledger never held. */
static void unreadable(const struct facts *facts, const struct change *change,
		       const struct environment *environment, struct findings *found)
{
	struct finding with = finding_whole(facts, change->path);

	with.environment = environment->id;
	with.expected = "the pins as the ledger holds them";
	with.found = "a manifest that cannot be read";
	with.fix = record_command(facts, change->path, found->arena);
	finding_add(found, RULE_DRIFT, FINDING_ERROR, with,
		    "what is pinned in '%s' cannot be told", environment->id);
}

/* "path value" of what has no name, in one version. */
static struct byteset unnamed_of(const struct doc_node *root, struct arena *a)
{
	struct byteset all = {0};
	const struct pin *pins;
	size_t count;

	manifest_unnamed(root, a, &pins, &count);
	for (size_t i = 0; i < count; i++)
		if (pins[i].state != PIN_EXEMPT)
			*ARENA_PUSH(a, all.items, all.count) = bytes_text(
				arena_printf(a, "%s %s", pins[i].path, pins[i].value));
	byteset_sort(&all);
	return all;
}

#define PINS_NAMED_MAX 5 /* of one manifest */

/* A pin that nobody can sign, since no pin event can name it. */
static void check_unnamed(const struct facts *facts, const struct manifests *m,
			  struct findings *found)
{
	struct byteset *was = arena_array(m->arena, facts->parents, sizeof(*was));
	const struct pin *pins;
	size_t count, before = found->count;

	manifest_unnamed(m->now, m->arena, &pins, &count);
	for (size_t i = 0; count && i < facts->parents; i++)
		was[i] = unnamed_of(m->was[i], m->arena);
	for (size_t i = 0; i < count && found->count - before < PINS_NAMED_MAX; i++) {
		const char *said = arena_printf(m->arena, "%s %s", pins[i].path, pins[i].value);
		bool there = pins[i].state == PIN_EXEMPT;

		for (size_t p = 0; p < facts->parents; p++)
			there = there || byteset_has(&was[p], bytes_text(said));
		if (there)
			continue;
		proposed(facts, m, &pins[i], found);
		found->items[found->count - 1].fix =
			"hint: write it below keys of a mapping that have no dot: a pin has a "
			"name";
	}
}

static int check_manifest(const struct facts *facts, const struct change *change,
			  const struct environment *environment, struct findings *found,
			  struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct manifests m = {.environment = environment, .change = change, .arena = &scratch};
	struct byteset paths;

	m.was = arena_array(&scratch, facts->parents, sizeof(const struct doc_node *));
	/* what cannot be read holds no pin; rule document names the place, where it is asked */
	if (manifest_of(facts, &change->now, change->path, &m.now, err) < 0) {
		if (forgive_text(err) < 0)
			return -1;
		if (facts->door == DOOR_AUDIT)
			unreadable(facts, change, environment, found);
		return 0;
	}
	for (size_t i = 0; i < facts->parents; i++)
		if (manifest_of(facts, &change->was[i], change->path, &m.was[i], err) < 0 &&
		    forgive_text(err) < 0)
			return -1;
	if (manifests_paths(facts, &m, &paths, err) < 0)
		return -1;
	for (size_t i = 0; i < paths.count; i++)
		if (!i || !bytes_equal(paths.items[i - 1], paths.items[i]))
			judge(facts, &m, paths.items[i].data, found);
	check_unnamed(facts, &m, found);
	return 0;
}

int manifests_check(const struct facts *facts, struct findings *found, struct err *err)
{
	for (size_t i = 0; i < facts->change_count; i++)
		for (size_t e = 0; e < facts->runbook->environment_count; e++) {
			const struct environment *environment =
				&facts->runbook->environments[e];

			if (environment->manifest &&
			    !strcmp(environment->manifest, facts->changes[i].path) &&
			    check_manifest(facts, &facts->changes[i], environment, found, err) <
				    0)
				return -1;
		}
	return 0;
}
