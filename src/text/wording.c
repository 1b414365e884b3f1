#include "text/wording.h"

#include <string.h>

#include "base/ascii.h"
#include "base/texts.h"

#define LONG \
	5 /* bytes from which a word says what it is with one letter wrong, or as a part of another */

static bool has_digit(const char *word, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (ascii_is_digit(word[i]))
			return true;
	return false;
}

/* Letters of two bytes and more: one that is wrong may be two bytes. */
static size_t slip_of(char c)
{
	return (unsigned char)c >= 0x80 ? 2 : 1;
}

/* One letter more, one less, one other, two that changed places. */
static bool is_slip(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t less = a_len < b_len ? a_len : b_len, from = 0, to = 0, here, there;

	while (from < less && a[from] == b[from])
		from++;
	while (to < less - from && a[a_len - 1 - to] == b[b_len - 1 - to])
		to++;
	here = a_len - from - to;
	there = b_len - from - to;
	if (here == 2 && there == 2 && a[from] == b[from + 1] && a[from + 1] == b[from])
		return true;
	return here <= (here ? slip_of(a[from]) : 0) && there <= (there ? slip_of(b[from]) : 0);
}

/* What turns the meaning round where it is put before a word, folded. */
static bool undoes(const char *word, size_t len)
{
	static const char *const before[] = {"un",  "de",  "dis",   "des", "non", "ent",
					     "ab",  "aus", "auf",   "in",  "im",  "mis",
					     "af",  "ont", "desin", "he",  "ot",  "bы",
					     "paз", "pac", "roz",   "wy",  "od"};

	for (size_t i = 0; i < ARRAY_SIZE(before); i++)
		if (strlen(before[i]) == len && !memcmp(before[i], word, len))
			return true;
	return false;
}

static bool is_part(const char *part, size_t len, const char *whole, size_t whole_len)
{
	return len >= LONG && whole_len > len &&
	       (!memcmp(part, whole, len) || (!memcmp(part, whole + whole_len - len, len) &&
					      !undoes(whole, whole_len - len)));
}

bool wording_is_one(const char *a, size_t a_len, const char *b, size_t b_len)
{
	if (a_len == b_len && !memcmp(a, b, a_len))
		return true;
	if (has_digit(a, a_len) || has_digit(b, b_len))
		return false;
	return is_part(a, a_len, b, b_len) || is_part(b, b_len, a, a_len) ||
	       (a_len >= LONG && b_len >= LONG && is_slip(a, a_len, b, b_len));
}
