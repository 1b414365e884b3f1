/* What was kept of runs whose end could not be recorded: recorded by the next act or sync, told by the rest. */
#include "cmd/kept.h"

#include "report/findings.h"
#include "report/output.h"

static void tell(struct pending *p)
{
	const char *step = event_get(&p->intent.event, FIELD_STEP);
	const char *environment = event_get(&p->intent.event, FIELD_ENVIRONMENT);

	if (!step) {
		output_note("mcade: warning: '%s' is not recorded: %s", p->path, p->why);
		return;
	}
	if (p->receipt.sequence)
		output_note("mcade: recorded %" PRIu64 " finish %s in %s, which was kept%s",
			    p->receipt.sequence, step, environment,
			    p->receipt.event.fields[FIELD_CONTESTED].count
				    ? ": contested, an owner must attest it (attest is not "
				      "implemented)"
				    : "");
	else if (p->receipt.aside)
		output_note("mcade: the end of %s in %s cannot be recorded: it is kept at %s",
			    step, environment, p->receipt.aside);
	else if (p->why)
		output_note(
			"mcade: warning: the end of %s in %s, kept in '%s', is not recorded: "
			"%s",
			step, environment, p->path, p->why);
	report_say(&p->refused);
}

int kept_settle(struct session *s, enum pending_place place, struct pending **ret,
		size_t *ret_count, struct err *err)
{
	int result = pending_record(&s->ledger, place, ret, ret_count, &s->ledger.view, err);

	for (size_t i = 0; i < *ret_count; i++)
		tell(&(*ret)[i]);
	return result;
}

void kept_settle_first(struct session *s)
{
	struct pending *all;
	struct err fault;
	size_t count;

	if (!s->ledger.view)
		return;
	if (kept_settle(s, PENDING_STATE, &all, &count, &fault) < 0)
		output_note("mcade: warning: the end of a run is kept and not recorded: %s",
			    fault.text);
}
