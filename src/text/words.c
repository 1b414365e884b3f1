#include "text/words.h"

/* words[], sorted by their bytes, and in starts[] where those begin whose first byte it is */
#include "text/words_table.h"

const struct word *words_shorter(const struct word *word)
{
	return word->shorter ? &words[word->shorter - 1] : NULL;
}

/* Whatever the text begins with, begins the last word that sorts before it, too. */
const struct word *words_longest(const char *folded)
{
	unsigned char first = (unsigned char)*folded;
	size_t low = starts[first], high = starts[first + 1], begin = low, len = 0;
	const struct word *word;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(words[middle].text, folded) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == begin)
		return NULL;
	word = &words[low - 1];
	while (word->text[len] && word->text[len] == folded[len])
		len++;
	while (word && word->len > len)
		word = words_shorter(word);
	return word;
}
