/* pinning.h - what pin and unpin share: the manifest that they edit and bring along. */
#ifndef CMD_PINNING_H
#define CMD_PINNING_H

#include "cmd/act.h"

struct runbook;

struct pinning {
	struct act act;
	const struct runbook *runbook;
	const char *path; /* of the manifest; NULL: there is none, and the act is refused */
	struct strbuf text;
	bool from_worktree; /* what the file there says, on whatever branch */
};

/* Begins the act; its environment's manifest as it is in the work tree. Free p->text also of a failure. */
int pinning_begin(struct pinning *p, struct session *s, const struct option_values *o,
		  enum event_word word, struct result *ret, struct err *err);
/* *text goes on as `out` says, which is empty then. */
void pinning_take(struct pinning *p, struct strbuf *out);
/* Records the act with that manifest, and writes it. Exit status, or -1. */
int pinning_record(struct pinning *p, struct err *err);

#endif
