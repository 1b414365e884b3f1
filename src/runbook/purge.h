/*
 * purge.h - what the language says of deprecated items that go: which are some, what has to be shown, and
 * what an item's own text says. The judge, whoever has the objects, and `purge` ask here.
 */
#ifndef RUNBOOK_PURGE_H
#define RUNBOOK_PURGE_H

#include "runbook/runbook.h"

/* Does it lie in the folder of deprecated items? */
bool purge_is_item(const struct runbook *rb, const char *path);
bool purge_demands(const struct runbook *rb, enum purge_proof proof);
/* What its banner names behind "Replacement:": a file, a step, or "none"; NULL: nothing. */
const char *purge_replacement(const char *path, struct bytes text, struct arena *a);
/* Is the step what takes its place: by its id, or as what it runs? */
bool purge_replaces(const struct step *step, const char *replacement, struct arena *a);
/* Where it counts whether it is done: live, or everywhere where nothing of the step is live. */
bool purge_counts(const struct runbook *rb, const struct step *step,
		  const struct environment *environment);
/* Does a text still name the item, as text_refers() has it? */
bool purge_is_named(struct bytes text, const char *item);
/* May this file say for ever what was there once: does it only grow, or was it written once? */
bool purge_is_history(const struct runbook *rb, const char *path);

#endif
