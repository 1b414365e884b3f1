/* base/: time, numbers, hex, arenas and buffers. */
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/hex.h"
#include "base/number.h"
#include "base/quote.h"
#include "base/strbuf.h"
#include "base/time.h"

#include "../t/unit/tap.h"

static void test_time(void)
{
	static const struct {
		int64_t when;
		const char *text;
	} moments[] = {{0, "1970-01-01T00:00:00Z"},
		       {951782400, "2000-02-29T00:00:00Z"},
		       {1769594400, "2026-01-28T10:00:00Z"},
		       {4107542399, "2100-02-28T23:59:59Z"}};
	static const char *const none[] = {"2026-02-30T00:00:00Z", "2026-01-28 10:00:00Z",
					   "2026-01-28T24:00:00Z", "2026-01-28T10:00:00+01:00",
					   "26-01-28T10:00:00Z",   ""};
	char text[TIME_TEXT_SIZE];
	int64_t when;

	for (size_t i = 0; i < ARRAY_SIZE(moments); i++) {
		time_format(moments[i].when, text);
		is_str(text, moments[i].text, "a moment is written in UTC");
		ok(time_parse(text, &when) && when == moments[i].when, "%s is read back", text);
	}
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		ok(!time_parse(none[i], &when), "'%s' is not a moment", none[i]);
	ok(time_parse_duration("90s", &when) && when == 90, "90s");
	ok(time_parse_duration("2h", &when) && when == 7200, "2h");
	ok(!time_parse_duration("2", &when) && !time_parse_duration("0s", &when) &&
		   !time_parse_duration("-1s", &when) && !time_parse_duration("1h30m", &when),
	   "what is not a duration is refused");
}

static void test_clocks(void)
{
	int64_t begin = time_monotonic_ms(), elapsed;

	setenv("MCADE_CLOCK", "1000", 1);
	ok(time_now() == 1000 && time_of_files() > 1000,
	   "MCADE_CLOCK is not the clock of files");
	setenv("MCADE_CLOCK", "x", 1);
	ok(time_now() >= time_of_files() - 1, "only a number stands in for the clock");
	setenv("MCADE_CLOCK", "1000", 1);
	time_use_own_clock();
	ok(time_now() > 1000, "and only where it may");
	time_pause_ms(20);
	elapsed = time_monotonic_ms() - begin;
	ok(elapsed >= 20 && elapsed < 20000, "a pause lasts as long as it says");
}

static void test_numbers(void)
{
	CLEANUP(arena_free) struct arena numbers = ARENA_INIT;
	unsigned char raw[2];
	uint64_t value;
	char hex[5];

	ok(number_parse("18446744073709551615", UINT64_MAX, &value) && value == UINT64_MAX,
	   "the largest number");
	ok(!number_parse("18446744073709551616", UINT64_MAX, &value), "one more is refused");
	ok(!strcmp(number_of(1, "step", NULL, &numbers), "1 step") &&
		   !strcmp(number_of(0, "step", NULL, &numbers), "0 steps") &&
		   !strcmp(number_of(2, "box", "boxes", &numbers), "2 boxes") &&
		   !strcmp(number_of(1, "box", "boxes", &numbers), "1 box"),
	   "one of them, or several");
	ok(!number_parse("007", 100, &value) && !number_parse("", 100, &value) &&
		   !number_parse("1 ", 100, &value) && !number_parse("101", 100, &value),
	   "one spelling per number, and a maximum");
	ok(hex_decode("00ff", 2, raw) && raw[0] == 0 && raw[1] == 255, "hex is read");
	hex_encode(raw, 2, hex);
	is_str(hex, "00ff", "hex is written");
	ok(!hex_decode("00FF", 2, raw) && !hex_is("00f", 4) && !hex_is("00ff0", 4),
	   "upper case and other lengths are refused");
}

static void test_quotes(void)
{
	static const char *const plain[] = {"a/b_c-1.2:x=y@z%+,", "0"};
	static const char *const quoted[][2] = {
		{"", "''"},	    {"a b", "'a b'"},	{"-x", "'-x'"},
		{"=ls", "'=ls'"},   {"~", "'~'"},	{"it's", "'it'\\''s'"},
		{"$(x)", "'$(x)'"}, {"a\nb", "'a\nb'"}, {"\xc3\xa9", "'\xc3\xa9'"}};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(plain); i++)
		is_str(shell_quote(plain[i], &a), plain[i], "as it is");
	for (size_t i = 0; i < ARRAY_SIZE(quoted); i++)
		is_str(shell_quote(quoted[i][0], &a), quoted[i][1], "in quotes");
}

static void test_memory(void)
{
	struct arena arena = ARENA_INIT;
	struct strbuf sb = STRBUF_INIT;
	size_t *numbers = NULL;
	size_t count = 0;
	bool same = true;

	for (size_t i = 0; i < 10000; i++)
		*ARENA_PUSH(&arena, numbers, count) = i;
	for (size_t i = 0; i < count; i++)
		same = same && numbers[i] == i;
	ok(same && count == 10000, "an array grows and keeps its elements");
	is_str(arena_printf(&arena, "%s-%d", "a", 5), "a-5", "arena_printf");
	arena_free(&arena);
	for (size_t len = 1; len < 96; len++) { /* some of them end just where a block does */
		char *text = arena_printf(&arena, "%0*d", (int)len, 0);

		arena_alloc(&arena, (size_t)32 * 1024 - 64);
		same = same && strlen(arena_printf(&arena, "%0*d", (int)len, 0)) == len &&
		       strlen(text) == len;
		arena_free(&arena);
	}
	ok(same, "a text that the last block has no room for");

	for (int i = 0; i < 1000; i++)
		strbuf_addf(&sb, "%d,", i % 10);
	ok(sb.len == 2000 && strlen(sb.buf) == 2000 && !strcmp(sb.buf + 1996, "8,9,"),
	   "a buffer grows");
	strbuf_setlen(&sb, 4);
	is_str(sb.buf, "0,1,", "a buffer is cut");
	strbuf_free(&sb);
	is_str(sb.buf, "", "a freed buffer is empty, not NULL");
}

static void test_err(void)
{
	struct err err, other;

	ok(err_set(&err, ERR_FORMAT, "bad '%s'", "x") == -1, "err_set() returns -1");
	err_prefix(&err, "cannot read '%s'", "y");
	is_str(err.text, "cannot read 'y': bad 'x'", "context stands before the message");
	is_int(err_exit_status(&err), 128, "a format error is: cannot tell");
	err_at(&err, ERR_FORMAT, (struct srcpos){"file", 3, 1}, "bad");
	err_copy(&other, &err);
	snprintf(err.file, sizeof(err.file), "gone");
	is_str(other.at.file, "file", "a copy has its own place");
	err.code = ERR_UNTRUSTED;
	is_int(err_exit_status(&err), 3, "untrusted is 3");
}

int main(void)
{
	test_time();
	test_clocks();
	test_numbers();
	test_quotes();
	test_memory();
	test_err();
	return done();
}
