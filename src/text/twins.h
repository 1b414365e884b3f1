/*
 * twins.h - several steps of one title: which line of a document is which of them? One answer for import, for
 * the doors and for render, so that what was done of the one is never said of the other.
 *
 *	## Database
 *	- [x] Restart		the one whose section is "Database", wherever that stands
 *	## Web
 *	- [ ] Restart
 */
#ifndef TEXT_TWINS_H
#define TEXT_TWINS_H

#include <stdbool.h>
#include <stddef.h>

/* A step, or a line that is one. Titles are compared as they are. */
struct twin {
	const char *id; /* of a step */
	/* The title of what it stands in: of a step as its runbook says, and as the next one does; NULL: nothing is
	 * said. */
	const char *sections[2];
	bool stands;		     /* of a step: the document has its section */
	const char *before, *behind; /* titles of the steps beside it; "": there is none */
};

/* Above so many, only their order tells. */
#define TWINS_MAX 256

/*
 * of[i]: the step that line i is; SIZE_MAX: none. unsure[i]: only their order says so, or what stands beside it
 * while there are more or fewer of them than steps.
 */
void twins_pair(const struct twin *lines, size_t count, const struct twin *steps,
		size_t step_count, size_t *of, bool *unsure);
/* Does a line stand in the section of others, while the step's own is in the document, too? */
bool twin_is_elsewhere(const struct twin *line, const struct twin *step);

#endif
