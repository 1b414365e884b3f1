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
	       c == '!' || c == '&' || c == '|';
}

int md_check_limits(struct bytes text, const char *file, struct err *err)
{
	const char *data = text.data;
	size_t marks = 0;
	unsigned line = 1;

	if (text.len > LIMIT_MARKDOWN)
		return err_at(err, ERR_LIMIT, (struct srcpos){file, 0, 0},
			      "'%s' has %zu bytes; a Markdown document may have %zu", file,
			      text.len, LIMIT_MARKDOWN);
	for (size_t at = 0; at < text.len; line++) {
		const char *end = memchr(data + at, '\n', text.len - at);
		size_t len = end ? (size_t)(end - (data + at)) : text.len - at;
		bool blank = true;

		for (size_t i = 0; i < len; i++) {
			blank = blank && (data[at + i] == ' ' || data[at + i] == '\t' ||
					  data[at + i] == '\r');
			marks += is_mark(data[at + i]);
		}
		if (blank)
			marks = 0;
		if (marks > LIMIT_MARKDOWN_MARKS)
			return err_at(err, ERR_LIMIT, (struct srcpos){file, line, 1},
				      "a paragraph of '%s' has more than %zu characters that "
				      "mark up text",
				      file, LIMIT_MARKDOWN_MARKS);
		if (!blank && nesting(data + at, len) > LIMIT_MARKDOWN_DEPTH)
			return err_at(err, ERR_LIMIT, (struct srcpos){file, line, 1},
				      "'%s' is nested deeper than %d", file,
				      LIMIT_MARKDOWN_DEPTH);
		at += len + 1;
	}
	return 0;
}
