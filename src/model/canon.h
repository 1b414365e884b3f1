/*
 * canon.h - the closed YAML grammar of the ledger's own files. One spelling per value, so that
 * apply() decides every byte and no library's emitter does:
 *
 *	document = mapping at indent 0
 *	mapping  = 1*( key ":" ( " " scalar / LF mapping indented by 2 / LF sequence ) )
 *	sequence = 1*( "- " scalar )			at the indent of its key
 *	key      = letters, digits and "_./:+@=-", not ending in ":"; else quoted as a scalar
 *	scalar   = plain / quoted; plain wherever any YAML reader sees a string or a whole
 * number
 *
 * Empty values, mappings and sequences are left out. A reader parses, writes again and
 * compares.
 */
#ifndef MODEL_CANON_H
#define MODEL_CANON_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"

/* Writing: indent counts levels (two blanks each). A NULL value writes nothing. */
void canon_put(struct strbuf *out, unsigned indent, const char *key, const char *value);
void canon_put_number(struct strbuf *out, unsigned indent, const char *key, uint64_t value);
void canon_open(struct strbuf *out, unsigned indent, const char *key);
void canon_put_list(struct strbuf *out, unsigned indent, const char *key,
		    const char *const *items, size_t count);

enum canon_kind { CANON_SCALAR, CANON_MAPPING, CANON_SEQUENCE };

struct canon {
	enum canon_kind kind;
	const char *key;  /* NULL for items of a sequence and the document */
	const char *text; /* of a scalar, unquoted */
	struct canon *children;
	size_t count;
};

/* Parses a whole file; `file` names it in errors (ERR_FORMAT, with line). Lives in the arena.
 */
int canon_parse(struct bytes text, const char *file, struct arena *a, struct canon *ret_root,
		struct err *err);
/* The child of a mapping, or NULL. */
const struct canon *canon_child(const struct canon *mapping, const char *key);
/* The text of a scalar child, or NULL. */
const char *canon_text(const struct canon *mapping, const char *key);
/* A whole number; 0 when absent, -1 with *err when it is none. */
int canon_number(const struct canon *mapping, const char *key, uint64_t *ret, struct err *err);
/* The items of a sequence child as an array that lives in the arena. */
const char **canon_list(const struct canon *mapping, const char *key, struct arena *a,
			size_t *ret_count);

#endif
