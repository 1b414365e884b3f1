/* text.c - for people. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"

const struct report_format report_text = {
	.name = "text",
	.for_people = true,
#define RESULT(TAG, name) .name = text_##name,
#include "report/results.h"
#undef RESULT
};

/* A byte that begins a letter. */
static bool begins(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

size_t text_columns(const char *text)
{
	size_t columns = 0;

	for (; *text; text++) {
		if (*text != '\033')
			columns += begins(*text);
		else if (!*(text += strcspn(text, "m")))
			break;
	}
	return columns;
}

size_t text_cut(const char *text, size_t columns)
{
	size_t len = 0;

	for (; text[len]; len++)
		if (begins(text[len]) && !columns--)
			break;
	return len;
}

void text_note(struct report *report, const char *fmt, ...)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	printable_add(&report->words, bytes_of(text.buf, text.len), PRINTABLE_TEXT);
	strbuf_addch(&report->words, '\n');
}
