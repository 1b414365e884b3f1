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
#include "runbook/claims.h"
#include "model/finding.h"

#define IMPORT_STEPS_MAX 10000

struct import_source {
	const char *path; /* as it is shown and recorded */
	struct bytes text;
};

struct import_options {
	const char *environment; /* which one the marks describe; NULL: the document says */
	const char *name;	 /* the runbook's; NULL: "runbook" */
	const char *ledger;	 /* the ledger's id, 64 digits; NULL: not known yet */
	const char *branch;	 /* governed ref; NULL: refs/heads/main */
	bool any_environment;	 /* the first one will do where it cannot be told (lint) */
	/*
	 * Where a file of this base name stands in the repository; NULL when it is not there,
	 * or in several places. The function may be NULL.
	 */
	const char *(*find)(void *ctx, const char *name);
	void *ctx;
};

struct import_list {
	const char **items;
	size_t count;
};

struct import_step {
	const char *id;
	bool generated;	      /* the document gives it none */
	uint64_t ordinal;     /* the number in the source; 0: none */
	const char *title;    /* the source text after mark and number, repaired */
	const char *plain;    /* the same without Markdown's signs */
	const char *section;  /* id; NULL: none */
	const char *playbook; /* as the document names it: a file name or a path */
	const char *uses;     /* relative to import.cwd */
	const char *repo;     /* NULL: this one, or several */
	const char *next;     /* id of the step that the text says follows */
	const char *needs;    /* id of a step that its section rests on; NULL: the one before */
	const char *slug;     /* what the file name says beside the id: "people_api" */
	bool optional, dormant;
	struct import_list checkpoints, notes;
	const char *path;
	unsigned line;
	const char *raw;
};

struct import_section {
	const char *id, *title;
};

struct import_environment {
	const char *id, *title;
	bool live;
	const char *manifest; /* NULL: the document names none */
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
	const char *environment; /* the one that the claims are about */
	struct import_step *steps;
	size_t step_count;
	struct import_section *sections;
	size_t section_count;
	struct import_environment *environments;
	size_t environment_count;
	struct import_list repos;
	struct claim *claims;
	size_t claim_count;

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
