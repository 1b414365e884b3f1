/*
 * deprecation.h - what a deprecated item must carry: a banner that says so, with reason, date
 * and replacement, and no live twin beside it.
 */
#ifndef TEXT_DEPRECATION_H
#define TEXT_DEPRECATION_H

#include "base/arena.h"
#include "base/bytes.h"

#define DEPRECATION_BANNER_LINES 40 /* the banner stands within so many first lines */

/* One missing or bad banner field. */
struct deprecation_fault {
	const char *field;  /* as demanded, e.g. "Date:" */
	const char *reason; /* "is missing", "is empty", "is not a date YYYY-MM-DD", ... */
	struct bytes value; /* what stands there; empty when missing */
	unsigned line;	    /* 0: missing */
};

/*
 * Looks for each demanded field in the comments at the top of a file, by its own language's signs
 * (comments.h; of a file that nobody knows, by anybody's); of Markdown in any line. A field that
 * ends in ':' needs a value; "Date:" an ISO date; others must stand there, dashes and case aside.
 * Returns how many faults there are, at most `max` of them written.
 */
size_t deprecation_banner(const char *path, struct bytes text, const char *const *fields,
			  size_t count, struct deprecation_fault *ret_faults, size_t max);
/* The first word behind "Replacement:" of a banner: a file, a step, or "none", whatever its case.
 * NULL: nothing is said. Lives in the arena. */
const char *deprecation_replacement(const char *path, struct bytes text, struct arena *arena);
/* The fields demanded where a runbook names none. */
extern const char *const deprecation_fields[];
extern const size_t deprecation_field_count;

/*
 * Does `now` equal `was` but for comment and blank lines added at the top? What stood first for a
 * reason ("#!", "---", an encoding) stays first. Never of a file that nobody knows.
 */
bool deprecation_only_banner(const char *path, struct bytes was, struct bytes now);
/* Do both say the same below their banners? */
bool deprecation_keeps_body(const char *path, struct bytes was, struct bytes now);
/* Is there nothing but a banner? */
bool deprecation_is_hollow(const char *path, struct bytes text);

/* Is the path inside the folder of deprecated items ("ansible/playbooks/deprecated/"), or, with
 * folder NULL, inside any folder named "deprecated"? */
bool deprecation_path(const char *path, const char *folder);
/* Where the live twin of a deprecated path would stand: the same path without the folder's last
 * part. NULL: none. Lives in the arena. */
const char *deprecation_twin(const char *path, const char *folder, struct arena *arena);
/* The other way round: where the deprecated twin of a live path would stand. */
const char *deprecation_of(const char *path, const char *folder, struct arena *arena);

#endif
