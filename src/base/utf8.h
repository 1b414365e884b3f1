/*
 * utf8.h - UTF-8 as RFC 3629 has it: no overlong form, no surrogate, nothing above U+10FFFF.
 *
 *	for (size_t at = 0; at < text.len;) {
 *		size_t size = utf8_decode(text, at, &code);
 *
 *		if (!size)
 *			return false;	// not UTF-8 at byte `at`
 *		at += size;
 *	}
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/bytes.h"
#include "base/strbuf.h"

/* The character that begins at byte `at`: its size in bytes, 1 to 4; 0 where there is none. */
size_t utf8_decode(struct bytes text, size_t at, uint32_t *ret_code);
/* True when all of it is UTF-8; else *ret_fault (may be NULL) is the first bad byte's offset.
 */
bool utf8_valid(struct bytes text, size_t *ret_fault);
/* The bytes of a code point up to 0x1fffff: how many. */
size_t utf8_put(uint32_t code, unsigned char ret[4]);
/* Appends one character; a code that is none becomes U+FFFD. */
void utf8_append(struct strbuf *out, uint32_t code);

/* C0, DEL, C1. */
bool utf8_is_control(uint32_t code);
/* Characters that reorder what is shown (Trojan Source, CVE-2021-42574). */
bool utf8_is_bidi(uint32_t code);
/* Characters that are there and show nothing: zero width, joiners, BOM, soft hyphen, tags. */
bool utf8_is_invisible(uint32_t code);
/* NEL, LS, PS: line breaks to some readers only. */
bool utf8_is_odd_break(uint32_t code);

/* One line that shows exactly what it holds: UTF-8, no control, bidi or odd break in it. */
bool utf8_is_printable_line(struct bytes text);

#endif
