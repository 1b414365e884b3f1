/*
 * srcpos.h - a place in a text, carried by value in every node, finding and error.
 */
#ifndef BASE_SRCPOS_H
#define BASE_SRCPOS_H

/*
 * file: a path in the work tree, ":path" for the index, "<commit>:path" for a commit; NULL
 * where there is no text. line and column count from 1, column in bytes; 0 means unknown. The
 * name is borrowed: it lives as long as the text's arena.
 */
struct srcpos {
	const char *file;
	unsigned line;
	unsigned column;
};

#define SRCPOS_NONE ((struct srcpos){NULL, 0, 0})

#endif
