/*
 * memory_internal.h - the place of what is remembered, and its small files. Paths are NULL where there is
 * no place, or the repository has no name yet: nothing was seen there, and nothing can be kept.
 */
#ifndef LEDGER_MEMORY_INTERNAL_H
#define LEDGER_MEMORY_INTERNAL_H

#include "base/bytes.h"
#include "ledger/memory.h"

struct memory {
	struct arena *arena;
	const char *root;	/* <state>/git-mcade; NULL: there is no such place */
	const char *repository; /* its name here; NULL: not looked for, or it has none yet */
	struct repo *repo;	/* NULL: without one */
	const char *unkept;	/* why the first write that failed did */
	const char *left;	/* why it was left alone; then root is NULL */
};

/* *ret_found false: there is no such file. */
int memory_read(const char *path, struct arena *a, struct bytes *ret, bool *ret_found,
		struct err *err);
/* Whole or not at all; its folder is made. */
int memory_try_write(struct memory *m, const char *path, struct bytes data, struct err *err);
/* The same, and memory_unkept() where it fails. */
int memory_write(struct memory *m, const char *path, struct bytes data, struct err *err);
/* Makes the folder that holds it. */
int memory_make_folder(struct memory *m, const char *path, struct err *err);

/* Something below the place; NULL: there is none. */
const char *memory_below(struct memory *m, const char *path);
/* Fills m->repository; make: gives the repository a name where it has none. */
int memory_find_repository(struct memory *m, bool make, struct err *err);

#endif
