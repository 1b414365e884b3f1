/*
 * import_alike.c - are two titles one step's? What was done is believed of the step that did it, so that
 * only what a person writes of one thing in other words passes for sure: more words behind the same
 * beginning, a plural, two letters that changed places.
 */
#include "import/import_parts.h"

#include "base/ascii.h"
#include "text/opposites.h"
#include "text/wording.h"

#define WORDS_MAX 64

struct words {
	const char *at[WORDS_MAX];
	size_t len[WORDS_MAX], count;
};

static bool is_letter(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

static const char *folded(struct arena *arena, const char *title)
{
	struct bytes text = bytes_text(title ? title : "");
	char *ret = arena_alloc(arena, 2 * text.len + 1);

	legend_fold(text, ret, 2 * text.len + 1);
	return ret;
}

static struct words words_of(struct arena *arena, const char *title)
{
	const char *text = folded(arena, title);
	struct words ret = {0};

	while (*text && ret.count < WORDS_MAX) {
		size_t len = 0;

		while (is_letter(text[len]))
			len++;
		if (len) {
			ret.at[ret.count] = text;
			ret.len[ret.count++] = len;
		}
		text += len ? len : 1;
	}
	return ret;
}

/* "Mirgate" is "Migrate", "test" is "tests"; a number is itself. */
static bool same_word(const char *a, size_t a_len, const char *b, size_t b_len)
{
	size_t less = a_len < b_len ? a_len : b_len;

	return wording_is_one(a, a_len, b, b_len) ||
	       (less >= 3 && a_len + b_len == 2 * less + 1 && !memcmp(a, b, less) &&
		(a_len < b_len ? b : a)[less] == 's');
}

/* How many of a's words b has, in their order. */
static size_t shared(const struct words *a, const struct words *b)
{
	size_t count = 0, next = 0;

	for (size_t i = 0; i < a->count; i++)
		for (size_t j = next; j < b->count; j++)
			if (same_word(a->at[i], a->len[i], b->at[j], b->len[j])) {
				count++;
				next = j + 1;
				break;
			}
	return count;
}

/* Words of two or three letters stand in any title. */
static bool says_something(const struct words *words, size_t i)
{
	return words->len[i] > 3 || ascii_is_digit(*words->at[i]) ||
	       (unsigned char)*words->at[i] >= 0x80;
}

static bool share_a_word(const struct words *a, const struct words *b)
{
	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; says_something(a, i) && j < b->count; j++)
			if (same_word(a->at[i], a->len[i], b->at[j], b->len[j]))
				return true;
	return false;
}

/* Who did the one has not done the other beside it. */
static bool one_is_two(const char *one, const char *other)
{
	return !import_says(SAY_AND, one) != !import_says(SAY_AND, other);
}

/* "Restart node" is not of which one, "Deploy" not "Deploy: rollback", and nobody tells that by words in common. */
static bool means_other(struct arena *arena, const char *one, const struct words *a,
			const char *other, const struct words *b)
{
	size_t numbers = 0, others = 0;

	for (size_t i = 0; i < a->count; i++)
		numbers += ascii_is_digit(*a->at[i]);
	for (size_t i = 0; i < b->count; i++)
		others += ascii_is_digit(*b->at[i]);
	return numbers != others || outline_turn(one) != outline_turn(other) ||
	       opposites_are(folded(arena, one), folded(arena, other));
}

/* "Back up", "backup". */
static bool same_letters(const struct words *a, const struct words *b)
{
	size_t i = 0, j = 0, x = 0, y = 0;

	while (i < a->count && j < b->count && a->at[i][x] == b->at[j][y]) {
		if (++x == a->len[i]) {
			x = 0;
			i++;
		}
		if (++y == b->len[j]) {
			y = 0;
			j++;
		}
	}
	return i == a->count && j == b->count;
}

enum alike import_alike(struct arena *arena, const char *one, const char *other)
{
	struct words a = words_of(arena, one), b = words_of(arena, other);

	if (!a.count || !b.count)
		return ALIKE_NOT;
	if (same_letters(&a, &b))
		return ALIKE_SURE;
	if (!one_is_two(one, other) && !means_other(arena, one, &a, other, &b) &&
	    same_word(a.at[0], a.len[0], b.at[0], b.len[0]) &&
	    (shared(&a, &b) == a.count || shared(&b, &a) == b.count))
		return ALIKE_SURE;
	return share_a_word(&a, &b) ? ALIKE_WORD : ALIKE_NOT;
}

bool import_is_another(struct arena *arena, const char *one, const char *other)
{
	return outline_is_another(folded(arena, one), folded(arena, other));
}
