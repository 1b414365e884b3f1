#include "text/said.h"

#include "base/texts.h"

const struct said_row said_rows[] = {
#define SAID(place, ...) {WORD_SAID_##place, __VA_ARGS__},
#include "text/said_words.h"
};
const size_t said_row_count = ARRAY_SIZE(said_rows);

bool said_is(const struct token *token, enum outline_word place)
{
	return token->kind == TOKEN_WORD && outline_word(place, token->text, WORD_WHOLE);
}

/* Of writing without blanks: words are joined to others. */
static bool is_joined(const char *text)
{
	return (unsigned char)*text >= 0xe3;
}

/* What joins a word to what it is said of; 0: none. */
static size_t particle(const char *text)
{
	size_t longest = 0, len;

	for (size_t i = 0; is_joined(text) && i < said_row_count; i++) {
		len = strlen(said_rows[i].word);
		if (said_rows[i].place == WORD_SAID_PARTICLE && len > longest &&
		    text_begins(text, said_rows[i].word))
			longest = len;
	}
	return longest;
}

static bool is_done(const struct legend *legend, const char *word)
{
	return legend_word(legend, word) == MARK_DONE ||
	       outline_word(WORD_SAID_FORM, word, WORD_WHOLE);
}

bool said_done(const struct legend *legend, const char *word)
{
	size_t len;

	if (is_done(legend, word))
		return true;
	len = particle(word);
	return len && is_done(legend, word + len);
}

size_t said_behind_id(const struct legend *legend, const char *word)
{
	size_t len = 0;

	while (word[len] && (unsigned char)word[len] < 0x80)
		len++;
	if (!len || !is_joined(word + len))
		return 0;
	return said_done(legend, word + len) || word[len + particle(word + len)] == '\0' ? len
											 : 0;
}
