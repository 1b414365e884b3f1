/* reference.h - links of documents after a change: rule_reference.c of those that it writes, rule_broken.c
 * of those that it breaks. */
#ifndef POLICY_REFERENCE_H
#define POLICY_REFERENCE_H

#include "policy/habit.h"
#include "policy/readings.h"
#include "text/references.h"

/* One document after the change. */
struct document {
	const struct facts *facts;
	const char *path;
	struct arena *arena;
	struct strmap anchors; /* path -> struct anchors */
};

/* A finding where it leads to nothing. */
int reference_judge(struct document *d, const struct reference *link, struct findings *found,
		    struct err *err);
/* Is there a link to the same place? */
bool reference_among(const struct references *all, const struct reference *one);
/* rule_broken.c: what a change takes away, and documents of steps still name. */
int broken_check(const struct facts *facts, struct findings *found, struct err *err);

#endif
