/* doclint_parts.h - what the files of lint share; nobody else includes this. */
#ifndef ENGINE_DOCLINT_PARTS_H
#define ENGINE_DOCLINT_PARTS_H

#include "base/strmap.h"
#include "document/doclint.h"
#include "document/dochistory.h"
#include "repo/snapshot.h"

/* Who made something, and when. */
struct origin {
	const char *commit, *author;
	int64_t time;
};

/* A checkpoint that a commit changed: gathered file by file. */
struct touched {
	struct origin by;
	struct oid commit;
	const char *folder;
	const char *files; /* "VERIFY.md changed, HANDOFF.md added" */
	size_t count, gone;
	bool removed; /* nothing of it is left */
};

struct linting {
	const struct ledger *l;
	struct arena *arena;
	struct findings *found;
	struct snapshot *head;
	const struct snapshot_file *files;
	size_t file_count;
	struct strmap green; /* "path step" -> origin: the commit that made the mark green */
	struct strmap made;  /* checkpoint folder, deprecated path, runbook -> origin */
	struct touched touched;
	struct strmap lines;  /* "path line text" -> origin: the commit that brought the line */
	struct strmap blamed; /* paths whose lines are looked for */
	struct arena scratch; /* of one file */
};

/* doclint_history.c */
bool doclint_is_document(const char *path);
doc_wanted doclint_wanted;
doc_visit doclint_visit;
void doclint_flush(struct linting *lint); /* the last checkpoint */
const char *doclint_green_key(struct arena *arena, const char *path, struct bytes step,
			      struct bytes title);
struct origin *doclint_origin(struct linting *lint, const struct doc_commit *commit);
int doclint_text(struct linting *lint, const struct doc_version *version, struct arena *arena,
		 struct bytes *ret, struct err *err);

/* doclint_blame.c */
/* Finds the commit behind each finding that has a line and no commit yet. */
int doclint_blame(struct linting *lint, const struct oid *head, struct err *err);
/* doclint_head.c */
int doclint_head(struct linting *lint, size_t *ret_runbooks, struct err *err);
/* doclint_runbook.c */
int doclint_runbook(struct linting *lint, const char *path, struct err *err);
/* doclint_missing.c */
/* Every fault of the work tree's runbook.yaml, and each key of it that has no effect. */
int doclint_specification(struct linting *lint, struct err *err);
/* doclint_refs.c */
struct import;
int doclint_references(struct linting *lint, const char *path, struct bytes text,
		       const struct import *import, struct err *err);

/* Fills commit, author and time. */
struct finding doclint_by(const struct origin *by, struct finding finding);

#endif
