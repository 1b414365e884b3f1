/* outline_triggers.c - a sentence that says when to go back: "If it fails, roll back", "Roll back when ...". */
#include "text/outline_internal.h"

#include "base/texts.h"

#define MAIN_WORDS 4 /* of what is to be done then, in which it must be said to go back */

/* The first words of a text. */
static const char *first_words(struct arena *arena, const char *text)
{
	size_t len = 0, words = 0;

	text += strspn(text, " ");
	while (text[len] && len < 48 && (text[len] != ' ' || ++words < MAIN_WORDS))
		len++;
	return arena_strndup(arena, text, len);
}

/* Behind the condition: "If it fails, |roll back", "失敗した場合は|ロールバック"; NULL: nothing ends it. */
static const char *behind_condition(const char *text)
{
	static const char *const ends[] = {", ",      "，",   "、",	"場合は",
					   "場合に",  "たら", "则",	"면 ",
					   "olursa ", "ise ", " then ", " dann "};
	const char *first = NULL, *behind = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		const char *hit = strstr(text, ends[i]);

		if (!hit || (first && hit >= first))
			continue;
		first = hit;
		behind = hit + strlen(ends[i]);
	}
	return behind;
}

/* "If", "Wenn", "如果"; and words that are this only where they begin a sentence. */
static bool is_if(const char *text)
{
	static const char *const begins[] = {"Se ",   "Als ", "Om ",  "Should ",
					     "Once ", "Bei ", "Caso "};

	for (size_t i = 0; i < ARRAY_SIZE(begins); i++)
		if (text_begins(text, begins[i]))
			return true;
	return outline_word(WORD_IF, text, WORD_BEGINS) || text_begins(text, "如果") ||
	       text_begins(text, "若") || text_begins(text, "一旦") || strstr(text, "場合") ||
	       strstr(text, "면 ");
}

static bool goes_back(const char *words)
{
	return outline_word(WORD_ROLLBACK, words, WORD_HELD) &&
	       !outline_word(WORD_NOT, words, WORD_HELD);
}

bool outline_says_when(struct arena *arena, const char *text)
{
	const char *then = behind_condition(text), *words = first_words(arena, text);

	if (text_ends(text, ":") || text_ends(text, "：") || text_ends(text, "?"))
		return false;
	if (outline_word(WORD_ROLLBACK, text, WORD_BEGINS))
		return goes_back(words) && outline_word(WORD_IF, text, WORD_HELD);
	return then && is_if(text) && goes_back(first_words(arena, then));
}
