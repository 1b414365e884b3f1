/*
 * words.h - the words of events: what `Mcade-Event` says, what it is allowed to do and when. No
 * include guard: included with ACT() defined. Only kinds have code; a word is a row.
 *
 *	ACT(tag, word, kind, subjects, must, permission, summary[, .member = ...])
 *
 * subjects: the types that it may name, a set of ON_*; ON_NONE where it names none.
 * must: fields that it cannot be without, besides those of every event: a list M(...) of FIELD_*
 * tags; SAYS is the free paragraph, the reason.
 * permission: the word that roles use for it; .roles: those of a new ledger that have it.
 *
 * The members of struct event_info say the rest, where there is something to say: the command that
 * writes it, the phases of a step in which it makes sense, what of a hold stops it; of a hold, what
 * it stops, by which rule, and the word that lifts it; what the tips that it names are to it. A word
 * without phases makes sense in all.
 */
ACT(INIT, "init", INIT, ON_NONE, M(RULES, PRINCIPAL, NAME, EMAIL, KEY), "trust",
    "create the trust root and the ledger", .command = "init")
ACT(TRUST, "trust", TRUST, ON_NONE, M(NOTHING), "trust", "who may do what", .command = "trust")
ACT(RECOVER, "recover", RECOVER, ON_NONE, M(REJECTS, SAYS), "trust",
    "reject what was pushed after the last good event", .command = "recover")
ACT(FORMAT, "format", FORMAT, ON_NONE, M(SAYS), "trust", "begin a later format")

ACT(ADOPT, "adopt", ADOPT, ON_NONE, M(RUNBOOK, RULES), "adopt",
    "bring the committed runbook.yaml into force", .command = "adopt", .tips = TIPS_BIND)
ACT(RETIP, "retip", ADOPT, ON_NONE, M(TIP, SAYS), "trust",
    "after history was rewritten: rules bind from these tips", .command = "retip",
    .tips = TIPS_MOVE)

ACT(START, "start", START, ON_STEP, M(DEFINITION), "run", "a step begins to run",
    .command = "run", .phases = ~(P(RUNNING) | P(SKIPPED)), .bound = BINDS_START,
    .roles = ROLE_CI | ROLE_OPERATOR, .tips = TIPS_RUN)
ACT(ROLLBACK, "rollback", START, ON_ROLLBACK, M(DEFINITION), "rollback", "a rollback begins",
    .command = "rollback", .phases = ~P(RUNNING), .roles = ROLE_OPERATOR)
ACT(DRILL, "drill", START, ON_DRILL, M(DEFINITION), "drill", "a drill begins",
    .bound = BINDS_START, .roles = ROLE_CI | ROLE_OPERATOR)
ACT(FINISH, "finish", FINISH, ON_STEP | ON_ROLLBACK | ON_DRILL, M(RUN, RESULT, EXIT), "run",
    "record how it ended", .command = "run", .phases = P(RUNNING))
ACT(ABANDON, "abandon", FINISH, ON_STEP | ON_ROLLBACK | ON_DRILL, M(RUN, RESULT, SAYS),
    "abandon", "close a run whose machine or process died", .command = "abandon",
    .phases = P(RUNNING))

ACT(VERIFY, "verify", VERDICT, ON_STEP | ON_ENVIRONMENT, M(VERDICT, DEFINITION), "verify",
    "repeat the checks of a step, of an environment", .command = "verify",
    .phases = P(PLANNED) | P(RAN) | P(VERIFIED) | P(COMPLETE) | P(FAILED),
    .roles = ROLE_CI | ROLE_OPERATOR, .tips = TIPS_RUN)
ACT(GATE, "gate", VERDICT, ON_STEP | ON_GATE, M(VERDICT, DEFINITION, CHECKS, CANDIDATE), "gate",
    "go or no-go", .command = "gate", .roles = ROLE_CI | ROLE_OPERATOR, .tips = TIPS_RUN,
    .leads = true)
