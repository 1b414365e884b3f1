/*
 * loose.h - the file format of a loose object: a zlib stream of "<type> <size>\0<bytes>"
 * (Documentation/gitformat-loose of git). Every length is bounded before it is believed, and
 * exactly the declared bytes must come out, with nothing after them: libgit2 1.5.1 never
 * returns from a truncated object, and writes past its buffer for one that declares too little. This
 * reader goes when the oldest libgit2 that is supported refuses both (t/unit/repo_object.c).
 */
#ifndef REPO_LOOSE_H
#define REPO_LOOSE_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "repo/object.h"

#define LOOSE_HEADER_BYTES ((size_t)512) /* of the file: enough for any header */

struct loose_header {
	enum object_type type;
	size_t size;	   /* of the object, at most LIMIT_LOOSE */
	size_t header_len; /* of "<type> <size>\0" */
};

/* file: the whole file, or at least its first LOOSE_HEADER_BYTES. */
int loose_header(struct bytes file, struct loose_header *ret, struct err *err);
/* Fills `into`, which has header->size bytes, from the whole file. */
int loose_body(struct bytes file, const struct loose_header *header, void *into,
	       struct err *err);
/*
 * Reads at most `max` bytes of the file of an object below objects_dir; ERR_NOT_FOUND when
 * there is none. The caller frees *ret with strbuf_free().
 */
int loose_file(const char *objects_dir, const struct oid *id, size_t max, struct strbuf *ret,
	       struct err *err);
/* "<objects_dir>/ab/cdef..." in a buffer of PATH_MAX. */
int loose_path(const char *objects_dir, const struct oid *id, char *ret_path, struct err *err);
/* The bytes of a new file. */
int loose_encode(enum object_type type, struct bytes bytes, struct strbuf *ret,
		 struct err *err);

#endif
