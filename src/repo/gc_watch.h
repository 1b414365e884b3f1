/*
 * gc_watch.h - is a `git gc` at work in this repository that sweeps objects without grace? It
 * may take what was written after it had looked at the refs. (With git's usual two weeks of grace
 * it takes nothing of ours.)
 */
#ifndef REPO_GC_WATCH_H
#define REPO_GC_WATCH_H

#include "base/compat.h"

struct repo;

/* Says no where it cannot tell: the file gc.pid is absent, old, or from another machine. */
bool gc_sweeps_at_once(struct repo *repo);

#endif
