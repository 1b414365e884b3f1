/*
 * change.h - what a change touches, path by path, and which paths anybody cares about.
 */
#ifndef REPO_CHANGE_H
#define REPO_CHANGE_H

#include "base/compat.h"
#include "repo/oid.h"

/* One path that differs, as `git diff --raw --no-renames` tells it: mode 0 is "not there". */
struct tree_change {
	const char *path;
	uint32_t old_mode, new_mode; /* enum tree_mode of repo/object.h */
	struct oid old_id, new_id;   /* zero where the mode is 0 */
};

/*
 * Beginnings of paths: "docs/deployments/", "releases/prod.yaml", "ansible/playbooks/PLAT_".
 * A set holds every path that begins with one of them, byte for byte ("" holds everything); a
 * caller with patterns takes what stands before the first wildcard and filters what comes back.
 * A NULL set holds everything; an empty one nothing.
 */
struct prefix_set {
	const char *const *items;
	size_t count;
};

/*
 * Can a tree hold this path? Not one that leads out of the work tree or into Git's own folder:
 * "", "/x", "x/", "a//b", ".", "..", ".git" in any case. (base/path.h asks for more: a path
 * that we would write ourselves.)
 */
bool tree_path_ok(const char *path);

bool prefix_set_has(const struct prefix_set *set, const char *path);
/* Can something below this directory (path with its final slash) be in the set? */
bool prefix_set_below(const struct prefix_set *set, const char *directory);

#endif