ACT(APPROVE, "approve", VERDICT, ON_STEP | ON_GATE | ON_ROLLBACK | ON_ENVIRONMENT | ON_PATH,
    M(VERDICT, EXPIRES, SAYS), "approve", "let one thing through", .command = "approve",
    .roles = ROLE_REVIEWER, .leads = true)
ACT(ATTEST, "attest", VERDICT, ON_STEP | ON_GATE | ON_ROLLBACK | ON_EVENT, M(VERDICT, SAYS),
    "attest", "say that something is so, by name", .command = "attest", .tips = TIPS_RUN,
    .leads = true)
ACT(REOPEN, "reopen", VERDICT, ON_STEP, M(VERDICT, SAYS), "reopen",
    "plan a step again; what was recorded stays", .command = "reopen",
    .phases = P(RAN) | P(VERIFIED) | P(COMPLETE) | P(FAILED) | P(SKIPPED) | P(DEFERRED),
    .bound = BINDS_UNDO)

ACT(PIN, "pin", PIN, ON_ENVIRONMENT, M(PIN), "pin", "pin what is deployed", .command = "pin",
    .bound = BINDS_PIN, .roles = ROLE_OPERATOR)
ACT(UNPIN, "unpin", PIN, ON_ENVIRONMENT, M(PIN, SAYS), "pin", "a pin no longer holds",
    .command = "unpin", .bound = BINDS_PIN)
ACT(PROMOTE, "promote", PIN, ON_ENVIRONMENT, M(SOURCE, CANDIDATE), "promote",
    "what was verified there may run here", .command = "promote", .bound = BINDS_PROMOTE,
    .roles = ROLE_OPERATOR, .tips = TIPS_PROVE, .leads = true)

ACT(COMPLETE, "complete", COMPLETE, ON_STEP, M(RUN, LOG), "complete",
    "record that a step ran, was verified, can be restored, is pinned and logged",
    .command = "complete", .phases = ~(P(RUNNING) | P(COMPLETE) | P(SKIPPED)),
    .bound = BINDS_COMPLETE, .roles = ROLE_CI | ROLE_OPERATOR, .tips = TIPS_PROVE,
    .leads = true)

ACT(BLOCK, "block", HOLD, ON_STEP, M(UNTIL, SAYS), "block",
    "record that a step cannot go on, why and until when", .command = "block",
    .phases = ~(P(RUNNING) | P(BLOCKED)), .binds = BINDS_START | BINDS_COMPLETE,
    .rule = RULE_BLOCKED, .lift = EVENT_UNBLOCK, .roles = ROLE_OPERATOR)
ACT(LOCK, "lock", HOLD, ON_STEP, M(NOTHING), "lock",
    "lock a step: no run, no change of its files", .command = "lock", .bound = BINDS_UNDO,
    .binds = BINDS_START | BINDS_FILES | BINDS_UNDO, .rule = RULE_LOCKED, .lift = EVENT_UNLOCK)
ACT(FREEZE, "freeze", HOLD, ON_NONE, M(HOLD, SAYS), "freeze", "forbid changes of these paths",
    .command = "freeze", .binds = BINDS_START | BINDS_FILES, .rule = RULE_FROZEN,
    .lift = EVENT_THAW)
ACT(HALT, "halt", HOLD, ON_ENVIRONMENT, M(SAYS), "halt", "nothing runs in an environment",
    .command = "halt", .binds = BINDS_START | BINDS_PIN | BINDS_PROMOTE | BINDS_COMPLETE,
    .rule = RULE_HALTED, .lift = EVENT_RESUME, .roles = ROLE_OPERATOR)
ACT(DEFER, "defer", HOLD, ON_STEP, M(SAYS), "defer", "a step is put off", .command = "defer",
    .phases = ~P(RUNNING), .binds = BINDS_START | BINDS_COMPLETE, .rule = RULE_DEFERRED,
    .lift = EVENT_ACTIVATE)
