/*
 * baselines.h - what an environment records of a check each time that a verification passes there
 * (`record_baseline`), and checks that compare with it. The value of an event's Mcade-Baseline is
 * "<id> sha256:<of the JSON> sha256:<of what the check asked>"; what another text asked is not
 * compared with.
 */
#ifndef RUNBOOK_BASELINES_H
#define RUNBOOK_BASELINES_H

#include "model/state.h"
#include "runbook/runbook.h"

/* Names the evidence that has the JSON. */
#define BASELINE_EVIDENCE "baseline"

/* The environment that records it; NULL: none does. */
const struct environment *baseline_recorder(const struct runbook *rb, const char *id);
/* Is this check of a list the one that the environment records? */
bool baseline_is_of(const struct environment *env, const struct check *check);
bool baseline_is_in(const struct environment *env, struct checks list);
/* Its value, where the JSON has this digest (64 hex). Lives in the arena. */
const char *baseline_value(const struct runbook *rb, const struct environment *env,
			   const char *sha256, struct arena *a);
/* What the record has. NULL: nothing yet, or (changed true) of a check that asked something else. */
int baseline_last(struct state *record, const struct runbook *rb, const char *id,
		  struct arena *a, const char **ret, bool *ret_changed, struct err *err);
/* The SHA-256 of the JSON that such a value names: 64 hex digits. */
const char *baseline_sha256(const char *value, struct arena *a);
/* What an operator compares with, where that is a baseline; NULL. */
const struct doc_node *baseline_comparand(const struct doc_pair *operator_);
/* The ids with which an expectation compares, each once. Lives in the arena. */
struct words baselines_compared(const struct doc_node *expect, struct arena *a);

#endif
