/* Who may what: init, trust. And recover and format, which speak of the chain itself. */
#include "base/texts.h"
#include "model/internal.h"

static bool roots_sign(const struct trust *trust, const char *principal)
{
	const struct principal *p = trust_principal(trust, principal);

	return p && trust_has_role(p, "root");
}

/* Two people whose commits look the same would be one person to every reader. */
static void check_names(struct draft *d, const struct trust *next, const struct principal *p)
{
	for (size_t i = 0; i < next->principal_count; i++) {
		const struct principal *other = &next->principals[i];

		if (strcmp(p->id, other->id) != 0 && !strcmp(p->name, other->name) &&
		    !strcmp(p->email, other->email))
			malformed(d, "a name and address of its own", other->id,
				  "'%s' has the name and address of '%s'", p->id, other->id);
	}
}

/* Each stands once in the whole file: in force or revoked, of one person, or to recover. */
static void check_key(struct draft *d, const struct trust *next, const struct principal *p,
		      const char *key, bool revoked)
{
	/* whoever signs with it would be that person, and recover nothing */
	if (next->recovery && !strcmp(next->recovery, key))
		malformed(d, "a key of no principal", p->id,
			  "the recovery key is a key of '%s'", p->id);
	for (size_t i = 0; i < next->principal_count; i++) {
		const struct principal *other = &next->principals[i];
		bool has = texts_have(other->keys, other->key_count, key);
		bool had = texts_have(other->revoked, other->revoked_count, key);

		if (strcmp(other->id, p->id) != 0 && (has || had))
			malformed(d, "a key of one person", other->id,
				  "a key of '%s' belongs to '%s' too", p->id, other->id);
		else if (has && had && !revoked)
			malformed(d, "a key that signs, or is revoked", key,
				  "a key of '%s' is revoked, and is not", p->id);
	}
}

static const char *roles_there_are(struct draft *d, const struct trust *trust)
{
	const char *text = "hint: there are:";

	for (size_t i = 0; i < trust->role_count; i++)
		text = arena_printf(d->arena, "%s%s %s", text, i ? "," : "",
				    trust->roles[i].id);
	return arena_printf(d->arena, "%s; 'git mcade trust role ROLE --may ACTS' defines one",
			    text);
}

static void check_principal(struct draft *d, const struct trust *next,
			    const struct principal *p)
{
	for (size_t k = 0; k < p->key_count; k++)
		check_key(d, next, p, p->keys[k], false);
	for (size_t k = 0; k < p->revoked_count; k++)
		check_key(d, next, p, p->revoked[k], true);
	check_names(d, next, p);
	for (size_t r = 0; r < p->role_count; r++) {
		if (trust_role(next, p->roles[r]))
			continue;
		malformed(d, "a role that trust.yaml defines", p->roles[r],
			  "role '%s' of '%s' is not defined", p->roles[r], p->id);
		d->malformed->items[d->malformed->count - 1].fix = roles_there_are(d, next);
	}
	if (!p->role_count != !p->key_count)
		malformed(d, "a key and a role, or neither",
			  p->role_count ? "no key" : "no role",
			  "principal '%s' would have no key or no role", p->id);
}

/* Whoever has signed stays listed, and so do his keys: what they signed is his for ever. */
static void check_stays(struct draft *d, const struct principal *was,
			const struct principal *is)
{
	const struct {
		const char *const *keys;
		size_t count;
	} had[] = {{was->keys, was->key_count}, {was->revoked, was->revoked_count}};

	for (size_t i = 0; i < ARRAY_SIZE(had); i++)
		for (size_t k = 0; k < had[i].count; k++)
			if (!is ||
			    (!texts_have(is->keys, is->key_count, had[i].keys[k]) &&
			     !texts_have(is->revoked, is->revoked_count, had[i].keys[k])))
				malformed(d, had[i].keys[k], "nothing",
					  "a key of '%s' is neither in force nor revoked",
					  was->id);
}

static void check_next(struct draft *d, const struct trust *now, const struct trust *next)
{
	bool root = false;

	if (next->version != now->version + 1) {
		malformed(d, arena_printf(d->arena, "version %" PRIu64, now->version + 1),
			  arena_printf(d->arena, "%" PRIu64, next->version),
			  "trust.yaml does not follow the one in force");
		return;
	}
	if (next->threshold != 1)
		malformed(d, "threshold 1", "another",
			  "a threshold of roots is not of this format");
	for (size_t i = 0; i < now->principal_count; i++)
		check_stays(d, &now->principals[i],
			    trust_principal(next, now->principals[i].id));
	for (size_t i = 0; i < now->role_count; i++)
		if (!trust_role(next, now->roles[i].id))
			malformed(d, now->roles[i].id, "nothing",
				  "role '%s' is no longer defined", now->roles[i].id);
	for (size_t i = 0; i < next->principal_count; i++) {
		check_principal(d, next, &next->principals[i]);
		root = root || trust_has_role(&next->principals[i], "root");
	}
	if (root)
		return;
	malformed(d, "a root", "none", "no principal would be root");
	d->malformed->items[d->malformed->count - 1].fix =
		"hint: let in another root first: git mcade trust add ID --key FILE --role "
		"root";
}

