#include "model/canon.h"

#include "base/ascii.h"
#include "base/hex.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/strmap.h"
#include "base/texts.h"

#define DEPTH_MAX 6

static bool plain_char(char c)
{
	return ascii_is_alnum(c) || strchr("_./:+@=-", c);
}

/* Words that some YAML reader takes for a truth value or nothing. */
static bool is_typed_word(const char *text)
{
	static const char *const words[] = {"true", "false", "null", "yes",  "no",  "on",
					    "off",  "y",     "n",    ".nan", ".inf"};
	char lower[8];
	size_t i;

	for (i = 0; text[i] && i < sizeof(lower) - 1; i++)
		lower[i] = ascii_lower(text[i]);
	if (text[i])
		return false;
	lower[i] = '\0';
	return texts_have(words, ARRAY_SIZE(words), lower);
}

static bool is_plain(const char *text)
{
	size_t len = strlen(text);
	uint64_t number;

	if (number_parse(text, UINT64_MAX, &number))
		return true;
	if (!len || len > 1024 || is_typed_word(text))
		return false;
	if (!ascii_is_letter(text[0]) && text[0] != '/')
		return false;
	for (size_t i = 0; i < len; i++)
		if (!plain_char(text[i]))
			return false;
	return text[len - 1] != ':';
}

static void put_quoted(struct strbuf *out, const char *text)
{
	strbuf_addch(out, '"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			strbuf_addch(out, '\\');
		if (c == '\n')
			strbuf_addstr(out, "\\n");
		else if (c < 0x20 || c == 0x7f)
			strbuf_addf(out, "\\x%02x", c);
		else
			strbuf_addch(out, (char)c);
	}
	strbuf_addch(out, '"');
}

static void put_scalar(struct strbuf *out, const char *text)
{
	if (is_plain(text))
		strbuf_addstr(out, text);
	else
		put_quoted(out, text);
}

/* A key that needs no quotes: it has no blank, so that ": " ends it. */
static bool is_key(const char *key)
{
	size_t len = strlen(key);

	if (!len || strchr("_./:+@=-", *key))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!plain_char(key[i]))
			return false;
	return key[len - 1] != ':';
}

static void put_key(struct strbuf *out, const char *key)
{
	if (is_key(key))
		strbuf_addstr(out, key);
	else
		put_quoted(out, key);
}

static void put_indent(struct strbuf *out, unsigned indent)
{
	for (unsigned i = 0; i < indent; i++)
		strbuf_add(out, "  ", 2);
}

void canon_open(struct strbuf *out, unsigned indent, const char *key)
{
	put_indent(out, indent);
	put_key(out, key);
	strbuf_add(out, ":\n", 2);
}

void canon_put(struct strbuf *out, unsigned indent, const char *key, const char *value)
{
	if (!value)
		return;
	put_indent(out, indent);
	put_key(out, key);
	strbuf_add(out, ": ", 2);
	put_scalar(out, value);
	strbuf_addch(out, '\n');
}

void canon_put_number(struct strbuf *out, unsigned indent, const char *key, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	canon_put(out, indent, key, text);
}

static void canon_item(struct strbuf *out, unsigned indent, const char *value)
{
	put_indent(out, indent);
	strbuf_add(out, "- ", 2);
	put_scalar(out, value);
	strbuf_addch(out, '\n');
}

void canon_put_list(struct strbuf *out, unsigned indent, const char *key,
		    const char *const *items, size_t count)
{
	if (!count)
		return;
	canon_open(out, indent, key);
	for (size_t i = 0; i < count; i++)
		canon_item(out, indent, items[i]);
}

/* -- reading ------------------------------------------------------------------------------------- */

struct reader {
	const char *at, *end;
	const char *file;
	unsigned line;
	struct arena *arena;
};

static int fault(const struct reader *r, struct err *err, const char *what)
{
	return err_at(err, ERR_FORMAT, (struct srcpos){r->file, r->line, 1}, "%s", what);
}

