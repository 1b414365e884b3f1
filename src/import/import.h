/*
 * import.h - Markdown runbooks as data: steps, sections, environments, what is claimed about
 * each step, and everything that does not fit together.
 *
 *	struct import import;
 *	struct findings found = FINDINGS_INIT(&arena);
 *
 *	if (import_read(sources, count, &options, &arena, &import, &found, err) < 0 ||
 *	    import_runbook(&import, existing, &out, &found, err) < 0)
 *		return -1;
 *	claims_write(import.claims, import.claim_count, &claims);
 *
 * Deterministic: the same documents give the same bytes. Nothing is resolved silently: a
 * contradiction is a finding with both places, and both claims are kept. Text that was damaged
 * by a wrong decoding is repaired; raw lines are kept as they are.
 */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "base/strmap.h"
#include "runbook/claims.h"
#include "text/legend.h"
#include "model/finding.h"

#define IMPORT_STEPS_MAX 10000

struct outline;
struct import_document;

struct import_source {
	const char *path; /* as it is shown and recorded */
	struct bytes text;
	bool about; /* it is about something: no step is taken of it */
	const struct outline
		*outline; /* what outline_read() made of it without a legend; NULL */
};

struct import_options {
	const char *environment;     /* which one the marks describe; NULL: the document says */
	const char *name;	     /* the runbook's; NULL: "runbook" */
	const char *ledger;	     /* the ledger's id, 64 digits; NULL: not known yet */
	const char *branch;	     /* governed ref; NULL: refs/heads/main */
	const struct legend *legend; /* the team's marks; NULL: none are given */
	bool any_environment;	     /* the first one will do where it cannot be told (lint) */
	bool foreign; /* no runbook names them: what is not understood is a warning (lint) */
	bool accept;  /* proposals become keys */
	bool update;  /* the runbook that is there follows the documents */
	bool rename;  /* and steps are called what the documents call them */
	/*
	 * Where a file of this base name stands in the repository; NULL when it is not there,
	 * or in several places. The function may be NULL.
	 */
	const char *(*find)(void *ctx, const char *name);
	/* Is something recorded or claimed of this step, or cannot that be told? NULL: of none. */
	bool (*recorded)(void *ctx, const char *step);
	void *ctx;
};

struct import_list {
	const char **items;
	size_t count;
};

/* A command that the document shows, and what it says is to be seen. */
struct import_command {
	const char *text; /* may have several lines */
	const char *expect;
	const char *language; /* of what no shell reads; NULL: a shell does */
	bool verify;	      /* it looks, and changes nothing */
	const char *path;
	unsigned line, end_line;
};

/* A rollback or a drill. */
struct import_procedure {
	const char *id, *title, *path;
	unsigned line;
	struct import_list lines; /* what its list says is done */
	struct import_command *commands;
	size_t command_count;
};

struct import_condition {
	const char *text, *path;
	unsigned line;
	const struct import_procedure *below; /* NULL: of no procedure */
};

/* What became of a line of a document. */
struct import_explained {
	const char *path;
	unsigned line;
	const char *became; /* "step", "claim", ... */
	const char *step;   /* NULL: of none */
	const char *reason;
};

struct import_step {
	const char *id;
	bool generated; /* the document gives it none */
	const char
		*called; /* then what it calls it in a column of ids: "PRÜF-1"; NULL: nothing */
	uint64_t ordinal;     /* the number in the source; 0: none */
	unsigned run;	      /* which of the document's lists of numbers it stands in */
	const char *title;    /* the source text after mark and number, repaired */
	const char *plain;    /* the same without Markdown's signs */
	const char *section;  /* id; NULL: none */
	const char *playbook; /* as the document names it: a file name or a path */
	const char *uses;     /* relative to import.cwd */
	const char *repo;     /* NULL: this one, or several */
	const char *next;     /* id of the step that the text says follows */
	const char *needs;    /* id of a step that its section rests on; NULL: the one before */
	const char *slug;     /* what the file name says beside the id: "people_api" */
	/* "Verified: 2026-01-28", and the commit of "Deploy ref"; NULL: none; "": several */
	const char *verified, *deployed;
	unsigned verified_line;
	bool optional, dormant;
	bool column;  /* it stands in one of a board: where says nothing of its order */
	bool counted; /* the document says that it is done in its turn */
	struct import_list checkpoints, notes;
	struct import_part *parts;
	size_t part_count;
	struct import_command *commands;
	size_t command_count;
	size_t claims, claim_count; /* its own: the first, in import.claims */
	const char *path;
	unsigned line;
	const char *raw;
};

