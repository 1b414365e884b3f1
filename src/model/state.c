/* What is known of a ledger, loaded file by file and replaced record by record. */
#include "model/internal.h"

struct state *state_new(struct arena *a)
{
	struct state *state = arena_alloc(a, sizeof(*state));

	state->arena = a;
	state->steps.arena = a;
	state->pins.arena = a;
	state->sealed.arena = a;
	state->logs.arena = a;
	return state;
}

struct state *state_open(struct arena *a, struct state_source source)
{
	struct state *state = state_new(a);

	state->source = source;
	return state;
}

const char *state_step_path(const char *environment, const char *step, struct arena *a)
{
	return arena_printf(a, "state/%s/%s.yaml", environment, step);
}

const char *state_manifest_path(const char *environment, struct arena *a)
{
	return arena_printf(a, "releases/%s.yaml", environment);
}

static int read_file(struct state *state, const char *path, struct bytes *ret, bool *ret_found,
		     struct err *err)
{
	*ret_found = false;
	if (!state->source.read)
		return 0;
	return state->source.read(state->source.context, path, state->arena, ret, ret_found,
				  err);
}

int state_trust(struct state *state, const struct trust **ret, struct err *err)
{
	struct bytes text;
	bool found;

	if (!state->trust) {
		struct trust *trust = arena_alloc(state->arena, sizeof(*trust));

		if (read_file(state, "trust.yaml", &text, &found, err) < 0)
			return -1;
		if (found && trust_read(text, state->arena, trust, err) < 0)
			return -1;
		state->trust = trust;
	}
	*ret = state->trust;
	return 0;
}

int state_adopted(struct state *state, const struct adopted_state **ret, struct err *err)
{
	struct bytes text;
	bool found;

	if (!state->adopted) {
		struct adopted_state *adopted = arena_alloc(state->arena, sizeof(*adopted));

		if (read_file(state, "state/_adopted.yaml", &text, &found, err) < 0)
			return -1;
		if (found && adopted_read(text, state->arena, adopted, err) < 0)
			return -1;
		state->adopted = adopted;
	}
	*ret = state->adopted;
	return 0;
}

int state_freezes(struct state *state, const struct freeze_state **ret, size_t *ret_count,
		  struct err *err)
{
	struct bytes text;
	bool found;

	if (!state->freezes_known) {
		if (read_file(state, "state/_freezes.yaml", &text, &found, err) < 0)
			return -1;
		if (found && freezes_read(text, state->arena, &state->freezes,
					  &state->freeze_count, err) < 0)
			return -1;
		state->freezes_known = true;
	}
	*ret = state->freezes;
	*ret_count = state->freeze_count;
	return 0;
}

int state_slot(struct state *state, const char *environment, const char *step,
	       struct step_slot **ret, struct err *err)
{
	char key[2 * 256];
	struct step_slot *slot;
	struct bytes text;
	bool found;

	snprintf(key, sizeof(key), "%s/%s", environment, step);
	slot = strmap_get(&state->steps, key);
	if (!slot) {
		const char *path = state_step_path(environment, step, state->arena);

		slot = arena_alloc(state->arena, sizeof(*slot));
		slot->now.environment = arena_strdup(state->arena, environment);
		slot->now.step = arena_strdup(state->arena, step);
		if (read_file(state, path, &text, &found, err) < 0)
			return -1;
		if (found && step_read(text, path, state->arena, &slot->now, err) < 0)
			return -1;
		if (found &&
		    (!slot->now.step || strcmp(slot->now.step, step) != 0 ||
		     !slot->now.environment || strcmp(slot->now.environment, environment) != 0))
			return err_set(err, ERR_UNTRUSTED, "'%s' speaks of another step", path);
		strmap_put(&state->steps, arena_strdup(state->arena, key), slot);
	}
	*ret = slot;
	return 0;
}

int state_step(struct state *state, const char *environment, const char *step,
	       const struct step_state **ret, struct err *err)
{
	struct step_slot *slot;

	if (state_slot(state, environment, step, &slot, err) < 0)
		return -1;
	*ret = &slot->now;
	return 0;
}

static int pins_slot(struct state *state, const char *environment, struct pins_slot **ret,
		     struct err *err)
{
	struct pins_slot *slot = strmap_get(&state->pins, environment);
	struct bytes text;
	bool found;

	if (!slot) {
		const char *path = arena_printf(state->arena, "state/%s/_pins.yaml",
						environment);

		slot = arena_alloc(state->arena, sizeof(*slot));
		if (read_file(state, path, &text, &found, err) < 0)
			return -1;
		if (found &&
		    pins_read(text, path, state->arena, &slot->items, &slot->count, err) < 0)
			return -1;
		strmap_put(&state->pins, arena_strdup(state->arena, environment), slot);
	}
	*ret = slot;
	return 0;
}

int state_pins(struct state *state, const char *environment, const char *const **ret,
	       size_t *ret_count, struct err *err)
{
	struct pins_slot *slot;

	if (pins_slot(state, environment, &slot, err) < 0)
		return -1;
	*ret = (const char *const *)slot->items;
	*ret_count = slot->count;
	return 0;
}

int state_pin(struct state *state, const char *environment, const char *path, const char **ret,
	      struct err *err)
{
	size_t len = strlen(path);
	struct pins_slot *slot;

	if (pins_slot(state, environment, &slot, err) < 0)
		return -1;
	*ret = NULL;
	for (size_t i = 0; i < slot->count; i++)
		if (!strncmp(slot->items[i], path, len) && slot->items[i][len] == '=')
			*ret = slot->items[i] + len + 1;
	return 0;
}

int state_log(struct state *state, const char *path, struct bytes *ret, struct err *err)
{
	struct log_slot *slot = state->log;
	bool found;

	if (!state->source.read)
		slot = strmap_get(&state->logs, path);
	if (slot && !strcmp(slot->path, path)) {
		*ret = bytes_of(slot->text.data, slot->text.used);
		return 0;
	}
	/* A log of another day is read from the tree that the auditor or writer keeps. */
	if (read_file(state, path, ret, &found, err) < 0)
		return -1;
	if (!found)
		*ret = bytes_of("", 0);
	return 0;
}

void state_set_log(struct state *state, const char *path, struct bytes text)
{
	struct log_slot *slot = state->log;

	if (!state->source.read)
		slot = strmap_get(&state->logs, path);
	if (!slot) {
		slot = state->log = arena_alloc(state->arena, sizeof(*slot));
		slot->path = arena_strdup(state->arena, path);
		strmap_put(&state->logs, slot->path, slot);
	} else if (strcmp(slot->path, path) != 0) {
		slot->path = arena_strdup(state->arena, path);
	}
	store_begin(&slot->text, text.len, state->arena);
	store_put(&slot->text, text.data, text.len);
}

int state_has_sealed(struct state *state, const char *path, bool *ret, struct err *err)
{
	struct bytes text;

	if (strmap_get(&state->sealed, path)) {
		*ret = true;
		return 0;
	}
	return read_file(state, path, &text, ret, err);
}

void state_seal(struct state *state, const char *path)
{
	strmap_put(&state->sealed, arena_strdup(state->arena, path), state);
}

int state_had_evidence(struct state *state, bool *ret, struct err *err)
{
	struct bytes text;

	if (!state->evidence_known) {
		if (read_file(state, "evidence/list.yaml", &text, &state->evidence, err) < 0)
			return -1;
		state->evidence_known = true;
	}
	*ret = state->evidence;
	return 0;
}

void state_set_evidence(struct state *state, bool has)
{
	state->evidence = has;
	state->evidence_known = true;
}
