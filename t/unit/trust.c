/* model/trust: who may do what; what no role says, nobody may. */
#include "model/trust.h"

#include "base/cleanup.h"

#include "../t/unit/events.h"
#include "../t/unit/tap.h"

static struct trust sample(struct arena *a)
{
	struct trust t = {.version = 3, .threshold = 1, .recovery = KEY_B};
	struct principal ada = {
		.id = "ada", .name = "Ada Lovelace", .email = "ada@example.com"};
	struct principal otto = {.id = "otto", .name = "Otto", .email = "o@example.com"};

	*ARENA_PUSH(a, ada.keys, ada.key_count) = KEY_A;
	*ARENA_PUSH(a, ada.roles, ada.role_count) = "owner";
	*ARENA_PUSH(a, ada.roles, ada.role_count) = "root";
	*ARENA_PUSH(a, otto.keys, otto.key_count) = KEY_B;
	*ARENA_PUSH(a, otto.roles, otto.role_count) = "stager";
	*ARENA_PUSH(a, t.principals, t.principal_count) = ada;
	*ARENA_PUSH(a, t.principals, t.principal_count) = otto;
	trust_default_roles(&t, a);
	*ARENA_PUSH(a, t.roles, t.role_count) = (struct role){.id = "stager"};
	*ARENA_PUSH(a, t.roles[t.role_count - 1].may,
		    t.roles[t.role_count - 1].may_count) = "run in staging";
	return t;
}

static void test_permissions(struct arena *a)
{
	struct trust t = sample(a);
	const struct principal *ada = trust_principal(&t, "ada");
	const struct principal *otto = trust_principal(&t, "otto");
	struct principal nobody = {.id = "n"}, ghost = {.id = "g"};

	ok(trust_signer(&t, KEY_A) == ada && trust_signer(&t, KEY_B) == otto,
	   "a key is somebody's");
	ok(!trust_signer(&t, "ssh-ed25519 AAAA") && !trust_principal(&t, "eve"), "or nobody's");
	ok(trust_may(&t, ada, "trust", NULL) && trust_may(&t, ada, "run", "prod"),
	   "root and owner: everything");
	ok(trust_may(&t, otto, "run", "staging"), "a permission in one environment");
	ok(!trust_may(&t, otto, "run", "prod") && !trust_may(&t, otto, "run", NULL) &&
		   !trust_may(&t, otto, "run", "staging2") &&
		   !trust_may(&t, otto, "run", "stagin"),
	   "is none in another, nor everywhere");
	ok(!trust_may(&t, otto, "ru", "staging") && !trust_may(&t, otto, "verify", "staging") &&
		   !trust_may(&t, otto, "", "staging"),
	   "nor for another act");
	ok(!trust_may(&t, &nobody, "run", "staging"), "without a role nobody may anything");
	*ARENA_PUSH(a, ghost.roles, ghost.role_count) = "undefined";
	ok(!trust_may(&t, &ghost, "run", "staging"),
	   "a role that is not defined permits nothing");
	is_str(trust_who_may(&t, "trust", NULL, a), "root Ada Lovelace",
	       "who may change trust");
	is_str(trust_who_may(&t, "unlock", "prod", a), "owner Ada Lovelace", "who may unlock");
	t.principals[0].role_count = 0;
	is_str(trust_who_may(&t, "unlock", "prod", a), NULL, "nobody is named who may not");
}

/* What a role may already it keeps: the command gives the whole list anew. */
static void test_lets_in(struct arena *a)
{
	static const char add[] = "git mcade trust add ID --key FILE --role";
	struct trust t = sample(a);
	struct role *role = &t.roles[t.role_count - 1];

	is_str(trust_lets_in(&t, "stager", "run", "staging", a),
	       arena_printf(a, "root Ada Lovelace runs: %s stager", add), "a role that may");
	*ARENA_PUSH(a, role->may, role->may_count) = "verify";
	is_str(trust_lets_in(&t, "stager", "run", "prod", a),
	       arena_printf(a,
			    "root Ada Lovelace runs: git mcade trust role stager --may "
			    "'run in staging, verify, run in prod' && %s stager",
			    add),
	       "one that may not there");
	is_str(trust_lets_in(&t, "new", "run", NULL, a),
	       arena_printf(a,
			    "root Ada Lovelace runs: git mcade trust role new --may 'run' "
			    "&& %s new",
			    add),
	       "one that nobody defines");
	t.principals[0].role_count = 0;
	is_str(trust_lets_in(&t, "stager", "run", "staging", a),
	       arena_printf(a, "a root runs: %s stager", add), "whoever is root");
}

