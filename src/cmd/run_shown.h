/* run_shown.h - what a person sees of a run while it goes on, and of how it ended. */
#ifndef CMD_RUN_SHOWN_H
#define CMD_RUN_SHOWN_H

#include "act/launch.h"

/* As it is printed, without what a terminal would obey. */
void run_show_output(void *context, int stream, struct bytes piece);
void run_show_progress(void *context, const char *line);
/* launch: whose files it used; NULL: none. */
void run_show_outcome(const struct run_outcome *outcome, const struct launch *launch,
		      struct arena *a);

/* The exit status of checks that were asked; 2: a person has to answer what only he can. */
int run_exit(const struct run_outcome *outcome);
/* The same of a run, which is as good as its step's own checks: what `complete_also` asks of a person has
 * time until the completion, which wants it. */
int run_exit_own(const struct run_outcome *outcome);

#endif
