#include "text/outline.h"

#include "base/cleanup.h"
#include "base/strbuf.h"
#include "text/outline_internal.h"

struct outline_unit *outline_add(struct outliner *o, const struct md_block *block,
				 enum unit_kind kind)
{
	struct outline_unit *unit = ARENA_PUSH(o->arena, o->units, o->count);

	*unit = (struct outline_unit){.kind = kind,
				      .role = kind == UNIT_HEADING ? ROLE_HEADING : ROLE_TEXT,
				      .line = block->line,
				      .end_line = block->end_line ? block->end_line
								  : block->line,
				      .depth = block->depth,
				      .title = "",
				      .text = "",
				      .task = "",
				      .parent = OUTLINE_NONE,
				      .heading = o->heading,
				      .group = OUTLINE_NONE,
				      .mark = OUTLINE_NONE,
				      .block = block,
				      .block_count = 1};
	return unit;
}

/* Without the newlines of the source, which a reader does not see. */
static const char *one_line(struct arena *arena, const char *text, size_t len)
{
	char *line = arena_strndup(arena, text, len);

	for (char *c = line; *c; c++)
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	return line;
}

static bool is_legend(const struct outliner *o, const struct outline_unit *unit)
{
	for (unsigned line = unit->line; line <= unit->end_line && line < o->legend.count;
	     line++)
		if (o->legend.has[line])
			return true;
	return false;
}

/* Name, marks and text of a unit from its block's text, from one byte to another. */
static void fill(struct outliner *o, size_t at, size_t from, size_t to)
{
	struct outline_unit *unit = &o->units[at];
	const struct md_block *block = unit->block;
	struct outline_name name = outline_read_name(o, block, from, to,
						     unit->kind == UNIT_HEADING);
	size_t value;

	unit->id = name.id;
	unit->ordinal = unit->ordinal ? unit->ordinal : name.ordinal;
	unit->stepped = name.step || name.weak;
	unit->title = unit->task = one_line(o->arena, name.title, strlen(name.title));
	unit->text = one_line(o->arena, block->text + from, to - from);
	if (is_legend(o, unit)) {
		unit->role = ROLE_LEGEND;
		return;
	}
	if (unit->kind != UNIT_HEADING && !unit->id &&
	    outline_label(WORD_STATUS, unit->text, &value)) {
		unit->role = ROLE_STATUS;
		value += from;
		outline_read_marks(o, at, block, value,
				   value + strcspn(block->text + value, "\n") < to
					   ? value + strcspn(block->text + value, "\n")
					   : to,
				   true);
	} else {
		outline_read_marks(o, at, block, from, to, false);
	}
	unit = &o->units[at];
	unit->stepped = name.step || (name.weak && unit->mark != OUTLINE_NONE);
	unit->phased = name.phase;
	unit->inner = name.inner;
}

static void read_heading(struct outliner *o, const struct md_block *block)
{
	struct outline_unit *unit = outline_add(o, block, UNIT_HEADING);

	unit->level = block->level < 7 ? block->level : 6;
	unit->heading = OUTLINE_NONE;
	for (unsigned level = unit->level; --level && unit->heading == OUTLINE_NONE;)
		unit->heading = o->levels[level];
	for (unsigned level = unit->level; level < 7; level++)
		o->levels[level] = OUTLINE_NONE;
	o->levels[unit->level] = o->count - 1;
	fill(o, o->count - 1, 0, strlen(block->text));
	o->heading = o->count - 1;
	unit = &o->units[o->heading];
	unit->explains = outline_explains(unit) ||
			 (unit->heading != OUTLINE_NONE && o->units[unit->heading].explains);
	unit->names = outline_names(unit);
	o->numbered = o->counted = OUTLINE_NONE;
	for (unsigned depth = 0; depth < o->open_room; depth++)
		o->open[depth] = OUTLINE_NONE;
}

/* Does a line of a paragraph begin with a mark, or with a number and one? */
static bool begins_unit(struct outliner *o, const struct md_block *block, size_t at)
{
	struct bytes text = bytes_text(block->text);
	size_t from = outline_skip(text, at), len;
	struct glyph glyph;

	if (outline_glyph(o, block, text, from, &glyph))
		return true;
	len = outline_counted(o, block, text, from);
	return len && outline_glyph(o, block, text, from + len, &glyph);
}

static bool begins_step(struct bytes text, size_t at)
{
	uint64_t ordinal;
	bool sign;

	at = outline_skip(text, at);
	return outline_step(text, at, &ordinal, &sign) || outline_time(text, at);
}

static size_t line_end(const struct md_block *block, size_t at)
{
	return at + strcspn(block->text + at, "\n");
}

/* "Status: done" on a line of a paragraph, also a later one: it says how far that is which the paragraph
 * is of. "Result: the table is there" may be what is to be seen: there only what is known counts. */
