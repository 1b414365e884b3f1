/* What is known of a ledger, loaded file by file and replaced record by record. */
#include "model/internal.h"

#include "base/strmap.h"

/*
 * A step's record with memory of its own, so that a long history does not keep every record
 * that ever was: a new record is copied into `spare`, then the two change places.
 */
struct step_slot {
	struct step_state now;
	struct arena own, spare;
};

struct pins_slot {
	const char **items;
	size_t count;
};

struct log_slot {
	const char *path;
	struct strbuf text;
};

struct state {
	struct arena *arena;
	struct state_source source; /* read NULL: the ledger began empty */
	struct strmap steps;	    /* "environment/step" -> step_slot */
	struct strmap pins;	    /* environment -> pins_slot */
	struct trust *trust;
	struct adopted_state *adopted;
	struct freeze_state *freezes;
	size_t freeze_count;
	bool freezes_known;
	bool evidence, evidence_known;
	struct log_slot log; /* the one written last */
};

struct state *state_new(struct arena *a)
{
	struct state *state = arena_alloc(a, sizeof(*state));

	state->arena = a;
	state->steps.arena = a;
	state->pins.arena = a;
	state->log.text = (struct strbuf)STRBUF_INIT;
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

static int step_slot(struct state *state, const char *environment, const char *step,
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
		if (found && (!slot->now.step || strcmp(slot->now.step, step) != 0))
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

	if (step_slot(state, environment, step, &slot, err) < 0)
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
	bool found;

	if (state->log.path && !strcmp(state->log.path, path)) {
		*ret = bytes_of(state->log.text.buf, state->log.text.len);
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
	struct strbuf fresh = STRBUF_INIT;

	strbuf_add(&fresh, text.data, text.len); /* `text` may stand in the old buffer */
	strbuf_free(&state->log.text);
	state->log.text = fresh;
	if (!state->log.path || strcmp(state->log.path, path) != 0)
		state->log.path = arena_strdup(state->arena, path);
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

/* -- replacing
 * ----------------------------------------------------------------------------------- */

static const char *copy(struct arena *a, const char *text)
{
	return text ? arena_strdup(a, text) : NULL;
}

static const char **copy_list(struct arena *a, const char *const *items, size_t count)
{
	const char **list = count ? arena_array(a, count, sizeof(*list)) : NULL;

	for (size_t i = 0; i < count; i++)
		list[i] = arena_strdup(a, items[i]);
	return list;
}

static void replace_step(struct step_slot *slot, const struct step_state *next)
{
	struct arena *a = &slot->spare, freed;
	struct step_state s = *next;

	s.environment = slot->now.environment; /* these two live as long as the slot */
	s.step = slot->now.step;
	s.reason = copy(a, next->reason);
	s.until = copy(a, next->until);
	s.run = copy(a, next->run);
	s.runner = copy(a, next->runner);
	s.host = copy(a, next->host);
	s.result = copy(a, next->result);
	s.restore = copy(a, next->restore);
	s.verify = copy(a, next->verify);
	s.definition = copy(a, next->definition);
	s.uses = copy(a, next->uses);
	s.code = copy(a, next->code);
	s.checkpoint = copy(a, next->checkpoint);
	s.checkpoint_directory = copy(a, next->checkpoint_directory);
	s.inputs = copy_list(a, next->inputs, next->input_count);
	s.claims = copy_list(a, next->claims, next->claim_count);
	s.pins = copy_list(a, next->pins, next->pin_count);
	slot->now = s;
	freed = slot->own;
	slot->own = slot->spare;
	slot->spare = freed;
	arena_reset(&slot->spare);
}

static void replace_trust(struct state *state, const struct trust *from)
{
	struct trust *trust = arena_alloc(state->arena, sizeof(*trust));
	struct arena *a = state->arena;

	*trust = *from;
	trust->recovery = copy(a, from->recovery);
	trust->principals = arena_array(a, from->principal_count, sizeof(*trust->principals));
	for (size_t i = 0; i < from->principal_count; i++) {
		const struct principal *p = &from->principals[i];

		trust->principals[i] = (struct principal){
			.id = copy(a, p->id),
			.name = copy(a, p->name),
			.email = copy(a, p->email),
			.keys = copy_list(a, p->keys, p->key_count),
			.key_count = p->key_count,
			.roles = copy_list(a, p->roles, p->role_count),
			.role_count = p->role_count,
		};
	}
	trust->roles = arena_array(a, from->role_count, sizeof(*trust->roles));
	for (size_t i = 0; i < from->role_count; i++)
		trust->roles[i] = (struct role){
			.id = copy(a, from->roles[i].id),
			.may = copy_list(a, from->roles[i].may, from->roles[i].may_count),
			.may_count = from->roles[i].may_count,
		};
	state->trust = trust;
}

static void replace_freezes(struct state *state, const struct freeze_state *from, size_t count)
{
	struct arena *a = state->arena;
	struct freeze_state *list = arena_array(a, count, sizeof(*list));

	for (size_t i = 0; i < count; i++) {
		list[i] = from[i];
		list[i].id = copy(a, from[i].id);
		list[i].reason = copy(a, from[i].reason);
		list[i].scope = copy_list(a, from[i].scope, from[i].scope_count);
		list[i].except = copy_list(a, from[i].except, from[i].except_count);
	}
	state->freezes = list;
	state->freeze_count = count;
	state->freezes_known = true;
}

void state_commit(struct state *state, const struct draft *d)
{
	struct err ignored;
	struct step_slot *slot;

	/* Every slot was loaded by the transition: nothing can fail here. */
	for (size_t i = 0; i < d->removed_count; i++)
		if (!step_slot(state, d->removed[i].environment, d->removed[i].step, &slot,
			       &ignored))
			replace_step(slot, &d->removed[i]);
	for (size_t i = 0; i < d->step_count; i++)
		if (!step_slot(state, d->steps[i].environment, d->steps[i].step, &slot,
			       &ignored))
			replace_step(slot, &d->steps[i]);
	if (d->trust)
		replace_trust(state, d->trust);
	if (d->adopted) {
		state->adopted = arena_memdup(state->arena, d->adopted, sizeof(*d->adopted));
		state->adopted->runbook = copy(state->arena, d->adopted->runbook);
		state->adopted->tips = copy_list(state->arena, d->adopted->tips,
						 d->adopted->tip_count);
	}
	if (d->freezes_changed)
		replace_freezes(state, d->freezes, d->freeze_count);
	if (d->pins_environment) {
		struct pins_slot *pins = strmap_get(&state->pins, d->pins_environment);

		pins->items = copy_list(state->arena, d->pins, d->pin_count);
		pins->count = d->pin_count;
	}
}
