/*
 * secret: the first byte says which kind of file it is. Oracles: it goes on and ends, lines grow, what it
 * shows lies in the text; the end of lines changes no finding; a token that is planted behind the last
 * line is found, whatever stands before it.
 */
#include "text/class.h"
#include "text/secret.h"

#include "base/cleanup.h"
#include "base/strbuf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {
	"a.sh", "group_vars/all.yml", "docs/RUNBOOK.md", ".env", "a.json", "a.tf", "a.py", "a"};

static const char planted[] = "\nghp_" /* in two, so that nobody takes it for one */
			      "16C7e42F292c6912E7710c838347Ae178B4a";

static size_t count(const char *path, struct bytes text, unsigned *ret_last)
{
	struct secret s;
	unsigned line = 0, before = 0;
	size_t at = 0, found = 0, was = 0;

	while (secret_next(path, text, &at, &line, &s)) {
		const char *begin = s.text.data, *from = text.data;

		if (at <= was || at > text.len + 1 || s.line <= before || !s.what ||
		    begin < from || begin + s.text.len > from + text.len)
			abort();
		was = at;
		before = s.line;
		found++;
	}
	*ret_last = before;
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT, crlf = STRBUF_INIT;
	const char *path;
	size_t found, lines = 1;
	unsigned last;

	if (!size || size > 16384)
		return 0;
	path = paths[data[0] % ARRAY_SIZE(paths)];
	(void)class_of(path, bytes_of((const char *)data + 1, size - 1), NULL);
	for (size_t i = 1; i < size; i++) {
		if (data[i] == '\r' || !data[i])
			continue;
		if (data[i] == '\n') {
			strbuf_addch(&crlf, '\r');
			lines++;
		}
		strbuf_addch(&text, (char)data[i]);
		strbuf_addch(&crlf, (char)data[i]);
	}
	found = count(path, bytes_of(text.buf, text.len), &last);
	if (found != count(path, bytes_of(crlf.buf, crlf.len), &last))
		abort();
	strbuf_addstr(&text, planted);
	(void)count(path, bytes_of(text.buf, text.len), &last);
	if (last != lines + 1 && strncmp(text.buf, "$ANSIBLE_VAULT", 14) != 0)
		abort();
	return 0;
}