/* A box or a line below a step. */
struct import_part {
	const char *title;
	const char *mark; /* mark_word(); NULL: none */
	unsigned line;
};

struct import_section {
	const char *id, *title;
};

struct import_environment {
	const char *id, *title;
	bool live;
	const char *manifest;  /* NULL: the document names none */
	const char *inventory; /* what a run is told of it alone; NULL: nothing */
	const char *path;      /* where it is named; NULL: nowhere */
	unsigned line;
};

struct import_freeze {
	const char *id, *reason, *pattern;
	struct import_list except;
};

struct import_forbid {
	const char *id, *pattern, *fix;
};

/* Lives in the arena. */
struct import {
	struct arena *arena;
	const struct import_options *options;
	const char *environment; /* the one that claims are about where nothing says which */
	bool doubt;		 /* nothing says which that is */
	bool doubtful;		 /* and a mark says more than "not yet" */
	struct import_document **documents; /* that say where their lines are */
	size_t document_count;
	struct import_step *steps;
	size_t step_count;
	struct import_section *sections;
	size_t section_count;
	struct import_environment *environments;
	size_t environment_count;
	struct import_list repos;
	const struct legend_item *marks; /* that the documents explain and that are known */
	size_t mark_count;
	struct claim *claims; /* in the order of their steps, each once */
	size_t claim_count;
	struct strmap by_id;   /* steps, while they are read: 1 + index */
	struct strmap claimed; /* each claim that was made */

	const char *cwd;	/* "ansible"; NULL: the top */
	const char *playbooks;	/* "ansible/playbooks"; NULL: not known */
	struct import_list run; /* how the document runs a playbook; empty: it does not say */
	bool interactive;	/* it asks for a password */
	bool restore, recap;	/* what a run must show: a restore path, failed=0 */
	struct import_freeze *freezes;
	size_t freeze_count;
	const char *deprecated; /* folder of deprecated items; NULL: not stated */
	const char *banner;	/* the words that it demands */
	bool keep;		/* nothing is deleted */
	struct import_list append_only;
	struct import_forbid *forbids;
	size_t forbid_count;
	const char *log, *checkpoint, *runbook; /* records */
	struct import_list
		listing; /* of several documents: those that list steps, as patterns */

	struct import_command *commands; /* of no step */
	size_t command_count;
	struct import_condition *stops, *triggers;
	size_t stop_count, trigger_count;
	struct import_procedure **rollbacks, **drills;
	size_t rollback_count, drill_count;
	/* What stands in the documents, for a person whose steps were not found. */
	struct import_seen {
		size_t boxes, tables, numbers, bullets, headings;
	} seen;
	struct import_explained *explained; /* each line that is not blank */
	size_t explained_count;
};

/*
 * Reads documents in the order given. ERR_USAGE: it cannot be told which environment the marks
 * describe (the message lists them). ERR_LIMIT, ERR_FORMAT: unreadable.
 */
int import_read(const struct import_source *sources, size_t count,
		const struct import_options *options, struct arena *arena, struct import *ret,
		struct findings *found, struct err *err);

/*
 * The text of runbook.yaml, appended to `out`. With an existing one (NULL: none) everything in
 * it stays, byte for byte; steps that are new are put in where the document has them. A step
 * that another one's id would take over, or that no document has any more, is refused: a
 * finding of rule identity, and *ret_refused: nothing may be written.
 */
int import_runbook(const struct import *import, const struct bytes *existing,
		   struct strbuf *out, bool *ret_refused, struct findings *found,
		   struct err *err);

#endif
