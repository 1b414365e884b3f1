/* meaning_internal.h - one command that is read for the files that it names. */
#ifndef ACT_MEANING_INTERNAL_H
#define ACT_MEANING_INTERNAL_H

#include "act/meaning.h"
#include "base/strmap.h"

#define MEANING_MOST \
	256 /* targets and scripts that are followed of one step; foreign text is long */

/* A file as it was read, once for all steps. */
struct meaning_text {
	struct bytes text;
	char **lines; /* NULL: not asked for yet */
	size_t count;
};

struct naming {
	const struct step *step;
	const struct snapshot *files;
	const char *cwd; /* NULL: the root */
	struct arena *a;
	const char **paths; /* from the root, in the order in which they are named */
	size_t count;
	struct strmap seen;  /* those paths; "FILE TARGET" that was followed */
	unsigned followed;   /* how many */
	struct strmap *read; /* path: struct meaning_text */
	struct err *err;
};

/* Every command of a shell text. */
int meaning_text(struct naming *n, const char *text);
/* A word as a path from the root; NULL: it leads out of where the command runs, or has variables. */
const char *meaning_path(const struct naming *n, const char *folder, const char *word);
/* Notes it where it is a file, and not declared. *ret (may be NULL): its path, where it is a file. */
int meaning_file(struct naming *n, const char *folder, const char *word, const char **ret);
/* Empty where it is too big to be read. */
int meaning_read(struct naming *n, const char *path, struct meaning_text **ret);
/* The first time, and while there are not too many. */
bool meaning_follow(struct naming *n, const char *path, const char *target);
/* What a call of make names. */
int meaning_make(struct naming *n, char *const *words, size_t count);

#endif
