/*
 * import_latin.c - titles in the letters that an id may have: accents go, Cyrillic and Greek are spelled
 * out; of other scripts a number stays that is the same wherever the title stands.
 */
#include "import/import_parts.h"

#include "base/cleanup.h"
#include "base/utf8.h"

/* Below, letters in the order of their code points; "" has no sound of its own. */
/* clang-format off */

/* U+00C0 to U+017F */
static const char latin[] =
	"AAAAAA#CEEEEIIIIDNOOOOO*OUUUUYTsaaaaaa#ceeeeiiiidnooooo*ouuuuyty"
	"AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLl"
	"NnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
/* U+0430 to U+045F */
static const char *const cyrillic[] = {
	"a", "b", "v", "g", "d", "e", "zh", "z", "i", "j", "k", "l", "m", "n", "o", "p",
	"r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
	"e", "e", "dj", "g", "ye", "dz", "i", "yi", "j", "lj", "nj", "c", "k", "i", "u", "dz"};
/* U+03B1 to U+03C9 */
static const char *const greek[] = {
	"a", "v", "g", "d", "e", "z", "i", "th", "i", "k", "l", "m", "n", "x", "o", "p",
	"r", "s", "s", "t", "y", "f", "ch", "ps", "o"};
static const struct {
	uint32_t code;
	const char *text;
} others[] = {
	{0xc6, "ae"}, {0xe6, "ae"}, {0xdf, "ss"}, {0x152, "oe"}, {0x153, "oe"}, {0x386, "a"},
	{0x388, "e"}, {0x389, "i"}, {0x38a, "i"}, {0x38c, "o"}, {0x38e, "y"}, {0x38f, "o"},
	{0x3ac, "a"}, {0x3ad, "e"}, {0x3ae, "i"}, {0x3af, "i"}, {0x3cc, "o"}, {0x3cd, "y"},
	{0x3ce, "o"}, {0x490, "g"}, {0x491, "g"}, {0x218, "s"}, {0x219, "s"}, {0x21a, "t"},
	{0x21b, "t"}, {0x1e9e, "ss"},
};
/* clang-format on */

static const char *sound(uint32_t code)
{
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (others[i].code == code)
			return others[i].text;
	if (code >= 0x410 && code < 0x430)
		code += 0x20;
	if (code >= 0x400 && code < 0x410)
		code += 0x50;
	if (code >= 0x391 && code < 0x3aa)
		code += 0x20;
	if (code >= 0x430 && code < 0x430 + ARRAY_SIZE(cyrillic))
		return cyrillic[code - 0x430];
	return code >= 0x3b1 && code < 0x3b1 + ARRAY_SIZE(greek) ? greek[code - 0x3b1] : NULL;
}

const char *import_latin(struct arena *arena, const char *title)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct bytes text = bytes_text(title);
	uint32_t code;

	for (size_t at = 0, size; at < text.len; at += size) {
		const char *as;

		size = utf8_decode(text, at, &code);
		as = size > 1 ? sound(code) : NULL;
		if (size < 2)
			strbuf_addch(&out, title[at]);
		else if (as)
			strbuf_addstr(&out, as);
		else if (code >= 0xc0 && code < 0xc0 + sizeof(latin) - 1)
			strbuf_addch(&out,
				     latin[code - 0xc0] == '*' ? ' ' : latin[code - 0xc0]);
		else if (code < 0x300 || code >= 0x370) /* an accent of its own is no letter */
			strbuf_addch(&out, ' ');
		size = size ? size : 1;
	}
	return arena_strndup(arena, out.len ? out.buf : "", out.len);
}

const char *import_nameless(struct arena *arena, const char *kind, const char *title)
{
	uint32_t sum = 2166136261U; /* FNV-1a */

	for (const char *c = title; *c; c++)
		sum = (sum ^ (unsigned char)*c) * 16777619U;
	return arena_printf(arena, "%s_%08x", kind, sum);
}
