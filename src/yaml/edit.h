/*
 * edit.h - one value of a YAML text changed in place: comments, order, quoting and blanks
 * everywhere else stay byte for byte.
 *
 *	edit_set(text, "releases/prod.yaml", "platform.redis.image",
 *		 "docker.io/library/redis:7.2@sha256:...", &out, err);
 *
 * A scalar is replaced; missing keys are added at the end of the mapping that lacks them, with
 * its indentation and style. An empty text becomes a document. The result has been parsed again
 * and compared before it is given out: the path holds the value and nothing else has changed; a
 * text in which that cannot be done is refused, not damaged.
 */
#ifndef YAML_EDIT_H
#define YAML_EDIT_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"

/*
 * `path` is keys joined by dots. Appends the whole new text to `out`. ERR_FORMAT when the text
 * is not YAML of ours, the path runs into a list or a scalar, or names a mapping.
 */
int edit_set(struct bytes text, const char *file, const char *path, const char *value,
	     struct strbuf *out, struct err *err);
/*
 * The path then holds what it holds in `before`, an earlier state of the text, in the same spelling; what
 * is not there goes, with the mappings that were made for it alone. Nothing else changes, or ERR_FORMAT.
 */
int edit_put_back(struct bytes text, struct bytes before, const char *file, const char *path,
		  struct strbuf *out, struct err *err);

#endif
