/*
 * snapshot_kinds.h - what a snapshot is made of. For repo/snapshot*.c only.
 */
#ifndef REPO_SNAPSHOT_KINDS_H
#define REPO_SNAPSHOT_KINDS_H

#include "repo/index.h"
#include "repo/snapshot.h"
#include "repo/tree_cache.h"

enum snapshot_kind {
	SNAPSHOT_TREE,	   /* a tree object: of a commit, of an index that names one, or bare */
	SNAPSHOT_ENTRIES,  /* the entries of an index */
	SNAPSHOT_CHANGES,  /* another snapshot and what differs from it */
	SNAPSHOT_WORKTREE, /* files on disk */
};

struct snapshot {
	enum snapshot_kind kind;
	struct repo *repo;
	char label[OID_HEX_SIZE + 1]; /* before the path: "<id>:", ":" or "" */
	struct oid tree;	      /* SNAPSHOT_TREE; zero: nothing */
	struct tree_cache *cache;     /* its directories that were asked for */
	struct index *index;	      /* SNAPSHOT_ENTRIES: owns the entries */
	const struct index_entry *entries;
	size_t entry_count;
	const struct snapshot *base; /* SNAPSHOT_CHANGES */
	const struct tree_change *changes;
	size_t change_count;
};

/* The first place in a sorted run of paths that is not before `path`. */
size_t snapshot_seek_entry(const struct snapshot *snapshot, const char *path);

/* Files on disk (repo/snapshot_disk.c). */
int disk_entry(const struct snapshot *snapshot, const char *path, uint32_t *ret_mode,
	       struct err *err);
int disk_link(const struct snapshot *snapshot, const char *path, struct arena *arena,
	      const char **ret, struct err *err);
int disk_read(const struct snapshot *snapshot, const char *path, struct arena *arena,
	      struct bytes *ret, bool *ret_found, struct err *err);
int disk_list(const struct snapshot *snapshot, const struct prefix_set *only,
	      struct arena *arena, struct snapshot_file **ret, size_t *ret_count,
	      struct err *err);

#endif
