/*
 * kinds.h - the list of kinds of event. No include guard: it is included with KIND() and
 * RESERVED() defined, once for each use (enum, words, field table, transitions, help of roles,
 * the tests that demand a cell of t/table/transitions.txt for every phase).
 *
 *	KIND(tag, word, act, must, may, transition)
 *	RESERVED(tag, word)	known to the format; its command comes with a later version
 *
 * `act` is the word that a role's permissions use ("run" covers start, finish and abandon).
 * `must` and `may` are the fields besides those of every event (CHAIN_FIELDS in event.h,
 * Evidence, File); SAYS marks kinds that need a free paragraph, the reason.
 */
#define STEP_IN (F(STEP) | F(ENVIRONMENT))

KIND(INIT, "init", "trust", F(NONCE) | F(PRINCIPAL) | F(NAME) | F(EMAIL) | F(KEY),
     F(RECOVERY) | F(TIP), transition_init)
KIND(TRUST, "trust", "trust", F(PRINCIPAL) | F(NAME) | F(EMAIL), F(KEY) | F(ROLE),
     transition_trust)
KIND(RETIP, "retip", "trust", F(TIP) | SAYS, 0, transition_retip)
KIND(ADOPT, "adopt", "adopt", F(RUNBOOK), F(TIP) | F(RENAME) | F(CLAIM) | F(DISPUTED),
     transition_adopt)
KIND(START, "start", "run", STEP_IN | F(DEFINITION),
     F(TIP) | F(CODE) | F(REPOSITORY) | F(USES) | F(INPUT) | F(HOST) | F(OFFLINE) |
	     F(ACCEPTED) | F(DIRTY),
     transition_start)
KIND(FINISH, "finish", "run", STEP_IN | F(RUN) | F(RESULT) | F(EXIT) | F(VERIFY),
     F(RECAP) | F(RESTORE) | F(CHECK), transition_finish)
KIND(ABANDON, "abandon", "run", STEP_IN | F(RUN) | SAYS, 0, transition_abandon)
KIND(VERIFY, "verify", "verify", STEP_IN | F(DEFINITION) | F(VERIFY),
     F(TIP) | F(CODE) | F(REPOSITORY) | F(USES) | F(INPUT) | F(HOST) | F(CHECK) | F(DIRTY),
     transition_verify)
KIND(PIN, "pin", "pin", F(ENVIRONMENT) | F(PIN), F(TIP), transition_pin)
KIND(COMPLETE, "complete", "complete", STEP_IN | F(RUN) | F(LOG), F(TIP) | F(PIN),
     transition_complete)
KIND(REOPEN, "reopen", "reopen", STEP_IN | SAYS, 0, transition_reopen)
KIND(BLOCK, "block", "block", STEP_IN | F(UNTIL) | SAYS, 0, transition_block)
KIND(UNBLOCK, "unblock", "unblock", STEP_IN | SAYS, 0, transition_unblock)
KIND(SKIP, "skip", "skip", STEP_IN | SAYS, 0, transition_skip)
KIND(LOCK, "lock", "lock", STEP_IN, F(TIP), transition_lock)
KIND(UNLOCK, "unlock", "unlock", STEP_IN | SAYS, 0, transition_unlock)
KIND(FREEZE, "freeze", "freeze", F(FREEZE) | SAYS, F(SCOPE) | F(EXCEPT) | F(TIP),
     transition_freeze)
KIND(THAW, "thaw", "thaw", F(FREEZE) | SAYS, 0, transition_thaw)
KIND(CHECKPOINT, "checkpoint", "checkpoint", STEP_IN | F(CHECKPOINT) | F(DIRECTORY), F(TIP),
     transition_checkpoint)

RESERVED(RECOVER, "recover")
RESERVED(FORMAT, "format")
RESERVED(REVOKE, "revoke")
RESERVED(REATTEST, "reattest")
RESERVED(THRESHOLD, "threshold")
RESERVED(ENACT, "enact")
RESERVED(ATTEST, "attest")
RESERVED(DEFER, "defer")
RESERVED(ACTIVATE, "activate")
RESERVED(SUPERSEDE, "supersede")
RESERVED(HALT, "halt")
RESERVED(RESUME, "resume")
RESERVED(DEPRECATE, "deprecate")
RESERVED(PURGE, "purge")
RESERVED(APPROVE, "approve")
RESERVED(WAIVE, "waive")
RESERVED(INCIDENT_OPEN, "incident-open")
RESERVED(INCIDENT_CLOSE, "incident-close")
RESERVED(GATE, "gate")
RESERVED(PROMOTE, "promote")
RESERVED(ROLLBACK, "rollback")
RESERVED(DRILL, "drill")
RESERVED(EXPUNGE, "expunge")

#undef STEP_IN
