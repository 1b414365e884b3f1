/*
 * number.h - whole numbers from text: the whole text or nothing, one spelling per value.
 */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/compat.h"

/* Decimal without sign, blanks or leading zeros, at most `max`. */
bool number_parse(const char *text, uint64_t max, uint64_t *ret_value);

#endif
