#include "text/mojibake.h"

#include "base/cleanup.h"
#include "base/strbuf.h"

/* Bytes 0x80 to 0x9f in Windows-1252; Windows-1254 differs by having no 8e and 9e. */
static const unsigned short high[32] = {
	0x20ac, 0x81,	0x201a, 0x192,	0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,	0x2030, 0x160,
	0x2039, 0x152,	0x8d,	0x17d,	0x8f,	0x90,	0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x2dc,	0x2122, 0x161,	0x203a, 0x153,	0x9d,	0x17e,	0x178};

/* Where Windows-1254 differs above 0x9f. */
static const struct {
	unsigned short character;
	unsigned char byte;
} turkish[] = {{0x11e, 0xd0}, {0x130, 0xdd}, {0x15e, 0xde},
	       {0x11f, 0xf0}, {0x131, 0xfd}, {0x15f, 0xfe}};

/* One character of the source, with the byte that it may have been. */
struct unit {
	unsigned long character;
	size_t len; /* in the source; 0: the end, or no UTF-8 */
	int byte;   /* -1: none */
};

struct scan {
	const unsigned char *data;
	size_t len, at;
	unsigned long before; /* character before `at`; 0: none */
};

static size_t utf8_read(const unsigned char *data, size_t len, unsigned long *ret_character)
{
	static const unsigned long least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned long character;
	size_t need;

	if (!len)
		return 0;
	if (data[0] < 0x80) {
		*ret_character = data[0];
		return 1;
	}
	need = data[0] >= 0xf0 && data[0] < 0xf8 ? 4 : data[0] >= 0xe0 ? 3 : 2;
	if (data[0] < 0xc2 || data[0] > 0xf4 || need > len)
		return 0;
	character = data[0] & (0xffu >> (need + 1));
	for (size_t i = 1; i < need; i++) {
		if ((data[i] & 0xc0) != 0x80)
			return 0;
		character = character << 6 | (data[i] & 0x3fu);
	}
	if (character < least[need] || character > 0x10ffff ||
	    (character >= 0xd800 && character <= 0xdfff))
		return 0;
	*ret_character = character;
	return need;
}

static int byte_of(unsigned long character)
{
	for (size_t i = 0; i < ARRAY_SIZE(turkish); i++)
		if (turkish[i].character == character)
			return turkish[i].byte;
	for (size_t i = 0; i < ARRAY_SIZE(high); i++)
		if (high[i] == character)
			return (int)(0x80 + i);
	if (character >= 0x80 && character <= 0xff)
		return (int)character;
	return -1;
}

static struct unit unit_at(const struct scan *scan, size_t at)
{
	struct unit unit = {0, 0, -1};

	unit.len = utf8_read(scan->data + at, scan->len - at, &unit.character);
	if (unit.len > 1)
		unit.byte = byte_of(unit.character);
	return unit;
}

static bool continues(const struct unit *unit)
{
	return unit->byte >= 0x80 && unit->byte <= 0xbf;
}

/* Letters as far as Windows code pages know them. */
static bool is_letter(unsigned long c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c < 0x180);
}

static bool is_quote_open(unsigned long c)
{
	return c == 0x2018 || c == 0x201c || c == 0x201a || c == 0x201e || c == 0xab ||
	       c == 0x2039;
}

/* Punctuation that may follow a letter in correct text. */
static bool is_typographic(unsigned long c)
{
	return (c >= 0x2013 && c <= 0x203a) || c == 0xbb || c == 0xab || c == 0xa0;
}

/* Does a correct text end a word here, so that the lead is a letter of its own? */
static bool is_plausible_text(const struct scan *scan, const struct unit *second)
{
	return is_typographic(second->character) &&
	       (is_letter(scan->before) || is_quote_open(scan->before));
}

/*
 * Two bytes: accented letters (leads c3 c4 c5) and the signs of Latin-1 (c2). The characters
 * stand in correct text too, so punctuation behind a lead counts only inside a word.
 */
static size_t repair_two(const struct scan *scan, const struct unit *u, unsigned char *ret)
{
	struct unit next = unit_at(scan, scan->at + u[0].len + u[1].len);

	if (u[0].byte < 0xc2 || u[0].byte > 0xc5 || !continues(&u[1]))
		return 0;
	if (u[0].byte == 0xc2 && u[1].byte < 0xa0)
		return 0;
	if (u[0].byte != 0xc2 || u[1].byte != 0xa0) {
		if (is_plausible_text(scan, &u[1]))
			return 0;
		if (is_typographic(u[1].character) && u[0].byte != 0xc2 &&
		    !(next.character >= 'a' && next.character <= 'z'))
			return 0;
	}
	ret[0] = (unsigned char)u[0].byte;
	ret[1] = (unsigned char)u[1].byte;
	return 2;
}

/* Three bytes: punctuation, arrows, boxes, dingbats (lead e2), variation selectors (ef). */
static size_t repair_three(const struct scan *scan, const struct unit *u, unsigned char *ret)
{
	if ((u[0].byte != 0xe2 && u[0].byte != 0xef) || !continues(&u[1]) || !continues(&u[2]))
		return 0;
	if (u[0].byte == 0xef && u[1].byte < 0xb8)
		return 0;
	if (is_plausible_text(scan, &u[1]))
		return 0;
	for (size_t i = 0; i < 3; i++)
		ret[i] = (unsigned char)u[i].byte;
	return 3;
}

