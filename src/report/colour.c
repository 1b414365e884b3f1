#include "report/colour.h"

#include "base/bytes.h"

#include <string.h>

void colour_begin(struct strbuf *out, const char *colour)
{
	if (colour)
		strbuf_addstr(out, colour);
}

void colour_end(struct strbuf *out, const char *colour)
{
	if (colour)
		strbuf_addstr(out, COLOUR_END);
}

void colour_add(struct strbuf *out, const char *colour, const char *text)
{
	colour_begin(out, colour);
	strbuf_addstr(out, text);
	colour_end(out, colour);
}

static const char *of_line(const char *line)
{
	switch (*line) {
	case '+':
		return COLOUR_GOOD;
	case '-':
		return COLOUR_BAD;
	case '@':
		return COLOUR_CARE;
	case 'd': /* "diff --git" */
		return COLOUR_TITLE;
	default:
		return NULL;
	}
}

void colour_patch(struct strbuf *out, const char *patch)
{
	while (*patch) {
		size_t len = strcspn(patch, "\n");
		const char *colour = of_line(patch);

		colour_begin(out, colour);
		strbuf_add(out, patch, len);
		colour_end(out, colour);
		patch += len;
		if (*patch)
			strbuf_addch(out, *patch++);
	}
}

void colour_strip(struct strbuf *out)
{
	size_t to = 0;

	for (size_t from = 0; from < out->len; from++) {
		if (out->buf[from] != '\033') {
			out->buf[to++] = out->buf[from];
			continue;
		}
		while (from < out->len && out->buf[from] != 'm')
			from++;
	}
	if (out->len)
		strbuf_setlen(out, to);
}
