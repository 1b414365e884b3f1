/*
 * outline_counted.c - steps by their number: "Step 3", "Étape n° 1", "Шаг №1", "Step One", "ステップ１", "第一步",
 * "1단계", "1st step", "Erster Schritt". Words are data: of steps in outline_words.h, of numbers in counts.h.
 */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "base/texts.h"
#include "base/utf8.h"
#include "text/words.h"

#define FIGURES_MAX 5

static const struct outline_count rows[] = {
#define COUNT(language, words, example, is) {language, words, example, is},
#include "text/counts.h"
};
const struct outline_count *outline_counts(size_t *ret_count)
{
	*ret_count = ARRAY_SIZE(rows);
	return rows;
}

#define STEP word_set_of(WORD_STEP)
#define STEP_OR_TASK word_set_join(STEP, word_set_of(WORD_COUNTED))
#define NUMBER word_set_of(WORD_NUMBER)
#define OF word_set_of(WORD_OF)

/* The longest word at a byte that says one of these: how long it is in the text; 0: none. */
static size_t word_at(struct bytes text, size_t at, struct word_set what)
{
	char folded[LEGEND_LONGEST];
	size_t ends[LEGEND_LONGEST];

	if (at >= text.len)
		return 0;
	text = bytes_of((const char *)text.data + at, text.len - at);
	if (!word_set_meet(words_maybe(text).says, what))
		return 0;
	legend_fold_ends(text, folded, sizeof(folded) - 1, ends);
	for (const struct word *word = words_longest(folded); word; word = words_shorter(word))
		if (word_set_meet(word->says, what) && strcmp(word->text, "steps") != 0 &&
		    !(word->len && ascii_is_letter(folded[word->len - 1]) &&
		      ascii_is_letter(folded[word->len])))
			return ends[word->len - 1];
	return 0;
}

/* --- numbers ----------------------------------------------------------------------------- */

/* Figures of several scripts: where nought stands. */
static bool figure(uint32_t code, uint64_t *ret)
{
	static const uint32_t noughts[] = {'0', 0xff10, 0x660, 0x6f0, 0x966, 0xe50};

	for (size_t i = 0; i < ARRAY_SIZE(noughts); i++)
		if (code >= noughts[i] && code <= noughts[i] + 9) {
			*ret = code - noughts[i];
			return true;
		}
	return false;
}

static size_t figures_at(struct bytes text, size_t at, uint64_t *ret)
{
	size_t from = at, size, count = 0;
	uint64_t value = 0, digit;
	uint32_t code;

	if ((size = utf8_decode(text, at, &code)) && code >= 0x2460 && code <= 0x2473) {
		*ret = code - 0x2460 + 1; /* in a circle */
		return size;
	}
	while ((size = utf8_decode(text, at, &code)) && figure(code, &digit)) {
		value = 10 * value + digit;
		at += size;
		if (++count > FIGURES_MAX)
			return 0;
	}
	*ret = value;
	return at - from;
}

static size_t han_digit(const char *at, uint64_t *ret)
{
	static const char *const digits[] = {"一", "二", "三", "四", "五",
					     "六", "七", "八", "九"};

	for (size_t i = 0; i < ARRAY_SIZE(digits); i++)
		if (text_begins(at, digits[i])) {
			*ret = i + 1;
			return strlen(digits[i]);
		}
	*ret = 0;
	return 0;
}

/* Up to 99, as people count steps: "三", "十", "十二", "二十", "二十一". */
static size_t han_at(struct bytes text, size_t at, uint64_t *ret)
{
	static const char ten[] = "十";
	const char *data = (const char *)text.data + at;
	size_t len, size;
	uint64_t tens, ones;

	if (at >= text.len)
		return 0;
	len = han_digit(data, &tens);
	*ret = tens;
	if (!text_begins(data + len, ten))
		return len;
	len += strlen(ten);
	size = han_digit(data + len, &ones);
	*ret = (tens ? tens : 1) * 10 + ones;
	return len + size;
}

