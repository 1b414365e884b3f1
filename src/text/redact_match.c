/*
 * redact_match.c - is this needle here? Each of its units as itself or escaped, and between two of
 * them what tools put there: line breaks with what stands before each line, colours, characters
 * that nobody sees, quotes, the columns of a dump.
 */
#include "text/redact_internal.h"

#include "base/ascii.h"
#include "base/utf8.h"

#define PREFIX_MOST 64 /* before each line: "web-01 | ", the offset and columns of a dump */
#define PREFIX_LEAST 8 /* units of a needle that is looked for behind prefixes, */
#define PREFIX_LONGEST 1024 /* and at most: each of 64 prefixes is a try */
#define EMPTY_MOST 16	    /* lines of nothing but that: a text may have no other */
#define GUTTER_MOST 160	    /* behind the digits of a dump, to the end of its line */

/* One attempt. */
struct attempt {
	const struct needle *n;
	const unsigned char *from;
	size_t len;
	size_t prefix;	    /* bytes before each line */
	size_t empty;	    /* lines that had nothing else */
	bool escapes_first; /* '%' of a value may stand before "25" by itself, */
	bool signs_first;   /* and what is behind "%25" may look like more of the escape */
	bool sign;	    /* one was met */
	size_t reached;	    /* units found before it failed */
	bool broken;	    /* a line break was met: */
	size_t line, unit;  /* where the first line behind it begins, and with which unit */
	bool dump;	    /* lines begin with an offset, and may end with the text's column */
};

/* How many units the escape stands for; 0: not these. */
static size_t units_of(const struct needle *n, size_t i, struct escaped e)
{
	unsigned char bytes[4];
	size_t len;

	if (e.byte && e.code < 256 && needle_has(n, i, (unsigned char)e.code))
		return 1;
	len = e.code < 0x110000 ? utf8_put(e.code, bytes) : 0;
	if (len == 1)
		return needle_has(n, i, bytes[0]);
	return len && n->len - i >= len && !memcmp(n->text + i, bytes, len) ? len : 0;
}

/* The unit `i`, and perhaps more of them, at `at`. */
static enum match unit(struct attempt *a, size_t at, size_t i, size_t *ret_len,
		       size_t *ret_units)
{
	bool itself = needle_has(a->n, i, a->from[at]);
	enum match found = MATCH_NO;
	struct escaped e;

	*ret_len = *ret_units = 1;
	if (itself && !a->escapes_first)
		return MATCH_YES;
	if (itself && escape_is_sign(a->from[at])) {
		a->sign = true;
		if (a->signs_first)
			found = escape_sign(bytes_of(a->from + at, a->len - at),
					    bytes_of(a->n->text + i, a->n->len - i), ret_len);
		if (found != MATCH_NO)
			return found;
	}
	if (redact_escapes(a->from[at]))
		found = escape_match(bytes_of(a->from + at, a->len - at), &e, ret_len);
	if (found == MATCH_YES && (*ret_units = units_of(a->n, i, e)))
		return MATCH_YES;
	*ret_len = *ret_units = 1;
	return found == MATCH_MORE ? MATCH_MORE : itself ? MATCH_YES : MATCH_NO;
}

/* ---- between two units: how many bytes; 0: nothing that may be there ---- */

static enum match blanks(const struct attempt *a, size_t *at, unsigned char but)
{
	while (*at < a->len && (a->from[*at] == ' ' || a->from[*at] == '\t') &&
	       a->from[*at] != but)
		++*at;
	return *at < a->len ? MATCH_YES : MATCH_MORE;
}

/* "00000010: ", "0000020 ", "0010 - ", after indentation. */
static enum match offset(const struct attempt *a, size_t *at)
{
	size_t digits;

	if (blanks(a, at, 0) == MATCH_MORE)
		return MATCH_MORE;
	for (digits = 0; *at < a->len && digits < 17 && ascii_is_alnum((char)a->from[*at]);
	     digits++)
		++*at;
	if (*at >= a->len)
		return MATCH_MORE;
	if (digits < 4 || digits > 16)
		return MATCH_NO;
	while (*at < a->len && redact_separates(a->from[*at]))
		++*at;
	return *at < a->len ? MATCH_YES : MATCH_MORE;
}

