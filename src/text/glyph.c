/* glyph.c - what a mark looks like: one table of glyphs, boxes and words. */
#include "text/marks_internal.h"

#include "base/ascii.h"
#include "base/spelling.h"
#include "base/texts.h"
#include "base/utf8.h"

/* The squares are what is written. Of several for one mark the first is its glyph. */
static const struct {
	enum mark mark;
	uint32_t code;
	const char *shortcode; /* GitHub's; NULL: none */
} glyphs[] = {
	{MARK_DONE, 0x1f7e9, ":green_square:"},
	{MARK_DONE, 0x2705, ":white_check_mark:"},
	{MARK_DONE, 0x2611, ":ballot_box_with_check:"},
	{MARK_DONE, 0x2714, ":heavy_check_mark:"},
	{MARK_DONE, 0x1f7e2, ":green_circle:"},
	{MARK_DONE, 0x2713, "\\checkmark"}, /* of a formula */
	{MARK_DONE, 0x1f5f8, NULL},
	{MARK_DONE, 0x1f5f9, NULL},
	{MARK_PLANNED, 0x1f7e8, ":yellow_square:"},
	{MARK_PLANNED, 0x23f3, ":hourglass_flowing_sand:"},
	{MARK_PLANNED, 0x2610, NULL},
	{MARK_PLANNED, 0x1f7e1, ":yellow_circle:"},
	{MARK_PLANNED, 0x2b1c, ":white_large_square:"},
	{MARK_BLOCKED, 0x1f7e5, ":red_square:"},
	{MARK_BLOCKED, 0x274c, ":x:"},
	{MARK_BLOCKED, 0x26d4, ":no_entry:"},
	{MARK_BLOCKED, 0x1f534, ":red_circle:"},
	{MARK_BLOCKED, 0x2717, NULL},
	{MARK_BLOCKED, 0x2718, NULL},
	{MARK_HEADING, 0x1f7e6, ":blue_square:"},
	/* What people put in the place of a mark, and what does not say which. */
	{MARK_UNKNOWN, 0x2612, NULL},
	{MARK_UNKNOWN, 0x2716, ":heavy_multiplication_x:"},
	{MARK_UNKNOWN, 0x274e, ":negative_squared_cross_mark:"},
	{MARK_UNKNOWN, 0x1f5f5, NULL},
	{MARK_UNKNOWN, 0x1f5f7, NULL},
	{MARK_UNKNOWN, 0x1f197, ":ok:"},
	{MARK_UNKNOWN, 0x1f44c, ":ok_hand:"},
	{MARK_UNKNOWN, 0x1f44d, ":+1:"},
	{MARK_UNKNOWN, 0x1f44d, ":thumbsup:"},
	{MARK_UNKNOWN, 0x1f44e, ":-1:"},
	{MARK_UNKNOWN, 0x1f44e, ":thumbsdown:"},
	{MARK_UNKNOWN, 0x1f49a, ":green_heart:"},
	{MARK_UNKNOWN, 0x1f49b, ":yellow_heart:"},
	{MARK_UNKNOWN, 0x1f4af, ":100:"},
	{MARK_UNKNOWN, 0x1f4b9, ":chart:"},
	{MARK_UNKNOWN, 0x221a, NULL},
	{MARK_UNKNOWN, 0x2733, ":eight_spoked_asterisk:"},
	{MARK_UNKNOWN, 0x2747, ":sparkle:"},
	{MARK_UNKNOWN, 0x1f22f, ":u6307:"},
	{MARK_UNKNOWN, 0x1f3c1, ":checkered_flag:"},
	{MARK_UNKNOWN, 0x231b, ":hourglass:"},
	{MARK_UNKNOWN, 0x2b55, ":o:"},
	{MARK_UNKNOWN, 0x1f6ab, ":no_entry_sign:"},
	{MARK_UNKNOWN, 0x1f6d1, ":stop_sign:"},
	{MARK_UNKNOWN, 0x1f6a6, ":vertical_traffic_light:"},
	{MARK_UNKNOWN, 0x1f7e0, ":orange_circle:"},
	{MARK_UNKNOWN, 0x1f7e3, ":purple_circle:"},
	{MARK_UNKNOWN, 0x1f7e4, ":brown_circle:"},
	{MARK_UNKNOWN, 0x1f535, ":large_blue_circle:"},
	{MARK_UNKNOWN, 0x26aa, ":white_circle:"},
	{MARK_UNKNOWN, 0x26ab, ":black_circle:"},
	{MARK_UNKNOWN, 0x1f7e7, ":orange_square:"},
	{MARK_UNKNOWN, 0x1f7ea, ":purple_square:"},
	{MARK_UNKNOWN, 0x1f7eb, ":brown_square:"},
	{MARK_UNKNOWN, 0x2b1b, ":black_large_square:"},
	{MARK_UNKNOWN, 0x25fb, ":white_medium_square:"},
	{MARK_UNKNOWN, 0x25fc, ":black_medium_square:"},
	{MARK_UNKNOWN, 0x25fd, ":white_medium_small_square:"},
	{MARK_UNKNOWN, 0x25fe, ":black_medium_small_square:"},
	{MARK_UNKNOWN, 0x1f518, ":radio_button:"},
	{MARK_UNKNOWN, 0x1f532, ":black_square_button:"},
	{MARK_UNKNOWN, 0x1f533, ":white_square_button:"},
};

