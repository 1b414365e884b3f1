/*
 * findings.h - findings for people: the same text in hooks, commands and reviews.
 */
#ifndef REPORT_FINDINGS_H
#define REPORT_FINDINGS_H

#include "base/strbuf.h"
#include "model/finding.h"

#define REPORT_FINDINGS_MAX 20

/* Sorted, at most REPORT_FINDINGS_MAX, then "and N more". leads by severity: refused, warning, note. */
void report_findings(struct strbuf *out, struct findings *findings);

/* The same, on stderr. */
void report_say(struct findings *findings);

#endif
