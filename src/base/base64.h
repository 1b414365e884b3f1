/*
 * base64.h - RFC 4648 base64 with padding: one spelling per value. What base64_encode() would
 * not have written (white space, missing padding, bits after the last byte) is refused.
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/compat.h"

/* Characters that `len` bytes take, without the final NUL. */
#define BASE64_LENGTH(len) (((len) + 2) / 3 * 4)

/* Writes BASE64_LENGTH(len) characters and a NUL to ret_text. */
void base64_encode(const void *data, size_t len, char *ret_text);
/* At most `max` bytes to ret_data; false (contents then undefined) for what is not canonical.
 */
bool base64_decode(const char *text, size_t len, void *ret_data, size_t max, size_t *ret_len);

#endif