/* Behind a line break: more of them, then the prefix, or indentation. */
static enum match line_begins(struct attempt *a, size_t *at, unsigned char next)
{
	while (*at < a->len && (a->from[*at] == '\n' || a->from[*at] == '\r'))
		++*at;
	if (!a->broken)
		a->line = *at;
	a->broken = true;
	if (a->dump)
		return offset(a, at);
	for (size_t n = 0; n < a->prefix; n++, ++*at) {
		if (*at >= a->len)
			return MATCH_MORE;
		if (a->from[*at] == '\n')
			return MATCH_NO;
	}
	if (!a->prefix)
		(void)blanks(a, at, next); /* what comes decides */
	else if (*at < a->len && a->from[*at] == '\n' && ++a->empty > EMPTY_MOST)
		return MATCH_NO;
	return MATCH_YES;
}

/* Blanks, a dump's other column or '=' (quoted-printable), and the end of the line. */
static enum match line_ends(struct attempt *a, size_t *at, unsigned char next)
{
	size_t end = *at;
	unsigned char c = a->from[end];
	bool column = false; /* the bytes as text, behind two blanks or a bar */

	if (c != ' ' && c != '\t' && c != '|' && c != '=' && c != '\n' && c != '\r')
		return MATCH_NO;
	while (end < a->len && a->from[end] != '\n' && a->from[end] != '\r') {
		c = a->from[end];
		column |= a->dump && end == *at + 1 && (c == ' ' || c == '|');
		if (end - *at > GUTTER_MOST ||
		    (!column && c != ' ' && c != '\t' && c != '|' && c != '='))
			return MATCH_NO;
		end++;
	}
	if (end >= a->len)
		return MATCH_MORE;
	*at = end;
	return line_begins(a, at, next);
}

/* Between two bytes of a dump: blanks, colons, commas, "0x". */
static enum match separator(const struct attempt *a, size_t *at, size_t i)
{
	size_t end = *at;
	unsigned char c = a->from[end];

	if (needle_in_byte(a->n, i) || (ascii_is_alnum((char)c) && c != '0' && c != 'x'))
		return MATCH_NO;
	while (end < a->len && redact_separates(a->from[end]))
		end++;
	if (end < a->len && redact_escapes(a->from[end]))
		end++;
	if (end + 1 < a->len && a->from[end] == '0' && a->from[end + 1] == 'x')
		end += 2;
	else if (end < a->len && a->from[end] == 'x')
		end++;
	if (end + 1 >= a->len)
		return MATCH_MORE;
	if (end == *at)
		return MATCH_NO;
	*at = end;
	return MATCH_YES;
}

/* The digits go on, and this is not yet the column behind them. */
static bool digits_go_on(const struct attempt *a, size_t at, size_t i)
{
	size_t pair = a->n->units == UNITS_HEX ? 2 : 1; /* between bytes: there are two more */

	for (size_t n = 0; n < pair; n++)
		if (at + n >= a->len || !needle_has(a->n, i + n, a->from[at + n]))
			return false;
	return true;
}

static enum match between(struct attempt *a, size_t i, size_t *at)
{
	unsigned char c = a->from[*at], next = a->n->text[i];
	bool digits = needle_is_digits(a->n);
	enum match found;
	struct escaped e;
	size_t len, end = *at;

