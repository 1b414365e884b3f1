/* Any bytes as a document of marks: each stands in the text and is spelled there, and an edit in
 * place changes the mark and nothing else that is read. */
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "records/render.h"
#include "text/marks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool inside(struct bytes part, struct bytes whole)
{
	const char *at = part.data, *start = whole.data;

	return !part.len || (at >= start && at + part.len <= start + whole.len);
}

static enum mark all_done(const struct mark_line *line, void *context)
{
	(void)context;
	return line->step.len ? MARK_DONE : MARK_NONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct strmap map = {.arena = &arena};
	const struct marks_steps steps = {.has = marks_in_map, .steps = &map};
	struct marks marks;
	struct err err;
	struct bytes text = bytes_of(arena_memdup(&arena, data, size), size);
	size_t changed;

	strmap_put(&map, "ONE", &map);
	strmap_put(&map, "build", &map);
	if (size > 65536 || marks_read(text, "fuzz.md", &steps, &arena, &marks, &err) < 0)
		return 0;
	for (size_t i = 0; i < marks.count; i++) {
		const struct mark_line *line = &marks.items[i];

		if (line->mark == MARK_NONE || !line->line || !line->column ||
		    !inside(line->glyph, text) || !inside(line->title, text) ||
		    (line->form == FORM_WORD && line->glyph.len))
			abort();
	}
	if (marks_rewrite(text, &steps, all_done, NULL, &out, &changed, &err) < 0 ||
	    changed > marks.count || (!changed && out.len != size))
		abort();
	return 0;
}
