/*
 * grown.h - bytes that only grow: those that a file outside the repository holds, and those after
 * them in memory. What a ledger's past is remembered in, so that one event more costs one event
 * and not the history. A sum says whether the file still holds what was written; it is asked for
 * when the bytes are first used.
 *
 * Everything that is added is a multiple of 8 bytes long.
 */
#ifndef FOLD_GROWN_H
#define FOLD_GROWN_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"

struct grown {
	const uint8_t *base;	  /* of the file, mapped */
	size_t base_len, map_len; /* how many are still used, of how many */
	uint64_t base_sum;	  /* that they should have */
	bool owner;		  /* who unmaps them */
	bool good;		  /* they have that sum */
	struct strbuf tail;
	size_t saved;	    /* of the tail, in the file as well */
	uint64_t saved_sum; /* of base and that */
};

/* False: the file is not there, or shorter. */
bool grown_open(struct grown *g, const char *path, size_t len, uint64_t sum);
/* Are the file's bytes those that were written? */
bool grown_is_good(struct grown *g);
void grown_close(struct grown *g);

void grown_add(struct grown *g, const void *data, size_t len);
/* Forgets those after the first `len`. */
void grown_cut(struct grown *g, size_t len);
/* What was added as one piece stays in one. */
const void *grown_at(const struct grown *g, size_t offset);
size_t grown_len(const struct grown *g);
uint64_t grown_sum(const struct grown *g);
/* The same bytes, to go its own way; borrows those of the file. */
void grown_copy(struct grown *to, const struct grown *from);
/* Damaged: takes the file's bytes from who has them all in memory. False: he has other ones. */
bool grown_mend(struct grown *g, const struct grown *whole);
/* Writes what the file does not have; again where another length stands there than is known. */
int grown_save(struct grown *g, const char *path, struct err *err);

#endif
