#include "cmd/told.h"

#include "base/cleanup.h"
#include "remote/notify.h"
#include "report/event_line.h"
#include "report/output.h"

static int tell(struct session *s, const char *command, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const struct ledger *l = &s->ledger;
	struct verified_event *events;
	const struct trust *trust;
	size_t count;

	if (notify_due(l, &events, &count, err) < 0 ||
	    state_trust(l->view->state, &trust, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		json_event_line(&text, l->view, trust, &events[i]);
	return count ? notify_run(l, command, bytes_of(text.buf, text.len), err) : 0;
}

void tell_published(struct session *s)
{
	const char *command = s->ledger.view ? notify_command(&s->ledger) : NULL;
	struct err err;

	if (command && tell(s, command, &err) < 0)
		output_note("mcade: warning: what is published was not told "
			    "(mcade.notify): %s",
			    err.text);
}
