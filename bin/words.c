/*
 * words.c - run when the program is built: prints text/words_table.h, every word of the tables once, folded
 * and sorted, with all that it says.
 */
#include "text/outline_internal.h"
#include "text/words.h"

_Static_assert(OUTLINE_WORD_COUNT <= 128, "a bit for each");

static const struct {
	enum outline_word what;
	const char *words;
} outline_rows[] = {
#define WORDS(...) {__VA_ARGS__},
#include "text/outline_words.h"
#define SAID(place, language, word, example) {WORD_SAID_##place, word},
#include "text/said_words.h"
};

static const char *const row_words[] = {
#define WORD(mark, language, word, ...) word,
#include "text/legend_done.h"
#include "text/legend_planned.h"
#include "text/legend_held.h"
};

static struct word words[8192];
static size_t count;

static void add(struct bytes text, struct word_set says, size_t row)
{
	struct word word = {.says = says, .row = (unsigned short)row};

	/* what is cut off would be found where another word stands */
	if (!legend_fold(text, word.text, sizeof(word.text)) || !*word.text ||
	    count == ARRAY_SIZE(words)) {
		fprintf(stderr, "no word, or too long: '%.*s'\n", (int)text.len,
			(const char *)text.data);
		exit(1);
	}
	word.len = (unsigned char)strlen(word.text);
	for (size_t i = 0; i < count; i++)
		if (!strcmp(words[i].text, word.text)) {
			words[i].says = word_set_join(words[i].says, says);
			words[i].row = row ? word.row : words[i].row;
			return;
		}
	words[count++] = word;
}

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct word *)a)->text, ((const struct word *)b)->text);
}

/* Of sorted words: what one begins with, begins the one before, or that is it. */
static unsigned short shorter(size_t at)
{
	unsigned short last = (unsigned short)at;

	while (last && strncmp(words[at].text, words[last - 1].text, words[last - 1].len) != 0)
		last = words[last - 1].shorter;
	return last;
}

static void print_word(const struct word *word)
{
	printf("\t{\"");
	for (const char *at = word->text; *at; at++)
		printf("\\%03o", (unsigned char)*at);
	printf("\", {{0x%" PRIx64 "u, 0x%" PRIx64 "u}}, %u, %u, %u},\n", word->says.bits[0],
	       word->says.bits[1], word->row, word->shorter, word->len);
}

/* The words that begin with the same two bytes, what they say together, and where those of a first byte are. */
static void print_pairs(void)
{
	size_t pairs = 0, firsts[257] = {0};

	printf("static const struct pair pairs[] = {\n");
	for (size_t at = 0, to; at < count; at = to) {
		struct word_set says = {{0, 0}};
		bool row = false;

		for (to = at; to < count && !strncmp(words[to].text, words[at].text, 2); to++) {
			says = word_set_join(says, words[to].says);
			row = row || words[to].row;
		}
		printf("\t{{{0x%" PRIx64 "u, 0x%" PRIx64 "u}}, %zu, %zu, %u, %d},\n",
		       says.bits[0], says.bits[1], at, to, (unsigned char)words[at].text[1],
		       row);
		pairs++;
		for (unsigned next = (unsigned char)*words[at].text + 1u; next <= 256; next++)
			firsts[next] = pairs;
	}
	printf("};\nstatic const unsigned short starts[] = {\n");
	for (unsigned first = 0; first <= 256; first++)
		printf("%zu,%c", firsts[first], first % 16 == 15 ? '\n' : ' ');
	printf("};\n");
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(outline_rows); i++)
		for (const char *at = outline_rows[i].words; *at; at += *at == '|') {
			size_t len = strcspn(at, "|");

			add(bytes_of(at, len), word_set_of(outline_rows[i].what), 0);
			at += len;
		}
	for (size_t i = 0; i < ARRAY_SIZE(row_words); i++)
		add(bytes_text(row_words[i]), (struct word_set){{0, 0}}, i + 1);
	qsort(words, count, sizeof(*words), compare);
	printf("static const struct word words[] = {\n");
	for (size_t i = 0; i < count; i++) {
		words[i].shorter = shorter(i);
		print_word(&words[i]);
	}
	printf("};\n");
	print_pairs();
	return fflush(stdout) || ferror(stdout);
}
