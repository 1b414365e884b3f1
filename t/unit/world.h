/*
 * world.h - a ledger without Git for tests: the files of its tree, the state that reads them,
 * and one that was folded from the first event.
 *
 *	struct world w;
 *	world_open(&w, a);
 *	world_do(&w, &event);		// 0: accepted, and the files are changed; 1: refused
 */
#ifndef T_UNIT_WORLD_H
#define T_UNIT_WORLD_H

#include "model/internal.h"

#include "../t/unit/events.h"

struct world {
	struct arena *a;
	struct strmap files; /* path -> struct bytes; data NULL: removed */
	struct state *opened, *folded;
	uint64_t sequence;
	int64_t time;
	struct file_changes changes; /* of the last event */
	struct findings refused;
};

UNUSED static int world_read(void *context, const char *path, struct arena *a,
			     struct bytes *ret, bool *ret_found, struct err *err)
{
	struct world *w = context;
	struct bytes *data = strmap_get(&w->files, path);

	(void)a;
	(void)err;
	*ret_found = data && data->data;
	if (*ret_found)
		*ret = *data;
	return 0;
}

UNUSED static void world_reopen(struct world *w)
{
	w->opened = state_open(w->a, (struct state_source){world_read, w});
}

UNUSED static void world_write(struct world *w, const struct file_changes *changes)
{
	for (size_t i = 0; i < changes->count; i++) {
		const struct file_change *file = &changes->items[i];
		struct bytes *data = arena_alloc(w->a, sizeof(*data));

		if (file->attached)
			*data = bytes_of("attached\n", 9);
		else if (!file->remove)
			*data = bytes_of(arena_memdup(w->a, file->data.data, file->data.len),
					 file->data.len);
		strmap_put(&w->files, arena_strdup(w->a, file->path), data);
	}
}

UNUSED static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

UNUSED static bool same_changes(const struct file_changes *x, const struct file_changes *y)
{
	if (x->count != y->count)
		return false;
	for (size_t i = 0; i < x->count; i++)
		if (strcmp(x->items[i].path, y->items[i].path) != 0 ||
		    x->items[i].remove != y->items[i].remove ||
		    x->items[i].attached != y->items[i].attached ||
		    !bytes_equal(x->items[i].data, y->items[i].data))
			return false;
	return true;
}

UNUSED static bool same_findings(const struct findings *x, const struct findings *y)
{
	if (x->count != y->count)
		return false;
	for (size_t i = 0; i < x->count; i++)
		if (strcmp(x->items[i].message, y->items[i].message) != 0 ||
		    !same_text(x->items[i].expected, y->items[i].expected) ||
		    !same_text(x->items[i].found, y->items[i].found) ||
		    !same_text(x->items[i].fix, y->items[i].fix))
			return false;
	return true;
}

/* Everything that a state says about one step and its surroundings, as text. */
UNUSED static const char *state_text(struct state *state, const char *environment,
				     const char *const *steps, size_t step_count,
				     struct arena *a)
{
	struct strbuf out = STRBUF_INIT;
	const struct freeze_state *freezes;
	const struct adopted_state *adopted;
	const struct step_state *step;
	const struct trust *trust;
	const char *const *pins;
	const char *text;
	struct err err;
	size_t count;

	for (size_t i = 0; i < step_count; i++)
		if (!state_step(state, environment, steps[i], &step, &err))
			step_write(step, &out);
	if (!state_pins(state, environment, &pins, &count, &err))
		pins_write(pins, count, &out);
	if (!state_freezes(state, &freezes, &count, &err))
		freezes_write(freezes, count, &out);
	if (!state_adopted(state, &adopted, &err))
		adopted_write(adopted, &out);
	if (!state_trust(state, &trust, &err) && trust->version)
		trust_write(trust, &out);
	text = arena_strdup(a, out.buf);
	strbuf_free(&out);
	return text;
}

UNUSED static const struct event_origin world_origin = {1769594400, "ada", "Ada Lovelace"};

/* -1: an error, or the two states did not answer alike. */
UNUSED static int world_do(struct world *w, const struct event *event)
{
	struct event_origin origin = world_origin;
	struct file_changes folded_changes;
	struct findings folded_refused = {.arena = w->a};
	struct err err;

	origin.time = w->time;
	w->refused = (struct findings){.arena = w->a};
	if (state_apply(w->opened, event, &origin, w->a, &w->changes, &w->refused, &err) < 0)
		return -1;
	if (w->folded && (state_apply(w->folded, event, &origin, w->a, &folded_changes,
				      &folded_refused, &err) < 0 ||
			  !same_changes(&w->changes, &folded_changes) ||
			  !same_findings(&w->refused, &folded_refused)))
		return -1;
	if (w->refused.count)
		return w->changes.count ? -1 : 1;
	world_write(w, &w->changes);
	w->sequence++;
	return 0;
}

/* A ledger with its genesis: one root. */
UNUSED static void world_open(struct world *w, struct arena *a)
{
	struct event init = sample_event(a, EVENT_INIT, 0, NULL);

	*w = (struct world){.a = a, .files = {.arena = a}, .time = world_origin.time};
	world_reopen(w);
	w->folded = state_new(a);
	if (world_do(w, &init))
		abort();
}

/* The next event about step A in prod. */
UNUSED static struct event world_event(struct world *w, enum event_kind kind)
{
	struct event e = sample_event(w->a, kind, w->sequence, NULL);

	if (kind == EVENT_CHECKPOINT)
		event_set(&e, w->a, FIELD_FILE,
			  "sha256:" SHA " checkpoints/2026/01/2026-01-28-A/CHECKPOINT.yaml");
	if (kind == EVENT_ADOPT)
		event_set(&e, w->a, FIELD_FILE, "sha256:" SHA " runbook.yaml");
	if (kind == EVENT_PIN)
		event_set(&e, w->a, FIELD_FILE, "sha256:" SHA " releases/prod.yaml");
	return e;
}

#endif
