/*
 * fields.h - the list of trailers, in their canonical order. No include guard: this file is
 * included with FIELD() defined, once for each use of the list (enum, names, syntax, the format
 * page's test).
 *
 *	FIELD(tag, word, how many, syntax, words, by, shown, kept)
 *
 * A trailer is written "Mcade-<word>: <value>". Fields marked MANY repeat the key, their values
 * sorted by bytes and different from each other. Syntaxes are the rows of syntaxes.h.
 *
 * words: which events may carry it, a set of K(...), all words of a kind, and W(...), one word;
 * LATER: all but the genesis. On any other it would mean nothing, so there it is malformed. What a
 * word must carry stands in words.h.
 *
 * by: what a value is compared with, so that nobody writes a false one: the CHAIN (the events
 * before it, clocks), the RECORD, the RUNBOOK, what it has BROUGHT along, the COMMITS that it
 * names. Or nothing: its signer SAYS so. t/t3110-crafted.sh wants a false value of each that is
 * compared.
 *
 * shown: what people see of it. HIDDEN: nothing, but for what is said elsewhere; SHOWN: a line in
 * `log`; GIVEN(option): that, and in the command that records the event again it is this option, "" an
 * operand; ASKED(option): the same, where its word must carry it, else the command finds it out;
 * NAMED(option): so given, and part of the event's subject in `log`.
 *
 * kept: its name in an entry of the state, where a kind keeps it as it is (model/file_*.c); NULL.
 */

/* the chain */
FIELD(FORMAT, "Format", ONE, NUMBER, ANY, BY(CHAIN), HIDDEN, NULL)
FIELD(LEDGER, "Ledger", ONE, DIGEST, LATER, BY(CHAIN), HIDDEN, NULL)
FIELD(NONCE, "Nonce", ONE, RANDOM, K(INIT), BY(SAYS), HIDDEN, NULL)
FIELD(ID, "Id", ONE, RANDOM, ANY, BY(CHAIN), HIDDEN, NULL)
FIELD(SEQUENCE, "Sequence", ONE, NUMBER, ANY, BY(CHAIN), HIDDEN, NULL)
FIELD(PREVIOUS, "Previous", ONE, DIGEST, LATER, BY(CHAIN), HIDDEN, NULL)
FIELD(EVENT, "Event", ONE, NAME, ANY, BY(CHAIN), HIDDEN, NULL)
FIELD(ENVIRONMENT, "Environment", ONE, NAME, LATER, BY(RUNBOOK), NAMED("--env"), NULL)
FIELD(STEP, "Step", ONE, NAME, LATER, BY(RUNBOOK), NAMED(""), NULL)
FIELD(SUBJECT, "Subject", ONE, SUBJECT, LATER, BY(RUNBOOK), NAMED(""), NULL)
FIELD(SEEN, "Seen", ONE, DIGEST, LATER, BY(CHAIN), HIDDEN, NULL)
FIELD(OCCURRED, "Occurred", ONE, TIME, LATER, BY(CHAIN), HIDDEN, NULL)
FIELD(TIP, "Tip", MANY, TIP, ANY, BY(COMMITS), HIDDEN, "tips")
FIELD(CONTESTED, "Contested", MANY, RULE, K(START) | K(FINISH), BY(RECORD), HIDDEN, "contested")
FIELD(DISPUTES, "Disputes", MANY, DISPUTE, LATER, BY(RECORD), SHOWN, NULL)
/* trust */
FIELD(RULES, "Rules", ONE, NUMBER, W(INIT) | W(ADOPT), BY(RECORD), HIDDEN, NULL)
FIELD(PRINCIPAL, "Principal", MANY, NAME, K(INIT) | K(TRUST), BY(BROUGHT), GIVEN(""), NULL)
FIELD(NAME, "Name", ONE, PERSON, K(INIT) | K(TRUST), BY(BROUGHT), GIVEN("--name"), NULL)
FIELD(EMAIL, "Email", ONE, ADDRESS, K(INIT) | K(TRUST), BY(BROUGHT), GIVEN("--email"), NULL)
FIELD(KEY, "Key", MANY, KEY, K(INIT) | K(TRUST), BY(BROUGHT), GIVEN("--key"), NULL)
FIELD(REVOKED, "Revoked", MANY, KEY, K(TRUST), BY(BROUGHT), SHOWN, NULL)
FIELD(MAY, "May", MANY, LINE, K(TRUST), BY(BROUGHT), SHOWN, NULL)
FIELD(RECOVERY, "Recovery", ONE, KEY, K(INIT) | K(TRUST), BY(BROUGHT), SHOWN, NULL)
FIELD(REJECTS, "Rejects", ONE, OBJECT, K(RECOVER), BY(CHAIN), SHOWN, NULL)
/* the specification */
FIELD(RUNBOOK, "Runbook", ONE, DIGEST, W(ADOPT), BY(BROUGHT, COMMITS), HIDDEN, NULL)
FIELD(GOVERNED, "Governed", ONE, REF, W(ADOPT), BY(BROUGHT, RECORD), SHOWN, "governed")
FIELD(RENAME, "Rename", MANY, CLAIM, W(ADOPT), BY(BROUGHT, RECORD), SHOWN, NULL)
FIELD(CLAIM, "Claim", MANY, CLAIM, W(ADOPT), BY(BROUGHT, COMMITS), HIDDEN, NULL)
FIELD(CONTRADICTED, "Contradicted", MANY, CLAIM, W(ADOPT), BY(BROUGHT, COMMITS), HIDDEN, NULL)
FIELD(SINCE, "Since", MANY, SINCE, W(ADOPT), BY(COMMITS), HIDDEN, NULL)
FIELD(REWRITTEN, "Rewritten", MANY, TIP, W(RETIP), BY(COMMITS), SHOWN, "rewritten")
/* a run, a verdict: what it names */
FIELD(RUN, "Run", ONE, RANDOM, K(FINISH) | W(VERIFY) | K(COMPLETE), BY(RECORD), HIDDEN, "run")
FIELD(VERDICT, "Verdict", ONE, VERDICT, K(VERDICT), BY(SAYS), HIDDEN, "verdict")
FIELD(CODE, "Code", ONE, OBJECT,
      K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | W(ATTEST) | W(PROMOTE) | W(CHECKPOINT),
      BY(COMMITS), HIDDEN, "code")
