/*
 * words.h - the words of events: what `Mcade-Event` says, what a command is called, what a role
 * permits. No include guard: included with ACT() defined. Only kinds have code; a word is a row.
 *
 *	ACT(tag, word, kind, subjects, must, binds, permission, summary)
 *
 * subjects: the types that it may speak of, a set of ON_*; ON_NONE where it speaks of none.
 * must: fields that it cannot be without, besides those of every event: a list M(...) of FIELD_*
 * tags; SAYS is the free paragraph, the reason.
 * binds: of a hold, the kinds of act that it stops, a set of BINDS_*; of a lift, unused.
 * permission: the word that roles use for it.
 */
ACT(INIT, "init", INIT, ON_NONE, M(RULES, PRINCIPAL, NAME, EMAIL, KEY), 0, "trust",
    "create the trust root and the ledger")
ACT(TRUST, "trust", TRUST, ON_NONE, M(PRINCIPAL), 0, "trust", "who may do what")
ACT(RECOVER, "recover", RECOVER, ON_NONE, M(REJECTS, SAYS), 0, "trust",
    "reject what was pushed upon the ledger")
ACT(FORMAT, "format", FORMAT, ON_NONE, M(SAYS), 0, "trust", "begin a later format")

ACT(ADOPT, "adopt", ADOPT, ON_NONE, M(RUNBOOK, RULES), 0, "adopt",
    "bring the committed runbook.yaml into force")
ACT(RETIP, "retip", ADOPT, ON_NONE, M(TIP, SAYS), 0, "trust",
    "after history was rewritten: rules bind from these tips")

ACT(START, "start", START, ON_STEP, M(DEFINITION), 0, "run", "a step begins to run")
ACT(ROLLBACK, "rollback", START, ON_ROLLBACK, M(DEFINITION), 0, "rollback", "a rollback begins")
ACT(DRILL, "drill", START, ON_DRILL, M(DEFINITION), 0, "drill", "a drill begins")
ACT(FINISH, "finish", FINISH, ON_STEP | ON_ROLLBACK | ON_DRILL, M(RUN, RESULT, EXIT), 0, "run",
    "and how it ended")
ACT(ABANDON, "abandon", FINISH, ON_STEP | ON_ROLLBACK | ON_DRILL, M(RUN, RESULT, SAYS), 0,
    "abandon", "close a run whose machine or process died")

ACT(VERIFY, "verify", VERDICT, ON_STEP, M(VERDICT, DEFINITION), 0, "verify",
    "ask a step's checks again")
ACT(GATE, "gate", VERDICT, ON_GATE, M(VERDICT, DEFINITION), 0, "gate", "go or no-go")
ACT(APPROVE, "approve", VERDICT, ON_STEP | ON_GATE | ON_ROLLBACK | ON_ENVIRONMENT | ON_PATH,
    M(VERDICT, EXPIRES), 0, "approve", "let one thing through")
ACT(ATTEST, "attest", VERDICT, ON_STEP | ON_GATE | ON_ROLLBACK | ON_EVENT, M(VERDICT, SAYS), 0,
    "attest", "say that something is so, by name")
ACT(REOPEN, "reopen", VERDICT, ON_STEP, M(VERDICT, SAYS), 0, "reopen",
    "a step is planned again; what was recorded stays")

ACT(PIN, "pin", PIN, ON_ENVIRONMENT, M(PIN), 0, "pin", "pin what is deployed")
ACT(UNPIN, "unpin", PIN, ON_ENVIRONMENT, M(PIN, SAYS), 0, "pin", "a pin no longer holds")
ACT(PROMOTE, "promote", PIN, ON_ENVIRONMENT, M(SOURCE, CANDIDATE), 0, "promote",
    "what was verified there may run here")

ACT(COMPLETE, "complete", COMPLETE, ON_STEP, M(RUN, LOG), 0, "complete",
    "a step ran, was verified, can be restored, is pinned and logged")

ACT(BLOCK, "block", HOLD, ON_STEP, M(UNTIL, SAYS), BINDS_START | BINDS_COMPLETE, "block",
    "a step cannot go on; say why and until when")
ACT(LOCK, "lock", HOLD, ON_STEP, M(NOTHING), BINDS_START | BINDS_FILES | BINDS_UNDO, "lock",
    "a step is done with: no run, no change of its files")
ACT(FREEZE, "freeze", HOLD, ON_NONE, M(HOLD, SAYS), BINDS_START | BINDS_FILES, "freeze",
    "nobody changes these paths")
ACT(HALT, "halt", HOLD, ON_ENVIRONMENT, M(SAYS),
    BINDS_START | BINDS_PIN | BINDS_PROMOTE | BINDS_COMPLETE, "halt",
    "nothing runs in an environment")
ACT(DEFER, "defer", HOLD, ON_STEP, M(SAYS), BINDS_START | BINDS_COMPLETE, "defer",
    "a step is put off")
ACT(DORMANT, "dormant", HOLD, ON_STEP, M(SAYS), BINDS_START | BINDS_COMPLETE, "dormant",
    "a step sleeps until it is activated")
ACT(DEPRECATE, "deprecate", HOLD, ON_STEP | ON_PATH, M(SAYS), BINDS_START | BINDS_COMPLETE,
    "deprecate", "kept to be read, never to be run")
ACT(SUPERSEDE, "supersede", HOLD, ON_STEP, M(REPLACEMENT, SAYS), BINDS_START | BINDS_COMPLETE,
    "supersede", "another step has taken its place")

ACT(UNBLOCK, "unblock", LIFT, ON_STEP, M(OF, SAYS), 0, "unblock", "what blocked a step is gone")
ACT(UNLOCK, "unlock", LIFT, ON_STEP, M(OF, SAYS), 0, "unlock", "open a locked step again")
ACT(THAW, "thaw", LIFT, ON_NONE, M(OF, SAYS), 0, "thaw",
    "open a freeze, also one that the runbook declares")
ACT(RESUME, "resume", LIFT, ON_ENVIRONMENT, M(OF, SAYS), 0, "resume", "an environment goes on")
ACT(ACTIVATE, "activate", LIFT, ON_STEP | ON_PATH, M(OF, SAYS), 0, "activate",
    "wake a dormant step, take up again what was deferred, superseded or deprecated")
ACT(INCIDENT_CLOSE, "incident-close", LIFT, ON_ENVIRONMENT, M(OF, FOLLOW_UP), 0,
    "incident-close", "an incident is over")

ACT(WAIVE, "waive", WAIVE, ON_STEP | ON_ENVIRONMENT | ON_PATH, M(RULE, EXPIRES, SAYS), 0,
    "waive", "an exception, signed and bounded")
ACT(SKIP, "skip", WAIVE, ON_STEP, M(RULE, SAYS), 0, "skip", "a step will not be done")
ACT(INCIDENT_OPEN, "incident-open", WAIVE, ON_ENVIRONMENT, M(EXPIRES, SAYS), 0, "incident-open",
    "break the glass for a while")
ACT(PURGE, "purge", WAIVE, ON_PATH, M(SAYS), 0, "purge", "a deprecated item may go")
ACT(EXPUNGE, "expunge", WAIVE, ON_NONE, M(BODY, SAYS), 0, "trust", "bodies of evidence may go")

ACT(CHECKPOINT, "checkpoint", SEAL, ON_STEP, M(DIRECTORY, RESULT), 0, "checkpoint",
    "seal what was done, how it was verified and the way back")
