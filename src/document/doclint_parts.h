/* doclint_parts.h - what the files of lint share; no other file includes this. */
#ifndef DOCUMENT_DOCLINT_PARTS_H
#define DOCUMENT_DOCLINT_PARTS_H

#include "base/strmap.h"
#include "document/doclint.h"
#include "document/documents.h"
#include "gate/gate.h"
#include "repo/snapshot.h"

struct linting {
	const struct ledger *l;
	struct arena *arena;
	struct findings *found; /* of HEAD and the work tree: what no rule of changes says */
	struct snapshot *head;
	bool unborn; /* there is no commit yet: it is the work tree */
	const struct snapshot_file *files;
	size_t file_count;
	struct documents documents;
	const struct runbook *runbook; /* that stands there and can be read; NULL */
	struct bytes sound;	       /* its bytes, where nothing was found in them; empty */
	struct strmap open;	       /* paths of findings whose commit is looked for */
	struct strmap made;	       /* path -> origin: the commit that made it */
	size_t turns;		       /* how many commits were such */
	struct strmap lines; /* "path line text" -> origin: the commit that brought the line */
	struct ranking
		*rankings; /* of the documents that were read so far: which place is right */
	size_t ranking_count;
	struct strmap
		gone; /* path that a done step names -> struct gone, where HEAD has none */
	struct strmap anchors; /* path -> struct anchors, of documents that others link into */
	struct doclint_called {
		struct strmap
			of; /* title, as it is compared -> id of the only step that has it */
		struct words named; /* the documents that the runbook names */
		bool ruled;	    /* a ledger says which of two is right */
	} called;		    /* what it calls its steps; `of.arena` NULL: not read yet */
	struct arena scratch;	    /* of one file */
};

/* The file of HEAD that has this path; NULL: none. */
const struct snapshot_file *doclint_file(const struct linting *lint, const char *path);

/* "ansible/x/docs/RUNBOOK.md" beside "docs/RUNBOOK.md": a copy that nobody keeps; NULL: none. */
const char *doclint_original(const struct linting *lint, const char *path);

/* What lies aside, and what is a copy, keeps what was once meant. */
bool doclint_is_aside(const struct linting *lint, const char *path);

/* doclint_blame.c: the commit behind each finding that has none. */
void doclint_open(struct linting *lint);
gate_seen_fn doclint_seen;
int doclint_blame(struct linting *lint, struct err *err);
/* doclint_gone.c: files that steps name, or manifests, and a commit took away */
int doclint_named(struct linting *lint, const char *path, struct bytes text,
		  const struct outline *o, struct err *err);
int doclint_manifests(struct linting *lint, struct err *err);
/* doclint_meaning.c: of the ledger's steps, in HEAD */
int doclint_meaning(struct linting *lint, struct err *err);
int doclint_run(struct linting *lint, struct err *err);
void doclint_note_gone(struct linting *lint, const struct facts *facts,
		       const struct change *change);
void doclint_gone(struct linting *lint);
/* doclint_head.c */
int doclint_head(struct linting *lint, struct err *err);
/* doclint_names.c: twins, garbage, nested copies, placeholders */
int doclint_names(struct linting *lint, struct err *err);
/* doclint_pins.c: a manifest that somebody vouches for, a log of successes */
int doclint_manifest(struct linting *lint, const struct document *d, struct err *err);
int doclint_log(struct linting *lint, const struct document *d, struct err *err);
/* doclint_conflicts.c: what documents say otherwise of one image, tag, step */
int doclint_conflicts(struct linting *lint, struct err *err);
/* doclint.c: is there a ledger? */
bool doclint_is_ruled(const struct ledger *l);
/* doclint_across.c: what two documents of the runbook say otherwise of a step */
int doclint_across(struct linting *lint, struct err *err);
/* doclint_titles.c: a step that the runbook calls what a document calls another one */
void doclint_titles(struct linting *lint, const char *path, const struct outline *o);
/* doclint_requirements.c: one id of two requirements */
int doclint_requirements(struct linting *lint, struct err *err);
/* doclint_missing.c */
/* Every fault of the work tree's runbook.yaml, and each key of it that has no effect. */
int doclint_specification(struct linting *lint, struct err *err);
/* doclint_refs.c */
struct import;
int doclint_references(struct linting *lint, const char *path, struct bytes text,
		       const struct import *import, const struct outline *o, struct err *err);
/* Lines that belong to a step which is not done yet: its files may come later. */
bool doclint_is_planned(const struct import *import, unsigned line);
/* doclint_commands.c: targets and package scripts that its commands call, and that nothing has */
struct md_doc;
int doclint_commands(struct linting *lint, const char *path, struct bytes text,
		     const struct md_doc *doc, const struct import *import, struct err *err);
/* doclint_authority.c: which of two places is right, as documents before it say */
void doclint_authority(struct linting *lint, const char *path, const struct md_doc *doc);
/* doclint_next.c: a section "Next" that is empty, or sends to what is done */
void doclint_next(struct linting *lint, const char *path, const struct md_doc *doc,
		  const struct import *import);
/* doclint_dates.c: what was verified before it was made */
void doclint_dates(struct linting *lint, const struct import *import);
/* doclint_pointers.c: "see docs/scope.md" */
void doclint_pointers(struct linting *lint, const char *path, const struct md_doc *doc);
/*
 * doclint_history.c: what lint finds of the commits that a runbook in force binds goes to the verdict on each, as
 * `check --history` has it; what is left is of no such commit. An error there is what a door refuses.
 */
void doclint_bind(const struct runbook *ruled, struct check_result *r, struct findings *lint,
		  struct arena *a);

#endif