FIELD(REPOSITORY, "Repository", ONE, LINE, K(START) | W(VERIFY) | W(GATE), BY(RUNBOOK), HIDDEN,
      "repository")
FIELD(CONTENT, "Content", ONE, CONTENT,
      K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | W(ATTEST) | W(PROMOTE) | W(PURGE) |
	      W(CHECKPOINT),
      BY(COMMITS), HIDDEN, "content")
FIELD(CANDIDATE, "Candidate", ONE, DIGEST,
      K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | W(ATTEST) | W(PROMOTE) | K(COMPLETE) |
	      W(CHECKPOINT) | W(WAIVE),
      BY(RECORD), HIDDEN, "candidate")
FIELD(DEFINITION, "Definition", ONE, DIGEST,
      K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | W(ATTEST) | K(LIFT) | W(CHECKPOINT),
      BY(RUNBOOK), HIDDEN, "definition")
FIELD(SETTINGS, "Settings", ONE, DIGEST,
      K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | W(ATTEST) | W(PROMOTE) | W(CHECKPOINT),
      BY(RUNBOOK, COMMITS), HIDDEN, "settings")
FIELD(CHECKS, "Checks", ONE, DIGEST,
      K(START) | W(VERIFY) | W(GATE) | W(APPROVE) | W(ATTEST) | W(CHECKPOINT), BY(RUNBOOK),
      HIDDEN, "checks")
FIELD(USES, "Uses", ONE, FILE, K(START), BY(RUNBOOK, COMMITS), HIDDEN, "uses")
FIELD(INPUT, "Input", MANY, FILE, K(START), BY(RUNBOOK, COMMITS), HIDDEN, "inputs")
FIELD(ARGUMENT, "Argument", MANY, LINE, W(ROLLBACK) | W(DRILL) | W(APPROVE), BY(RUNBOOK),
      GIVEN("--input"), "arguments")
FIELD(VALUE, "Value", MANY, LINE, W(ROLLBACK) | W(DRILL), BY(RUNBOOK), HIDDEN, "values")
FIELD(MEANING, "Meaning", MANY, FILE, K(START) | W(VERIFY) | W(GATE), BY(COMMITS), HIDDEN,
      "meaning")
FIELD(HOST, "Host", ONE, LINE, K(START) | W(VERIFY) | W(GATE), BY(SAYS), HIDDEN, "host")
FIELD(OFFLINE, "Offline", ONE, LINE, K(START), BY(SAYS), SHOWN, "offline")
FIELD(ACCEPTED, "Accepted", MANY, PATH, K(START), BY(RECORD), SHOWN, "accepted")
FIELD(DIRTY, "Dirty", ONE, YES, K(START) | W(FINISH) | W(VERIFY) | W(GATE), BY(SAYS), HIDDEN,
      "dirty")
FIELD(WAIVED, "Waived", MANY, RULE,
      K(START) | W(GATE) | W(APPROVE) | W(ATTEST) | K(PIN) | K(COMPLETE) | W(CHECKPOINT),
      BY(RECORD), SHOWN, "waived")
FIELD(INCIDENT, "Incident", ONE, RANDOM, K(START), BY(RECORD), HIDDEN, "incident")
FIELD(RESTORED_TO, "Restored-To", ONE, NUMBER, W(ROLLBACK) | W(APPROVE), BY(RECORD),
      GIVEN("--to"), "restored-to")
