#include "policy/marks.h"

#define DIGITS_MAX 9 /* of an ordinal, as in CommonMark */

/* The last byte of the glyph in UTF-8; the three before it are F0 9F 9F. */
static const struct {
	enum mark mark;
	unsigned char last;
	const char *glyph, *word;
} marks[] = {
	{MARK_DONE, 0xa9, "\xf0\x9f\x9f\xa9", "complete"},
	{MARK_PLANNED, 0xa8, "\xf0\x9f\x9f\xa8", "planned"},
	{MARK_BLOCKED, 0xa5, "\xf0\x9f\x9f\xa5", "blocked"},
	{MARK_HEADING, 0xa6, "\xf0\x9f\x9f\xa6", "heading"},
};

const char *mark_glyph(enum mark mark)
{
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (marks[i].mark == mark)
			return marks[i].glyph;
	return "";
}

const char *mark_word(enum mark mark)
{
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (marks[i].mark == mark)
			return marks[i].word;
	return "";
}

/* Steps over one spelling; 0: it does not stand there. */
static size_t skip(const char *at, const char *end, const char *spelling)
{
	size_t len = strlen(spelling);

	return (size_t)(end - at) >= len && !memcmp(at, spelling, len) ? len : 0;
}

static enum mark mark_of(unsigned char last)
{
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++)
		if (marks[i].last == last)
			return marks[i].mark;
	return MARK_NONE;
}

/* The glyph at `at`, whole or damaged; returns its length. */
static size_t read_glyph(const char *at, const char *end, enum mark *ret, bool *ret_damaged)
{
	/* F0 and 9F read as Windows-1254, Windows-1252 and Latin-1, written as UTF-8 */
	static const char *const first[] = {"\xc4\x9f", "\xc3\xb0"};
	static const char *const middle[] = {"\xc5\xb8", "\xc2\x9f"};
	const char *start = at;
	size_t len;

	if ((len = skip(at, end, "\xf0\x9f\x9f")) && at + len < end) {
		*ret = mark_of((unsigned char)at[len]);
		*ret_damaged = false;
		return *ret == MARK_NONE ? 0 : len + 1;
	}
	if (!(len = skip(at, end, first[0])) && !(len = skip(at, end, first[1])))
		return 0;
	at += len;
	for (int i = 0; i < 2; i++) {
		if (!(len = skip(at, end, middle[0])) && !(len = skip(at, end, middle[1])))
			return 0;
		at += len;
	}
	if (!(len = skip(at, end, "\xc2")) || at + len >= end)
		return 0;
	*ret = mark_of((unsigned char)at[len]);
	*ret_damaged = true;
	return *ret == MARK_NONE ? 0 : (size_t)(at + len + 1 - start);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && is_blank(*at))
		at++;
	return at;
}

/* A list marker ("7." "7)" "-" "*" "+"), or the signs of a heading, with the blanks behind. */
static const char *skip_marker(const char *at, const char *end, uint64_t *ret_ordinal)
{
	const char *start = at;
	uint64_t number = 0;

	while (at < end && is_digit(*at) && at - start < DIGITS_MAX)
		number = number * 10 + (uint64_t)(*at++ - '0');
	if (at > start) {
		if (at == end || (*at != '.' && *at != ')'))
			return start;
		*ret_ordinal = number;
		return skip_blanks(at + 1, end);
	}
	if (at < end && (*at == '-' || *at == '*' || *at == '+') && at + 1 < end &&
	    is_blank(at[1]))
		return skip_blanks(at + 1, end);
	while (at < end && *at == '#')
		at++;
	return at > start && at < end && is_blank(*at) ? skip_blanks(at, end) : start;
}

static const char *skip_emphasis(const char *at, const char *end)
{
	while (at < end &&
	       (*at == '*' || *at == '`' || *at == '~' || *at == '[' || is_blank(*at)))
		at++;
	return at;
}

struct bytes marks_step(struct bytes text)
{
	const char *start = text.data, *end = start + text.len, *at = start, *good = start;
	int words = 0;

