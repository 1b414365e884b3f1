/* shows: D03 */
/* Documents as steps: each row of the table of styles, each row of the legend, and what is told of
 * the examples exactly as they say. */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "text/class.h"
#include "text/opposites.h"
#include "text/outline.h"
#include "../t/unit/tap.h"

static struct arena arena = ARENA_INIT;

static const char *letter(enum mark mark)
{
	static const char *const letters[] = {
		[MARK_NONE] = "-",    [MARK_DONE] = "x",    [MARK_PLANNED] = "o",
		[MARK_BLOCKED] = "b", [MARK_SKIPPED] = "s", [MARK_HEADING] = "h",
		[MARK_UNKNOWN] = "?"};

	return letters[mark];
}

/* "REL_01 - : xo": the ids, and a letter for what the first mark of each step says. */
static const char *shown(const char *text, const struct legend *legend)
{
	CLEANUP(strbuf_free) struct strbuf ids = STRBUF_INIT, marks = STRBUF_INIT;
	struct outline outline;
	struct err err;

	if (outline_read(bytes_text(text), "a.md", legend, &arena, &outline, &err) < 0)
		return arena_strdup(&arena, err.text);
	for (size_t i = 0; i < outline.count; i++) {
		enum mark mark = MARK_NONE;

		if (outline.units[i].role != ROLE_STEP)
			continue;
		for (size_t j = 0; j < outline.mark_count && mark == MARK_NONE; j++)
			if (outline.marks[j].step == i)
				mark = outline.marks[j].mark;
		strbuf_addf(&ids, "%s%s", ids.len ? " " : "",
			    outline.units[i].id ? outline.units[i].id : "-");
		strbuf_addstr(&marks, letter(mark));
	}
	return arena_printf(&arena, "%s : %s", ids.buf, marks.buf);
}

static void reads(const char *text, const char *expected)
{
	is_str(shown(text, NULL), expected, text);
}

static void test_styles(void)
{
	for (size_t i = 0; i < outline_style_count; i++) {
		const struct outline_style *s = &outline_styles[i];
		struct outline outline;
		struct err err;
		bool named = false;

		reads(s->example, arena_printf(&arena, "%s : %s", s->ids, s->marks));
		if (!ok(!outline_read(bytes_text(s->example), "a.md", NULL, &arena, &outline,
				      &err),
			"it can be read"))
			continue;
		for (size_t j = 0; j < outline.count; j++)
			named = named || (outline.units[j].role == ROLE_STEP &&
					  !strcmp(outline.units[j].style, s->name));
		ok(named, "%s", s->name);
	}
}

/* What the first heading counts; 0: it is no step. */
static unsigned counted(const char *heading)
{
	struct outline outline;
	struct err err;

	if (outline_read(bytes_text(arena_printf(&arena, "## %s\n\ntext\n", heading)), "a.md",
			 NULL, &arena, &outline, &err) < 0)
		return 0;
	return outline.count && outline.units[0].stepped && outline.units[0].role == ROLE_STEP
		       ? (unsigned)outline.units[0].ordinal
		       : 0;
}

