/* import_where.c - of which of the documents' environments their lines and marks are. */
#include "import/import_parts.h"

static const struct stages *environments(const struct import *import)
{
	struct stage_own *items = arena_array(import->arena, import->environment_count + 1,
					      sizeof(*items));
	struct stages *ret = arena_alloc(import->arena, sizeof(*ret));

	for (size_t i = 0; i < import->environment_count; i++)
		items[i] = (struct stage_own){.id = import->environments[i].id,
					      .title = import->environments[i].title,
					      .live = import->environments[i].live};
	*ret = (struct stages){items, import->environment_count};
	return ret;
}

void import_where(struct import *import, struct import_document *document)
{
	document->where = stages_where(environments(import), &document->outline,
				       document->count, import->arena);
	*ARENA_PUSH(import->arena, import->documents, import->document_count) = document;
}

/* Who says of which one the marks are says it of those of no other. */
static const char *known(const struct import *import, const char *where)
{
	return where && !*where && import->options->environment ? NULL : where;
}

const char *import_where_line(const struct import *import, const char *path, unsigned line)
{
	for (size_t i = 0; i < import->document_count; i++)
		if (!strcmp(import->documents[i]->path, path))
			return known(import, stages_line(&import->documents[i]->where, line));
	return NULL;
}

const char *import_where_beside(const struct import_document *document,
				const struct outline_mark *mark)
{
	return stages_beside(&document->where, mark->unit, mark->cell);
}

const char *import_where_mark(const struct import *import,
			      const struct import_document *document,
			      const struct outline_mark *mark)
{
	return known(import, stages_mark(&document->where, mark));
}
