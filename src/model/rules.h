/*
 * rules.h - the one table of rules. Ids, doors, severities, the enum, the functions of policy, `git
 * mcade explain` and the manual derive from it: a rule that refuses is a rule that `explain` knows.
 *
 *	RULE(TAG, id, doors, severity, passes, asked, holds, why, fix, allow[, .member = ...])
 *
 * `doors` are those at which this version asks it; none: its meaning is fixed and it is asked
 * nowhere yet. `passes`: what may let an act through that breaks it, a set of WAIVE and CONTEST;
 * the judge and `git mcade explain` know no other list. `asked`: of a change, CHANGE(rule_<tag>):
 * judge_change() calls this function of policy/, and t/rules/<id>/ has its cases; ELSEWHERE: of acts
 * (judge_act()), of documents, of what is pushed. The members of struct rule say the rest, where there
 * is something to say: what a verdict rests on, and how `lint` counts the findings. The order is that of findings: the rule that says
 * most comes first, since the first line of a refusal is all that some clients show.
 */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include <stddef.h>

enum finding_severity {
	FINDING_NOTE,  /* worth knowing */
	FINDING_WARN,  /* worth doing something about */
	FINDING_ERROR, /* a no */
};

/* Where a rule stands. A rule's doors are a set of these. */
enum door {
	DOOR_COMMIT = 1,  /* C: pre-commit, the index against HEAD */
	DOOR_PUSH = 2,	  /* P: pre-push */
	DOOR_RECEIVE = 4, /* R: pre-receive on the server */
	DOOR_ACT = 8,	  /* W: an act being recorded or a runbook being adopted */
	DOOR_AUDIT = 16,  /* A: what went past the doors */
	DOOR_LINT = 32,	  /* L: documents as they stand, without a ledger */
};

/* What may let an act through that breaks a rule. */
#define WAIVE 1u   /* a waiver in force; of order, only what a step needs */
#define CONTEST 2u /* of a fact: events that its signer had not seen */

/* What a verdict about a commit rests on. */
#define RESTS_BYTES 1u	/* the commit's own bytes: the same whenever it is asked */
#define RESTS_FORM 2u	/* whether they can be read: once they can again, nobody is bound */
#define RESTS_ACT 4u	/* an act that closed something: what it found there is free */
#define RESTS_RECORD 8u /* what is recorded at the time */
#define RESTS_ONCE 16u	/* and what was once so is no invention */

/* By what `lint` counts errors; none: each of them. */
#define PER_COMMIT 1u
#define PER_PATH 2u
#define PER_FOLDER 4u /* the checkpoint */
#define PER_STEP 8u   /* of a runbook, whatever copies of it there are */

/* clang-format off */
#define C_ DOOR_COMMIT
#define P_ DOOR_PUSH
#define R_ DOOR_RECEIVE
#define W_ DOOR_ACT
#define A_ DOOR_AUDIT
#define L_ DOOR_LINT