/* The roles that a ledger begins with: which acts are whose. */
static void test_default_roles(struct arena *a)
{
	static const struct {
		const char *role, *acts;
	} expected[] = {
		{"ci", "run complete drill gate verify"},
		{"operator", "run rollback drill verify gate pin promote complete block halt "
			     "unblock skip incident-open checkpoint"},
		{"owner", NULL}, /* everything but trust */
		{"reviewer", "approve"},
		{"root", "trust"},
	};
	struct trust t = {0};
	int wrong = 0;

	trust_default_roles(&t, a);
	for (size_t i = 0; i < ARRAY_SIZE(expected); i++)
		for (int word = 0; word < EVENT_COUNT; word++) {
			const char *act = event_info((enum event_word)word)->permission;
			const char **roles = (const char *[]){expected[i].role};
			struct principal p = {.roles = roles, .role_count = 1};
			const char *listed = expected[i].acts;
			bool may = listed ? !!strstr(arena_printf(a, " %s ", listed),
						     arena_printf(a, " %s ", act))
					  : strcmp(act, "trust") != 0;

			if (trust_may(&t, &p, act, "prod") != may) {
				printf("# %s: %s\n", expected[i].role, act);
				wrong++;
			}
		}
	is_int(wrong, 0, "each role may exactly what the manual says");
}

static void test_file(struct arena *a)
{
	static const char *const bad[] = {
		"threshold: 1\nprincipals:\n  a:\n    name: A\n    email: b\n    keys:\n    - "
		"k\n"
		"roles:\n  r:\n    may:\n    - x\n",
		"version: 1\nprincipals:\n  a:\n    name: A\n    email: b\n    keys:\n    - k\n"
		"roles:\n  r:\n    may:\n    - x\n",
		"version: 1\nthreshold: 0\nprincipals:\n  a:\n    name: A\n    email: b\n"
		"    keys:\n    - k\nroles:\n  r:\n    may:\n    - x\n",
		"version: 1\nthreshold: 1\nroles:\n  r:\n    may:\n    - x\n",
		"version: 1\nthreshold: 1\nprincipals:\n  a:\n    name: A\n    email: b\n"
		"    keys:\n    - k\n",
		"version: 1\nthreshold: 1\nprincipals:\n  a:\n    name: A\n    email: b\n"
		"roles:\n  r:\n    may:\n    - x\n",
		"version: 1\nthreshold: 1\nprincipals:\n  a: b\nroles:\n  r:\n    may:\n    - "
		"x\n",
		"version: 1\nthreshold: 1\nprincipals: a\nroles: b\n",
		"version: 1\nthreshold: 1\nprincipals:\n- a\nroles:\n  r:\n    may:\n    - x\n",
		"version: 1\nthreshold: 1\nprincipals:\n  a:\n    name: A\n    email: b\n"
		"    keys:\n    - k\nroles:\n- r\n",
		"version: x\nthreshold: 1\n",
		"version: 1\nthreshold: 1\nhidden: x\nprincipals:\n  a:\n    name: A\n"
		"    email: b\n    keys:\n    - k\nroles:\n  r:\n    may:\n    - x\n",
		"version: 1\nthreshold: 1\nprincipals:\n  a:\n    name: A\n    email: b\n"
		"    keys:\n    - k\nroles:\n  r:\n    may: x\n",
		"version: 1\nthreshold: 1\nprincipals:\n  a:\n    name: A\n    email: b\n"
		"    keys:\n    - k\nroles:\n  r: x\n",
		"version: 1\nthreshold: 1\nprincipals:\n  a:\n    email: b\n    keys:\n    - "
		"k\nroles:\n  r:\n    may:\n    - x\n",
		"version: 1\nthreshold: 1\nprincipals:\n  a:\n    name: A\n    keys:\n    - "
		"k\nroles:\n  r:\n    may:\n    - x\n",
		"version: 1\nthreshold: 1\nprincipals:\n  _a:\n    name: A\n    email: b\n    "
		"keys:\n    - k\nroles:\n  r:\n    may:\n    - x\n",
		"version: 1\nthreshold: x\n",
		"",
	};
	CLEANUP(strbuf_free) struct strbuf first = STRBUF_INIT, again = STRBUF_INIT;
	struct trust t = sample(a), back;
	struct err err = {0};

	trust_write(&t, &first);
	ok(!trust_read(bytes_of(first.buf, first.len), a, &back, &err),
	   "trust.yaml is read: %s", err.text);
	trust_write(&back, &again);
	is_str(again.buf, first.buf, "and written as the same bytes");
	ok(trust_may(&back, trust_principal(&back, "otto"), "run", "staging") &&
		   !trust_may(&back, trust_principal(&back, "otto"), "run", "prod"),
	   "with the same permissions");
	ok(!trust_read(bytes_text("version: 1\nthreshold: 1\nprincipals:\n  a:\n    name: A\n"
				  "    email: b\n    keys:\n    - k\nroles:\n  r:\n    may:\n"
				  "    - x\n"),
		       a, &back, &err),
	   "the least trust file is read: %s", err.text);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(trust_read(bytes_text(bad[i]), a, &back, &err) < 0,
		   "trust file %zu is refused", i);
}

