/*
 * titles.h - the steps of a runbook by their titles: what a document means that gives them no ids.
 *
 *	struct titles titles = titles_of(rb, arena);
 *	struct marks_steps steps = {..., titles_step, &titles};
 */
#ifndef RUNBOOK_TITLES_H
#define RUNBOOK_TITLES_H

#include "runbook/runbook.h"

/* They are read once a line without an id asks for one. */
struct titles {
	const struct runbook *runbook;
	struct strmap steps; /* title, as marks_title() has it -> struct words of ids */
	bool read;
};

struct titles titles_of(const struct runbook *rb, struct arena *a);
/* The step of that title, of several the nth, and of more lines than steps the last; NULL: none. As
 * marks_steps wants it. */
const char *titles_step(const void *of, const char *title, size_t nth);

#endif
