/* Status marks: what a reader of the rendered document sees is what is read, wherever it hides. */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "text/marks_internal.h"
#include "text/outline.h"
#include "text/said.h"
#include "../t/unit/tap.h"

#include <unistd.h>

static struct arena arena = ARENA_INIT;

/* "done ONE, ~planned -": the step of each mark; ~ not listed, + one of several, ! damaged. */
static const char *shown(const char *text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	static const char *const words[] = {"none",    "done",	  "planned", "blocked",
					    "skipped", "heading", "unknown"};
	struct strmap steps = {.arena = &arena};
	struct marks marks;
	struct err err;

	strmap_put(&steps, "ONE", &steps);
	strmap_put(&steps, "TWO", &steps);
	strmap_put(&steps, "build", &steps);
	strmap_put(&steps, "test", &steps);
	if (marks_read(bytes_text(text), "a.md",
		       &(struct marks_steps){.has = marks_in_map, .steps = &steps}, &arena,
		       &marks, &err) < 0)
		return arena_strdup(&arena, err.text);
	for (size_t i = 0; i < marks.count; i++) {
		const struct mark_line *m = &marks.items[i];

		strbuf_addf(&out, "%s%s%s%s%s %.*s", i ? ", " : "", m->listed ? "" : "~",
			    m->several ? "+" : "", m->damaged ? "!" : "", words[m->mark],
			    m->step.len ? (int)m->step.len : 1,
			    m->step.len ? (const char *)m->step.data : "-");
	}
	return arena_strndup(&arena, out.buf, out.len);
}

static void reads(const char *text, const char *expected)
{
	is_str(shown(text), expected, text);
}

/* What the letters of a word set off from what stands before it; not what is to become so. */
static void test_stressed(void)
{
	reads("- ONE stop the job *done*", "done ONE");
	reads("- ONE stop the job __not started__", "planned ONE");
	reads("- ONE stop the job <em>done</em>", "done ONE");
	reads("- ONE stop the job done", "");
	reads("- ONE set the flag to *done*", "");
	reads("- ONE then click **Done**", "");
	reads("- ONE wait until all is _complete_", "");
	reads("- ONE *done* when green", "");
	reads("### ONE Stop the job _completed_", "done ONE");
	reads("| Step | Look |\n|---|---|\n| ONE stop it **done** | a |", "done ONE");
	reads("For ONE the old job was said to be *done*.", "");
}

/* A word of any language right before an id, but for one that tells to do it; and no list of what must be so. */
static void test_before(void)
{
	reads("- erledigt ONE", "done ONE");
	reads("- ok ONE", "done ONE");
	reads("- Complete ONE by hand", "");
	reads("Voraussetzungen:\n\n- ONE erledigt", "");
}

static void test_lines(void)
{
	reads("1. ğŸŸ¨ `WP_01_services_one_and_done.yml` (repo: `x`)", "!planned WP_01");
	reads("1. ðŸŸ© `WP_02_intake.yml`", "!done WP_02");
	reads("9. 🟩 `PLAT_04A_postgres_connectivity_ro.yml`", "done PLAT_04A");
	reads("18. 🟨 **LEADGEN_01 — DB schema (leads)**", "planned LEADGEN_01");
	reads("40. 🟥 PLAT_16 — Governance Framework", "blocked PLAT_16");
	reads("   🟨 LEADGEN_08 (Optional)", "planned LEADGEN_08");
	reads("🟦 BUSINESS PLATFORM", "~heading -");
	reads("3. 🟩 Checkpoint + log (append-only)", "~done -");
	reads("### 🟩 PLAT_09", "done PLAT_09");
	reads("🟪 PLAT_01", "unknown PLAT_01");
	reads("\xf0\x9f\x9f", "");
	reads("", "");
	reads("| | |\n|---|---|\n| | |", "");
	ok(marks_read(bytes_of("x\0y", 3), "a.md", NULL, &arena, &(struct marks){0},
		      &(struct err){0}) < 0,
	   "what is not text is an error");
	reads("1. 🟩 PLAT_77\n2. 🟨 ONE", "done PLAT_77, planned ONE");
	/* however many stand in a row */
	reads("see 🟩 🟨 🟥 TWO", "done TWO, planned TWO, blocked TWO");
	reads("see TWO 🟩 🟨 🟥", "blocked TWO");
	reads("🟩 🟨 🟥 TWO", "done TWO, planned TWO, blocked TWO");
	reads("TWO 🟩 🟨 🟥", "done TWO, planned TWO, blocked TWO");
}

