/* event_line.h - an event for programs that follow a ledger: a line of JSON, as `log --json` has it. */
#ifndef REPORT_EVENT_LINE_H
#define REPORT_EVENT_LINE_H

#include "ledger/verify.h"

/* {"schema":"mcade/log/1",...,"events":[{...}]} and a newline. */
void json_event_line(struct strbuf *out, const struct ledger_view *ledger,
		     const struct trust *trust, const struct verified_event *event);

#endif
