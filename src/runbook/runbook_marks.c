/* runbook_marks.c - the team's own marks and kinds of documents, as who reads documents takes them. */
#include "runbook/runbook.h"

#include "base/cleanup.h"
#include "match/glob.h"
#include "runbook/omitted.h"
#include "text/stages.h"

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
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	enum document_class class = CLASS_COUNT;

	for (size_t i = 0; i < rb->document_count; i++) /* the last one that names it holds */
		if (glob_match(rb->documents[i].path, path))
			class = class_find(rb->documents[i].kind);
	/* it is the ledger's word, sealed: it lists no steps, and nobody can put it right */
	return class == CLASS_COUNT && content_is_checkpoint(rb, path, &scratch) ? CLASS_RECORD
										 : class;
}

bool marks_speak_of(const struct runbook *rb, const struct environment *environment)
{
	for (size_t i = 0; i < rb->environment_count; i++)
		if (rb->environments[i].live)
			return environment->live;
	return true;
}

struct stages runbook_stages(const struct runbook *rb, struct arena *a)
{
	struct stage_own *items = arena_array(a, rb->environment_count + 1, sizeof(*items));

	for (size_t i = 0; i < rb->environment_count; i++)
		items[i] = (struct stage_own){.id = rb->environments[i].id,
					      .title = rb->environments[i].title,
					      .live = rb->environments[i].live};
	return (struct stages){items, rb->environment_count};
}

bool mark_speaks_of(const struct runbook *rb, const char *where,
		    const struct environment *environment)
{
	return where && *where ? !strcmp(where, environment->id)
			       : marks_speak_of(rb, environment);
}
