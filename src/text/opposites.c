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

#define WORDS_LOOKED 40 /* of a title: behind them nobody says what it does */
#define STEM_LEAST 3
#define BARE_LEAST 4 /* of a word without a prefix: "bug" is not undone by "debug" */

static size_t word_len(const char *at)
{
	size_t len = 0;

	while (is_letter(at[len]))
		len++;
	return len;
}

static const char *word_behind(const char *at)
{
	while (*at && !is_letter(*at))
		at++;
	return at;
}

/* "load" and "loading", no "load" and "loan". */
static bool same_stem(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t least = a_len < b_len ? a_len : b_len;

	return least >= STEM_LEAST && !memcmp(a, b, least) && a_len + b_len <= 2 * least + 3;
}

/* Is there a word of this prefix, "up-" or "-" for none, and of this stem? */
static bool has_stem(const char *text, const char *prefix, size_t len, const char *stem,
		     size_t stem_len)
{
	size_t words = 0, all;

	for (const char *at = word_behind(text); *at && words++ < WORDS_LOOKED;
	     at = word_behind(at + all)) {
		all = word_len(at);
		if (all > len && !strncmp(at, prefix, len) &&
		    same_stem(at + len, all - len, stem, stem_len))
			return true;
	}
	return false;
}

/* "upload" and "unload": a word of one prefix here is there with another one of the row, and not here. */
static bool turned(const char *a, const char *b, const char *one, const char *other)
{
	size_t one_len = strlen(one) - 1, words = 0, all, len;

	for (const char *at = word_behind(a); *at && words++ < WORDS_LOOKED;
	     at = word_behind(at + all)) {
		const char *stem = at + one_len;

		all = word_len(at);
		if (all < one_len + (one_len ? STEM_LEAST : BARE_LEAST) ||
		    strncmp(at, one, one_len) != 0)
			continue;
		for (const char *p = other; *p; p += len + 1 + (p[len + 1] == '|')) {
			len = strcspn(p, "-");
			if (has_stem(b, p, len, stem, all - one_len) &&
			    !has_stem(a, p, len, stem, all - one_len) &&
			    !has_stem(b, one, one_len, stem, all - one_len))
				return true;
		}
	}
	return false;
}

static bool are(const struct opposite *row, const char *a, const char *b)
{
	bool one, other;

	if (row->one[strlen(row->one) - 1] == '-')
		return turned(a, b, row->one, row->other) || turned(b, a, row->one, row->other);
	one = has(a, row->one);
	other = has(a, row->other);
	return one != other && has(b, row->one) == other && has(b, row->other) == one;
}

bool opposites_are(const char *a, const char *b)
{
	for (size_t i = 0; i < opposite_count; i++)
		if (are(&opposites[i], a, b))
			return true;
	return false;
}
