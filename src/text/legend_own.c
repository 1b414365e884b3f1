/* legend_own.c - what a document says that its marks mean: "🟩 = gate", a table of two columns. */
#include "text/outline_internal.h"

#include "base/utf8.h"

#define OWN_MAX 256 /* marks that one document may explain */

struct own {
	const struct legend *over;
	struct arena *arena;
	struct legend_item *items;
	size_t count;
	struct legend_lines *lines;
	bool listed; /* below the heading "Legend" */
};

/* "= gate (a decision is needed)", ": done,": what it says, as one of our marks. */
static enum mark meaning(const struct own *own, struct bytes text)
{
	const char *data = text.data;
	const struct legend legend = own->over ? *own->over : (struct legend){0};
	size_t at = outline_skip(text, 0), size;
	enum mark mark;
	uint32_t code;

	while ((size = utf8_decode(text, at, &code)) &&
	       (code == '=' || code == ':' || code == '-' || code == '>' || code == 0x2014 ||
		code == 0x2013 || code == 0x2192 || code == 0xff1a))
		at = outline_skip(text, at + size);
	if (at >= text.len)
		return MARK_NONE;
	mark = legend_says(&legend, bytes_of(data + at, text.len - at), true, &size);
	return mark == MARK_NONE ? MARK_UNKNOWN : mark;
}

/* The last word is it, and each is kept: who reads the document sees all of them. */
static bool is_explained_since(const struct own *own, size_t item)
{
	for (size_t i = item + 1; i < own->count; i++)
		if (own->items[i].code == own->items[item].code)
			return true;
	return false;
}

static void add(struct own *own, uint32_t code, enum mark mark, unsigned line)
{
	if (line < own->lines->count)
		own->lines->has[line] = true;
	for (size_t i = 0; i < own->count; i++)
		if (own->items[i].code == code && own->items[i].mark == mark &&
		    !is_explained_since(own, i))
			return;
	if (own->count < OWN_MAX)
		*ARENA_PUSH(own->arena, own->items, own->count) = (struct legend_item){
			.code = code, .mark = mark, .line = line};
}

/* The glyph at a byte of a text that may be one of ours, or any sign beyond letters. */
static size_t sign_at(struct bytes text, size_t at, uint32_t *ret)
{
	size_t size = utf8_decode(text, at, ret), next = at + size, more;
	uint32_t code;

	if (!size || *ret < 0x2190 || (*ret >= 0x2e80 && *ret < 0x1f000) || *ret > 0x1faff)
		return 0;
	while ((more = utf8_decode(text, next, &code)) && code >= 0xfe00 && code <= 0xfe0f)
		next += more;
	return next - at;
}

static bool is_arrow(uint32_t code)
{
	return (code >= 0x2190 && code <= 0x21ff) || (code >= 0x2500 && code <= 0x257f);
}

/* "🟨 done, 🟩 to do": what stands between a glyph and the next. */
static void read_signs(struct own *own, const struct md_block *block, size_t from, bool equals)
{
	struct bytes text = bytes_text(block->text);
	const char *data = text.data;
	uint32_t code, next;

	for (size_t at = from, size; at < text.len; at += size) {
		size_t end, len = sign_at(text, at, &code), behind;

		size = len ? len : 1;
		if (!len || is_arrow(code))
			continue;
		for (end = at + len; end < text.len && data[end] != '\n'; end++)
			if (sign_at(text, end, &next) && !is_arrow(next))
				break;
		behind = outline_skip(text, at + len);
		while (end > behind && strchr(" ,;|/", data[end - 1]))
			end--;
		if (equals && (behind >= end || data[behind] != '='))
			continue;
		if (behind < end && !outline_id(bytes_of(data + behind, end - behind)))
			add(own, code, meaning(own, bytes_of(data + at + len, end - at - len)),
			    outline_line(block, at));
	}
}

/* Is this all that a cell shows? */
static bool is_sign(const char *text, uint32_t *ret)
{
	struct bytes bytes = bytes_text(text);
	size_t at = outline_skip(bytes, 0), len = sign_at(bytes, at, ret);

	return len && outline_skip(bytes, at + len) >= bytes.len;
}

/* A table with the columns "Mark" and "Meaning"; below "Legend" the first two, whatever they are. */
static size_t read_table(struct own *own, const struct md_doc *doc, size_t at)
{
	const struct md_block *cells = &doc->blocks[at + 1];
	size_t count = 0;
	unsigned mark = 0, means = 0;

	while (at + 1 + count < doc->count && cells[count].kind == MD_CELL)
		count++;
	for (size_t i = 0; i < count && !cells[i].ordinal; i++) {
		enum column column = outline_column(cells[i].text);

		mark = column == COLUMN_MARK || (column == COLUMN_STATUS && !mark)
			       ? cells[i].level
			       : mark;
		means = column == COLUMN_MEANING ? cells[i].level : means;
	}
	if (own->listed && !means) {
		mark = 1;
		means = 2;
	}
	for (size_t i = 0; i < count && mark && means; i++) {
		uint32_t code;

		if (!cells[i].ordinal || cells[i].level != mark ||
		    !is_sign(cells[i].text, &code))
			continue;
		for (size_t j = 0; j < count; j++)
			if (cells[j].ordinal == cells[i].ordinal && cells[j].level == means &&
			    *cells[j].text)
				add(own, code, meaning(own, bytes_text(cells[j].text)),
				    cells[i].line);
	}
	return at + 1 + count;
}

bool legend_crosses(const struct md_doc *doc)
{
	for (size_t i = 0; i < doc->count; i++) {
		const char *text = doc->blocks[i].text;

		text += strspn(text, " \t");
		if (doc->blocks[i].kind != MD_CODE && !strncmp(text, "(/)", 3) &&
		    (!text[3] || strchr(" \t\n", text[3])))
			return true;
	}
	return false;
}

void legend_read(const struct md_doc *doc, const struct legend *over, struct arena *arena,
		 struct legend *ret, struct legend_lines *lines)
{
	struct own own = {.over = over, .arena = arena, .lines = lines};
	size_t value;

	for (size_t i = 0; i < doc->count;) {
		const struct md_block *block = &doc->blocks[i];

		if (block->kind == MD_TABLE) {
			i = read_table(&own, doc, i);
			continue;
		}
		if (block->kind == MD_HEADING)
			own.listed = outline_word(WORD_LEGEND, block->text, WORD_WHOLE);
		else if (block->kind == MD_PARAGRAPH &&
			 outline_label(WORD_LEGEND, block->text, &value))
			read_signs(&own, block, value, false);
		else if (block->kind == MD_PARAGRAPH)
			read_signs(&own, block, 0, !own.listed);
		i++;
	}
	for (size_t i = 0; over && i < over->count; i++)
		*ARENA_PUSH(arena, own.items, own.count) = over->items[i];
	*ret = (struct legend){own.items, own.count, legend_crosses(doc)};
}