static void test_counts(void)
{
	static const struct {
		const char *heading;
		unsigned is;
	} forms[] = {
		{"Step One", 1},
		{"STEP ONE: stop", 1},
		{"Étape n° 1", 1},
		{"Étape n°1 : arrêter", 1},
		{"Étape 1er : arrêter", 1},
		{"Première étape", 1},
		{"1ère étape : arrêter", 1},
		{"Erster Schritt", 1},
		{"1. Schritt: Anhalten", 1},
		{"Schritt Nr. 2: Weiter", 2},
		{"Primer paso", 1},
		{"Paso nº 3: parar", 3},
		{"Шаг №1", 1},
		{"Шаг № 12. Стоп", 12},
		{"2-й шаг: стоп", 2},
		{"步骤一", 1},
		{"步骤一：停止", 1},
		{"步骤 1 停止", 1},
		{"步骤十二、停止", 12},
		{"步骤①", 1},
		{"步骤一览", 0},
		{"ステップ１", 1},
		{"ステップ１２：停止", 12},
		{"ステップ一覧", 0},
		{"手順その他", 0},
		{"第一步", 1},
		{"第二步骤：停止", 2},
		{"第３段階", 3},
		{"第一回会議", 0},
		{"Trinn 1", 1},
		{"Trin 2: stop", 2},
		{"Bước 1", 1},
		{"Bước 2: dừng", 2},
		{"Passo 1", 1},
		{"Passo um: parar", 1},
		{"Krok 1", 1},
		{"Adım 1", 1},
		{"1. adım: durdur", 1},
		{"단계 1", 1},
		{"1단계: 중지", 1},
		{"2단계 인증", 0},
		{"الخطوة 1", 1},
		{"الخطوة ٢: أوقف", 2},
		{"Vaihe 3", 3},
		{"1. lépés: állj", 1},
		{"Βήμα 2", 2},
		{"1st step: stop", 1},
		{"Second phase", 2},
		{"Step #4", 4},
		{"Task 1. Back up", 1},
		{"Aufgabe 2: sichern", 2},
		{"任务一：备份", 1},
		{"Task force", 0},
		{"1. Task the team", 0},
		{"Step no. 5: stop", 5},
		{"Stage II: go", 2},
		{"First steps", 0},
		{"Two phase commit", 0},
		{"2 phase commit", 0},
		{"2 steps to success", 0},
		{"1. Stage the files", 0},
		{"First step into the room", 0},
		{"Step by step", 0},
		{"Stepping stones", 0},
		{"Erste Schritte", 0},
		{"Premiers pas", 0},
		{"Paso a paso", 0},
		{"Step functions", 0},
		{"Step A quick look", 0},
	};
	size_t count;
	const struct outline_count *rows = outline_counts(&count);

	for (size_t i = 0; i < count; i++)
		is_int(counted(rows[i].example), (long long)rows[i].is, rows[i].example);
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++)
		is_int(counted(forms[i].heading), forms[i].is, forms[i].heading);
}

/* What may stand behind a word that says how far a step is, and what makes a sentence of it. */
static void test_followers(void)
{
	static const char *const done[] = {"",
					   " ",
					   " (by ada)",
					   ", by ada",
					   "; by ada",
					   " | ada",
					   "!",
					   " 2026",
					   " 0 open",
					   " 9",
					   " - by ada",
					   ".",
					   " \xc2\xb7 ada",
					   " \xe2\x80\x94 ada",
					   " \xe2\x80\x93 ada",
					   " \xe2\x86\x92 ada",
					   "\xef\xbc\x88x\xef\xbc\x89",
					   "\xe3\x80\x82"};
	static const char *const other[] = {" by ada",	" / ada", " < 3",
					    ".5 of it", " + ada", " ] x"};

	for (size_t i = 0; i < ARRAY_SIZE(done); i++)
		reads(arena_printf(&arena, "### A_01 stop - DONE%s\n\n### A_02 go\n", done[i]),
		      "A_01 A_02 : x-");
	for (size_t i = 0; i < ARRAY_SIZE(other); i++)
		reads(arena_printf(&arena, "### A_01 stop - DONE%s\n\n### A_02 go\n", other[i]),
		      "A_01 A_02 : --");
}

/* What somebody would type into a shell, behind what is set for it. */
static void test_commands(void)
{
	static const char *const commands[] = {
		"make x",    "$ make x", "./x",	 "../x",  "A=1 make x", "A_0Z9=1 B= make x",
		"/bin/ls x", "~/x y",	 "a\tb", "zcat x"};
	static const char *const others[] = {
		"make",	 "Make x", "GET /x",	 "status: ok", "x = 1",
		"x : 1", "x | y",  "0=1 make x", "9=1 make x", "",
		"A=1",	 "A= ",	   "make ",	 "a=1 make x"};

	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		ok(outline_is_command(commands[i]), "a command: %s", commands[i]);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		ok(!outline_is_command(others[i]), "none: %s", others[i]);
}

