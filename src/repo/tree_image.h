/*
 * tree_image.h - a whole directory tree in memory, changed path by path, whose object id is
 * always at hand: only the directories on a changed path are hashed again. The writer of the
 * ledger and its auditor share it, so that "tree of n = apply(tree of n-1, event n)" is one
 * piece of code.
 *
 *	CLEANUP(tree_image_freep) struct tree_image *image = tree_image_new();
 *	tree_image_set(image, "state/prod/PLAT_08D.yaml", &blob, err);
 *	tree_image_id(image, &tree, err);
 *
 * Holds files of mode 100644 and directories, nothing else; no empty directories. A tree that
 * holds anything else is ERR_UNTRUSTED. Directories of a loaded image are read when a path
 * first leads into them.
 */
#ifndef REPO_TREE_IMAGE_H
#define REPO_TREE_IMAGE_H

#include "base/cleanup.h"
#include "base/err.h"
#include "repo/oid.h"

struct arena;
struct bytes;
struct repo;
struct tree_image;

struct tree_image *tree_image_new(void);
/* The repo is borrowed and must live as long as the image. */
int tree_image_load(struct repo *repo, const struct oid *tree, struct tree_image **ret,
		    struct err *err);
void tree_image_free(struct tree_image *image);
CLEANUP_POINTER(struct tree_image, tree_image_free)

/*
 * Puts a file at a path, making directories. ERR_FORMAT: no path that a tree can hold (see
 * base/path.h), or it leads through a file, or a directory stands there.
 */
int tree_image_set(struct tree_image *image, const char *path, const struct oid *blob,
		   struct err *err);
/* Removes a file, and the directories that it leaves empty. ERR_NOT_FOUND when it is not there.
 */
int tree_image_remove(struct tree_image *image, const char *path, struct err *err);
/* The blob at a path; the zero id when no file is there. */
int tree_image_get(struct tree_image *image, const char *path, struct oid *ret,
		   struct err *err);
/* The bytes of the file there, by its id from this repository; at most LIMIT_BLOB. */
int tree_image_read(struct tree_image *image, struct repo *repo, const char *path,
		    struct arena *a, struct bytes *ret, bool *ret_found, struct err *err);
/* The id of the directory at a path ("" is the root); the zero id when there is none. */
int tree_image_directory(struct tree_image *image, const char *path, struct oid *ret,
			 struct err *err);
/*
 * Calls fn for each file under a directory ("" is everything), in Git's order. fn returns 0 to
 * go on; another value ends the walk and is returned. The image must not be changed meanwhile.
 */
typedef int tree_image_fn(const char *path, const struct oid *blob, void *data,
			  struct err *err);
int tree_image_each(struct tree_image *image, const char *directory, tree_image_fn *fn,
		    void *data, struct err *err);

/* The id of the whole tree; hashes what was changed since the last time. */
int tree_image_id(struct tree_image *image, struct oid *ret, struct err *err);
/*
 * Stores every directory that was changed since it was loaded or last written (children first,
 * without fsync), and gives the root's id. fn, where not NULL, is told each object's id.
 */
typedef int tree_image_written_fn(const struct oid *tree, void *data, struct err *err);
int tree_image_write(struct tree_image *image, struct repo *repo, tree_image_written_fn *fn,
		     void *data, struct oid *ret, struct err *err);

/* Makes the next tree_image_write() store every directory that is in memory, stored or not. */
void tree_image_forget(struct tree_image *image);

#endif
