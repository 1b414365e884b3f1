/* outline_unnamed.c - is it certain that no step of a document has an id? By each word that may be one. */
#include "base/ascii.h"
#include "text/outline_internal.h"

/* The words of a name, and what a reader may not see within one. */
static bool may_hold(char c)
{
	return ascii_is_name(c) || (unsigned char)c >= 0x80;
}

/* A sign that joins the parts of an id, where the second begins as one of an id does. */
static bool joins(const char *text, size_t at)
{
	char behind = text[at + 1];

	return at && strchr("._-", text[at]) && may_hold(text[at - 1]) &&
	       (ascii_is_digit(behind) || ascii_is_capital(behind) ||
		(unsigned char)behind >= 0x80);
}

#define WORD_MAX 128 /* of longer ones nothing is certain: each byte may begin a name */

/* A name may begin behind whatever was skipped: a number, a folder, a sign. */
static bool holds_id(const char *text, size_t from, size_t to)
{
	struct bytes all = bytes_text(text);

	if (to - from > WORD_MAX)
		return true;
	for (size_t at = from; at < to; at++) {
		if ((unsigned char)text[at] >= 0x80) /* a letter, or what nobody sees */
			return true;
		if (ascii_is_alnum(text[at]) && outline_id(bytes_of(text + at, all.len - at)))
			return true;
	}
	return false;
}

static bool may_name(const char *text)
{
	for (size_t at = 0; text[at]; at++) {
		size_t from = at, to = at;

		if (ascii_is_alnum(text[at]) || !joins(text, at))
			continue;
		while (from && may_hold(text[from - 1]))
			from--;
		while (may_hold(text[to]))
			to++;
		if (holds_id(text, from, to))
			return true;
		at = to - 1;
	}
	return false;
}

/* "R1 ramp", "R2 ramp more", "a7 copy", "db-copy: do" (outline_short.c): one alone names nothing. */
static size_t count_short(const char *text)
{
	size_t count = 0;

	for (bool within = false; *text; within = ascii_is_alnum(*text++))
		count += (ascii_is_capital(text[0]) && ascii_is_digit(text[1])) ||
			 (!within && outline_may_be_short(text));
	return count;
}

bool outline_is_unnamed(const struct md_doc *doc)
{
	size_t brief = 0;

	for (size_t i = 0; i < doc->count; i++) {
		const struct md_block *block = &doc->blocks[i];

		if (block->kind == MD_TABLE || block->kind == MD_HTML)
			return false;
		if (block->kind != MD_HEADING && block->kind != MD_PARAGRAPH)
			continue;
		brief += count_short(block->text);
		if (brief > 1 || may_name(block->text))
			return false;
	}
	return true;
}
