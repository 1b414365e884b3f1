#include "text/deprecation.h"

#include "base/time.h"
#include "base/utf8.h"
#include "text/comments.h"
#include "text/lines.h"

const char *const deprecation_fields[] = {"DEPRECATED \xe2\x80\x94 DO NOT RUN",
					  "Reason:", "Date:", "Replacement:"};
const size_t deprecation_field_count = ARRAY_SIZE(deprecation_fields);

#define NORMAL_MAX 512

/* A line with every dash as '-', in small letters, runs of blanks as one: how people's spellings
 * of the same banner are compared. */
static void normalize(struct bytes text, char ret[NORMAL_MAX])
{
	const unsigned char *at = text.data, *end = at + text.len;
	size_t len = 0;

	while (at < end && len < NORMAL_MAX - 1) {
		unsigned char c = *at++;

		if (c == 0xe2 && end - at >= 2 && at[0] == 0x80 && at[1] >= 0x90 &&
		    at[1] <= 0x95) { /* U+2010 to U+2015 */
			c = '-';
			at += 2;
		} else if (c == 0xc3 && end - at >= 5 && !memcmp(at, "\xa2\xe2\x82\xac", 4)) {
			/* an em dash that went through Windows-1252: "a-circumflex euro quote" */
			c = '-';
			at += 4;
			while (at < end && *at >= 0x80)
				at++;
		}
		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c + 32);
		if (c == '\t' || c == '\r')
			c = ' ';
		if ((c == ' ' || c == '-') && len && ret[len - 1] == (char)c)
			continue;
		ret[len++] = (char)c;
	}
	ret[len] = '\0';
}

static bool begins(const char *at, const char *end, const char *what)
{
	size_t len = strlen(what);

	return (size_t)(end - at) >= len && !memcmp(at, what, len);
}

/* Does a comment of several lines end here? *ret_more: with something behind it. */
static bool closes(const char *at, const char *end, const char *sign, bool *ret_more)
{
	const char *close = memmem(at, (size_t)(end - at), sign, strlen(sign));

	if (!close)
		return false;
	for (close += strlen(sign); close < end; close++)
		*ret_more |= *close != ' ' && *close != '\t' && *close != '\r';
	return true;
}

/* Steps over what opens a comment; NULL: the line is no comment, or more than one. */
static const char *comment(const char *at, const char *end, bool *inside)
{
	static const char *const marks[] = {"<!--", "/*",     "#", "//", ";",
					    "--",   "\"\"\"", ">", "*"};
	bool more = false, was = *inside, ended;
	size_t i = 0;

	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (was) { /* whichever sign opened it */
		ended = closes(at, end, "-->", &more);
		*inside = !closes(at, end, "*/", &more) && !ended;
		return more ? NULL : at;
	}
	while (i < ARRAY_SIZE(marks) && !begins(at, end, marks[i]))
		i++;
	if (i == ARRAY_SIZE(marks))
		return NULL;
	if (i < 2) /* "<!-->" is a whole one, "/" "*" "/" is not */
		*inside = !closes(at + 2, end, i ? "*/" : "-->", &more);
	for (at += strlen(marks[i]);
	     at < end && (*at == *marks[i] || *at == ' ' || *at == '\t'); at++)
		;
	return more ? NULL : at;
}

/* The value behind a field: up to the end of the line, decoration aside. */
static struct bytes value_of(const char *at, const char *end)
{
	const char *close = memmem(at, (size_t)(end - at), "-->", 3);

	if (close)
		end = close;
	while (at < end &&
	       (*at == ' ' || *at == '\t' || *at == '*' || *at == '_' || *at == '`'))
		at++;
	while (end > at && strchr(" \t\r*_`", end[-1]) && end[-1])
		end--;
	return bytes_of(at, (size_t)(end - at));
}

