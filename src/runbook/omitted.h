/*
 * omitted.h - what is committed beside what is released, and is no part of its content: runbook.yaml,
 * runbook.claims.yaml, the manifests, and what the patterns of the records match.
 */
#ifndef RUNBOOK_OMITTED_H
#define RUNBOOK_OMITTED_H

#include "runbook/runbook.h"

/* Is it one of a log or a checkpoint, or what a drill wrote? */
bool content_is_record(const struct runbook *runbook, const char *path, struct arena *a);
/* Does the digest of a content leave the path out? */
bool content_omits(const struct runbook *runbook, const char *path, struct arena *a);

#endif
