/*
 * fields.h - the list of trailers, in their canonical order. No include guard: this file is
 * included with FIELD() defined, once for each use of the list (enum, names, syntax, the format
 * page's test).
 *
 *	FIELD(tag, word, how many, syntax, words, by, shown)
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
 *
 * shown: what people see of it. HIDDEN: nothing, but for what is said elsewhere; SHOWN: a line in
 * `log`; GIVEN(option): that, and in the command that records the event anew it is this option, "" an
 * operand; ASKED(option): the same, where its word must carry it, else the command finds it out;
 * NAMED(option): so given, and part of the event's subject in `log`.
 */

/* the chain */
FIELD(FORMAT, "Format", ONE, NUMBER, ANY, BY(CHAIN), HIDDEN)
FIELD(LEDGER, "Ledger", ONE, DIGEST, LATER, BY(CHAIN), HIDDEN)
FIELD(NONCE, "Nonce", ONE, RANDOM, K(INIT), BY(SAYS), HIDDEN)
FIELD(ID, "Id", ONE, RANDOM, ANY, BY(CHAIN), HIDDEN)
FIELD(SEQUENCE, "Sequence", ONE, NUMBER, ANY, BY(CHAIN), HIDDEN)
FIELD(PREVIOUS, "Previous", ONE, DIGEST, LATER, BY(CHAIN), HIDDEN)
FIELD(EVENT, "Event", ONE, NAME, ANY, BY(CHAIN), HIDDEN)
FIELD(ENVIRONMENT, "Environment", ONE, NAME, LATER, BY(RUNBOOK), NAMED("--env"))
FIELD(STEP, "Step", ONE, NAME, LATER, BY(RUNBOOK), NAMED(""))
FIELD(SUBJECT, "Subject", ONE, SUBJECT, LATER, BY(RUNBOOK), HIDDEN)
FIELD(SEEN, "Seen", ONE, DIGEST, LATER, BY(CHAIN), HIDDEN)
FIELD(OCCURRED, "Occurred", ONE, TIME, LATER, BY(CHAIN), HIDDEN)
FIELD(TIP, "Tip", MANY, TIP, ANY, BY(COMMITS), HIDDEN)
FIELD(CONTESTED, "Contested", MANY, RULE, K(START) | K(FINISH), BY(RECORD), HIDDEN)
FIELD(DISPUTES, "Disputes", MANY, DISPUTE, LATER, BY(RECORD), SHOWN)
/* trust */
FIELD(RULES, "Rules", ONE, NUMBER, W(INIT) | W(ADOPT), BY(RECORD), HIDDEN)
FIELD(PRINCIPAL, "Principal", MANY, NAME, K(INIT) | K(TRUST), BY(BROUGHT), GIVEN(""))
FIELD(NAME, "Name", ONE, PERSON, K(INIT) | K(TRUST), BY(BROUGHT), GIVEN("--name"))
FIELD(EMAIL, "Email", ONE, ADDRESS, K(INIT) | K(TRUST), BY(BROUGHT), GIVEN("--email"))
FIELD(KEY, "Key", MANY, KEY, K(INIT) | K(TRUST), BY(BROUGHT), GIVEN("--key"))
FIELD(RECOVERY, "Recovery", ONE, KEY, K(INIT) | K(TRUST), BY(BROUGHT), SHOWN)
FIELD(REJECTS, "Rejects", ONE, OBJECT, K(RECOVER), BY(CHAIN), SHOWN)
/* the specification */
FIELD(RUNBOOK, "Runbook", ONE, DIGEST, W(ADOPT), BY(BROUGHT, COMMITS), HIDDEN)
FIELD(RENAME, "Rename", MANY, CLAIM, W(ADOPT), BY(BROUGHT, RECORD), SHOWN)
FIELD(CLAIM, "Claim", MANY, CLAIM, W(ADOPT), BY(BROUGHT, COMMITS), HIDDEN)
FIELD(CONTRADICTED, "Contradicted", MANY, CLAIM, W(ADOPT), BY(BROUGHT, COMMITS), HIDDEN)
FIELD(SINCE, "Since", MANY, SINCE, W(ADOPT), BY(COMMITS), HIDDEN)
FIELD(REWRITTEN, "Rewritten", MANY, TIP, W(RETIP), BY(COMMITS), SHOWN)
/* a run, a verdict: what it speaks of */
FIELD(RUN, "Run", ONE, RANDOM, K(FINISH) | W(VERIFY) | K(COMPLETE), BY(RECORD), HIDDEN)
FIELD(VERDICT, "Verdict", ONE, VERDICT, K(VERDICT), BY(SAYS), HIDDEN)
FIELD(CODE, "Code", ONE, OBJECT, K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | W(PROMOTE),
      BY(COMMITS), HIDDEN)
FIELD(REPOSITORY, "Repository", ONE, LINE, K(START) | W(VERIFY) | W(GATE), BY(RUNBOOK), HIDDEN)
FIELD(CONTENT, "Content", ONE, CONTENT,
      K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | W(PROMOTE), BY(COMMITS), HIDDEN)
FIELD(CANDIDATE, "Candidate", ONE, DIGEST,
      K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | W(PROMOTE) | K(COMPLETE), BY(RECORD),
      HIDDEN)
FIELD(DEFINITION, "Definition", ONE, DIGEST,
      K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | K(LIFT), BY(RUNBOOK), HIDDEN)
