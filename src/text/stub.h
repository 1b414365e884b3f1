/* stub.h - a document that only says that something will stand there. */
#ifndef TEXT_STUB_H
#define TEXT_STUB_H

#include "base/bytes.h"

struct stub_row {
	enum stub_shape {
		STUB_WHOLE,   /* all of a line, or the end of a heading */
		STUB_BRACKET, /* held by a line in brackets */
		STUB_END,     /* how a line ends */
	} shape;
	const char *language, *words; /* folded: "goes here" */
	const char *example;	      /* of a document; t/unit/documents.c reads it */
};
extern const struct stub_row stub_rows[];
extern const size_t stub_row_count;

/* The line that stands for what is missing, where the text says nothing else; 0: it says something. */
unsigned stub_line(struct bytes text);

#endif
