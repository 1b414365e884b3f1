/*
 * importable.h - the command that makes a runbook of the documents that are there.
 *
 *	err_next(err, "%s", importable_way(repo, arena))	"git mcade import docs/RUNBOOK.md"
 */
#ifndef DOCUMENT_IMPORTABLE_H
#define DOCUMENT_IMPORTABLE_H

#include "base/arena.h"
#include "repo/repo.h"

/* Of the work tree's documents that of which steps are taken and which lists most; NULL: none, or no work tree. */
const char *importable_find(struct repo *repo, struct arena *arena);
/* The command with it. */
const char *importable_command(const char *path, struct arena *arena);
/* That of what is found; words where there is none. */
const char *importable_way(struct repo *repo, struct arena *arena);

#endif
