/*
 * recap.h - the summary that a tool prints at its end. Format `ansible`: the lines behind the
 * last "PLAY RECAP", one a host ("web : ok=5 changed=2 unreachable=0 failed=0 ...").
 */
#ifndef RUNBOOK_RECAP_H
#define RUNBOOK_RECAP_H

#include "base/arena.h"
#include "base/bytes.h"

/* Sums over the hosts. found: there was a recap at all (one without hosts matched none). */
struct recap {
	bool found;
	uint64_t hosts, ok, changed, unreachable, failed, skipped, rescued, ignored;
};

/* Never fails: what is not a recap leaves `found` unset. Colour codes are stepped over. */
void recap_ansible(struct bytes output, struct recap *ret);

/* The line that a finish carries, "hosts=1 ok=5 changed=2 ...", and back. Lives in the arena. */
const char *recap_line(const struct recap *recap, struct arena *a);
/* line NULL, or another one: `found` stays unset. */
void recap_read(const char *line, struct recap *ret);

#endif
