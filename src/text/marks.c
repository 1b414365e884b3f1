#include "text/marks.h"

#include "base/limits.h"
#include "base/path.h"
#include "text/marks_internal.h"

#include <strings.h>

/* Lines as cmark counts them: a lone carriage return ends one too. */
static void find_lines(struct marks_reader *r)
{
	const char *data = r->source.data;
	size_t *lines = NULL, len = r->source.len;

	*ARENA_PUSH(r->arena, lines, r->line_count) = 0;
	for (size_t i = 0; i < len; i++)
		if (data[i] == '\n' ||
		    (data[i] == '\r' && (i + 1 == len || data[i + 1] != '\n')))
			*ARENA_PUSH(r->arena, lines, r->line_count) = i + 1;
	*ARENA_PUSH(r->arena, lines, r->line_count) = len;
	r->lines = lines;
	r->line_count--;
}

static bool is_spelled(const struct marks_reader *r, const struct token *token, size_t at,
		       size_t end, struct glyph *ret)
{
	return at < end && glyph_spelled(r->legend, bytes_of(r->source.data, end), at, ret) &&
	       ret->mark == token->glyph.mark && ret->form == token->glyph.form &&
	       ret->damaged == token->glyph.damaged;
}

/*
 * Where the source spells a glyph: where cmark says, or the next one like it on the line. What is
 * not found once on a line is not looked for again there.
 */
static bool find_glyph(struct marks_reader *r, const struct token *token, size_t start,
		       size_t end, size_t *ret_at, struct glyph *ret)
{
	size_t at = start + token->column - 1;

	if (r->found_line != token->line) {
		r->found_line = token->line;
		r->found_at = start;
		r->lost = false;
	}
	if (!token->column || !is_spelled(r, token, at, end, ret))
		for (at = r->lost ? end : r->found_at; at < end; at++)
			if (is_spelled(r, token, at, end, ret))
				break;
	r->lost = r->lost || at >= end;
	if (at >= end)
		return false;
	if (at + ret->len > r->found_at)
		r->found_at = at + ret->len;
	*ret_at = at;
	return true;
}

static struct bytes line_rest(const struct marks_reader *r, size_t at, size_t end)
{
	const char *data = r->source.data;

	while (at < end && (data[at] == ' ' || data[at] == '\t'))
		at++;
	while (end > at && (data[end - 1] == '\n' || data[end - 1] == '\r'))
		end--;
	return bytes_of(data + at, end - at);
}

void marks_add(struct marks_reader *r, const struct token *token, const struct naming *naming)
{
	struct mark_line mark = {.mark = token->glyph.mark,
				 .form = token->glyph.form,
				 .verified = token->verified,
				 .damaged = token->glyph.damaged,
				 .leads = naming->leads,
				 .listed = naming->listed,
				 .several = naming->several,
				 .step = bytes_text(naming->step ? naming->step : ""),
				 .word = bytes_text(naming->word ? naming->word : ""),
				 .ordinal = naming->ordinal,
				 .line = token->line,
				 .cell = r->cell,
				 .where = marks_where(r, token->line, r->cell),
				 .column = token->column ? token->column : 1};
	size_t line = token->line && token->line <= r->line_count ? token->line : 1, count;
	size_t start = r->lines[line - 1], end = r->lines[line], at = start;
	struct glyph glyph = {0};

	if (mark.form != FORM_WORD) {
		if (find_glyph(r, token, start, end, &at, &glyph))
			mark.column = (unsigned)(at - start) + 1;
		mark.glyph = bytes_of((const char *)r->source.data + at, glyph.len);
	}
	mark.title = line_rest(r, at + glyph.len, end);
	count = r->count;
	*ARENA_PUSH(r->arena, r->items, count) = mark;
	*ARENA_PUSH(r->arena, r->lists, r->count) = naming->list;
}

/* --- the document ----------------------------------------------------------------------- */

static void open_item(struct marks_reader *r, const struct md_block *block)
{
	if (block->depth >= r->depth_room)
		return;
	r->items_at[block->depth] = (struct marks_item){
		.list = block->list,
		.ordinal = block->ordinal,
		.later = r->items_at[block->depth].list == block->list};
}

/* The innermost item that a block stands in; NULL: none. */
static struct marks_item *item_of(struct marks_reader *r, const struct md_block *block)
{
	return block->depth && block->depth <= r->depth_room ? &r->items_at[block->depth - 1]
							     : NULL;
}