static void test_legend(void)
{
	for (size_t i = 0; i < legend_row_count; i++) {
		const struct legend_row *row = &legend_rows[i];
		char folded[LEGEND_LONGEST];
		const char *table = arena_printf(
			&arena, "| ID | Task | Status |\n|---|---|---|\n%s\n", row->example);

		ok(legend_fold(bytes_text(row->word), folded, sizeof(folded)) &&
			   !strcmp(folded, row->folded),
		   "%s", row->word);
		reads(table, arena_printf(&arena, "REL_01 : %s", letter(row->mark)));
		for (size_t j = 0; j < i; j++)
			if (!strcmp(legend_rows[j].folded, row->folded))
				ok(false, "%s", row->word);
	}
	for (size_t i = 0; i < legend_denial_count; i++) {
		const struct legend_denial *denial = &legend_denials[i];
		char folded[LEGEND_LONGEST];

		ok(legend_fold(bytes_text(denial->word), folded, sizeof(folded)) &&
			   !strcmp(folded, denial->folded),
		   "%s", denial->word);
		reads(arena_printf(&arena, "| ID | Task | Status |\n|---|---|---|\n%s\n",
				   denial->example),
		      "REL_01 : o");
	}
	for (size_t i = 0; i < legend_glyph_count; i++) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
		const struct legend_glyph *glyph = &legend_glyphs[i];
		uint32_t c = glyph->code;

		strbuf_addf(&text, "1. &#x%x; REL_01 stop\n", c);
		reads(text.buf,
		      arena_printf(&arena, "REL_01 : %s",
				   glyph->mark == MARK_HEADING ? "-" : letter(glyph->mark)));
		if (glyph->shortcode && *glyph->shortcode == ':')
			reads(arena_printf(&arena, "1. %s REL_01 stop\n", glyph->shortcode),
			      arena_printf(&arena, "REL_01 : %s",
					   glyph->mark == MARK_HEADING ? "-"
								       : letter(glyph->mark)));
	}
}

