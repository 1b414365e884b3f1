#include "text/comments.h"

#include "base/utf8.h"
#include "text/lines.h"

static bool has(struct bytes line, const char *text)
{
	return line.len && memmem(line.data, line.len, text, strlen(text));
}

static bool has_any(struct bytes line, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (has(line, texts[i]))
			return true;
	return false;
}

static bool ends_in(struct bytes line, const char *text)
{
	size_t len = strlen(text);

	return line.len >= len && !memcmp((const char *)line.data + line.len - len, text, len);
}

/* "coding: x" in the first lines of a Python or Ruby file decides what all the others are. */
static bool names_encoding(struct bytes line)
{
	const char *at = line.data, *end = at + line.len;

	while ((at = memmem(at, (size_t)(end - at), "coding", 6))) {
		at += 6;
		if (at < end && (*at == ':' || *at == '='))
			return true;
	}
	return false;
}

/* "# syntax=x": an image that then reads the file. */
static bool is_directive(struct bytes line)
{
	const char *at = line.data, *end = at + line.len;

	if (at == end || *at++ != '#')
		return false;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	while (at < end && ((*at | 32) >= 'a' && (*at | 32) <= 'z'))
		at++;
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at < end && *at == '=';
}

static bool hash_is_more(struct file_kind kind, struct bytes line)
{
	static const char *const magic[] = {"frozen_string_literal", "warn_indent",
					    "shareable_constant_value", "warn_past_scope"};

	return bytes_begins(line, bytes_text("#!")) ||
	       ((kind.traits & (TRAIT_PYTHON | TRAIT_RUBY)) && names_encoding(line)) ||
	       ((kind.traits & TRAIT_RUBY) && has_any(line, magic, ARRAY_SIZE(magic))) ||
	       ((kind.traits & TRAIT_DOCKER) && is_directive(line)) ||
	       ((kind.traits & TRAIT_CMAKE) && bytes_begins(line, bytes_text("#[")));
}

static bool slashes_are_more(struct file_kind kind, struct bytes line)
{
	static const char *const go[] = {"//go:",  "//line", "//export",
					 "+build", "/*line", "#cgo"};
	static const char *const script[] = {"///", "//#", "//@", "@ts-", "@jsx", "@flow"};

	return ((kind.traits & TRAIT_GO) && has_any(line, go, ARRAY_SIZE(go))) ||
	       ((kind.traits & TRAIT_SCRIPT) && has_any(line, script, ARRAY_SIZE(script))) ||
	       ((kind.traits & TRAIT_JAVA) && has(line, "\\u"));
}

/* What goes on behind the beginning of a comment over lines, up to its end and nothing behind. */
static bool rest_of_block(const char *at, const char *end, const char *opening,
			  const char *closing, bool *inside)
{
	const char *close = memmem(at, (size_t)(end - at), closing, strlen(closing));
	struct bytes body = bytes_of(at, (size_t)((close ? close : end) - at));

	if (has(body, opening)) /* some languages count them */
		return false;
	*inside = !close;
	close = close ? close + strlen(closing) : end;
	return line_is_blank(bytes_of(close, (size_t)(end - close)));
}

static bool in_html(struct bytes line, size_t from, bool *inside)
{
	const char *at = (const char *)line.data + from,
		   *end = (const char *)line.data + line.len;
	const char *dashes = memmem(at, (size_t)(end - at), "--", 2);

	/* browsers end a comment at "<!-->", "<!--->" and "--!>" too; servers read "<!--#" */
	if (from && at < end && strchr(">-#[", *at))
		return false;
	if (dashes && (end - dashes < 3 || dashes[2] != '>'))
		return false;
	return rest_of_block(at, end, "<!--", "-->", inside);
}

static bool in_block(struct file_kind kind, struct bytes line, size_t from, bool *inside)
{
	const char *at = (const char *)line.data + from,
		   *end = (const char *)line.data + line.len;

	return !slashes_are_more(kind, line) && rest_of_block(at, end, "/*", "*/", inside);
}

