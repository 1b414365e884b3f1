/*
 * recap.h - the summaries that a tool prints at its end. Format `ansible`: the lines behind each
 * "PLAY RECAP" up to a blank one, one a host ("web : ok=5 changed=2 unreachable=0 failed=0 ...").
 * All recaps of an output count, since a run may be several playbooks.
 */
#ifndef RUNBOOK_RECAP_H
#define RUNBOOK_RECAP_H

#include "base/arena.h"
#include "base/bytes.h"

/*
 * Sums over the hosts of all recaps. found: there was a recap at all. A play that matched no host
 * makes `hosts` 0, whatever other plays of that output did.
 */
struct recap {
	bool found;
	const char *callback; /* no recap, since this stdout callback prints none; NULL */
	uint64_t hosts, ok, changed, unreachable, failed, skipped, rescued, ignored;
};

/* While an output streams, cut anywhere; begins as {0}. Plain text: no colours (text/plain.h). */
struct recap_reader {
	struct recap sum;
	bool within, empty; /* in a recap; there was one without hosts */
	uint64_t hosts;	    /* of this recap */
	uint64_t lines;
	char line[1024];
	size_t len;
};
void recap_feed(struct recap_reader *r, struct bytes piece);
/* Never fails: what is not a recap leaves `found` unset. */
void recap_end(struct recap_reader *r, struct recap *ret);
/* A whole output at once. */
void recap_ansible(struct bytes output, struct recap *ret);

/* The line that a finish carries, "hosts=1 ok=5 changed=2 ...", and back. Lives in the arena. */
const char *recap_line(const struct recap *recap, struct arena *a);
/* line NULL, or another one: `found` stays unset. */
void recap_read(const char *line, struct recap *ret);

#endif
