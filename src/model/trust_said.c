/* What an event says of the change that it makes of trust.yaml. */
#include "base/texts.h"
#include "model/trust.h"

const enum event_field trust_personal[5] = {FIELD_NAME, FIELD_EMAIL, FIELD_KEY, FIELD_REVOKED,
					    FIELD_ROLE};

struct event_values trust_values(const struct principal *p, enum event_field field)
{
	struct principal *own = (struct principal *)p;

	if (!p)
		return (struct event_values){0};
	switch (field) {
	case FIELD_NAME:
		return (struct event_values){&own->name, 1};
	case FIELD_EMAIL:
		return (struct event_values){&own->email, 1};
	case FIELD_KEY:
		return (struct event_values){own->keys, own->key_count};
	case FIELD_REVOKED:
		return (struct event_values){own->revoked, own->revoked_count};
	default:
		return (struct event_values){own->roles, own->role_count};
	}
}

static bool lists(struct event_values values, const char *text)
{
	return texts_have(values.items, values.count, text);
}

static void say(struct event *event, enum event_field field, const char *value, struct arena *a)
{
	if (!event_says(event, field, value))
		event_add(event, a, field, value);
}

/* Has it all of that? */
static bool has_all(struct event_values has, struct event_values of)
{
	for (size_t i = 0; i < of.count; i++)
		if (!lists(has, of.items[i]))
			return false;
	return true;
}

void trust_tell(const struct principal *was, const struct principal *is, struct event *ret,
		struct arena *a)
{
	for (size_t f = 0; f < ARRAY_SIZE(trust_personal); f++) {
		enum event_field field = trust_personal[f];
		struct event_values before = trust_values(was, field);
		struct event_values after = trust_values(is, field);
		/* a key that signs again is said there, not where it was revoked */
		bool taken = field != FIELD_REVOKED && !has_all(after, before);

		if (taken)
			say(ret, FIELD_PRINCIPAL, is->id, a);
		for (size_t i = 0; i < after.count; i++)
			if (taken || !lists(before, after.items[i])) {
				say(ret, FIELD_PRINCIPAL, is->id, a);
				say(ret, field, after.items[i], a);
			}
	}
}

void trust_tell_role(const struct role *was, const struct role *is, struct event *ret,
		     struct arena *a)
{
	struct event_values before = {was ? was->may : NULL, was ? was->may_count : 0};
	struct event_values after = {is->may, is->may_count};

	if (has_all(before, after) && has_all(after, before))
		return;
	for (size_t i = 0; i < after.count; i++)
		say(ret, FIELD_MAY, arena_printf(a, "%s %s", is->id, after.items[i]), a);
}