	if (digits && separator(a, &end, i) == MATCH_YES && digits_go_on(a, end, i)) {
		*at = end;
		return MATCH_YES;
	}
	if (!a->broken)
		a->unit = i;
	found = line_ends(a, at, next);
	if (found != MATCH_NO)
		return found;
	found = unseen_match(bytes_of(a->from, a->len), at);
	if (found != MATCH_NO || c == 033)
		return found;
	if (digits)
		return separator(a, at, i);
	if (c == '\\' && c != next && *at + 1 < a->len && a->from[*at + 1] == next) {
		++*at; /* not the line break that "\n" may be */
		return MATCH_YES;
	}
	found = escape_match(bytes_of(a->from + *at, a->len - *at), &e, &len);
	if (found == MATCH_MORE)
		return MATCH_MORE;
	if (found == MATCH_YES && (e.code == '\n' || e.code == '\r')) {
		*at += len;
		(void)blanks(a, at, next);
		return MATCH_YES;
	}
	if (found == MATCH_YES && e.code == 033) {
		if (*at + len >= a->len)
			return MATCH_MORE;
		*at += len - 1;
		return a->from[*at + 1] == '[' ? unseen_control(bytes_of(a->from, a->len), at)
					       : MATCH_NO;
	}
	if ((c == '\\' || c == '\'' || c == '"') && c != next) {
		++*at;
		return MATCH_YES;
	}
	return MATCH_NO;
}

/*
 * Behind the last digits of a dump, to the end of the line: where its text has a column of its own,
 * the value stands there once more, and not always so that it can be told.
 */
static enum match text_column(const struct attempt *a, size_t *len)
{
	bool column = false;
	size_t end = *len;

	for (; end < a->len && a->from[end] && a->from[end] != '\n' && a->from[end] != '\r';
	     end++) {
		unsigned char c = a->from[end];

		column |= c == '|' || (c == ' ' && end > *len && a->from[end - 1] == ' ');
		if (end - *len > GUTTER_MOST || (!column && !redact_separates(c) &&
						 (!ascii_is_alnum((char)c) || (c | 32) > 'f')))
			return MATCH_YES;
	}
	if (end == a->len)
		return MATCH_MORE;
	if (column)
		*len = end;
	return MATCH_YES;
}

static enum match attempt(struct attempt *a, size_t *ret_len)
{
	size_t at = 0, skipped = 0, len, units;

	a->empty = 0;
	for (size_t i = 0; i < a->n->len;) {
		enum match found;
		size_t was = at;

		if (at >= a->len)
			return MATCH_MORE;
		found = unit(a, at, i, &len, &units);
		if (found == MATCH_YES) {
			at += len;
			i += units;
			continue;
		}
		a->reached = i;
		if (found == MATCH_MORE || !i)
			return found;
		found = between(a, i, &at);
		skipped += at - was;
		if (skipped > SKIP_MOST)
			return MATCH_NO;
		if (found != MATCH_YES)
			return found;
	}
	*ret_len = at;
	if (a->dump)
		return text_column(a, ret_len);
	if (at < a->len && a->from[at] != '\b')
		return MATCH_YES;
	return at < a->len ? unseen_match(bytes_of(a->from, a->len), ret_len) : MATCH_MORE;
}

enum match needle_match(const struct needle *n, struct bytes text, size_t *ret_len)
{
	struct attempt a = {.n = n, .from = text.data, .len = text.len};
	enum match found, answer = MATCH_NO;
	size_t len = *ret_len = 0;

	if (needle_is_other(n, text))
		return MATCH_NO;
	for (;;) {
		found = attempt(&a, &len);
		if (found == MATCH_YES && len > *ret_len)
			*ret_len = len;
		if (found > answer)
			answer = found;
		if (found == MATCH_NO && a.reached < 2 && !redact_escapes(a.from[0]))
			break; /* no other way begins differently */
		if (n->units == UNITS_CHARS && !a.escapes_first)
			a.escapes_first = true;
		else if (a.sign && !a.signs_first)
			a.signs_first = true;
		else if (needle_is_digits(n) && !a.dump)
			a.dump = true;
		else
			break;
	}
	if (*ret_len || n->len < PREFIX_LEAST || n->len > PREFIX_LONGEST || !a.broken)
		return answer;
	a.dump = a.escapes_first = false;
	for (a.prefix = 1; a.prefix <= PREFIX_MOST; a.prefix++) {
		size_t next = a.line + a.prefix;

		if (next <= a.len && a.from[next - 1] == '\n')
			break; /* no line that is shorter has it */
		if (next < a.len && !needle_goes_on(n, a.unit, a.from[next]))
			continue;
		found = attempt(&a, ret_len);
		if (found > answer)
			answer = found;
		if (found == MATCH_YES)
			break;
	}
	return answer;
}
