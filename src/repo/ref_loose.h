/* ref_loose.h - refs in files of their own that libgit2's listing lacks. */
#ifndef REPO_REF_LOOSE_H
#define REPO_REF_LOOSE_H

#include "repo/ref.h"

#include <git2.h>

/* ref.c: as it is listed. */
struct ref ref_entry(const git_reference *ref, struct arena *arena);
int ref_by_name(const void *a, const void *b);

/* Adds, behind a list that is sorted, those that begin with prefix and are not in it; an error where one
 * of them, or a folder, cannot be read. */
int ref_loose_add(struct repo *repo, const char *prefix, struct arena *arena, struct ref **list,
		  size_t *count, struct err *err);

#endif
