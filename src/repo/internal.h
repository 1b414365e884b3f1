/* internal.h - what the files of this folder share. No other folder sees a libgit2 type. */
#ifndef REPO_INTERNAL_H
#define REPO_INTERNAL_H

#include "base/arena.h"
#include "repo/object.h"
#include "repo/repo.h"

#include <git2.h>

struct setting {
	const char *key;   /* section and name in lower case */
	const char *value; /* NULL: the key stands alone, which is true */
	bool local;	   /* stands in the repository's own file */
	bool own; /* is the person's or the machine's, or was typed: no repository says it */
};

/* In the order in which git reads them: the last one holds. What stood there earlier stays alive. */
struct settings {
	struct arena arena;
	struct setting *list;
	size_t count;
};

struct repo {
	enum repo_mode mode;
	git_repository *git;
	git_odb *odb;
	bool from_environment; /* GIT_DIR says where it is */
	struct settings settings;
	char *git_dir, *common_dir, *work_tree, *index_path;
	char *objects_dir; /* where new objects go */
	bool quarantine;
	bool fsync;		   /* mcade.fsync */
	struct kept_objects *kept; /* NULL: nothing is */
};

/*
 * Turns a libgit2 status into an err: code by kind, libgit2's message after ours. Always -1.
 * May prefix the message; "fmt" says what was being done: "cannot read 'x'".
 */
int git_failed(struct err *err, int status, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* libgit2's last message, never NULL. */
const char *git_message(void);

static inline const git_oid *git_oid_of(const struct oid *oid)
{
	_Static_assert(sizeof(git_oid) == sizeof(struct oid), "sha1 only");
	return (const git_oid *)(const void *)oid;
}

static inline void oid_of_git(const git_oid *from, struct oid *ret)
{
	memcpy(ret->id, from->id, OID_SIZE);
}

char *xstrdup_(const char *text); /* never NULL */

/* git_memory.c: out of memory ends libgit2 as it ends us. */
void git_memory_init(void);
/* config.c: reads it, again after a change. Without what `git -c` gives in a hook. */
int config_read(struct repo *repo, struct err *err);
/* owner.c: a repository of another person is opened where git would; `path` led to it. */
int owner_check(const struct repo *repo, const char *path, struct err *err);
/* store.c: packs and loose objects of every objects directory, without libgit2's own reader. */
int store_open(struct repo *repo, struct err *err);
/* guard.c: a libgit2 object backend for the loose objects under one objects directory. */
int guard_new(const char *objects_dir, git_odb_backend **ret);

/* tree.c: the order of names in a tree, where a directory sorts as if a slash stood behind it.
 */
int tree_name_compare(const char *a, size_t a_len, bool a_dir, const char *b, size_t b_len,
		      bool b_dir);

/* ref.c: refuses in a quarantine. */
int repo_may_write(struct repo *repo, struct err *err);

CLEANUP_POINTER(git_reference, git_reference_free)
CLEANUP_POINTER(git_config, git_config_free)
CLEANUP_POINTER(git_repository, git_repository_free)
CLEANUP_POINTER(git_odb, git_odb_free)
CLEANUP_POINTER(git_odb_object, git_odb_object_free)

#endif
