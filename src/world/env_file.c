/*
 * env_file.c - a file of variables (".env"): which of the names that a check requires it sets, and
 * which of these to nothing. No value leaves this file.
 */
#include "world/env_file.h"

#include "base/ascii.h"

/* One line, without "export": "NAME=" and what is behind it. */
struct assignment {
	struct bytes name, value;
};

static struct bytes trimmed(const char *from, const char *to)
{
	while (from < to && (*from == ' ' || *from == '\t'))
		from++;
	while (to > from && (to[-1] == ' ' || to[-1] == '\t' || to[-1] == '\r'))
		to--;
	return bytes_of(from, (size_t)(to - from));
}

static bool read_line(const char *from, const char *to, struct assignment *ret)
{
	struct bytes line = trimmed(from, to);
	const char *text = line.data, *end = text + line.len, *equals;

	if (line.len > 7 && !memcmp(text, "export", 6) && (text[6] == ' ' || text[6] == '\t'))
		text += 7;
	equals = memchr(text, '=', (size_t)(end - text));
	if (!line.len || *text == '#' || !equals)
		return false;
	*ret = (struct assignment){trimmed(text, equals), trimmed(equals + 1, end)};
	return true;
}

/* A quoted value may go on for lines, and what looks like a name there is none. */
static char opens_quote(struct bytes value)
{
	const char *text = value.data;

	return value.len && (*text == '"' || *text == '\'') &&
			       !memchr(text + 1, *text, value.len - 1)
		       ? *text
		       : '\0';
}

static bool is_empty(struct bytes value)
{
	const char *text = value.data;

	return !value.len || *text == '#' ||
	       (value.len >= 2 && (*text == '"' || *text == '\'') && text[1] == *text);
}

void env_file_read(struct bytes file, const struct words *names, struct name_text *ret)
{
	const char *at = file.data, *end = at + file.len;
	char quote = '\0';

	for (size_t i = 0; i < names->count; i++)
		ret[i] = (struct name_text){names->items[i], NULL};
	for (const char *next; at < end; at = next + 1) {
		struct assignment found;

		next = memchr(at, '\n', (size_t)(end - at));
		next = next ? next : end;
		if (quote) {
			if (memchr(at, quote, (size_t)(next - at)))
				quote = '\0';
			continue;
		}
		if (!read_line(at, next, &found))
			continue;
		quote = opens_quote(found.value);
		for (size_t i = 0; i < names->count; i++)
			if (bytes_equal(found.name, bytes_text(names->items[i])))
				ret[i].text = is_empty(found.value) ? "" : "(set)";
	}
}
