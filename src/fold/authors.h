/*
 * authors.h - who wrote what a promotion brings: the addresses that commits name as their author. Nobody signs for
 * them, so that one says who must not approve, and never who may.
 */
#ifndef FOLD_AUTHORS_H
#define FOLD_AUTHORS_H

#include "model/state.h"
#include "runbook/runbook.h"

struct repo;

/*
 * Of each commit that `code` has, the promotion before it had not, and that changes the content; where none was
 * before, since the branch is governed. Empty where no approval of a promotion to `environment` asks for it, or the
 * rules in force are older. ERR_NOT_FOUND, ERR_LIMIT: nobody can tell.
 */
int authors_of(struct repo *repo, struct state *record, const struct runbook *runbook,
	       const char *environment, const char *code, struct arena *a, struct words *ret,
	       struct err *err);

#endif
