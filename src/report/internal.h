/* internal.h - what the formats share: words that are the same in each, and what an event says. */
#ifndef REPORT_INTERNAL_H
#define REPORT_INTERNAL_H

#include "report/format.h"

const char *relation_word(enum sync_relation relation);
const char *outcome_word(enum render_outcome outcome);

/* No refusal is without a word of what to do: where the finding knows none, the rule's own. */
const char *finding_fix(const struct finding *finding);
/* Of an event about a person: let in, or given more; or keys are taken away. NULL: none such. */
const char *said_change(const struct event *event);

/* DOOR_COUNT names of where a rule may stand. */
struct door_name {
	enum door door;
	const char *name;
};
#define DOOR_COUNT 6
extern const struct door_name door_names[DOOR_COUNT];

#endif
