/*
 * spelling.h - names that some disks take for one, and signs that a reader does: other case, other
 * composition of an accent, characters that show nothing, letters that look like others.
 */
#ifndef BASE_SPELLING_H
#define BASE_SPELLING_H

#include "base/arena.h"

/*
 * Two names that macOS or Windows may take for the same have the same fold; a few more that look
 * nearly alike have it too ("prüfung" and "prufung"). What is not UTF-8 stays as it is.
 */
char *spelling_fold(const char *text, struct arena *a);

/*
 * The sign of ASCII that a reader takes a character for, whatever it is called: of full width, bold,
 * in a circle, Greek, Cyrillic, with an accent. 0: none.
 */
char spelling_seen(uint32_t code);

#endif
