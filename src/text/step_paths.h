/*
 * step_paths.h - the files that a document of steps names in its code, and in its steps that are done:
 * "sh scripts/backup.sh --all". Whether there is, or was, such a file knows who has the tree. A line that says
 * that something is to go names none.
 */
#ifndef TEXT_STEP_PATHS_H
#define TEXT_STEP_PATHS_H

#include "text/outline.h"

struct step_path {
	const char *path; /* from the root, as it is written; a folder is in it */
	const char *step; /* its id; NULL: it has none, or it is of none */
	unsigned line;
};

struct step_paths {
	struct step_path *items;
	size_t count;
};

#define STEP_PATH_GONE "'%s' is taken away, and is named here"
#define STEP_PATH_FIX \
	"hint: keep it as long as it is named there, or write there what took its place"

/* What one text names. */
void step_paths_add(struct step_paths *paths, const char *step, struct bytes line,
		    unsigned number, struct arena *a);
/* Lives in the arena. */
struct step_paths step_paths_read(const struct outline *o, struct bytes text,
				  struct arena *arena);

#endif
