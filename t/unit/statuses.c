/* What stands in the place of a status: each cell of such a column is a mark, or says nothing to anybody. */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "text/outline.h"
#include "../t/unit/outline_read.h"
#include "../t/unit/tap.h"

static struct arena arena = ARENA_INIT;

static void reads(const char *head, const char *cell, char expected)
{
	const char *text = arena_printf(
		&arena,
		"# R\n\n| ID | Task | %s |\n|---|---|---|\n| R-1 | go | %s "
		"|\n",
		head, cell);
	char found[2] = "!", wanted[2] = {expected, '\0'};
	struct outline outline;
	struct err err;

	if (!outline_read(bytes_text(text), "a.md", NULL, &arena, &outline, &err))
		for (size_t i = 0; i < outline.count; i++)
			if (outline.units[i].role == ROLE_STEP)
				found[0] = letter_of(&outline, i);
	is_str(found, wanted, arena_printf(&arena, "%s: %s", head, cell));
}

int main(void)
{
	static const struct {
		const char *cell;
		char says;
	} cells[] = {
		/* shares */
		{"3/3", 'x'},
		{"0/3", 'o'},
		{"2 / 3", 'o'},
		{"12/3", '-'}, /* a day */
		{"100 %", 'x'},
		{"100 ％", 'x'},
		{"100 percent", 'x'},
		{"40 per cent", 'o'},
		{"100 Prozent", 'x'},
		{"100 pour cent", 'x'},
		{"60 por ciento", 'o'},
		{"100 por cento", 'x'},
		{"100 процентов", 'x'},
		{"100 パーセント", 'x'},
		{"100 % of the hosts", '?'},
		/* how wikis write it */
		{"{status:title=DONE}", 'x'},
		{"{status:colour=Yellow\\|title=In progress}", 'o'},
		{"{status:title=Merged}", '?'},
		{"(-)", '?'},
		{"(!)", '?'},
		{"(on)", '?'},
		{"![](https://x/done.svg)", '?'},
		{"![done](https://x/1.svg)", 'x'},
		{"<img src=\"done.svg\">", '?'},
		/* what it became */
		{"todo → done", 'x'},
		{"in progress -> done", 'x'},
		{"offen => erledigt", 'x'},
		{"done → todo", 'o'},
		{"done → see the log", 'x'},
		{"blocked → ask ann", 'b'},
		{"~~todo~~ done", 'x'},
		{"~~done~~ todo", 'o'},
		/* with signs around it */
		{"(done)", 'x'},
		{"[todo]", 'o'},
		{"- done", 'x'},
		{"\"erledigt\"", 'x'},
		{"-> done", 'x'},
		{"!done", '?'},
		/* not yet */
		{"OK to start", 'o'},
		{"done when the check passes", 'o'},
		{"fertig, sobald ann da ist", 'o'},
		/* what nobody knows */
		{"merged", '?'},
		{"umgesetzt", '?'},
		{"🎉", '?'},
		{"(see below)", '?'},
		/* what says nothing */
		{"-", '-'},
		{"---", '-'},
		{"…", '-'},
		{"?", '-'},
		{"2026-03-01", '-'},
		{"", '-'},
		{"`make test`", '-'},
		{"see what the night shift wrote about it", '-'},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cells); i++)
		reads("Status", cells[i].cell, cells[i].says);
	reads("Done", "3/3", '-'); /* it may be the day on which it was */
	reads("Done", "yes", 'x');
	arena_free(&arena);
	return done();
}
