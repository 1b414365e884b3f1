/*
 * sync.h - make objects durable that were just written. One call for all of them, since the
 * cost is the number of times that we wait for the disk.
 */
#ifndef REPO_SYNC_H
#define REPO_SYNC_H

#include "base/err.h"
#include "repo/oid.h"

/* The loose objects `ids` below objects_dir, and their names, survive a power cut. */
int sync_objects(const char *objects_dir, const struct oid *ids, size_t count, struct err *err);

#endif