/* Where a word or a number may end: "步骤一览" counts nothing. */
static bool is_end(struct bytes text, size_t at)
{
	return at >= text.len || ((const char *)text.data)[at] == '\n' ||
	       outline_skip(text, at) > at || outline_has_sign(text, at) ||
	       strchr(")].,/", ((const char *)text.data)[at]);
}

static bool is_word_of(const struct outline_count *row, const char *folded, uint64_t *ret)
{
	uint64_t number = 1;

	for (const char *at = row->words; *at; at += strspn(at, " ")) {
		size_t len = strcspn(at, " |");
		char word[LEGEND_LONGEST];

		legend_fold(bytes_of(at, len), word, sizeof(word));
		for (char *c = word; *c; c++)
			*c = *c == '_' ? ' ' : *c;
		if (!strcmp(word, folded)) {
			*ret = row->is > 12 ? row->is : number;
			return true;
		}
		at += len;
		number += *at == '|';
		at += *at == '|';
	}
	return false;
}

/* A number in words, of one or two of them. */
static size_t words_at(struct bytes text, size_t at, uint64_t *ret)
{
	size_t end = at, found = 0;

	for (int tries = 0; tries < 2 && end < text.len; tries++) {
		char folded[LEGEND_LONGEST];

		end = outline_skip(text, end);
		while (end < text.len && !is_end(text, end))
			end++;
		if (!legend_fold(bytes_of((const char *)text.data + at, end - at), folded,
				 sizeof(folded)))
			break;
		for (size_t i = 0; *folded && i < ARRAY_SIZE(rows); i++)
			if (is_word_of(&rows[i], folded, ret)) {
				found = end - at;
				break;
			}
	}
	return found;
}

/* --- steps ------------------------------------------------------------------------------- */

/* "Step 4.2" is the second of the fourth. */
static size_t parts(struct bytes text, size_t end, uint64_t *ordinal)
{
	const char *data = text.data;

	while (end + 1 < text.len && data[end] == '.' && ascii_is_digit(data[end + 1]))
		for (end++, *ordinal = 0; end < text.len && ascii_is_digit(data[end]); end++)
			*ordinal = *ordinal < 100000
					   ? 10 * *ordinal + (uint64_t)(data[end] - '0')
					   : *ordinal;
	return end;
}

/* "n° 1", "№12", "one", "一". */
static size_t number_at(struct bytes text, size_t at, bool joined, uint64_t *ret)
{
	size_t len = figures_at(text, at, ret);

	if (len)
		return parts(text, at + len, ret);
	if ((len = han_at(text, at, ret)))
		return is_end(text, at + len) ? at + len : 0;
	len = joined ? 0 : words_at(text, at, ret);
	return len ? at + len : 0;
}

/* "Step 3", "Étape n° 1", "Step One", "Step A:", "步骤一", "Task 3". */
static size_t word_first(struct bytes text, size_t at, uint64_t *ret)
{
	const char *data = text.data;
	size_t word = word_at(text, at, STEP_OR_TASK), from, sign, end;

	if (!word)
		return 0;
	from = outline_skip(text, at + word);
	if ((sign = word_at(text, from, NUMBER))) {
		sign += from;
		sign += sign < text.len && data[sign] == '.';
		if ((end = number_at(text, outline_skip(text, sign), false, ret)))
			return end;
	}
	if ((end = outline_letters(text, from, ret)) &&
	    from > at + word) /* no word, a sign says */
		return outline_has_sign(text, from + end) ? from + end : 0;
	return number_at(text, from, from == at + word, ret);
}

/* "1st step:", "2-й шаг", "1. Schritt:", "1단계:": not "2 phase commit". */
static size_t figure_first(struct bytes text, size_t at, uint64_t *ret)
{
	size_t len = figures_at(text, at, ret), end = at + len, word;

	if (!len)
		return 0;
	if (!(word = word_at(text, end, STEP))) {
		while (end < text.len && end - at - len < 8 && outline_skip(text, end) == end)
			end++;
		if (end == at + len || outline_skip(text, end) == end)
			return 0;
		end = outline_skip(text, end);
		word = word_at(text, end, STEP);
	}
	return word ? end + word : 0;
}