/* -- what its fields say of it ------------------------------------------------------------------- */

static bool lists(struct event_values values, const char *text)
{
	return texts_have(values.items, values.count, text);
}

/* All that it must say of this person, it says. */
static void check_person(struct draft *d, const struct principal *was,
			 const struct principal *is)
{
	struct event needed = {0};

	trust_tell(was, is, &needed, d->arena);
	for (int f = 0; f < FIELD_COUNT; f++)
		for (size_t i = 0; i < needed.fields[f].count; i++) {
			const char *value = needed.fields[f].items[i];

			if (event_says(d->event, (enum event_field)f, value))
				continue;
			if (f == FIELD_PRINCIPAL)
				malformed(d, value, "nothing",
					  "the event does not name whom it changes");
			else
				malformed(d, value, "nothing",
					  "the event does not say what is new of '%s'", is->id);
		}
}

/* Does one of those whom it names have that? */
static bool is_theirs(struct draft *d, const struct trust *trust, enum event_field field,
		      const char *text)
{
	const struct event_values *named = &d->event->fields[FIELD_PRINCIPAL];

	for (size_t i = 0; i < named->count; i++)
		if (lists(trust_values(trust_principal(trust, named->items[i]), field), text))
			return true;
	return false;
}

static void check_people(struct draft *d, const struct trust *now, const struct trust *next)
{
	/* a genesis is known by its id: whom it lets in everybody reads there */
	for (size_t i = 0; d->event->word == EVENT_TRUST && i < next->principal_count; i++)
		check_person(d, trust_principal(now, next->principals[i].id),
			     &next->principals[i]);
	for (size_t f = 0; f < ARRAY_SIZE(trust_personal); f++) {
		const struct event_values *said = &d->event->fields[trust_personal[f]];

		for (size_t i = 0; i < said->count; i++)
			if (!is_theirs(d, next, trust_personal[f], said->items[i]))
				malformed(d, "what trust.yaml has", said->items[i],
					  "what the event says of the person is false");
	}
}

/* All that a role may from here on, where that is another than before; and nothing else. */
static void check_roles(struct draft *d, const struct trust *now, const struct trust *next)
{
	const struct event_values *said = &d->event->fields[FIELD_MAY];
	struct event needed = {0};
	const struct event_values *may = &needed.fields[FIELD_MAY];

	for (size_t i = 0; d->event->word == EVENT_TRUST && i < next->role_count; i++) {
		const struct role *is = &next->roles[i];

		trust_tell_role(trust_role(now, is->id), is, &needed, d->arena);
	}
	for (size_t i = 0; i < may->count; i++)
		if (!lists(*said, may->items[i]))
			malformed(d, may->items[i], "nothing",
				  "the event does not say what a role may");
	for (size_t i = 0; i < said->count; i++)
		if (!lists(*may, said->items[i]))
			malformed(d, "what is new in trust.yaml", said->items[i],
				  "what the event says of a role is false");
}

static void check_said(struct draft *d, const struct trust *now, const struct trust *next)
{
	const char *recovery = event_get(d->event, FIELD_RECOVERY), *is = next->recovery;
	bool new = is && (!now->recovery || strcmp(is, now->recovery) != 0);

	check_people(d, now, next);
	check_roles(d, now, next);
	if (recovery ? !is || strcmp(recovery, is) != 0 : new)
		malformed(d, is ? is : "none", recovery ? recovery : "nothing",
			  "the recovery key is another");
	if (now->recovery && !is)
		malformed(d, now->recovery, "none", "the recovery key would be gone");
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

/*
 * Who may change it is part of the chain's integrity: one bad change would give everything away. Of their
 * own keys all may put a new one in the place of the one that signs this (which ledger/ looks at). next:
 * NULL, or what it is to be.
 */
static int check_root(struct draft *d, const struct trust *now, const struct trust *next)
{
	const char *who = d->origin->principal, *whom, *old;
	const struct principal *own;

	if (!who || roots_sign(now, who) || (now->recovery && !strcmp(who, TRUST_RECOVERY)))
		return 0;
	own = trust_principal(now, who);
	if (next && own && trust_rotates(now, next, own, &old, d->arena))
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
	check_root(d, now, next);
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
	return check_root(d, now, NULL);
}

int file_FORMAT(struct draft *d)
{
	return malformed(d, "a greater Mcade-Format", event_get(d->event, FIELD_FORMAT),
			 "the event begins no later format");
}
