/*
 * completion.h - what depends on runbook and manifest when a step is completed: apply() knows only
 * fields and state, so whether the list of pins is the one that is demanded is decided here.
 */
#ifndef ENGINE_COMPLETION_H
#define ENGINE_COMPLETION_H

#include "engine/readiness.h"
#include "engine/record.h"

/*
 * Adds the pins that the step demands, the run and the log to a complete event; what is missing goes
 * to `refused`, one finding a criterion, each with its command.
 */
int completion_prepare(struct session *session, const struct readiness *readiness,
		       const struct step_view *view, struct intent *intent,
		       struct findings *refused, struct err *err);

#endif
