/* runbook_marks.c - the team's own marks and kinds of documents, as who reads documents takes them. */
#include "runbook/runbook.h"

#include "match/glob.h"

static void give(struct legend *legend, struct arena *a, enum mark mark,
		 const struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		legend_give(legend, a, mark, words->items[i]);
}

struct legend runbook_legend(const struct runbook *rb, struct arena *a)
{
	struct legend legend = {0};

	give(&legend, a, MARK_DONE, &rb->marks.complete);
	give(&legend, a, MARK_PLANNED, &rb->marks.planned);
	give(&legend, a, MARK_BLOCKED, &rb->marks.blocked);
	give(&legend, a, MARK_BLOCKED, &rb->marks.dormant);
	give(&legend, a, MARK_SKIPPED, &rb->marks.skipped);
	return legend;
}

enum document_class runbook_class(const struct runbook *rb, const char *path)
{
	enum document_class class = CLASS_COUNT;

	for (size_t i = 0; i < rb->document_count; i++) /* the last one that names it holds */
		if (glob_match(rb->documents[i].path, path))
			class = class_find(rb->documents[i].kind);
	return class;
}
