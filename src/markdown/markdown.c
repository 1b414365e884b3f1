#include "markdown/markdown.h"

#include "base/ascii.h"
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "markdown/internal.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <strings.h>

CLEANUP_POINTER(cmark_parser, cmark_parser_free)
CLEANUP_POINTER(cmark_node, cmark_node_free)
CLEANUP_POINTER(cmark_iter, cmark_iter_free)

struct reader {
	struct arena *arena;
	struct bytes source;
	const size_t *lines; /* where each line begins; one more stands for the end */
	size_t line_count;

	struct md_block *blocks;
	size_t count;
	unsigned depth, quotes, column;
	uint64_t row;
	/* The leaf that is open: its text and spans so far. */
	size_t leaf;
	struct strbuf text;
	struct md_span *spans;
	size_t span_count, span_start; /* of the open link's text */
	bool strike;		       /* the line that is drawn began with the text */
	struct md_run *runs;
	size_t run_count;
	unsigned shift; /* of the leaf's lines and columns: cmark counted them from 0 */
	uintptr_t lists;
};

static unsigned whole(int value)
{
	return value > 0 ? (unsigned)value : 0;
}

/* Lines as cmark counts them: a lone carriage return ends one too. */
static void find_lines(struct reader *r)
{
	const char *data = r->source.data;
	size_t *lines = NULL;

	*ARENA_PUSH(r->arena, lines, r->line_count) = 0;
	for (size_t i = 0; i < r->source.len; i++)
		if (data[i] == '\n' ||
		    (data[i] == '\r' && (i + 1 == r->source.len || data[i + 1] != '\n')))
			*ARENA_PUSH(r->arena, lines, r->line_count) = i + 1;
	*ARENA_PUSH(r->arena, lines, r->line_count) = r->source.len + 1;
	r->lines = lines;
	r->line_count--;
}

/* A paragraph that a table follows without a blank line has no place; the table has it. */
static unsigned shift_of(cmark_node *node)
{
	cmark_node *next = cmark_node_next(node);

	if (cmark_node_get_start_line(node) || !next)
		return 0;
	return whole(cmark_node_get_start_line(next));
}

static struct md_block *add(struct reader *r, cmark_node *node, enum md_kind kind)
{
	struct md_block *block = ARENA_PUSH(r->arena, r->blocks, r->count);

	*block = (struct md_block){.kind = kind,
				   .line = whole(cmark_node_get_start_line(node)) + r->shift,
				   .column = whole(cmark_node_get_start_column(node)) +
					     !!r->shift,
				   .end_line = whole(cmark_node_get_end_line(node)) + r->shift,
				   .depth = r->depth,
				   .quoted = r->quotes > 0,
				   .text = ""};
	return block;
}

/* cmark keeps the number of a list's first item only; the source has that of each. */
static void add_item(struct reader *r, cmark_node *node)
{
	struct md_block *block = add(r, node, MD_ITEM);
	const char *data = r->source.data;

	block->list = (unsigned)(uintptr_t)cmark_node_get_user_data(cmark_node_parent(node));
	block->ordered = cmark_node_get_list_type(cmark_node_parent(node)) ==
			 CMARK_ORDERED_LIST;
	if (!block->ordered || !block->line || block->line > r->line_count)
		return;
	for (size_t at = r->lines[block->line - 1] + block->column - 1;
	     at < r->source.len && data[at] >= '0' && data[at] <= '9' &&
	     block->ordinal < 1000000000;
	     at++)
		block->ordinal = 10 * block->ordinal + (uint64_t)(data[at] - '0');
}

/*
 * Where an inline begins. Behind a code span that runs over lines cmark goes on counting
 * columns of the line where that span began.
 */
static unsigned line_of(const struct reader *r, cmark_node *node)
{
	unsigned line = whole(cmark_node_get_start_line(node)) + r->shift;
	size_t column = whole(cmark_node_get_start_column(node));

	while (line && line < r->line_count && column > r->lines[line] - r->lines[line - 1]) {
		column -= r->lines[line] - r->lines[line - 1];
		line++;
	}
	return line;
}

static void open_leaf(struct reader *r)
{
	r->leaf = r->count;
	strbuf_setlen(&r->text, 0);
	r->spans = NULL;
	r->span_count = 0;
	r->runs = NULL;
	r->run_count = 0;
}

static void close_leaf(struct reader *r)
{
	struct md_block *block;

	if (!r->leaf)
		return;
	block = &r->blocks[r->leaf - 1];
	block->text = arena_strndup(r->arena, r->text.buf, r->text.len);
	block->spans = r->spans;
	block->span_count = r->span_count;
	block->runs = r->runs;
	block->run_count = r->run_count;
	r->leaf = 0;
}

