/*
 * render.h - the records of the work tree, written from the ledger: the log, the manifests, the
 * status marks, the checkpoints, what drills leave. "Records follow acts": an act renders what it changed, and
 * `git mcade render` all of it.
 *
 *	struct rendered done = RENDERED_INIT;
 *
 *	if (render_manifest(l, "prod", &done, err) < 0)
 *		return -1;			// cannot tell
 *	... done.items[i]: what was written, what was left alone and why
 *
 * What is written is staged, nothing else is. A file with edits of one's own is merged by the
 * record's rules or left alone with a reason, never overwritten; where HEAD has the same bytes,
 * nothing is lost, and the ledger's take their place. A record that the runbook in force does not
 * manage is none; a bare repository has none. l->view is the position.
 */
#ifndef RECORDS_RENDER_H
#define RECORDS_RENDER_H

#include "ledger/record.h"
#include "text/marks.h"

enum render_outcome {
	RENDER_WRITTEN,
	RENDER_DIFFERS, /* would be written, but `check` was asked for */
	RENDER_LEFT,	/* cannot be made right without losing what a person wrote */
	RENDER_ABSENT,	/* not there, and nothing to make it from */
};

/* Events that a record does not show, as far as it can be told. */
struct rendered_events {
	uint64_t *items;
	size_t count;
};

struct rendered_item {
	enum render_outcome outcome;
	const char *path;
	const char *detail; /* "3 marks", or why it was left alone */
	const char *fix;    /* of RENDER_LEFT: the command that helps; NULL: none */
	struct rendered_events unseen;
	bool edited;	   /* it says what the ledger never said, and a commit has it */
	struct bytes text; /* of RENDER_DIFFERS: what would stand there instead */
};

/* What was done; lives in the ledger's arena. */
struct rendered {
	bool check;  /* write nothing */
	bool recent; /* of logs, checkpoints and drills those of this month and the last */
	const struct snapshot
		*at; /* compare with this instead of the work tree (then `check`) */
	struct rendered_item *items;
	size_t count;
};
#define RENDERED_INIT                       \
	{                                   \
		false, false, NULL, NULL, 0 \
	}

/*
 * `done` may be NULL. The manifest of one environment: each pin that the ledger holds, set in
 * place. A complete value that the ledger never held is a person's proposal and stays.
 */
int render_manifest(const struct ledger *l, const char *environment, struct rendered *done,
		    struct err *err);
/* The same as text and written nowhere, for an act that no record follows: of the first governed branch
 * as others see it where HEAD is on none, with each pin that the ledger holds. */
int render_manifest_text(const struct ledger *l, const char *environment, struct bytes *ret,
			 struct err *err);
/* The status marks of `records: runbook`. */
int render_runbook_marks(const struct ledger *l, struct rendered *done, struct err *err);
/* Entries that the logs lack, and the ledger's text where another stands under an event's name. */
int render_logs(const struct ledger *l, struct rendered *done, struct err *err);
/* Files that recorded checkpoints lack, and the sealed bytes of those that were changed. */
int render_checkpoints(const struct ledger *l, struct rendered *done, struct err *err);
/* Files that drills wrote, and the signed bytes of those that were changed. */
int render_drills(const struct ledger *l, struct rendered *done, struct err *err);
/* All of them. */
int render_all(const struct ledger *l, struct rendered *done, struct err *err);
/* Would `git mcade render` write anything in this work tree? */
bool render_has_work(const struct ledger *l);
/* The advice for a branch at `tip` that `git mcade render` would put right: a command where this work
 * tree has all of that branch. */
const char *render_way(const struct ledger *l, const struct oid *tip);

#define RENDER_PROPOSAL "git mcade render --commit --branch mcade/records"

struct render_commit {
	const char *branch; /* full name that it is on; NULL: HEAD is on none */
	const char *id;	    /* NULL: nothing is owed, so that there is none */
	bool again;	    /* it stood there already */
};

/*
 * One commit of every record that is owed. branch NULL: of what HEAD lacks, on HEAD's branch, as git
 * commits it, hooks and all, and nothing else that is staged. A branch: of what the first governed branch
 * lacks as others see it, on top of that; index, work tree and HEAD stay as they are. It replaces only
 * what this made before: ERR_CONFLICT. done: what became of each record.
 */
int render_commit(const struct ledger *l, const char *branch, struct rendered *done,
		  struct render_commit *ret, struct err *err);

/*
 * The pure part of render_runbook_marks(): `text` with other marks. wanted() says which mark a
 * line is to carry; MARK_NONE leaves it as it is. Appends the whole text; *ret_changed: how many
 * marks changed. Nothing but glyphs and boxes changes. `steps`: as for marks_read().
 */
typedef enum mark mark_wanted_fn(const struct mark_line *line, void *context);
int marks_rewrite(struct bytes text, const struct marks_steps *steps, mark_wanted_fn *wanted,
		  void *context, struct strbuf *out, size_t *ret_changed, struct err *err);

#endif
