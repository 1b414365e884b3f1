/* Which function judges which kind of event, and how one says no. */
#include "model/internal.h"

int refuse(struct draft *d, const char *expected, const char *found, const char *fix,
	   const char *fmt, ...)
{
	char message[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	finding_add(d->refused, RULE_ORDER, FINDING_ERROR,
		    (struct finding){.step = event_get(d->event, FIELD_STEP),
				     .environment = event_get(d->event, FIELD_ENVIRONMENT),
				     .expected = expected,
				     .found = found,
				     .fix = fix,
				     .sequence = d->sequence,
				     .has_sequence = true},
		    "%s", message);
	return 0;
}

transition_fn *transition_of(enum event_kind kind)
{
	static transition_fn *const table[] = {
#define KIND(tag, word, act, must, may, transition) [EVENT_##tag] = (transition),
#define RESERVED(tag, word) [EVENT_##tag] = NULL,
#include "model/kinds.h"
#undef KIND
#undef RESERVED
	};

	return table[kind];
}
