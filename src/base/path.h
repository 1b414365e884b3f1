/*
 * path.h - is this text a path that may be written, in any repository, on any file system that
 * people clone to? Lexical: nothing on disk is looked at.
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include "base/bytes.h"
#include "base/err.h"

/*
 * A relative path with slashes: no empty component, ".", "..", leading or final slash, no
 * backslash, no control character, valid UTF-8, no component that some file system takes for
 * .git (".GIT", "git~1", ".git.", with invisible characters), none that ends in a dot or a
 * blank, none over 255 bytes, at most LIMIT_PATH bytes in all. ERR_FORMAT or ERR_LIMIT.
 */
int path_check(struct bytes path, struct err *err);
/* The same for one component. */
int path_check_name(struct bytes name, struct err *err);

/* What stands after the last slash: the path itself where there is none. */
const char *path_last(const char *path);
/* Is it in a folder of this name, at any depth? */
bool path_is_in(const char *path, const char *folder);
/* Is it this folder, or below it? Both absolute, or both of one folder; NULL and "": no. */
bool path_is_within(const char *path, const char *folder);

#endif