#define RULES(RULE) \
	RULE(LEDGER_INTEGRITY, "ledger-integrity", C_ | P_ | R_ | W_ | A_, FINDING_ERROR, 0, CHANGE(rule_ledger_integrity), \
	     "form, signature, signer, place in the chain and files of every event are " \
	     "right, and its tree is what it makes of the one before; the ledger's branch is " \
	     "never forced, deleted, or committed to by hand", \
	     "every other rule depends on the ledger; one changed byte makes all of it " \
	     "worthless", \
	     "write events with 'git mcade' only; after a lost race: git mcade sync", \
	     "nothing allows it") \
	RULE(DOCUMENT, "document", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR, 0, CHANGE(rule_document), \
	     "runbook.yaml and the manifests are readable YAML without duplicate keys; " \
	     "no change writes a key twice into other YAML; runbook.yaml is what its schema demands, and has only keys that this " \
	     "version implements; what only grows is UTF-8 without a byte order mark; no " \
	     "file takes the place of a governed one in another spelling (case, " \
	     "accents), and no folder or file is where a record is to be written; a document of " \
	     "marks is a file; no .gitattributes gives what is governed other bytes in a " \
	     "work tree (working-tree-encoding, ident, filter, eol=crlf)", \
	     "tools read different things in a broken document", \
	     "fix the line that is named", \
	     "nothing allows it", \
	     .rests = RESTS_BYTES | RESTS_FORM, .rank = 8, .one = "damaged document", \
	     .many = "damaged documents") \
	RULE(SEALED, "sealed", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR, 0, CHANGE(rule_sealed), \
	     "nothing in a recorded checkpoint changes, disappears or appears; neither " \
	     "does what a 'write_once' policy names; a checkpoint is where " \
	     "'records.checkpoint' says, under a new name", \
	     "a checkpoint is the evidence of a day; once edited it proves nothing", \
	     "put the file back ('git restore --source=HEAD --staged --worktree PATH') and " \
	     "make another checkpoint", \
	     "nothing allows it: 'git mcade checkpoint STEP' makes a new one", \
	     .rests = RESTS_BYTES, .rank = 3, .counted = PER_COMMIT | PER_FOLDER, \
	     .one = "checkpoint edited or removed afterwards", \
	     .many = "checkpoints edited or removed afterwards") \
	RULE(APPEND_ONLY, "append-only", C_ | P_ | R_ | A_ | L_, FINDING_ERROR, 0, CHANGE(rule_append_only), \
	     "the old bytes are a prefix of the new bytes; in a merge the other parents' " \
	     "additions follow as whole entries; also for sections ('FILE#Heading'), and for logs " \
	     "of an earlier runbook under which something was done", \
	     "a log that can be edited proves nothing", \
	     "put the old text back and append an entry that names what it corrects", \
	     "nothing allows it", \
	     .rests = RESTS_BYTES, .rank = 2, .counted = PER_COMMIT | PER_PATH, \
	     .one = "log rewritten", .many = "logs rewritten") \
	RULE(LOCKED, "locked", C_ | P_ | R_ | W_ | A_, FINDING_ERROR, CONTEST, CHANGE(rule_locked), \
	     "a locked step is not run, reopened or skipped, and its files and record lines do " \
	     "not change (a warning off governed branches)", \
	     "a lock says: this was verified, do not touch it again", \
	     "leave the file as it is, or give the change a step of its own", \
	     "the owner runs 'git mcade unlock STEP --env ENV -m REASON'; another owner approves " \
	     "exactly this change of a file: 'git mcade approve --path PATH -m REASON'", \
	     .rests = RESTS_BYTES | RESTS_ACT) \
	RULE(FROZEN, "frozen", C_ | P_ | R_ | W_ | A_, FINDING_ERROR, WAIVE | CONTEST, CHANGE(rule_frozen), \
	     "no path that a freeze names changes (banner-only deprecation edits excepted; a " \
	     "warning off governed branches), and no step runs the file", \
	     "what is frozen works, and well-meant repairs of it have broken it before", \
	     "leave the file as it is", \
	     "the owner runs 'git mcade thaw FREEZE -m REASON', or edits the freeze in " \
	     "runbook.yaml and runs 'git mcade adopt'; where the freeze has an 'approval', " \
	     "exactly this change passes: 'git mcade approve --path PATH -m REASON'; a waiver " \
	     "passes a file for a time: 'git mcade waive frozen --path PATH --expires TIME -m " \
	     "REASON'", \
	     .rests = RESTS_BYTES | RESTS_ACT) \
	RULE(BLOCKED, "blocked", P_ | R_ | W_ | A_, FINDING_ERROR, CONTEST, ELSEWHERE, \
	     "a blocked step does not start or complete", \
	     "a block says: something outside must happen first", \
	     "when it has happened: 'git mcade unblock STEP -m EVIDENCE'", \
	     "nothing else allows it") \
	RULE(DEFERRED, "deferred", P_ | R_ | W_ | A_, FINDING_ERROR, 0, ELSEWHERE, \
	     "a deferred step does not start or complete", \
	     "it was put off by a decision", \
	     "'git mcade activate STEP -m REASON' plans it again", \
	     "nothing else allows it") \
	RULE(DORMANT, "dormant", P_ | R_ | W_ | A_, FINDING_ERROR, 0, ELSEWHERE, \
	     "a dormant step does not start or complete until it is activated", \
	     "it is for a case that has not occurred", \
	     "'git mcade activate STEP -m REASON' wakes it", \
	     "nothing else allows it") \
	RULE(SUPERSEDED, "superseded", P_ | R_ | W_ | A_, FINDING_ERROR, 0, ELSEWHERE, \
	     "a superseded step does not start or complete", \
	     "another step has taken its place", \
	     "run the step that replaced it", \
	     "nothing else allows it") \
	RULE(DEPRECATION, "deprecation", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR, 0, CHANGE(rule_deprecation), \
	     "what is deprecated was moved, not copied, carries a complete banner, has no " \
	     "live twin and is not run by a step", \
	     "an old playbook without a banner is run by the next person in a hurry", \
	     "move the file with 'git mv' and write the banner: DEPRECATED — DO NOT RUN, " \
	     "Reason:, Date: YYYY-MM-DD, Replacement: (or none)", \
	     "nothing allows it", \
	     .rests = RESTS_BYTES, .rank = 5, .counted = PER_PATH, \
	     .one = "deprecated item without banner or still runnable", \
	     .many = "deprecated items without banner or still runnable") \
	RULE(NO_DELETE, "no-delete", C_ | P_ | R_ | A_ | L_, FINDING_ERROR, 0, CHANGE(rule_no_delete), \
	     "playbooks, checkpoints, logs and deprecated items are not deleted or renamed " \
	     "away, nor is what ran, or was one of these in an earlier runbook under which " \
	     "something was done", \
	     "what was run once explains what is running now", \
	     "put it back ('git restore --source=HEAD --staged --worktree PATH'), or move it " \
	     "to the deprecated folder with a banner", \
	     "'git mcade purge PATH -m REASON', with what 'deprecation: {purge: {require: ...}}' " \
	     "demands: then exactly these bytes may go, for a time", \
	     .rests = RESTS_BYTES, .rank = 4, .counted = PER_COMMIT | PER_PATH, \
	     .one = "record or deprecated item deleted", \
	     .many = "records or deprecated items deleted") \
	RULE(UNPINNED, "unpinned", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR, 0, CHANGE(rule_unpinned), \
	     "no completion on TBD, latest, a branch, a short id, a range, a tag without " \
	     "commit or an image without digest", \
	     "what is not pinned can be something else tomorrow, so what was done is " \
	     "unknown", \
	     "pin it: 'git mcade pin PATH=VALUE --env ENV' with a digest or a full commit id", \
	     "a step that deploys nothing says 'pins: []' in runbook.yaml, and 'git mcade " \
	     "adopt'", \
	     .rests = RESTS_RECORD, .rank = 1, .counted = PER_STEP, \
	     .one = "step marked complete on an unpinned manifest", \
	     .many = "steps marked complete on unpinned manifests") \
	RULE(DRIFT, "drift", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR, 0, CHANGE(rule_drift), \
	     "records that a change touches (manifest pins, status marks, log entries, " \
	     "checkpoints) equal what the ledger holds or move towards it; a merge does not " \
	     "lose or lower a pin; what runs in a live environment is in a commit; a target or script that a " \
	     "command names means what it meant when it ran, or is accepted", \
	     "a file that contradicts the ledger misleads its readers", \
	     "take the ledger's text ('git mcade render'), or record the act that makes it " \
	     "true ('git mcade pin --from-worktree')", \
	     "a proposed pin passes on another branch, and on governed ones where the " \
	     "runbook says 'proposed_pins: accept'", \
	     .rests = RESTS_RECORD) \
	RULE(COMPLETION, "completion", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR, 0, CHANGE(rule_completion), \
	     "a completion (an event, or a status mark in a RUNBOOK) meets all five " \
	     "criteria: exit, verify, restore, pins, log", \
	     "a mark without evidence misleads its readers", \
	     "'git mcade complete STEP --env ENV' names each criterion that is missing and " \
	     "the command for it; it writes the mark", \
	     "nothing allows it; an imported claim is accepted at 'git mcade adopt " \
	     "--accept-claims'", \
	     .rests = RESTS_RECORD | RESTS_ONCE, .rank = 13, .one = "step marked complete that is not", \
	     .many = "steps marked complete that are not") \
	RULE(FORBIDDEN, "forbidden", C_ | P_ | R_ | A_ | L_, FINDING_ERROR, 0, CHANGE(rule_forbidden), \
	     "no change brings in a pattern or a path that a 'forbid' or 'forbid_paths' " \
	     "policy names; 'code_only' ignores comments, prose and the expression that " \
	     "removes it", \
	     "the team has found that this does not work here", \
	     "write what the policy's 'fix' says instead", \
	     "change the policy in runbook.yaml and run 'git mcade adopt'", \
	     .rests = RESTS_BYTES) \
	RULE(PIN_CONFLICT, "pin-conflict", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR, 0, CHANGE(rule_pin_conflict), \
	     "a pin event agrees with the manifest that it brings, and no other recorded " \
	     "pin changes; an adopt changes none; runbooks and defaults of playbooks name an " \
	     "image by the digest that the manifests pin, and so does what people write of a " \
	     "success into a log, beside the entries of events, or, where nothing is adopted, a " \
	     "record; by 'lint' also: a tag of this repository by the commit that it is at", \
	     "of two versions that are named either may be deployed", \
	     "'git mcade pin' writes both", \
	     "nothing allows it", \
	     .rank = 12, .one = "pin that two places give two values", \
	     .many = "pins that two places give two values") \
	RULE(ORDER, "order", P_ | R_ | W_ | A_, FINDING_ERROR, WAIVE | CONTEST, ELSEWHERE, \
	     "a step runs after what it needs, in the order of the environments, each act in " \
	     "a phase that allows it, and a run by the definition in force", \
	     "a step that depends on an unfinished one proves nothing", \
	     "do first what is named ('git mcade next')", \
	     "'git mcade skip STEP' is for a step that will not be done; a waiver passes " \
	     "what a step needs, never a phase") \
	RULE(CONDITIONS, "conditions", P_ | R_ | W_ | A_, FINDING_ERROR, WAIVE | CONTEST, ELSEWHERE, \
	     "each guard and stop of the runbook that binds the act has a recorded result " \
	     "that lets it pass, and the approvals that it demands are given", \
	     "a guard that can be bypassed protects nothing", \
	     "make the condition true, then do the act again", \
	     "nothing else allows it") \
	RULE(PROMOTION, "promotion", P_ | R_ | W_ | A_, FINDING_ERROR, WAIVE | CONTEST, ELSEWHERE, \
	     "where 'promote.after' names other environments, only what was promoted last runs, byte " \
	     "for byte; and what is promoted is what is complete there, with the same content, not " \
	     "stale and not skipped", \
	     "what was not verified there first may fail here", \
	     "complete it there first, then 'git mcade promote --env ENV'", \
	     "for its time 'git mcade waive promotion --env ENV --expires TIME -m REASON' passes, " \
	     "for the candidate that it names and no other, what is missing, as a step, a gate " \
	     "or the soak; for one that a rollback left, that it was left, alone; never another " \
	     "source or candidate than the event says") \
	RULE(ABSENCE, "absence", 0, FINDING_ERROR, 0, ELSEWHERE, \
	     "a skip excepts a step from this rule; what is missing is found by the rules " \
	     "that need it", \
	     "a missing result is not a result", \
	     "do it, or skip it with a reason", \
	     "'git mcade skip STEP --env ENV -m REASON'") \
	RULE(HALTED, "halted", P_ | R_ | W_ | A_, FINDING_ERROR, WAIVE | CONTEST, ELSEWHERE, \
	     "while an environment is halted nothing in it runs, is pinned or completed", \
	     "one person must be able to stop all work", \
	     "wait until it is resumed", \
	     "an owner resumes it ('git mcade resume --env ENV -m REASON'); in an incident an " \
	     "owner passes it ('git mcade run STEP --incident ID')") \
	RULE(REFERENCE, "reference", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR, 0, CHANGE(rule_reference), \
	     "every playbook, path and link that a runbook names exists, and so does every make " \
	     "target and package script that its commands call: at the doors the links and " \
	     "anchors that a change writes into a document of steps, the files and headings that it " \
	     "takes away and such a document links to, the files that a step which is done " \
	     "names, and a document that the runbook names by its path, unless the runbook.yaml " \
	     "of the same change names it no longer; an act names what the runbook in force has", \
	     "a runbook that names a missing file fails when it is needed", \
	     "fix the name, or add the file", \
	     "nothing allows it", \
	     .rank = 7, .one = "reference to a missing target", \
	     .many = "references to missing targets") \
	RULE(IDENTITY, "identity", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR, 0, CHANGE(rule_identity), \
	     "a step that has history is not dropped, renumbered into another, or re-used (its " \
	     "title, or without titles its work, is that of another); a runbook names the ledger " \
	     "that it belongs to; an event has an id of its own; what a document said was done " \
	     "is not dropped from it (a warning), nor its id given to another step", \
	     "its history would become another step's", \
	     "keep the step, or write 'was: OLD_ID' on the one that it became", \
	     "nothing allows it", \
	     .rank = 11, .counted = PER_STEP, .one = "step id with another meaning", \
	     .many = "step ids with another meaning") \
	RULE(CONTRADICTION, "contradiction", C_ | P_ | R_ | L_, FINDING_ERROR, 0, CHANGE(rule_contradiction), \
	     "two claims about one fact are reported with both places: at the doors those that " \
	     "a change brings into one document ('done' over open boxes, a legend that says otherwise than 'marks'), or into one of those that " \
	     "the runbook names by their paths (complete here, and not there: a warning, since the " \
	     "ledger knows; without one 'lint' makes it an error), by 'lint' also those " \
	     "that stand there, a step that a document calls what 'runbook.yaml' calls another one, " \
	     "and lists that came into history with every box ticked", \
	     "one of them is wrong, and the documents do not say which", \
	     "decide which one is right, and fix the other", \
	     "nothing allows it", \
	     .rank = 6, .one = "step with contradictory statuses", \
	     .many = "steps with contradictory statuses") \
	RULE(SECRET, "secret", C_ | P_ | R_ | W_ | L_, FINDING_ERROR, 0, CHANGE(rule_secret), \
	     "no change brings in a credential in plain text: a token of a well-known shape, a " \
	     "private key, a password in an address or under a key that is called so; no file " \
	     "that a checkpoint seals, and no text of an act, holds such a token or a secret of " \
	     "the runbook; an encrypted vault, a variable and a placeholder are none", \
	     "what was pushed once is public", \
	     "take it out, and change the credential", \
	     "nothing allows it", \
	     .rests = RESTS_BYTES, .rank = 9, .counted = PER_COMMIT | PER_PATH, \
	     .one = "credential in plain text", .many = "credentials in plain text") \
	RULE(BOUNDED, "bounded", 0, FINDING_ERROR, 0, ELSEWHERE, \
	     "no check, gate or wait without a timeout", \
	     "a wait without an end hides a failure", \
	     "", \
	     "") \
	RULE(EVIDENCE, "evidence", P_ | R_ | W_ | A_, FINDING_ERROR, 0, ELSEWHERE, \
	     "what an event says of the repository, of checks, of what ran and of other " \
	     "events is true; bodies of evidence are pushed under the SHA-256 of their " \
	     "bytes, signed by a key of the ledger, and none is removed", \
	     "old or invented evidence says nothing about what is running", \
	     "do the act again with the program", \
	     "nothing allows it") \
	RULE(TIME, "time", P_ | R_ | W_ | A_, FINDING_WARN, 0, ELSEWHERE, \
	     "an act occurs between the last event that its signer had seen, which is " \
	     "never an earlier one than before, and its signature, or it does not count; " \
	     "times do not run backwards or ahead by more than 10 minutes (a warning); " \
	     "the server refuses an event from the future", \
	     "an expiry is only as good as the clock", \
	     "set the clock of the machine, and do the act again", \
	     "nothing allows it") \
	RULE(PERMISSION, "permission", P_ | R_ | W_ | A_, FINDING_ERROR, 0, ELSEWHERE, \
	     "the signer of an act has a role that may do it in this environment, at this " \
	     "place in the chain; an exception is to a rule that can be waived, and " \
	     "has not expired", \
	     "a permission is for what it names", \
	     "ask a principal who may", \
	     "a root gives the role ('git mcade trust add')") \
	RULE(OWED, "owed", A_, FINDING_WARN, 0, ELSEWHERE, \
	     "a governed branch has the records as the ledger has them now, a contested " \
	     "fact has its attestation, and a drill passed as often as the runbook says", \
	     "the record is where people look", \
	     "write the records ('git mcade render'), commit and push them; attest the fact " \
	     "('git mcade attest'); do the drill ('git mcade drill ID')", \
	     "nothing allows it")
/* clang-format on */

enum rule_id {
#define RULE(tag, ...) RULE_##tag,
	RULES(RULE)
#undef RULE
		RULE_COUNT
};

/* One row of the table, for explain, help and tests. */
struct rule {
	const char *id;
	unsigned doors; /* a set of enum door */
	enum finding_severity severity;
	unsigned passes; /* a set of WAIVE and CONTEST */
	const char *holds, *why, *fix, *allow;
	unsigned rests;	  /* a set of RESTS_* */
	unsigned rank;	  /* in the summary of `lint`, 1 first; 0: it is not counted there */
	unsigned counted; /* a set of PER_* */
	const char *one, *many;
};

extern const struct rule rules[RULE_COUNT];

const char *rule_word(enum rule_id rule);
/* RULE_COUNT: no rule of that id. */
enum rule_id rule_find(const char *id);

#endif
