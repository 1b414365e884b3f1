/*
 * titles.h - the steps of a runbook by their titles: what a document means that gives them no ids.
 *
 *	struct titles titles = titles_of(rb, arena);
 *	struct marks_steps steps = {..., titles_steps, &titles};
 */
#ifndef RUNBOOK_TITLES_H
#define RUNBOOK_TITLES_H

#include "runbook/runbook.h"
#include "text/twins.h"

/* They are read once a line without an id asks for one. */
struct titles {
	const struct runbook *runbook;
	struct strmap steps; /* title, as marks_title() has it -> those that have it */
	bool read;
};

struct titles titles_of(const struct runbook *rb, struct arena *a);
/* The steps of that title, as marks_steps wants them. */
const struct twin *titles_steps(const void *of, const char *title, size_t *ret_count);
/* The title of the section that a runbook has a step in, as titles are compared; NULL: none. */
const char *titles_section(const struct runbook *rb, const char *step, struct arena *a);

#endif
