/*
 * meant.h - what the commands of an event mean in the commit that it names: `Mcade-Meaning`. What nobody can
 * tell of them rests on the whole content.
 */
#ifndef FOLD_MEANT_H
#define FOLD_MEANT_H

#include "meaning/meaning.h"
#include "model/event.h"
#include "runbook/shown.h"

/* Which commands an event of this word is about; 0: of none. */
unsigned meant_parts(enum event_word word);
/* ERR_NOT_FOUND where the commit or an object of it is not here. read (.arena = a): of this commit. */
int meant_in(struct repo *repo, const struct oid *commit, const struct meaning_asked *asked,
	     const struct snapshot *files, struct strmap *read, struct arena *a,
	     struct meaning *ret, struct err *err);

/* The part for people: its name, or for what nobody can tell "a file that '$1' in tools/ship.sh may stand for". */
const char *meant_name(const struct meaning *is, const char *part, struct arena *a);

#endif
