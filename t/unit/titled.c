/* Marks of lines without ids: each is of the step that import makes of such a line, and of no other. */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "runbook/titles.h"
#include "text/outline.h"
#include "text/stages.h"
#include "../t/unit/tap.h"

#include <time.h>

static struct arena arena = ARENA_INIT;

static const char runbook_text[] =
	"version: 1\nname: small\ngoverned: [refs/heads/main]\nenvironments: [{id: "
	"prod}]\nsteps:\n"
	"- {id: BACK, title: Back up the database}\n- {id: SWITCH, title: Switch traffic}\n"
	"- {id: CHECK, title: Check the logs}\n- {id: CHECK_2, title: Check the logs}\n"
	"- {id: REL-01, title: Stop}\n- {id: BARE}\n";

static bool tell_unsure; /* in what is read */

static bool is_step(const void *rb, const char *id)
{
	return runbook_place(rb, id) != SIZE_MAX;
}

/* "done SWITCH, ~planned -"; ~ not listed, ? by their order alone. Of each the glyph is found in the source, or it is a word. */
static void reads(const struct runbook *rb, const char *text, const char *expected)
{
	static const char *const words[] = {"none",    "done",	  "planned", "blocked",
					    "skipped", "heading", "unknown"};
	const struct titles titles = titles_of(rb, &arena);
	const struct marks_steps steps = {
		.has = is_step, .steps = rb, .titled = titles_steps, .titles = &titles};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct marks marks = {0};
	unsigned line = 0;
	struct err err;

	ok(marks_read(bytes_text(text), "a.md", &steps, &arena, &marks, &err) == 0, "read");
	for (size_t i = 0; i < marks.count; i++) {
		const struct mark_line *m = &marks.items[i];

		strbuf_addf(&out, "%s%s%s%s %.*s", i ? ", " : "", m->listed ? "" : "~",
			    words[m->mark], m->unsure && tell_unsure ? "?" : "",
			    m->step.len ? (int)m->step.len : 1,
			    m->step.len ? (const char *)m->step.data : "-");
		if (m->line < line)
			strbuf_addstr(&out, " out of order");
		line = m->line;
	}
	is_str(arena_strndup(&arena, out.buf, out.len), expected, text);
}

/* "done SWITCH staging, planned SWITCH ?": of which environment; ? of none that the team has, - none is said. */
static void places(const struct runbook *rb, const struct stages *own, const char *text,
		   const char *expected)
{
	const struct titles titles = titles_of(rb, &arena);
	const struct marks_steps steps = {.has = is_step,
					  .steps = rb,
					  .titled = titles_steps,
					  .titles = &titles,
					  .stages = own};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct marks marks = {0};
	struct err err;

	ok(marks_read(bytes_text(text), "a.md", &steps, &arena, &marks, &err) == 0, "read");
	for (size_t i = 0; i < marks.count; i++) {
		const struct mark_line *m = &marks.items[i];
		const char *where = !m->where ? "-" : *m->where ? m->where : "?";

		strbuf_addf(&out, "%s%.*s %s %s", i ? ", " : "",
			    m->step.len ? (int)m->step.len : 1,
			    m->step.len ? (const char *)m->step.data : "-", mark_word(m->mark),
			    where);
	}
	is_str(arena_strndup(&arena, out.buf, out.len), expected, text);
}

/* Processor time for a table with so many columns, each of an environment of its own. */
static double wide_cost(const struct runbook *rb, const struct stages *own, size_t columns)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const struct titles titles = titles_of(rb, &a);
	const struct marks_steps steps = {.has = is_step,
					  .steps = rb,
					  .titled = titles_steps,
					  .titles = &titles,
					  .stages = own};
	struct marks marks;
	struct err err;
	clock_t begun;

	strbuf_addstr(&text, "| Id |");
	for (size_t i = 0; i < columns; i++)
		strbuf_addf(&text, " Status (prod e%zu) |", i);
	strbuf_addstr(&text, "\n|---|");
	for (size_t i = 0; i < columns; i++)
		strbuf_addstr(&text, "---|");
	strbuf_addstr(&text, "\n| REL-01 |");
	for (size_t i = 0; i < columns; i++)
		strbuf_addstr(&text, " \xe2\x9c\x85 |");
	strbuf_addstr(&text, "\n");
	begun = clock();
	if (marks_read(bytes_of(text.buf, text.len), "a.md", &steps, &a, &marks, &err) < 0 ||
	    marks.count != columns)
		return -1;
	return (double)(clock() - begun);
}

