/*
 * outline_columns.c - what a column says by its cells, whatever its head: how far the rows are, where nearly all of
 * its cells are a status.
 */
#include "text/outline_internal.h"

/* One cell that is no status among so many that are leaves it one. */
#define TELLING 4

/* "Yes" answers any question. */
static bool answers(const char *text)
{
	struct word_set says = outline_words(text, WORD_WHOLE);

	return outline_has(says, WORD_YES) || outline_has(says, WORD_NO);
}

/* Is it a status, and no more than that? *ret_sure: by a word or sign that is nothing else. */
static bool tells(const struct outliner *o, const struct md_block *cell, bool *ret_sure)
{
	struct bytes text = bytes_text(cell->text);
	size_t at = outline_skip(text, 0), len, ignored;
	struct bytes rest = bytes_of(cell->text + at, text.len - at);
	const struct legend *legend = &o->out->legend;
	struct glyph glyph;

	*ret_sure = false;
	if (answers(cell->text))
		return false;
	if (outline_glyph(o, cell, text, at, &glyph)) {
		*ret_sure = glyph.mark != MARK_UNKNOWN && glyph.mark != MARK_HEADING;
		return *ret_sure;
	}
	if (legend_says(legend, rest, true, &len) == MARK_NONE)
		return outline_share(legend, text, at, &len) != MARK_NONE;
	*ret_sure = legend_says(legend, rest, false, &ignored) != MARK_NONE;
	return !outline_in_code(cell, at) && outline_may_follow(text, at + len);
}

bool outline_tells(const struct outliner *o, const struct md_block *cells, size_t count,
		   unsigned column)
{
	size_t marks = 0, others = 0;
	bool any = false, sure;

	for (size_t i = 0; i < count; i++) {
		bool says;

		/* "Last log line": what is to be seen */
		if (cells[i].level == column && !cells[i].ordinal &&
		    outline_word(WORD_SEEN, cells[i].text, WORD_HELD))
			return false;
		if (cells[i].level != column || !cells[i].ordinal || !*cells[i].text ||
		    outline_is_dash(cells[i].text))
			continue;
		says = tells(o, &cells[i], &sure);
		any = any || (says && sure);
		marks += says;
		others += !says;
	}
	return any && TELLING * others <= marks;
}

/* A column of this kind may be headed so by chance: "Stage", "Remark", "Tracking". */
static bool may_tell(enum column column)
{
	return column != COLUMN_NUMBER && column != COLUMN_ID && column != COLUMN_EXPECT &&
	       column != COLUMN_COMMAND && column != COLUMN_MARK && column != COLUMN_MEANING;
}

bool outline_is_beside_steps(const struct md_block *cells, size_t count,
			     const enum column *columns, unsigned column)
{
	bool itself = columns[column] == COLUMN_STEP || columns[column] == COLUMN_TASK;

	if (!may_tell(columns[column]))
		return false;
	for (size_t i = 0; i < count; i++) {
		enum column is = columns[cells[i].level];

		if (cells[i].level == column)
			continue;
		if (cells[i].ordinal ? outline_id(bytes_text(cells[i].text)) > 0
				     : is == COLUMN_ID || is == COLUMN_STEP ||
					       (is == COLUMN_NUMBER && !itself) ||
					       (is == COLUMN_TASK &&
						!outline_word(WORD_DESCRIBES, cells[i].text,
							      WORD_WHOLE)))
			return true;
	}
	return false;
}
