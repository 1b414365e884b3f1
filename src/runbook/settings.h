/*
 * settings.h - what a manifest says beside its pins: replicas, hosts, what is switched on. An environment's
 * own, and part of no candidate; a verdict about a candidate is void when they differ. Candidate and
 * settings together are the whole manifest: what the one has the other leaves out, and nothing is in neither.
 */
#ifndef RUNBOOK_SETTINGS_H
#define RUNBOOK_SETTINGS_H

#include "base/arena.h"
#include "base/bytes.h"

/*
 * pins: those of the candidate, "path=value". A path that one of them has is left out, whatever stands
 * there, and so is a mapping above it that holds nothing else: pinning changes no settings. Of a pin
 * that is a mapping only the keys are left out that make it one. A text that is no manifest has the
 * settings of its bytes: nobody has to correct it before he may go back. "sha256:<hex>", in the arena.
 */
const char *settings_digest(struct bytes manifest, const char *const *pins, size_t count,
			    struct arena *a);

#endif
