/* The table of words that is made when the program is built: against each word of each table, one by one. */
#include "text/outline_internal.h"
#include "text/words.h"
#include "../t/unit/tap.h"

static const struct {
	enum outline_word what;
	const char *words;
} rows[] = {
#define WORDS(...) {__VA_ARGS__},
#include "text/outline_words.h"
#define SAID(place, language, word, example) {WORD_SAID_##place, word},
#include "text/said_words.h"
};

static struct word all[8192];
static size_t count;

static bool same(struct word_set a, struct word_set b)
{
	return a.bits[0] == b.bits[0] && a.bits[1] == b.bits[1];
}

static void take(struct bytes text, struct word_set says, size_t row)
{
	struct word *word = &all[count++];

	ok(legend_fold(text, word->text, sizeof(word->text)) && *word->text, "%.*s",
	   (int)text.len, (const char *)text.data);
	word->len = (unsigned char)strlen(word->text);
	word->says = says;
	word->row = (unsigned short)row;
}

static void take_all(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		for (const char *at = rows[i].words; *at; at += *at == '|') {
			size_t len = strcspn(at, "|");

			take(bytes_of(at, len), word_set_of(rows[i].what), 0);
			at += len;
		}
	for (size_t i = 0; i < legend_row_count; i++)
		take(bytes_text(legend_rows[i].word), (struct word_set){{0, 0}}, i + 1);
}

/* Each length once, the longest first, with all that the tables say of it. */
static bool is_found(const char *text)
{
	const struct word *found = words_longest(text);
	struct word with[LEGEND_LONGEST] = {0};

	for (size_t i = 0; i < count; i++)
		if (!strncmp(text, all[i].text, all[i].len)) {
			struct word *word = &with[all[i].len];

			word->says = word_set_join(word->says, all[i].says);
			word->row = all[i].row ? all[i].row : word->row;
		}
	for (size_t len = LEGEND_LONGEST; len--;) {
		if (same(with[len].says, (struct word_set){{0, 0}}) && !with[len].row)
			continue;
		if (!found || found->len != len || !same(found->says, with[len].says) ||
		    found->row != with[len].row)
			return false;
		found = words_shorter(found);
	}
	return !found;
}

/* What the first bytes of a text tell leaves out nothing that it says, in whatever letters it is written. */
static bool is_told_of(const char *text)
{
	struct words_maybe with = words_maybe(bytes_text(text));
	char folded[LEGEND_LONGEST];

	legend_fold(bytes_text(text), folded, sizeof(folded));
	for (const struct word *word = words_longest(folded); word; word = words_shorter(word))
		if (!same(word_set_join(with.says, word->says), with.says) ||
		    (word->row && !with.row) || (with.second && with.first != *folded))
			return false;
	return true;
}

static void test_maybe(const char *text, struct arena *arena)
{
	char *capitals = arena_strdup(arena, text);

	for (char *at = capitals; *at; at++)
		*at = *at >= 'a' && *at <= 'z' ? (char)(*at - 32) : *at;
	ok(is_told_of(text) && is_told_of(capitals) &&
		   is_told_of(arena_printf(arena, " %s", text)) &&
		   is_told_of(arena_printf(arena, "%.1s\u00ad%s", text, text + 1)) &&
		   is_told_of(arena_printf(arena, "%s of", text)),
	   "%s: by its first bytes", text);
}

/* Where a word has to stand, and where it has to end. */
static void test_places(void)
{
	ok(outline_word(WORD_STEP, "Étape", WORD_WHOLE), "all of it");
	ok(!outline_word(WORD_STEP, "Étape 3", WORD_WHOLE), "all of it, and more");
	ok(outline_word(WORD_STEP, "Étape 3", WORD_BEGINS), "its beginning");
	ok(!outline_word(WORD_STEP, "steppe", WORD_BEGINS), "the beginning of its first word");
	ok(!outline_word(WORD_STEP, "the step", WORD_BEGINS), "not its beginning");
	ok(outline_word(WORD_STEP, "the step", WORD_HELD), "its end");
	ok(outline_word(WORD_STEP, "footsteps, steps", WORD_HELD), "what stands alone too");
	ok(!outline_word(WORD_STEP, "footstep", WORD_HELD), "the end of a word");
	ok(!outline_word(WORD_STEP, "the steppe", WORD_HELD), "the beginning of one");
	ok(outline_word(WORD_VERIFY, "请a验证", WORD_HELD), "a sign that needs no blank");
	ok(!outline_word(WORD_STEP, "", WORD_HELD), "nothing");
}

int main(void)
{
	/* behind it, what sorts before and after all else */
	static const char *const tails[] = {"", " ", "s", "\xff", "zz", " of"};
	struct arena arena = ARENA_INIT;

	test_places();
	take_all();
	for (size_t i = 0; i < count; i++) {
		bool found = is_found(arena_strndup(&arena, all[i].text, all[i].len - 1u));

		for (size_t j = 0; j < ARRAY_SIZE(tails); j++)
			found = found &&
				is_found(arena_printf(&arena, "%s%s", all[i].text, tails[j]));
		ok(found, "%s", all[i].text);
		test_maybe(all[i].text, &arena);
	}
	ok(!words_maybe(bytes_text("^~")).row &&
		   same(words_maybe(bytes_text("^~")).says, (struct word_set){{0, 0}}),
	   "and leaves out what begins with none of them");
	ok(!words_longest("") && !words_longest("\x01"), "nothing begins with nothing");
	arena_free(&arena);
	return done();
}
