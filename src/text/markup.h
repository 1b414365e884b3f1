/*
 * markup.h - outside text in the Markdown that we write: titles, reasons, output of commands. None
 * of it can become a heading, a link, markup, a status mark or the opening of a log entry.
 *
 *	markup_text(&out, step->title);		// within a line
 *	markup_code(&out, "redis:7.2@sha256:...");	// `redis:7.2@sha256:...`
 *	markup_quote(&out, reason);		// > each line
 *	markup_block(&out, output, 200);	// each line behind four blanks
 *
 * Control characters are made harmless everywhere (base/printable.h).
 */
#ifndef TEXT_MARKUP_H
#define TEXT_MARKUP_H

#include "base/bytes.h"
#include "base/strbuf.h"

/* One line; what means something to Markdown or HTML is escaped. NULL writes nothing. */
void markup_text(struct strbuf *out, const char *text);
/* One line as a code span. */
void markup_code(struct strbuf *out, const char *text);
/* A block quote, with the final newline. */
void markup_quote(struct strbuf *out, const char *text);
/*
 * An indented block of code, with the final newline; at most `lines` lines, head and tail, the cut
 * marked. Stands after a blank line, not behind a list's item.
 */
void markup_block(struct strbuf *out, struct bytes text, size_t lines);

#endif