static bool goes_on(struct file_kind kind, struct bytes line, bool *inside)
{
	return kind.signs & SIGN_BLOCK ? in_block(kind, line, 0, inside)
				       : in_html(line, 0, inside);
}

static bool begins_with(struct bytes line, const char *sign)
{
	return bytes_begins(line, bytes_text(sign));
}

/* Tabs aside: people line up what they write. */
static bool is_printable(struct bytes line)
{
	const char *at = line.data, *end = at + line.len, *tab;

	while (at < end && (tab = memchr(at, '\t', (size_t)(end - at)))) {
		if (!utf8_is_printable_line(bytes_of(at, (size_t)(tab - at))))
			return false;
		at = tab + 1;
	}
	return utf8_is_printable_line(bytes_of(at, (size_t)(end - at)));
}

bool comment_line(struct file_kind kind, struct bytes line, bool *inside)
{
	static const char *const filled[] = {"{{", "{%", "{#", "<%", "${"};
	const char *text = line.data;

	if (line.len && text[line.len - 1] == '\r')
		line.len--;
	if (line_is_blank(line))
		return !memchr(text, '\r', line.len);
	if (!is_printable(line) || ends_in(line, "\\") || ends_in(line, "?\?/") ||
	    ((kind.traits & TRAIT_TEMPLATE) && has_any(line, filled, ARRAY_SIZE(filled))))
		return false;
	if (*inside)
		return goes_on(kind, line, inside);
	if ((kind.signs & SIGN_HASH) && *text == '#')
		return !hash_is_more(kind, line);
	if ((kind.signs & SIGN_SEMICOLON) && *text == ';')
		return !((kind.traits & TRAIT_LISP) && has(line, "-*-"));
	if ((kind.signs & SIGN_DASHES) && begins_with(line, "--"))
		return line.len == 2 || text[2] == ' ';
	if ((kind.signs & SIGN_SLASHES) && begins_with(line, "//"))
		return !slashes_are_more(kind, line);
	if ((kind.signs & SIGN_BLOCK) && begins_with(line, "/*"))
		return in_block(kind, line, 2, inside);
	if ((kind.signs & SIGN_HTML) && begins_with(line, "<!--"))
		return in_html(line, 4, inside);
	return false;
}

/* --- the top ---------------------------------------------------------------------------------- */
static bool stays_on_top(struct file_kind kind, struct bytes line, unsigned number)
{
	return (number == 1 && begins_with(line, "#!")) ||
	       (number == 1 && (kind.traits & TRAIT_XML) && begins_with(line, "<?xml")) ||
	       (number <= 2 && (kind.traits & (TRAIT_PYTHON | TRAIT_RUBY)) &&
		begins_with(line, "#") && names_encoding(line)) ||
	       ((kind.traits & TRAIT_RUBY) && begins_with(line, "#") &&
		hash_is_more(kind, line)) ||
	       ((kind.traits & TRAIT_DOCKER) && is_directive(line));
}

size_t comment_head(struct file_kind kind, struct bytes text)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t skip = bytes_begins(text, bytes_text(mark)) ? sizeof(mark) - 1 : 0;
	struct lines lines = lines_of(
		bytes_of((const char *)text.data + skip, text.len - skip));
	const char *head = lines.at;
	struct bytes line;

	while (lines_next(&lines, &line) && stays_on_top(kind, line, lines.line))
		head = lines.at;
	return skip + (size_t)(head - ((const char *)text.data + skip));
}

size_t comment_head_marked(struct file_kind kind, struct bytes text)
{
	size_t head = comment_head(kind, text);
	struct lines lines = lines_of(
		bytes_of((const char *)text.data + head, text.len - head));
	bool inside = false;
	struct bytes line;

	while ((kind.traits & TRAIT_YAML) && lines_next(&lines, &line)) {
		const char *at = line.data;

		if (begins_with(line, "---")) {
			struct bytes rest = bytes_of(at + 3, line.len - 3);

			if (line_is_blank(rest) || begins_with(rest, " #"))
				return (size_t)(lines.at - (const char *)text.data);
			break;
		}
		if (!begins_with(line, "%") && !comment_line(kind, line, &inside))
			break;
	}
	return head;
}
