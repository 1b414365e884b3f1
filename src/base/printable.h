/*
 * printable.h - any bytes, made harmless for a terminal, a log and an editor: what would move
 * the cursor, change colours, reorder or hide text is spelled out instead. File names,
 * messages, output of commands: everything that came from outside goes through here on its way
 * out.
 *
 *	printable_add(&out, bytes_text("a\x1b[2Jb"), PRINTABLE_LINE);	// a\x1b[2Jb
 *
 * A control character or a byte that is not UTF-8 becomes \xNN; a bidi control, an odd line
 * break or an invisible character becomes \u{NNNN}. Other text stays as it is (a backslash too:
 * this is for people to read, not to be undone).
 */
#ifndef BASE_PRINTABLE_H
#define BASE_PRINTABLE_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/strbuf.h"

enum printable_mode {
	PRINTABLE_LINE, /* one line: newline and tab are spelled out too */
	PRINTABLE_TEXT, /* newline and tab stay */
};

void printable_add(struct strbuf *out, struct bytes text, enum printable_mode mode);
/* A C string as one line. */
void printable_addstr(struct strbuf *out, const char *text);
/* The same in the arena; the text itself when it is harmless already. */
const char *printable_line(struct arena *a, const char *text);

#endif
