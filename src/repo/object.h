/*
 * object.h - objects as bytes, and strict parsers of raw trees and raw commits. The bytes are
 * what was stored: nothing is re-encoded, and they hash to the id that was asked for.
 *
 *	struct bytes raw;
 *	if (object_read(repo, &id, OBJECT_COMMIT, LIMIT_COMMIT, arena, &raw, err) < 0)
 *		return -1;
 */
#ifndef REPO_OBJECT_H
#define REPO_OBJECT_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "repo/oid.h"

struct repo;

enum object_type {
	OBJECT_COMMIT = 1, /* the values that Git's pack format gives them */
	OBJECT_TREE = 2,
	OBJECT_BLOB = 3,
	OBJECT_TAG = 4,
};

const char *object_type_name(enum object_type type); /* "commit" ... */

/*
 * Reads one object; *ret lives in the arena, with a NUL after it. ERR_NOT_FOUND: absent (a
 * shallow or partial clone, a damaged store: "cannot tell"). ERR_LIMIT: more than `limit`
 * bytes. ERR_FORMAT: of another type. ERR_UNTRUSTED: its bytes do not hash to the id.
 * ERR_IO: the store is damaged.
 */
int object_read(struct repo *repo, const struct oid *id, enum object_type type, size_t limit,
		struct arena *arena, struct bytes *ret, struct err *err);
/* From here on what is read is kept while there is room, for a walk over a history. */
void repo_keep_objects(struct repo *repo);
/* Type and size without the bytes (which are not checked). */
int object_stat(struct repo *repo, const struct oid *id, enum object_type *ret_type,
		size_t *ret_size, struct err *err);
/* Only that something is stored under this name; not that it is whole. -1: that cannot be told. */
int object_exists(struct repo *repo, const struct oid *id, bool *ret, struct err *err);
/* Is it here, and a commit? Of an id that another person names. Of a commit only the header is read. */
int object_is_commit(struct repo *repo, const struct oid *id, bool *ret, struct err *err);

/* The id that these bytes have as an object of this type. Needs no repository. */
void object_hash(enum object_type type, struct bytes bytes, struct oid *ret);
/*
 * Stores a loose object, without fsync: whoever needs it to last uses ledger_append(). One that
 * is stored already is left in place (its age renewed) when it is whole, replaced when not.
 */
int object_write(struct repo *repo, enum object_type type, struct bytes bytes, struct oid *ret,
		 struct err *err);

/*
 * Trees. The only modes that exist are those below; names are sorted as Git sorts them, unique,
 * and never "", ".", "..", ".git" (in any case) or with a slash.
 *
 *	struct tree_iter iter = tree_iter(raw);
 *	struct tree_entry entry;
 *	while ((more = tree_next(&iter, &entry, err)) > 0)
 *		...
 *	if (more < 0)
 *		return -1;
 */
enum tree_mode {
	TREE_FILE = 0100644,
	TREE_EXECUTABLE = 0100755,
	TREE_FILE_OLD = 0100664, /* written by very old gits; a file */
	TREE_SYMLINK = 0120000,
	TREE_DIRECTORY = 0040000,
	TREE_SUBMODULE = 0160000,
};

struct tree_entry {
	uint32_t mode;
	const char *name; /* borrowed from the tree's bytes, NUL after it */
	size_t name_len;
	struct oid id;
};

struct tree_iter {
	struct bytes left, previous;
	uint32_t previous_mode;
	struct bytes files[8]; /* that a directory of the same name could still follow */
	size_t file_count;
};

static inline struct tree_iter tree_iter(struct bytes raw)
{
	return (struct tree_iter){.left = raw};
}

/* 1: an entry; 0: the end; -1: no well-formed tree (ERR_FORMAT). */
int tree_next(struct tree_iter *iter, struct tree_entry *ret, struct err *err);
/*
 * Follows a slash-separated path down from a tree. When there is nothing at the path: 0, and
 * *ret_mode 0. An empty path is the tree itself.
 */
int tree_lookup(struct repo *repo, const struct oid *tree, const char *path, uint32_t *ret_mode,
		struct oid *ret_id, struct err *err);
/* The file (or the target of a symbolic link) at a path; *ret_found false when there is none. */
int tree_read_file(struct repo *repo, const struct oid *tree, const char *path, size_t limit,
		   struct arena *arena, struct bytes *ret, bool *ret_found, struct err *err);

/*
 * Commits of code: anything that git itself makes sense of, since their authors owe us nothing.
 * (Ledger commits have a grammar of their own in model/.) The text fields are borrowed from the
 * raw bytes and may hold anything but a line feed.
 */
struct commit_person {
	struct bytes name, email;
	int64_t time; /* seconds since 1970; 0 when it cannot be read */
	int zone;     /* minutes east of UTC */
};

struct commit {
	struct oid tree;
	const struct oid *parents; /* in the arena */
	size_t parent_count;
	struct commit_person author, committer;
	struct bytes headers; /* all header lines */
	struct bytes message; /* after the empty line */
};

/* ERR_FORMAT when tree, parents, author and committer do not stand at the top in that order. */
int commit_parse(struct bytes raw, struct arena *arena, struct commit *ret, struct err *err);
/* Reads and parses; ERR_* as object_read(). A commit may have LIMIT_COMMIT_CODE bytes. */
int commit_read(struct repo *repo, const struct oid *id, struct arena *arena,
		struct commit *ret, struct err *err);
/* Parents only. */
int commit_parents(struct repo *repo, const struct oid *id, struct arena *arena,
		   const struct oid **ret_parents, size_t *ret_count, struct err *err);
/* The tree of a commit. */
int commit_tree(struct repo *repo, const struct oid *id, struct oid *ret, struct err *err);

#endif
