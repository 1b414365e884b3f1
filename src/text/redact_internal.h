/* redact_internal.h - the two halves of masking: spellings of a value, shapes of credentials. */
#ifndef TEXT_REDACT_INTERNAL_H
#define TEXT_REDACT_INTERNAL_H

#include "base/bytes.h"

/* What a look at one position of a stream said. */
enum match {
	MATCH_NO,
	MATCH_YES,
	MATCH_MORE, /* the buffer ends before it is decided */
};

/* Every spelling of a value that is looked for; appended to out, owned by the caller. */
struct spelling {
	unsigned char *text; /* without line breaks: they are skipped when matching */
	size_t len;
};
struct spellings {
	struct spelling *items;
	size_t count;
};
void spellings_of(struct bytes value, struct spellings *out);
/* Sorts and drops what stands twice. */
void spellings_sort(struct spellings *s);
void spellings_free(struct spellings *s);

/* A credential of a well-known shape at the start of `text`? `final`: nothing follows it. */
enum match shape_match(struct bytes text, bool final, size_t *ret_len);
/* True where a shape can begin with this byte. */
bool shape_begins(unsigned char c);
#define SHAPE_LONGEST ((size_t)16 << 10)

#endif
