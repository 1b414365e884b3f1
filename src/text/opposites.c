#include "text/opposites.h"

#include <string.h>

#include "base/ascii.h"

#define OPPOSITE(...) {__VA_ARGS__},
const struct opposite opposites[] = {
#include "text/opposite_words.h"
};
const size_t opposite_count = sizeof(opposites) / sizeof(*opposites);

static bool is_letter(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* Han, kana and Hangul stand without blanks between them, or with endings that are joined. */
static bool is_joined(const char *word)
{
	return (unsigned char)*word >= 0xe3;
}

static bool has_word(const char *text, const char *word, size_t len)
{
	bool whole = word[len - 1] == '$';

	len -= whole;
	for (const char *at = text; *at; at++)
		if (!strncmp(at, word, len) &&
		    (is_joined(word) || at == text || !is_letter(at[-1])) &&
		    (!whole || !is_letter(at[len])))
			return true;
	return false;
}

static bool has(const char *text, const char *words)
{
	for (size_t len; *words; words += len + (words[len] == '|')) {
		len = strcspn(words, "|");
		if (has_word(text, words, len))
			return true;
	}
	return false;
}

bool opposites_are(const char *a, const char *b)
{
	for (size_t i = 0; i < opposite_count; i++) {
		bool one = has(a, opposites[i].one), other = has(a, opposites[i].other);

		if (one != other && has(b, opposites[i].one) == other &&
		    has(b, opposites[i].other) == one)
			return true;
	}
	return false;
}
