#include "text/words.h"

#include "base/ascii.h"

/* The words that begin with the same two bytes: words[from], up to words[to]. */
struct pair {
	struct word_set says; /* all that they do together */
	unsigned short from, to;
	unsigned char second;
	bool row; /* some are rows of the legend */
};

/* words[], sorted by their bytes; pairs[] of them, and in starts[] where those begin whose first byte it is */
#include "text/words_table.h"

const struct word *words_shorter(const struct word *word)
{
	return word->shorter ? &words[word->shorter - 1] : NULL;
}

/* Those of two bytes (second 0: the word of one byte); NULL: there is none. */
static const struct pair *pair_of(unsigned char first, unsigned char second)
{
	size_t low = starts[first], high = starts[first + 1];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (pairs[middle].second == second)
			return &pairs[middle];
		if (pairs[middle].second < second)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Whatever the text begins with, begins the last word that sorts before it, too: of its first two bytes, else
 * of the first alone. */
const struct word *words_longest(const char *folded)
{
	const struct pair *pair = NULL;
	const struct word *word;
	size_t low, high, len = 0;

	if (*folded)
		pair = pair_of((unsigned char)*folded, (unsigned char)folded[1]);
	low = pair ? pair->from : 0;
	high = pair ? pair->to : 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(words[middle].text, folded) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!pair || low == pair->from) {
		pair = *folded ? pair_of((unsigned char)*folded, 0) : NULL;
		return pair ? &words[pair->from] : NULL;
	}
	word = &words[low - 1];
	while (word->text[len] && word->text[len] == folded[len])
		len++;
	while (word && word->len > len)
		word = words_shorter(word);
	return word;
}

struct words_maybe words_maybe(struct bytes text)
{
	static const struct words_maybe any = {{{~UINT64_C(0), ~UINT64_C(0)}}, true, 0, 0};
	const char *data = text.data;
	struct words_maybe ret = {{{0, 0}}, false, 0, 0};
	const struct pair *pair;
	unsigned char first;

	/* folding makes of such a byte a small letter, and nothing else */
	if (text.len < 2 || !words_is_plain(data[0]) || !words_is_plain(data[1]))
		return any;
	first = (unsigned char)ascii_lower(data[0]);
	ret.first = (char)first;
	ret.second = ascii_lower(data[1]);
	for (int alone = 0; alone < 2; alone++) {
		pair = pair_of(first, alone ? 0 : (unsigned char)ret.second);
		if (pair) {
			ret.says = word_set_join(ret.says, pair->says);
			ret.row = ret.row || pair->row;
		}
	}
	return ret;
}