static const struct {
	enum mark mark;
	const char *word;
} words[] = {
	{MARK_DONE, "complete"},
	{MARK_DONE, "completed"},
	{MARK_DONE, "done"},
	{MARK_DONE, "finished"},
	{MARK_DONE, "ok"},
	{MARK_DONE, "pass"},
	{MARK_DONE, "passed"},
	{MARK_DONE, "successful"},
	{MARK_DONE, "succeeded"},
	{MARK_DONE, "verified"},
	{MARK_PLANNED, "planned"},
	{MARK_PLANNED, "open"},
	{MARK_PLANNED, "pending"},
	{MARK_PLANNED, "todo"},
	{MARK_BLOCKED, "blocked"},
	{MARK_BLOCKED, "dormant"},
	{MARK_BLOCKED, "failed"},
	{MARK_HEADING, "heading"},
	{MARK_UNKNOWN, "not understood"},
};

const char *mark_glyph(enum mark mark)
{
	static const char *const written[] = {
		[MARK_DONE] = "\xf0\x9f\x9f\xa9",
		[MARK_PLANNED] = "\xf0\x9f\x9f\xa8",
		[MARK_BLOCKED] = "\xf0\x9f\x9f\xa5",
		[MARK_HEADING] = "\xf0\x9f\x9f\xa6",
	};

	return mark > MARK_NONE && mark < ARRAY_SIZE(written) ? written[mark] : "";
}

const char *mark_word(enum mark mark)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (words[i].mark == mark)
			return words[i].word;
	return "";
}

/* A word in the small letters that a reader takes it for; false: it is too long to be one of ours. */
static bool see(const char *word, char ret[24])
{
	struct bytes text = bytes_text(word);
	size_t len = 0, size;
	uint32_t code;

	for (size_t at = 0; at < text.len; at += size) {
		char seen;

		size = utf8_decode(text, at, &code);
		seen = size ? spelling_seen(code) : '\0';
		if (!seen || len == 23)
			return false;
		ret[len++] = ascii_lower(seen);
	}
	ret[len] = '\0';
	return true;
}

bool token_is(const struct token *token, const char *const *list, size_t count)
{
	char seen[24];

	return token->kind == TOKEN_WORD && see(token->text, seen) &&
	       texts_have(list, count, seen);
}

enum mark glyph_word(const char *word)
{
	char seen[24];

	for (size_t i = 0; see(word, seen) && i < ARRAY_SIZE(words); i++)
		if (words[i].mark != MARK_HEADING && !strcmp(seen, words[i].word))
			return words[i].mark;
	return MARK_NONE;
}

static bool by_code(uint32_t code, struct glyph *ret)
{
	for (size_t i = 0; i < ARRAY_SIZE(glyphs); i++)
		if (glyphs[i].code == code) {
			ret->mark = glyphs[i].mark;
			return true;
		}
	return false;
}

