/*
 * omitted.h - what a content is not made of: what is committed beside what is released (runbook.yaml,
 * runbook.claims.yaml, the manifests, what the patterns of the records match), and where the runbook
 * names its part of a repository (`content`), all other parts.
 */
#ifndef RUNBOOK_OMITTED_H
#define RUNBOOK_OMITTED_H

#include "runbook/runbook.h"

bool content_is_checkpoint(const struct runbook *runbook, const char *path, struct arena *a);
/* Is it one of a log or a checkpoint, or what a drill wrote? */
bool content_is_record(const struct runbook *runbook, const char *path, struct arena *a);
/* Is it kept beside what is released? Acts write there. */
bool content_is_beside(const struct runbook *runbook, const char *path, struct arena *a);
/* Does the digest of a content leave the path out? */
bool content_omits(const struct runbook *runbook, const char *path, struct arena *a);
/* Is all that the pattern could ever match in `content`? Of two patterns that is told only where one is the
 * other's text, or `content` has the whole folder. */
bool content_covers(const struct runbook *runbook, const char *pattern, struct arena *a);
/* A finding (rule `document`) for each file or pattern of `uses` and `inputs` that is not all in it. */
void content_judge(const struct runbook *runbook, struct findings *found);

#endif
