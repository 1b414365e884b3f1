/* internal.h - one command that is read for the files that it names. */
#ifndef MEANING_INTERNAL_H
#define MEANING_INTERNAL_H

#include "base/strmap.h"
#include "meaning/meaning.h"

#define MEANING_FOLDERS 16 /* that a document leads to */
#define MEANING_MOST \
	256 /* targets and scripts that are followed of one step; foreign text is long */
#define MEANING_TOP '\001' /* before a path: from the root, wherever the command runs */

/* A file as it was read, once for all steps. */
struct meaning_text {
	struct bytes text;
	char **lines;	   /* NULL: not asked for yet */
	unsigned *numbers; /* of the lines: one may go on over many */
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
	struct meaning *meant; /* what it means is kept there; NULL: only what it names */
	const struct runbook *runbook;	       /* beside that: what variables hold */
	const struct environment *environment; /* the same */
	struct err *err;
};

/* shell.c */
/* Every command of a shell text. */
int meaning_text(struct naming *n, const char *text);
/* meaning.c: a text or words, as the runbook has them */
int meaning_run(struct naming *n, const struct command *run);
/* The same of what a command calls: a shell of its own, begun where this one stands. */
int meaning_called(struct naming *n, const char *text);

/* command.c */
int meaning_command(struct naming *n, char *const *words, size_t count);
/* Notes a call of the text itself. */
void meaning_call(struct naming *n, const char *what, const char *name, const char *file,
		  enum meaning_there there);

/* package.c */
int meaning_package(struct naming *n, char *const *words, size_t count);
int meaning_workflow(struct naming *n, char *const *words, size_t count);

/* files.c */
/* A word as a path from the root; "": the root itself; NULL: it leads out of it, or has variables. */
const char *meaning_path(const struct naming *n, const char *folder, const char *word);
int meaning_mode(struct naming *n, const char *path, uint32_t *ret);
/* Notes it where it is a file, and not declared. *ret (may be NULL): its path, where it is a file. */
int meaning_file(struct naming *n, const char *folder, const char *word, const char **ret);
/* The same of what a command runs or is told by: it is a part of its meaning. */
int meaning_told(struct naming *n, const char *folder, const char *word);
/* Empty where it is too big to be read. */
int meaning_read(struct naming *n, const char *path, struct meaning_text **ret);
/* The first time, and while there are not too many. */
bool meaning_follow(struct naming *n, const char *path, const char *target);
/* From here on the commands run in that folder. */
void meaning_enter(struct naming *n, const char *path);

/* meant.c: what of the files it means */
/* A part of a file, as it is: name is the file's, with a target behind it. */
void meaning_part(struct naming *n, const char *name, struct bytes text, const char *file,
		  unsigned line);
/* All of a file, where the step does not declare it. */
int meaning_whole(struct naming *n, const char *path);
/* Nobody can tell what this word is. */
void meaning_unknown(struct naming *n, const char *word);
/* Has it something that only whoever runs it knows? */
bool meaning_is_open(const char *word);
/* What the runbook says of variables is put in; those that it does not know stay. */
const char *meaning_filled(const struct naming *n, const char *text);
/* The value of MCADE_VAR_x and others; NULL: the runbook does not say. */
const char *meaning_value(const struct naming *n, const char *name, size_t len);

/* makefile.c: one, and those that it includes, as text */
#define INCLUDED_MOST 16 /* makefiles that one includes */

struct making {
	struct naming *n;
	const char *path;
	const struct meaning_text *files[INCLUDED_MOST];
	const char *paths[INCLUDED_MOST];
	size_t count;
	bool more; /* rules that nobody sees: included from elsewhere, or made of variables */
	struct strmap variables; /* name: what it holds, "" where nobody can tell */
	const char **needed;	 /* targets that the one asked for needs, and itself */
	size_t needed_count;
	bool all; /* which these are nobody can tell */
};

int makefile_read(struct making *m, const char *path);
/* Where the names of a rule end; 0: the line is none. */
size_t makefile_names(const char *line);
/* Is the target one of the names of a line? NULL: the first target of a file. */
enum meaning_there makefile_has(struct arena *a, const char *line, const char *target);
enum meaning_there makefile_lists(struct arena *a, const char *names, size_t len,
				  const char *target);
/* With the variables that have one value, and what the rule makes (NULL: not told). */
const char *makefile_filled(const struct making *m, const char *text, const char *target);

/* make.c: what a call of make names. */
int meaning_make(struct naming *n, char *const *words, size_t count);
/* makefile_part.c: each file as far as a target rests on it. */
void makefile_mean(struct making *m, const char *target);

#endif
