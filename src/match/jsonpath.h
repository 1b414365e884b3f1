/*
 * jsonpath.h - where in a JSON document: the part of RFC 9535 that names places and computes
 * nothing. `$` the root, `.name` and `['name']` a member, `[0]` and `[-1]` an element, `.*` and
 * `[*]` all members or elements.
 */
#ifndef MATCH_JSONPATH_H
#define MATCH_JSONPATH_H

#include "base/arena.h"
#include "base/err.h"

enum jsonpath_kind { JSONPATH_NAME, JSONPATH_INDEX, JSONPATH_ALL };

struct jsonpath_step {
	enum jsonpath_kind kind;
	const char *name; /* JSONPATH_NAME */
	int64_t index;	  /* JSONPATH_INDEX; negative counts from the end */
};

struct jsonpath {
	const struct jsonpath_step *steps;
	size_t count;
};

/* Lives in the arena. ERR_FORMAT with the column of the fault in the message. */
int jsonpath_parse(const char *text, struct srcpos at, struct arena *a,
		   struct jsonpath *ret_path, struct err *err);

/* The path of a member, of an element: the parent's, and one step more. Live in the arena. */
const char *jsonpath_member(const char *parent, const char *name, struct arena *a);
const char *jsonpath_element(const char *parent, size_t index, struct arena *a);

#endif
