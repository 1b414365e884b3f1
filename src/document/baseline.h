/*
 * baseline.h - findings that a team has accepted: about a past that nobody can change. A line a finding,
 * sorted, to be committed and read:
 *
 *	# git mcade lint --baseline: accepted findings, one a line
 *	append-only error 9f3c01ab44de docs/deployments/2026-01-28.md - 3f2a9c01
 *
 * rule, severity, commit, path, step, and what tells it from others of these: the message without its
 * numbers, since lines move. What is accepted twice is accepted twice.
 */
#ifndef DOCUMENT_BASELINE_H
#define DOCUMENT_BASELINE_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/strbuf.h"
#include "model/finding.h"

/* Every error and warning as a file; a link is replaced, not followed. */
int baseline_save(const char *path, const struct findings *found, struct err *err);
/*
 * Takes out of the findings what the text accepts; *ret_count: so many. ERR_FORMAT where it is no
 * baseline: then nothing is accepted.
 */
int baseline_apply(struct bytes text, const char *file, struct findings *found,
		   size_t *ret_count, struct err *err);
/* Takes out what the other findings have too, one for one: what was there before. */
void baseline_subtract(const struct findings *before, struct findings *found);

#endif