static const char *enclosing(struct marks_reader *r, const struct md_block *block)
{
	for (unsigned depth = block->depth; depth && depth <= r->depth_room; depth--)
		if (r->items_at[depth - 1].step)
			return r->items_at[depth - 1].step;
	return r->heading_step;
}

/* What stands above a block: an item, a line that announces it, a heading. */
static enum says above(struct marks_reader *r, const struct md_block *block)
{
	for (unsigned depth = block->depth; depth && depth <= r->depth_room; depth--)
		if (r->items_at[depth - 1].says || r->items_at[depth - 1].step)
			return r->items_at[depth - 1].says;
	return r->above_says ? r->above_says : r->heading_says;
}

/* "## PLAT_01", "## PLAT_01 bring-up": of the second it takes a "Status:" to be said below it. */
static void read_title(struct marks_reader *r, const struct unit *unit)
{
	size_t name = 0;

	while (name < unit->count &&
	       (unit->tokens[name].kind == TOKEN_MARK || words_number(&unit->tokens[name])))
		name++;
	r->heading_step = tokens_named(unit->tokens, unit->count);
	r->heading_titled = name < unit->count ? unit->tokens[name].step : NULL;
	for (size_t i = name + 1; i < unit->count; i++)
		if (unit->tokens[i].kind == TOKEN_STEP)
			r->heading_titled = NULL; /* of several, nobody knows which */
}

static void read_leaf(struct marks_reader *r, const struct md_block *block,
		      struct tokens *tokens)
{
	struct marks_item *item = item_of(r, block);
	struct unit unit = {.block = block, .legend = r->legend, .says = above(r, block)};
	bool several = false;
	size_t name;

	tokens_read(r, block, tokens);
	unit.tokens = tokens->items;
	unit.count = tokens->count;
	unit.running = block->kind == MD_PARAGRAPH && !item;
	if (block->kind == MD_HEADING)
		read_title(r, &unit);
	if (item && item->read && unit.says == SAYS_DONE)
		unit.says = SAYS_NOTHING;
	if (item && !item->read) {
		name = tokens_name(unit.tokens, unit.count);
		item->read = true;
		item->says = words_say(&unit);
		item->step = tokens_step(unit.tokens, unit.count, &several);
		/* below a step its own name makes no list of steps */
		if (name < unit.count && unit.tokens[name].kind == TOKEN_STEP &&
		    !(r->heading_step && !strcmp(unit.tokens[name].step, r->heading_step)))
			r->named[item->list] = true;
	}
	if (item) {
		unit.list = item->list;
		unit.later = item->later;
		unit.ordinal = item->ordinal;
	}
	unit.enclosing = enclosing(r, block);
	if (block->kind == MD_HEADING)
		unit.says = SAYS_NOTHING;
	unit_read(r, &unit);
	if (block->kind == MD_HEADING)
		r->heading_says = words_say(&unit);
	if (!item)
		r->above_says = block->kind == MD_HEADING ? SAYS_NOTHING : words_say(&unit);
}

/* A line that only names a step, or says "Done": what follows speaks of it, behind a heading also
 * outside. */
static void enclose(struct marks_reader *r, const struct md_block *block, struct unit *unit)
{
	static const char *const words[] = {"step", "steps"};
	const struct token *first = unit->tokens;

	if (words_say(unit) == SAYS_DONE)
		r->above_says = SAYS_DONE;
	if (unit->count > 1 && token_is(first, words, ARRAY_SIZE(words)))
		first++;
	if (!unit->count || first->kind != TOKEN_STEP)
		return;
	unit->enclosing = first->step;
	for (const char *at = block->text; (at = strcasestr(at, "<h")); at++)
		if (at[2] >= '1' && at[2] <= '6')
			r->heading_step = unit->enclosing;
}

static void read_html(struct marks_reader *r, const struct md_block *block,
		      struct tokens *tokens)
{
	struct md_block shown = md_shown(block, r->arena);
	struct unit unit = {
		.block = &shown, .legend = r->legend, .enclosing = enclosing(r, block)};

	tokens_read(r, &shown, tokens);
	for (size_t from = 0, to; from < tokens->count; from = to) {
		for (to = from + 1; to < tokens->count && !tokens->items[to].first;)
			to++;
		unit.tokens = tokens->items + from;
		unit.count = to - from;
		unit.says = above(r, block);
		unit_read(r, &unit);
		enclose(r, block, &unit);
	}
}

