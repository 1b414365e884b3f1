/*
 * foreign.h - a hook of core.hooksPath runs in every repository of its user, also in those that this
 * version cannot read (SHA-256, reftable).
 */
#ifndef GATE_FOREIGN_H
#define GATE_FOREIGN_H

#include "base/arena.h"

/*
 * For a repository that cannot be opened: git, which can, finds no sign that it is governed. No
 * branch of a ledger, here or of a remote, nothing of ours in its configuration, no runbook.yaml
 * staged or in HEAD. False also where git fails.
 */
bool repository_is_foreign(struct arena *a);

#endif