FIELD(LEFT, "Left", ONE, DIGEST, W(ROLLBACK), BY(RECORD), SHOWN, "left")
FIELD(RESULT, "Result", ONE, RESULT, K(FINISH) | W(CHECKPOINT), BY(RUNBOOK), HIDDEN, "result")
FIELD(OUTCOME, "Outcome", ONE, NAME, K(FINISH), BY(RUNBOOK), HIDDEN, NULL)
FIELD(EXIT, "Exit", ONE, LINE, W(FINISH), BY(RUNBOOK), SHOWN, "exit")
FIELD(RECAP, "Recap", ONE, LINE, W(FINISH), BY(RUNBOOK), HIDDEN, "recap")
FIELD(RESTORE, "Restore", ONE, LINE, W(FINISH) | W(ATTEST), BY(RUNBOOK), HIDDEN, "restore")
FIELD(CHECK, "Check", MANY, CHECK,
      K(START) | W(FINISH) | W(VERIFY) | W(GATE) | W(ATTEST) | W(PROMOTE), BY(RUNBOOK), HIDDEN,
      "results")
FIELD(BASELINE, "Baseline", MANY, BASELINE, W(FINISH) | W(VERIFY) | W(GATE),
      BY(RUNBOOK, RECORD), SHOWN, "baselines")
FIELD(FIELD, "Field", MANY, PIN, W(FINISH) | W(GATE) | W(ATTEST), BY(RUNBOOK), GIVEN("--field"),
      "fields")
FIELD(COVERS, "Covers", MANY, LINE, W(GATE), BY(SAYS), HIDDEN, "covers")
FIELD(CRITERION, "Criterion", ONE, NAME, W(ATTEST), BY(RUNBOOK), GIVEN("--criterion"), NULL)
FIELD(ACT, "Act", ONE, ACT, W(ATTEST), BY(CHAIN), SHOWN, NULL)
FIELD(RULE, "Rule", ONE, RULE, W(APPROVE) | W(WAIVE) | W(SKIP), BY(SAYS), SHOWN, "rule")
FIELD(REF, "Ref", ONE, LINE, W(APPROVE), BY(SAYS), SHOWN, "ref")
FIELD(FOR, "For", ONE, SOMEBODY, W(APPROVE), BY(RECORD), SHOWN, "for")
FIELD(ROLE, "Role", MANY, NAME, K(TRUST) | W(APPROVE), BY(BROUGHT), GIVEN("--role"), "roles")
/* values, holds, exceptions */
FIELD(PIN, "Pin", MANY, PIN, W(ROLLBACK) | K(PIN) | K(COMPLETE) | W(CHECKPOINT),
      BY(BROUGHT, RECORD), ASKED(""), "pins")
FIELD(SOURCE, "Source", ONE, NAME, W(PROMOTE), BY(RUNBOOK), SHOWN, "source")
FIELD(LOG, "Log", ONE, PATH, K(COMPLETE), BY(RUNBOOK), HIDDEN, "log")
FIELD(WITHOUT, "Without", MANY, NAME, K(COMPLETE), BY(RUNBOOK), SHOWN, "without")
FIELD(HOLD, "Hold", ONE, NAME, W(FREEZE), BY(RUNBOOK), GIVEN(""), NULL)
FIELD(PATH, "Path", MANY, PATH, W(FREEZE) | W(WAIVE) | W(FINISH), BY(SAYS), GIVEN("--path"),
      "paths")
FIELD(EXCEPT, "Except", MANY, PATH, W(FREEZE), BY(SAYS), GIVEN("--except"), "except")
FIELD(UNTIL, "Until", ONE, LINE, W(BLOCK) | W(DEFER) | W(FREEZE) | W(HALT), BY(SAYS),
      GIVEN("--until"), "until")
FIELD(REPLACEMENT, "Replacement", ONE, LINE, W(SUPERSEDE) | W(DEPRECATE) | W(PURGE),
      BY(RUNBOOK, COMMITS), SHOWN, "replacement")
FIELD(OF, "Of", MANY, HOLD, K(LIFT) | W(ADOPT), BY(RUNBOOK, RECORD), SHOWN, NULL)
FIELD(EXPIRES, "Expires", ONE, TIME, W(APPROVE) | W(WAIVE) | W(INCIDENT_OPEN) | W(PURGE),
      BY(CHAIN), GIVEN("--expires"), "expires")
FIELD(FOLLOW_UP, "Follow-Up", ONE, LINE, W(INCIDENT_CLOSE) | W(WAIVE) | W(INCIDENT_OPEN),
      BY(SAYS), SHOWN, "follow-up")
FIELD(BODY, "Body", MANY, DIGEST, W(EXPUNGE), BY(SAYS), GIVEN(""), "bodies")
FIELD(DIRECTORY, "Directory", ONE, PATH, K(SEAL) | W(PURGE), BY(RUNBOOK, RECORD), SHOWN,
      "directory")
/* what the event brings along */
FIELD(EVIDENCE, "Evidence", MANY, EVIDENCE, ANY, BY(SAYS), HIDDEN, NULL)
FIELD(FILE, "File", MANY, FILE, ANY, BY(BROUGHT), HIDDEN, NULL)
