/* internal.h - what the files of this folder share. */
#ifndef MARKDOWN_INTERNAL_H
#define MARKDOWN_INTERNAL_H

#include "markdown/markdown.h"

/* Refuses what costs cmark more than linear time: ERR_LIMIT with the place. */
int md_check_limits(struct bytes text, const char *file, struct err *err);

/* Is a table's second row shown as its head, which is empty? */
struct cmark_node;
bool md_is_head(struct cmark_node *row);

/* Fills in the slugs of all headings, repeated ones numbered. */
void md_number_slugs(struct md_block *blocks, size_t count, struct arena *arena);

#endif
