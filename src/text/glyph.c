/* glyph.c - what a mark looks like: glyphs, boxes and words, as a legend has them. */
#include "text/marks_internal.h"

#include "base/ascii.h"
#include "base/spelling.h"
#include "base/texts.h"
#include "base/utf8.h"

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
	static const char *const words[] = {[MARK_NONE] = "",
					    [MARK_DONE] = "complete",
					    [MARK_PLANNED] = "planned",
					    [MARK_BLOCKED] = "blocked",
					    [MARK_SKIPPED] = "skipped",
					    [MARK_HEADING] = "heading",
					    [MARK_UNKNOWN] = "not understood"};

	return words[mark];
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

/* Of ASCII a reader takes the first letter for itself. */
static bool may_be(const char *word, const char *const *list, size_t count)
{
	if ((unsigned char)*word >= 0x80)
		return true;
	for (size_t i = 0; i < count; i++)
		if (*list[i] == ascii_lower(*word))
			return true;
	return false;
}

bool token_is(const struct token *token, const char *const *list, size_t count)
{
	char seen[24];

	return token->kind == TOKEN_WORD && may_be(token->text, list, count) &&
	       see(token->text, seen) && texts_have(list, count, seen);
}

static bool by_code(const struct legend *legend, uint32_t code, struct glyph *ret)
{
	ret->mark = legend_glyph(legend, code);
	return ret->mark != MARK_NONE;
}

static bool by_shortcode(const struct legend *legend, struct bytes text, struct glyph *ret)
{
	if (text.len < 3 || ((const char *)text.data)[1] == ':')
		return false;
	for (size_t i = 0; i < legend_glyph_count; i++)
		if (legend_glyphs[i].shortcode &&
		    bytes_begins(text, bytes_text(legend_glyphs[i].shortcode))) {
			ret->len = strlen(legend_glyphs[i].shortcode);
			return by_code(legend, legend_glyphs[i].code, ret);
		}
	return false;
}

/* F0 9F 9F xx, read as Windows-1254, Windows-1252 or Latin-1 and written as UTF-8. */
static bool by_damage(const struct legend *legend, struct bytes text, struct glyph *ret)
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
	if (!size || code < 0xa5 || code > 0xa9 ||
	    !by_code(legend, 0x1f7e5 + code - 0xa5, ret) || ret->mark == MARK_UNKNOWN)
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

/* What people put into a box: signs, and few letters. "[1]", "[a]" are notes. */
static bool may_fill(uint32_t code, bool round)
{
	if (code > 0x7e) /* dashes, arrows, shapes; signs of full width */
		return !round && ((code >= 0x2010 && code <= 0x2bff) ||
				  (code >= 0xff01 && code <= 0xff5e));
	return strchr(round ? "xX " : "xX -~/!?*+vVoO<>=.#%&@:;", (int)code);
}

/* "[x]", "[ ]", "[✅]", and boxes with something else in them; of round ones "(x)" alone. */
static bool by_box(const struct legend *legend, struct bytes text, struct glyph *ret)
{
	bool round = ((const char *)text.data)[0] == '(';
	size_t at = 1, size;
	uint32_t code, inside = 0, end = round ? ')' : ']';

	for (; (size = utf8_decode(text, at, &code)) && code != end; at += size) {
		if (utf8_is_invisible(code) || (code >= 0xfe00 && code <= 0xfe0f))
			continue;
		if (inside)
			return false;
		inside = is_blank(code) ? ' ' : code;
	}
	ret->form = FORM_BOX;
	ret->len = at + 1;
	if (size && !round && inside > 0x7e && by_code(legend, inside, ret))
		return true;
	if (size && round && inside && inside < 0x7f && legend && legend->crosses &&
	    strchr("/xX!?", (int)inside)) {
		ret->mark = inside == '/'	   ? MARK_DONE
			    : (inside | 32) == 'x' ? MARK_BLOCKED
						   : MARK_UNKNOWN;
		return true;
	}
	if (!size || !inside || !may_fill(inside, round))
		return false;
	ret->mark = inside == ' '	   ? MARK_PLANNED
		    : (inside | 32) == 'x' ? MARK_DONE
					   : MARK_UNKNOWN;
	return true;
}

bool glyph_shown(const struct legend *legend, struct bytes text, size_t at, struct glyph *ret)
{
	struct bytes rest = bytes_of((const char *)text.data + at, text.len - at);
	struct glyph glyph = {0};
	uint32_t code;
	bool found;

	glyph.len = utf8_decode(text, at, &code);
	if (!glyph.len)
		return false;
	found = code == ':' || code == '\\'  ? by_shortcode(legend, rest, &glyph)
		: code == '[' || code == '(' ? by_box(legend, rest, &glyph)
					     : code > 0x7f && (by_code(legend, code, &glyph) ||
							       by_damage(legend, rest, &glyph));
	if (found)
		*ret = glyph;
	return found;
}

bool glyph_spelled(const struct legend *legend, struct bytes source, size_t at,
		   struct glyph *ret)
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
		if (!glyph.len || !by_code(legend, code, &glyph))
			return false;
	} else if (!glyph_shown(legend, source, at, &glyph)) {
		return false;
	}
	while ((size = utf8_decode(source, at + glyph.len, &code)) &&
	       (code == 0xfe0e || code == 0xfe0f))
		glyph.len += size;
	*ret = glyph;
	return true;
}
