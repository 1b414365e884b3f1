#include "base/spelling.h"

#include "base/cleanup.h"
#include "base/utf8.h"

/* The letters below U+00C0 to U+017F; a blank: the character is none, or has none below it. */
static const char letters[] =
	"aaaaaa ceeeeiiii nooooo  uuuuy  aaaaaa ceeeeiiii nooooo  uuuuy y"
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii  jjkk lllllll"
	"lllnnnnnn   oooooo  rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static bool is_mark(uint32_t code)
{
	return (code >= 0x300 && code <= 0x36f) || code == 0x3099 || code == 0x309a;
}

static uint32_t fold(uint32_t code)
{
	if (code >= 'A' && code <= 'Z')
		return code + 32;
	if (code >= 0xc0 && code <= 0x17f && letters[code - 0xc0] != ' ')
		return (unsigned char)letters[code - 0xc0];
	if (code == 0x212a) /* the kelvin sign */
		return 'k';
	if (code == 0x132 || code == 0x14a || code == 0x152)
		return code + 1;
	if ((code >= 0xc0 && code <= 0xde && code != 0xd7) ||
	    (code >= 0x391 && code <= 0x3a9) || (code >= 0x410 && code <= 0x42f))
		code += 32;
	else if (code >= 0x400 && code <= 0x40f)
		code += 80;
	if (code == 0x439) /* composed: the letter without its mark */
		return 0x438;
	return code == 0x451 ? 0x435 : code;
}

/* Windows drops them from the end of a name. */
static void trim_name(struct strbuf *out)
{
	while (out->len && (out->buf[out->len - 1] == '.' || out->buf[out->len - 1] == ' '))
		strbuf_setlen(out, out->len - 1);
}

char *spelling_fold(const char *text, struct arena *a)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct bytes bytes = bytes_text(text);

	for (size_t i = 0; i < bytes.len;) {
		uint32_t code;
		size_t size = utf8_decode(bytes, i, &code);

		if (text[i] == '/')
			trim_name(&out);
		if (!size)
			strbuf_addch(&out, text[i]);
		else if (!is_mark(code) && !utf8_is_invisible(code) && !utf8_is_bidi(code))
			utf8_append(&out, fold(code));
		i += size ? size : 1;
	}
	trim_name(&out);
	return arena_strndup(a, out.buf, out.len);
}

/* The sign at a place of an alphabet of `every` signs from `first`; 0: of one sign only. */
static char in_alphabet(char first, unsigned every, uint32_t place)
{
	return (char)(unsigned char)((unsigned char)first + (every ? place % every : 0));
}

/* One sign for all of them, or an alphabet that is counted off. */
static char in_ranges(uint32_t code)
{
	static const struct {
		uint32_t first, last;
		char seen;
		unsigned char
			every; /* 0: all are `seen`; else that many letters, again and again */
	} ranges[] = {
		{0x2000, 0x200a, ' ', 0},    {0x2010, 0x2015, '-', 0},
		{0x249c, 0x24b5, 'a', 26},   {0x24b6, 0x24cf, 'A', 26},
		{0x24d0, 0x24e9, 'a', 26},   {0x1ea0, 0x1eb7, 'a', 0},
		{0x1eb8, 0x1ec7, 'e', 0},    {0x1ec8, 0x1ecb, 'i', 0},
		{0x1ecc, 0x1ee3, 'o', 0},    {0x1ee4, 0x1ef1, 'u', 0},
		{0x1ef2, 0x1ef9, 'y', 0},    {0x1e02, 0x1e07, 'b', 0},
		{0x1e08, 0x1e09, 'c', 0},    {0x1e0a, 0x1e13, 'd', 0},
		{0x1e14, 0x1e1d, 'e', 0},    {0x1e1e, 0x1e1f, 'f', 0},
		{0x1e22, 0x1e2b, 'h', 0},    {0x1e2c, 0x1e2f, 'i', 0},
		{0x1e30, 0x1e35, 'k', 0},    {0x1e36, 0x1e3d, 'l', 0},
		{0x1e3e, 0x1e43, 'm', 0},    {0x1e44, 0x1e4b, 'n', 0},
		{0x1e4c, 0x1e53, 'o', 0},    {0x1e54, 0x1e57, 'p', 0},
		{0x1e58, 0x1e5f, 'r', 0},    {0x1e60, 0x1e69, 's', 0},
		{0x1e6a, 0x1e71, 't', 0},    {0x1e72, 0x1e7b, 'u', 0},
		{0xff10, 0xff19, '0', 10},   {0xff21, 0xff3a, 'A', 26},
		{0xff41, 0xff5a, 'a', 26},   {0x1d7ce, 0x1d7ff, '0', 10},
		{0x1f130, 0x1f149, 'A', 26}, {0x1f150, 0x1f169, 'A', 26},
		{0x1f170, 0x1f189, 'A', 26}, {0x1f1e6, 0x1f1ff, 'A', 26},
	};

	if (code >= 0x1d400 && code <= 0x1d6a3) { /* thirteen styles of both alphabets */
		code = (code - 0x1d400) % 52;
		return (char)(code < 26 ? 'A' + code : 'a' + code - 26);
	}
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return in_alphabet(ranges[i].seen, ranges[i].every,
					   code - ranges[i].first);
	return '\0';
}

