/*
 * advice.h - `next:`, `fix:` and `allow:` carry a command that can be typed as it stands. All else
 * is words for a person, behind `hint:`; so is a command with a placeholder.
 */
#ifndef REPORT_ADVICE_H
#define REPORT_ADVICE_H

#include "base/strbuf.h"

#define ADVICE_HINT "hint: "

bool advice_is_command(const char *text);
/* Without the "hint: " that it may begin with. */
const char *advice_words(const char *text);
/* What leads on, behind `command` where it is one, else behind `words`. Lines to be written somewhere stay lines,
 * below each other. */
void advice_add(struct strbuf *out, const char *way, const char *command, const char *words);

#endif