static bool begins_status(const struct outliner *o, const struct md_block *block, size_t at)
{
	const char *line = arena_strndup(o->arena, block->text + at, line_end(block, at) - at);
	size_t value, ignored;
	struct glyph glyph;

	if (!outline_label(WORD_STATUS, line, &value))
		return false;
	value = outline_skip(bytes_text(line), value);
	return outline_label(WORD_STATE, line, &ignored) ||
	       glyph_shown(&o->out->legend, bytes_text(line), value, &glyph) ||
	       legend_says(&o->out->legend, bytes_text(line + value), true, &ignored) !=
		       MARK_NONE;
}

/* Where that ends which begins at a byte: with its line where `each` is one, else before a status. */
static size_t part_end(const struct outliner *o, const struct md_block *block, size_t at,
		       bool each)
{
	size_t end = line_end(block, at);

	each = each || (at && begins_status(o, block, at));
	while (!each && block->text[end] && !begins_status(o, block, end + 1))
		end = line_end(block, end + 1);
	return end;
}

static void read_parts(struct outliner *o, const struct md_block *block, size_t from, bool each,
		       size_t parent)
{
	size_t len = strlen(block->text);

	for (size_t at = from, end; at < len; at = end + 1) {
		struct outline_unit *unit = outline_add(o, block, UNIT_LINE);

		end = part_end(o, block, at, each);
		unit->parent = parent;
		if (at || end < len) {
			unit->line = outline_line(block, at);
			unit->end_line = outline_line(block, end - (end > at));
		}
		fill(o, o->count - 1, at, end);
		if (!block->depth && o->units[o->count - 1].stepped)
			o->counted = o->count - 1;
	}
}

/* A line of its own for each that begins with a mark, or where several count steps; what follows one is part of nothing. */
static void read_lines(struct outliner *o, const struct md_block *block, size_t parent)
{
	struct bytes text = bytes_text(block->text);
	bool marked = false;
	size_t steps = 0, letters = 0;
	uint64_t letter;

	for (size_t at = 0, end; at < text.len; at = end + 1) {
		end = line_end(block, at);
		steps += begins_step(text, at);
		letters += outline_lettered(text, outline_skip(text, at), &letter) &&
			   letter == letters + 1; /* one after the other, from the first */
		o->lettered = letters > 1;
		steps = steps > letters ? steps : letters;
		marked = marked || steps > 1 || begins_unit(o, block, at);
	}
	read_parts(o, block, 0, marked, parent);
	o->lettered = false;
}

static size_t open_parent(const struct outliner *o, unsigned depth)
{
	for (; depth; depth--)
		if (depth <= o->open_room && o->open[depth - 1] != OUTLINE_NONE)
			return o->open[depth - 1];
	return OUTLINE_NONE;
}

static void read_paragraph(struct outliner *o, const struct md_block *block)
{
	size_t parent = open_parent(o, block->depth);

	if (parent == OUTLINE_NONE && block->column < 2)
		o->numbered = OUTLINE_NONE;
	read_lines(o, block, parent);
}

/* The source of an item's text begins with "**": a bold lead-in. */
static bool is_strong(const struct outliner *o, const struct md_block *block)
{
	const struct md_run *run = block->run_count ? &block->runs[0] : NULL;
	const char *data = o->source.data;
	size_t at = 0;

	if (!run || !run->line || run->column < 3)
		return false;
	at = run->line <= o->line_count ? o->lines[run->line - 1] : o->source.len;
	at += run->column - 3;
	return at + 2 <= o->source.len &&
	       (!memcmp(data + at, "**", 2) || !memcmp(data + at, "__", 2));
}

/* Where the text of a bold lead-in ends: at its colon. */
static size_t lead_end(const struct md_block *block)
{
	const struct md_run *next = block->run_count > 1 ? &block->runs[1] : NULL;
	size_t len = next ? next->at : strlen(block->text);

	while (len && strchr(" :.", block->text[len - 1]))
		len--;
	return len;
}

static size_t read_item(struct outliner *o, size_t i)
{
	const struct md_block *item = &o->out->doc.blocks[i], *text = item + 1;
	bool own = i + 1 < o->out->doc.count && text->kind == MD_PARAGRAPH &&
		   text->depth == item->depth + 1;
	struct outline_unit *unit = outline_add(o, own ? text : item, UNIT_ITEM);
	size_t at = o->count - 1, end = 0;

	unit->line = item->line;
	unit->depth = item->depth + 1;
	unit->ordinal = item->ordered ? item->ordinal : 0;
	unit->ordered = item->ordered;
	unit->list = item->list;
	unit->parent = open_parent(o, item->depth);
	/* behind "11. " three blanks are one too few for Markdown, and meant all the same */
	if (unit->parent == OUTLINE_NONE && item->column > 1 && !item->ordered)
		unit->parent = o->numbered;
	if (!item->depth && item->ordered)
		o->numbered = at;
	if (own) {
		end = part_end(o, text, 0, false);
		unit->strong = is_strong(o, text);
		fill(o, at, 0, end);
		unit = &o->units[at];
		if (unit->strong && !unit->id && lead_end(text) &&
		    strlen(unit->title) > lead_end(text))
			unit->task = one_line(o->arena, text->text, lead_end(text));
	}
	/* below a line "Step 3: ...", as below such a heading */
	if (o->units[at].parent == OUTLINE_NONE && !o->units[at].id && !o->units[at].stepped)
		o->units[at].parent = o->counted;
	if (item->depth < o->open_room) {
		o->open[item->depth] = at;
		for (unsigned depth = item->depth + 1; depth < o->open_room; depth++)
			o->open[depth] = OUTLINE_NONE;
	}
	if (own && end < strlen(text->text)) {
		o->units[at].end_line = outline_line(text, end + 1) - 1;
		read_parts(o, text, end + 1, false, at);
	}
	return i + 1 + own;
}

