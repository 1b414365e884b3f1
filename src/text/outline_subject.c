/* outline_subject.c - have two titles anything in common that says what is done? */
#include "base/ascii.h"
#include "text/opposites.h"
#include "text/outline.h"
#include "text/wording.h"

#define STEM 5 /* letters after which words may end otherwise: "migrate", "migration" */

/* Scripts that put no blanks between words: two signs are compared, the first in `len`. 0: another one. */
static size_t sign_of(const char *at)
{
	const unsigned char *s = (const unsigned char *)at;

	if (!*s || !s[1] || !s[2])
		return 0;
	return (*s == 0xe0 && (s[1] == 0xb8 || s[1] == 0xb9)) || /* Thai */
			       (*s >= 0xe3 && *s <= 0xed && *s != 0xe2 &&
				!(*s == 0xe3 && s[1] == 0x80)) /* kana, Han, Hangul */
		       ? 3
		       : 0;
}

/* "ü", "и": what a word is made of; and not "—" or a mark. */
static size_t letter_of(const char *at)
{
	unsigned char c = (unsigned char)*at;

	return ascii_is_alnum(*at)	? 1
	       : c >= 0xc3 && c <= 0xdf ? (at[1] ? 2 : 0)
	       : c == 0xe0 || c == 0xe1 ? (at[1] && at[2] ? 3 : 0)
					: 0;
}

/* The next word, or two signs, and where to go on. NULL: there is none. */
static const char *next_word(const char *at, size_t *ret_len, const char **ret_next)
{
	size_t len = 0, one;

	for (; *at; at++) {
		one = sign_of(at);
		if (one) {
			*ret_len = one + sign_of(at + one);
			*ret_next = at + one;
			return at;
		}
		while (!sign_of(at + len) && (one = letter_of(at + len)))
			len += one;
		if (len) {
			*ret_len = len;
			*ret_next = at + len;
			return at;
		}
	}
	return NULL;
}

static bool is_filler(const char *word, size_t len)
{
	char own[LEGEND_LONGEST];

	if (len >= sizeof(own))
		return false;
	memcpy(own, word, len);
	own[len] = '\0';
	return outline_is_filler(own);
}

/* The same, or one that ends otherwise, or is written otherwise. */
static bool is_common(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t least = a_len < b_len ? a_len : b_len, same = 0, one = letter_of(a);

	while (same < least && a[same] == b[same])
		same++;
	return (same == a_len && same == b_len) ||
	       (!sign_of(a) && !sign_of(b) && wording_is_one(a, a_len, b, b_len)) ||
	       (!sign_of(a) &&
		(same >= STEM * one || (same == least && same >= (STEM - 1) * one)));
}

bool outline_is_another(const char *a, const char *b)
{
	const char *one, *other, *next, *go;
	size_t len, with;
	bool said = false, asked = false;

	if (opposites_are(a, b))
		return true;
	for (; (one = next_word(a, &len, &next)); a = next) {
		if (is_filler(one, len))
			continue;
		said = true;
		for (const char *at = b; (other = next_word(at, &with, &go)); at = go) {
			asked = asked || !is_filler(other, with);
			if (is_common(one, len, other, with))
				return false;
		}
	}
	return said && asked;
}
