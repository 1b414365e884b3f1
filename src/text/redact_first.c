/* redact_first.c - what can a needle begin and go on with? The first bytes tell nearly always that it is not here. */
#include "text/redact_internal.h"

#include "base/ascii.h"

static unsigned char folded(enum units units, unsigned char c)
{
	if (units == UNITS_BASE64)
		return c == '-' ? '+' : c == '_' ? '/' : c;
	if (units == UNITS_CHARS)
		return c;
	return c >= 'A' && c <= 'Z' ? c | 32 : c;
}

bool needle_has(const struct needle *n, size_t i, unsigned char c)
{
	if (n->units == UNITS_HEX && n->text[i] == '?')
		return ascii_is_alnum((char)c) && (c | 32) <= 'f';
	return folded(n->units, c) == n->text[i] ||
	       (n->units == UNITS_CHARS && n->text[i] == ' ' && c == '+');
}

bool redact_escapes(unsigned char c)
{
	return c == '\\' || c == '%' || c == '=' || c == '&' || c == '^' || c == 'M';
}

bool redact_separates(unsigned char c)
{
	return c == ' ' || c == '\t' || c == ':' || c == ',' || c == ';' || c == '-';
}

bool needle_is_digits(const struct needle *n)
{
	return n->units == UNITS_HEX || n->units == UNITS_DIGITS;
}

bool needle_in_byte(const struct needle *n, size_t i)
{
	return n->units == UNITS_HEX && i % 2;
}

bool needle_begins(const struct needle *n, unsigned char c)
{
	return needle_has(n, 0, c) || (n->units == UNITS_CHARS && redact_escapes(c));
}

/* What between() of redact_match.c looks past begins so, and what escapes a unit. */
bool needle_goes_on(const struct needle *n, size_t i, unsigned char c)
{
	if (needle_has(n, i, c))
		return true;
	if (c == 'M')
		return n->units == UNITS_CHARS;
	if (c == '0' || c == 'x' || c == ':' || c == ',' || c == ';' || c == '-')
		return needle_is_digits(n) && !needle_in_byte(n, i);
	return c < 0x80 ? !c || strchr("\b\t\n\r\033 _|\\'\"%=&^", c) : c >= 0xc2 && c <= 0xf4;
}

struct needle_set needle_second(const struct needle *n)
{
	struct needle_set ret = {{0}};

	for (unsigned c = 0; c < 256; c++)
		if (n->len < 2 || needle_goes_on(n, 1, (unsigned char)c))
			ret.bits[c / 32] |= 1u << c % 32;
	return ret;
}

struct needle_set needle_behind(const struct needle *n, unsigned char c,
				const struct needle_set *second)
{
	struct needle_set ret = {{0}};

	if (needle_has(n, 0, c))
		ret = *second;
	if (n->units == UNITS_CHARS && c == 'M') /* "M-x" */
		ret.bits['-' / 32] |= 1u << '-' % 32;
	else if (n->units == UNITS_CHARS && redact_escapes(c))
		memset(&ret, 0xff, sizeof(ret));
	return ret;
}

/*
 * Nearly everywhere the next letters tell that it is not this one, also behind a blank or a colon.
 * True only where attempt() has no way: it reads a unit as itself where it can.
 */
bool needle_is_other(const struct needle *n, struct bytes text)
{
	const unsigned char *from = text.data;
	size_t i = 1, told = 1; /* '?' tells nothing */

	if (!needle_has(n, 0, from[0]) || redact_escapes(from[0]))
		return false;
	for (size_t at = 1; told < 4 && i < n->len && at < text.len; at++) {
		unsigned char c = from[at], next = at + 1 < text.len ? from[at + 1] : 0;

		if (redact_escapes(c) && (c != 'M' || n->units == UNITS_CHARS))
			return false;
		if (needle_has(n, i, c)) {
			told += n->text[i++] != '?';
			continue;
		}
		if (!needle_goes_on(n, i, c))
			return true;
		if (!redact_separates(c) || !ascii_is_alnum((char)next))
			return false;
		if (needle_is_digits(n) &&
		    (redact_escapes(next) || next == 'x' ||
		     (next == '0' && (at + 2 >= text.len || from[at + 2] == 'x'))))
			return false;
		if (!needle_is_digits(n) || needle_in_byte(n, i) || !needle_has(n, i, next))
			return true;
	}
	return false;
}