/* One way after the other to show TWO green. */
static void test_hiding(void)
{
	static const char *const texts[] = {
		"2. 🟩 TWO",
		"2. ✅ TWO",
		"2. ☑ TWO",
		"2. ✔ TWO",
		"2. ✔\xef\xb8\x8f TWO",
		"2. ✔\xef\xb8\x8e TWO",
		"2. 🟢 TWO",
		"2. ✓ TWO",
		"- [x] TWO",
		"- [X] TWO",
		"1. [x] TWO",
		"* [\xe2\x80\x8bx] TWO",
		"2. \\[x\\] TWO",
		"2. &#91;x&#93; TWO",
		"2. &#x1F7E9; TWO",
		"2. &#129001; TWO",
		"2. &check; TWO",
		"2. :green_square: TWO",
		"2. :white_check_mark: TWO",
		"2. :ballot_box_with_check: TWO",
		"2. :heavy_check_mark: TWO",
		"2. \\:white_check_mark: TWO",
		"2. \xc2\xa0🟩 TWO",
		"2. 🟩\xc2\xa0TWO",
		"2. 🟩&nbsp;TWO",
		"2. 🟩\xe3\x80\x80TWO",
		"2. 🟩\xe1\x9a\x80TWO",
		"2. 🟩\xe2\x80\x80TWO",
		"2. 🟩\xe2\x80\x8aTWO",
		"2. 🟩\xe2\x80\xafTWO",
		"2. 🟩\xe2\x81\x9fTWO",
		"2. \xe2\x80\x83🟩\xe2\x80\x8bTWO",
		"2. 🟩 T\xe2\x80\x8bWO",
		"2. 🟩 T&shy;WO",
		"2. 🟩 T<b></b>WO",
		"2. 🟩TWO",
		"text\r\r2. 🟩 TWO\r",
		"text\r\n\r\n2. 🟩 TWO\r\n",
		"2. TWO 🟩",
		"2. TWO - 🟩",
		"2. TWO: the second thing 🟩",
		"2. TWO is 🟩 now",
		"2. 🟨 TWO 🟩",
		"2. 🟩 (TWO)",
		"2. (🟩) TWO",
		"2. [✅] TWO",
		"2. 🟩 [TWO](#two)",
		"2. [🟩](#two) TWO",
		"2. 🟩 [TWO][t]\n\n[t]: #t",
		"2. **🟩** TWO",
		"2. 🟩 ***TWO***",
		"2. ~~🟨~~ 🟩 TWO",
		"2. 🟩 `TWO`",
		"2. 🟩 <kbd>TWO</kbd>",
		"2. 🟩 The second step, TWO",
		"2. 🟩\n   TWO",
		"2. 🟩\\\n   TWO",
		"2. 🟩  \n   TWO",
		"2. 🟩<br>TWO",
		"2. TWO\n🟩",
		"2. TWO\n\n   🟩",
		"2. TWO\n   - Status: 🟩",
		"2. TWO\n   - Status: done",
		"- a\n  - b\n    - c\n      - 🟩 TWO",
		"> 2. 🟩 TWO",
		"> > - 🟩 TWO",
		"> x\n>\n> 🟩 TWO",
		"🟩 TWO",
		"TWO 🟩",
		"x\n🟩 TWO",
		"TWO: 🟩 since Monday",
		"The rollout of TWO: 🟩",
		"## TWO 🟩",
		"## 🟩 TWO",
		"TWO 🟩\n=====",
		"🟩 TWO\n---",
		"🟩\nTWO\n---",
		"## TWO\n\nStatus: ✅",
		"## TWO\n\n🟩",
		"    ```\n\n2. 🟩 TWO",
		"see `<!--` in the text\n\n2. 🟩 TWO",
		"``` `` ```\n\n2. 🟩 TWO",
		"```\n```\n\n2. 🟩 TWO",
		"<!-- a --> 🟩 TWO",
		"| step | state |\n|---|---|\n| 🟩 | TWO |",
		"| step | state |\n|---|---|\n| TWO | 🟩 |",
		"| step | state |\n|---|---|\n| TWO | done |",
		"| step | state |\n|---|---|\n| TWO | **Done** (Monday) |",
		"| step | needs | state |\n|---|---|---|\n| TWO | ONE | 🟩 |",
		"| a | b |\n|---|---|\n| 🟩 TWO | x |",
		"| a | b | c |\n|---|---|---|\n| 7 | &#x1F7E9; | `TWO` |\n",
		"| 🟩 | TWO |\n|---|---|",
		"| | TWO | x |\n|---|---|---|\n| prod | 🟩 | |",
		"<table><tr><td>🟩</td><td>TWO</td></tr></table>",
		"<table>\n<tr>\n<td>&#x1F7E9;</td>\n<td>TWO</td>\n</tr>\n</table>",
		"<div>&#129001 TWO</div>",
		"<p>TWO <!-- x --> ✅",
		"2. TWO (done)",
		"2. TWO: done",
		"2. TWO — COMPLETE",
		"TWO: done",
		"1. 🟨 ONE\n   🟩 TWO",
		"1. ONE 🟨, TWO 🟩",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		ok(strstr(shown(texts[i]), "done TWO") != NULL, "green: %s (%s)", texts[i],
		   shown(texts[i]));
}

static void test_none(void)
{
	static const char *const texts[] = {
		"Some words about TWO, which is not done.",
		"The mark 🟩 says that a step is complete.",
		"Once TWO has run, its line becomes 🟩 by render.",
		"`🟩` TWO",
		"2. `🟩` TWO",
		"```\n🟩 TWO\n```",
		"~~~\n🟩 TWO\n~~~",
		"    🟩 TWO",
		"- x\n\n      🟩 TWO",
		"<!-- 🟩 TWO -->",
		"x <!-- 🟩 TWO --> y",
		"<!--\n🟩 TWO\n-->",
		"<pre>🟩 TWO</pre>",
		"🟩 = complete",
		"🟩 means that the ledger holds it",
		"- 🟩 complete\n- 🟨 planned\n- 🟥 blocked",
		"🟩 complete, 🟨 planned, 🟥 blocked",
		"Legend: 🟩 complete, 🟨 planned",
		"| glyph | meaning |\n|---|---|\n| 🟩 | complete |\n| 🟨 | planned |",
		"2. TWO done when the light is on",
		"2. TWO: complete the wiring",
		"[x]: http://example.org\n\nsee [x]",
		"2. TWO sets a[x] to 1",
		"| step | note |\n|---|---|\n| TWO | the lamp is 🟩 at night |",
		"## Legend 🟩\n\ntext",
		"- a friend ✅ of ours\n- another",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		is_str(shown(texts[i]), "", texts[i]);
	reads("2. 🟨 TWO — go on when the lamp 🟩 is lit", "planned TWO");
	reads("2. 🟨 TWO\n   - [x] prepare\n   - [ ] run",
	      "planned TWO, ~done -, ~planned -");
	/* as a wiki writes them: beside a tick the cross is one */
	reads("| Step | Done |\n|---|---|\n| ONE | (/) |\n| TWO | (x) |",
	      "done ONE, blocked TWO");
	reads("| Step | Done |\n|---|---|\n| TWO | (x) |", "done TWO");
}

/* One way after the other to say in words, in a formula or from above that TWO is done. */
static void test_words(void)
{
	static const char *const texts[] = {
		"TWO: done",
		"TWO:\ndone",
		"Complete:\n\n- TWO",
		"## Complete\n\n- TWO",
		"## Done\n\n- TWO",
		"## Done\n\n| Step | Owner |\n|---|---|\n| TWO | Ada |",
		"## Done\n\nTWO",
		"- Done:\n  - TWO",
		"## 🟩\n\n- TWO",
		"🟩:\n\n- TWO",
		"TWO has been completed.",
		"TWO was completed on 2026-01-28.",
		"TWO is done since Monday.",
		"TWO: successful",
		"Status of TWO: verified",
		"TWO: verified",
		"Status TWO: complete",
		"### TWO\n\nStatus is complete",
		"| | TWO | ONE |\n|---|---|---|\n| Status | complete | complete |",
		"| TWO | ONE |\n|---|---|\n| complete | complete |",
		"|Step | TWO | ONE |\n|---|---|---|\n|Status| complete | complete |",
		("<table><tr><th>Step</th><th>TWO</th></tr>"
		 "<tr><th>Status</th><td>complete</td></tr></table>"),
		"- $\\text{done}$ TWO",
		"$\\text{TWO: done}$",
		"- $\\checkmark$ TWO",
		"TWO: 100% complete",
		"- <kbd>done</kbd> TWO",
		"- done TWO",
		"Legend: 🟩 done TWO",
		"> [!TIP]\n> TWO: done",
		"ONE: done; TWO: done; rest open",
		"ONE: done, TWO: done.",
		"TWO: done. Next is ONE.",
		"TWO: done by Ada",
		"TWO: done 2026-01-28",
		"TWO: done (2026-01-28)",
		"TWO and ONE are done.",
		"- TWO (x)",
		"- (x) TWO",
		"<ruby>TWO<rt>done</rt></ruby>",
		"TWO is complete in prod",
		"TWO finished in prod.",
		"TWO complete and verified",
		"- TWO ![complete](https://img.shields.io/badge/status-complete-green)",
		"![TWO complete](https://x)",
		"Correction: TWO complete in prod",
		"<h2>Done</h2>\n\n- TWO",
		"<h2>Done</h2><ul><li>TWO</li></ul>",
		"<details><summary>Done</summary>\n\n- TWO\n\n</details>",
		"**Completed:** TWO",
		"**Completed**\n\n* `TWO` base",
		"Already done:\n\n1. [TWO](x)",
		"- TWO ✅ done",
		"1. TWO\n\n   done",
		"> ## Done\n>\n> - TWO",
		"| TWO complete in prod |\n|---|\n| by: Ada Owner |",
		"| TWO | complete | in prod |\n|---|---|---|",
		"| a |\n|---|\n| TWO is complete. |",
		"| | TWO | ONE |\n|---|---|---|\n| prod | done | open |",
		"## `TWO complete in prod`",
		"## 2026-01-28 TWO complete in prod",
		"## TWO complete in prod was rolled back",
		"<dl><dt>TWO</dt><dd>complete in prod</dd></dl>",
		"## Step TWO complete in prod",
		"### TWO\n\nIt is done.",
		"| Step | Note |\n|---|---|\n| TWO | done |",
		"| Step | prod |\n|---|---|\n| TWO | done |",
		"### TWO\n\n- Owner: Ada\n- Status: done",
		"### TWO\n\n- Done.\n- Owner: Ada",
		"### TWO\n\nResult: complete",
		"| State | Step |\n|---|---|\n| complete | TWO the second |",
		"| State | What |\n|---|---|\n| complete | TWO |",
		"| State | What |\n|---|---|\n| complete | TWO: the second |",
		"✅ TWO before the backup",
		"✅ The second step, TWO",
		"- ✅ The second step (TWO)",
		"- [x] Run TWO",
		"- ✅ Deploy step TWO",
		"- [x] TWO, vendor informed",
		"- [x] The second step, TWO",
		"TWO (x)",
		"- TWO: complete",
		"- TWO: complete by Ada",
		"- TWO - base: done",
		"## TWO: base\n\nDone.",
		"## 2. TWO (base)\n\nOK",
		"## Step TWO\n\nAll ok.",
		"## TWO\n\nStatus: ok",
		"| Step | Status |\n|---|---|\n| TWO | fully done and dusted |",
		"| Step | Status |\n|---|---|\n| TWO | complete as of 28 Jan |",
		"## TWO\n\nStatus: done by the team",
		"## TWO\n\nStatus (prod): done and dusted",
		"## TWO\n\n| Status | complete |\n|---|---|\n| Owner | Ada |",
		"## TWO\n\n| Field | Value |\n|---|---|\n| Status | complete |",
		"| | TWO | ONE |\n|---|---|---|\n| Done | x | |",
		"- TWO complete as of 28 Jan",
		"- TWO: done thanks to Ada",
		"- TWO: done in prod since Monday",
		"TWO is done in prod since Monday.",
		"## Done (2026-01-28)\n\n- TWO",
		"## Done in January\n\n- TWO",
		"## Done in January 2026\n\n- TWO",
		"Completed in prod:\n\n- TWO",
		"The following steps are complete:\n\n- TWO",
		"The following have been completed in prod:\n\n1. TWO",
		"## Completed steps in prod\n\n- TWO",
		"Completed steps: TWO",
		"The following steps are complete: ONE, TWO",
		"Already completed: ONE, TWO.",
		"Completed on 2026-01-28: TWO",
		"Done (2026-01-28): TWO",
		"Done: ONE, TWO",
		"- done ONE, TWO",
		"Finished: ONE and TWO",
		"The step TWO is complete.",
		"Both ONE and TWO are done.",
		"The status of TWO is complete.",
		"The state of TWO is: done",
		"TWO's status: done",
		"### TWO\n\nIt's complete.",
		"### TWO\n\nThis step has been completed.",
		"### TWO\n\nThe step is done.",
		"| Log |\n|---|\n| TWO complete in prod |",
		"| Step | Finished |\n|---|---|\n| TWO | yes |",
		"| Step | Done |\n|---|---|\n| TWO | 2026-01-28 |",
		"| Step | Complete |\n|---|---|\n| TWO | 2026-01-28 by Ada |",
		"100% done:\n\n- TWO",
		"### TWO\n\n100% complete",
		"| Step | prod |\n|---|---|\n| TWO | 100% complete |",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		ok(strstr(shown(texts[i]), "done TWO") != NULL, "said: %s (%s)", texts[i],
		   shown(texts[i]));
}

/* Each word of a sentence by its own example, in each language. */
static void test_sentences(void)
{
	static const char *const denied[] = {
		"TWO n'est pas terminé.",
		"TWO sera terminé demain.",
		"TWO doit être terminé.",
		"Quand TWO est terminé, lancer le test.",
		"TWO est terminé quand le port répond.",
		"TWO est-il terminé ?",
		"TWO no está hecho.",
		"TWO está hecho cuando responde.",
		"TWO todavía no está hecho.",
		"TWO estará hecho mañana.",
		"TWO não está concluído.",
		"TWO ainda não foi concluído.",
		"TWO deve ser concluído.",
		"TWO non è completato.",
		"TWO sarà completato domani.",
		"TWO is nog niet klaar.",
		"TWO nie jest gotowe.",
		"TWO není dokončeno.",
		"TWO är inte klar.",
		"TWO henüz tamamlanmadı.",
		"TWO ещё не выполнено.",
		"TWO не был выполнен.",
		"TWO будет выполнено.",
		"TWO ще не виконано.",
		"TWO は完了していない。",
		"TWO は未完了。",
		"TWO はまだ完了していません。",
		"TWO が完了したら次へ進む。",
		"TWO は完了したか？",
		"TWOが完了したら連絡する。",
		"TWO 尚未完成。",
		"TWO 完成后通知。",
		"TWO 还没有完成。",
		"TWO 은 아직 완료되지 않았습니다.",
		"TWO 완료 후 확인.",
		"TWO ist noch nicht erledigt.",
		"TWO wird erledigt.",
		"Sobald TWO erledigt ist, weiter.",
		"TWO muss erledigt sein.",
		"TWO est terminé par le script suivant.",
		"TWO o la base.",
		"TWO ist erledigt, wenn die Queue leer ist.",
		"TWO ist erledigt, sobald der Port antwortet.",
		"TWO est terminé, quand le port répond.",
		"TWO está hecho, cuando responde el puerto.",
		"TWO jest gotowe, gdy port odpowiada.",
		"TWO выполнено, когда порт отвечает.",
	};

	for (size_t i = 0; i < said_row_count; i++)
		ok(strstr(shown(said_rows[i].example), "done REL_01") != NULL, "%s: %s (%s)",
		   said_rows[i].language, said_rows[i].example, shown(said_rows[i].example));
	for (size_t i = 0; i < ARRAY_SIZE(denied); i++)
		ok(!strstr(shown(denied[i]), "done TWO"), "not done: %s (%s)", denied[i],
		   shown(denied[i]));
}

/* What people write of a step that is not done. */
static void test_prose(void)
{
	static const char *const texts[] = {
		"Legend: 🟩 done, 🟨 open, 🟥 blocked",
		"- 🟩 complete\n- 🟨 planned",
		"🟩 = complete",
		"🟩 = complete\n\n1. TWO",
		"TWO needs port 80 open.",
		"- TWO: port 80 must be open",
		"- TWO: ok to run on weekends",
		"Is ONE done? Then run TWO.",
		"- TWO: if it failed, call Ada",
		"Wait until TWO is done.",
		"- After TWO is complete, run the smoke test.",
		"Once TWO is complete:\n\n1. call Ada",
		"TWO is not complete.",
		"- TWO: not done",
		"TWO: not yet done",
		"| Step | Owner | Needs |\n|---|---|---|\n| TWO | Ada | ONE |",
		"| Step | Status |\n|---|---|\n| TWO | planned |",
		"| Step | Expected output |\n|---|---|\n| TWO | ok |",
		"### TWO\n\nThe check prints:\n\nok",
		"### TWO\n\n`ok`",
		"- TWO: exit criteria: all tests pass",
		"- [ ] vendor called",
		"- TWO (open ticket OPS-12)",
		"## Open\n\n- TWO needs a window",
		"- TWO failed on 2026-01-20, see log",
		"If TWO fails: restore from backup.",
		"- TODO: describe TWO",
		"TODO TWO",
		"<details><summary>Notes</summary>\n\nTWO reads the inventory.\n\n</details>",
		"| check | expected |\n|---|---|\n| TWO health | pass |",
		"ONE -> TWO",
		"TWO must be completed before ONE.",
		"- ONE depends on: TWO complete",
		"Requires:\n\n- ONE complete\n- TWO complete",
		"TWO is verified by the smoke test.",
		"TWO is completed by running make.",
		"- TWO is complete when the pods are green.",
		"TWO: pass 3 arguments",
		"TWO is done in 5 minutes",
		"How to complete TWO: run it.",
		"- complete TWO first",
		"### TWO\n\nPrerequisites:\n\n- ONE complete",
		"- TWO: pass/fail criteria below",
		"- TWO: `done`",
		"`TWO: done` is what render writes.",
		"TWO is verified on every push.",
		"- f(x) of TWO",
		"- options (x) and (y)",
		"TWO was slow",
		"## Done when\n\n- TWO answers on port 80",
		"### Completed\n\n18. 🟨 ONE\n   - Playbook: `TWO.yml`",
		"The path C:\\done of TWO",
		"Say \"done\" after TWO",
		"## Prerequisites\n\n- ONE complete",
		"TWO must pass.",
		"TWO should be done on Friday.",
		"TWO will be complete by Friday.",
		"TWO runs until the queue is done.",
		"- TWO (pass the vault password)",
		"- TWO verified the wrong host, so it was repeated",
		"### TWO\n\nIs it done? Ask Ada.",
		"- TWO, then ONE; both pass the same flag",
		"When it is done: ONE",
		"Done means: TWO answers",
		"## Definition of done\n\n- TWO answers",
		"<p>Done</p>\n\nTWO reads the inventory.",
		"## Done\n\nNothing.\n\n## Open\n\n- TWO",
		"Done.\n\n- TWO comes next",
		"## Status\n\n- TWO",
		"The old host is done. TWO is next.",
		"| Step | Complete |\n|---|---|\n| TWO | no |",
		"| Step | Done when |\n|---|---|\n| TWO | ONE is complete when green |",
		"| TWO | ONE | Owner |\n|---|---|---|\n| a | b | Ada |",
		"| Step | Needs |\n|---|---|\n| TWO | ONE complete in staging first |",
		"TWO done?",
		"- TWO: done? Ask Ada.",
		"### TWO\n\nAll tests pass when the port is open.",
		"### TWO\n\nComplete the form first.",
		"- TWO\n  - verified on staging first",
		"| Step | Expected |\n|---|---|\n| TWO | done |",
		"| Step | Expected result |\n|---|---|\n| TWO | complete |",
		"| Step | Output |\n|---|---|\n| TWO | Done |",
		"| Step | Last log line |\n|---|---|\n| TWO | completed |",
		"| Step | Message at the end |\n|---|---|\n| TWO | finished |",
		"| Step | Success |\n|---|---|\n| TWO | done |",
		"### TWO\n\n1. stop the app\n2. run the playbook\n3. Done.",
		"1. TWO\n   1. stop\n   2. Done.",
		"### TWO\n\nExpected result: complete",
		"### TWO\n\nExit code: ok",
		"| Result | Meaning |\n|---|---|\n| ok | TWO may start |",
		"| State | What to do |\n|---|---|\n| complete | go on with TWO |",
		"✅ DO take a backup before TWO",
		"- [x] backup taken. TWO can start",
		"- [x] asked Ada about \"TWO\"",
		"- [x] vendor informed about TWO",
		"TWO (x) is a placeholder",
		"- TWO needs ONE: complete",
		"- TWO: complete by 2026-02-01 (plan)",
		"## TWO preparation\n\nDone: backup, restore test.",
		"## TWO backup\n\nOK",
		"## Restore test of TWO\n\nResult: passed",
		"## Smoke test before TWO\n\nStatus: ok",
		"## Rehearsal of TWO in the lab\n\nAll ok.",
		"- [x] order disks for TWO",
		"- 10:20 TWO ok again",
		"| Exit code | Meaning for TWO |\n|---|---|\n| 0 | ok |",
		"| Step | Status |\n|---|---|\n| TWO | planned, ok to start on Friday |",
		"| Step | Status |\n|---|---|\n| TWO | to be completed |",
		"## TWO\n\nStatus: done when it answers",
		"## TWO\n\nStatus: not done",
		"## TWO\n\n| Status | planned |\n|---|---|\n| Owner | Ada |",
		"## TWO\n\n| Status | Meaning |\n|---|---|\n| ok | go on |",
		"| | TWO | ONE |\n|---|---|---|\n| Done | | |",
		"- TWO complete as soon as it answers",
		"- TWO: done in 5 minutes",
		"- TWO complete in prod by Friday",
		"## TWO backup\n\n| Status | complete |\n|---|---|",
		"## Complete in 5 steps\n\n1. TWO",
		"## Done when\n\n- TWO",
		"In January:\n\n- TWO",
		"## 2026-01-28\n\n- TWO",
		"The following steps:\n\n- TWO",
		"The following must be complete:\n\n- TWO",
		"## Complete by Friday\n\n- TWO",
		"## Completed by hand before\n\n- TWO",
		"| Step | Status | Needs |\n|---|---|---|\n| TWO | planned | ONE complete |",
		"| Step | Depends on | State |\n|---|---|---|\n| TWO | ONE: done | open |",
		"| Step | Progress |\n|---|---|\n| TWO | 40% complete |",
		"### TWO\n\n80 % complete",
		"- TWO\n  - 80% complete",
		"### TWO\n\nIs it done?",
		"### TWO\n\nIs the step done?",
		"### TWO\n\nThe step is complete when the pods are green.",
		"### TWO\n\nThe done flag is set by the play.",
		"The step TWO is done in 5 minutes.",
		"The step TWO is complete if it answers.",
		"The status of TWO is shown by the board.",
		"The state of TWO is complete once it answers.",
		"Both ONE and TWO are done when the port answers.",
		"Steps not done: ONE, TWO",
		"Steps to be done: TWO",
		"When all steps are done: TWO",
		"Done: backup of TWO",
		"All checks done. TWO is next.",
		"| Step | Finished |\n|---|---|\n| TWO | no |",
		"| a | TWO | b |\n|---|---|---|\n| | ok, see below | done |",
		"| Step | Due |\n|---|---|\n| TWO | 2026-02-01 |",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		ok(!strstr(shown(texts[i]), "done TWO") && !strstr(shown(texts[i]), "done ONE"),
		   "prose: %s (%s)", texts[i], shown(texts[i]));
}

/* Letters that run the other way: nobody could tell what is seen. */
static void test_turned(void)
{
	static const char *const texts[] = {
		"TWO: \u202e"
		"enod",
		"TWO: &#8238;enod",
		"TWO: <bdo dir=rtl>enod</bdo>",
		"<p><bdo dir=rtl>enod :OWT</bdo></p>",
		"- `\u202e"
		"enod :OWT`",
	};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		reads(texts[i], "'a.md' changes the direction of its text");
	reads("\u2067\u05e9\u05dc\u05d5\u05dd\u2069\n\n- 🟩 TWO", "done TWO");
}

static void test_several(void)
{
	reads("2. 🟩 ONE, TWO", "+done ONE, +done TWO");
	reads("2. 🟩 ONE and TWO", "+done ONE, +done TWO");
	reads("2. 🟩 ONE — TWO", "+done ONE, +done TWO");
	reads("2. ONE / TWO 🟩", "+done TWO, +done ONE");
	reads("2. 🟩 after ONE we did TWO", "+done -");
	reads("2. 🟩 ONE (`ONE.yml`)", "done ONE");
	reads("2. 🟩 ONE (after TWO)", "done ONE");
	reads("2. 🟩 build — test it well", "done build");
	reads("2. 🟩 build, test", "+done build, +done test");
	reads("| a | b | c |\n|---|---|---|\n| ONE | TWO | 🟩 |", "+done -");
	reads("1. 🟨 ONE\n2. 🟩 Checkpoint\n3. Nothing ✅", "planned ONE, done -, done -");
	reads("- [x] milk\n- [ ] bread", "~done -, ~planned -");
	reads("| step | state |\n|---|---|\n| ONE | 🟨 |\n| Checkpoint | 🟩 |",
	      "planned ONE, done -");
	reads("### TWO\n\n- [ ] call Ada\n- [ ] TWO stopped", "~planned -, planned TWO");
	reads("### TWO\n\n- [ ] call Ada\n- [ ] ONE stopped", "planned -, planned ONE");
	reads("| Result | Meaning |\n|---|---|\n| ok | TWO may start |\n| failed | stop |", "");
	reads("| Mark | Meaning |\n|---|---|\n| 🟩 | go on with TWO |", "");
	reads("| Mark | Step |\n|---|---|\n| 🟩 | TWO base |\n| 🟨 | x |",
	      "done TWO, planned -");
	reads("1. 🟠 ONE\n2. [-] TWO", "unknown ONE, unknown TWO");
	/* each of its own row, whatever the one above joined */
	reads("1. 🟩 ONE, TWO\n2. 🟩 ONE", "+done ONE, +done TWO, done ONE");
	reads("1. 🟩 ONE\n2. 🟩 ONE, TWO", "done ONE, +done ONE, +done TWO");
	reads("| a |\n|---|\n| 🟩 ONE, TWO |\n| 🟩 ONE |",
	      "+done ONE, +done TWO, done ONE");
}

/* The bytes that an edit in place replaces. */
static void spelled(const char *text, size_t which, const char *glyph, unsigned line,
		    unsigned column)
{
	struct marks marks;
	struct err err;
	const struct mark_line *m;

	if (!ok(!marks_read(bytes_text(text), "a.md", NULL, &arena, &marks, &err) &&
			which < marks.count,
		"a mark: %s", text))
		return;
	m = &marks.items[which];
	is_str(arena_strndup(&arena, m->glyph.data, m->glyph.len), glyph, "  its spelling");
	ok(m->line == line && m->column == column, "  its place: %u:%u", m->line, m->column);
}

static void test_places(void)
{
	spelled("  3) 🟩 D_01 x\r\n", 0, "🟩", 1, 6);
	spelled("# R\n\n1. &#x1F7E9; D_01", 0, "&#x1F7E9;", 3, 4);
	spelled("1. &amp; `🟩` &#129001; D_01", 0, "&#129001;", 1, 17);
	spelled("- :white_check_mark: D_01", 0, ":white_check_mark:", 1, 3);
	spelled("- [x] D_01", 0, "[x]", 1, 3);
	spelled("- ✔\xef\xb8\x8f D_01", 0, "✔\xef\xb8\x8f", 1, 3);
	spelled("- ðŸŸ© D_01", 0, "ðŸŸ©", 1, 3);
	spelled("| a | D_01 |\n|---|---|\n| \\| 🟨 | D_02 🟩 |", 1, "🟩", 3, 18);
	spelled("> - x\n>   - 🟩 D_01", 0, "🟩", 2, 7);
	spelled("- D_01 x\n     🟩 D_02\n  🟥 D_03", 1, "🟥", 3, 3);
	spelled("a `b\nc` d\n🟩 D_01", 0, "🟩", 3, 1);
	spelled("<div>\n\t🟩 D_01</div>", 0, "🟩", 2, 2);
	spelled("x\n\nfirst\n🟩 D_01\n| D_02 | 🟩 |\n|---|---|\n", 0, "🟩", 4, 1);
	spelled("x\n\nfirst\n🟩 D_01\n| D_02 | 🟩 |\n|---|---|\n", 1, "🟩", 5, 10);
	spelled("x\r🟩 D_01", 0, "🟩", 2, 1);
	spelled("- D_01: done", 0, "", 1, 9);
	spelled("- 🟩 A_01 🟩 A_02 🟩 A_03", 2, "🟩", 1, 23);
}

/* "[^" without end, in a block that nobody reads: as long as a note may be. */
static void test_footnotes(void)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	reads("[^1]: 🟩 ONE\n\n[^[^2]: 🟨 TWO", "done ONE, planned TWO");
	strbuf_addstr(&text, "```\n");
	for (int i = 0; i < 15000; i++)
		strbuf_addstr(&text, "[^");
	for (int i = 0; i < 2900000; i++)
		strbuf_addch(&text, 'a');
	strbuf_addstr(&text, "\n```\n\n- 🟩 ONE\n");
	alarm(20);
	is_str(shown(text.buf), "done ONE", "what never closes is looked at once");
	alarm(0);
}

static void test_ids(void)
{
	struct bytes step = marks_step(bytes_text("LEADGEN_05_06_x"));

	ok(bytes_equal(step, bytes_text("LEADGEN_05_06")), "all the capital words");
	step = marks_step(bytes_text("20260126_01_wave1_leads"));
	ok(!step.len, "the number of a migration is no step");
	ok(!marks_step(bytes_text("PLAT_Base")).len, "no digit, no step");
	ok(marks_path("docs/RUNBOOK.md") && !marks_path("docs/checkpoints/x/RUNBOOK.md") &&
		   !marks_path("deprecated/RUNBOOK.md") && !marks_path("docs/MYRUNBOOK.md"),
	   "which documents carry marks");
}

/* What the outline, and so lint and import, reads of a document, as shown() has it. */
static const char *outlined(const char *text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct outline o;
	struct err err;

	if (outline_read(bytes_text(text), "x.md", NULL, &arena, &o, &err) < 0)
		return arena_strdup(&arena, err.text);
	for (size_t i = 0; i < o.mark_count; i++)
		strbuf_addf(&out, "%s%s %s", out.len ? ", " : "", mark_word(o.marks[i].mark),
			    o.marks[i].step == OUTLINE_NONE ? "-"
							    : o.units[o.marks[i].step].id);
	return arena_strdup(&arena, out.buf ? out.buf : "");
}

static const char *at_doors(const char *text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct marks marks;
	struct err err;

	if (marks_read(bytes_text(text), "x.md", NULL, &arena, &marks, &err) < 0)
		return arena_strdup(&arena, err.text);
	for (size_t i = 0; i < marks.count; i++)
		strbuf_addf(&out, "%s%s %.*s", out.len ? ", " : "",
			    mark_word(marks.items[i].mark), (int)marks.items[i].step.len,
			    (const char *)marks.items[i].step.data);
	return arena_strdup(&arena, out.buf ? out.buf : "");
}

/* Every word and denial of the legend, wherever a status stands: the doors read what lint reads. */
static void test_one_reading(void)
{
	static const struct {
		const char *where, *before, *behind;
	} places[] = {
		{"a column", "| ID | Task | Status |\n|---|---|---|\n| REL_01 | x | ", " |\n"},
		{"brackets", "- REL_01 stop the queue (", ")\n- REL_02 start \xe2\x98\x90\n"},
		{"behind a colon", "- REL_01: ", "\n- REL_02 start \xe2\x98\x90\n"},
		{"a line below a heading", "## REL_01 stop\n\nStatus: ", "\n"},
	};

	for (size_t p = 0; p < ARRAY_SIZE(places); p++) {
		size_t same = 0, all = legend_row_count + legend_denial_count;

		for (size_t i = 0; i < all; i++) {
			const char *example =
				i < legend_row_count
					? legend_rows[i].example
					: legend_denials[i - legend_row_count].example;
			size_t end = strlen(example) - strlen(" |"), from = end;
			const char *text, *door, *lint;

			while (example[from - 2] != '|')
				from--;
			text = arena_printf(&arena, "%s%.*s%s", places[p].before,
					    (int)(end - from), example + from,
					    places[p].behind);
			door = at_doors(text);
			lint = outlined(text);
			same += !strcmp(door, lint) && *door;
			if (strcmp(door, lint) != 0)
				is_str(door, lint, text);
		}
		ok(same == all, "every word in %s is read alike", places[p].where);
	}
}

/* A glyph alone: what it says, whether it is a box, and how long its spelling is. */
static void test_glyphs(void)
{
	static const struct {
		const char *text;
		enum mark mark; /* MARK_NONE: it is no glyph */
		bool box, damaged;
		size_t len;
	} cases[] = {
		{"[x]", MARK_DONE, true, false, 3},
		{"[X] y", MARK_DONE, true, false, 3},
		{"[ ]", MARK_PLANNED, true, false, 3},
		{"[]", MARK_NONE, false, false, 0},
		{"[\xc2\xa0]", MARK_PLANNED, true, false, 4},
		{"[~]", MARK_UNKNOWN, true, false, 3},
		{"[q]", MARK_NONE, false, false, 0},
		{"[xx]", MARK_NONE, false, false, 0},
		{"[x", MARK_NONE, false, false, 0},
		{"[x)", MARK_NONE, false, false, 0},
		{"[\xe2\x9c\x85]", MARK_DONE, true, false, 5},
		{"[\xe2\x9c\x85\xef\xb8\x8f]", MARK_DONE, true, false, 8},
		{"[\xe2\x80\x8bx]", MARK_DONE, true, false, 6},
		{"(x)", MARK_DONE, true, false, 3},
		{"(X)", MARK_DONE, true, false, 3},
		{"( )", MARK_PLANNED, true, false, 3},
		{"(/)", MARK_NONE, false, false, 0},
		{"(\xe2\x9c\x85)", MARK_NONE, false, false, 0},
		{"\xe2\x9c\x85", MARK_DONE, false, false, 3},
		{":white_check_mark: y", MARK_DONE, false, false, 18},
		{"::", MARK_NONE, false, false, 0},
		{"x", MARK_NONE, false, false, 0},
		{"", MARK_NONE, false, false, 0},
		{"\xc4\x9f\xc5\xb8\xc5\xb8\xc2\xa9", MARK_DONE, false, true, 8},
		{"\xc3\xb0\xc2\x9f\xc2\x9f\xc2\xa9", MARK_DONE, false, true, 8},
		{"\xc3\xb0\xc2\x9f\xc2\x9f\xc2\xa4", MARK_NONE, false, false, 0},
		{"\xc3\xb0\xc2\x9f\xc2\x9f\xc2\xaa", MARK_NONE, false, false, 0},
		{"\xc3\xb0\xc2\x9f\xc2\x9f", MARK_NONE, false, false, 0},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct glyph glyph = {0};
		bool found = glyph_shown(NULL, bytes_text(cases[i].text), 0, &glyph);

		ok(found == (cases[i].mark != MARK_NONE) && glyph.mark == cases[i].mark &&
			   glyph.form == (cases[i].box ? FORM_BOX : FORM_GLYPH) &&
			   glyph.damaged == cases[i].damaged && glyph.len == cases[i].len,
		   "glyph %zu: %s (%d %d %d %zu)", i, cases[i].text, glyph.mark, glyph.form,
		   glyph.damaged, glyph.len);
	}
}

int main(void)
{
	test_glyphs();
	test_one_reading();
	test_stressed();
	test_before();
	test_lines();
	test_hiding();
	test_none();
	test_words();
	test_sentences();
	test_prose();
	test_turned();
	test_several();
	test_places();
	test_footnotes();
	test_ids();
	arena_free(&arena);
	return done();
}
