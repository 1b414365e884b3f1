/*
 * unignored.h - files of a work tree that are not tracked, and that no .gitignore of a commit names. What one machine
 * ignores, or a .gitignore that is in no commit itself, hides nothing.
 */
#ifndef ACT_UNIGNORED_H
#define ACT_UNIGNORED_H

#include "base/bytes.h"
#include "repo/repo.h"
#include "repo/snapshot.h"

/* Those that the pathspecs have, NUL behind each. commit: NULL: there is none yet. */
int unignored(struct repo *repo, const struct snapshot *commit, const char *const *specs,
	      size_t count, struct arena *a, struct bytes *ret, struct err *err);
/* A path as a pattern that matches it alone. */
const char *unignored_plain(const char *path, struct arena *a);

#endif
