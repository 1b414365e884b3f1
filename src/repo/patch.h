/* patch.h - what differs between two trees, and between two files as a patch. */
#ifndef REPO_PATCH_H
#define REPO_PATCH_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "repo/oid.h"

struct repo;

/*
 * Calls fn for each file that is in one tree only, or differs, in Git's order; the id is zero where it
 * is not. A tree's zero id is an empty tree. fn returns 0 to go on; another value ends it and is
 * returned. What is alike is not read.
 */
typedef int tree_change_fn(const char *path, const struct oid *before, const struct oid *after,
			   void *context, struct err *err);
int tree_changes(struct repo *repo, const struct oid *before, const struct oid *after,
		 tree_change_fn *fn, void *context, struct err *err);

/* Appends a patch as git shows it; old NULL: the file is new; new NULL: it is gone. */
int patch_add(const char *path, const struct bytes *old, const struct bytes *new,
	      struct strbuf *out, struct err *err);

#endif
