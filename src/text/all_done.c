#include "text/all_done.h"

#include <string.h>

#include "base/ascii.h"
#include "base/bytes.h"
#include "base/texts.h"
#include "text/said.h"

#define SENTENCE 160 /* bytes: what is longer says more */

#define ALL(language, word, example) {ALL_BEGINS, language, word, example},
#define BETWEEN(language, word, example) {ALL_BETWEEN, language, word, example},
const struct all_word all_words[] = {
#include "text/all_done_words.h"
};
const size_t all_word_count = ARRAY_SIZE(all_words);

/* The words of a script without blanks end where the next begins. */
static bool ends_here(const char *at)
{
	return !ascii_is_alnum(*at) &&
	       (!((unsigned char)*at & 0x80) || ((unsigned char)at[-1] & 0x80));
}

/* Letters beyond ASCII are compared as a legend does. */
static size_t word_at(const char *at, const char *word)
{
	char folded[LEGEND_LONGEST];
	size_t len;

	if ((unsigned char)*word & 0x80)
		word = legend_fold(bytes_text(word), folded, sizeof(folded)) ? folded : word;
	len = strlen(word);
	return !strncmp(at, word, len) && ends_here(at + len) ? len : 0;
}

/* One more of those between; the longest. */
static size_t next_between(const char *at)
{
	size_t longest = 0;

	for (size_t i = 0; i < all_word_count; i++) {
		size_t len = all_words[i].place == ALL_BETWEEN ? word_at(at, all_words[i].word)
							       : 0;

		longest = len > longest ? len : longest;
	}
	return longest;
}

/* A word of the legend, or a form of one. */
static bool is_end(const char *at)
{
	return said_done(NULL, at);
}

/* The first sentence; false: it is too long, or asks. */
static bool sentence(const char *text, char *ret)
{
	static const char *const stops[] = {". ", "! ",		  ".\n",	 "!\n",
					    "\n", "\xe3\x80\x82", "\xef\xbc\x81"};
	size_t len = strlen(text);
	struct bytes first;

	for (size_t i = 0; i < ARRAY_SIZE(stops); i++) {
		const char *stop = strstr(text, stops[i]);

		len = stop && (size_t)(stop - text) < len ? (size_t)(stop - text) : len;
	}
	while (len && strchr(".! ", text[len - 1]))
		len--;
	first = bytes_of(text, len);
	return len && len < SENTENCE && legend_fold(first, ret, SENTENCE);
}

bool all_done(const char *text)
{
	char said[SENTENCE];

	if (!sentence(text, said))
		return false;
	for (size_t i = 0; i < all_word_count; i++) {
		const char *at = said;
		size_t len = all_words[i].place == ALL_BEGINS ? word_at(at, all_words[i].word)
							      : 0;

		while (len) {
			at += len;
			at += strspn(at, " ");
			if (is_end(at))
				return true;
			len = next_between(at);
		}
	}
	return false;
}
