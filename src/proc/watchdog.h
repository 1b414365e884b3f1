/*
 * watchdog.h - ends this process when its work takes longer than it may: for hooks, where an answer
 * that comes late keeps another person's command waiting.
 *
 *	watchdog_start(60, "mcade: pre-receive did not finish within 60 s", &dog, err);
 *	... work ...
 *	watchdog_free(dog);
 */
#ifndef PROC_WATCHDOG_H
#define PROC_WATCHDOG_H

#include "base/cleanup.h"
#include "base/compat.h"
#include "base/err.h"

struct watchdog;

/*
 * After `seconds` the line and a line feed go to stderr and the process ends with status 128,
 * whatever it is doing. So nothing may be under way that must not be left half done. One at a time.
 */
int watchdog_start(int64_t seconds, const char *line, struct watchdog **ret, struct err *err);
/* Calls it off. */
void watchdog_free(struct watchdog *dog);
CLEANUP_POINTER(struct watchdog, watchdog_free)

#endif
