/*
 * import_files.h - import as a person runs it: documents of the work tree in, runbook.yaml and
 * runbook.claims.yaml at its top out.
 */
#ifndef IMPORT_IMPORT_FILES_H
#define IMPORT_IMPORT_FILES_H

#include "import/import.h"
#include "ledger/ledger.h"

#define IMPORT_RUNBOOK "runbook.yaml"
#define IMPORT_CLAIMS "runbook.claims.yaml"

struct import_result {
	struct import import;
	struct import_options options;
	struct findings findings;
	bool empty;	/* no step was found: nothing was written */
	bool about;	/* of some document none was taken */
	bool explain;	/* only what became of each line was asked for: the same */
	bool refused;	/* a step would be lost: nothing was written */
	bool changed;	/* one of the files has other bytes than before */
	bool had_files; /* runbook.yaml was there */
};

struct import_asked {
	const char *environment; /* NULL: the documents tell */
	bool explain, accept, update, rename;
	bool anyway; /* also of what is no list of steps, by its name or title */
};

/*
 * `files` are paths as typed, relative to the current directory. Everything lives in the ledger's arena.
 */
int import_files(const struct ledger *l, const char *const *files, size_t count,
		 const struct import_asked *asked, struct import_result *ret, struct err *err);

#endif
