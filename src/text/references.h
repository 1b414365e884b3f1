/*
 * references.h - what a document links to in its own repository, and the anchors that it links to: the
 * same for lint, of a document as it stands, and for the doors, of what a change brings.
 *
 *	struct references all = references_of(&doc, "docs/a.md", &arena);
 *
 *	// "[b](b.md#how)" on line 3: {3, "b.md#how", "docs/b.md", "how"}, "[c](#how)": {3, "#how", "docs/a.md", "how"}
 *
 * Addresses elsewhere, templates ("releases/<env>.yaml"), and what leads out of the repository are none.
 */
#ifndef TEXT_REFERENCES_H
#define TEXT_REFERENCES_H

#include "markdown/markdown.h"

struct reference {
	unsigned line;
	const char *url;    /* as it is written */
	const char *target; /* from the root */
	const char *anchor; /* NULL: none, or of a file that is no Markdown */
};

struct references {
	struct reference *items;
	size_t count;
};

/* Its links and pictures. Lives in the arena. */
struct references references_of(const struct md_doc *doc, const char *path,
				struct arena *arena);
/* The anchors of one document, read once. */
struct anchors;
const struct anchors *anchors_read(struct bytes text, const char *path, struct arena *arena);
/* The same of a document that is parsed, and lives as long; NULL: it cannot be read. */
const struct anchors *anchors_of(const struct md_doc *doc, struct arena *arena);
/* Does it have this one, by the ways of any of the programs that show Markdown? True where the document
 * cannot be read. */
bool anchors_have(const struct anchors *anchors, const char *anchor, struct arena *arena);
/* Has one that the other had gone? */
bool anchors_lost(const struct anchors *was, const struct anchors *now);

/* Is it a path, and no address, anchor or absolute path? */
bool reference_is_relative(const char *url);
/* "docs/deployments/YYYY-MM-DD.md", "releases/<env>.yaml": a form to fill in, no file. */
bool reference_is_template(const char *text);
/* The folder of a path ("": the root) joined with a relative one, "." and ".." resolved; NULL: it leaves. */
const char *reference_resolve(struct arena *arena, const char *from, const char *link);

#endif
