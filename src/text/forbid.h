/*
 * forbid.h - what of a text is code. A forbidden token is not used in a comment, in a sentence
 * of prose, or in the expression that looks for it or removes it.
 *
 *	struct bytes code = forbid_code(path, text, &arena);	// same length, the rest blank
 *
 * so that a match in `code` has the same line and column in the text.
 */
#ifndef TEXT_FORBID_H
#define TEXT_FORBID_H

#include "base/arena.h"
#include "base/bytes.h"

/*
 * By kind of file, told from the name: YAML (comments; values of keys that are prose, such as
 * name and msg, or expressions, such as regexp; text of `not in`), Markdown (only fenced code
 * counts, its comments aside), shell and everything else ('#' comments; the expressions of grep
 * and the first half of sed's s///). Lives in the arena.
 */
struct bytes forbid_code(const char *path, struct bytes text, struct arena *arena);

#endif