/* Four bytes: emoji (f0 9f). No text in any language has these two characters in a row. */
static size_t repair_four(const struct unit *u, unsigned char *ret)
{
	if (u[0].byte != 0xf0 || u[1].byte != 0x9f || !continues(&u[2]) || !continues(&u[3]))
		return 0;
	for (size_t i = 0; i < 4; i++)
		ret[i] = (unsigned char)u[i].byte;
	return 4;
}

/*
 * Bytes 81 8d 8f 90 9d have no character in Windows-1252, and some tools drop them. After
 * e2 80 it was 9d, a closing quote; after ef b8 it was 8f, the variation selector of an emoji.
 */
static size_t guess_lost(const struct unit *u, unsigned char *ret, size_t *ret_units)
{
	if (u[0].byte == 0xe2 && u[1].byte == 0x80 && !continues(&u[2])) {
		memcpy(ret, "\xe2\x80\x9d", 3);
		*ret_units = 2;
		return 3;
	}
	if (u[0].byte == 0xef && u[1].byte == 0xb8 && !continues(&u[2])) {
		memcpy(ret, "\xef\xb8\x8f", 3);
		*ret_units = 2;
		return 3;
	}
	return 0;
}

/* The start of an emoji or of punctuation, with a byte gone: it cannot be told which. */
static bool is_lost(const struct unit *u)
{
	return (u[0].byte == 0xf0 && u[1].byte == 0x9f) ||
	       (u[0].byte == 0xe2 && u[1].byte == 0x80);
}

static void note(struct arena *arena, struct mojibake *report, struct mojibake_hit **hits,
		 struct mojibake_hit hit)
{
	size_t *const counts[] = {&report->repaired, &report->guessed, &report->left};

	*ARENA_PUSH(arena, *hits, report->count) = hit;
	report->hits = *hits;
	(*counts[hit.kind])++;
}

/* Reads one damaged token at scan->at: its length in the source (0: none) and what it was. */
static size_t token(const struct scan *scan, unsigned char ret_now[4], size_t *ret_now_len,
		    enum mojibake_kind *ret_kind)
{
	struct unit u[4];
	size_t at = scan->at, units, len = 0;

	for (size_t i = 0; i < 4; i++) {
		u[i] = unit_at(scan, at);
		at += u[i].len;
	}
	*ret_kind = MOJIBAKE_REPAIRED;
	if ((units = repair_four(u, ret_now)) || (units = repair_three(scan, u, ret_now)) ||
	    (units = repair_two(scan, u, ret_now))) {
		*ret_now_len = units;
	} else if ((*ret_now_len = guess_lost(u, ret_now, &units))) {
		*ret_kind = MOJIBAKE_GUESSED;
	} else if (is_lost(u)) {
		*ret_kind = MOJIBAKE_LEFT;
		*ret_now_len = 0;
		units = 2;
	}
	for (size_t i = 0; i < units; i++)
		len += u[i].len;
	return len;
}

/* One pass; true when something was changed. */
static bool pass(struct bytes text, struct arena *arena, struct strbuf *out,
		 struct mojibake *report)
{
	struct scan scan = {text.data, text.len, 0, 0};
	struct mojibake_hit *hits = NULL;
	unsigned line = 1;
	size_t line_start = 0, copied = 0;
	bool changed = false;

	while (scan.at < scan.len) {
		unsigned char now[4];
		size_t now_len = 0, len = 0;
		enum mojibake_kind kind = MOJIBAKE_LEFT;
		struct mojibake_hit hit;

		if (scan.data[scan.at] >= 0x80)
			len = token(&scan, now, &now_len, &kind);
		if (!len) {
			struct unit unit = unit_at(&scan, scan.at);

			scan.before = unit.len ? unit.character : 0;
			scan.at += unit.len ? unit.len : 1;
			if (scan.before == '\n') {
				line++;
				line_start = scan.at;
			}
			continue;
		}
		hit = (struct mojibake_hit){kind, bytes_of(scan.data + scan.at, len),
					    bytes_of(scan.data + scan.at, len), line,
					    (unsigned)(scan.at - line_start + 1)};
		if (kind != MOJIBAKE_LEFT) {
			hit.now = bytes_of(arena_memdup(arena, now, now_len), now_len);
			strbuf_add(out, scan.data + copied, scan.at - copied);
			strbuf_add(out, now, now_len);
			copied = scan.at + len;
			changed = true;
		}
		note(arena, report, &hits, hit);
		scan.at += len;
		scan.before = 0xfffd; /* neither a letter nor a quote */
	}
	strbuf_add(out, scan.data + copied, scan.len - copied);
	return changed;
}

struct bytes mojibake_repair(struct bytes text, struct arena *arena,
			     struct mojibake *ret_report)
{
	struct mojibake report = {NULL, 0, 0, 0, 0}, later;
	bool again = true;

	/* Text that was damaged n times is 2^n as long, and each pass makes it shorter. */
	for (int i = 0; again; i++) {
		CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;

		later = (struct mojibake){NULL, 0, 0, 0, 0};
		again = pass(text, arena, &out, i ? &later : &report);
		if (again)
			text = bytes_of(arena_memdup(arena, out.buf, out.len), out.len);
	}
	if (ret_report)
		*ret_report = report;
	return text;
}