/* The number of leading levels of the current line; (unsigned)-1 at the end of the text. */
static unsigned line_indent(const struct reader *r)
{
	size_t blanks = 0;

	if (r->at == r->end)
		return (unsigned)-1;
	while (r->at[blanks] == ' ')
		blanks++;
	return (unsigned)(blanks / 2);
}

static int read_quoted(struct reader *r, const char *line_end, char **ret, struct err *err)
{
	char *text = arena_alloc(r->arena, (size_t)(line_end - r->at));
	size_t len = 0;

	for (r->at++; r->at < line_end && *r->at != '"'; r->at++) {
		unsigned char byte;

		if (*r->at != '\\') {
			text[len++] = *r->at;
			continue;
		}
		if (++r->at == line_end)
			return fault(r, err, "a quoted value ends in a backslash");
		if (*r->at == 'n') {
			text[len++] = '\n';
		} else if (*r->at == 'x' && line_end - r->at > 3 &&
			   hex_decode(r->at + 1, 1, &byte) && byte) {
			text[len++] = (char)byte;
			r->at += 2;
		} else {
			text[len++] = *r->at; /* only \" and \\ are written so again */
		}
	}
	if (r->at != line_end - 1)
		return fault(r, err, "text after a quoted value");
	*ret = text;
	return 0;
}

static int read_scalar(struct reader *r, const char **ret, struct err *err)
{
	const char *line_end = memchr(r->at, '\n', (size_t)(r->end - r->at));
	char *text = NULL;

	if (memchr(r->at, '\0', (size_t)(line_end - r->at)))
		return fault(r, err, "a NUL byte");
	if (*r->at == '"') {
		if (read_quoted(r, line_end, &text, err) < 0)
			return -1;
	} else {
		text = arena_strndup(r->arena, r->at, (size_t)(line_end - r->at));
	}
	r->at = line_end + 1;
	r->line++;
	*ret = text;
	return 0;
}

static int read_sequence(struct reader *r, unsigned indent, struct canon *ret, struct err *err)
{
	ret->kind = CANON_SEQUENCE;
	while (line_indent(r) == indent && r->at[2 * indent] == '-' &&
	       r->at[2 * indent + 1] == ' ') {
		struct canon item = {.kind = CANON_SCALAR};

		r->at += 2 * indent + 2;
		if (read_scalar(r, &item.text, err) < 0)
			return -1;
		*ARENA_PUSH(r->arena, ret->children, ret->count) = item;
	}
	return 0;
}

static int read_mapping(struct reader *r, unsigned indent, struct canon *ret, struct err *err);

static int read_value(struct reader *r, unsigned indent, struct canon *ret, struct err *err)
{
	unsigned next;

	if (*r->at == ' ') { /* a key ends before the end of its line */
		r->at++;
		return read_scalar(r, &ret->text, err);
	}
	if (*r->at != '\n')
		return fault(r, err, "a key without a value");
	r->at++;
	r->line++;
	next = line_indent(r);
	if (next == indent && r->at[2 * indent] == '-')
		return read_sequence(r, indent, ret, err);
	if (next != indent + 1)
		return fault(r, err, "a key without a value");
	return read_mapping(r, indent + 1, ret, err);
}

/* The key of a line, up to its colon. */
static int read_key(struct reader *r, const char **ret, struct err *err)
{
	const char *line_end = memchr(r->at, '\n', (size_t)(r->end - r->at));
	const char *end = r->at;
	char *text;

	if (*r->at == '"') { /* the closing quote is the one with a colon behind it */
		for (end++; end < line_end && *end != '"'; end++)
			if (*end == '\\' && end + 1 < line_end)
				end++;
		if (end == line_end || end[1] != ':')
			return fault(r, err, "a line without a key");
		if (read_quoted(r, end + 1, &text, err) < 0)
			return -1;
		*ret = text;
		r->at = end + 2;
		return 0;
	}
	while (end < line_end && !(*end == ':' && (end[1] == ' ' || end[1] == '\n')))
		end++;
	if (end == line_end || end == r->at)
		return fault(r, err, "a line without a key");
	*ret = arena_strndup(r->arena, r->at, (size_t)(end - r->at));
	if (!is_key(*ret))
		return fault(r, err, "a key that is not in canonical form");
	r->at = end + 1;
	return 0;
}