static void add_span(struct reader *r, cmark_node *node, enum md_span_kind kind,
		     const char *text, const char *url)
{
	*ARENA_PUSH(r->arena, r->spans, r->span_count) = (struct md_span){
		kind, arena_strdup(r->arena, text ? text : ""),
		url ? arena_strdup(r->arena, url) : NULL, line_of(r, node)};
}

static void add_run(struct reader *r, cmark_node *node, enum md_run_kind kind)
{
	*ARENA_PUSH(r->arena, r->runs, r->run_count) = (struct md_run){
		kind, r->text.len, line_of(r, node), whole(cmark_node_get_start_column(node))};
}

static bool is_break(const char *tag)
{
	return tag && tag[0] == '<' && (tag[1] | 32) == 'b' && (tag[2] | 32) == 'r' &&
	       (tag[3] == '>' || tag[3] == '/' || tag[3] == ' ');
}

/* The little that a reader sees of inline HTML: the text of a picture, a box. */
static void add_shown(struct reader *r, cmark_node *node, const char *literal)
{
	struct md_block tag = {.text = literal ? literal : ""};
	const char *text = md_shown(&tag, r->arena).text;

	if (!text[strspn(text, " \t\n")])
		return;
	add_run(r, node, MD_RUN_TEXT);
	strbuf_addstr(&r->text, text);
}

/* "", "[ ] ", an hourglass: what is struck out behind it is all that is said. */
static bool is_only_marks(const struct strbuf *text)
{
	size_t at = text->len > 2 && text->buf[0] == '[' && text->buf[2] == ']' ? 3 : 0, size;
	uint32_t code;

	for (; at < text->len; at += size) {
		size = utf8_decode(bytes_of(text->buf, text->len), at, &code);
		if (!size || ascii_is_alnum((char)(code < 0x80 ? code : 0)) ||
		    (code >= 0x80 && md_is_letter(code)))
			return false;
	}
	return true;
}

static void strike(struct reader *r, bool begins)
{
	if (begins)
		r->strike = is_only_marks(&r->text);
	else if (r->strike)
		r->blocks[r->leaf - 1].struck = r->text.len;
}

/* "<s>", "</del>" strike, "<b>" stresses */
static bool read_tag(struct reader *r, const char *tag)
{
	static const char *const names[] = {"s>", "del>", "strike>", "b>",
					    "i>", "em>",  "strong>"};
	bool begins = tag[1] != '/';
	size_t i = 0;

	tag += begins ? 1 : 2;
	while (i < ARRAY_SIZE(names) && strcasecmp(tag, names[i]) != 0)
		i++;
	if (i < 3)
		strike(r, begins);
	else if (i < ARRAY_SIZE(names) && begins)
		r->blocks[r->leaf - 1].stressed = r->text.len;
	return i < ARRAY_SIZE(names);
}

static void read_inline(struct reader *r, cmark_node *node, cmark_event_type event)
{
	cmark_node_type type = cmark_node_get_type(node);
	const char *literal = cmark_node_get_literal(node);

	if (!r->leaf)
		return;
	if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
		strbuf_addch(&r->text, '\n');
	} else if (type == CMARK_NODE_TEXT) {
		add_run(r, node, MD_RUN_TEXT);
		strbuf_addstr(&r->text, literal ? literal : "");
	} else if (type == CMARK_NODE_CODE) {
		add_run(r, node, MD_RUN_CODE);
		strbuf_addstr(&r->text, literal ? literal : "");
		add_span(r, node, MD_SPAN_CODE, literal, NULL);
	} else if (type == CMARK_NODE_HTML_INLINE) {
		if (is_break(literal)) {
			add_run(r, node, MD_RUN_BREAK);
			/* what stands on two lines of a cell is no one word */
			if (r->blocks[r->leaf - 1].kind == MD_CELL)
				strbuf_addch(&r->text, ' ');
		} else if (!literal || !*literal || !read_tag(r, literal)) {
			add_shown(r, node, literal);
		}
		add_span(r, node, MD_SPAN_HTML, literal, NULL);
	} else if (type == CMARK_NODE_EMPH || type == CMARK_NODE_STRONG) {
		if (event == CMARK_EVENT_ENTER)
			r->blocks[r->leaf - 1].stressed = r->text.len;
	} else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
		/* A link's text is known when it ends; links do not nest, images in them do. */
		if (event == CMARK_EVENT_ENTER)
			r->span_start = r->text.len;
		else
			add_span(r, node,
				 type == CMARK_NODE_LINK ? MD_SPAN_LINK : MD_SPAN_IMAGE,
				 r->text.buf + r->span_start, cmark_node_get_url(node));
	} else if (!strcmp(cmark_node_get_type_string(node), "strikethrough")) {
		strike(r, event == CMARK_EVENT_ENTER);
	}
}

