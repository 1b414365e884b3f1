/*
 * secrets.h - is a secret of the runbook, or a token of a well-known shape, in what is to be recorded?
 * What a command printed is masked where it is heard (world/); what a person types or adds is refused,
 * since a text that is signed must be the one that was meant.
 */
#ifndef RECORDS_SECRETS_H
#define RECORDS_SECRETS_H

#include "ledger/ledger.h"
#include "model/event.h"
#include "model/finding.h"
#include "text/redact.h"

/* What the runbook calls secrets, as this process has them; the caller frees it. */
int secrets_open(const struct runbook *runbook, struct redactor **ret, struct err *err);
/*
 * Reads a file that a person adds to what is signed; `*total` are the bytes of those before, all of which
 * may have LIMIT_CHECKPOINT. Not through a link: what is signed is what the person sees under that name.
 * Where it has a secret, a finding of rule `secret`.
 */
int secrets_read_file(const struct redactor *secrets, const char *path, size_t *total,
		      struct arena *a, struct bytes *ret, struct findings *refused,
		      struct err *err);
/* The same of the reason and the fields of an act. How a run ended is not asked: it has happened, and is masked. */
int secrets_in_act(const struct ledger *l, const struct event *event, struct findings *refused,
		   struct err *err);

#endif
