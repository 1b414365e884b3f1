/*
 * documents.h - every document of a snapshot and what it is, by its content, with the reason: what
 * `lint --documents` prints and lint counts. runbook.yaml overrides.
 */
#ifndef DOCUMENT_DOCUMENTS_H
#define DOCUMENT_DOCUMENTS_H

#include "repo/snapshot.h"
#include "runbook/runbook.h"
#include "text/class.h"
#include "text/outline.h"

struct document {
	const char *path;
	enum document_class class;
	const char *reason;
	size_t steps, marks;
	bool unnamed; /* it was read, and none of its steps has an id */
	const struct snapshot_file *file;
};

struct documents {
	struct document *items; /* by path */
	size_t count, files;
	size_t of[CLASS_COUNT];
	size_t operational, marks;
};

/*
 * Reads the documents of a snapshot. runbook (may be NULL): the one that stands there. What is too
 * large or too deep to be read is CLASS_OTHER, and says so.
 */
int documents_read(const struct snapshot *files, const struct snapshot_file *list, size_t count,
		   const struct runbook *runbook, struct arena *arena, struct documents *ret,
		   struct err *err);

/* Is it a list of steps, whose marks and references are judged? */
bool document_has_steps(const struct document *document);
const struct document *documents_find(const struct documents *documents, const char *path);
/* The documents that are nearest to being one that is judged, at most `max`; how many. */
size_t documents_nearest(const struct documents *documents, const struct document **ret,
			 size_t max);

#endif
