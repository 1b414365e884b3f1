/*
 * logentry.h - generated entries of the deployment log (git-mcade-records(5)).
 *
 * An entry opens with the line
 *
 *	<!-- mcade <event id> after <Mcade-Seen> -->
 *
 * and ends before the next such line or the end of the file. It is made from the event alone,
 * so that apply(), the writer of the work tree and the drift rule produce the same bytes.
 * Entries begin and end with no blank line; one blank line separates an entry from what stands
 * before it.
 */
#ifndef MODEL_LOGENTRY_H
#define MODEL_LOGENTRY_H

#include "model/state.h"

/* A verdict of a gate as people say it: GO, NO-GO, INCONCLUSIVE. NULL for NULL. */
const char *gate_word(const char *verdict);

/*
 * Does this event write an entry? A completion, a promotion and a gate do, the end of a rollback or a drill and
 * its beginning under a waiver, and whatever names a disputed event.
 */
bool logentry_makes(const struct event *event);

/* Appends the entry of such an event (without separating blank line). */
void logentry_write(const struct event *event, const struct event_origin *origin,
		    struct strbuf *out);

/* Appends an entry to a log's text, with the blank line between where there is text before. */
void logentry_append(struct strbuf *log, const char *entry, size_t len);

struct logentry {
	char id[33];   /* Mcade-Id of the event */
	char seen[72]; /* sha256:<hex> */
	struct bytes
		text;  /* from the opening line up to the next entry, final blank lines cut */
	unsigned line; /* of the opening line */
	unsigned next; /* the line that *offset stands on */
};

struct logentry;
/* When, and by whom, an entry says that its event was; untouched where it does not. */
void logentry_origin(const struct logentry *entry, struct arena *a, struct event_origin *ret);

/*
 * Finds the next generated entry at or after *offset and moves *offset after it: first 0, then
 * as it was left, with the same *ret. False when there is none. A line that begins like an opening
 * line but is malformed is returned with an empty id.
 */
bool logentry_next(struct bytes log, size_t *offset, struct logentry *ret);

#endif
