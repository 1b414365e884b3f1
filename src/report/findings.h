/*
 * findings.h - findings for people and for programs. The same text stands in hooks, commands and
 * reviews; JSON follows `finding` of the
 * schemas in schemas/output/.
 */
#ifndef REPORT_FINDINGS_H
#define REPORT_FINDINGS_H

#include "base/strbuf.h"
#include "json/write.h"
#include "model/finding.h"

#define REPORT_FINDINGS_MAX 20

/* Sorted, at most REPORT_FINDINGS_MAX, then "and N more". leads by severity: refused, warning, note. */
void report_findings(struct strbuf *out, struct findings *findings);

/* The same, on stderr. */
void report_say(struct findings *findings);

/* "findings": [...] of the contract, as a field of the open object. */
void report_findings_json(struct json_writer *w, const struct findings *findings);
void report_finding_json(struct json_writer *w, const struct finding *finding);

#endif
