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

/*
 * One finding. Line 1 carries everything: "<lead> [<rule>] <path>: <message>"; then, indented, where
 * it stands, expected and found, fix, allow, see. lead: "mcade: refused", "mcade: warning".
 */
void report_finding(struct strbuf *out, const struct finding *finding, const char *lead);
/* Sorted, at most REPORT_FINDINGS_MAX, then "and N more". leads by severity: refused, warning, note. */
void report_findings(struct strbuf *out, struct findings *findings);

/* "findings": [...] of the contract, as a field of the open object. */
void report_findings_json(struct json_writer *w, const struct findings *findings);
void report_finding_json(struct json_writer *w, const struct finding *finding);

#endif
