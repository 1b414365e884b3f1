#include "text/step_paths.h"

#include "base/ascii.h"
#include "text/lines.h"

static bool is_of_path(char c)
{
	return ascii_is_name(c) || c == '/';
}

void step_paths_add(struct step_paths *paths, const char *step, struct bytes line,
		    unsigned number, struct arena *a)
{
	const char *at = line.data, *end = at + line.len;

	while (at < end) {
		const char *from = at, *to;
		bool here;

		while (at < end && is_of_path(*at))
			at++;
		to = at;
		at += at < end;
		while (to > from && (to[-1] == '.' || to[-1] == '/'))
			to--;
		here = to - from > 2 && from[0] == '.' && from[1] == '/';
		from += here ? 2 : 0;
		if (to > from && *from != '/' &&
		    (here || memchr(from, '/', (size_t)(to - from))))
			*ARENA_PUSH(a, paths->items, paths->count) = (struct step_path){
				arena_strndup(a, from, (size_t)(to - from)), step, number};
	}
}

/* The step that a line is of: what follows it, up to another one or a heading. */
static const struct outline_unit *unit_at(const struct outline *o, size_t *next, unsigned line,
					  const struct outline_unit *step)
{
	for (; *next < o->count && o->units[*next].line <= line; ++*next) {
		const struct outline_unit *u = &o->units[*next];

		if (u->role == ROLE_STEP || u->kind == UNIT_HEADING)
			step = u->role == ROLE_STEP ? u : NULL;
	}
	return step;
}

static bool is_done(const struct outline *o, const struct outline_unit *step)
{
	return step && step->mark != OUTLINE_NONE && o->marks[step->mark].mark == MARK_DONE;
}

/* What of the text is code: blocks, and spans, in their order. */
struct code {
	const struct md_block **blocks;
	const struct md_span **spans;
	size_t block_count, span_count;
};

static struct code find_code(const struct outline *o, struct arena *a)
{
	struct code code = {0};

	for (size_t i = 0; i < o->doc.count; i++) {
		const struct md_block *b = &o->doc.blocks[i];

		if (b->kind == MD_CODE)
			*ARENA_PUSH(a, code.blocks, code.block_count) = b;
		for (size_t k = 0; k < b->span_count; k++)
			if (b->spans[k].kind == MD_SPAN_CODE)
				*ARENA_PUSH(a, code.spans, code.span_count) = &b->spans[k];
	}
	return code;
}

struct step_paths step_paths_read(const struct outline *o, struct bytes text,
				  struct arena *arena)
{
	const struct code code = find_code(o, arena);
	const struct outline_unit *step = NULL;
	struct lines lines = lines_of(text);
	struct step_paths paths = {0};
	size_t next = 0, block = 0, span = 0;
	struct bytes line;

	while (lines_next(&lines, &line)) {
		const char *id;
		bool removes, whole;

		step = unit_at(o, &next, lines.line, step);
		id = step ? step->id : NULL;
		while (block < code.block_count && code.blocks[block]->end_line < lines.line)
			block++;
		whole = is_done(o, step) ||
			(block < code.block_count && code.blocks[block]->line <= lines.line);
		removes = !memchr(line.data, '/', line.len) ||
			  outline_removes(arena_strndup(arena, line.data, line.len));
		if (whole && !removes)
			step_paths_add(&paths, id, line, lines.line, arena);
		for (; span < code.span_count && code.spans[span]->line <= lines.line; span++)
			if (!whole && !removes)
				step_paths_add(&paths, id, bytes_text(code.spans[span]->text),
					       lines.line, arena);
	}
	return paths;
}
