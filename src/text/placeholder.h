/*
 * placeholder.h - what stands where a digest, a commit or a version should: "Replace with the digest", "TBD", one
 * digit again and again. One decision for manifests and for logs.
 */
#ifndef TEXT_PLACEHOLDER_H
#define TEXT_PLACEHOLDER_H

#include "base/compat.h"

#include "base/bytes.h"

struct placeholder_row {
	const char *language, *word, *example;
};
extern const struct placeholder_row placeholder_rows[];
extern const size_t placeholder_row_count;

/* Does a comment take back what it stands beside: "# placeholder, replace before the release"? */
bool placeholder_held(struct bytes comment);
/* Is a value one: "Replace with the digest", "TBD", "<digest>"? Not "example.com/app:1". */
bool placeholder_value(struct bytes value);
/* Well formed, and the hash of nothing: a few digits again and again. */
bool placeholder_digits(struct bytes digits);
/* The value of a line that says of what it should be one, "Image: Replace with the digest"; len 0: it does not. */
struct bytes placeholder_in(struct bytes line);

#endif
