/*
 * outline_words.c - what a column, a label or a heading is, by its words (outline_words.h). A word of a
 * label counts where it is all of it or begins it; t/unit/outline.c reads each row.
 */
#include "text/outline_internal.h"

#include "base/ascii.h"
#include "text/words.h"

/* No letter of a word: also where signs follow each other without blanks. Alphabets that fold to no ASCII
 * (U+00C0 to U+07FF) have words with blanks between. */
static bool is_edge(const char *folded, size_t at)
{
	unsigned char c;

	while (at && ((unsigned char)folded[at] & 0xc0) == 0x80)
		at--;
	c = (unsigned char)folded[at];
	return c >= 0x80 ? c < 0xc3 || c >= 0xe0 : !ascii_is_alnum((char)c);
}

/* What those say that a folded text begins with; `whole`: and that are all of it. */
static struct word_set begins(const char *folded, bool whole)
{
	struct word_set says = {{0, 0}};

	for (const struct word *word = words_longest(folded); word; word = words_shorter(word))
		if (whole ? !folded[word->len] : is_edge(folded, word->len))
			says = word_set_join(says, word->says);
	return says;
}

/* A sign of writing without blanks begins a word wherever it stands. */
static bool may_begin(const char *folded, size_t at)
{
	return is_edge(folded, at - 1) || (unsigned char)folded[at] >= 0xe0;
}

struct word_set outline_words(const char *text, enum word_place where)
{
	/* at its beginning: the longest word, a blank, and a sign that says where it ends */
	char folded[256];
	struct word_set says;

	legend_fold(bytes_text(text), folded,
		    where == WORD_HELD ? sizeof(folded) : LEGEND_LONGEST + 8);
	says = begins(folded, where == WORD_WHOLE);
	if (where == WORD_HELD && *folded)
		for (size_t at = 1; folded[at]; at++)
			if (may_begin(folded, at))
				says = word_set_join(says, begins(folded + at, false));
	return says;
}

bool outline_word(enum outline_word what, const char *text, enum word_place where)
{
	if (where != WORD_HELD && *text &&
	    !outline_has(words_maybe(bytes_of(text, text[1] ? 2 : 1)).says, what))
		return false;
	return outline_has(outline_words(text, where), what);
}

/* "Done when", "完了条件": what is to be seen then, and no answer. */
static bool is_condition(const char *head)
{
	const char *blank = strchr(head, ' ');

	return blank ? outline_word(WORD_IF, blank + 1, WORD_BEGINS)
		     : outline_word(WORD_CONDITION, head, WORD_HELD);
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

	struct word_set whole = outline_words(head, WORD_WHOLE),
			begins_with = outline_words(head, WORD_BEGINS);

	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (outline_has(whole, columns[i].what))
			return columns[i].column;
	if (outline_has(whole, WORD_TRACKS))
		return COLUMN_STATUS;
	for (size_t i = 0; i < ARRAY_SIZE(columns); i++)
		if (columns[i].column != COLUMN_TASK &&
		    outline_has(begins_with, columns[i].what))
			return columns[i].what == WORD_DONE && is_condition(head)
				       ? COLUMN_EXPECT
				       : columns[i].column;
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

bool outline_bids(const char *text)
{
	return outline_word(WORD_BIDS, text, WORD_BEGINS);
}

bool outline_is_filler(const char *word)
{
	return outline_word(WORD_FILLER, word, WORD_WHOLE);
}

bool outline_verifies(const char *text)
{
	return outline_word(WORD_VERIFY, text, WORD_HELD);
}

bool outline_begins_step(const char *text)
{
	return outline_word(WORD_STEP, text, WORD_BEGINS) &&
	       !outline_word(WORD_LISTS, text, WORD_WHOLE);
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

/* "moved to 2.2", "moved to v3" */
static bool is_moved_on(const char *text)
{
	const char *at = strcasestr(text, "moved to ");

	at = at ? at + strlen("moved to ") : "";
	at += *at == 'v';
	return *at >= '0' && *at <= '9';
}

bool outline_is_later(const char *text)
{
	return outline_word(WORD_LATER, text, WORD_HELD) || is_moved_on(text);
}

bool outline_is_meeting(const char *line)
{
	size_t value;

	line += strspn(line, "#*_- ");
	return outline_label(WORD_PRESENT, line, &value) ||
	       outline_word(WORD_PRESENT, line, WORD_WHOLE);
}

bool outline_is_environment(const char *head)
{
	return outline_word(WORD_ENVIRONMENT, head, WORD_WHOLE);
}

bool outline_is_of(const char *word)
{
	return outline_word(WORD_OF, word, WORD_WHOLE);
}

bool outline_is_stop(const char *heading)
{
	return outline_word(WORD_STOP, heading, WORD_HELD);
}

bool outline_denies(const char *text)
{
	return outline_word(WORD_NOT, text, WORD_HELD);
}

uint64_t outline_turn(const char *title)
{
	static const enum outline_word turns[] = {WORD_NOT,	WORD_ROLLBACK, WORD_DRILL,
						  WORD_REMOVES, WORD_VERIFY,   WORD_PREPARES};
	struct word_set says = outline_words(title, WORD_HELD);
	uint64_t turn = 0;

	for (size_t i = 0; i < ARRAY_SIZE(turns); i++)
		turn |= (uint64_t)outline_has(says, turns[i]) << i;
	return turn;
}

bool outline_removes(const char *text)
{
	return outline_word(WORD_REMOVES, text, WORD_HELD);
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

bool outline_announces(const char *text)
{
	struct word_set says = outline_words(text, WORD_WHOLE);

	return outline_has(says, WORD_EXPECT) || outline_has(says, WORD_GIVES);
}

bool outline_ranks(const char *text)
{
	return outline_word(WORD_RANKS, text, WORD_HELD);
}

const char *outline_expected(const char *text)
{
	size_t value;

	if (!outline_label(WORD_EXPECT, text, &value))
		return NULL;
	value += strspn(text + value, " ");
	return text[value] ? text + value : NULL;
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
