/* redact_escape.c - the ways in which programs write one character that is not itself. */
#include "text/redact_internal.h"

#define ESCAPE_LONGEST 16 /* "&amp;amp;#x000e9;" and the like are longer, and nobody's */
#define SIGN_MOST 5	  /* how often a sign is escaped */

struct cursor {
	const unsigned char *from;
	size_t len, at;
	bool more; /* it ran out */
};

static int peek(struct cursor *c)
{
	if (c->at < c->len)
		return c->from[c->at];
	c->more = true;
	return -1;
}

static bool accept(struct cursor *c, const char *word)
{
	size_t was = c->at;

	for (; *word; word++, c->at++)
		if (peek(c) != (unsigned char)*word) {
			c->at = was;
			return false;
		}
	return true;
}

static int value_of(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* Digits, at least and at most so many. */
static bool number(struct cursor *c, int base, int least, int most, uint32_t *ret)
{
	size_t was = c->at;
	int digits = 0;

	for (*ret = 0; digits < most && value_of(peek(c)) < base; digits++, c->at++)
		*ret = *ret * (uint32_t)base + (uint32_t)value_of(c->from[c->at]);
	if (digits < least)
		c->at = was;
	return digits >= least;
}

/* Behind "\u": four digits, or a pair of surrogates; behind "\U" eight; "{...}" */
static bool unicode(struct cursor *c, struct escaped *ret)
{
	uint32_t low;

	if (accept(c, "{"))
		return number(c, 16, 1, 6, &ret->code) && accept(c, "}");
	if (!number(c, 16, 4, 4, &ret->code))
		return false;
	if (ret->code < 0xd800 || ret->code > 0xdbff)
		return true;
	while (accept(c, "\\"))
		;
	if (!accept(c, "u") || !number(c, 16, 4, 4, &low))
		return false;
	ret->code = 0x10000 + ((ret->code - 0xd800) << 10) + ((low - 0xdc00) & 0x3ff);
	return true;
}

static bool backslash(struct cursor *c, struct escaped *ret)
{
	static const char letters[] = "nrtbfvaeE", codes[] = "\n\r\t\b\f\v\a\033\033";
	const char *known;
	int letter;

	while (accept(c, "\\")) /* in a text in a text */
		;
	letter = peek(c);
	known = letter > 0 ? strchr(letters, letter) : NULL;
	if (accept(c, "u"))
		return unicode(c, ret);
	if (accept(c, "U"))
		return number(c, 16, 8, 8, &ret->code);
	if (accept(c, "x{"))
		return number(c, 16, 1, 6, &ret->code) && accept(c, "}");
	ret->byte = true;
	if (accept(c, "x"))
		return number(c, 16, 1, 2, &ret->code);
	if (known) {
		c->at++;
		ret->code = (unsigned char)codes[known - letters];
		return true;
	}
	return number(c, 8, 1, 3, &ret->code) && ret->code < 256;
}

/* cat -v: "^X", "M-x", "M-^X" */
static bool caret(struct cursor *c, struct escaped *ret)
{
	bool meta = accept(c, "M-"), control = accept(c, "^");
	int letter = peek(c);

	if (!(meta || control) || letter < (control ? '?' : ' ') ||
	    letter > (control ? '_' : '~'))
		return false;
	c->at++;
	ret->byte = true;
	ret->code = ((uint32_t)letter ^ (control ? 0x40 : 0)) | (meta ? 0x80 : 0);
	return true;
}

static bool entity(struct cursor *c, struct escaped *ret)
{
	static const struct {
		const char *name;
		uint32_t code;
	} names[] = {{"amp;", '&'},    {"lt;", '<'},	 {"gt;", '>'},	{"quot;", '"'},
		     {"apos;", '\''},  {"nbsp;", ' '},	 {"sol;", '/'}, {"plus;", '+'},
		     {"equals;", '='}, {"dollar;", '$'}, {"num;", '#'}, {"percnt;", '%'}};
	size_t amp = c->at;
	bool hex;

	while (accept(c, "amp;"))
		amp = c->at;
	if (accept(c, "#")) {
		hex = accept(c, "x") || accept(c, "X");
		return number(c, hex ? 16 : 10, 1, 7, &ret->code) && accept(c, ";");
	}
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (accept(c, names[i].name)) {
			ret->code = names[i].code;
			return true;
		}
	c->at = amp; /* "&amp;" itself */
	ret->code = '&';
	return amp > 1;
}

enum match escape_match(struct bytes text, struct escaped *ret, size_t *ret_len)
{
	struct cursor c = {text.data, text.len, 1, false};
	bool is = false;

	*ret = (struct escaped){0, false};
	switch (*(const unsigned char *)text.data) {
	case '\\':
		is = backslash(&c, ret);
		break;
	case '&':
		is = entity(&c, ret);
		break;
	case '%': /* "%2525" is '%' three times over, or what follows is encoded so often */
		if (accept(&c, "u")) {
			is = number(&c, 16, 4, 4, &ret->code);
			break;
		}
		while (accept(&c, "25"))
			;
		is = number(&c, 16, 2, 2, &ret->code);
		if (!is && c.at > 1) {
			is = true;
			ret->code = '%';
		}
		ret->byte = true;
		break;
	case '=':
		is = number(&c, 16, 2, 2, &ret->code);
		ret->byte = true;
		break;
	case '^':
	case 'M':
		c.at = 0;
		is = caret(&c, ret);
		break;
	default:
		return MATCH_NO;
	}
	if (c.more && c.len < ESCAPE_LONGEST)
		return MATCH_MORE;
	if (!is)
		return MATCH_NO;
	*ret_len = c.at;
	return MATCH_YES;
}

bool escape_is_sign(unsigned char c)
{
	return c == '%' || c == '&';
}

/* How far "25" and "amp;" stand behind the sign at the start; ret_more: it ran out. */
static size_t sign_end(struct bytes text, bool *ret_more)
{
	struct cursor c = {text.data, text.len, 1, false};

	for (int n = 0; n < SIGN_MOST; n++)
		if (!accept(&c, c.from[0] == '%' ? "25" : "amp;"))
			break;
	*ret_more = c.more;
	return c.at;
}

enum match escape_sign(struct bytes text, struct bytes value, size_t *ret_len)
{
	bool more, whole;
	size_t own = sign_end(value, &whole), end = sign_end(text, &more);

	if (more)
		return MATCH_MORE;
	if (end <= own)
		return MATCH_NO;
	*ret_len = 1 + end - own;
	return MATCH_YES;
}
