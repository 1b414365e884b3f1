/*
 * What was right when it was done, and other people's events came first: each rule that such a fact
 * may be against, and beside them what may not be contested. The act is made, then the others are
 * said, then it is.
 */
#include "../t/unit/tap.h"
#include "../t/unit/honest.h"

#define OWN_ID "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"

static bool is_owed(const struct world *w)
{
	for (size_t i = 0; i < w->found.count; i++)
		if (w->found.items[i].rule == RULE_OWED)
			return true;
	return false;
}

static void test_rules(void)
{
	static const struct {
		const char *name, *before, *act, *between, *rule,
			*no; /* NULL: taken, and owed */
	} cases[] = {
		{"a lock", "", "start=otto", "lock=olga", "locked", NULL},
		{"a freeze", "", "start=otto", "freeze=olga", "frozen", NULL},
		{"a halt", "", "start=otto", "halt=olga", "halted", NULL},
		{"a block", "", "start=otto", "block=olga", "blocked", NULL},
		{"another start", "", "start=otto", "start=olga", "order", NULL},
		{"an approval that somebody used", "approve@SIGNED=rita", "start@SIGNED=otto",
		 "start@SIGNED=olga finish@SIGNED=olga", "conditions", NULL},
		{"another promotion",
		 "adopt:few pin start:release finish complete promote/prod",
		 "start@A/prod=otto", "pin:other=olga verify:release=olga promote/prod=olga",
		 "order,promotion", NULL},
		{"a deferral", "", "start=otto", "defer=olga", "deferred", "deferred,evidence"},
		{"a sleep", "", "start=otto", "dormant=olga", "dormant", "dormant,evidence"},
		{"a deprecation", "", "start=otto", "deprecate=olga", "deprecation",
		 "deprecation,evidence"},
		{"another definition", "", "start=otto", "adopt:checked=olga", "order", NULL},
		{"a role that was taken", "", "start=otto", "trust:otto=ada", "permission",
		 "evidence,permission"},
		{"of a completion", "pin start finish", "complete=otto", "block=olga",
		 "blocked", "blocked,evidence"},
		{"of a pin", "", "pin=otto", "halt=olga", "halted", "halted,evidence"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		const char *by, *no = cases[i].no ? cases[i].no : "ok";
		struct world w;
		struct event e;

		world_open(&w, &a);
		world_play(&w, cases[i].before);
		e = world_token(&w, cases[i].act, &by);
		event_set(&e, &a, FIELD_ID, OWN_ID);
		for (char *rest = arena_strdup(&a, cases[i].rule), *one;
		     (one = strsep(&rest, ","));)
			event_add(&e, &a, FIELD_CONTESTED, one);
		if (strstr(cases[i].rule, "promotion"))
			event_set(&e, &a, FIELD_OFFLINE, "the link was down");
		w.brought = (struct strmap){.arena = &a};
		if (event_kind(&e) == KIND_PIN) {
			e.fields[FIELD_FILE].count = 0;
			world_bring(&w, &e, "releases/lab.yaml", manifest_of(&w, IMAGE));
		}
		for (char *rest = arena_strdup(&a, cases[i].between), *one;
		     (one = strsep(&rest, " "));) {
			struct strmap own = w.brought;

			w.brought = (struct strmap){.arena = &a};
			if (world_play(&w, one) != COUNTS)
				world_bail(cases[i].name);
			w.brought = own;
		}
		if (!ok(world_say(&w, &e, by) == DISPUTED && !strcmp(world_no(&w), no) &&
				is_owed(&w) == !cases[i].no,
			"contested, %s: %s", cases[i].name, cases[i].no ? no : "owed"))
			printf("#   found: %s%s\n", world_no(&w), is_owed(&w) ? ", owed" : "");
		fold_close(w.fold);
	}
}

/* What is contested waits for an owner; to name it as disputed would say that it was wrong. */
static void test_not_disputed(void)
{
	static const char *const ids[] = {"00000000000000000000000000000003", OWN_ID};

	for (size_t i = 0; i < ARRAY_SIZE(ids); i++) {
		CLEANUP(arena_free) struct arena a = ARENA_INIT;
		const char *by;
		struct world w;
		struct event e;

		world_open(&w, &a);
		e = world_token(&w, "start=otto", &by);
		event_set(&e, &a, FIELD_ID, OWN_ID);
		event_set(&e, &a, FIELD_CONTESTED, "locked");
		world_play(&w, "lock=olga");
		world_play(&w, "start");
		world_say(&w, &e, by);
		ok(is_owed(&w), "a start is disputed, another contested");
		e = world_token(&w, "block", &by);
		event_add(&e, &a, FIELD_DISPUTES, arena_printf(&a, "%s locked", ids[i]));
		world_say(&w, &e, by);
		is_str(world_no(&w), i ? "evidence" : "ok",
		       i ? "what is contested is not named as disputed"
			 : "what is disputed is named so");
		fold_close(w.fold);
	}
}

int main(void)
{
	test_rules();
	test_not_disputed();
	return done();
}
