/* base/mojibake: what is repaired, and what is left alone. */
/* shows: M01 M02 M03 */
#include "base/cleanup.h"
#include "text/mojibake.h"

#include "../t/unit/tap.h"

static struct arena arena = ARENA_INIT;

static const char *repaired(const char *text, struct mojibake *ret_report)
{
	struct bytes now = mojibake_repair(bytes_text(text), &arena, ret_report);

	return arena_strndup(&arena, now.data, now.len);
}

static void test_repairs(void)
{
	static const struct {
		const char *was, *now, *name;
	} cases[] = {
		{"1. ğŸŸ© `WP_01.yml`", "1. 🟩 `WP_01.yml`", "green, Windows-1254"},
		{"1. ðŸŸ© `WP_01.yml`", "1. 🟩 `WP_01.yml`", "green, Windows-1252"},
		{"ğŸŸ¨ğŸŸ¥ğŸŸ¦", "🟨🟥🟦", "three in a row"},
		{"LOCKED â€” DO NOT", "LOCKED — DO NOT", "a dash"},
		{"the tenantâ€™s rows", "the tenant’s rows", "an apostrophe in a word"},
		{"â†’ `200 OK`", "→ `200 OK`", "an arrow"},
		{"â”€â”€â”€", "───", "a ruled line"},
		{"# ğŸ”— PLAT_09A", "# 🔗 PLAT_09A", "a link"},
		{"cafÃ© and dÃ©jÃ  vu", "café and déjÃ  vu",
		 "accents; a letter that lost its space is left"},
		{"Ã–sterreich", "Österreich", "a capital"},
		{"kÄ±rmÄ±zÄ± ÅŸey, aÄŸaÃ§", "kırmızı şey, ağaç", "Turkish, damaged"},
		{"ÄŸÅ¸Å¸Â©", "🟩", "damaged twice"},
		{"5 Â°C Â§ 3", "5 °C § 3", "signs of Latin-1"},
	};
	struct mojibake report;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *now = repaired(cases[i].was, &report);

		is_str(now, cases[i].now, cases[i].name);
		ok(report.repaired && !report.guessed, "%s: repaired", cases[i].name);
		is_str(repaired(now, &report), now, "again: nothing more");
		ok(!report.repaired && !report.guessed, "%s: idempotent", cases[i].name);
	}
}

static void test_left_alone(void)
{
	static const char *const cases[] = {
		"",
		"plain ASCII",
		"🟩 done — “quoted” … naïve ⚠️",
		"ağaç, dağ, ığdır, ŞIĞ, Ş”, ğ",
		"“İŞ” – Şırnak’ta, ‘KÂR’",
		"PÅ… SÅ– “Å” “Ã” MANHÃ”",
		"“café”… “Leylâ”… ‘â’",
		"PÅ» X, PÅ« X, PÅ› X, PÅ– X, PÅ\u00a0X",
		"«à» Où ça, voilà !",
		"ÐÞ ðýþ Íslenska: það",
		"中文 日本語 русский ελληνικά",
		"\xff\xfe broken \xc3",
		"\xc3",
		"ğ\xff",
	};
	struct mojibake report;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		is_str(repaired(cases[i], &report), cases[i], "left alone");
		is_int((long long)report.count, 0, "and nothing reported");
	}
}

static void test_lost_bytes(void)
{
	struct mojibake report;

	is_str(repaired("a full\nâ€œdoneâ€ milestone", &report), "a full\n“done” milestone",
	       "a closing quote whose byte was dropped is guessed");
	is_int((long long)report.guessed, 1, "and flagged");
	ok(report.count == 2 && report.hits[1].kind == MOJIBAKE_GUESSED &&
		   report.hits[1].line == 2 && report.hits[1].column == 12,
	   "with its place (found %u:%u)", report.hits[1].line, report.hits[1].column);
	is_str(repaired("`\xc3\xa2\xc5\xa1\xc2\xa0\xc3\xaf\xc2\xb8 DEPRECATED`", &report),
	       "`⚠️ DEPRECATED`", "a variation selector too");
	is_int((long long)report.guessed, 1, "flagged");
	is_str(repaired("ğŸ— build", &report), "ğŸ— build",
	       "an emoji that lost a byte stays as it is");
	is_int((long long)report.left, 1, "and is reported");
}

int main(void)
{
	test_repairs();
	test_left_alone();
	test_lost_bytes();
	arena_free(&arena);
	return done();
}
