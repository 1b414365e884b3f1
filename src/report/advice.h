/*
 * advice.h - `next:`, `fix:` and `allow:` carry a command that can be typed as it stands. All else
 * is words for a person, behind `hint:`; so is a command with a placeholder.
 */
#ifndef REPORT_ADVICE_H
#define REPORT_ADVICE_H

#include <stdbool.h>

#define ADVICE_HINT "hint: "

bool advice_is_command(const char *text);
/* Without the "hint: " that it may begin with. */
const char *advice_words(const char *text);

#endif
