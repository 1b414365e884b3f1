/*
 * settings.h - the settings of an environment as a commit has them (runbook/settings.h): what an event names
 * beside its candidate. The judge knows no commit: it compares what events say, and whoever has the commit
 * looks whether that is true.
 */
#ifndef FOLD_SETTINGS_H
#define FOLD_SETTINGS_H

#include "model/state.h"
#include "repo/oid.h"
#include "runbook/runbook.h"

struct repo;

/*
 * In the arena; NULL where the environment has no manifest. What is no file there has the settings of its
 * mode and id. ERR_NOT_FOUND where the commit, or what it has, is not here.
 */
int settings_of(struct repo *repo, const struct oid *commit,
		const struct environment *environment, const char *const *pins, size_t count,
		struct arena *a, const char **ret, struct err *err);
/* The same with the pins by which that content is that candidate there; NULL of one that nobody knows. */
int settings_of_candidate(struct repo *repo, struct state *record, const struct oid *commit,
			  const struct environment *environment, const char *content,
			  const char *candidate, struct arena *a, const char **ret,
			  struct err *err);

#endif