static bool by_shortcode(struct bytes text, struct glyph *ret)
{
	if (text.len < 3 || ((const char *)text.data)[1] == ':')
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(glyphs); i++)
		if (glyphs[i].shortcode &&
		    bytes_begins(text, bytes_text(glyphs[i].shortcode))) {
			ret->mark = glyphs[i].mark;
			ret->len = strlen(glyphs[i].shortcode);
			return true;
		}
	return false;
}

/* F0 9F 9F xx, read as Windows-1254, Windows-1252 or Latin-1 and written as UTF-8. */
static bool by_damage(struct bytes text, struct glyph *ret)
{
	static const struct {
		uint32_t codes[2];
	} bytes[] = {{{0x11f, 0xf0}}, {{0x178, 0x9f}}, {{0x178, 0x9f}}};
	size_t at = 0, size;
	uint32_t code;

	for (size_t i = 0; i < ARRAY_SIZE(bytes); i++, at += size) {
		size = utf8_decode(text, at, &code);
		if (!size || (code != bytes[i].codes[0] && code != bytes[i].codes[1]))
			return false;
	}
	size = utf8_decode(text, at, &code);
	if (!size || code < 0xa5 || code > 0xa9 || !by_code(0x1f7e5 + code - 0xa5, ret) ||
	    ret->mark == MARK_UNKNOWN)
		return false;
	ret->damaged = true;
	ret->len = at + size;
	return true;
}

static bool is_blank(uint32_t code)
{
	return code == ' ' || code == '\t' || code == 0xa0 ||
	       (code >= 0x2000 && code <= 0x200a) || code == 0x202f || code == 0x205f ||
	       code == 0x3000;
}

/* "[x]", "[ ]", and boxes with something else in them; of round ones "(x)" alone. */
static bool by_box(struct bytes text, struct glyph *ret)
{
	bool round = ((const char *)text.data)[0] == '(';
	size_t at = 1, size;
	uint32_t code, inside = 0, end = round ? ')' : ']';

	for (; (size = utf8_decode(text, at, &code)) && code != end; at += size) {
		if (utf8_is_invisible(code))
			continue;
		if (inside)
			return false;
		inside = is_blank(code) ? ' ' : code;
	}
	if (!size || !inside || inside > 0x7e ||
	    !strchr(round ? "xX" : "xX -~/!?*+vVoO", (int)inside))
		return false;
	ret->mark = inside == ' '	   ? MARK_PLANNED
		    : (inside | 32) == 'x' ? MARK_DONE
					   : MARK_UNKNOWN;
	ret->form = FORM_BOX;
	ret->len = at + 1;
	return true;
}

bool glyph_shown(struct bytes text, size_t at, struct glyph *ret)
{
	struct bytes rest = bytes_of((const char *)text.data + at, text.len - at);
	struct glyph glyph = {0};
	uint32_t code;
	bool found;

	glyph.len = utf8_decode(text, at, &code);
	if (!glyph.len)
		return false;
	found = code == ':' || code == '\\' ? by_shortcode(rest, &glyph)
		: code == '[' || code == '('
			? by_box(rest, &glyph)
			: code > 0x7f && (by_code(code, &glyph) || by_damage(rest, &glyph));
	if (found)
		*ret = glyph;
	return found;
}

bool glyph_spelled(struct bytes source, size_t at, struct glyph *ret)
{
	const char *data = source.data;
	struct glyph glyph = {0};
	uint32_t code;
	size_t size;

	if (at < source.len && data[at] == '&') {
		char reference[16] = {0};

		memcpy(reference, data + at,
		       source.len - at < sizeof(reference) ? source.len - at
							   : sizeof(reference) - 1);
		glyph.len = md_reference(reference, &code);
		if (!glyph.len || !by_code(code, &glyph))
			return false;
	} else if (!glyph_shown(source, at, &glyph)) {
		return false;
	}
	while ((size = utf8_decode(source, at + glyph.len, &code)) &&
	       (code == 0xfe0e || code == 0xfe0f))
		glyph.len += size;
	*ret = glyph;
	return true;
}