/* Greek, Cyrillic, Armenian, small capitals, what letters are called among signs, and signs: sorted. */
static char in_pairs(uint32_t code)
{
	static const struct {
		uint32_t code;
		char seen;
	} pairs[] = {
		{0xa0, ' '},   {0xbb, '>'},   {0x237, 'j'},  {0x251, 'a'},  {0x261, 'g'},
		{0x262, 'g'},  {0x269, 'i'},  {0x26a, 'i'},  {0x274, 'n'},  {0x280, 'r'},
		{0x28f, 'y'},  {0x299, 'b'},  {0x29c, 'h'},  {0x29f, 'l'},  {0x391, 'A'},
		{0x392, 'B'},  {0x395, 'E'},  {0x396, 'Z'},  {0x397, 'H'},  {0x399, 'I'},
		{0x39a, 'K'},  {0x39c, 'M'},  {0x39d, 'N'},  {0x39f, 'O'},  {0x3a1, 'P'},
		{0x3a4, 'T'},  {0x3a5, 'Y'},  {0x3a7, 'X'},  {0x3b1, 'a'},  {0x3b3, 'y'},
		{0x3b5, 'e'},  {0x3b7, 'n'},  {0x3b9, 'i'},  {0x3ba, 'k'},  {0x3bd, 'v'},
		{0x3bf, 'o'},  {0x3c1, 'p'},  {0x3c4, 't'},  {0x3c5, 'u'},  {0x3c7, 'x'},
		{0x3f2, 'c'},  {0x401, 'E'},  {0x405, 'S'},  {0x406, 'I'},  {0x408, 'J'},
		{0x410, 'A'},  {0x412, 'B'},  {0x415, 'E'},  {0x41a, 'K'},  {0x41c, 'M'},
		{0x41d, 'H'},  {0x41e, 'O'},  {0x420, 'P'},  {0x421, 'C'},  {0x422, 'T'},
		{0x423, 'Y'},  {0x425, 'X'},  {0x430, 'a'},  {0x432, 'b'},  {0x433, 'r'},
		{0x435, 'e'},  {0x43a, 'k'},  {0x43c, 'm'},  {0x43d, 'h'},  {0x43e, 'o'},
		{0x43f, 'n'},  {0x440, 'p'},  {0x441, 'c'},  {0x442, 't'},  {0x443, 'y'},
		{0x445, 'x'},  {0x451, 'e'},  {0x455, 's'},  {0x456, 'i'},  {0x457, 'i'},
		{0x458, 'j'},  {0x474, 'V'},  {0x475, 'v'},  {0x4ae, 'Y'},  {0x4af, 'y'},
		{0x4bb, 'h'},  {0x4c0, 'I'},  {0x4cf, 'l'},  {0x501, 'd'},  {0x50c, 'G'},
		{0x51a, 'Q'},  {0x51b, 'q'},  {0x51c, 'W'},  {0x51d, 'w'},  {0x54f, 'S'},
		{0x555, 'O'},  {0x566, 'q'},  {0x56c, 'l'},  {0x570, 'h'},  {0x578, 'n'},
		{0x57d, 'u'},  {0x581, 'g'},  {0x584, 'p'},  {0x585, 'o'},  {0x589, ':'},
		{0x1680, ' '}, {0x1d00, 'a'}, {0x1d04, 'c'}, {0x1d05, 'd'}, {0x1d07, 'e'},
		{0x1d0a, 'j'}, {0x1d0b, 'k'}, {0x1d0d, 'm'}, {0x1d0f, 'o'}, {0x1d18, 'p'},
		{0x1d1b, 't'}, {0x1d1c, 'u'}, {0x1d20, 'v'}, {0x1d21, 'w'}, {0x1d22, 'z'},
		{0x202f, ' '}, {0x203a, '>'}, {0x205f, ' '}, {0x2102, 'C'}, {0x210a, 'g'},
		{0x210b, 'H'}, {0x210c, 'H'}, {0x210d, 'H'}, {0x210e, 'h'}, {0x2110, 'I'},
		{0x2111, 'I'}, {0x2112, 'L'}, {0x2113, 'l'}, {0x2115, 'N'}, {0x2119, 'P'},
		{0x211a, 'Q'}, {0x211b, 'R'}, {0x211c, 'R'}, {0x211d, 'R'}, {0x2124, 'Z'},
		{0x2128, 'Z'}, {0x212a, 'K'}, {0x212c, 'B'}, {0x212d, 'C'}, {0x212f, 'e'},
		{0x2130, 'E'}, {0x2131, 'F'}, {0x2133, 'M'}, {0x2134, 'o'}, {0x2139, 'i'},
		{0x2160, 'I'}, {0x2164, 'V'}, {0x2169, 'X'}, {0x216c, 'L'}, {0x216d, 'C'},
		{0x216e, 'D'}, {0x216f, 'M'}, {0x2170, 'i'}, {0x2174, 'v'}, {0x2179, 'x'},
		{0x217c, 'l'}, {0x217d, 'c'}, {0x217e, 'd'}, {0x217f, 'm'}, {0x2190, '<'},
		{0x2192, '>'}, {0x21d2, '>'}, {0x2212, '-'}, {0x2236, ':'}, {0x2794, '>'},
		{0x279c, '>'}, {0x27a1, '>'}, {0x27f6, '>'}, {0x3000, ' '}, {0xa730, 'f'},
		{0xa731, 's'}, {0xa789, ':'}, {0xfe55, ':'}, {0xfe58, '-'}, {0xfe63, '-'},
		{0xfe66, '='},
	};

	size_t low = 0, high = ARRAY_SIZE(pairs);

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pairs[middle].code == code)
			return pairs[middle].seen;
		if (pairs[middle].code < code)
			low = middle + 1;
		else
			high = middle;
	}
	return '\0';
}

char spelling_seen(uint32_t code)
{
	char seen;

	if (code < 0x80)
		return (char)code;
	if (code >= 0xc0 && code <= 0x17f && letters[code - 0xc0] != ' ')
		return letters[code - 0xc0];
	if ((code > 0x3000 && code < 0xa730) || (code > 0xa789 && code < 0xfe55))
		return '\0'; /* kana, han, hangul: asked of often, and like nothing of ours */
	seen = code < 0x1e02 ? '\0' : in_ranges(code); /* below the first of them */
	if (!seen)
		seen = in_pairs(code);
	return !seen && code >= 0xff01 && code <= 0xff5e ? (char)(code - 0xff01 + '!') : seen;
}
