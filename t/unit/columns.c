/* Columns that say how far their rows are by their cells, whatever they are headed. */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "text/outline.h"
#include "../t/unit/outline_read.h"
#include "../t/unit/tap.h"

static struct arena arena = ARENA_INIT;

/* A letter for each step's mark; "none" where nothing is a step. */
static const char *letters(const char *text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct outline outline;
	struct err err;

	if (outline_read(bytes_text(text), "a.md", NULL, &arena, &outline, &err) < 0)
		return arena_strdup(&arena, err.text);
	for (size_t i = 0; i < outline.count; i++)
		if (outline.units[i].role == ROLE_STEP)
			strbuf_addch(&out, letter_of(&outline, i));
	return arena_strdup(&arena, out.len ? out.buf : "none");
}

static void reads(const char *text, const char *expected)
{
	is_str(letters(text), expected, text);
}

/* "ID | Task | HEAD" over two rows. */
static void test_heads(void)
{
	static const char *const heads[][3] = {
		{"Fortschritt", "erledigt", "offen"},
		{"Umsetzung", "erledigt", "offen"},
		{"Bearbeitungsstand", "abgeschlossen", "in Arbeit"},
		{"Irgendwas", "fertig", "noch nicht begonnen"},
		{"Progreso", "hecho", "pendiente"},
		{"Avance", "completado", "en curso"},
		{"Situación", "terminado", "sin empezar"},
		{"Cualquiera", "hecho", "pendiente"},
		{"Andamento", "concluído", "a fazer"},
		{"Qualquer", "feito", "pendente"},
		{"Progression", "terminé", "à faire"},
		{"Où", "fait", "en cours"},
		{"Прогресс", "выполнено", "не начато"},
		{"Отметка", "готово", "в работе"},
		{"Выполнено", "выполнено", "ожидает"},
		{"Что-то", "сделано", "не начато"},
		{"是否完成", "已完成", "未开始"},
		{"情况", "完成", "进行中"},
		{"别的", "已完成", "待办"},
		{"対応状況", "対応済み", "未対応"},
		{"その他", "完了", "未着手"},
		{"Tracking", "done", "todo"},
		{"Stage", "done", "todo"},
		{"Remark", "done 2026-03-01 (ann)", "in progress, ann"},
		{"", "done", "todo"},
		{"Wherever", "✅ done", "⬜"},
		{"Wherever", "100 %", "open"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(heads); i++)
		reads(arena_printf(
			      &arena,
			      "# R\n\n| ID | Task | %s |\n|---|---|---|\n| R-1 | copy | %s "
			      "|\n| R-2 | go | %s |\n",
			      heads[i][0], heads[i][1], heads[i][2]),
		      "xo");
	reads("# R\n\n| 是否完成 | 任务 |\n|---|---|\n| 是 | 停止 |\n| 否 | 启动 |\n", "xo");
}

/* Where steps are told by other columns than an id. */
static void test_beside(void)
{
	reads("# R\n\n| Aufgabe | Irgendwas |\n|---|---|\n| Sichern | erledigt |\n| Gehen | "
	      "offen |\n",
	      "xo");
	reads("# R\n\n| # | X | Y |\n|---|---|---|\n| 1 | copy | done |\n| 2 | go | todo |\n",
	      "xo");
	reads("# R\n\n| X | Y |\n|---|---|\n| REL_01 | done |\n| REL_02 | todo |\n", "xo");
	/* one of many that nobody knows is told, and makes no note of the others */
	reads("# R\n\n| ID | X |\n|---|---|\n| R-1 | done |\n| R-2 | done |\n| R-3 | todo |\n"
	      "| R-4 | todo |\n| R-5 | merged |\n| R-6 | - |\n",
	      "xxoo?-");
	reads("# R\n\n| ID | Stage | Task |\n|---|---|---|\n| R-1 | done | copy |\n| R-2 | "
	      "todo "
	      "| go |\n",
	      "xo");
}

/* What is no status, or of nothing that is to be done. */
static void test_others(void)
{
	static const char *const texts[] = {
		"# R\n\n| Name | Type | Nullable |\n|---|---|---|\n| a | text | no |\n| b | "
		"int | yes |\n",
		"# R\n\n| Service | Port | Reach |\n|---|---|---|\n| api | 80 | open |\n| db | "
		"81 | closed |\n",
		"# R\n\n| Name | Reach |\n|---|---|\n| api | open |\n| db | blocked |\n",
		"# R\n\n| Role | Name | Reach |\n|---|---|---|\n| DBA | ann | active |\n| CTO "
		"| bob | active |\n",
		"# R\n\n| Environment | URL | Health |\n|---|---|---|\n| prod | p | ok |\n| "
		"dev | d | failed |\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		reads(texts[i], "none");
	/* steps, and what is only said of them */
	reads("# R\n\n| ID | Task | Notes |\n|---|---|---|\n| R-1 | copy | done by the night "
	      "shift |\n| R-2 | go | see the wiki |\n",
	      "--");
	reads("# R\n\n| ID | Task | Expected |\n|---|---|---|\n| R-1 | copy | done |\n| R-2 | "
	      "go | "
	      "pass |\n",
	      "--");
	reads("# R\n\n| ID | Task | Automated |\n|---|---|---|\n| R-1 | copy | yes |\n| R-2 | "
	      "go | no "
	      "|\n",
	      "--");
	reads("# R\n\n| ID | Task | Do |\n|---|---|---|\n| R-1 | copy | open the valve |\n| "
	      "R-2 | "
	      "go | next to it |\n",
	      "--");
	reads("# R\n\n| ID | Task | Last log line |\n|---|---|---|\n| R-1 | copy | completed "
	      "|\n",
	      "-");
	reads("# R\n\n| ID | Aufgabe | Letzte Meldung |\n|---|---|---|\n| R-1 | Sichern | "
	      "erledigt "
	      "|\n",
	      "-");
	/* where a head says it, others are notes */
	reads("# R\n\n| ID | Task | Status | Remark |\n|---|---|---|---|\n| R-1 | copy | todo "
	      "| "
	      "done |\n| R-2 | go | todo | done |\n",
	      "oo");
}

int main(void)
{
	test_heads();
	test_beside();
	test_others();
	arena_free(&arena);
	return done();
}
