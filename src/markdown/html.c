/* html.c - what a reader sees of a block of HTML. */
#include "markdown/internal.h"

#include "base/strbuf.h"
#include "base/utf8.h"
#include "base/texts.h"

#include <strings.h>

struct shower {
	const char *at;
	struct arena *arena;
	struct strbuf text;
	struct md_run *runs;
	size_t run_count;
	unsigned line;
};

/* The references that can stand for a mark, for a blank or for what is beside them. */
static const struct {
	const char *name;
	uint32_t code;
} references[] = {
	{"amp;", '&'},
	{"lt;", '<'},
	{"gt;", '>'},
	{"quot;", '"'},
	{"nbsp;", 0xa0},
	{"ensp;", 0x2002},
	{"emsp;", 0x2003},
	{"thinsp;", 0x2009},
	{"check;", 0x2713},
	{"cross;", 0x2717},
	{"lsqb;", '['},
	{"lbrack;", '['},
	{"rsqb;", ']'},
	{"rbrack;", ']'},
	{"lowbar;", '_'},
	{"checkmark;", 0x2713},
	{"shy;", 0xad},
	{"zwj;", 0x200d},
	{"zwnj;", 0x200c},
	{"ZeroWidthSpace;", 0x200b},
	{"UnderBar;", '_'},
	{"hairsp;", 0x200a},
	{"NonBreakingSpace;", 0xa0},
	/* old ones, which need no semicolon */
	{"amp", '&'},
	{"lt", '<'},
	{"gt", '>'},
	{"quot", '"'},
	{"nbsp", 0xa0},
	{"shy", 0xad},
};

static size_t numeric(const char *at, uint32_t *ret_code)
{
	bool hex = at[2] == 'x' || at[2] == 'X';
	const char *start = at + (hex ? 3 : 2), *end = start;
	uint32_t code = 0;

	for (; end - start < 8; end++) {
		char c = (char)(*end | 32);

		if (*end >= '0' && *end <= '9')
			code = code * (hex ? 16 : 10) + (uint32_t)(*end - '0');
		else if (hex && c >= 'a' && c <= 'f')
			code = code * 16 + (uint32_t)(c - 'a' + 10);
		else
			break;
	}
	if (end == start)
		return 0;
	*ret_code = code;
	return (size_t)(end + (*end == ';') -
			at); /* a browser does not ask for the semicolon */
}

size_t md_reference(const char *at, uint32_t *ret_code)
{
	if (at[0] != '&')
		return 0;
	if (at[1] == '#')
		return numeric(at, ret_code);
	for (size_t i = 0; i < ARRAY_SIZE(references); i++) {
		size_t len = strlen(references[i].name);

		if (!strncmp(at + 1, references[i].name, len)) {
			*ret_code = references[i].code;
			return len + 1;
		}
	}
	return 0;
}

/* Steps over source, whose lines are counted. */
static void step(struct shower *s, size_t len)
{
	for (; len && *s->at; len--, s->at++)
		s->line += *s->at == '\n';
}

static void step_to(struct shower *s, const char *end)
{
	step(s, end ? (size_t)(end - s->at) : strlen(s->at));
}

static bool is_tag(const char *at, const char *name)
{
	size_t len = strlen(name);
	char after;

	for (size_t i = 0; i < len; i++)
		if ((at[i] | 32) != name[i])
			return false;
	after = at[len];
	return after == '>' || after == '/' || after == ' ' || after == '\t' || after == '\n' ||
	       after == '\r' || !after;
}

static bool is_any(const char *at, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_tag(at, names[i]))
			return true;
	return false;
}

static void skip_element(struct shower *s)
{
	const char *name = s->at + 1;
	size_t len = strcspn(name, " \t\r\n/>");

	step(s, 1 + len);
	for (const char *at; (at = strstr(s->at, "</")); step_to(s, at + 2))
		if (!strncasecmp(at + 2, name, len)) {
			step_to(s, at);
			return;
		}
	step_to(s, NULL);
}

/* What a tag says of one of its attributes: where the value stands; NULL: it has none. */
struct attribute {
	const char *name, *value;
	size_t name_len, value_len;
};

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t\r\n\f");
}

/*
 * The next attribute of a tag, as a browser reads it: a quote opens a value only behind the sign
 * that gives it. False: the tag ends at *at.
 */
