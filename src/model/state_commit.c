/* Makes what an event changes the state's own, in memory that is used again and again. */
#include "model/internal.h"

/* Empties the store and makes room. */
void store_begin(struct store *store, size_t size, struct arena *a)
{
	if (store->size < size) {
		store->size = size > 2 * store->size ? size : 2 * store->size;
		store->data = arena_alloc(a, store->size);
	}
	store->used = 0;
}

void *store_put(struct store *store, const void *data, size_t len)
{
	char *at = store->data + store->used;

	memcpy(at, data, len);
	store->used += len;
	return at;
}

/* The texts and lists of a record: what has to be copied with it. */
static const size_t record_texts[] = {
	offsetof(struct step_state, reason),
	offsetof(struct step_state, until),
	offsetof(struct step_state, run),
	offsetof(struct step_state, runner),
	offsetof(struct step_state, host),
	offsetof(struct step_state, result),
	offsetof(struct step_state, restore),
	offsetof(struct step_state, verify),
	offsetof(struct step_state, definition),
	offsetof(struct step_state, uses),
	offsetof(struct step_state, code),
	offsetof(struct step_state, checkpoint),
	offsetof(struct step_state, checkpoint_directory),
};

static const struct {
	size_t items, count;
} record_lists[] = {
	{offsetof(struct step_state, inputs), offsetof(struct step_state, input_count)},
	{offsetof(struct step_state, claims), offsetof(struct step_state, claim_count)},
	{offsetof(struct step_state, disputed), offsetof(struct step_state, disputed_count)},
	{offsetof(struct step_state, pins), offsetof(struct step_state, pin_count)},
};

static const char **record_text(struct step_state *s, size_t i)
{
	return (const char **)(void *)((char *)s + record_texts[i]);
}

static const char ***record_list(struct step_state *s, size_t i, size_t *ret_count)
{
	*ret_count = *(size_t *)(void *)((char *)s + record_lists[i].count);
	return (const char ***)(void *)((char *)s + record_lists[i].items);
}

static size_t list_size(const char *const *items, size_t count)
{
	size_t size = count * sizeof(*items);

	for (size_t i = 0; i < count; i++)
		size += strlen(items[i]) + 1;
	return size;
}

/* The array of a list goes in first, while the store is still aligned for it. */
static const char **put_array(struct store *store, const char *const *items, size_t count)
{
	return count ? store_put(store, items, count * sizeof(*items)) : NULL;
}

static void put_texts(struct store *store, const char **list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		list[i] = store_put(store, list[i], strlen(list[i]) + 1);
}

static size_t record_size(struct step_state *s)
{
	size_t size = 0, count;

	for (size_t i = 0; i < ARRAY_SIZE(record_lists); i++) {
		const char **list = *record_list(s, i, &count);

		size += list_size(list, count);
	}
	for (size_t i = 0; i < ARRAY_SIZE(record_texts); i++)
		if (*record_text(s, i))
			size += strlen(*record_text(s, i)) + 1;
	return size;
}

static void swap_stores(struct store *a, struct store *b)
{
	struct store was = *a;

	*a = *b;
	*b = was;
}

static void replace_step(struct step_slot *slot, const struct step_state *next, struct arena *a)
{
	struct step_state s = *next;
	size_t count;

	s.environment = slot->now.environment; /* these two live as long as the slot */
	s.step = slot->now.step;
	store_begin(&slot->spare, record_size(&s), a);
	for (size_t i = 0; i < ARRAY_SIZE(record_lists); i++) {
		const char ***list = record_list(&s, i, &count);

		*list = put_array(&slot->spare, *list, count);
	}
	for (size_t i = 0; i < ARRAY_SIZE(record_lists); i++) {
		const char ***list = record_list(&s, i, &count);

		put_texts(&slot->spare, *list, count);
	}
	for (size_t i = 0; i < ARRAY_SIZE(record_texts); i++) {
		const char **text = record_text(&s, i);

		if (*text)
			*text = store_put(&slot->spare, *text, strlen(*text) + 1);
	}
	slot->now = s;
	swap_stores(&slot->own, &slot->spare);
}

static void replace_pins(struct pins_slot *slot, const char *const *pins, size_t count,
			 struct arena *a)
{
	store_begin(&slot->spare, list_size(pins, count), a);
	slot->items = put_array(&slot->spare, pins, count);
	slot->count = count;
	put_texts(&slot->spare, slot->items, count);
	swap_stores(&slot->own, &slot->spare);
}

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
		if (!state_slot(state, d->removed[i].environment, d->removed[i].step, &slot,
				&ignored))
			replace_step(slot, &d->removed[i], state->arena);
	for (size_t i = 0; i < d->step_count; i++)
		if (!state_slot(state, d->steps[i].environment, d->steps[i].step, &slot,
				&ignored))
			replace_step(slot, &d->steps[i], state->arena);
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

		replace_pins(pins, d->pins, d->pin_count, state->arena);
	}
}