/* What becomes of the sample's trust.yaml: each text with the one after it in its place. */
static void becomes(struct arena *a, const struct trust *next, const char *name,
		    const char *const (*changed)[2])
{
	CLEANUP(strbuf_free) struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;
	struct trust was = sample(a);
	const char *expected;

	trust_write(&was, &before);
	expected = before.buf;
	for (; (*changed)[0]; changed++) {
		const char *at = strstr(expected, (*changed)[0]);

		expected = at ? arena_printf(a, "%.*s%s%s", (int)(at - expected), expected,
					     (*changed)[1], at + strlen((*changed)[0]))
			      : "the sample is another";
	}
	trust_write(next, &after);
	is_str(after.buf, expected, name);
}
#define BECOMES(next, name, ...) \
	becomes(a, &(next), name, (const char *const[][2]){__VA_ARGS__, {NULL, NULL}})

#define KEY_C "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC"
#define KEY_D "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD"
#define OTTO "  otto:\n    name: Otto\n    email: o@example.com\n    keys:\n    - \""
#define NEXT                               \
	{                                  \
		"version: 3", "version: 4" \
	}

/* A person with one role, and with what keys are given. */
static struct principal person(struct arena *a, const char *id, const char *role,
			       const char *key, const char *other)
{
	struct principal p = {.id = id, .name = "Otto", .email = "o@example.com"};

	*ARENA_PUSH(a, p.roles, p.role_count) = role;
	if (key)
		*ARENA_PUSH(a, p.keys, p.key_count) = key;
	if (other)
		*ARENA_PUSH(a, p.keys, p.key_count) = other;
	return p;
}