FIELD(SETTINGS, "Settings", ONE, DIGEST, W(ROLLBACK) | W(DRILL) | W(GATE), BY(SAYS), HIDDEN)
FIELD(CHECKS, "Checks", ONE, DIGEST, K(START) | W(VERIFY) | W(GATE), BY(RUNBOOK), HIDDEN)
FIELD(USES, "Uses", ONE, FILE, K(START), BY(RUNBOOK, COMMITS), HIDDEN)
FIELD(INPUT, "Input", MANY, FILE, K(START), BY(RUNBOOK, COMMITS), HIDDEN)
FIELD(ARGUMENT, "Argument", MANY, LINE, W(ROLLBACK) | W(DRILL), BY(SAYS), HIDDEN)
FIELD(VALUE, "Value", MANY, LINE, W(ROLLBACK) | W(DRILL), BY(SAYS), HIDDEN)
FIELD(HOST, "Host", ONE, LINE, K(START) | W(VERIFY) | W(GATE), BY(SAYS), HIDDEN)
FIELD(OFFLINE, "Offline", ONE, LINE, K(START), BY(SAYS), SHOWN)
FIELD(ACCEPTED, "Accepted", MANY, PATH, K(START), BY(RECORD), SHOWN)
FIELD(DIRTY, "Dirty", ONE, YES, K(START) | W(FINISH) | W(VERIFY) | W(GATE), BY(SAYS), HIDDEN)
FIELD(WAIVED, "Waived", MANY, RULE, K(START) | K(PIN), BY(RECORD), HIDDEN)
FIELD(INCIDENT, "Incident", ONE, RANDOM, K(START), BY(RECORD), HIDDEN)
FIELD(RESTORED_TO, "Restored-To", ONE, NUMBER, W(ROLLBACK), BY(SAYS), SHOWN)
FIELD(RESULT, "Result", ONE, RESULT, K(FINISH) | K(SEAL), BY(RUNBOOK), HIDDEN)
FIELD(EXIT, "Exit", ONE, LINE, W(FINISH), BY(RUNBOOK), SHOWN)
FIELD(RECAP, "Recap", ONE, LINE, W(FINISH), BY(RUNBOOK), HIDDEN)
FIELD(RESTORE, "Restore", ONE, LINE, W(FINISH), BY(RUNBOOK), HIDDEN)
FIELD(CHECK, "Check", MANY, CHECK, K(START) | W(FINISH) | W(VERIFY) | W(GATE) | W(ATTEST),
      BY(RUNBOOK), HIDDEN)
FIELD(BASELINE, "Baseline", MANY, PAIR, W(GATE), BY(SAYS), HIDDEN)
FIELD(FIELD, "Field", MANY, PIN, W(GATE), BY(SAYS), HIDDEN)
FIELD(COVERS, "Covers", MANY, LINE, W(GATE), BY(SAYS), HIDDEN)
FIELD(CRITERION, "Criterion", ONE, NAME, W(ATTEST), BY(SAYS), HIDDEN)
FIELD(ACT, "Act", ONE, ACT, W(ATTEST), BY(CHAIN), SHOWN)
FIELD(RULE, "Rule", ONE, RULE, W(APPROVE) | W(WAIVE) | W(SKIP), BY(SAYS), SHOWN)
FIELD(REF, "Ref", ONE, LINE, W(APPROVE), BY(SAYS), SHOWN)
FIELD(FOR, "For", ONE, LINE, W(APPROVE), BY(SAYS), HIDDEN)
FIELD(ROLE, "Role", MANY, NAME, K(TRUST) | W(APPROVE), BY(BROUGHT), GIVEN("--role"))
/* values, holds, exceptions */
FIELD(PIN, "Pin", MANY, PIN, W(ROLLBACK) | K(PIN) | K(COMPLETE) | K(SEAL), BY(BROUGHT, RECORD),
      ASKED(""))
FIELD(SOURCE, "Source", ONE, NAME, W(PROMOTE), BY(RUNBOOK), SHOWN)
FIELD(LOG, "Log", ONE, PATH, K(COMPLETE), BY(RUNBOOK), HIDDEN)
FIELD(HOLD, "Hold", ONE, NAME, W(FREEZE), BY(RUNBOOK), GIVEN(""))
FIELD(PATH, "Path", MANY, PATH, W(FREEZE) | W(WAIVE), BY(SAYS), GIVEN("--path"))
FIELD(EXCEPT, "Except", MANY, PATH, W(FREEZE), BY(SAYS), GIVEN("--except"))
FIELD(UNTIL, "Until", ONE, LINE, W(BLOCK) | W(DEFER) | W(FREEZE) | W(HALT), BY(SAYS),
      GIVEN("--until"))
FIELD(REPLACEMENT, "Replacement", ONE, LINE, W(SUPERSEDE) | W(DEPRECATE), BY(RUNBOOK), SHOWN)
FIELD(OF, "Of", MANY, HOLD, K(LIFT) | W(ADOPT), BY(RUNBOOK, RECORD), SHOWN)
FIELD(EXPIRES, "Expires", ONE, TIME, W(APPROVE) | W(WAIVE) | W(INCIDENT_OPEN), BY(CHAIN), SHOWN)
FIELD(FOLLOW_UP, "Follow-Up", ONE, LINE, W(INCIDENT_CLOSE) | W(WAIVE) | W(INCIDENT_OPEN),
      BY(SAYS), HIDDEN)
FIELD(BODY, "Body", MANY, DIGEST, W(EXPUNGE), BY(SAYS), HIDDEN)
FIELD(DIRECTORY, "Directory", ONE, PATH, K(SEAL), BY(RUNBOOK), SHOWN)
/* what the event brings along */
FIELD(EVIDENCE, "Evidence", MANY, EVIDENCE, ANY, BY(SAYS), HIDDEN)
FIELD(FILE, "File", MANY, FILE, ANY, BY(BROUGHT), HIDDEN)
