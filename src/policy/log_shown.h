/*
 * log_shown.h - a deployment log as its reader sees it: which lines look like the heading of an
 * entry, and what keeps others from being seen.
 *
 *	## PLAT_01  compl&#101;te in **prod**		plat_01 complete in prod
 *	PLAT_01 complete in prod
 *	------------------------			the same
 *	<h2>PLAT_01 complete in prod</h2>		the same
 */
#ifndef POLICY_LOG_SHOWN_H
#define POLICY_LOG_SHOWN_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"

/* A heading, or a line alone: its words in small letters of ASCII, one blank between them. */
struct log_heading {
	const char *said;
	unsigned line;
	bool heading; /* else a line that stands alone */
};

struct log_shown {
	const struct log_heading *headings; /* without those of generated entries */
	size_t heading_count;
	const struct log_heading *markup; /* tags that can hide what stands behind them */
	size_t markup_count;
	bool open; /* what is appended would be no entry: a fence, a comment, an element is open */
};

/* ERR_LIMIT: too large to be read. `file`: for messages. */
int log_shown(struct bytes text, const char *file, struct arena *arena, struct log_shown *ret,
	      struct err *err);

/* The same words of any text. */
const char *log_words(const char *text, size_t len, struct arena *arena);

/*
 * May this reason stand in an entry? Not where it would be shown as a heading, as HTML, as a fence or
 * as another line of the entry. NULL: there is none.
 */
bool log_may_say(const char *reason);

#endif