static void read_document(struct marks_reader *r)
{
	const struct md_doc *doc = r->doc;
	struct tokens tokens = {0};
	unsigned lists = 0, depth = 0;

	for (size_t i = 0; i < doc->count; i++) {
		lists = doc->blocks[i].list > lists ? doc->blocks[i].list : lists;
		depth = doc->blocks[i].depth > depth ? doc->blocks[i].depth : depth;
	}
	r->named = arena_array(r->arena, lists + 1, sizeof(*r->named));
	r->depth_room = depth + 1;
	r->items_at = arena_array(r->arena, r->depth_room, sizeof(*r->items_at));
	for (size_t i = 0; i < doc->count && r->count <= LIMIT_MARKS;) {
		const struct md_block *block = &doc->blocks[i];

		if (block->kind == MD_TABLE) {
			i = table_read(r, i);
			continue;
		}
		if (block->kind == MD_ITEM)
			open_item(r, block);
		else if (block->kind == MD_HTML)
			read_html(r, block, &tokens);
		else if (block->kind == MD_HEADING || block->kind == MD_PARAGRAPH)
			read_leaf(r, block, &tokens);
		i++;
	}
}

/*
 * "[^1]: ..." is a footnote to some readers and a paragraph to others; read as the definition of a
 * link, what it says would be seen by nobody here. Byte for byte in its place.
 */
static struct bytes show_footnotes(struct bytes text, struct arena *a)
{
	char *copy = NULL, *at, *past;

	if (!text.len || !memmem(text.data, text.len, "[^", 2))
		return text;
	copy = arena_memdup(a, text.data, text.len);
	at = copy;
	past = copy + text.len;
	/* all that stand before one bracket share its end: no byte is looked at twice */
	while ((at = memmem(at, (size_t)(past - at), "[^", 2))) {
		char *end = at;

		while (end < past && *end != ']' && *end != '\n')
			end++;
		if (past - end > 1 && end[0] == ']' && end[1] == ':')
			for (; (at = memmem(at, (size_t)(end - at), "[^", 2)); at += 2)
				*at = '(';
		at = end;
	}
	return bytes_of(copy, text.len);
}

bool marks_in_map(const void *map, const char *id)
{
	return strmap_get(map, id) != NULL;
}

bool marks_are_plain(struct bytes text)
{
	return !text.len ||
	       (!memchr(text.data, '\0', text.len) && !memmem(text.data, text.len, "[^", 2));
}

int marks_of(struct bytes text, const struct md_doc *doc, const char *file,
	     const struct marks_steps *steps, struct arena *arena, struct marks *ret,
	     struct err *err)
{
	struct marks_reader r = {.arena = arena,
				 .steps = steps && steps->has ? steps : NULL,
				 .legend = steps ? steps->legend : NULL,
				 .doc = doc,
				 .source = text};
	struct legend legend = r.legend ? *r.legend : (struct legend){0};

	legend.crosses = legend_crosses(doc);
	r.legend = &legend;
	find_lines(&r);
	marks_open(&r);
	read_document(&r);
	/* "enod" is what we read there, and "done" what is seen */
	if (r.turned)
		return err_at(err, ERR_FORMAT, (struct srcpos){file, r.turned, 1},
			      "'%s' changes the direction of its text", file);
	if (r.count > LIMIT_MARKS)
		return err_at(err, ERR_LIMIT, (struct srcpos){file, 0, 0},
			      "'%s' has more than %d status marks", file, LIMIT_MARKS);
	for (size_t i = 0; i < r.count; i++)
		r.items[i].listed = r.items[i].listed || r.named[r.lists[i]];
	if (r.steps && steps->titled)
		marks_add_titled(&r);
	*ret = (struct marks){r.items, r.count};
	return 0;
}

int marks_read(struct bytes text, const char *file, const struct marks_steps *steps,
	       struct arena *arena, struct marks *ret, struct err *err)
{
	struct md_doc doc;

	/* UTF-16 would be shown to a reader, and read by nobody here */
	if (text.len && memchr(text.data, '\0', text.len))
		return err_at(err, ERR_FORMAT, (struct srcpos){file, 0, 0},
			      "'%s' is not text in UTF-8: it holds a NUL byte", file);
	return md_parse(show_footnotes(text, arena), file, arena, &doc, err) < 0
		       ? -1
		       : marks_of(text, &doc, file, steps, arena, ret, err);
}

bool marks_path(const char *path)
{
	return !strcasecmp(path_last(path), "RUNBOOK.md") && !path_is_in(path, "checkpoints") &&
	       !path_is_in(path, "deprecated");
}