static int read_mapping(struct reader *r, unsigned indent, struct canon *ret, struct err *err)
{
	struct strmap seen = {.arena = r->arena};

	if (indent > DEPTH_MAX)
		return fault(r, err, "nested too deeply");
	ret->kind = CANON_MAPPING;
	while (line_indent(r) == indent) {
		struct canon child = {.kind = CANON_SCALAR};

		r->at += 2 * indent;
		if (read_key(r, &child.key, err) < 0)
			return -1;
		if (strmap_get(&seen, child.key))
			return fault(r, err, "a key is given twice");
		strmap_put(&seen, child.key, r);
		if (read_value(r, indent, &child, err) < 0)
			return -1;
		*ARENA_PUSH(r->arena, ret->children, ret->count) = child;
	}
	return 0;
}

static void write_node(struct strbuf *out, unsigned indent, const struct canon *node)
{
	for (size_t i = 0; i < node->count; i++) {
		const struct canon *child = &node->children[i];

		if (node->kind == CANON_SEQUENCE) {
			canon_item(out, indent, child->text);
		} else if (child->kind == CANON_SCALAR) {
			canon_put(out, indent, child->key, child->text);
		} else {
			canon_open(out, indent, child->key);
			write_node(out, child->kind == CANON_SEQUENCE ? indent : indent + 1,
				   child);
		}
	}
}

int canon_parse(struct bytes text, const char *file, struct arena *a, struct canon *ret_root,
		struct err *err)
{
	struct reader r = {text.data, (const char *)text.data + text.len, file, 1, a};
	struct strbuf again = STRBUF_INIT;
	struct canon root = {.kind = CANON_MAPPING};
	bool same;

	if (text.len > LIMIT_YAML)
		return err_set(err, ERR_LIMIT, "'%s' is larger than %zu bytes", file,
			       LIMIT_YAML);
	if (text.len && r.end[-1] != '\n') /* so every line has its end */
		return fault(&r, err, "the last line has no newline");
	if (read_mapping(&r, 0, &root, err) < 0)
		return -1;
	if (r.at != r.end)
		return fault(&r, err, "wrong indentation");
	write_node(&again, 0, &root);
	same = again.len == text.len && (!text.len || !memcmp(again.buf, text.data, text.len));
	strbuf_free(&again);
	if (!same)
		return err_at(err, ERR_FORMAT, (struct srcpos){file, 0, 0},
			      "not in canonical form: it would be written differently");
	*ret_root = root;
	return 0;
}

const struct canon *canon_child(const struct canon *mapping, const char *key)
{
	for (size_t i = 0; i < mapping->count; i++)
		if (mapping->children[i].key && !strcmp(mapping->children[i].key, key))
			return &mapping->children[i];
	return NULL;
}

const char *canon_text(const struct canon *mapping, const char *key)
{
	const struct canon *child = canon_child(mapping, key);

	return child && child->kind == CANON_SCALAR ? child->text : NULL;
}

int canon_number(const struct canon *mapping, const char *key, uint64_t *ret, struct err *err)
{
	const char *text = canon_text(mapping, key);

	if (!text) {
		*ret = 0;
		return 0;
	}
	if (!number_parse(text, UINT64_MAX, ret))
		return err_set(err, ERR_FORMAT, "'%s' is '%s', not a whole number", key, text);
	return 0;
}

const char **canon_list(const struct canon *mapping, const char *key, struct arena *a,
			size_t *ret_count)
{
	const struct canon *child = canon_child(mapping, key);
	const char **items;

	*ret_count = 0;
	if (!child || child->kind != CANON_SEQUENCE)
		return NULL;
	items = arena_array(a, child->count, sizeof(*items));
	for (size_t i = 0; i < child->count; i++)
		items[i] = child->children[i].text;
	*ret_count = child->count;
	return items;
}
