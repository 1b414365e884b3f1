#include "import/import_parts.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "text/mojibake.h"
#include "base/utf8.h"

#define LINES_MAX 200001 /* of one document, and one more */

void import_push(struct arena *arena, struct import_list *list, const char *text)
{
	*ARENA_PUSH(arena, list->items, list->count) = text;
}

bool import_has(const struct import_list *list, const char *text)
{
	return texts_have(list->items, list->count, text);
}

const char *import_plain(struct arena *arena, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	size_t start = 0;

	for (; *text; text++)
		if (*text != '*' && *text != '`')
			strbuf_addch(&out, *text);
	while (out.len && (out.buf[out.len - 1] == ' ' || out.buf[out.len - 1] == '\t'))
		strbuf_setlen(&out, out.len - 1);
	while (start < out.len && (out.buf[start] == ' ' || out.buf[start] == '\t'))
		start++;
	return arena_strndup(arena, out.buf + start, out.len - start);
}

const char *import_span(struct arena *arena, const char *text, size_t index)
{
	for (;; index--) {
		const char *open = strchr(text, '`'), *close;

		close = open ? strchr(open + 1, '`') : NULL;
		if (!close)
			return NULL;
		if (!index)
			return arena_strndup(arena, open + 1, (size_t)(close - open - 1));
		text = close + 1;
	}
}

/*
 * A line as text that YAML can hold: what is no UTF-8, or would be shown as something else,
 * becomes U+FFFD. A carriage return is part of the line's end.
 */
const char *import_line_text(struct arena *arena, const char *data, size_t len)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct bytes text;

	if (len && data[len - 1] == '\r')
		len--;
	text = bytes_of(data, len);
	for (size_t at = 0; at < len;) {
		uint32_t code = 0;
		size_t size = utf8_decode(text, at, &code);

		if (size && (code == '\t' || !(utf8_is_control(code) || utf8_is_bidi(code) ||
					       utf8_is_odd_break(code) || code == 0xfeff)))
			strbuf_add(&out, data + at, size);
		else
			utf8_append(&out, 0xfffd);
		at += size ? size : 1;
	}
	return arena_strndup(arena, out.buf, out.len);
}

/* Number, bullet, indentation, mark. */
static void read_start(struct import_line *line)
{
	const char *at = line->text;
	uint64_t number = 0;
	size_t digits = 0;

	for (; *at == ' ' || *at == '\t'; at++)
		line->indent += *at == '\t' ? 4 : 1;
	line->blank = !*at;
	line->rest = at;
	for (; at[digits] >= '0' && at[digits] <= '9' && digits < 9; digits++)
		number = 10 * number + (uint64_t)(at[digits] - '0');
	if (digits && (at[digits] == '.' || at[digits] == ')') &&
	    (at[digits + 1] == ' ' || at[digits + 1] == '\t')) {
		line->numbered = true;
		line->ordinal = number;
		line->rest = at + digits + 1;
	} else if ((*at == '-' || *at == '+' || (*at == '*' && at[1] == ' ')) && at[1] &&
		   at[1] != '-') {
		line->bullet = true;
		line->rest = at + 1;
	}
	while (*line->rest == ' ' || *line->rest == '\t')
		line->rest++;
}

/* To the end of a line, which a lone carriage return is too; *ret_next: behind it. */
static size_t line_length(struct bytes text, size_t at, size_t *ret_next)
{
	const char *data = text.data;
	size_t end = at;

	while (end < text.len && data[end] != '\n' &&
	       !(data[end] == '\r' && (end + 1 == text.len || data[end + 1] != '\n')))
		end++;
	*ret_next = end + 1;
	return end - at;
}

static size_t split(struct bytes raw, struct bytes now, struct arena *arena,
		    struct import_line **ret)
{
	struct import_line *lines = NULL;
	const char *a = raw.data, *b = now.data;
	size_t count = 0, i = 0, j = 0;

