/* manifests_names.c - which paths of a manifest are pins, by which of their names. */
#include "policy/manifests.h"

#include "base/texts.h"

/* Does that name, which is judged by itself, say there what this one does? */
static bool says_same(const struct doc_node *root, const char *name, const struct pin *pin,
		      struct arena *a)
{
	struct pin other = {.state = PIN_ABSENT};

	if (pin->state != PIN_COMPLETE)
		return true;
	other = manifest_pin(root, name, a);
	return other.state == PIN_COMPLETE &&
	       (strstr(pin->value, other.value) || strstr(other.value, pin->value));
}

/* Is this another name of a path that the ledger or a step calls otherwise: "redis.image" of
 * "redis", or the other way round? */
static bool is_alias(const struct manifests *m, const struct doc_node *root,
		     const struct pin *pin)
{
	const struct byteset *names = &m->named.paths;
	size_t len = strlen(pin->path), low;
	const char *below = arena_printf(m->arena, "%s.", pin->path);

	for (size_t i = 0; i < len; i++)
		if (pin->path[i] == '.' && byteset_has(names, bytes_of(pin->path, i)) &&
		    says_same(root, arena_strndup(m->arena, pin->path, i), pin, m->arena))
			return true;
	low = texts_seek(names->items, names->count, sizeof(*names->items), below);
	for (; low < names->count && !strncmp(names->items[low].data, below, len + 1); low++)
		if (says_same(root, names->items[low].data, pin, m->arena))
			return true;
	return false;
}

static void add_name(struct manifests *m, const char *path)
{
	*ARENA_PUSH(m->arena, m->named.paths.items, m->named.paths.count) = bytes_text(path);
}

static int read_names(const struct facts *facts, struct manifests *m, struct err *err)
{
	const struct runbook *rb = facts->runbook;
	const struct step_state *state;
	const struct held_pin *pins;
	size_t count;

	m->named = (struct named){.demanded = {.arena = m->arena}};
	pins = facts->record->pins(facts->record->context, &count);
	for (size_t p = 0; p < count; p++)
		if (!strcmp(pins[p].environment, m->environment->id))
			add_name(m, pins[p].path);
	for (size_t i = rb->step_count; i-- > 0;) { /* the first step stays */
		const struct step *step = step_at(rb, i);

		if (!step->pins.count)
			continue;
		if (held_step(facts, m->environment->id, step->id, &state, err) < 0)
			return -1;
		for (size_t p = 0; p < step->pins.count; p++) {
			add_name(m, step->pins.items[p]);
			if (state->phase == PHASE_COMPLETE)
				strmap_put(&m->named.demanded, step->pins.items[p],
					   (void *)(uintptr_t)step->id);
		}
	}
	byteset_sort(&m->named.paths);
	return 0;
}

int manifests_paths(const struct facts *facts, struct manifests *m, struct byteset *ret,
		    struct err *err)
{
	struct byteset all = {0};

	if (read_names(facts, m, err) < 0)
		return -1;
	for (size_t i = 0; i < m->named.paths.count; i++)
		*ARENA_PUSH(m->arena, all.items, all.count) = m->named.paths.items[i];
	for (size_t i = 0; i <= facts->parents; i++) {
		const struct doc_node *root = i ? m->was[i - 1] : m->now;
		const struct pin *pins;
		size_t n;

		if (manifest_pins(root, "", m->arena, &pins, &n, err) < 0)
			return -1;
		for (size_t p = 0; p < n; p++)
			if (!is_alias(m, root, &pins[p]))
				*ARENA_PUSH(m->arena, all.items,
					    all.count) = bytes_text(pins[p].path);
	}
	byteset_sort(&all);
	*ret = all;
	return 0;
}