/* The head is read once for all cells: to tell where they stand costs no more than to read them. */
static void test_width(const struct runbook *rb, const struct stages *own)
{
	double least = 0;

	for (int i = 0; i < 3; i++) {
		double plain = wide_cost(rb, NULL, 400), placed = wide_cost(rb, own, 400);
		double ratio = plain > 0 && placed > 0 ? placed / plain : 0;

		least = least <= 0 || ratio < least ? ratio : least;
	}
	printf("# of which environment: %.1f times as long\n", least);
	ok(least > 0 && least < 5, "a wide table takes no longer where environments are asked");
}

#define ROWS "|---|---|---|\n"

/* What names another environment beside its own is of none that can be told, and is judged as the live one. */
static void test_others(const struct runbook *rb, const struct stages *own)
{
	static const char *const none[] = {
		"## Staging (and Production)\n\n- [x] REL-01\n",
		"## Staging\n\n### Now in production\n\n- [x] REL-01\n",
		"## Staging\n\n### Rolled out to Production-EU\n\n- [x] REL-01\n",
		"## Staging\n\n**Production**\n\n- [x] REL-01\n",
		"## Staging\n\n**Production**\n\nNote:\n\n- [x] REL-01\n",
		"## Staging\n\nIn production:\n\n- [x] REL-01\n",
		"## Staging\n\n- Production\n  - [x] REL-01\n",
		"## Staging\n\n**QA**\n\n- [x] REL-01\n",
		"## ステージング（と本番）\n\n- [x] REL-01\n",
		"## Staging\n\n本番環境では：\n\n- [x] REL-01\n",
		"## Staging\n\n| Id | Done in production-eu |\n|---|---|\n| REL-01 | ✅ |\n",
		"| Id | Environment | Status |\n" ROWS
		"| REL-01 | Staging (then prod) | done |\n",
	};
	static const char *const its_own[] = {
		"## Staging\n\n### Test the service\n\n- [x] REL-01\n",
		"## Staging\n\n**Test**\n\n- [x] REL-01\n",
		"## Staging\n\nTold production at noon.\n\n- [x] REL-01\n",
		"## Staging\n\nBefore you begin:\n\n- [x] REL-01\n",
		"## Staging (2 nodes)\n\n- [x] REL-01\n",
		"## Staging\n\n**Production**\n\n**Staging**\n\n- [x] REL-01\n",
		"## Staging (and Production)\n\n### Staging\n\n- [x] REL-01\n",
	};
	static const struct stage_own brief[] = {{"stg", NULL, false},
						 {"dev", NULL, false},
						 {"prod", NULL, true}},
				      both[] = {{"stg", NULL, false},
						{"stage", NULL, false},
						{"prod", NULL, true}};
	const struct stages of_brief = {brief, 3}, of_both = {both, 3};
	static const struct stage_own rings[] = {
		{"staging", NULL, false}, {"canary", NULL, false}, {"full", NULL, true}};
	const struct stages of_rings = {rings, 3};

	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		places(rb, own, none[i], "REL-01 complete ?");
	for (size_t i = 0; i < ARRAY_SIZE(its_own); i++)
		places(rb, own, its_own[i], "REL-01 complete staging");
	places(rb, own, "## Production (not staging)\n\n**Staging**\n\n- [x] REL-01\n",
	       "REL-01 complete prod");
	/* "stg" is what others write "Staging", where the team has no two of them */
	places(rb, &of_brief, "## Staging\n\n- [x] REL-01\n\n## Development\n\n- [ ] REL-01\n",
	       "REL-01 complete stg, REL-01 planned dev");
	places(rb, &of_brief, "| Id | Staging | Production |\n" ROWS "| REL-01 | ✅ | ⏳ |\n",
	       "REL-01 complete stg, REL-01 planned prod");
	places(rb, &of_both, "## Staging\n\n- [x] REL-01\n", "REL-01 complete ?");
	places(rb, &of_rings, "## Staging (and full)\n\n- [x] REL-01\n", "REL-01 complete ?");
	places(rb, &of_rings, "## Staging\n\n**Canary**\n\n- [x] REL-01\n",
	       "REL-01 complete ?");
	places(rb, &of_rings, "## Staging\n\n### Full backup\n\n- [x] REL-01\n",
	       "REL-01 complete staging");
}

