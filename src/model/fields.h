/*
 * fields.h - the list of trailers, in their canonical order. No include guard: this file is
 * included with FIELD() defined, once for each use of the list (enum, names, syntax, the format
 * page's test).
 *
 *	FIELD(tag, word, how many, syntax, words, by)
 *
 * A trailer is written "Mcade-<word>: <value>". Fields marked MANY repeat the key, their values
 * sorted by bytes and different from each other. Syntaxes are defined in model/internal.h.
 *
 * words: which events may carry it, a set of K(...), all words of a kind, and W(...), one word;
 * LATER: all but the genesis. On any other it would mean nothing, so there it is malformed. What a
 * word must carry stands in words.h.
 *
 * by: what a value is compared with, so that nobody writes a false one: the CHAIN (the events
 * before it, clocks), the RECORD, the RUNBOOK, what it has BROUGHT along, the COMMITS that it
 * names. Or nothing: its signer SAYS so. t/t3110-crafted.sh wants a false value of each that is
 * compared. What stands on words of gates, rollbacks and drills alone counts nowhere yet.
 */

/* the chain */
FIELD(FORMAT, "Format", ONE, NUMBER, ANY, BY(CHAIN))
FIELD(LEDGER, "Ledger", ONE, DIGEST, LATER, BY(CHAIN))
FIELD(NONCE, "Nonce", ONE, RANDOM, K(INIT), BY(SAYS))
FIELD(ID, "Id", ONE, RANDOM, ANY, BY(CHAIN))
FIELD(SEQUENCE, "Sequence", ONE, NUMBER, ANY, BY(CHAIN))
FIELD(PREVIOUS, "Previous", ONE, DIGEST, LATER, BY(CHAIN))
FIELD(EVENT, "Event", ONE, NAME, ANY, BY(CHAIN))
FIELD(ENVIRONMENT, "Environment", ONE, NAME, LATER, BY(RUNBOOK))
FIELD(STEP, "Step", ONE, NAME, LATER, BY(RUNBOOK))
FIELD(SUBJECT, "Subject", ONE, SUBJECT, LATER, BY(RUNBOOK))
FIELD(SEEN, "Seen", ONE, DIGEST, LATER, BY(CHAIN))
FIELD(OCCURRED, "Occurred", ONE, TIME, LATER, BY(CHAIN))
FIELD(TIP, "Tip", MANY, TIP, ANY, BY(COMMITS))
FIELD(CONTESTED, "Contested", MANY, RULE, K(START) | K(FINISH), BY(RECORD))
FIELD(DISPUTES, "Disputes", MANY, DISPUTE, LATER, BY(RECORD))
/* trust */
FIELD(RULES, "Rules", ONE, NUMBER, W(INIT) | W(ADOPT), BY(RECORD))
FIELD(PRINCIPAL, "Principal", MANY, NAME, K(INIT) | K(TRUST), BY(BROUGHT))
FIELD(NAME, "Name", ONE, PERSON, K(INIT) | K(TRUST), BY(BROUGHT))
FIELD(EMAIL, "Email", ONE, ADDRESS, K(INIT) | K(TRUST), BY(BROUGHT))
FIELD(KEY, "Key", MANY, KEY, K(INIT) | K(TRUST), BY(BROUGHT))
FIELD(RECOVERY, "Recovery", ONE, KEY, K(INIT) | K(TRUST), BY(BROUGHT))
FIELD(REJECTS, "Rejects", ONE, OBJECT, K(RECOVER), BY(CHAIN))
/* the specification */
FIELD(RUNBOOK, "Runbook", ONE, DIGEST, W(ADOPT), BY(BROUGHT, COMMITS))
FIELD(RENAME, "Rename", MANY, CLAIM, W(ADOPT), BY(BROUGHT, RECORD))
FIELD(CLAIM, "Claim", MANY, CLAIM, W(ADOPT), BY(BROUGHT, COMMITS))
FIELD(CONTRADICTED, "Contradicted", MANY, CLAIM, W(ADOPT), BY(BROUGHT, COMMITS))
FIELD(SINCE, "Since", MANY, SINCE, W(ADOPT), BY(COMMITS))
FIELD(REWRITTEN, "Rewritten", MANY, TIP, W(RETIP), BY(COMMITS))
/* a run, a verdict: what it speaks of */
FIELD(RUN, "Run", ONE, RANDOM, K(FINISH) | W(VERIFY) | K(COMPLETE), BY(RECORD))
FIELD(VERDICT, "Verdict", ONE, VERDICT, K(VERDICT), BY(SAYS))
FIELD(CODE, "Code", ONE, OBJECT, K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | W(PROMOTE),
      BY(COMMITS))
FIELD(REPOSITORY, "Repository", ONE, LINE, K(START) | W(VERIFY) | W(GATE), BY(RUNBOOK))
FIELD(CONTENT, "Content", ONE, CONTENT,
      K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | W(PROMOTE), BY(COMMITS))
FIELD(CANDIDATE, "Candidate", ONE, DIGEST,
      K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | W(PROMOTE) | K(COMPLETE), BY(RECORD))
FIELD(DEFINITION, "Definition", ONE, DIGEST,
      K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | K(LIFT), BY(RUNBOOK))