ACT(DORMANT, "dormant", HOLD, ON_STEP, M(SAYS), "dormant",
    "a step is not run until it is activated", .command = "dormant", .phases = ~P(RUNNING),
    .binds = BINDS_START | BINDS_COMPLETE, .rule = RULE_DORMANT, .lift = EVENT_ACTIVATE)
ACT(DEPRECATE, "deprecate", HOLD, ON_STEP | ON_PATH, M(SAYS), "deprecate",
    "kept to be read, never to be run", .command = "deprecate", .phases = ~P(RUNNING),
    .binds = BINDS_START | BINDS_COMPLETE, .rule = RULE_DEPRECATION, .lift = EVENT_ACTIVATE)
ACT(SUPERSEDE, "supersede", HOLD, ON_STEP, M(REPLACEMENT, SAYS), "supersede",
    "another step has taken its place", .command = "supersede", .phases = ~P(RUNNING),
    .binds = BINDS_START | BINDS_COMPLETE, .rule = RULE_SUPERSEDED, .lift = EVENT_ACTIVATE)

ACT(UNBLOCK, "unblock", LIFT, ON_STEP, M(OF, SAYS), "unblock", "record that a step can go on",
    .command = "unblock", .roles = ROLE_OPERATOR)
ACT(UNLOCK, "unlock", LIFT, ON_STEP, M(OF, SAYS), "unlock", "unlock a step",
    .command = "unlock")
ACT(THAW, "thaw", LIFT, ON_NONE, M(OF, SAYS), "thaw",
    "lift a freeze, also one that the runbook declares", .command = "thaw")
ACT(RESUME, "resume", LIFT, ON_ENVIRONMENT, M(OF, SAYS), "resume", "an environment goes on",
    .command = "resume")
ACT(ACTIVATE, "activate", LIFT, ON_STEP | ON_PATH, M(OF, SAYS), "activate",
    "plan again what was dormant, deferred, superseded or deprecated", .command = "activate")
ACT(INCIDENT_CLOSE, "incident-close", LIFT, ON_ENVIRONMENT, M(OF, FOLLOW_UP), "incident-close",
    "an incident is over")

ACT(WAIVE, "waive", WAIVE, ON_STEP | ON_ENVIRONMENT | ON_PATH, M(RULE, EXPIRES, SAYS), "waive",
    "an exception, signed and bounded", .command = "waive")
ACT(SKIP, "skip", WAIVE, ON_STEP, M(RULE, SAYS), "skip", "record that a step will not be done",
    .command = "skip",
    .phases = P(PLANNED) | P(RAN) | P(VERIFIED) | P(FAILED) | P(BLOCKED) | P(DEFERRED) |
	      P(DORMANT),
    .bound = BINDS_UNDO, .roles = ROLE_OPERATOR)
ACT(INCIDENT_OPEN, "incident-open", WAIVE, ON_ENVIRONMENT, M(EXPIRES, SAYS), "incident-open",
    "begin an incident", .lift = EVENT_INCIDENT_CLOSE, .roles = ROLE_OPERATOR)
ACT(PURGE, "purge", WAIVE, ON_PATH, M(CONTENT, REPLACEMENT, EXPIRES, SAYS), "purge",
    "a deprecated item may go", .command = "purge", .tips = TIPS_PROVE)
ACT(EXPUNGE, "expunge", WAIVE, ON_NONE, M(BODY, SAYS), "trust",
    "bodies of evidence go: a secret was in them", .command = "expunge")

ACT(CHECKPOINT, "checkpoint", SEAL, ON_STEP, M(DIRECTORY, RESULT), "checkpoint",
    "seal what was done, how it was verified and the way back", .command = "checkpoint",
    .phases = P(VERIFIED) | P(COMPLETE), .roles = ROLE_OPERATOR)
ACT(UNSEAL, "unseal", SEAL, ON_STEP, M(DIRECTORY, SAYS), "unseal",
    "a folder was sealed by mistake: it may be changed and removed", .command = "unseal")