static bool next_attribute(const char **at, struct attribute *ret)
{
	const char *c = *at;

	while (*c == '/' || skip_blanks(c) != c)
		c = *c == '/' ? c + 1 : skip_blanks(c);
	*ret = (struct attribute){.name = c};
	*at = c;
	if (!*c || *c == '>')
		return false;
	c += 1 + strcspn(c + 1, " \t\r\n\f/>="); /* at its start '=' is a name's too */
	ret->name_len = (size_t)(c - ret->name);
	*at = c;
	c = skip_blanks(c);
	if (*c != '=')
		return true;
	c = skip_blanks(c + 1);
	if (*c == '"' || *c == '\'') {
		const char *end = strchr(c + 1, *c);

		ret->value = c + 1;
		ret->value_len = end ? (size_t)(end - c - 1) : strlen(c + 1);
		*at = end ? end + 1 : c + 1 + ret->value_len;
		return true;
	}
	ret->value = c;
	ret->value_len = strcspn(c, " \t\r\n\f>");
	*at = c + ret->value_len;
	return true;
}

static bool is_named(const struct attribute *attribute, const char *name)
{
	return attribute->name_len == strlen(name) &&
	       !strncasecmp(attribute->name, name, attribute->name_len);
}

/* Where no picture is shown its text is; and a box is one, ticked or not. */
static void show_attributes(struct shower *s, const char *name, const char **at)
{
	bool image = is_tag(name, "img"), box = false, checked = false;
	struct attribute attribute;
	uint32_t code;

	while (next_attribute(at, &attribute)) {
		const char *c = attribute.value;

		for (size_t i = 0, len;
		     image && is_named(&attribute, "alt") && i < attribute.value_len;
		     i += len) {
			len = md_reference(c + i, &code);
			if (len)
				utf8_append(&s->text, code);
			else
				strbuf_addch(&s->text, c[i] == '\n' ? ' ' : c[i]);
			len = len ? len : 1;
		}
		box = box || (is_named(&attribute, "type") && attribute.value_len == 8 &&
			      !strncasecmp(c, "checkbox", 8));
		checked = checked || is_named(&attribute, "checked");
	}
	if (box && is_tag(name, "input"))
		strbuf_addstr(&s->text, checked ? "[x] " : "[ ] ");
}

static void skip_tag(struct shower *s)
{
	static const char *const rows[] = {"tr", "li", "p",  "div", "br", "h1", "h2",
					   "h3", "h4", "h5", "h6",  "dt", "dd", "summary"};
	const char *name = s->at + 1 + (s->at[1] == '/');
	const char *end = name + strcspn(name, " \t\r\n\f/>");

	if (is_tag(name, "pre") && s->at[1] != '/') {
		skip_element(s);
		return;
	}
	if (is_any(name, rows, ARRAY_SIZE(rows)))
		strbuf_addch(&s->text, '\n');
	else if (is_tag(name, "td") || is_tag(name, "th") || is_tag(name, "rt"))
		strbuf_addch(&s->text, '|');
	if (is_tag(name, "bdo") && s->at[1] != '/') /* U+202E does the same to a text */
		utf8_append(&s->text, 0x202e);
	show_attributes(s, name, &end);
	step_to(s, *end ? end + 1 : end);
}

static bool is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* "<!-->" is a whole comment, and "--!>" ends one as well. */
static const char *comment_end(const char *at)
{
	const char *end = strstr(at + 2, "-->"), *odd = strstr(at + 2, "--!>");

	if (odd && (!end || odd < end))
		return odd + 4;
	return end ? end + 3 : NULL;
}

static void show(struct shower *s)
{
	uint32_t code;
	size_t len;

	if (text_begins(s->at, "<!--")) {
		step_to(s, comment_end(s->at));
	} else if (s->at[0] == '<' &&
		   (s->at[1] == '!' || s->at[1] == '?' ||
		    (s->at[1] == '/' &&
		     !is_letter(s->at[2])))) { /* no tag, up to the first '>' */
		const char *end = strchr(s->at, '>');

		step_to(s, end ? end + 1 : NULL);
	} else if (s->at[0] == '<' && is_letter(s->at[1 + (s->at[1] == '/')])) {
		skip_tag(s);
	} else if ((len = md_reference(s->at, &code))) {
		utf8_append(&s->text, code);
		step(s, len);
	} else {
		strbuf_addch(&s->text, *s->at == '\n' || *s->at == '\r' ? ' ' : *s->at);
		step(s, 1);
	}
}

struct md_block md_shown(const struct md_block *html, struct arena *arena)
{
	struct shower s = {
		.at = html->text, .arena = arena, .text = STRBUF_INIT, .line = html->line};
	struct md_block block = *html;
	unsigned line = 0;

	while (*s.at) {
		if (s.line != line)
			*ARENA_PUSH(arena, s.runs, s.run_count) = (struct md_run){
				MD_RUN_TEXT, s.text.len, s.line, 1};
		line = s.line;
		show(&s);
	}
	block.kind = MD_PARAGRAPH;
	block.text = arena_strndup(arena, s.text.buf, s.text.len);
	block.runs = s.runs;
	block.run_count = s.run_count;
	strbuf_free(&s.text);
	return block;
}
