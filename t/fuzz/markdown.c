/* Any bytes as Markdown: places lie inside the text, anchors lead to headings. */
#include "base/cleanup.h"
#include "markdown/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena arena = ARENA_INIT;
	struct md_doc doc;
	struct err err;
	unsigned lines = 1;

	if (md_parse(bytes_of(data, size), "fuzz.md", &arena, &doc, &err) < 0)
		return 0;
	/* cmark ends lines at a lone carriage return too */
	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n' || data[i] == '\r';
	for (size_t i = 0; i < doc.count; i++) {
		const struct md_block *block = &doc.blocks[i];

		if (block->line > lines || block->end_line > lines || !block->text)
			abort();
		if (block->kind == MD_HEADING && *block->slug &&
		    !md_has_anchor(&doc, block->slug))
			abort();
	}
	return 0;
}
