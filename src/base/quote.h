/*
 * quote.h - text in a command line that a person pastes into a shell, or that a shell is given.
 *
 *	arena_printf(a, "git rm -- %s", shell_quote(path, a))
 */
#ifndef BASE_QUOTE_H
#define BASE_QUOTE_H

#include "base/arena.h"
#include "base/strbuf.h"

/* As it is where every shell reads it so, else in single quotes. */
const char *shell_quote(const char *text, struct arena *a);
/* In single quotes, which no text can end. */
void shell_quote_add(struct strbuf *out, const char *text);

#endif