static bool is_date(struct bytes value)
{
	char text[DATE_TEXT_SIZE];
	int64_t when;

	if (value.len < sizeof(text) - 1)
		return false;
	memcpy(text, value.data, sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	if (value.len > sizeof(text) - 1) {
		char next = ((const char *)value.data)[sizeof(text) - 1];

		if (next != ' ' && next != ',' && next != ';' && next != '.' && next != 'T')
			return false;
	}
	return time_parse_date(text, &when);
}

/* Where a field's value begins in a line that carries it; NULL: it does not. */
static const char *find_field(struct bytes line, const char *field)
{
	char want[NORMAL_MAX], have[NORMAL_MAX];
	const char *at = line.data, *colon;

	normalize(bytes_text(field), want);
	normalize(line, have);
	if (!*want || !strstr(have, want))
		return NULL;
	if (want[strlen(want) - 1] != ':')
		return at + line.len;
	/* "Reason:" must begin a word: "No reason: ..." is another field */
	if (strncmp(have, want, strlen(want)) && !strstr(have, "- "))
		return NULL;
	colon = memchr(at, ':', line.len);
	return colon ? colon + 1 : NULL;
}

static void check_value(const char *field, struct bytes value, unsigned line,
			struct deprecation_fault *fault)
{
	char name[NORMAL_MAX];

	*fault = (struct deprecation_fault){field, NULL, value, line};
	normalize(bytes_text(field), name);
	if (name[strlen(name) - 1] != ':')
		return;
	if (!value.len)
		fault->reason = "is empty";
	else if (!strcmp(name, "date:") && !is_date(value))
		fault->reason = "is not a date YYYY-MM-DD";
}

/* What a line says as a comment of its file: behind the sign. NULL: it is none. */
static const char *comment_of(struct file_kind kind, const char *at, const char *stop,
			      bool *inside)
{
	bool was = *inside, known;

	if (!kind.signs)
		return comment(at, stop, inside);
	known = comment_line(kind, bytes_of(at, (size_t)(stop - at)), inside);
	if (!known)
		return kind.signs & SIGN_PROSE ? at : NULL;
	while (!was && at < stop && strchr("#;/*<!-> \t", *at))
		at++;
	return at;
}

static struct deprecation_fault look_for(struct file_kind kind, struct bytes text,
					 const char *field)
{
	const char *at = text.data, *end = at + text.len;
	struct deprecation_fault fault = {field, "is missing", {"", 0}, 0};
	bool inside = false;

	for (unsigned line = 1; at < end && line <= DEPRECATION_BANNER_LINES; line++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end, *body, *value;

		body = comment_of(kind, at, stop, &inside);
		while (body && body < stop && strchr("*_->#", *body))
			body++;
		value = body ? find_field(bytes_of(body, (size_t)(stop - body)), field) : NULL;
		if (value) {
			check_value(field, value_of(value, stop), line, &fault);
			return fault;
		}
		at = newline ? newline + 1 : end;
	}
	return fault;
}

size_t deprecation_banner(const char *path, struct bytes text, const char *const *fields,
			  size_t count, struct deprecation_fault *ret_faults, size_t max)
{
	struct file_kind kind = file_kind_of(path, text);
	size_t faults = 0;

	for (size_t i = 0; i < count; i++) {
		struct deprecation_fault fault = look_for(kind, text, fields[i]);

		if (!fault.reason)
			continue;
		if (faults < max)
			ret_faults[faults] = fault;
		faults++;
	}
	return faults;
}

const char *deprecation_replacement(const char *path, struct bytes text, struct arena *arena)
{
	struct deprecation_fault field = look_for(file_kind_of(path, text), text,
						  "Replacement:");
	const char *at = field.value.data, *end = at + field.value.len, *stop = at;

	while (at < end && strchr("\"'`([<", *at))
		at++;
	for (stop = at; stop < end && !strchr(" \t,;\"'`)]>", *stop);)
		stop++;
	while (stop > at && stop[-1] == '.')
		stop--;
	if (stop == at)
		return NULL;
	return stop - at == 4 && !strncasecmp(at, "none", 4)
		       ? "none"
		       : arena_strndup(arena, at, (size_t)(stop - at));
}

/* Of Markdown: a line of the banner as people write it, as a quotation, a heading or a list. */
static bool is_prose(struct file_kind kind, struct bytes line)
{
	const char *at = line.data, *end = at + line.len;

	if (end > at && end[-1] == '\r')
		end--;
	line.len = (size_t)(end - at);
	if (!(kind.signs & SIGN_PROSE) || !utf8_is_printable_line(line) ||
	    memmem(at, line.len, "{{", 2) || memmem(at, line.len, "{%", 2))
		return false;
	while (at < end && strchr(">*_-# ", *at))
		at++;
	for (size_t i = 0; i < deprecation_field_count; i++)
		if (find_field(bytes_of(at, (size_t)(end - at)), deprecation_fields[i]))
			return true;
	return at == end && line.len && *(const char *)line.data == '>';
}

/* How much of the top of a text is banner: comments, blank lines, and in Markdown its fields. */
static size_t banner_length(struct file_kind kind, struct bytes text)
{
	struct lines lines = lines_of(text);
	const char *start = lines.at, *end = start;
	bool inside = false;
	struct bytes line;

	while (lines_next(&lines, &line)) {
		if (!comment_line(kind, line, &inside) && (inside || !is_prose(kind, line)))
			break;
		if (!inside)
			end = lines.at;
	}
	return (size_t)(end - start);
}

static struct bytes behind(struct bytes text, size_t len)
{
	return bytes_of((const char *)text.data + len, text.len - len);
}

/* Does `now` hold the first `head` bytes of `was`, then a banner, then the rest of it? */
static bool is_inserted(struct file_kind kind, struct bytes was, struct bytes now, size_t head)
{
	struct bytes rest = behind(was, head), banner;

	if (now.len < was.len || memcmp(now.data, was.data, head) != 0)
		return false;
	banner = bytes_of((const char *)now.data + head, now.len - was.len);
	if (banner.len && ((const char *)banner.data)[banner.len - 1] != '\n' && rest.len)
		return false;
	return bytes_equal(behind(now, head + banner.len), rest) &&
	       banner_length(kind, banner) == banner.len;
}

bool deprecation_only_banner(const char *path, struct bytes was, struct bytes now)
{
	struct file_kind kind = file_kind_of(path, was);

	return kind.signs && (is_inserted(kind, was, now, comment_head(kind, was)) ||
			      is_inserted(kind, was, now, comment_head_marked(kind, was)));
}

/* The text behind head and banner, wherever a YAML's first "---" stands. */
static struct bytes body_of(struct file_kind kind, struct bytes text)
{
	struct bytes body = behind(text, comment_head_marked(kind, text));

	return behind(body, banner_length(kind, body));
}

/* Nobody knows this kind of file: lines that look like comments of some language. */
static bool is_loose_banner(struct bytes text)
{
	struct lines lines = lines_of(text);
	struct bytes line;
	bool inside = false;

	while (lines_next(&lines, &line)) {
		const char *at = line.data;

		if (!line_is_blank(line) && !comment(at, at + line.len, &inside))
			return false;
	}
	return true;
}

bool deprecation_keeps_body(const char *path, struct bytes was, struct bytes now)
{
	struct file_kind kind = file_kind_of(path, was);
	size_t head = comment_head(kind, was);

	if (!kind.signs)
		return now.len >= was.len && bytes_equal(behind(now, now.len - was.len), was) &&
		       is_loose_banner(bytes_of(now.data, now.len - was.len));
	return bytes_equal(bytes_of(was.data, head),
			   bytes_of(now.data, comment_head(kind, now))) &&
	       bytes_equal(body_of(kind, was), body_of(kind, now));
}

bool deprecation_is_hollow(const char *path, struct bytes text)
{
	struct file_kind kind = file_kind_of(path, text);

	return line_is_blank(body_of(kind, text));
}

/* Offset just behind the folder of deprecated items in a path; 0: not inside one. */
static size_t inside(const char *path, const char *folder)
{
	static const char name[] = "deprecated/";
	size_t len;

	if (!folder) {
		for (const char *at = path; (at = strstr(at, name)); at++)
			if (at == path || at[-1] == '/')
				return (size_t)(at - path) + sizeof(name) - 1;
		return 0;
	}
	len = strlen(folder);
	while (len && folder[len - 1] == '/')
		len--;
	return len && !strncmp(path, folder, len) && path[len] == '/' ? len + 1 : 0;
}

bool deprecation_path(const char *path, const char *folder)
{
	size_t at = inside(path, folder);

	return at && path[at];
}

const char *deprecation_twin(const char *path, const char *folder, struct arena *arena)
{
	size_t at = inside(path, folder), cut;

	if (!at || !path[at])
		return NULL;
	for (cut = at - 1; cut > 0 && path[cut - 1] != '/'; cut--)
		;
	return arena_printf(arena, "%.*s%s", (int)cut, path, path + at);
}

const char *deprecation_of(const char *path, const char *folder, struct arena *arena)
{
	size_t len, parent;

	if (!folder) {
		const char *slash = strrchr(path, '/');
		int cut = slash ? (int)(slash + 1 - path) : 0;

		return arena_printf(arena, "%.*sdeprecated/%s", cut, path, path + cut);
	}
	for (len = strlen(folder); len && folder[len - 1] == '/'; len--)
		;
	for (parent = len; parent > 0 && folder[parent - 1] != '/'; parent--)
		;
	if (!len || strncmp(path, folder, parent) || inside(path, folder))
		return NULL;
	return arena_printf(arena, "%.*s/%s", (int)len, folder, path + parent);
}