/* "最初の手順": no blank says where the number ends. */
static size_t joined_first(struct bytes text, size_t at, uint64_t *ret)
{
	const char *data = (const char *)text.data + at;

	for (size_t i = 0; i < ARRAY_SIZE(rows) && (unsigned char)*data >= 0xe3; i++) {
		uint64_t number = 1;

		for (const char *word = rows[i].words; *word; word += strspn(word, " ")) {
			size_t len = strcspn(word, " |"), step;

			if (!strncmp(data, word, len) &&
			    (step = word_at(text, at + len, STEP))) {
				*ret = rows[i].is > 12 ? rows[i].is : number;
				return at + len + step;
			}
			word += len;
			number += *word == '|';
			word += *word == '|';
		}
	}
	return 0;
}

/* "First step", "두 번째 단계:", "最初の手順". */
static size_t number_first(struct bytes text, size_t at, uint64_t *ret)
{
	size_t end = at < text.len ? joined_first(text, at, ret) : 0, len, word;

	if (end)
		return end;
	end = at;
	for (int tries = 0; tries < 2 && end < text.len; tries++) {
		end = outline_skip(text, end);
		while (end < text.len && end - at < LEGEND_LONGEST &&
		       outline_skip(text, end) == end && !outline_has_sign(text, end))
			end++;
		if ((word = word_at(text, outline_skip(text, end), STEP))) {
			len = words_at(text, at, ret);
			return len == end - at ? outline_skip(text, end) + word : 0;
		}
	}
	return 0;
}

/* "第一步", "第3步", "第十二阶段". */
static size_t han_first(struct bytes text, size_t at, uint64_t *ret)
{
	static const char first[] = "第", step[] = "步";
	const char *data = text.data;
	size_t len, word;

	if (at >= text.len || !text_begins(data + at, first))
		return 0;
	at += strlen(first);
	len = figures_at(text, at, ret);
	len = len ? len : han_at(text, at, ret);
	at += len;
	word = len ? word_at(text, at, STEP) : 0;
	if (word)
		return at + word;
	return len && at < text.len && text_begins(data + at, step) ? at + strlen(step) : 0;
}

/* "Step 1/3", "Schritt 2 von 4": behind how many there are. */
static size_t skip_total(struct bytes text, size_t end)
{
	size_t at = outline_skip(text, end), len = word_at(text, at, OF);
	uint64_t total;

	if (!len && at < text.len && ((const char *)text.data)[at] == '/')
		len = 1;
	if (!len)
		return end;
	at = outline_skip(text, at + len);
	len = figures_at(text, at, &total);
	return len ? at + len : end;
}

/* "Step 1 (5 min): stop": does a sign follow what stands in brackets? */
static bool sign_follows(struct bytes text, size_t at)
{
	const char *data = text.data, *close;
	size_t open = outline_skip(text, at);

	if (open < text.len && data[open] == '(' &&
	    (close = memchr(data + open, ')', text.len - open)))
		at = (size_t)(close - data) + 1;
	return outline_has_sign(text, at);
}

size_t outline_step(struct bytes text, size_t at, uint64_t *ret_ordinal, bool *ret_sign)
{
	uint64_t ordinal = 0;
	size_t end = han_first(text, at, &ordinal);

	if (!end)
		end = word_first(text, at, &ordinal);
	if (!end) {
		end = figure_first(text, at, &ordinal);
		end = end ? end : number_first(text, at, &ordinal);
		/* of a sentence it may be the beginning: "First step into the room" */
		if (end && !outline_has_sign(text, end) && outline_skip(text, end) < text.len)
			return 0;
	}
	if (!end)
		return 0;
	*ret_ordinal = ordinal;
	end = skip_total(text, end);
	*ret_sign = sign_follows(text, end);
	return end;
}
