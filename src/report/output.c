#include "report/output.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/printable.h"
#include "report/advice.h"

int output_data(const struct strbuf *out, struct err *err)
{
	if (fd_write(1, out->buf, out->len) < 0)
		return err_errno(err, "cannot write to standard output");
	return 0;
}

void output_words(const struct strbuf *out)
{
	if (fd_write(2, out->buf, out->len) < 0)
		return; /* nobody is left to be told */
}

void output_note(const char *fmt, ...)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf safe = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	printable_add(&safe, bytes_of(text.buf, text.len), PRINTABLE_TEXT);
	strbuf_addch(&safe, '\n');
	output_words(&safe);
}

void output_err(const struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf safe = STRBUF_INIT;

	strbuf_addstr(&out, "mcade: ");
	if (err->at.file) {
		strbuf_addstr(&out, err->at.file);
		if (err->at.line)
			strbuf_addf(&out, ":%u:%u", err->at.line, err->at.column);
		strbuf_addstr(&out, ": ");
	}
	strbuf_addf(&out, "%s\n", err->text);
	if (err->next[0])
		strbuf_addf(&out, "  %s: %s\n", advice_is_command(err->next) ? "next" : "hint",
			    advice_words(err->next));
	printable_add(&safe, bytes_of(out.buf, out.len), PRINTABLE_TEXT);
	output_words(&safe);
}