/* What looks like a mark, an id or a list of steps, and is none. */
static void test_traps(void)
{
	/* a denial is one of its own language, of what is done, and ends what it says */
	reads("- REL_01 stop [no iniciado]\n- [PENDENTE] REL_02 go\n- REL_03 end - pas "
	      "commencé\n"
	      "- REL_04 x (nicht fertig)\n- REL_05 y - not complete\n",
	      "REL_01 REL_02 REL_03 REL_04 REL_05 : ooooo");
	reads("1. REL_01 stop\n   - Status: not ready\n2. REL_02 go\n   - Estado: no listo\n",
	      "REL_01 REL_02 : oo");
	reads("- REL_01 stop - not complete until it answers\n- REL_02 go - not done when it "
	      "fails\n- REL_03 x - not ready for that\n",
	      "REL_01 REL_02 REL_03 : ---");
	reads("- REL_01 no completado es un estado\n- REL_02 the pending ones (pending "
	      "requests "
	      "too)\n- REL_03 pas fait pour cela\n",
	      "REL_01 REL_02 REL_03 : ---");
	reads("- REL_01 stop - no backup done\n- REL_02 go - no done\n- REL_03 x - not "
	      "failed\n",
	      "REL_01 REL_02 REL_03 : ---");
	reads("- REL_01 stop - not passed\n- REL_02 go - nicht bestanden\n",
	      "REL_01 REL_02 : bb");
	reads("- REL_01 stop - done when the pods answer\n- REL_02 start - done\n",
	      "REL_01 REL_02 : -x");
	reads("| ID | Status |\n|---|---|\n| REL_01 | done when it answers |\n", "REL_01 : o");
	reads("- REL_01 stop - ready\n- REL_02 start - READY\n", "REL_01 REL_02 : -x");
	reads("- REL_01 stop - open the valve\n- REL_02 start - open\n", "REL_01 REL_02 : -o");
	reads("Where 🟩 stands, and 🟨 too.\n\n1. 🟩 REL_01 a\n2. 🟨 REL_02 b\n",
	      "REL_01 REL_02 : xo");
	reads("1. PLAT_01_base.yml\n2. notes_2.txt\n", "PLAT_01 - : --");
	reads("- UTF-8 everywhere\n- SHA-256 of files\n", " : ");
	reads("- PLAT_01 is blocked until Monday\n", " : ");
	reads("1. REL_01 stop\n2. REL_02 go\n\n## Why\n\n1. It is slow\n2. It is old\n",
	      "REL_01 REL_02 : --");
	reads("## 1. Scope\n\n- [ ] agreed\n\n## 2. Rules\n\ntext\n", "- : o");
	reads("- [x] whole\n  - [ ] part\n\n    Status: done\n", "- : x");
	reads("1. ✅ REL_01 a\n\n> 2. ⏳ REL_02 b\n", "REL_01 REL_02 : xo");
	reads("Step 1 is the worst.\nStep 2 is better.\n", " : ");
	reads("- Phase 1 was long\n- Phase 2 was short\n- and so on\n", " : ");
	reads("- Step 1: stop\n- the end\n", " : ");
	/* what is to be said or seen is not said */
	reads("1. Set the ticket to DONE\n2. Tell them READY\n3. All of it must PASS\n",
	      "- - - : ---");
	reads("## 1. Scope\n\n## 2. Rules\n\n## Step 1: stop\n\n## Step 2: go\n", "- - : --");
	reads("## Step 1: stop\n\n- [x] a\n- [ ] b\n\n## Step 2: go\n", "- - : --");
	reads("- Step 1: stop\n- Step 2: go\n- a\n- b\n- c\n", " : ");
	reads("- Step 1: stop\n- Step 2: go\n- a\n- b\n", "- - : --");
	reads("1. REL_01 a\n   - Status: NOT COMPLETE\n2. REL_02 b\n   - Status: was "
	      "COMPLETE\n",
	      "REL_01 REL_02 : ox");
	reads("1. REL_01 a\n   - Status: NICHT FERTIG\n2. REL_02 b\n   - Status: NOT BLOCKED\n",
	      "REL_01 REL_02 : o?");
	reads("# Decision\n\na) keep it\nb) drop it\n", " : ");
	reads("A. Smith and\nI. Jones agree\n", " : ");
	reads("Step A is long.\n\nStep B is short.\n", " : ");
	/* words, and no names: not of each step, of two machines, in prose, in code, of no work */
	reads("- [x] web1 restart\n- [ ] web2 restart\n- [ ] go\n", "- - - : xoo");
	reads("- [x] m5 up\n- [ ] t3 down\n", "- - : xo");
	reads("- [x] db-copy: copy\n- [ ] go\n", "- - : xo");
	reads("- [x] `apt-get`: update\n- [ ] `dpkg-x`: install\n", "- - : xo");
	reads("- [x] Step1: stop\n- [ ] Step2: go\n", "- - : xo");
	reads("- [x] a7 stop\n- [ ] a7 copy\n- [ ] b2 go\n", "- - - : xoo");
	reads("- [x] s1 stop\n- [ ] s3 go\n", "- - : xo");
	reads("## P1 page\n\ntext\n\n## P2 mail\n", " : ");
	reads("See s1 stop.\n\nAnd s2 go.\n", " : ");
	reads("# FAQ\n\n✅ fast\n✅ small\n\n1. REL_01 stop\n2. REL_02 go\n",
	      "REL_01 REL_02 : --");
	reads("- T-30 stop\n- T-31 go\n", "T-30 T-31 : --");
	reads("<table><tr><td>\n\n- [ ] a\n- [x] b\n\n</td></tr></table>\n", "- - : ox");
	reads("<table>\n<tr><td>REL_01</td><td>✅</td></tr>\n<tr><td>REL_02</td><td>⏳</td>"
	      "</tr>\n</table>\n",
	      "REL_01 REL_02 : xo");
	reads("<div>REL_01 stop</div>\n<table>\n<tr><td>a</td><td>✅</td></tr>\n</table>\n",
	      " : ");
	reads("| Task | Done |\n|---|---|\n| a | (/) |\n| b | (x) |\n| c | (!) |\n",
	      "- - - : xb?");
	reads("| Task | Done |\n|---|---|\n| a | (x) |\n| b | |\n", "- - : x-");
	reads("Say (/) here.\n\n- (x) a\n- ( ) b\n- [ ] c\n", "- - - : xoo");
	reads("| Task<br>detail | Done |\n|---|---|\n| REL_01<br>stop | done |\n",
	      "REL_01 : x");
	reads("**Status:** Final\n**Severity:** high\n\n1. REL_01 a\n   - Status: Final\n",
	      "REL_01 : ?");
	reads("1.1 It is slow.\n2.1 It is old.\n", " : ");
	reads("1.1. a\n1.2. b\n", "- - : --");
	reads("## Done\n\n- moved\n\n# Other\n\n## To do\n\n- go\n", " : ");
	reads("## Done\n\n- moved\n\n## Completed\n\n- gone\n", " : ");
	reads("## Done in May\n\n- moved\n\n## To do\n\n- go\n", " : ");
	reads("# Changelog\n\n## Done\n\n- moved\n\n## Open\n\n- go\n", " : ");
	reads("## Done\n\ntext\n\n## Open\n\n- go\n  - deeper\n\n### Why\n\n- so\n", "- : o");
	reads("## Done ✅\n\n- [ ] moved\n- gone\n\n## Open\n\n- [x] go\n", "- - - : oxx");
	reads("| Task | Status |\n|---|---|\n| a | Y |\n| b | o |\n", "- - : ??");
	reads("| Task | Done by |\n|---|---|\n| a | Kim |\n| b | N |\n", "- - : ?o");
	reads("- ~~a~~\n- b\n- c\n", " : ");
	reads("1. a\n   Result: the table is there\n2. b\n   Status: wibble\n", "- - : -?");
	reads("1. a\n2. b\n\nThe state of it, that is\nStatus codes are in the wiki: none\n",
	      "- - : --");
	reads("- [ ] a - BLOCKED by ops\n- [ ] b (deferred until May)\n- [ ] the job says: "
	      "skipped\n- [x] c (n/a)\n",
	      "- - - - : ooox");
	reads("1. a — blocked by ops\n2. b - BLOCKED jobs\n3. c: verschoben bis Mai\n",
	      "- - - : b-s");
	reads("1. a\n2. b\n\nEn cas d'échec :\n\n1. c\n2. d\n", "- - : --");
	reads("- [ ] a\n\nRollback:\n\n- [ ] c\n  - [ ] d\n\nThen:\n\n- [ ] e\n", "- - : oo");
	reads("Rollback:\n\n1. a\n2. b\n", "- - : --");
	reads("1. a\n\nIf it fails the first time it is done again:\n\n2. b\n", "- - : --");
	reads("# Rollback of the API\n\n1. a\n2. b\n", "- - : --");
	reads("# Rollback of the API\n\n- [ ] a\n\n## Then\n\n1. REL_01 b\n", "- REL_01 : o-");
	reads("# R\n\n## Rollback\n\n1. a\n2. b\n", "- - : --");
	reads("# R\n\n- [ ] a\n\n## Test the rollback\n\n- [ ] b\n", "- - : oo");
	reads("# R\n\n1. a\n2. b\n\n## 3. If it fails: undo it\n\n### Step 1: c\n\n### Step "
	      "2: d\n\n- [x] e\n",
	      "- - : --");
	reads("# R\n\n1. REL_01 a\n\n## Rollback\n\n1. REL_09 b\n", "REL_01 REL_09 : --");
	reads("- ~~a~~\n- ~~b~~\n", " : ");
	reads("- ~~完了~~後\n- ~~a~~\n- b\n- c\n", " : ");
	reads("- **STOP** if the dump is old\n- **STOP:** a migration runs\n", " : ");
}