static void test_next(struct arena *a)
{
	struct principal otto = person(a, "otto", "stager", KEY_C, NULL),
			 eve = person(a, "eve", "ci", KEY_C, NULL),
			 gone = person(a, "otto", "stager", NULL, NULL);
	struct role stager = {.id = "stager"}, look = {.id = "look"};
	struct trust t = sample(a), next, later;

	*ARENA_PUSH(a, stager.may, stager.may_count) = "verify";
	*ARENA_PUSH(a, look.may, look.may_count) = "look";
	next = trust_with(&t, &eve, a);
	BECOMES(next, "somebody new is the last", NEXT,
		{"roles:\n  ci:",
		 "  eve:\n    name: Otto\n    email: o@example.com\n    keys:\n"
		 "    - \"" KEY_C "\"\n    roles:\n    - ci\nroles:\n  ci:"});
	next = trust_with(&t, &otto, a);
	BECOMES(next, "who has another key had the first", NEXT,
		{OTTO KEY_B "\"\n", OTTO KEY_C "\"\n    revoked:\n    - \"" KEY_B "\"\n"});
	otto = person(a, "otto", "stager", KEY_D, NULL);
	later = trust_with(&next, &otto, a);
	BECOMES(later, "and what was revoked before stays so", {"version: 3", "version: 5"},
		{OTTO KEY_B "\"\n",
		 OTTO KEY_D "\"\n    revoked:\n    - \"" KEY_B "\"\n    - \"" KEY_C "\"\n"});
	next = trust_with(&t, &gone, a);
	BECOMES(next, "who is left none has no role", NEXT,
		{OTTO KEY_B "\"\n    roles:\n    - stager\n",
		 "  otto:\n    name: Otto\n    email: o@example.com\n    revoked:\n    - "
		 "\"" KEY_B "\"\n"});
	next = trust_with_role(&t, &stager, a);
	BECOMES(next, "a role that may something else", NEXT,
		{"- \"run in staging\"", "- verify"});
	later = trust_with_role(&next, &look, a);
	BECOMES(later, "a new role is the last", {"version: 3", "version: 5"},
		{"- \"run in staging\"\n", "- verify\n  look:\n    may:\n    - look\n"});
	later.recovery = KEY_C;
	later = trust_with(&later, &eve, a);
	next = trust_back(&later, &t, a);
	BECOMES(next, "put back, who came since has no key, and a role nothing new",
		{"version: 3", "version: 7"},
		{"roles:\n  ci:",
		 "  eve:\n    name: Otto\n    email: o@example.com\n    revoked:\n"
		 "    - \"" KEY_C "\"\nroles:\n  ci:"},
		{"- \"run in staging\"\n",
		 "- \"run in staging\"\n  look:\n    may:\n    - look\n"});
	t.recovery = NULL;
	next = trust_back(&later, &t, a);
	is_str(next.recovery, KEY_C, "where there was no recovery key, the one there is stays");
}

/* One new key for one of their own, and nothing else of it. */
static void test_rotates(struct arena *a)
{
	static const struct {
		const char *name, *keys[2], *next[2];
		bool rotates;
	} tries[] = {
		{"one for one", {KEY_B}, {KEY_C}, true},
		{"one of two", {KEY_B, KEY_C}, {KEY_B, KEY_D}, true},
		{"the same", {KEY_B}, {KEY_B}, false},
		{"one more", {KEY_B}, {KEY_B, KEY_C}, false},
		{"one less", {KEY_B, KEY_C}, {KEY_B}, false},
		{"two for one", {KEY_B}, {KEY_C, KEY_D}, false},
		{"one for two", {KEY_B, KEY_C}, {KEY_D}, false},
		{"none for one", {KEY_B}, {NULL}, false},
	};
	struct trust t = sample(a), next, other;
	struct principal otto = person(a, "otto", "stager", KEY_C, NULL), was;
	const char *old;

	for (size_t i = 0; i < ARRAY_SIZE(tries); i++) {
		was = person(a, "otto", "stager", tries[i].keys[0], tries[i].keys[1]);
		otto = person(a, "otto", "stager", tries[i].next[0], tries[i].next[1]);
		t = sample(a);
		t.principals[1] = was;
		next = trust_with(&t, &otto, a);
		old = NULL;
		is_int(trust_rotates(&t, &next, &t.principals[1], &old, a), tries[i].rotates,
		       tries[i].name);
		if (tries[i].rotates)
			is_str(old, tries[i].keys[1] ? KEY_C : KEY_B, "the key that is gone");
	}
	t = sample(a);
	otto = person(a, "otto", "stager", KEY_C, NULL);
	next = trust_with(&t, &otto, a);
	other = next;
	other.version++;
	ok(!trust_rotates(&t, &other, &t.principals[1], &old, a), "not a version left out");
	other = next;
	other.recovery = KEY_D;
	ok(!trust_rotates(&t, &other, &t.principals[1], &old, a), "nor a recovery key with it");
	otto.name = "Ada";
	other = trust_with(&t, &otto, a);
	ok(!trust_rotates(&t, &other, &t.principals[1], &old, a), "nor a name");
	otto = person(a, "otto", "owner", KEY_C, NULL);
	other = trust_with(&t, &otto, a);
	ok(!trust_rotates(&t, &other, &t.principals[1], &old, a), "nor a role");
	other = next;
	other.principal_count = 1;
	ok(!trust_rotates(&t, &other, &t.principals[1], &old, a),
	   "nor is somebody else, who is gone");
	otto = person(a, "otto", "stager", KEY_B, NULL);
	other = trust_with(&next, &otto, a);
	ok(!trust_rotates(&next, &other, &next.principals[1], &old, a),
	   "a key that was revoked does not come back so");
}

