#include "text/markup.h"

#include "base/cleanup.h"
#include "base/printable.h"

void markup_text(struct strbuf *out, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf line = STRBUF_INIT;

	if (!text)
		return;
	printable_addstr(&line, text);
	for (const char *c = line.buf; *c; c++) {
		if (strchr("\\`*[]<>&|~#", *c))
			strbuf_addch(out, '\\');
		strbuf_addch(out, *c);
	}
}

void markup_code(struct strbuf *out, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf line = STRBUF_INIT;
	size_t longest = 0, run = 0;

	printable_addstr(&line, text);
	for (const char *c = line.buf; *c; c++) {
		run = *c == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	for (size_t i = 0; i <= longest; i++)
		strbuf_addch(out, '`');
	if (longest)
		strbuf_addch(out, ' ');
	strbuf_addstr(out, line.len ? line.buf : " ");
	if (longest)
		strbuf_addch(out, ' ');
	for (size_t i = 0; i <= longest; i++)
		strbuf_addch(out, '`');
}

/* The next line of the text, without its newline; false at the end. */
static bool next_line(struct bytes text, size_t *at, struct bytes *ret)
{
	const char *start = text.data, *from = start + *at, *eol;

	if (*at >= text.len)
		return false;
	eol = memchr(from, '\n', text.len - *at);
	*ret = bytes_of(from, eol ? (size_t)(eol - from) : text.len - *at);
	*at += ret->len + 1;
	return true;
}

void markup_quote(struct strbuf *out, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf copy = STRBUF_INIT;
	struct bytes line;
	size_t at = 0;

	while (next_line(bytes_text(text), &at, &line)) {
		strbuf_setlen(&copy, 0);
		strbuf_add(&copy, line.data, line.len);
		strbuf_addstr(out, "> ");
		markup_text(out, copy.buf);
		strbuf_addch(out, '\n');
	}
}

static void block_line(struct strbuf *out, struct bytes line)
{
	CLEANUP(strbuf_free) struct strbuf safe = STRBUF_INIT;

	printable_add(&safe, line, PRINTABLE_TEXT);
	if (safe.len)
		strbuf_addf(out, "    %s", safe.buf);
	strbuf_addch(out, '\n');
}

void markup_block(struct strbuf *out, struct bytes text, size_t lines)
{
	size_t count = 0, at = 0, i = 0, head = lines / 2, tail = lines - lines / 2;
	struct bytes line;

	while (next_line(text, &at, &line))
		count++;
	at = 0;
	for (; next_line(text, &at, &line); i++) {
		if (count > lines && i == head)
			strbuf_addf(out, "    [... %zu lines left out ...]\n", count - lines);
		if (count <= lines || i < head || i >= count - tail)
			block_line(out, line);
	}
}
