/* table_head.c - a table whose head is empty, as wikis export it: its first row, all in bold, is what they show as one. */
#include "markdown/internal.h"

#include <cmark-gfm.h>

bool md_is_head(cmark_node *row)
{
	bool any = false;

	for (cmark_node *cell = cmark_node_first_child(row); cell;
	     cell = cmark_node_next(cell)) {
		cmark_node *child = cmark_node_first_child(cell);

		if (child &&
		    (cmark_node_get_type(child) != CMARK_NODE_STRONG || cmark_node_next(child)))
			return false;
		any = any || child;
	}
	for (cmark_node *cell = any ? cmark_node_first_child(cmark_node_previous(row)) : NULL;
	     cell; cell = cmark_node_next(cell))
		any = any && !cmark_node_first_child(cell);
	return any;
}
