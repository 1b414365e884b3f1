/* Who may what: init, trust. And recover and format, which speak of the chain itself. */
#include "base/texts.h"
#include "model/internal.h"

static bool roots_sign(const struct trust *trust, const char *principal)
{
	const struct principal *p = trust_principal(trust, principal);

	return p && trust_has_role(p, "root");
}

static const char *principal_of_key(const struct trust *trust, const char *key,
				    const char *not_of)
{
	for (size_t i = 0; i < trust->principal_count; i++)
		for (size_t k = 0; k < trust->principals[i].key_count; k++)
			if (!strcmp(trust->principals[i].keys[k], key) &&
			    strcmp(trust->principals[i].id, not_of) != 0)
				return trust->principals[i].id;
	return NULL;
}

/* Two people whose commits look the same would be one person to every reader. */
static int check_principal(struct draft *d, const struct trust *next, const struct principal *p)
{
	for (size_t k = 0; k < p->key_count; k++) {
		const char *other = principal_of_key(next, p->keys[k], p->id);

		if (other)
			return malformed(d, "a key of one person", other,
					 "a key of '%s' belongs to '%s' too", p->id, other);
	}
	for (size_t i = 0; i < next->principal_count; i++) {
		const struct principal *other = &next->principals[i];

		if (strcmp(p->id, other->id) != 0 && !strcmp(p->name, other->name) &&
		    !strcmp(p->email, other->email))
			return malformed(d, "a name and address of its own", other->id,
					 "'%s' has the name and address of '%s'", p->id,
					 other->id);
	}
	for (size_t r = 0; r < p->role_count; r++) {
		size_t k = 0;

		while (k < next->role_count && strcmp(next->roles[k].id, p->roles[r]) != 0)
			k++;
		if (k == next->role_count)
			return malformed(d, "a role that trust.yaml defines", p->roles[r],
					 "role '%s' of '%s' is not defined", p->roles[r],
					 p->id);
	}
	if (!p->role_count) /* without a key it is not read */
		return malformed(d, "a key and a role", "none",
				 "principal '%s' would have no key or no role", p->id);
	return 0;
}

static int check_next(struct draft *d, const struct trust *now, const struct trust *next)
{
	bool root = false;

	if (next->version != now->version + 1)
		return malformed(d,
				 arena_printf(d->arena, "version %" PRIu64, now->version + 1),
				 arena_printf(d->arena, "%" PRIu64, next->version),
				 "trust.yaml does not follow the one in force");
	if (next->threshold != 1)
		return malformed(d, "threshold 1", "another",
				 "a threshold of roots is not of this format");
	for (size_t i = 0; i < next->principal_count; i++) {
		check_principal(d, next, &next->principals[i]);
		root = root || trust_has_role(&next->principals[i], "root");
	}
	if (!root)
		return malformed(d, "a root", "none", "no principal would be root");
	return 0;
}

/* -- what its fields say of it ------------------------------------------------------------------- */

static const enum event_field personal[] = {FIELD_NAME, FIELD_EMAIL, FIELD_KEY, FIELD_ROLE};

/* What a principal has of a field; nothing of nobody. */
static struct event_values values_of(const struct principal *p, enum event_field field)
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
	default:
		return (struct event_values){own->roles, own->role_count};
	}
}

static bool lists(struct event_values values, const char *text)
{
	return texts_have(values.items, values.count, text);
}

/* Who is another than before is named, and all that is new of him. */
static void check_person(struct draft *d, const struct principal *was,
			 const struct principal *is)
{
	const char *id = is ? is->id : was->id;
	bool changed = false;

	for (size_t f = 0; f < ARRAY_SIZE(personal); f++) {
		struct event_values before = values_of(was, personal[f]);
		struct event_values after = values_of(is, personal[f]);

		for (size_t i = 0; i < before.count; i++)
			changed = changed || !lists(after, before.items[i]);
		for (size_t i = 0; i < after.count; i++) {
			if (lists(before, after.items[i]))
				continue;
			changed = true;
			if (!lists(d->event->fields[personal[f]], after.items[i]))
				malformed(d, after.items[i], "nothing",
					  "the event does not say what is new of '%s'", id);
		}
	}
	if (changed && !lists(d->event->fields[FIELD_PRINCIPAL], id))
		malformed(d, id, "nothing", "the event does not name whom it changes");
}

