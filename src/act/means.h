/*
 * means.h - what the commands of a step mean, as a commit and as the work tree have it; what of that
 * changed since it ran, or was seen to work.
 */
#ifndef ACT_MEANS_H
#define ACT_MEANS_H

#include "act/inputs.h"

struct means_of {
	const struct runbook *runbook;
	const struct environment *environment;
	const struct step *step;
	const char *code;    /* the commit, in hex */
	struct strmap *read; /* .arena = the ledger's: files that were read so far; NULL */
};

/* In the files of that commit. */
int means_of_commit(const struct ledger *l, const struct means_of *of,
		    const struct snapshot *files, struct step_meaning *ret, struct err *err);
/*
 * In the files of a work tree, where these are other than git made of the commit's; *ret_path names the first
 * that is. NULL: they are the commit's, and *meant stays.
 */
int means_of_files(const struct ledger *l, const struct means_of *of, struct input_files files,
		   struct step_meaning *meant, const char **ret_path, struct err *err);

/* The first of its programs that is not as committed; NULL: all are. */
int means_programs(const struct ledger *l, struct input_files files, const struct meaning *m,
		   const char **ret_path, struct err *err);

/* What nobody can tell rests on the content, and of files of no commit there is none. */
void means_of_no_commit(const struct ledger *l, struct step_meaning *meant);

/* All that an event of this word names. */
void means_add(const struct ledger *l, const struct step_meaning *meant, struct event *event);
/* The parts that are another text than what was seen: names, as an event has them. */
struct words means_changed(const struct meaning *now, const struct entry *then,
			   struct arena *a);
/* Why it no longer says anything: "Makefile:deploy (line 12) changed since it ran"; of what nobody can tell,
 * which word that is, where, and what helps. At least one. */
const char *means_words(const struct meaning *now, struct words changed, const char *since,
			struct arena *a);
/* The judge knows what changed by its name, the files where that stands, and what cannot be told. */
void means_say(const struct step_meaning *meant, struct finding *f, struct arena *a);

#endif
