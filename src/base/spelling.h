/*
 * spelling.h - names that some disks take for one: other case, other composition of an accent,
 * characters that show nothing.
 */
#ifndef BASE_SPELLING_H
#define BASE_SPELLING_H

#include "base/arena.h"

/*
 * Two names that macOS or Windows may take for the same have the same fold; a few more that look
 * nearly alike have it too ("prüfung" and "prufung"). What is no UTF-8 stays as it is.
 */
char *spelling_fold(const char *text, struct arena *a);

#endif
