/* An act that leads on: printed in one place, and taken out of a text again. */
#include "base/cleanup.h"
#include "model/next_act.h"
#include "tap.h"

static void test_there_and_back(void)
{
	static const struct next_act acts[] = {
		{EVENT_START, "CACHE", "lab", NULL},
		{EVENT_START, "CACHE", "lab", "--accept-changed"},
		{EVENT_COMPLETE, "A.1", "prod-eu", NULL},
		{EVENT_REOPEN, "A", "lab", "-m REASON"},
		{EVENT_UNLOCK, "lab", "lab", "-m 'a reason' --env other"},
	};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(acts); i++) {
		const char *text = next_act_text(&acts[i], &a);
		struct next_act back = {0};

		ok(next_act_read(text, &a, &back) && back.word == acts[i].word &&
			   next_act_is(text, acts[i].word),
		   "%s", text);
		is_str(next_act_text(&back, &a), text, "and back");
		is_str(back.environment, acts[i].environment, "its environment");
	}
}

static void test_others(void)
{
	static const char *const others[] = {
		"",
		"hint: git mcade run A --env lab",
		"git push origin main",
		"git mcade sync",
		"git mcade run",
		"git mcade run A",
		"git mcade run A --envy lab",
		"git mcade runs A --env lab",
		"git mcade pin --from-worktree --env lab",
	};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct next_act act = {.step = "untouched"};

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		ok(!next_act_read(others[i], &a, &act), "no act: '%s'", others[i]);
	ok(!next_act_read(NULL, &a, &act) && !next_act_is(NULL, EVENT_START),
	   "nothing is none");
	ok(!next_act_is("git mcade complete A --env lab", EVENT_START), "another act");
}

int main(void)
{
	test_there_and_back();
	test_others();
	return done();
}
