/*
 * index_entry.h - one entry of Git's index, and one record of `git diff --raw -z`.
 * For repo/index.c only.
 */
#ifndef REPO_INDEX_ENTRY_H
#define REPO_INDEX_ENTRY_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "repo/index.h"

static inline uint32_t be32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

#define INDEX_ENTRY_MIN 62 /* bytes before the path */

/*
 * Reads the entry at *at and moves *at after it. `previous` is the entry before (NULL for the
 * first): paths only grow, and version 4 stores what differs from it, so that its paths are
 * made in the arena.
 */
int index_entry_read(struct bytes raw, uint32_t version, size_t *at,
		     const struct index_entry *previous, struct arena *arena,
		     struct index_entry *ret, struct err *err);

#endif
