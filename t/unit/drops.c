/* A change that took a line away that said done is seen; what certainly took none costs no reading. */
#include "base/cleanup.h"
#include "text/drops.h"
#include "../t/unit/tap.h"

static const struct {
	const char *was, *now;
	bool may;
} cases[] = {
	{"- [x] a\n- [ ] b\n", "- [ ] b\n", true},
	{"- [X] a\n", "", true},
	{"> - [x] a\n", "> - [ ] b\n", true},
	{"1. \xe2\x9c\x85 a\n2. b\n", "1. b\n", true},
	{"\xe2\x9c\x85 a\n", "", true},
	{"- :white_check_mark: a\n", "- b\n", true},
	{"- &#x2705; a\n", "- b\n", true},
	{"- a: done\n", "- b\n", true},
	{"1. a - erledigt\n", "", true},
	{"1. a (\xe5\xae\x8c\xe6\x88\x90)\n", "", true},
	{"# R\n\n| a | done |\n", "# R\n", true},
	{"## Step 1: a - COMPLETE\n\nx\n", "## Step 2\n\nx\n", true},
	{"## Done\n\n- a\n- b\n", "## Done\n\n- b\n", true},
	{"- [x] a\n- [x] b", "- [x] a\n", true},
	/* it stays, elsewhere */
	{"- [x] a\n- [ ] b\n", "- [ ] b\n- [x] a\n", false},
	{"- [x] a\n", "- [x] a\n- [ ] b\n", false},
	{"- [x] a\n", "# R\n\n- [x] a\n", false},
	/* nothing was said of it */
	{"- [ ] a\n- [x] b\n", "- [x] b\n", false},
	{"- a\n- b\n", "- b\n", false},
	{"It is done.\n- [x] b\n", "It is open.\n- [x] b\n", false},
	{"", "- [x] a\n", false},
	{"- [x] a\n", "- [x] a\n", false},
};

int main(void)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ok(text_may_drop_done(bytes_text(cases[i].was), bytes_text(cases[i].now),
				      &arena) == cases[i].may,
		   "%zu: %s", i, cases[i].may ? "may drop" : "drops nothing");
	return done();
}
