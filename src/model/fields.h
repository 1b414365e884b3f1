/*
 * fields.h - the list of trailers, in their canonical order. No include guard: this file is
 * included with FIELD() defined, once for each use of the list (enum, names, syntax, the format
 * page's test).
 *
 *	FIELD(tag, word, how many, syntax)
 *
 * A trailer is written "Mcade-<word>: <value>". Fields marked MANY repeat the key, their values
 * sorted by bytes and different from each other. Syntaxes are defined in model/internal.h.
 */

/* the chain */
FIELD(FORMAT, "Format", ONE, NUMBER)
FIELD(LEDGER, "Ledger", ONE, DIGEST)
FIELD(NONCE, "Nonce", ONE, RANDOM)
FIELD(ID, "Id", ONE, RANDOM)
FIELD(SEQUENCE, "Sequence", ONE, NUMBER)
FIELD(PREVIOUS, "Previous", ONE, DIGEST)
FIELD(EVENT, "Event", ONE, NAME)
FIELD(ENVIRONMENT, "Environment", ONE, NAME)
FIELD(STEP, "Step", ONE, NAME)
FIELD(SEEN, "Seen", ONE, DIGEST)
FIELD(OCCURRED, "Occurred", ONE, TIME)
FIELD(TIP, "Tip", MANY, TIP)
/* trust */
FIELD(PRINCIPAL, "Principal", ONE, NAME)
FIELD(NAME, "Name", ONE, PERSON)
FIELD(EMAIL, "Email", ONE, ADDRESS)
FIELD(KEY, "Key", MANY, KEY)
FIELD(ROLE, "Role", MANY, NAME)
FIELD(RECOVERY, "Recovery", ONE, KEY)
/* the specification */
FIELD(RUNBOOK, "Runbook", ONE, DIGEST)
FIELD(RENAME, "Rename", MANY, CLAIM)
FIELD(CLAIM, "Claim", MANY, CLAIM)
FIELD(DISPUTED, "Disputed", MANY, CLAIM)
/* a run */
FIELD(RUN, "Run", ONE, RANDOM)
FIELD(CODE, "Code", ONE, OBJECT)
FIELD(REPOSITORY, "Repository", ONE, LINE)
FIELD(DEFINITION, "Definition", ONE, DIGEST)
FIELD(USES, "Uses", ONE, FILE)
FIELD(INPUT, "Input", MANY, FILE)
FIELD(HOST, "Host", ONE, LINE)
FIELD(OFFLINE, "Offline", ONE, LINE)
FIELD(ACCEPTED, "Accepted", MANY, PATH)
FIELD(DIRTY, "Dirty", ONE, YES)
FIELD(RESULT, "Result", ONE, RESULT)
FIELD(EXIT, "Exit", ONE, LINE)
FIELD(RECAP, "Recap", ONE, LINE)
FIELD(RESTORE, "Restore", ONE, LINE)
FIELD(VERIFY, "Verify", ONE, VERDICT)
FIELD(CHECK, "Check", MANY, CHECK)
/* acts */
FIELD(PIN, "Pin", MANY, PIN)
FIELD(LOG, "Log", ONE, PATH)
FIELD(UNTIL, "Until", ONE, LINE)
FIELD(FREEZE, "Freeze", ONE, NAME)
FIELD(SCOPE, "Scope", MANY, LINE)
FIELD(EXCEPT, "Except", MANY, LINE)
FIELD(CHECKPOINT, "Checkpoint", ONE, NAME)
FIELD(DIRECTORY, "Directory", ONE, PATH)
/* what the event brings along */
FIELD(EVIDENCE, "Evidence", MANY, EVIDENCE)
FIELD(FILE, "File", MANY, FILE)