/* Words of a legend beside an id; a word that tells to do something says nothing of it. */
static void test_beside(void)
{
	reads("- Complete REL_01 by hand\n- REL_02 Open\n- done REL_03\n- Erledigt: REL_04\n"
	      "- 完了 REL_05\n- 【未着手】REL_06\n",
	      "REL_02 REL_03 REL_04 REL_05 REL_06 : -xxxo");
	reads("- REL_01 (done) stop\n- REL_02 [todo] go\n- REL_03 stop (done) and go\n",
	      "REL_01 REL_02 REL_03 : xo-");
}

/* What must be so before, or why it is not, is no step; a box is one all the same. */
static void test_given(void)
{
	reads("Requires:\n\n- REL_01 complete\n\n1. Stop\n2. Go\n", "- - : --");
	reads("## Voraussetzungen\n\n1. VPN\n2. Konto\n\n## Ablauf\n\n1. Stop\n2. Go\n",
	      "- - : --");
	reads("## Possible causes:\n\n1. Disk\n2. Net\n\n## Fix\n\n1. Stop\n2. Go\n",
	      "- - : --");
	reads("前提条件：\n\n1. VPN\n2. Key\n\n## 手順\n\n1. Stop\n2. Go\n", "- - : --");
	reads("## Prerequisites\n\n- [x] VPN\n- [ ] Key\n", "- - : xo");
	reads("Requires:\n\n## Steps\n\n1. Stop\n2. Go\n", "- - : --");
	reads("Requires:\n\n- [x] VPN\n- [ ] Key\n", "- - : xo");
	reads("## Prerequisites\n\n1. ✅ REL_01 base\n2. ⬜ REL_02 net\n", "REL_01 REL_02 : xo");
	/* headings that count through: all, but what explains, and what stands over steps itself */
	reads("## 1. Prerequisites\n\nKeys.\n\n## 2. Freeze\n\n```sh\n./f.sh\n```\n\n## 3. "
	      "Tell\n\nAll.\n\n## 4. References\n\na\n",
	      "- - : --");
	reads("## 1. Prepare\n\n- [x] a\n- [ ] b\n\n## 2. Freeze\n\n```sh\n./f.sh\n```\n",
	      "- - - : xo-");
	reads("## 1. Tell\n\nAll.\n\n## 2. Freeze\n\n```sh\n./f.sh\n```\n\n## 4. Go\n\nNow.\n",
	      "- : -");
	/* when it is done is no word of how far it is */
	reads("| step | done when |\n|---|---|\n| REL_01 | all pods pass |\n| REL_02 | ok |\n",
	      "REL_01 REL_02 : --");
	reads("| 手順 | 完了条件 |\n|---|---|\n| REL_01 | ok |\n", "REL_01 : -");
	reads("| step | done (y/n) |\n|---|---|\n| REL_01 | y |\n", "REL_01 : x");
}

