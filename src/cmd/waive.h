/* waive.h - the incident that somebody names. */
#ifndef CMD_WAIVE_H
#define CMD_WAIVE_H

#include "cmd/act.h"

/* The open one of --incident, of which the first digits are enough, into the act; NULL: none is named. */
int incident_bind(struct act *act, const char **ret, struct err *err);

#endif
