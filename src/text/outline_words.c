/*
 * outline_words.c - what a column, a label or a heading is, by its words (outline_words.h). A word of a
 * label counts where it is all of it or begins it; t/unit/outline.c reads each row.
 */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "text/words.h"

static bool is_edge(const char *folded, size_t at)
{
	unsigned char c = (unsigned char)folded[at];

	return c >= 0x80 || !ascii_is_alnum((char)c);
}

/* What those say that a folded text begins with; `whole`: and that are all of it. */
static uint64_t begins(const char *folded, bool whole)
{
	uint64_t says = 0;

	for (const struct word *word = words_longest(folded); word; word = words_shorter(word))
		if (whole ? !folded[word->len] : is_edge(folded, word->len))
			says |= word->says;
	return says;
}

/* A sign of writing without blanks begins a word wherever it stands. */
static bool may_begin(const char *folded, size_t at)
{
	return is_edge(folded, at - 1) || (unsigned char)folded[at] >= 0x80;
}

uint64_t outline_words(const char *text, enum word_place where)
{
	/* at its beginning: the longest word, a blank, and a sign that says where it ends */
	char folded[256];
	uint64_t says;

	legend_fold(bytes_text(text), folded,
		    where == WORD_HELD ? sizeof(folded) : LEGEND_LONGEST + 8);
	says = begins(folded, where == WORD_WHOLE);
	if (where == WORD_HELD && *folded)
		for (size_t at = 1; folded[at]; at++)
			if (may_begin(folded, at))
				says |= begins(folded + at, false);
	return says;
}

bool outline_word(enum outline_word what, const char *text, enum word_place where)
{
	return outline_has(outline_words(text, where), what);
}

/* In the order in which a head is asked: "Expected result" is no status. */
enum column outline_column(const char *head)
{
	static const struct {
		enum outline_word what;
		enum column column;
	} columns[] = {
		{WORD_EXPECT, COLUMN_EXPECT},	  {WORD_COMMAND, COLUMN_COMMAND},
		{WORD_STATUS, COLUMN_STATUS},	  {WORD_DONE, COLUMN_STATUS},
		{WORD_NUMBER, COLUMN_NUMBER},	  {WORD_ID, COLUMN_ID},
		{WORD_STEP, COLUMN_STEP},	  {WORD_TASK, COLUMN_TASK},
		{WORD_OWNER, COLUMN_OWNER},	  {WORD_DATE, COLUMN_DATE},
		{WORD_EVIDENCE, COLUMN_EVIDENCE}, {WORD_MARK, COLUMN_MARK},
		{WORD_MEANING, COLUMN_MEANING},
	};

	uint64_t whole = outline_words(head, WORD_WHOLE),
		 begins_with = outline_words(head, WORD_BEGINS);

	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (outline_has(whole, columns[i].what))
			return columns[i].column;
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (columns[i].column != COLUMN_TASK &&
		    outline_has(begins_with, columns[i].what))
			return columns[i].column;
	return COLUMN_OTHER;
}

bool outline_label(enum outline_word what, const char *text, size_t *ret_value)
{
	size_t colon = strcspn(text, ":=\n");
	char label[LEGEND_LONGEST];

	if (!text[colon] || text[colon] == '\n' || colon >= sizeof(label)) {
		const char *wide = strstr(text, "\xef\xbc\x9a"); /* of full width */

		if (!wide || (size_t)(wide - text) >= sizeof(label))
			return false;
		colon = (size_t)(wide - text);
		*ret_value = colon + 3;
	} else {
		*ret_value = colon + 1;
	}
	memcpy(label, text, colon);
	label[colon] = '\0';
	/* "Status (prod)", "Current status"; not "Expected status" */
	return outline_word(what, label, WORD_WHOLE) ||
	       (outline_word(what, label, WORD_BEGINS) && strchr(label, '(')) ||
	       (what == WORD_STATUS && !strncmp(label, "Current ", 8) &&
		outline_word(what, label + 8, WORD_BEGINS));
}

bool outline_verifies(const char *text)
{
	return outline_word(WORD_VERIFY, text, WORD_HELD);
}

bool outline_lists(const char *text)
{
	return outline_word(WORD_LISTS, text, WORD_WHOLE);
}

bool outline_is_work(const char *heading)
{
	return outline_word(WORD_WORK, heading, WORD_HELD) ||
	       outline_word(WORD_LISTS, heading, WORD_HELD);
}

bool outline_is_after(const char *heading)
{
	return outline_word(WORD_AFTER, heading, WORD_BEGINS);
}

bool outline_is_about(const char *title)
{
	return outline_word(WORD_TELLS, title, WORD_BEGINS) &&
	       !outline_word(WORD_LISTS, title, WORD_HELD);
}

bool outline_is_environment(const char *head)
{
	return outline_word(WORD_ENVIRONMENT, head, WORD_WHOLE);
}

bool outline_denies(const char *text)
{
	return outline_word(WORD_NOT, text, WORD_HELD);
}

bool outline_is_progress(const char *text)
{
	return outline_word(WORD_PROGRESS, text, WORD_HELD);
}

bool outline_is_measured(const char *text)
{
	return outline_word(WORD_MEASURED, text, WORD_HELD);
}

bool outline_prints(const char *text)
{
	return outline_word(WORD_OUTPUT, text, WORD_HELD) ||
	       outline_word(WORD_GIVES, text, WORD_HELD);
}

bool outline_ranks(const char *text)
{
	return outline_word(WORD_RANKS, text, WORD_HELD);
}

bool outline_expects(const char *text)
{
	return outline_word(WORD_GIVES, text, WORD_HELD);
}

bool outline_is_state(const char *text, const char **ret_value)
{
	size_t value;
	bool is = outline_label(WORD_STATE, text, &value);

	if (is && ret_value)
		*ret_value = text + value;
	return is;
}
