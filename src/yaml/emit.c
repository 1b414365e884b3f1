#include "yaml/emit.h"

#include "base/cleanup.h"
#include "base/utf8.h"

void emit_init(struct emit *e, struct strbuf *out)
{
	*e = (struct emit){.out = out};
}

static struct emit_level *level_of(struct emit *e)
{
	return e->depth ? &e->level[e->depth - 1] : NULL;
}

static bool in_flow(struct emit *e)
{
	return e->depth && level_of(e)->flow;
}

static bool at_line_start(const struct emit *e)
{
	return !e->out->len || e->out->buf[e->out->len - 1] == '\n';
}

static void add_blanks(struct strbuf *out, unsigned count)
{
	while (count--)
		strbuf_addch(out, ' ');
}

/* Goes to where the next key or dash of the innermost collection stands. */
static void open_entry(struct emit *e)
{
	struct emit_level *level = level_of(e);

	if (level->flow) {
		if (!level->empty)
			strbuf_addstr(e->out, ", ");
	} else if (at_line_start(e)) {
		add_blanks(e->out, level->indent);
	} else if (e->depth > 1 && e->level[e->depth - 2].sequence) {
		strbuf_addch(e->out, ' '); /* behind the dash */
	} else {
		strbuf_addch(e->out, '\n');
		add_blanks(e->out, level->indent);
	}
	level->empty = false;
}

/* Goes to where a value stands; a block collection follows its key or dash by itself. */
static void open_value(struct emit *e, bool block)
{
	if (!e->depth)
		return;
	if (level_of(e)->sequence) {
		open_entry(e);
		if (!level_of(e)->flow)
			strbuf_addstr(e->out, block ? "-" : "- ");
	} else if (!block) {
		strbuf_addch(e->out, ' ');
	}
}

static void close_value(struct emit *e)
{
	if (!in_flow(e))
		strbuf_addch(e->out, '\n');
}

static void push(struct emit *e, bool sequence, bool flow)
{
	const struct emit_level *parent = level_of(e);
	unsigned indent = 0;

	if (e->depth >= ARRAY_SIZE(e->level))
		abort(); /* a fault of the caller, not of any input */
	flow = flow || in_flow(e);
	open_value(e, !flow);
	if (parent)
		indent = parent->indent + (sequence && !parent->sequence ? 0 : 2);
	e->level[e->depth++] = (struct emit_level){sequence, flow, true, indent};
	if (flow)
		strbuf_addch(e->out, sequence ? '[' : '{');
}

void emit_mapping(struct emit *e)
{
	push(e, false, false);
}

void emit_sequence(struct emit *e)
{
	push(e, true, false);
}

void emit_flow_mapping(struct emit *e)
{
	push(e, false, true);
}

void emit_flow_sequence(struct emit *e)
{
	push(e, true, true);
}

void emit_end(struct emit *e)
{
	struct emit_level level = *level_of(e);

	e->depth--;
	if (level.flow) {
		strbuf_addch(e->out, level.sequence ? ']' : '}');
		close_value(e);
	} else if (level.empty) {
		if (at_line_start(e))
			add_blanks(e->out, e->depth ? level.indent + 2 : 0);
		else
			strbuf_addch(e->out, ' ');
		strbuf_addstr(e->out, level.sequence ? "[]\n" : "{}\n");
	}
}

/* YAML 1.2.2, section 7.4.2: what stands before its ':' without a '?' has at most 1024 characters. */
#define KEY_LONGEST 1024

void emit_key(struct emit *e, const char *key)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	open_entry(e);
	emit_scalar(&text, key, strlen(key));
	if (text.len > KEY_LONGEST)
		strbuf_addstr(e->out, "? ");
	strbuf_add(e->out, text.buf, text.len);
	if (text.len > KEY_LONGEST && level_of(e)->flow) {
		strbuf_addch(e->out, ' ');
	} else if (text.len > KEY_LONGEST) {
		strbuf_addch(e->out, '\n');
		add_blanks(e->out, level_of(e)->indent);
	}
	strbuf_addch(e->out, ':');
}

/* A literal block reads back as the same text only under these conditions. */
static bool literal_fits(const char *text, size_t len)
{
	uint32_t code;

	if (!memchr(text, '\n', len) || text[0] == ' ' || text[0] == '\n' || text[0] == '\t')
		return false;
	if (len >= 2 && text[len - 1] == '\n' && text[len - 2] == '\n')
		return false;
	for (size_t at = 0; at < len;) {
		size_t size = utf8_decode(bytes_of(text, len), at, &code);

		if (!size || (utf8_is_control(code) && code != '\n' && code != '\t') ||
		    utf8_is_bidi(code) || utf8_is_odd_break(code) || code == 0xfeff ||
		    code == 0xfffe || code == 0xffff)
			return false;
		at += size;
	}
	return true;
}

static void add_literal(struct emit *e, const char *text, size_t len)
{
	unsigned indent = e->depth ? level_of(e)->indent + 2 : 2;
	const char *end = text + len;

	strbuf_addstr(e->out, text[len - 1] == '\n' ? "|\n" : "|-\n");
	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		size_t line = (size_t)((newline ? newline : end) - text);

		if (line)
			add_blanks(e->out, indent);
		strbuf_add(e->out, text, line);
		strbuf_addch(e->out, '\n');
		text += line + 1;
	}
}

static void emit_string_len(struct emit *e, const char *text, size_t len)
{
	open_value(e, false);
	if (!in_flow(e) && literal_fits(text, len)) {
		add_literal(e, text, len);
		return;
	}
	emit_scalar(e->out, text, len);
	close_value(e);
}

void emit_string(struct emit *e, const char *text)
{
	emit_string_len(e, text, strlen(text));
}

static void emit_raw(struct emit *e, const char *text)
{
	open_value(e, false);
	strbuf_addstr(e->out, text);
	close_value(e);
}

void emit_int(struct emit *e, int64_t value)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64, value);
	emit_raw(e, text);
}

void emit_bool(struct emit *e, bool value)
{
	emit_raw(e, value ? "true" : "false");
}

void emit_node(struct emit *e, const struct doc_node *node)
{
	switch (node->kind) {
	case DOC_SEQUENCE:
		push(e, true, node->style == DOC_FLOW);
		for (size_t i = 0; i < node->count; i++)
			emit_node(e, node->items[i]);
		emit_end(e);
		break;
	case DOC_MAPPING:
		push(e, false, node->style == DOC_FLOW);
		for (size_t i = 0; i < node->count; i++) {
			emit_key(e, node->pairs[i].key->text);
			emit_node(e, node->pairs[i].value);
		}
		emit_end(e);
		break;
	default:
		if (doc_type(node) == DOC_STRING)
			emit_string_len(e, node->text, node->len);
		else
			emit_raw(e, node->len ? node->text : "null");
	}
}
