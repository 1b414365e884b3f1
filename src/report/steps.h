/* steps.h - steps for people and for programs. */
#ifndef REPORT_STEPS_H
#define REPORT_STEPS_H

#include "base/strbuf.h"
#include "act/readiness.h"
#include "json/write.h"

/* A line a step under its section, then what has to be said about it; last the counts. */
void report_status(struct strbuf *out, const struct readiness *r,
		   const struct ledger_view *ledger);
/* Everything recorded of one step. */
void report_step(struct strbuf *out, const struct step_view *view);
/* One line: step, where it stands, the command. */
void report_next(struct strbuf *out, const struct step_view *view);
/* The object of the contract's `steps`. */
void report_step_json(struct json_writer *w, const struct step_view *view);

#endif
