/* Events about who may do what. */
#include "model/internal.h"

static const char **appended(struct arena *a, const char *const *old, size_t old_count,
			     const struct event_values *more, size_t *ret_count)
{
	const char **list = NULL;

	*ret_count = 0;
	for (size_t i = 0; i < old_count; i++)
		*ARENA_PUSH(a, list, *ret_count) = old[i];
	for (size_t i = 0; i < more->count; i++) {
		bool known = false;

		for (size_t k = 0; k < old_count; k++)
			known = known || !strcmp(old[k], more->items[i]);
		if (!known)
			*ARENA_PUSH(a, list, *ret_count) = more->items[i];
	}
	return list;
}

int transition_init(struct draft *d)
{
	static const char *const roles[] = {"owner", "root"};
	struct trust *trust = arena_alloc(d->arena, sizeof(*trust));
	struct principal first = {.id = event_get(d->event, FIELD_PRINCIPAL),
				  .name = event_get(d->event, FIELD_NAME),
				  .email = event_get(d->event, FIELD_EMAIL),
				  .keys = d->event->fields[FIELD_KEY].items,
				  .key_count = d->event->fields[FIELD_KEY].count};
	const struct trust *now;

	if (state_trust(d->state, &now, d->err) < 0)
		return -1;
	if (now->version)
		return refuse(d, "an empty ledger", "a ledger", "git mcade join",
			      "the ledger exists already");
	for (size_t i = 0; i < ARRAY_SIZE(roles); i++)
		*ARENA_PUSH(d->arena, first.roles, first.role_count) = roles[i];
	trust->version = 1;
	trust->threshold = 1;
	trust->recovery = event_get(d->event, FIELD_RECOVERY);
	*ARENA_PUSH(d->arena, trust->principals, trust->principal_count) = first;
	trust_default_roles(trust, d->arena);
	d->trust = trust;
	return 0;
}

static bool keys_are_free(struct draft *d, const struct trust *trust, const char *id)
{
	const struct event_values *keys = &d->event->fields[FIELD_KEY];

	for (size_t i = 0; i < keys->count; i++) {
		const struct principal *holder = trust_signer(trust, keys->items[i]);

		if (holder && strcmp(holder->id, id) != 0) {
			refuse(d, "a key of one person", holder->id, NULL,
			       "the key belongs to '%s' already", holder->id);
			return false;
		}
	}
	return true;
}

/* Two people whose commits look the same would be one person to every reader. */
static bool looks_like_itself(struct draft *d, const struct trust *trust, const char *id)
{
	const char *name = event_get(d->event, FIELD_NAME);
	const char *email = event_get(d->event, FIELD_EMAIL);

	for (size_t i = 0; i < trust->principal_count; i++) {
		const struct principal *p = &trust->principals[i];

		if (strcmp(p->id, id) != 0 && !strcmp(p->name, name) &&
		    !strcmp(p->email, email)) {
			refuse(d, "a name and address of its own", p->id, NULL,
			       "'%s' has the name and address of '%s'", id, p->id);
			return false;
		}
	}
	return true;
}

static bool roles_exist(struct draft *d, const struct trust *trust)
{
	const struct event_values *roles = &d->event->fields[FIELD_ROLE];

	for (size_t i = 0; i < roles->count; i++) {
		bool known = false;

		for (size_t k = 0; k < trust->role_count; k++)
			known = known || !strcmp(trust->roles[k].id, roles->items[i]);
		if (!known) {
			refuse(d, "root, owner, operator, reviewer or ci", roles->items[i],
			       "git mcade trust list", "role '%s' is not defined",
			       roles->items[i]);
			return false;
		}
	}
	return true;
}

int transition_trust(struct draft *d)
{
	const char *id = event_get(d->event, FIELD_PRINCIPAL);
	struct trust *trust = arena_alloc(d->arena, sizeof(*trust));
	struct principal *slot = NULL, *list = NULL;
	const struct trust *now;
	size_t count = 0;

	if (state_trust(d->state, &now, d->err) < 0)
		return -1;
	if (!keys_are_free(d, now, id) || !looks_like_itself(d, now, id) ||
	    !roles_exist(d, now))
		return 0;
	for (size_t i = 0; i < now->principal_count; i++)
		*ARENA_PUSH(d->arena, list, count) = now->principals[i];
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i].id, id))
			slot = &list[i];
	if (!slot) {
		slot = ARENA_PUSH(d->arena, list, count);
		*slot = (struct principal){.id = id};
	}
	slot->name = event_get(d->event, FIELD_NAME);
	slot->email = event_get(d->event, FIELD_EMAIL);
	slot->keys = appended(d->arena, slot->keys, slot->key_count,
			      &d->event->fields[FIELD_KEY], &slot->key_count);
	slot->roles = appended(d->arena, slot->roles, slot->role_count,
			       &d->event->fields[FIELD_ROLE], &slot->role_count);
	if (!slot->key_count || !slot->role_count)
		return refuse(d, "a key and a role", "none", NULL,
			      "principal '%s' would have no key or no role", id);
	*trust = *now;
	trust->version = now->version + 1;
	trust->principals = list;
	trust->principal_count = count;
	d->trust = trust;
	return 0;
}
