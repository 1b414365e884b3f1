/*
 * repo.h - one opened Git repository: where it lies, its configuration, its HEAD.
 *
 *	CLEANUP(repo_freep) struct repo *repo = NULL;
 *
 *	if (repo_open(REPO_COMMAND, &repo, &err) < 0)
 *		return err_exit_status(&err);
 *
 * Objects are read through a store of our own making (repo/object.h): no commit-graph, no
 * replace ref, no graft is ever believed, and a damaged loose object is an error.
 * Configuration is what git says it is; in a hook without what `git -c` and GIT_CONFIG_COUNT hand
 * on, which are for one command and not for who judges it.
 */
#ifndef REPO_REPO_H
#define REPO_REPO_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "repo/oid.h"

struct repo;

enum repo_mode {
	/*
	 * Started by git as a hook: GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE,
	 * GIT_OBJECT_DIRECTORY and GIT_ALTERNATE_OBJECT_DIRECTORIES say what git is working on
	 * (the index of `commit -a`, the quarantine of a push). Only read in this mode.
	 */
	REPO_HOOK,
	/*
	 * Started by a person: the repository around the current directory. GIT_DIR and
	 * GIT_WORK_TREE are respected, since that is how `git --git-dir=D --work-tree=W mcade`
	 * speaks to us; every other variable is left over from somewhere else and ignored.
	 */
	REPO_COMMAND,
};

/*
 * ERR_NOT_FOUND: there is no repository here. ERR_UNSUPPORTED: it uses something that is
 * named in the message (sha256, reftable, an unknown extension, a namespace). ERR_IO: it
 * belongs to another person and git does not open it; err->next is git's command.
 */
int repo_open(enum repo_mode mode, struct repo **ret, struct err *err);
/* The repository at `path` (its work tree or its Git directory), no variable respected. */
int repo_open_path(const char *path, struct repo **ret, struct err *err);
void repo_free(struct repo *repo);
CLEANUP_POINTER(struct repo, repo_free)

/* Absolute, without a final slash, alive as long as the repo. */
const char *repo_git_dir(const struct repo *repo);    /* this work tree's */
const char *repo_common_dir(const struct repo *repo); /* shared by all work trees */
const char *repo_work_tree(const struct repo *repo);  /* NULL when bare */
const char *repo_index_path(const struct repo *repo); /* the index that git works on now */
bool repo_is_shallow(const struct repo *repo);

/*
 * Configuration. key is "section.name" or "section.sub.name". A key that is not set gives NULL
 * (or an empty list), one that stands alone in its line "". Values live as long as the repo. A file
 * that cannot be read was an error of repo_open().
 */
const char *repo_config_get(const struct repo *repo, const char *key);
/* true/yes/on/1 and false/no/off/0; `missing` when it is not set; ERR_FORMAT else. */
int repo_config_get_bool(const struct repo *repo, const char *key, bool missing, bool *ret,
			 struct err *err);
/* Like repo_config_get(), but only what stands in the repository's own config file. */
const char *repo_config_get_local(const struct repo *repo, const char *key);
/*
 * Only what stands in the person's or the machine's files, or was typed (git -c): for what runs a
 * command. No repository, and nobody who hands one over, says it.
 */
const char *repo_config_get_own(const struct repo *repo, const char *key);
/* The repository's own config file. Replaces all values. */
int repo_config_set(struct repo *repo, const char *key, const char *value, struct err *err);
/* Removes all values; nothing to remove is success. */
int repo_config_unset(struct repo *repo, const char *key, struct err *err);
/* Names of the configured remotes, sorted. */
void repo_remotes(const struct repo *repo, struct arena *arena, const char ***ret_names,
		  size_t *ret_count);
/*
 * The address that git fetches from (or pushes to, a line each where there are several), after
 * url.<base>.insteadOf; a folder's is absolute. What is not the name of a remote is an address.
 */
int repo_remote_url(struct repo *repo, const char *remote, bool push, struct arena *arena,
		    const char **ret, struct err *err);

/* The branch HEAD points to, even when it has no commit yet; NULL when HEAD is detached. */
int repo_head_ref(struct repo *repo, struct arena *arena, const char **ret, struct err *err);
/* The commit of HEAD; ERR_NOT_FOUND while the branch has none. */
int repo_head_commit(struct repo *repo, struct oid *ret, struct err *err);
/*
 * The commit that a person's text means: an id, a short id, a branch, a tag, REV~2, @{u}.
 * ERR_NOT_FOUND when it means none; ERR_CONFLICT where a tag and a branch have the name; text that
 * searches messages (":/x", "^{/x}") is refused.
 */
int repo_resolve_commit(struct repo *repo, const char *text, struct oid *ret, struct err *err);

#endif
