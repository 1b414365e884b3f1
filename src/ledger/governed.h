/*
 * governed.h - the refs that rules bind: patterns of the runbook in force, and their tips as far as
 * others can see them.
 */
#ifndef LEDGER_GOVERNED_H
#define LEDGER_GOVERNED_H

#include "ledger/ledger.h"
#include "model/event.h"

/* Fetches the remote's branches: they are then seen as they are. One that does not answer leaves what
 * was seen last. */
void governed_refresh(const struct ledger *l);
/* The same where events that are here name what was not seen yet: once of each head, since a remote
 * that has it not, or does not answer, is no nearer for the next step. */
int governed_follow(const struct ledger *l, struct err *err);

/*
 * What is governed where no runbook says it, and before the first adopt: mcade.governed, else the
 * branch that the remote's HEAD names, else that of HEAD; NULL: HEAD is detached.
 */
int governed_default(const struct ledger *l, const char **ret, struct err *err);

/* A governed ref as others can see it: the remote's tracking ref where there is one. */
struct visible_ref {
	const char *name; /* the governed ref */
	struct oid tip;	  /* never zero: refs without a commit are left out */
};
/* What others can see of one: zero where it is not here. */
int governed_at(const struct ledger *l, const char *ref, struct oid *ret, struct err *err);
int governed_visible(const struct ledger *l, const struct visible_ref **ret, size_t *ret_count,
		     struct err *err);

/* Is this a branch that the rules govern, by its full name? */
int governed_is(const struct ledger *l, const char *ref, bool *ret, struct err *err);
/* Is HEAD on a governed branch? Else what is written in the work tree is for another branch's commits. */
int governed_head(const struct ledger *l, bool *ret, struct err *err);

/* The first governed ref, where no file of it fits the pattern; NULL: one does, or there is no ref. */
int governed_without(const struct ledger *l, const char *pattern, const char **ret,
		     struct err *err);

/* What a branch is called in a command that is typed. */
const char *governed_short(const char *ref, struct arena *a);
/* How HEAD gets to where others can see it: a command where it works as it stands, else words. */
const char *governed_push(const struct ledger *l, const struct visible_ref *ref);
/* What an act shows of them: the same; offline, what is committed here and goes on from it. */
int governed_shown(const struct ledger *l, bool offline, const struct visible_ref **ret,
		   size_t *ret_count, struct err *err);

/* Adds Mcade-Tip for each governed ref, as governed_shown() has it. */
int governed_tips(const struct ledger *l, struct event *event, struct err *err);
/*
 * The same with the local commits first, and Mcade-Rewritten for each tip that others can see, or that
 * an event names last, and that is left behind: for history that was rewritten here and cannot be
 * pushed before the rules bind from it.
 */
int governed_retip(const struct ledger *l, struct event *event, struct err *err);

/* Stages these paths, whatever the index is like. */
int stage_files(const struct ledger *l, const char *const *paths, size_t count,
		struct err *err);

/*
 * The ledger that runbook.yaml of the work tree names; NULL: none. It can raise an alarm and never
 * silence one, so a file that cannot be read names none.
 */
const char *governed_marker(const struct ledger *l);

/* Writes "ledger: <id>" into an existing runbook.yaml that lacks it, and stages the file. */
int governed_mark_runbook(const struct ledger *l, struct err *err);

#endif