static void test_places(const struct runbook *rb)
{
	static const struct stage_own two[] = {{"staging", NULL, false},
					       {"prod", "Live site", true}};
	static const struct stage_own two_live[] = {{"eu", "Production (EU)", true},
						    {"production-us", NULL, true}};
	const struct stages own = {two, 2}, one = {two + 1, 1}, regions = {two_live, 2};

	/* columns, also without ids; the live one by whatever name, and by the team's title */
	places(rb, &own,
	       "| Task | Staging | Production |\n" ROWS "| Switch traffic | ✅ | ✅ |\n",
	       "SWITCH complete staging, SWITCH complete prod");
	places(rb, &own, "| Task | Staging | Live site |\n" ROWS "| REL-01 | ✅ | ⏳ |\n",
	       "REL-01 complete staging, REL-01 planned prod");
	places(rb, &own, "| Task | staging | prod |\n" ROWS "| REL-01 | done (ann) | open |\n",
	       "REL-01 complete staging, REL-01 planned prod");
	places(rb, &own,
	       "| Task | Staging | Prod |\n" ROWS
	       "| REL-01 | ✅ | ✅ |\n| Switch traffic | ✅ | ✅ |\n",
	       "REL-01 complete staging, REL-01 complete prod, SWITCH complete staging, SWITCH "
	       "complete prod");
	/* beside these one of none; and what says nothing of it */
	places(rb, &own, "| Id | Look | Prod |\n" ROWS "| REL-01 | ✅ | ✅ |\n",
	       "REL-01 complete ?, REL-01 complete prod");
	places(rb, &own, "| Id | Dev | QA |\n" ROWS "| REL-01 | ✅ | ⏳ |\n",
	       "REL-01 complete ?, REL-01 planned ?");
	places(rb, &own, "| Id | Status | Prod |\n" ROWS "| REL-01 | ✅ | ⏳ |\n",
	       "REL-01 complete -, REL-01 planned prod");
	places(rb, &own, "| Id | Task | Status |\n" ROWS "| REL-01 | Stop | ✅ |\n",
	       "REL-01 complete -");
	/* rows */
	places(rb, &own,
	       "| Id | Environment | Status |\n" ROWS
	       "| REL-01 | Staging (2 nodes) | done |\n| REL-01 | DR | done |\n| REL-01 | | "
	       "done |\n",
	       "REL-01 complete staging, REL-01 complete ?, REL-01 complete -");
	places(rb, &one, "| Id | Environment | Status |\n" ROWS "| REL-01 | DR | done |\n",
	       "REL-01 complete -");
	/* headings, and those below them; in each the second of a title is the second */
	places(rb, &own,
	       "## Staging\n\n- [x] Check the logs\n- [ ] Check the logs\n\n"
	       "## Production\n\n### Late\n\n- [x] Check the logs\n- [ ] Check the logs\n",
	       "CHECK complete staging, CHECK_2 planned staging, CHECK complete prod, CHECK_2 "
	       "planned prod");
	places(rb, &own,
	       "## Deploy to dev\n\n- [x] REL-01\n\n## Deploy to prod\n\n- [ ] REL-01\n",
	       "REL-01 complete ?, REL-01 planned prod");
	places(rb, &regions,
	       "## Production (EU)\n\n- [x] REL-01\n\n## Production (US)\n\n- [ ] REL-01\n",
	       "REL-01 complete eu, REL-01 planned production-us");
	places(rb, &own,
	       "## Production (EU)\n\n- [x] REL-01\n\n## Production (US)\n\n- [ ] REL-01\n",
	       "REL-01 complete ?, REL-01 planned ?");
	places(rb, &regions, "| Id | Prod (EU) | Prod (US) |\n" ROWS "| REL-01 | ✅ | ⏳ |\n",
	       "REL-01 complete eu, REL-01 planned ?");
	/* where the team has one alone all is done there */
	places(rb, &one, "## Staging\n\n- [x] REL-01\n\n## Production\n\n- [ ] REL-01\n",
	       "REL-01 complete -, REL-01 planned prod");
	/* parts of a step, of one that has an id and of one that has none */
	places(rb, &own,
	       "- [ ] REL-01 Stop\n  - [x] staging\n  - [ ] prod\n  - [x] breathe\n"
	       "- [ ] Switch traffic\n  - [x] production\n- [ ] REL-99 Else\n  - [x] prod\n",
	       "REL-01 planned -, REL-01 complete staging, REL-01 planned prod, - complete -, "
	       "SWITCH planned -, SWITCH complete prod, - planned -, - complete prod");
	test_width(rb, &own);
	test_others(rb, &own);
}

