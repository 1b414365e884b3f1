/*
 * comments.h - what a comment is in a file's own language, told by its name and its first line.
 * Narrower than the languages are: a line that one of their readers could take for more than a
 * comment is none.
 */
#ifndef TEXT_COMMENTS_H
#define TEXT_COMMENTS_H

#include "base/bytes.h"

enum comment_sign {
	SIGN_HASH = 1,	     /* # */
	SIGN_SLASHES = 2,    /* // */
	SIGN_BLOCK = 4,	     /* C's, over several lines too */
	SIGN_DASHES = 8,     /* -- */
	SIGN_SEMICOLON = 16, /* ; */
	SIGN_HTML = 32,	     /* <!-- -->, over several lines too */
	SIGN_PROSE = 64,     /* Markdown: text for people */
};

enum comment_trait { /* in which some comments are more than that */
		     TRAIT_YAML = 1,
		     TRAIT_PYTHON = 2,
		     TRAIT_RUBY = 4,
		     TRAIT_DOCKER = 8,
		     TRAIT_GO = 16,
		     TRAIT_SCRIPT = 32, /* JavaScript, TypeScript */
		     TRAIT_JAVA = 64,
		     TRAIT_LISP = 128,
		     TRAIT_CMAKE = 256,
		     TRAIT_XML = 512,
		     TRAIT_TEMPLATE = 1024, /* a person fills it in before anybody reads it */
};

struct file_kind {
	unsigned signs; /* none: it has no comments, or nobody knows */
	unsigned traits;
};

struct file_kind file_kind_of(const char *path, struct bytes text);

/*
 * Is this line (without newline) a comment and nothing else, or blank? *inside: a comment that
 * began on an earlier line goes on; first false. SIGN_PROSE alone makes no line one.
 */
bool comment_line(struct file_kind kind, struct bytes line, bool *inside);

/* What must stay at the very top, or means something else: a byte order mark, "#!", a line that
 * names the encoding, "<?xml", parser directives. */
size_t comment_head(struct file_kind kind, struct bytes text);
/* The same and, in YAML, all up to a first line "---" of its own: a comment may follow that too.
 * The end of the head where there is none. */
size_t comment_head_marked(struct file_kind kind, struct bytes text);

#endif
