/*
 * parsed.h - a text and what Markdown makes of it, parsed once for whoever reads it: as steps
 * (outline_of()), as marks (marks_of()).
 */
#ifndef TEXT_PARSED_H
#define TEXT_PARSED_H

#include "markdown/markdown.h"

struct parsed {
	struct bytes text;
	struct md_doc doc;
	bool read; /* it was parsed */
	bool is;   /* and both may read it; else each says for itself what is wrong */
};

/* Parses parsed->text into the arena where both can read it. */
void parsed_read(struct parsed *parsed, const char *path, struct arena *arena);
/*
 * Is it certain that reading it as steps and as marks finds nothing with an id, and no fault? So it is
 * of most documents of most repositories, and far cheaper.
 */
bool parsed_is_unnamed(const struct parsed *parsed);

#endif
