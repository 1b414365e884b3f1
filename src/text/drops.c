#include "text/drops.h"

#include "base/ascii.h"
#include "base/utf8.h"
#include "text/legend.h"
#include "text/lines.h"

#define WORDS_TRIED 100 /* of one line: behind them nobody looks for a status */

/* Behind blanks and the signs of a quote: what the line begins with. */
static struct bytes begun(struct bytes line)
{
	const char *data = line.data;
	size_t at = 0;

	while (at < line.len && strchr(" \t>", data[at]))
		at++;
	return bytes_of(data + at, line.len - at);
}

/* An item, a row, a heading, or what begins with a glyph: prose lists nothing. */
static bool may_list(struct bytes line)
{
	const char *data = line.data;

	return line.len && (strchr("-*+#|:&", *data) || ascii_is_digit(*data) ||
			    (unsigned char)*data >= 0x80 || memchr(data, '|', line.len));
}

static bool is_box(const char *at, size_t left)
{
	return left > 2 && at[0] == '[' && at[2] == ']' && at[1] != ' ';
}

/* A box that is ticked, a glyph or its shortcode, a word. */
static bool shows_done(struct bytes line)
{
	const char *data = line.data;
	size_t size = 1, tries = 0, len;

	for (size_t at = 0; at < line.len && tries < WORDS_TRIED; at += size) {
		bool word = at && (ascii_is_alnum(data[at - 1]) || (data[at - 1] & 0x80));
		uint32_t code;

		size = utf8_decode(line, at, &code);
		size = size ? size : 1;
		if (is_box(data + at, line.len - at) || data[at] == '&' || data[at] == ':' ||
		    data[at] == '|' || legend_glyph(NULL, code) == MARK_DONE)
			return true;
		if (word || !(ascii_is_alnum(data[at]) || (data[at] & 0x80)))
			continue;
		tries++;
		if (legend_says(NULL, bytes_of(data + at, line.len - at), true, &len) ==
		    MARK_DONE)
			return true;
	}
	return tries == WORDS_TRIED;
}

/* A heading that says it of the list below. */
static bool has_done_heading(struct bytes text)
{
	struct lines lines = lines_of(text);
	struct bytes line;

	while (lines_next(&lines, &line)) {
		line = begun(line);
		if (line.len && *(const char *)line.data == '#' && shows_done(line))
			return true;
	}
	return false;
}

/* Where the two begin to differ, and how much of the end is one again; whole lines. */
static struct bytes differing(struct bytes was, struct bytes now)
{
	const char *a = was.data, *b = now.data;
	size_t least = was.len < now.len ? was.len : now.len, from = 0, to = 0;

	while (from < least && a[from] == b[from])
		from++;
	while (to < least - from && a[was.len - 1 - to] == b[now.len - 1 - to])
		to++;
	to = was.len - to;
	while (from && a[from - 1] != '\n')
		from--;
	while (to < was.len && to && a[to - 1] != '\n')
		to++;
	return bytes_of(a + from, to - from);
}

bool text_may_drop_done(struct bytes was, struct bytes now, struct arena *scratch)
{
	struct bytes part = differing(was, now), line;
	struct lines lines = lines_of(part);
	struct byteset has = {0};
	bool headed = false, read = false;

	while (lines_next(&lines, &line)) {
		struct bytes shown = begun(line);

		if (!may_list(shown))
			continue;
		if (!read) {
			read = true;
			headed = has_done_heading(was);
			has = byteset_of_lines(now, scratch);
		}
		if ((headed || shows_done(shown)) && !byteset_has(&has, line))
			return true;
	}
	return false;
}
