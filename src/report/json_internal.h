/* json_internal.h - one function a kind of result, and what they share. */
#ifndef REPORT_JSON_INTERNAL_H
#define REPORT_JSON_INTERNAL_H

#include "json/write.h"
#include "report/internal.h"

#define RESULT(TAG, name) \
	void json_##name(struct report *out, const struct name##_result *result);
#include "report/results.h"
#undef RESULT

/* Opens an object with "schema": "mcade/<schema>/1"; json_end() ends it with a newline. */
void json_begin(struct json_writer *w, struct strbuf *out, const char *schema);
void json_end(struct json_writer *w);
/* What would be promoted into an environment now, and what is against it: an object. */
void json_promotion(struct json_writer *w, const struct promoting *p,
		    const struct readiness *r);
/* What an environment says against itself: a field of the open object, where there is something. */
void json_fails(struct json_writer *w, const struct environment_status *e);
void json_rollbacks(struct json_writer *w, const struct environment_status *e);
void json_drills(struct json_writer *w, const struct drill_due *list, size_t count);
/* Each gate of the environment, as objects of the open array. */
void json_gates(struct json_writer *w, const struct environment_status *e);
/* What was recorded, and whether others have it: fields of the open object. */
void json_receipt(struct json_writer *w, const struct act_result *result);
/* A command to type under the key `command`, words under "hint"; NULL: neither. */
void json_advice(struct json_writer *w, const char *command, const char *text);
/* `event` of the schemas, as fields of the open object: json_log.c. trust: in force there. */
void json_event_fields(struct json_writer *w, const struct ledger_view *ledger,
		       const struct trust *trust, const struct verified_event *event);
/* What changed in a runbook, as a list under the key. */
void json_runbook_changes(struct json_writer *w, const char *key,
			  const struct runbook_change *changes, size_t count);
/* What a run of the step demands of others, and how many have said it: fields of the open object. */
void json_approval(struct json_writer *w, const struct step_view *view);
/* `finding` of the schemas: json_findings.c. "findings": [...] as a field of the open object. */
void json_findings(struct json_writer *w, const struct findings *findings);
void json_finding(struct json_writer *w, const struct finding *finding);

/* Those of this word, as a list: halts, incidents, waivers. */
void json_exceptions(struct json_writer *w, const char *key, enum event_word word,
		     struct state *record, const struct exception *list, size_t count);

#endif
