/* meaning_internal.h - one command that is read for the files that it names. */
#ifndef ACT_MEANING_INTERNAL_H
#define ACT_MEANING_INTERNAL_H

#include "act/meaning.h"
#include "base/strmap.h"

#define MEANING_FOLDERS 16 /* that a document leads to */
#define MEANING_MOST \
	256 /* targets and scripts that are followed of one step; foreign text is long */

/* A file as it was read, once for all steps. */
struct meaning_text {
	struct bytes text;
	char **lines; /* NULL: not asked for yet */
	size_t count;
};

struct naming {
	const struct step *step; /* NULL: of a document, where nothing is declared */
	const struct snapshot *files;
	const char *cwd; /* NULL: the root; a `cd` changes it */
	bool lost;	 /* a `cd` led to where nobody knows: what follows is not read */
	struct arena *a;
	const char **paths; /* from the root, in the order in which they are named */
	size_t count;
	struct strmap seen;  /* those paths; "FILE TARGET" that was followed */
	unsigned followed;   /* how many */
	struct strmap *read; /* path: struct meaning_text */
	unsigned depth;	     /* 0: the text itself; else what it calls */
	const size_t
		*at; /* where each word of the command begins in the text; NULL: not told */
	struct meaning_call *calls; /* of the text itself */
	size_t call_count;
	struct err *err;
};

/* meaning_shell.c */
/* Every command of a shell text. */
int meaning_text(struct naming *n, const char *text);
/* The same of what a command calls: a shell of its own, begun where this one stands. */
int meaning_called(struct naming *n, const char *text);
int meaning_command(struct naming *n, char *const *words, size_t count);
void meaning_call(struct naming *n, const char *what, const char *name, const char *file,
		  enum meaning_there there);

/* meaning.c */
/* A word as a path from the root; NULL: it leads out of where the command runs, or has variables. */
const char *meaning_path(const struct naming *n, const char *folder, const char *word);
int meaning_mode(struct naming *n, const char *path, uint32_t *ret);
/* Notes it where it is a file, and not declared. *ret (may be NULL): its path, where it is a file. */
int meaning_file(struct naming *n, const char *folder, const char *word, const char **ret);
/* Empty where it is too big to be read. */
int meaning_read(struct naming *n, const char *path, struct meaning_text **ret);
/* The first time, and while there are not too many. */
bool meaning_follow(struct naming *n, const char *path, const char *target);

/* meaning_make.c: what a call of make names. */
int meaning_make(struct naming *n, char *const *words, size_t count);

#endif