/* Does one of those whom it names have that, before or after? */
static bool is_theirs(struct draft *d, const struct trust *trust, enum event_field field,
		      const char *text)
{
	const struct event_values *named = &d->event->fields[FIELD_PRINCIPAL];

	for (size_t i = 0; i < named->count; i++)
		if (lists(values_of(trust_principal(trust, named->items[i]), field), text))
			return true;
	return false;
}

static void check_said(struct draft *d, const struct trust *now, const struct trust *next)
{
	const char *recovery = event_get(d->event, FIELD_RECOVERY), *is = next->recovery;
	bool new = is && (!now->recovery || strcmp(is, now->recovery) != 0);

	/* a genesis is known by its id: whom it lets in everybody reads there */
	for (size_t i = 0; d->event->word == EVENT_TRUST && i < next->principal_count; i++)
		check_person(d, trust_principal(now, next->principals[i].id),
			     &next->principals[i]);
	for (size_t i = 0; i < now->principal_count; i++)
		if (!trust_principal(next, now->principals[i].id))
			check_person(d, &now->principals[i], NULL);
	for (size_t f = 0; f < ARRAY_SIZE(personal); f++) {
		const struct event_values *said = &d->event->fields[personal[f]];

		for (size_t i = 0; i < said->count; i++)
			if (!is_theirs(d, now, personal[f], said->items[i]) &&
			    !is_theirs(d, next, personal[f], said->items[i]))
				malformed(d, "what trust.yaml has", said->items[i],
					  "what the event says of the person is false");
	}
	if (recovery ? !is || strcmp(recovery, is) != 0 : new)
		malformed(d, is ? is : "none", recovery ? recovery : "nothing",
			  "the recovery key is another");
}

static int read_next(struct draft *d, const struct trust **ret)
{
	struct trust *next = arena_alloc(d->arena, sizeof(*next));
	struct bytes text;
	struct err fault;
	bool found;

	*ret = NULL;
	if (!d->attachments.read)
		return 0;
	if (d->attachments.read(d->attachments.context, "trust.yaml", d->arena, &text, &found,
				d->err) < 0)
		return -1;
	if (!found)
		return malformed(d, "trust.yaml", "nothing", "the event brings no trust.yaml");
	if (trust_read(text, d->arena, next, &fault) < 0)
		return malformed(d, "a canonical trust.yaml", fault.text,
				 "trust.yaml cannot be read");
	*ret = next;
	return 0;
}

int file_INIT(struct draft *d)
{
	const struct trust none = {0}, *next;
	struct subject *adopted = draft_subject(d, STATE_ADOPTED);

	if (!adopted || read_next(d, &next) < 0)
		return -1;
	if (!next)
		return 0;
	check_next(d, &none, next);
	check_said(d, &none, next);
	if (!roots_sign(next, event_get(d->event, FIELD_PRINCIPAL)))
		malformed(d, "the first principal is root",
			  event_get(d->event, FIELD_PRINCIPAL), "a genesis names its own root");
	draft_adopt_rules(d, adopted);
	if (d->event->fields[FIELD_TIP].count)
		draft_adopt_tips(d, adopted);
	d->trust = next;
	return 0;
}

/* Who may change it is part of the chain's integrity: one bad change would give everything away. */
static int check_root(struct draft *d, const struct trust *now)
{
	const char *who = d->origin->principal, *whom;

	if (!who || roots_sign(now, who) || (now->recovery && !strcmp(who, TRUST_RECOVERY)))
		return 0;
	malformed(d, "a root", who, "'%s' is not a root", who);
	whom = trust_who_may(now, "trust", NULL, d->arena);
	if (whom)
		d->malformed->items[d->malformed->count - 1].fix = arena_printf(
			d->arena, "ask %s to do it", whom);
	return 0;
}

int file_TRUST(struct draft *d)
{
	const struct trust *now, *next;

	if (state_trust(d->state, &now, d->err) < 0 || read_next(d, &next) < 0)
		return -1;
	check_root(d, now);
	if (!next)
		return 0;
	check_next(d, now, next);
	check_said(d, now, next);
	d->trust = next;
	return 0;
}

/* What it rejects lies in the chain between the last good event and this one: ledger/ looks. */
int file_RECOVER(struct draft *d)
{
	const struct trust *now;

	if (state_trust(d->state, &now, d->err) < 0)
		return -1;
	return check_root(d, now);
}

int file_FORMAT(struct draft *d)
{
	return malformed(d, "a greater Mcade-Format", event_get(d->event, FIELD_FORMAT),
			 "the event begins no later format");
}