static void read_html(struct outliner *o, const struct md_block *block)
{
	struct md_block *shown = arena_alloc(o->arena, sizeof(*shown));
	const struct md_block *cells;
	size_t count;

	*shown = md_shown(block, o->arena);
	shown->line = shown->line ? shown->line : block->line;
	if (!shown->text[strspn(shown->text, " \t\r\n")]) {
		outline_add(o, block, UNIT_OTHER)->hidden = true;
		return;
	}
	count = md_html_rows(block, shown, &cells, o->arena);
	if (count) {
		outline_read_cells(o, cells, count);
		return;
	}
	for (size_t at = 0, end, len = strlen(shown->text); at < len; at = end + 1) {
		struct outline_unit *unit;

		for (end = at; end < len && shown->text[end] != '\n'; end++)
			;
		if (end == at)
			continue;
		unit = outline_add(o, shown, UNIT_LINE);
		unit->line = unit->end_line = outline_line(shown, at);
		unit->parent = open_parent(o, block->depth);
		fill(o, o->count - 1, at, end);
	}
}

static void read_blocks(struct outliner *o)
{
	const struct md_doc *doc = &o->out->doc;
	unsigned depth = 0;

	for (size_t i = 0; i < doc->count; i++)
		depth = doc->blocks[i].depth > depth ? doc->blocks[i].depth : depth;
	o->open_room = depth + 1;
	o->open = arena_array(o->arena, o->open_room, sizeof(*o->open));
	for (unsigned i = 0; i < o->open_room; i++)
		o->open[i] = OUTLINE_NONE;
	for (size_t i = 0; i < doc->count;) {
		const struct md_block *block = &doc->blocks[i];

		if (block->kind == MD_TABLE) {
			i = outline_read_table(o, i);
			continue;
		}
		if (block->kind == MD_ITEM) {
			i = read_item(o, i);
			continue;
		}
		if (block->kind == MD_HEADING)
			read_heading(o, block);
		else if (block->kind == MD_PARAGRAPH)
			read_paragraph(o, block);
		else if (block->kind == MD_HTML)
			read_html(o, block);
		else
			outline_add(o, block, block->kind == MD_CODE ? UNIT_CODE : UNIT_OTHER)
				->parent = open_parent(o, block->depth);
		i++;
	}
}

static void find_lines(struct outliner *o)
{
	const char *data = o->source.data;
	size_t *lines = NULL, len = o->source.len;

	*ARENA_PUSH(o->arena, lines, o->line_count) = 0;
	for (size_t i = 0; i < len; i++)
		if (data[i] == '\n' ||
		    (data[i] == '\r' && (i + 1 == len || data[i + 1] != '\n')))
			*ARENA_PUSH(o->arena, lines, o->line_count) = i + 1;
	o->lines = lines;
}

void outline_of(struct bytes text, const struct md_doc *doc, const struct legend *legend,
		struct arena *arena, struct outline *ret)
{
	struct outliner o = {.arena = arena,
			     .out = ret,
			     .source = text,
			     .heading = OUTLINE_NONE,
			     .numbered = OUTLINE_NONE,
			     .counted = OUTLINE_NONE};

	*ret = (struct outline){.doc = *doc};
	find_lines(&o);
	o.legend.count = o.line_count + 1;
	o.legend.has = arena_array(arena, o.legend.count, sizeof(*o.legend.has));
	legend_read(&ret->doc, legend, arena, &ret->legend, &o.legend);
	for (unsigned level = 0; level < 7; level++)
		o.levels[level] = OUTLINE_NONE;
	outline_find_signs(&o);
	read_blocks(&o);
	outline_find_roles(&o);
	outline_find_boards(&o);
	outline_find_steps(&o);
	ret->units = o.units;
	ret->count = o.count;
	ret->marks = o.marks;
	ret->mark_count = o.mark_count;
	for (size_t i = 0; i < o.count; i++)
		ret->step_count += o.units[i].role == ROLE_STEP;
}
