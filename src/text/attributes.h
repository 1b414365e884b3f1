/*
 * attributes.h - what .gitattributes make of a file on its way to a work tree: other bytes than the
 * commit's, which no principal has judged.
 *
 *	docs/RUNBOOK.md working-tree-encoding=ISO-8859-1	other letters
 *	*.sh text eol=crlf					another script
 *	* ident, filter=NAME					whatever they are set to
 *	[attr]odd eol=crlf					the same by another name
 *
 * A reader of our own: libgit2 and git 2.39 look at a work tree or an index, and a door has the tree of
 * a pushed commit. It goes when the oldest git that is supported has `git check-attr --source` (2.40)
 * and nobody asks of all that a pattern of paths names, for which git has no question.
 */
#ifndef TEXT_ATTRIBUTES_H
#define TEXT_ATTRIBUTES_H

#include "base/arena.h"
#include "base/bytes.h"

/* One line of a file, or of a macro. */
struct attribute_line {
	const char *pattern; /* NULL: of the macro `name` */
	const char *name;
	const char *const *words; /* "eol=crlf", "-text", "ident" */
	size_t count;
	unsigned line;
};

/* A file, and the folder it stands in: "" or "docs/". */
struct attribute_file {
	const char *path, *folder;
	const struct attribute_line *lines;
	size_t count;
};

void attributes_parse(struct bytes text, const char *path, struct arena *arena,
		      struct attribute_file *ret);

/*
 * Of a path, or of all that a pattern of paths names: does some line change its bytes? The files go
 * from the root to the path's folder. NULL: none does; *ret_file and *ret_line say which did.
 */
const char *attributes_change(const struct attribute_file *files, size_t count,
			      const char *target, const struct attribute_file **ret_file,
			      unsigned *ret_line);

#endif