static void test_titles(void)
{
	static const char *const texts[][2] = {
		{"1. REL_01 stop ✅\n", "REL_01 stop"},
		{"Step 1: Stop ✅\nthen wait\nStep 2: Go\n", "Go"},
		{"Step 1: Go\n\nStep 2: Stop ✅\nthen wait\n", "Stop"},
		{"## Step 1 (done): Stop\n", "Stop"},
		{"## Step 1: Stop ✅ COMPLETE\n", "Stop"},
		{"## Step 1: Stop (✅ COMPLETE)\n", "Stop"},
		{"## Step 1: Stop - ✅\n", "Stop"},
		{"## Step 1: Stop ✅ done 2026-01-28\n", "Stop"},
		{"## Step 1: Stop — COMPLETE ✅\n", "Stop"},
		{"## Step 1: Stop ✅ then go\n", "Stop ✅ then go"},
		{"## Step 1: Stop - and go ✅\n", "Stop - and go"},
		{"## Step 1: Stop ✅ done by all, go\n", "Stop ✅ done by all, go"},
		{"1. ✅ REL_01 stop (now).\n", "REL_01 stop (now)."},
		{"- [ ] Thaw ✔️ ✔️\n", "Thaw"},
		{"- [x] Stop\n  and start\n", "Stop and start"},
		{"### 6.1 Push - DONE\n\n```sh\nmake x\n```\n", "Push"},
		{"| ID | Task | Status |\n|---|---|---|\n| T1 | go on | done |\n", "go on"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct outline outline;
		struct err err;
		const char *title = "none";

		if (outline_read(bytes_text(texts[i][0]), "a.md", NULL, &arena, &outline, &err))
			title = err.text;
		for (size_t j = 0; j < outline.count; j++)
			if (outline.units[j].role == ROLE_STEP)
				title = outline.units[j].title;
		is_str(title, texts[i][1], texts[i][0]);
	}
}

/* "[x] Step 3" says how far the one step of that number is, if there is one. */
static void test_named(void)
{
	static const char *const two = "## Step 1: stop\n\n## Step 2: go\n\n## Sign-off\n\n";
	struct outline outline;
	struct err err;

	reads(arena_printf(&arena, "%s- [x] Step 1\n- [ ] Step 2\n", two), "- - : xo");
	reads(arena_printf(&arena, "%s- [x] step 2.\n- [x] Schritt 1\n", two), "- - : xx");
	reads(arena_printf(&arena, "%s- [x] Step 3\n- [x] Step 2 again\n- [x] Step 1\n", two),
	      "- - - - : x-xx");
	reads(arena_printf(&arena,
			   "%s| Step | Status |\n|---|---|\n| Step 1 | done |\n"
			   "| Step 2 | failed |\n",
			   two),
	      "- - : xb");
	reads("- [x] Step 1\n- [ ] Step 2\n\n## 1. stop\n\n```sh\na\n```\n\n## 2. go\n\n"
	      "```sh\nb\n```\n",
	      "- - : xo");
	reads("## 手順1 停止\n\n## 手順2 移行\n\n## 確認\n\n- [x] 手順1\n- [ ] 手順2\n",
	      "- - : xo");
	reads("1. REL_01 a\n2. REL_02 b\n\n- [x] Step 2\n", "REL_01 REL_02 : -x");
	/* of two nobody knows which, and of a part of a count neither */
	reads("## Staging\n\n### Step 1: a\n\n## Prod\n\n### Step 1: a\n\n## End\n\n- [x] Step "
	      "1\n",
	      "- - - : --x");
	reads("## Step 2.1: a\n\n## 1.1 b\n\n```sh\na\n```\n\n## End\n\n- [x] Step 1\n",
	      "- - - : --x");
	reads("## Step 2.1: a\n\n## End\n\n- [x] Step 2.1\n", "- - : -x");
	reads("- [x] Step 1\n- [ ] Step 2\n", "- - : xo");
	reads("## Step 1\n\n- [x] a\n\n## End\n\n- [x] Step 1\n", "- : x");
	reads("## Step 1 ✅\n\n## End\n\n- [ ] Step 1\n", "- : x");
	ok(!outline_read(bytes_text(arena_printf(&arena, "%s- [x] Step 1\n", two)), "a.md",
			 NULL, &arena, &outline, &err) &&
		   class_of_steps("a.md", &outline, NULL) == CLASS_RUNBOOK,
	   "these are marks of the steps");
}

/* The document's own legend lies over the built-in one, and the one that is given over both. */
static void test_own_legend(void)
{
	static const char *const text = "Legend: 🟩 to do, 🟨 done, 🦊 = deferred\n\n1. "
					"🟩 REL_01 a\n2. 🟨 REL_02 b\n3. "
					"🦊 REL_03 c\n";
	struct legend given = {0};

	reads(text, "REL_01 REL_02 REL_03 : oxs");
	legend_give(&given, &arena, MARK_BLOCKED, "🦊");
	legend_give(&given, &arena, MARK_DONE, ":green_square:");
	legend_give(&given, &arena, MARK_DONE, "geschafft");
	is_str(shown(text, &given), "REL_01 REL_02 REL_03 : xxb", "over both");
	is_str(shown("- REL_01 a - Geschafft\n- REL_02 b - GESCHAFFT!\n", &given),
	       "REL_01 REL_02 : xx", "a word of the team's own");
	is_str(legend_written(&given, MARK_BLOCKED), "🦊", "what is written");
	legend_give(&given, &arena, MARK_SKIPPED, "~~");
	is_str(shown("1. ~~REL_01 a~~\n2. ~~REL_02 b~~ (ann)\n3. ~~REL~~ REL_03 c\n"
		     "4. ✅ ~~REL_04 d~~\n5. ~~REL_05~~ e\n",
		     &given),
	       "REL_01 REL_02 - REL_04 REL_05 : ss-x-", "a line through it");
	is_str(legend_written(&given, MARK_PLANNED), mark_glyph(MARK_PLANNED), "as ever");
}

/* Each row by its example, in its language. */
static void test_opposites(void)
{
	for (size_t i = 0; i < opposite_count; i++) {
		char one[100], other[100];

		legend_fold(bytes_text(opposites[i].one_example), one, sizeof(one));
		legend_fold(bytes_text(opposites[i].other_example), other, sizeof(other));
		ok(outline_is_another(one, other) && outline_is_another(other, one), "%s",
		   opposites[i].one_example);
		ok(!outline_is_another(one, one) && !outline_is_another(other, other), "%s",
		   opposites[i].other_example);
	}
}

/* Titles of one id, before and after. */
static void test_subjects(void)
{
	static const struct {
		const char *was, *is;
		bool another;
	} rows[] = {
		{"back up the database", "decommission the datacenter", true},
		{"back up the database", "back up db first", false},
		{"migrate the schema", "schema migration", false},
		{"stop writers", "stopping all of it", false},
		{"datenbank sichern", "rechenzentrum abschalten", true},
		{"datenbank sichern", "die datenbanken sichern", false},
		{"sauvegarder la base", "supprimer la region", true},
		{"sauvegarder la base", "sauvegarde de la base", false},
		{"copiar los datos", "borrar los clientes", true},
		{"остановить запись", "удалить клиентов", true},
		{"остановить запись", "остановка записи", false},
		{"备份数据库", "删除客户", true},
		{"备份数据库", "先备份数据", false},
		{"データを保存", "顧客の削除", true},
		{"データを保存", "先にデータ保存", false},
		{"데이터 백업", "고객 삭제", true},
		{"bakcup", "backup", false}, /* a slip of the pen */
		{"backuup", "backup", false},
		{"sicherng", "sicherung", false},
		{"остановка", "остоновка", false},
		{"node1", "nodes", true},
		{"backup1", "backup2", false}, /* as they begin */
		{"deploy", "deployment", false},
		{"sicherung", "datensicherung", false},
		{"install", "uninstall", true},
		{"mounting", "unmounting", true},
		{"subscribe", "unsubscribe", true}, /* no row has it */
		{"upload", "unload", true},	    /* no slip: a prefix that turns it round */
		{"uplaod", "upload", false},
		{"upload the image", "uploading the image", false},
		{"uploading images", "unload an image", true},
		{"enqueue the jobs", "dequeue jobs", true},
		{"verbinden", "entbinden", true},
		{"load the data, unload the queue", "unload the queue", false},
		{"debug the bug", "find the bug", false},
		{"discover the nodes", "discovery of nodes", false},
		{"data", "metadata", true}, /* too short to say it */
		{"stop the old one, start the new", "start the proxy", false},
		{"the", "delete it all", false},	/* nothing was said */
		{"save \xc3", "delete \xe3\x81", true}, /* cut off */
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		is_int(outline_is_another(rows[i].was, rows[i].is), rows[i].another,
		       rows[i].is);
		is_int(outline_is_another(rows[i].is, rows[i].was), rows[i].another,
		       rows[i].was);
	}
}

int main(void)
{
	test_subjects();
	test_opposites();
	test_styles();
	test_counts();
	test_traps();
	test_beside();
	test_given();
	test_titles();
	test_named();
	test_own_legend();
	test_followers();
	test_commands();
	test_legend();
	arena_free(&arena);
	return done();
}