	while (i < raw.len && j < now.len && count < LINES_MAX) {
		size_t a_next, b_next;
		size_t a_len = line_length(raw, i, &a_next),
		       b_len = line_length(now, j, &b_next);
		struct import_line *line = ARENA_PUSH(arena, lines, count);

		*line = (struct import_line){.raw = import_line_text(arena, a + i, a_len),
					     .text = import_line_text(arena, b + j, b_len),
					     .number = (unsigned)count};
		read_start(line);
		i = a_next;
		j = b_next;
	}
	*ret = lines;
	return count;
}

static void apply_blocks(struct import_document *document)
{
	const struct md_doc *md = &document->outline.doc;

	for (size_t i = 0; i < md->count; i++) {
		const struct md_block *block = &md->blocks[i];
		bool hidden = (block->kind == MD_CODE &&
			       (block->fenced || outline_is_shell(block))) ||
			      block->kind == MD_HTML;

		if (!block->line || block->line > document->count)
			continue;
		if (block->kind == MD_HEADING)
			document->lines[block->line - 1].heading = block;
		for (unsigned line = block->line;
		     hidden && line <= block->end_line && line <= document->count; line++)
			document->lines[line - 1].code = true;
	}
}

static void apply_units(struct import_document *document, struct arena *arena)
{
	const struct outline *outline = &document->outline;

	document->steps = arena_array(arena, outline->count + 1, sizeof(*document->steps));
	for (size_t i = 0; i < outline->count; i++) {
		const struct outline_unit *unit = &outline->units[i];

		document->steps[i] = SIZE_MAX;
		if (document->about && unit->role == ROLE_STEP)
			continue;
		if (unit->line && unit->line <= document->count &&
		    !document->lines[unit->line - 1].unit)
			document->lines[unit->line - 1].unit = unit;
	}
}

static void note_damage(const char *path, const struct mojibake *report, struct findings *found)
{
	if (report->repaired + report->guessed)
		finding_add(found, RULE_DOCUMENT, FINDING_WARN,
			    (struct finding){
				    .at = {path, report->hits[0].line, report->hits[0].column},
				    .path = path,
				    .expected = "UTF-8",
				    .found = "UTF-8 that was read as Windows-1254 or "
					     "Windows-1252 and written again"},
			    "%zu damaged characters were repaired while reading",
			    report->repaired + report->guessed);
	for (size_t i = 0; i < report->count; i++) {
		const struct mojibake_hit *hit = &report->hits[i];
		struct finding at = {.at = {path, hit->line, hit->column}, .path = path};

		if (hit->kind == MOJIBAKE_GUESSED)
			finding_add(found, RULE_DOCUMENT, FINDING_NOTE, at,
				    "a damaged character has lost a byte; read as '%.*s'",
				    (int)hit->now.len, (const char *)hit->now.data);
		else if (hit->kind == MOJIBAKE_LEFT)
			finding_add(found, RULE_DOCUMENT, FINDING_WARN, at,
				    "a damaged character has lost a byte; what it was cannot "
				    "be told");
	}
}

int import_open(const struct import_source *source, const struct legend *legend,
		struct arena *arena, struct import_document *ret, struct findings *found,
		struct err *err)
{
	struct import_document document = {.path = source->path, .about = source->about};
	struct mojibake report;
	struct bytes now;

	if (source->text.len && memchr(source->text.data, '\0', source->text.len))
		return err_at(err, ERR_FORMAT, (struct srcpos){source->path, 0, 0},
			      "'%s' is not text: it holds a NUL byte", source->path);
	now = mojibake_repair(source->text, arena, &report);
	if (source->outline && !legend && now.data == source->text.data)
		document.outline = *source->outline;
	else if (outline_read(now, source->path, legend, arena, &document.outline, err) < 0)
		return -1;
	document.count = split(source->text, now, arena, &document.lines);
	if (document.count == LINES_MAX)
		return err_at(err, ERR_LIMIT, (struct srcpos){source->path, LINES_MAX, 1},
			      "'%s' has more than %d lines", source->path, LINES_MAX - 1);
	apply_blocks(&document);
	apply_units(&document, arena);
	note_damage(source->path, &report, found);
	*ret = document;
	return 0;
}