static const char twins_text[] =
	"version: 1\nname: small\ngoverned: [refs/heads/main]\nenvironments: [{id: "
	"prod}]\nsections:\n- {id: data, title: Database}\n- {id: web, title: Web}\n- {id: "
	"empty}\nsteps:\n"
	"- {id: STOP, title: Stop, section: data}\n- {id: RESTART, title: Restart, section: "
	"data}\n- {id: DRAIN, title: Drain, section: web}\n- {id: RESTART_2, title: Restart, "
	"section: web}\n- {id: RESTART_3, title: Restart, section: web}\n- {id: A, title: "
	"Wait}\n- "
	"{id: MOVE, title: Move}\n- {id: B, title: Wait}\n- {id: CHECK, title: Check}\n";

/* Several of one title are told by the section, then by what stands beside them, then by their order. */
static void test_twins(void)
{
	const struct runbook *rb;
	struct err err;

	tell_unsure = true;
	ok(runbook_parse(bytes_text(twins_text), "runbook.yaml", &arena, &rb, &err) == 0,
	   "a runbook");
	reads(rb,
	      "## Database\n\n- [ ] Stop\n- [x] Restart\n\n## Web\n\n- [ ] Drain\n- [ ] "
	      "Restart\n",
	      "planned STOP, done RESTART, planned DRAIN, planned? RESTART_2");
	reads(rb, "## Database\n\n- [ ] Stop\n\n## Web\n\n- [ ] Drain\n- [x] Restart\n",
	      "planned STOP, planned DRAIN, done? RESTART_2");
	reads(rb,
	      "## **Web**\n\n### Later\n\n- [ ] Restart\n- [x] Restart\n\n## 2. "
	      "DATABASE\n\n- [ ] Restart\n",
	      "planned RESTART_2, done RESTART_3, planned RESTART");
	/* of a section that has none of its own left it is none of another that the document still has */
	reads(rb,
	      "## Database\n\n- [ ] Stop\n\n## Web\n\n- [ ] Restart\n- [ ] Restart\n- [x] "
	      "Restart\n",
	      "planned STOP, planned? RESTART_2, planned? RESTART_3, done? RESTART_3");
	reads(rb,
	      "## Web\n\n- [ ] Drain\n- [ ] Restart\n- [ ] Restart\n\n## Else\n\n- [x] "
	      "Restart\n",
	      "planned DRAIN, planned RESTART_2, planned RESTART_3, done? RESTART");
	/* without sections */
	reads(rb, "- [x] Move\n- [x] Wait\n- [ ] Check\n", "done MOVE, done B, planned CHECK");
	reads(rb, "- [ ] Check\n- [ ] Wait\n- [x] Move\n",
	      "planned CHECK, planned? A, done MOVE");
	reads(rb, "- [ ] Wait\n- [ ] Check\n- [ ] Move\n- [x] Wait\n",
	      "planned? A, planned CHECK, planned MOVE, done B");
	reads(rb, "- [x] Wait\n", "done? A");
}

