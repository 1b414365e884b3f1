/*
 * contradictions.h - what a reader sees at once in one document: "done" or "100 %" over open boxes, a
 * parent that is ticked over open children, a number that the boxes contradict, GO beside what failed,
 * a status in the front matter that the boxes deny. The same for lint, of a document as it stands, and
 * for the doors, of what a change makes of it.
 */
#ifndef TEXT_CONTRADICTIONS_H
#define TEXT_CONTRADICTIONS_H

#include "text/outline.h"

struct contradiction {
	unsigned line;
	const char *says;	      /* "that it is done, over open boxes" */
	const char *text;	      /* the claim, as it is shown */
	const char *expected, *found; /* by the marks, by the claim */
};

/* Which of the two is right nobody can tell but people. */
#define CONTRADICTION_FIX "hint: decide which one is right, and fix the other"

struct contradictions {
	struct contradiction *items;
	size_t count;
};

/* All of a document, of which `text` is read as `o`. Lives in the arena. */
struct contradictions contradictions_of(const struct outline *o, struct bytes text,
					struct arena *arena);
/* Of these, where its own legend says otherwise than the one that lies over it: "○ done", and `marks` has it planned. */
struct contradictions contradictions_of_legend(const struct outline *o, struct arena *arena);
/* Is the same claim contradicted in the same way there, wherever it stands? */
bool contradictions_have(const struct contradictions *all, const struct contradiction *one);

#endif
