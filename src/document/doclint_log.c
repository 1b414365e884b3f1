/* doclint_log.c - a log that says that something went well, of what it does not name for ever. */
#include "document/doclint_parts.h"

#include "base/ascii.h"
#include "runbook/manifest.h"
#include "text/class.h"
#include "text/lines.h"
#include "text/outcomes.h"
#include "text/placeholder.h"

#define SHA256 "sha256:"
#define SHORTENED 7 /* digits of a digest that goes on, "sha256:1a2b3c4..." */

/* What an entry has said so far; lines, 0: nothing of it. */
struct logged {
	unsigned loose, success;
	const char *what, *why;
};

/* An image by a name that means another one tomorrow: "registry/app:latest". */
static bool names_latest(struct bytes line)
{
	const char *at = memmem(line.data, line.len, ":latest", 7);
	const char *end = (const char *)line.data + line.len;

	return at && at > (const char *)line.data && ascii_is_name(at[-1]) &&
	       (at + 7 == end || !(ascii_is_name(at[7]) || at[7] == '@'));
}

static bool is_between(char c)
{
	return (unsigned char)c <= ' ' || (unsigned char)c >= 0x80 ||
	       strchr("|,;()[]{}<>\"'`*=", c);
}

/* The next, which holds no blank, quote or bracket, and no other script; *ret_more: it is shortened. */
static struct bytes next_word(struct bytes line, size_t *at, bool *ret_more)
{
	const char *data = line.data;
	size_t from, end;

	while (*at < line.len && is_between(data[*at]))
		(*at)++;
	for (from = *at; *at < line.len && !is_between(data[*at]);)
		(*at)++;
	end = *at;
	*ret_more = (end + 3 <= line.len && !memcmp(data + end, "\xe2\x80\xa6", 3)) ||
		    (end - from > 3 && !memcmp(data + end - 3, "...", 3));
	while (end > from && strchr(".:!?", data[end - 1]))
		end--;
	return bytes_of(data + from, end - from);
}

static size_t count_digits(const char *text)
{
	return strspn(text, "0123456789abcdef");
}

/* Is a digest said, and no other hash that is written so, a fingerprint? */
static bool is_said(const char *digest, bool named)
{
	size_t len = count_digits(digest);

	return named || (len && !digest[len]) ||
	       placeholder_value(bytes_of(digest, strlen(digest)));
}

/* Why a word is no digest, though it stands for one; NULL: it is one, or stands for none. *ret_pinned: it is one. */
static const char *why_loose(const char *word, bool more, bool *ret_pinned)
{
	const char *at = strstr(word, SHA256);
	size_t len = count_digits(word), size;

	if (!at || (at > word && at[-1] != '@'))
		return (len == 40 || len == 64) && !word[len] &&
				       placeholder_digits(bytes_of(word, len))
			       ? "a placeholder"
			       : NULL;
	size = count_digits(at + strlen(SHA256));
	if (!is_said(at + strlen(SHA256), at > word))
		return NULL;
	if (manifest_unpinned(at))
		return more && size >= SHORTENED
			       ? NULL
			       : "a digest that is not sha256: and 64 hexadecimal digits";
	if (placeholder_digits(bytes_of(at + strlen(SHA256), size)))
		return "a placeholder";
	*ret_pinned = true;
	return NULL;
}

static bool may_be_loose(struct bytes word)
{
	return word.len >= 40 || memmem(word.data, word.len, SHA256, strlen(SHA256));
}

/* The first of a line; beside a digest of its own only one that is an image's: "app@sha256:..., was sha256:0000". */
static bool find_loose(struct bytes line, struct arena *a, struct logged *logged)
{
	const char *what = NULL, *why = NULL;
	bool pinned = false, more;
	struct bytes value;

	for (size_t at = 0; at < line.len;) {
		struct bytes word = next_word(line, &at, &more);
		const char *said, *found;

		if (!may_be_loose(word))
			continue;
		said = arena_strndup(a, word.data, word.len);
		found = why_loose(said, more, &pinned);
		if (found && !what) {
			what = said;
			why = found;
		}
	}
	if (pinned && !(what && strchr(what, '@')))
		return false;
	if (!what && names_latest(line))
		what = "latest";
	value = placeholder_in(line);
	if (!what && value.len) {
		what = arena_strndup(a, value.data, value.len);
		why = "a placeholder";
	}
	if (what) {
		logged->what = what;
		logged->why = why;
	}
	return what;
}

static void report(struct linting *lint, const char *path, const struct logged *logged)
{
	struct arena *a = lint->arena;
	const char *what = logged->why ? arena_printf(a, "%s (%s)", logged->what, logged->why)
				       : "latest";
	const char *says = logged->why ? "gives no digest of" : "calls latest";

	finding_add(lint->found, RULE_UNPINNED, FINDING_ERROR,
		    (struct finding){.at = {path, logged->loose, 1},
				     .path = path,
				     .expected = "the digest of the image",
				     .found = what,
				     .fix = "hint: append an entry that says which digest it "
					    "was"},
		    "line %u logs a success, of an image that line %u %s", logged->success,
		    logged->loose, says);
}

int doclint_log(struct linting *lint, const struct document *d, struct err *err)
{
	struct logged logged = {0};
	struct lines lines;
	struct bytes text, line;
	bool found;

	if (snapshot_read(lint->head, d->path, lint->arena, &text, &found, err) < 0)
		return -1;
	for (lines = lines_of(found ? text : bytes_of("", 0)); lines_next(&lines, &line);) {
		if (class_dated(line))
			logged = (struct logged){0};
		if (find_loose(line, lint->arena, &logged))
			logged.loose = lines.line;
		if (says_success(line))
			logged.success = lines.line;
		if (!logged.loose || !logged.success)
			continue;
		report(lint, d->path, &logged);
		logged.loose = 0;
	}
	return 0;
}
