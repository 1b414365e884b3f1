/*
 * glob.h - path patterns as Git has them (wildmatch with pathname): `*` and `?` stop at a
 * slash,
 * `**` as a whole segment spans any number of them, `[a-z]` and `[!x]` are one character of a
 * set (never a slash), a backslash takes the next character literally. The whole path must
 * match; paths are relative to the root of the work tree, with slashes, compared as bytes.
 *
 *	docs/deployments/ *.md		the files of that folder (without the blank)
 *	ansible/ **			everything below ansible/
 *	** /nginx/ **.yml		`**` that is not a whole segment is a `*`
 */
#ifndef MATCH_GLOB_H
#define MATCH_GLOB_H

#include "base/compat.h"

/* Takes time in the order of pattern x path at worst; an ill-formed pattern matches nothing. */
bool glob_match(const char *pattern, const char *path);
/* False with a reason (static text) for an empty pattern, an open bracket, a final backslash.
 */
bool glob_valid(const char *pattern, const char **ret_reason);
/*
 * Length of the longest start of the pattern that is literal text: "docs/deployments/" of
 * "docs/deployments/ *.md"; the whole length when there is nothing to expand. No escapes in it.
 */
size_t glob_literal_prefix(const char *pattern);
bool glob_is_literal(const char *pattern);

#endif
