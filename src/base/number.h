/*
 * number.h - whole numbers: from text, the whole of it or nothing, one spelling per value; and of things.
 */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/arena.h"
#include "base/compat.h"

/* Decimal without sign, blanks or leading zeros, at most `max`. */
bool number_parse(const char *text, uint64_t max, uint64_t *ret_value);

/* "1 step", "2 steps". many: NULL where it is `one` with an s. */
const char *number_of(size_t n, const char *one, const char *many, struct arena *a);

#endif
