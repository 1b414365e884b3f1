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

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	test_permissions(&a);
	test_default_roles(&a);
	test_file(&a);
	return done();
}