int main(void)
{
	const struct runbook *rb;
	struct err err;

	ok(runbook_parse(bytes_text(runbook_text), "runbook.yaml", &arena, &rb, &err) == 0,
	   "a runbook");
	/* each style that import takes steps from */
	reads(rb, "- [x] Switch traffic\n- [ ] Back up the database\n",
	      "done SWITCH, planned BACK");
	reads(rb,
	      "- [ ] Switch traffic *blocked*\n"
	      "- [ ] Check the logs\n",
	      "planned SWITCH, blocked SWITCH, planned CHECK");
	reads(rb, "- Switch traffic *done*\n- Back up the database\n", "done SWITCH");
	reads(rb, "1. Switch traffic: done\n2. Back up the database\n", "done SWITCH");
	reads(rb, "| # | Task | Status |\n|---|---|---|\n| 1 | Switch traffic | done |\n",
	      "done SWITCH");
	reads(rb, "## Step 1: Back up the database\n\n## Step 2: Switch traffic ✅\n",
	      "done SWITCH");
	reads(rb,
	      "## Step 1: Switch traffic\n\nStatus: done\n\n## Step 2: Back up the database\n",
	      "done SWITCH");
	reads(rb, "## To do\n\n- Back up the database\n\n## Done\n\n- Switch traffic\n",
	      "planned BACK, done SWITCH");
	/* as it is shown, whatever its signs, case and blanks */
	reads(rb, "- [x] **switch**  `TRAFFIC`\n- [x] Sw&#105;tch traffic now\n",
	      "done SWITCH, done -");
	/* of one title the first, the second, and no third */
	reads(rb, "- [x] Check the logs\n- [ ] Check the logs\n- [x] Check the logs\n",
	      "done CHECK, planned CHECK_2, done CHECK_2");
	/* an id is an id: what names one is of that, also where another has the title */
	reads(rb, "- [x] REL-01 Switch traffic\n- [ ] Switch traffic\n",
	      "done REL-01, planned SWITCH");
	reads(rb, "- [ ] Switch traffic\n- [x] REL-99 Back up the database\n",
	      "planned SWITCH, done -");
	reads(rb, "- [x] REL-99 Check the logs\n- [ ] Check the logs\n",
	      "done -, planned CHECK");
	/* what no step is called: done it is of none, open it is one to come; so it is of a step without a title */
	reads(rb, "- [ ] Switch traffic\n- [x] Tell support\n- [ ] Tell sales\n- [x]\n",
	      "planned SWITCH, done -, ~planned -, done -");
	/* who did it, and when, is no part of it; what is meant otherwise is no step */
	reads(rb,
	      "- [x] Switch traffic (Ann, 2026-11-30)\n- [ ] Back up the database (Bob)\n"
	      "- [x] Stop (now) all\n- [x] Go (on)\n",
	      "done SWITCH, planned BACK, done -, done -");
	/* a list or table in which no line is a step is of something else */
	reads(rb,
	      "- [x] Switch traffic\n\nWhere it runs:\n\n- ✅ supported: Linux\n- ❌ not: "
	      "Windows\n",
	      "done SWITCH, ~done -, ~blocked -");
	reads(rb,
	      "| # | Task | Status |\n|---|---|---|\n| 1 | Switch traffic | done |\n| 2 | Wave "
	      "| done "
	      "|\n\n| Feature | Supported |\n|---|---|\n| TLS | ✅ |\n| Proxy | ❌ |\n",
	      "done SWITCH, done -");
	reads(rb,
	      "## Step 1: Back up the database\n\n## Step 2: Switch traffic ✅\n\n## Step 3: "
	      "Wave "
	      "✅\n\n- [x] Ann agreed\n- [x] Bob agreed\n",
	      "done SWITCH, done -, ~done -, ~done -");
	/* a part of another step is of one that no list has */
	reads(rb, "- [ ] Back up the database\n  - [x] Switch traffic\n  - [x] breathe\n",
	      "planned BACK, done SWITCH, ~done -");
	reads(rb, "- [ ] Switch traffic\n  - [x] Check the logs\n- [ ] Check the logs\n",
	      "planned SWITCH, ~done -, planned CHECK");
	reads(rb, "- [x] REL-01 Halt\n- [ ] Switch traffic\n  - [x] Stop\n",
	      "done REL-01, planned SWITCH, ~done -");
	/* a row that is done here and not there is not done */
	reads(rb,
	      "| Task | staging | prod |\n|---|---|---|\n| Switch traffic | ✅ | ⏳ |\n"
	      "| Back up the database | ✅ | ✅ |\n",
	      "planned SWITCH, done BACK");
	/* a line through a step is seen, and nobody knows why; an open box says that it is not done */
	reads(rb, "- ~~REL-01 Stop~~\n- ~~REL-99 Go~~\n- [ ] ~~REL-01 Stop~~\n",
	      "unknown REL-01, planned REL-01");
	reads(rb, "- ~~Switch traffic~~\n- ~~Check the logs~~ (ann)\n- Back up the database\n",
	      "unknown SWITCH, unknown CHECK");
	reads(rb, "- [ ] Back up the database\n- [ ] Check the logs\n- ~~Switch traffic~~\n",
	      "planned BACK, planned CHECK, unknown SWITCH");
	reads(rb, "| Id | Step |\n|---|---|\n| ~~REL-01~~ | ~~Stop~~ |\n| BARE | Go |\n",
	      "unknown REL-01");
	/* and a document of other things is as it would be without */
	reads(rb, "- [x] lunch\n- [ ] tea\n", "~done -, ~planned -");
	reads(rb, "The traffic is done ✅ now.\n", "");
	test_places(rb);
	test_twins();
	arena_free(&arena);
	return done();
}
