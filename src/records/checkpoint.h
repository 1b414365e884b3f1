/*
 * checkpoint.h - a sealed directory of files that says what was done, how that was shown, how to go
 * back and where things stand: everything from the record. Format: git-mcade-records(5), "A
 * CHECKPOINT".
 *
 *	struct checkpoint c;
 *
 *	if (checkpoint_prepare(l, &request, &c, refused, err) < 0)
 *		return -1;
 *	checkpoint_intend(l, &c, &intent);
 *	... record_event() ...
 *	checkpoint_write(l, &c, err);
 */
#ifndef RECORDS_CHECKPOINT_H
#define RECORDS_CHECKPOINT_H

#include "ledger/past.h"
#include "act/readiness.h"
#include "ledger/record.h"

struct checkpoint_file {
	const char *name;
	struct bytes data;
};

struct checkpoint_files {
	struct checkpoint_file *items;
	size_t count;
};

struct checkpoint_request {
	const char *step, *environment; /* of the runbook in force */
	const char *reason;		/* what the person says; NULL */
	const char *const *add;		/* people's files, from the current directory */
	size_t add_count;
};

struct checkpoint {
	const char *id;	       /* "2026-01-25-PLAT_08D" */
	const char *directory; /* "docs/checkpoints/2026-01-25-PLAT_08D/" */
	struct checkpoint_files files;
	const char *event, *seen; /* Mcade-Id and Mcade-Seen of its event */
	struct oid head;	  /* of the ledger that it was made from */
	struct event tips;	  /* only Mcade-Tip is set */
};

/*
 * Everything that is recorded and written, in the ledger's arena. A "no" goes to `refused` (and 0 is
 * returned): a step that is neither verified nor complete, a file that holds what looks like a
 * credential, something that stands in the directory already. ERR_USAGE for a file that cannot be
 * added, ERR_NOT_FOUND where the runbook has no `records: checkpoint`.
 */
int checkpoint_prepare(const struct ledger *l, const struct checkpoint_request *request,
		       struct checkpoint *ret, struct findings *refused, struct err *err);

/* Fields and attachments of the event; step, environment and reason are the caller's. */
void checkpoint_intend(const struct ledger *l, const struct checkpoint *checkpoint,
		       struct intent *intent);

/* The folder of the newest one that is sealed and has this word in its name, in whatever case; NULL. */
const char *checkpoint_newest(const struct ledger *l, const char *word);

/* Writes the files into the work tree and stages them; nothing in a bare repository. */
int checkpoint_write(const struct ledger *l, const struct checkpoint *checkpoint,
		     struct err *err);

#endif