FIELD(SETTINGS, "Settings", ONE, DIGEST, W(ROLLBACK) | W(DRILL) | W(GATE), BY(SAYS))
FIELD(CHECKS, "Checks", ONE, DIGEST, K(START) | W(VERIFY) | W(GATE), BY(RUNBOOK))
FIELD(USES, "Uses", ONE, FILE, K(START), BY(RUNBOOK, COMMITS))
FIELD(INPUT, "Input", MANY, FILE, K(START), BY(RUNBOOK, COMMITS))
FIELD(ARGUMENT, "Argument", MANY, LINE, W(ROLLBACK) | W(DRILL), BY(SAYS))
FIELD(VALUE, "Value", MANY, LINE, W(ROLLBACK) | W(DRILL), BY(SAYS))
FIELD(HOST, "Host", ONE, LINE, K(START) | W(VERIFY) | W(GATE), BY(SAYS))
FIELD(OFFLINE, "Offline", ONE, LINE, K(START), BY(SAYS))
FIELD(ACCEPTED, "Accepted", MANY, PATH, K(START), BY(RECORD))
FIELD(DIRTY, "Dirty", ONE, YES, K(START) | W(FINISH) | W(VERIFY) | W(GATE), BY(SAYS))
FIELD(WAIVED, "Waived", MANY, RULE, K(START) | K(PIN), BY(RECORD))
FIELD(INCIDENT, "Incident", ONE, RANDOM, K(START), BY(RECORD))
FIELD(RESTORED_TO, "Restored-To", ONE, NUMBER, W(ROLLBACK), BY(SAYS))
FIELD(RESULT, "Result", ONE, RESULT, K(FINISH) | K(SEAL), BY(RUNBOOK))
FIELD(EXIT, "Exit", ONE, LINE, W(FINISH), BY(RUNBOOK))
FIELD(RECAP, "Recap", ONE, LINE, W(FINISH), BY(RUNBOOK))
FIELD(RESTORE, "Restore", ONE, LINE, W(FINISH), BY(RUNBOOK))
FIELD(CHECK, "Check", MANY, CHECK, K(START) | W(FINISH) | W(VERIFY) | W(GATE) | W(ATTEST),
      BY(RUNBOOK))
FIELD(BASELINE, "Baseline", MANY, PAIR, W(GATE), BY(SAYS))
FIELD(FIELD, "Field", MANY, PIN, W(GATE), BY(SAYS))
FIELD(COVERS, "Covers", MANY, LINE, W(GATE), BY(SAYS))
FIELD(CRITERION, "Criterion", ONE, NAME, W(ATTEST), BY(SAYS))
FIELD(ACT, "Act", ONE, ACT, W(ATTEST), BY(CHAIN))
FIELD(RULE, "Rule", ONE, RULE, W(APPROVE) | W(WAIVE) | W(SKIP), BY(SAYS))
FIELD(REF, "Ref", ONE, LINE, W(APPROVE), BY(SAYS))
FIELD(FOR, "For", ONE, LINE, W(APPROVE), BY(SAYS))
FIELD(ROLE, "Role", MANY, NAME, K(TRUST) | W(APPROVE), BY(BROUGHT))
/* values, holds, exceptions */
FIELD(PIN, "Pin", MANY, PIN, W(ROLLBACK) | K(PIN) | K(COMPLETE) | K(SEAL), BY(BROUGHT, RECORD))
FIELD(SOURCE, "Source", ONE, NAME, W(PROMOTE), BY(RUNBOOK))
FIELD(LOG, "Log", ONE, PATH, K(COMPLETE), BY(RUNBOOK))
FIELD(HOLD, "Hold", ONE, NAME, W(FREEZE), BY(RUNBOOK))
FIELD(PATH, "Path", MANY, PATH, W(FREEZE) | W(WAIVE), BY(SAYS))
FIELD(EXCEPT, "Except", MANY, PATH, W(FREEZE), BY(SAYS))
FIELD(UNTIL, "Until", ONE, LINE, W(BLOCK) | W(DEFER) | W(FREEZE) | W(HALT), BY(SAYS))
FIELD(REPLACEMENT, "Replacement", ONE, LINE, W(SUPERSEDE) | W(DEPRECATE), BY(RUNBOOK))
FIELD(OF, "Of", MANY, HOLD, K(LIFT) | W(ADOPT), BY(RUNBOOK, RECORD))
FIELD(EXPIRES, "Expires", ONE, TIME, W(APPROVE) | W(WAIVE) | W(INCIDENT_OPEN), BY(CHAIN))
FIELD(FOLLOW_UP, "Follow-Up", ONE, LINE, W(INCIDENT_CLOSE) | W(WAIVE) | W(INCIDENT_OPEN),
      BY(SAYS))
FIELD(BODY, "Body", MANY, DIGEST, W(EXPUNGE), BY(SAYS))
FIELD(DIRECTORY, "Directory", ONE, PATH, K(SEAL), BY(RUNBOOK))
/* what the event brings along */
FIELD(EVIDENCE, "Evidence", MANY, EVIDENCE, ANY, BY(SAYS))
FIELD(FILE, "File", MANY, FILE, ANY, BY(BROUGHT))
