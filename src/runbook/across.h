/*
 * across.h - what two documents of one runbook say otherwise of a step: complete here, and not there.
 *
 * Only of documents that it names by their paths: what a pattern names are copies, each of its own time.
 */
#ifndef RUNBOOK_ACROSS_H
#define RUNBOOK_ACROSS_H

#include "runbook/runbook.h"
#include "text/marks.h"

/* The documents, by their paths; each once. Lives in the arena. */
struct words across_documents(const struct runbook *rb, struct arena *a);

struct across {
	const struct mark_line *here, *there;
	const char *environment;
};
struct acrosses {
	struct across *items;
	size_t count;
};
/* Of one environment. What one of them says twice itself is no word against the other. */
struct acrosses across_of(const struct runbook *rb, const struct marks *here,
			  const struct marks *there, struct arena *a);
/* "docs/a.md:4 says complete": of one of them. */
const char *across_says(const char *path, const struct mark_line *line, struct arena *a);
#define ACROSS_FIX "hint: decide which one is right, and write that in both"

#endif
