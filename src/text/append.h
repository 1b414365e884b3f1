/*
 * append.h - documents that only grow, judged by bytes.
 *
 * One parent: the old bytes are a prefix of the new. Blank lines between entries do not count,
 * a missing final newline is no reason to refuse, and a generated entry that equals the
 * ledger's may stand anywhere. A merge: the result starts with one parent's text, and what each
 * other parent added after any of their merge bases follows as whole entries.
 *
 * What is not the ledger's under its name may always give way to it: a generated entry with
 * another text than the event's, a second one of the same event, one that cites an event of no
 * ledger.
 */
#ifndef TEXT_APPEND_H
#define TEXT_APPEND_H

#include "base/arena.h"
#include "base/bytes.h"
#include "text/lines.h"

/*
 * The ledger's text of a generated entry, found by its event id; false: the ledger has no such
 * entry. `whole`: all that the ledger wrote into this document is known, so that any other entry
 * is nobody's. A struct so that lint, which has no ledger, passes APPEND_UNKNOWN.
 */
struct append_known {
	bool (*entry)(void *ctx, struct bytes event, struct bytes *ret_text);
	void *ctx;
	bool whole;
};
#define APPEND_UNKNOWN ((struct append_known){NULL, NULL, false})

/* What was changed or lost, as first line of both texts; the bytes point into the inputs. */
struct append_fault {
	unsigned was_line;     /* of the text that is changed or lost, from 1 */
	unsigned now_line;     /* where the new text differs; 0: it ends before */
	struct bytes was, now; /* those lines, without newline */
	size_t parent;	       /* in a merge: whose addition is lost */
};

/* True when `now` only adds to `was`; else *ret_fault (may be NULL) says where not. */
bool append_only(struct bytes was, struct bytes now, struct append_known known,
		 struct append_fault *ret_fault);

/* The merge bases of two parents, as places in the list of all; none: unrelated histories, whose base
 * is the empty tree. */
struct merge_bases {
	const size_t *items;
	size_t count;
};

/* The texts of a merge: of its parents, of their merge bases, and which are whose. */
struct append_sides {
	const struct bytes *parents, *bases;
	size_t count, base_count;
	const struct merge_bases *pairs; /* of parents i and j at [i * count + j] */
};

/* The same for a merge. */
bool append_only_sides(const struct append_sides *sides, struct bytes now,
		       struct append_known known, struct append_fault *ret_fault);

/*
 * Merges two texts that grew from `base`, entry by entry: ours whole, then what theirs added
 * and ours does not have. False: one of them did not only grow, so people must decide.
 * The result lives in the arena.
 */
bool append_merge(struct bytes base, struct bytes ours, struct bytes theirs,
		  struct append_known known, struct arena *arena, struct bytes *ret_text);

/*
 * The section of a Markdown text under the first ATX heading that is shown and matches a pattern
 * (Git's wildmatch), up to the next heading of its level or above; it starts behind the heading
 * line. False: there is no such heading. *ret_line: line of the first byte.
 */
bool append_section(struct bytes text, const char *heading, struct bytes *ret_section,
		    unsigned *ret_line);

/* An ATX heading, the way a note begins. */
bool append_is_heading(struct bytes line);
/* Does this line open a generated entry, or pretend to? */
bool append_is_opener(struct bytes line);
/* The event id of a line that opens a generated entry, "<!-- mcade ID after SEEN -->". */
bool append_opener(struct bytes line, struct bytes *ret_event, struct bytes *ret_seen);
/*
 * Where a generated entry ends: before the next opener, or before a note that people wrote
 * behind it, which begins with a blank line and a heading. `lines` has just given the opener and
 * is moved after the entry's last line; `headings` of those that a note begins with belong to
 * the entry itself.
 */
void append_skip_entry(struct lines *lines, size_t headings);
/* How many lines of an entry look like the beginning of a note. */
size_t append_headings(struct bytes entry);

#endif
