/*
 * ref.h - refs: read, list, and change by compare-and-swap. A ref of ours is always direct: one
 * that is symbolic was put there by another person. libgit2 reads them and writes them.
 */
#ifndef REPO_REF_H
#define REPO_REF_H

#include "base/arena.h"
#include "base/err.h"
#include "repo/oid.h"

struct repo;

struct ref {
	const char *name;   /* "refs/heads/main" */
	struct oid id;	    /* zero for a symbolic ref */
	const char *target; /* of a symbolic ref, else NULL */
};

/*
 * A direct ref's id. ERR_NOT_FOUND: no such ref. ERR_UNTRUSTED: it is symbolic. ERR_FORMAT: no
 * valid full name ("refs/..."). ERR_IO: the ref cannot be read (damaged or half-written file).
 */
int ref_read(struct repo *repo, const char *name, struct oid *ret, struct err *err);
/* As ref_read(), but absence is no error: 0 and the zero id. */
int ref_peek(struct repo *repo, const char *name, struct oid *ret, struct err *err);
/*
 * Which ref a write to `name` would move: symbolic refs are followed, at most 5, whether or not the
 * last one exists. *ret_name lives in the arena; *ret is zero where there is nothing yet.
 */
int ref_follow(struct repo *repo, const char *name, struct arena *arena, const char **ret_name,
	       struct oid *ret, struct err *err);
/* All refs that begin with prefix, sorted, in the arena. ERR_IO: one of them is unreadable. */
int ref_list(struct repo *repo, const char *prefix, struct arena *arena, struct ref **ret,
	     size_t *ret_count, struct err *err);
/*
 * Sets a ref to `id` if its value is `old` (zero: if it does not exist). ERR_RACE: it has
 * another value. ERR_TIMEOUT: its lock was held for more than a second. Nothing was changed.
 * Writes a reflog line where the repository keeps one. Refused in a quarantine (ERR_USAGE).
 */
int ref_update(struct repo *repo, const char *name, const struct oid *id, const struct oid *old,
	       const char *reflog, struct err *err);
/* Removes a ref whose value is `old`. ERR_RACE: it has another, ERR_NOT_FOUND: there is none. */
int ref_delete(struct repo *repo, const char *name, const struct oid *old, struct err *err);
/* True for a full ref name that git accepts ("refs/heads/x"); ASCII only. */
bool ref_name_ok(const char *name);

#endif
