/*
 * hex.h - lower-case hexadecimal. Upper case is refused on reading: one spelling per value.
 */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include "base/compat.h"

/* Writes 2 * len digits and a NUL to ret_text. */
void hex_encode(const void *data, size_t len, char *ret_text);
/* Reads exactly 2 * len digits; false (ret untouched past the fault) when one is not a digit. */
bool hex_decode(const char *text, size_t len, void *ret_data);
/* True when text is exactly `digits` lower-case digits, NUL after. */
bool hex_is(const char *text, size_t digits);
/* An object id of Git's, of SHA-1 or SHA-256. */
static inline bool hex_is_object(const char *text)
{
	return hex_is(text, 40) || hex_is(text, 64);
}

#endif