/* A block that holds inlines: its text is gathered until it ends. */
static void read_leaf(struct reader *r, cmark_node *node, cmark_event_type event,
		      enum md_kind kind)
{
	if (event == CMARK_EVENT_EXIT) {
		close_leaf(r);
		r->shift = 0;
		return;
	}
	r->shift = shift_of(node);
	add(r, node, kind);
	open_leaf(r);
	if (kind == MD_HEADING)
		r->blocks[r->count - 1].level = whole(cmark_node_get_heading_level(node));
}

/* Code, HTML and rules have no end event. */
static void read_literal(struct reader *r, cmark_node *node, enum md_kind kind)
{
	const char *literal = cmark_node_get_literal(node);
	struct md_block *block = add(r, node, kind);
	int length, offset;
	char character;

	block->text = arena_strdup(r->arena, literal ? literal : "");
	if (kind == MD_CODE && cmark_node_get_fenced(node, &length, &offset, &character)) {
		block->fenced = true;
		block->info = arena_strdup(r->arena, cmark_node_get_fence_info(node));
	}
}

/* The table extension's types are no constants: they are told by name. */
static bool read_table(struct reader *r, cmark_node *node, cmark_event_type event)
{
	const char *type = cmark_node_get_type_string(node);
	bool enter = event == CMARK_EVENT_ENTER;

	if (type[0] != 't' || type[1] != 'a') /* nearly all: inlines */
		return false;
	if (!strcmp(type, "table")) {
		if (enter)
			add(r, node, MD_TABLE);
		r->row = 0;
	} else if (!strcmp(type, "table_row") || !strcmp(type, "table_header")) {
		r->column = 0;
		if (!enter)
			r->row++;
		else if (r->row == 1 && md_is_head(node))
			r->row = 0;
	} else if (!strcmp(type, "table_cell")) {
		read_leaf(r, node, event, MD_CELL);
		if (enter) {
			r->blocks[r->count - 1].level = ++r->column;
			r->blocks[r->count - 1].ordinal = r->row;
		}
	} else {
		return false;
	}
	return true;
}

static void read_node(struct reader *r, cmark_node *node, cmark_event_type event)
{
	bool enter = event == CMARK_EVENT_ENTER;

	switch ((int)cmark_node_get_type(node)) {
	case CMARK_NODE_DOCUMENT:
		break;
	case CMARK_NODE_LIST: /* numbered, so that its items know each other */
		if (enter)
			cmark_node_set_user_data(node, (void *)++r->lists);
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		r->quotes += enter ? 1 : UINT_MAX;
		break;
	case CMARK_NODE_ITEM:
		if (enter)
			add_item(r, node);
		r->depth += enter ? 1 : UINT_MAX;
		break;
	case CMARK_NODE_HEADING:
		read_leaf(r, node, event, MD_HEADING);
		break;
	case CMARK_NODE_PARAGRAPH:
		read_leaf(r, node, event, MD_PARAGRAPH);
		break;
	case CMARK_NODE_CODE_BLOCK:
		read_literal(r, node, MD_CODE);
		break;
	case CMARK_NODE_HTML_BLOCK:
		read_literal(r, node, MD_HTML);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		add(r, node, MD_RULE);
		break;
	default:
		if (!read_table(r, node, event))
			read_inline(r, node, event);
	}
}

/* When memory ends cmark ends the process, as the arena does. */
static cmark_node *parse(struct bytes text)
{
	CLEANUP(cmark_parser_freep) cmark_parser *parser = NULL;
	static const char *const extensions[] = {"table", "strikethrough"};

	cmark_gfm_core_extensions_ensure_registered();
	parser = cmark_parser_new(CMARK_OPT_SOURCEPOS | CMARK_OPT_VALIDATE_UTF8);
	for (size_t i = 0; i < ARRAY_SIZE(extensions); i++) {
		cmark_syntax_extension *extension = cmark_find_syntax_extension(extensions[i]);

		if (extension)
			cmark_parser_attach_syntax_extension(parser, extension);
	}
	cmark_parser_feed(parser, text.data, text.len);
	return cmark_parser_finish(parser);
}

int md_parse(struct bytes text, const char *file, struct arena *arena, struct md_doc *ret,
	     struct err *err)
{
	CLEANUP(cmark_node_freep) cmark_node *root = NULL;
	CLEANUP(cmark_iter_freep) cmark_iter *iter = NULL;
	struct reader r = {.arena = arena, .source = text, .text = STRBUF_INIT};
	cmark_event_type event;

	if (md_check_limits(text, file, err) < 0)
		return -1;
	root = parse(text.len ? text : bytes_of("", 0));
	if (!root)
		return err_set(err, ERR_FORMAT, "cannot read '%s' as Markdown", file);
	find_lines(&r);
	iter = cmark_iter_new(root);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		read_node(&r, cmark_iter_get_node(iter), event);
	strbuf_free(&r.text);
	md_number_slugs(r.blocks, r.count, arena);
	*ret = (struct md_doc){r.blocks, r.count};
	return 0;
}
