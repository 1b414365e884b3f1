/*
 * plain.h - what a terminal would show of a stream: colours, titles, character sets and other
 * control sequences (ECMA-48) are gone, what was written over after '\r' and '\b' too. Tools
 * print the same whether they colour it or not; so it is judged the same.
 *
 *	struct plain *p = plain_open();
 *	plain_feed(p, piece, &out);	// any number of times, cut anywhere
 *	plain_close(p, &out);
 *
 * Lines only: a cursor that moves up is not followed. A sequence that does not end stops at its
 * line's end, so that it can hide no other line. Of a line longer than PLAIN_LINE the beginning
 * cannot be written over any more.
 */
#ifndef TEXT_PLAIN_H
#define TEXT_PLAIN_H

#include "base/bytes.h"
#include "base/strbuf.h"

#define PLAIN_LINE ((size_t)64 << 10)

struct plain;

struct plain *plain_open(void);
void plain_feed(struct plain *p, struct bytes piece, struct strbuf *out);
/* Appends the rest, and frees. */
void plain_close(struct plain *p, struct strbuf *out);

#endif