/* With a key of theirs that the event does not revoke, only a root signs a change of trust. */
static void test_may_sign(struct arena *a)
{
	struct trust t = sample(a);
	const struct principal *ada = &t.principals[0], *otto = &t.principals[1];
	struct event e = sample_event(a, EVENT_TRUST, 7, "because");

	e.fields[FIELD_REVOKED].count = 0;
	ok(trust_may_sign(ada, &e, KEY_A) && !trust_may_sign(otto, &e, KEY_B),
	   "trust, only as a root");
	event_set(&e, a, FIELD_REVOKED, KEY_C);
	ok(!trust_may_sign(otto, &e, KEY_B), "nor to revoke another key");
	event_set(&e, a, FIELD_REVOKED, KEY_B);
	ok(trust_may_sign(otto, &e, KEY_B), "or to revoke this key");
	e = sample_event(a, EVENT_SKIP, 7, "because");
	ok(trust_may_sign(otto, &e, KEY_B), "what is not trust, anybody's key");
}

/* Whose key it is, or was; a key that is revoked signs nothing and stays its owner's. */
static void test_owner(struct arena *a)
{
	struct trust t = sample(a);
	const struct principal *ada = &t.principals[0], *otto = &t.principals[1];

	ok(!trust_owner(&t, KEY_C) && !trust_signer(&t, KEY_C), "nobody's key");
	ok(trust_owner(&t, KEY_A) == ada && trust_owner(&t, KEY_B) == otto, "keys in force");
	*ARENA_PUSH(a, t.principals[0].revoked, t.principals[0].revoked_count) = KEY_C;
	ok(trust_owner(&t, KEY_C) == ada && !trust_signer(&t, KEY_C),
	   "a revoked one of the first");
	t.principals[0].revoked_count = 0;
	*ARENA_PUSH(a, t.principals[1].revoked, t.principals[1].revoked_count) = KEY_C;
	ok(trust_owner(&t, KEY_C) == otto && !trust_signer(&t, KEY_C), "of the last");
}

/* The first is owner and root, and nobody else is there. */
static void test_genesis(struct arena *a)
{
	struct principal first = {.id = "ada", .name = "Ada", .email = "ada@example.com"};
	struct trust t = trust_genesis(&first, KEY_C, a);

	ok(t.version == 1 && t.threshold == 1 && !strcmp(t.recovery, KEY_C) &&
		   t.principal_count == 1 && !strcmp(t.principals[0].id, "ada"),
	   "a genesis");
	ok(t.principals[0].role_count == 2 && !strcmp(t.principals[0].roles[0], "owner") &&
		   !strcmp(t.principals[0].roles[1], "root") && !first.role_count,
	   "by an owner who is root");
	ok(trust_may(&t, &t.principals[0], "adopt", NULL) && t.role_count > 1,
	   "with roles that say what they may");
}

/* Of what is written over afterwards nothing is left in a copy. */
static void test_copy(struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf first = STRBUF_INIT, again = STRBUF_INIT;
	CLEANUP(arena_free) struct arena b = ARENA_INIT;
	struct trust t = sample(a), *copied;

	*ARENA_PUSH(a, t.principals[1].revoked, t.principals[1].revoked_count) = KEY_C;
	copied = trust_copy(&t, &b);
	trust_write(&t, &first);
	for (size_t i = 0; i < t.principal_count; i++) {
		t.principals[i].id = t.principals[i].name = t.principals[i].email = "x";
		t.principals[i].keys[0] = t.principals[i].roles[0] = "x";
	}
	t.principals[1].revoked[0] = "x";
	for (size_t i = 0; i < t.role_count; i++)
		t.roles[i].id = t.roles[i].may[0] = "x";
	trust_write(copied, &again);
	is_str(again.buf, first.buf, "a copy is all of it");
}

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	test_permissions(&a);
	test_lets_in(&a);
	test_default_roles(&a);
	test_file(&a);
	test_next(&a);
	test_rotates(&a);
	test_may_sign(&a);
	test_genesis(&a);
	test_owner(&a);
	test_copy(&a);
	return done();
}
