/*
 * readings.h - documents that are read once, whichever rule asks, and whichever change.
 *
 *	struct reading reading = reading_of(facts, &change->now, "steps", arena);
 *
 *	if (!reading.value)
 *		reading_keep(facts, &reading, read_them(..., reading.arena), size);
 */
#ifndef POLICY_READINGS_H
#define POLICY_READINGS_H

#include "policy/facts.h"
#include "text/parsed.h"

/* Before a change: forgets what another runbook read, and all where it has become too much. */
void readings_begin(struct readings *readings, const struct runbook *runbook);

struct reading {
	const char *key;
	const void *value;   /* NULL: it was not read yet */
	struct arena *arena; /* where it is to live then */
};

/* What was read of a version, `what` and how; `own`: where it lives when nothing more is kept. It is
 * there until the change is judged. */
struct reading reading_of(const struct facts *facts, const struct version *version,
			  const char *what, struct arena *own);
void reading_keep(const struct facts *facts, const struct reading *reading, void *value,
		  size_t bytes);

/* One step as a document lists it. */
struct listed {
	const char *id, *means; /* what it does: a file's name behind the id, else its title */
	bool done;
	unsigned line;
};

struct listing {
	struct listed *steps; /* NULL: it cannot be read, which is said elsewhere */
	size_t count;
	struct strmap by_id, by_meaning; /* the first of each: struct listed */
	bool unnamed; /* it is certain that nothing in it names a step, and that it can be read */
};

/* The steps with an id of a version; lives as a reading does. */
int listing_of(const struct facts *facts, const char *path, const struct version *version,
	       struct arena *own, const struct listing **ret, struct err *err);

struct outline_unit;
/* The id that a line has by its shape, else the one of these that it begins with, or that is a cell of it. */
const char *listing_id(const struct outline_unit *unit, const struct strmap *ids,
		       struct arena *a);

/* Letters of other documents in which what one drops is looked for: what is beyond nobody can tell, and it is told. */
#define ELSEWHERE_WORK (64 << 20)
/* As a word: "S1" does not stand in "S10", nor in "CSS1"; "deploy" not in "deployment". */
bool says_word(struct bytes text, const char *word);
/* dropped_titles.c: the steps without an id that were done, and that a change lists nowhere any more. */
int titles_dropped(const struct facts *facts, const struct change *change,
		   struct findings *found, struct err *err);

struct anchors;
struct outline;
struct references;

/* opened.c: a version of a document, and what was made of it so far. */
struct opened {
	struct parsed parsed;
	const char *path;
	struct arena *arena;
	const struct outline *outlines[2]; /* without and with marks of the runbook's own */
	const struct anchors *anchors;
	const struct references *links;
};

/* It is there until the change is judged, and mostly when the next one is; `own`: where it lives when nothing
 * more is kept. */
int opened_of(const struct facts *facts, const char *path, const struct version *version,
	      struct arena *own, struct opened **ret, struct err *err);
/* Its steps; NULL: it cannot be read. own: with the marks that are the runbook's own. */
const struct outline *opened_outline(const struct facts *facts, struct opened *o, bool own);
/* What is too large to be read has every anchor, and links to nothing. */
const struct anchors *opened_anchors(struct opened *o);
const struct references *opened_links(struct opened *o);

#endif
