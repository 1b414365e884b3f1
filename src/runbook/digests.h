/*
 * digests.h - what events name a text of the runbook by: "sha256:<hex>". Lives in the arena.
 */
#ifndef RUNBOOK_DIGESTS_H
#define RUNBOOK_DIGESTS_H

#include "runbook/runbook.h"

const char *digest_of(const char *text, struct arena *a);
/* Of a file: "sha256:<hex> <path>". */
const char *file_digest(const char *path, struct bytes data, struct arena *a);
/* Of what runs, and of what is checked. */
const char *definition_digest(const struct runbook *rb, const struct step *step,
			      const struct environment *environment, struct arena *a);
const char *checks_digest(const struct runbook *rb, const struct step *step,
			  const struct environment *environment, struct arena *a);
/* Of content and pins ("sha256:<hex>", sorted "path=value"). */
const char *candidate_digest(const char *content, const char *const *pins, size_t count,
			     struct arena *a);

#endif