	while (at < end) {
		const char *word = at;
		bool digit = false;

		for (; at < end && (is_capital(*at) || is_digit(*at)); at++)
			digit = digit || is_digit(*at);
		if (at == word || (at < end && is_small(*at)))
			break;
		if (++words > 1 && digit)
			good = at;
		if (at == end || *at != '_')
			break;
		at++;
	}
	return bytes_of(start, (size_t)(good - start));
}

static bool is_word(char c)
{
	return is_capital(c) || is_small(c) || is_digit(c) || c == '_' || c == '.' || c == '-';
}

bool marks_line(struct bytes text, struct mark_line *ret_line)
{
	const char *start = text.data, *end = start + text.len, *at, *word;
	struct mark_line line = {.line = 1};
	size_t len;

	if (end > start && end[-1] == '\r')
		end--;
	at = skip_blanks(start, end);
	at = skip_marker(at, end, &line.ordinal);
	at = skip_emphasis(at, end);
	len = at < end ? read_glyph(at, end, &line.mark, &line.damaged) : 0;
	if (!len)
		return false;
	line.glyph = bytes_of(at, len);
	line.column = (unsigned)(at - start) + 1;
	at = skip_blanks(at + len, end);
	line.title = bytes_of(at, (size_t)(end - at));
	word = at = skip_emphasis(at, end);
	while (at < end && is_word(*at))
		at++;
	line.word = bytes_of(word, (size_t)(at - word));
	line.step = line.mark == MARK_HEADING ? bytes_of(word, 0) : marks_step(line.word);
	*ret_line = line;
	return true;
}

/* Opens or closes a fence of code; true when the line is part of one. */
static bool in_fence(struct marks_walk *walk, const char *at, const char *end)
{
	const char *run = at = skip_blanks(at, end);
	char c = at < end ? *at : '\0';

	if (c == '`' || c == '~')
		while (at < end && *at == c)
			at++;
	if (!walk->fence) {
		if (at - run < 3 || (c == '`' && memchr(at, '`', (size_t)(end - at))))
			return false;
		walk->fence = c;
		walk->fence_len = (size_t)(at - run);
		return true;
	}
	if (c == walk->fence && (size_t)(at - run) >= walk->fence_len &&
	    skip_blanks(at, end) == end)
		walk->fence = '\0';
	return true;
}

static const char *find(const char *at, const char *end, const char *what)
{
	return at < end ? memmem(at, (size_t)(end - at), what, strlen(what)) : NULL;
}

/* Follows HTML comments; true when the line begins inside one. */
static bool in_comment(struct marks_walk *walk, const char *at, const char *end)
{
	bool inside = walk->comment;

	while (at) {
		at = walk->comment ? find(at, end, "-->") : find(at, end, "<!--");
		if (at) {
			at += walk->comment ? 3 : 4;
			walk->comment = !walk->comment;
		}
	}
	return inside;
}

bool marks_next(struct marks_walk *walk, struct mark_line *ret_line)
{
	const char *text = walk->text.data;

	while (walk->at < walk->text.len) {
		const char *start = text + walk->at, *end;
		size_t left = walk->text.len - walk->at;
		bool hidden;

		end = memchr(start, '\n', left);
		if (!end)
			end = start + left;
		walk->at += (size_t)(end - start) + 1;
		walk->line++;
		hidden = !walk->comment &&
			 in_fence(walk, start, end > start && end[-1] == '\r' ? end - 1 : end);
		if (!hidden)
			hidden = in_comment(walk, start, end);
		if (!hidden && marks_line(bytes_of(start, (size_t)(end - start)), ret_line)) {
			ret_line->line = walk->line;
			return true;
		}
	}
	return false;
}

/* Is there a folder of this name (or beginning with it) in the path? */
static bool has_folder(const char *path, const char *name)
{
	size_t len = strlen(name);

	for (const char *slash; (slash = strchr(path, '/')); path = slash + 1)
		if ((size_t)(slash - path) == len && !strncmp(path, name, len))
			return true;
	return false;
}

bool marks_path(const char *path)
{
	const char *slash = strrchr(path, '/');

	return !strcmp(slash ? slash + 1 : path, "RUNBOOK.md") &&
	       !has_folder(path, "checkpoints") && !has_folder(path, "deprecated");
}
