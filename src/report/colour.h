/*
 * colour.h - what of a text stands out on a terminal. The text format always says it; main() has it taken
 * out where nobody would see colours. All that comes from outside is made harmless first, so that what
 * begins with an escape is ours.
 *
 *	colour_add(out, COLOUR_GOOD, "verified");
 */
#ifndef REPORT_COLOUR_H
#define REPORT_COLOUR_H

#include "base/strbuf.h"

#define COLOUR_TITLE "\033[1m" /* a heading */
#define COLOUR_NAME "\033[33m" /* an event, a commit */
#define COLOUR_GOOD "\033[32m" /* verified, complete; what is new */
#define COLOUR_BAD "\033[31m"  /* failed, disputed; what is gone */
#define COLOUR_CARE "\033[36m" /* held: locked, frozen */
#define COLOUR_END "\033[m"

void colour_begin(struct strbuf *out, const char *colour); /* NULL: none */
void colour_end(struct strbuf *out, const char *colour);
void colour_add(struct strbuf *out, const char *colour, const char *text);
/* A patch: what is new, what is gone. The text is harmless already. */
void colour_patch(struct strbuf *out, const char *patch);
/* Takes all of it out again. */
void colour_strip(struct strbuf *out);

#endif
