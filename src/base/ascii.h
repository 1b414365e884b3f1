/* ascii.h - letters and digits as they stand in formats, whatever the locale. */
#ifndef BASE_ASCII_H
#define BASE_ASCII_H

#include "base/compat.h"

static inline bool ascii_is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ascii_is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool ascii_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool ascii_is_alnum(char c)
{
	return ascii_is_letter(c) || ascii_is_digit(c);
}

static inline char ascii_lower(char c)
{
	return ascii_is_capital(c) ? (char)(c + 32) : c;
}

/* Of the name of a file, a step, a variable. */
static inline bool ascii_is_name(char c)
{
	return ascii_is_alnum(c) || c == '_' || c == '-' || c == '.';
}

#endif
