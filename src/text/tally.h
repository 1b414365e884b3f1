/*
 * tally.h - how far a document is: its boxes, and other marks of steps and their parts. The same count
 * for lint, which compares it with what the document says of itself, and for the rules of history.
 *
 *	struct tallies tallies = tallies_read(&outline, &arena);
 *
 *	tally_of(&tallies, OUTLINE_NONE).open		// of the whole document
 *
 * It is summed up once, so that a document of many headings costs no more than a long one.
 */
#ifndef TEXT_TALLY_H
#define TEXT_TALLY_H

#include "text/outline.h"

struct tally {
	size_t done, open, failed, boxes;
	unsigned first_open, first_box; /* their lines; 0: there is none */
};

struct tallies {
	const struct outline *o;
	const struct tally *all;    /* by unit, and one more: of what stands before it */
	const struct tally *during; /* the same without what is for later: outline_is_after() */
	const size_t *ends;	    /* by heading: the unit behind what stands below it */
};

struct tallies tallies_read(const struct outline *o, struct arena *a);
/* Below a heading and those below it; OUTLINE_NONE: of all. */
struct tally tally_of(const struct tallies *t, size_t heading);
struct tally tally_during(const struct tallies *t, size_t heading);
/* Of a whole document; false: it is none that can be read. */
bool tally_text(const char *path, struct bytes text, struct tally *ret);
/* What a unit says behind its box: its title, or the word that is a mark itself. */
const char *tally_said(const struct outline_unit *unit);

#endif
