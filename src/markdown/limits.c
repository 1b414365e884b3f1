#include "markdown/internal.h"

#include "base/limits.h"

/* How many containers a line opens or continues: "> > - 1. text". */
static unsigned nesting(const char *line, size_t len)
{
	unsigned depth = 0, blanks = 0;
	size_t at = 0;

	while (at < len) {
		size_t digits = 0;

		if (line[at] == ' ' || line[at] == '\t') {
			blanks += line[at] == '\t' ? 4 : 1;
			at++;
			continue;
		}
		while (at + digits < len && line[at + digits] >= '0' &&
		       line[at + digits] <= '9' && digits < 10)
			digits++;
		if (line[at] == '>') {
			at++;
		} else if (line[at] == '-' || line[at] == '*' || line[at] == '+') {
			at++;
		} else if (digits && at + digits < len &&
			   (line[at + digits] == '.' || line[at + digits] == ')')) {
			at += digits + 1;
		} else {
			break;
		}
		depth++;
	}
	/* A nested list item is indented by two blanks at least. */
	return depth + blanks / 2;
}

static bool is_mark(char c)
{
	return c == '[' || c == ']' || c == '<' || c == '*' || c == '_' || c == '`' ||
	       c == '!' || c == '&' || c == '|' || c == '~';
}

/* What one paragraph or table has so far. */
struct load {
	size_t marks; /* characters that mark up */
	size_t lines, cells;
	bool listed; /* the last block that began a line was a list item */
};

static size_t blanks(const char *line, size_t len)
{
	size_t at = 0;

	while (at < len && (line[at] == ' ' || line[at] == '\t' || line[at] == '\r'))
		at++;
	return at;
}

/*
 * Does the line begin a paragraph of its own, whatever stands before it: a bullet; at the margin
 * a number, in a list? What only may (a number in running text is text) does not.
 */
static bool begins_item(const struct load *load, const char *line, size_t len)
{
	size_t at = blanks(line, len), start = at;

	if (at > 3 || at == len || memchr(line, '\t', at))
		return false;
	while (at < len && line[at] >= '0' && line[at] <= '9' && at - start < 9)
		at++;
	if (at == start ? line[at] != '-' && line[at] != '*' && line[at] != '+'
			: at == len || line[at] != '.' || !load->listed || start > 1)
		return false;
	at++;
	return at < len && line[at] == ' ' && at + blanks(line + at, len - at) < len;
}

static void add_line(struct load *load, const char *line, size_t len)
{
	size_t cells = 0;

	if (blanks(line, len) == len) {
		*load = (struct load){.listed = true}; /* a number begins a list here */
		return;
	}
	if (begins_item(load, line, len))
		*load = (struct load){.listed = true};
	else if (!load->lines)
		load->listed = false;
	for (size_t i = 0; i < len; i++) {
		load->marks += is_mark(line[i]);
		cells += line[i] == '|';
	}
	load->lines++;
	if (cells > load->cells)
		load->cells = cells;
}

/* A lone carriage return ends a line too. */
static size_t line_length(const char *line, size_t len)
{
	size_t at = 0;

	while (at < len && line[at] != '\n' && line[at] != '\r')
		at++;
	return at;
}

int md_check_limits(struct bytes text, const char *file, struct err *err)
{
	const char *data = text.data;
	struct load load = {.listed = true};
	unsigned line = 1;

	if (text.len > LIMIT_MARKDOWN)
		return err_at(err, ERR_LIMIT, (struct srcpos){file, 0, 0},
			      "'%s' has %zu bytes; a Markdown document may have %zu", file,
			      text.len, LIMIT_MARKDOWN);
	for (size_t at = 0; at < text.len; line++) {
		size_t len = line_length(data + at, text.len - at);

		add_line(&load, data + at, len);
		if (load.marks > LIMIT_MARKDOWN_MARKS)
			return err_at(err, ERR_LIMIT, (struct srcpos){file, line, 1},
				      "a paragraph of '%s' has more than %zu characters that "
				      "mark up text",
				      file, LIMIT_MARKDOWN_MARKS);
		if (load.lines && load.cells > LIMIT_MARKDOWN_CELLS / load.lines)
			return err_at(err, ERR_LIMIT, (struct srcpos){file, line, 1},
				      "a table of '%s' has more than %d cells", file,
				      LIMIT_MARKDOWN_CELLS);
		if (load.lines && nesting(data + at, len) > LIMIT_MARKDOWN_DEPTH)
			return err_at(err, ERR_LIMIT, (struct srcpos){file, line, 1},
				      "'%s' is nested deeper than %d", file,
				      LIMIT_MARKDOWN_DEPTH);
		at += len + 1;
		at += at < text.len && data[at - 1] == '\r' && data[at] == '\n';
	}
	return 0;
}
