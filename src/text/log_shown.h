/*
 * log_shown.h - a deployment log as its reader sees it: its headings, what keeps others from being
 * seen, and how many of the generated entries are.
 *
 *	## Disputed  s&#97;id **with**			disputed said with
 *	<h2>disputed, said with</h2>			the same
 */
#ifndef TEXT_LOG_SHOWN_H
#define TEXT_LOG_SHOWN_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"

/* Its words in small letters of ASCII, one blank between them; of a tag its source. */
struct log_heading {
	const char *said;
	unsigned line;
};

struct log_shown {
	const struct log_heading *headings; /* without those of generated entries */
	size_t heading_count;
	const struct log_heading *markup; /* tags that can hide what stands after them */
	size_t markup_count;
	size_t entries; /* generated ones that nothing hides */
	bool open; /* what is appended would be no entry: a fence, a comment, an element is open */
};

/* ERR_LIMIT: too large to be read. `file`: for messages. */
int log_shown(struct bytes text, const char *file, struct arena *arena, struct log_shown *ret,
	      struct err *err);

/*
 * May this reason stand in an entry? Not where it would be shown as a heading, as HTML, as a fence or
 * as another line of the entry; early: of those lines only the five that older rules knew. NULL: there is none.
 */
bool log_may_say(const char *reason, bool early);

#endif
