/*
 * rules.h - the one table of rules. Ids, doors, severities, `git mcade explain` and the manual
 * derive from it. Adding a rule: a line in RULES below and a function
 *
 *	int rule_<tag>(const struct facts *facts, struct findings *found, struct err *err);
 *
 * declared in policy/internal.h, with an accept and a reject case under t/rules/<id>/.
 *
 * RULE(tag, id, doors, severity, holds, why, fix, allow) is a rule with a check;
 * LATER(...) with the same columns is one whose id and meaning are fixed and that this version
 * does not check: explain says so. The order is that of findings: the rule that says most comes
 * first, since the first line of a refusal is all that some clients show.
 */
#ifndef POLICY_RULES_H
#define POLICY_RULES_H

#include "policy/facts.h"

#define C_ DOOR_COMMIT
#define P_ DOOR_PUSH
#define R_ DOOR_RECEIVE
#define W_ DOOR_ACT
#define A_ DOOR_AUDIT
#define L_ DOOR_LINT

#define RULES(RULE, LATER)                                                                     \
	RULE(ledger_integrity, "ledger-integrity", C_ | P_ | R_ | W_ | A_, FINDING_ERROR,      \
	     "chain, signatures, roles, sequence, legality, tree = apply; the ledger's "       \
	     "branch is "                                                                      \
	     "never forced, deleted, or committed to by hand",                                 \
	     "every other rule rests on the ledger; one changed byte makes all of it "         \
	     "worthless",                                                                      \
	     "let 'git mcade' write events, and 'git mcade sync' settle a lost race; after "   \
	     "junk "                                                                           \
	     "was pushed onto the branch a root runs 'git mcade recover'",                     \
	     "nothing allows it")                                                              \
	RULE(document, "document", C_ | P_ | R_ | L_, FINDING_ERROR,                           \
	     "runbook.yaml and the manifests are readable YAML without duplicate keys, and "   \
	     "runbook.yaml is what its schema demands",                                        \
	     "tools read different things in a broken document",                               \
	     "mend the line that is named", "nothing allows it")                               \
	RULE(sealed, "sealed", C_ | P_ | R_ | A_ | L_, FINDING_ERROR,                          \
	     "nothing in a recorded checkpoint changes, disappears or appears; neither does "  \
	     "what "                                                                           \
	     "a 'write_once' policy names",                                                    \
	     "a checkpoint is the evidence of a day; edited afterwards it is a story",         \
	     "put the file back ('git restore --source=HEAD --staged --worktree PATH') and "   \
	     "make "                                                                           \
	     "another checkpoint",                                                             \
	     "nothing allows it: 'git mcade checkpoint STEP' makes a new one")                 \
	RULE(append_only, "append-only", C_ | P_ | R_ | A_ | L_, FINDING_ERROR,                \
	     "the old bytes are a prefix of the new bytes; in a merge the other parents' "     \
	     "additions follow as whole entries; also for sections ('FILE#Heading')",          \
	     "a log that can be edited says what somebody wishes had happened",                \
	     "put the old text back and append an entry that names what it corrects",          \
	     "nothing allows it")                                                              \
	RULE(locked, "locked", C_ | P_ | R_ | W_ | A_, FINDING_ERROR,                          \
	     "a locked step does not run and its files and record lines do not change (a "     \
	     "warning "                                                                        \
	     "off governed branches)",                                                         \
	     "a lock says: this was verified, do not touch it again",                          \
	     "leave the file as it is, or give the change a step of its own",                  \
	     "the owner runs 'git mcade unlock STEP --env ENV -m REASON'")                     \
	RULE(frozen, "frozen", C_ | P_ | R_ | W_ | A_, FINDING_ERROR,                          \
	     "no path that a freeze names changes (banner-only deprecation edits excepted; a " \
	     "warning off governed branches)",                                                 \
	     "what is frozen works, and well-meant repairs of it have broken it before",       \
	     "leave the file as it is",                                                        \
	     "the owner runs 'git mcade thaw FREEZE -m REASON', or edits the freeze in "       \
	     "runbook.yaml and runs 'git mcade adopt'")                                        \
	RULE(deprecation, "deprecation", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR,           \
	     "what is deprecated was moved, not copied, carries a complete banner, has no "    \
	     "live "                                                                           \
	     "twin and is not run by a step",                                                  \
	     "an old playbook without a banner is run by the next person in a hurry",          \
	     "move the file with 'git mv' and write the banner: DEPRECATED — DO NOT RUN, "   \
	     "Reason:, "                                                                       \
	     "Date: YYYY-MM-DD, Replacement: (or none)",                                       \
	     "nothing allows it")                                                              \
	RULE(no_delete, "no-delete", C_ | P_ | R_ | A_ | L_, FINDING_ERROR,                    \
	     "playbooks, checkpoints, logs and deprecated items are not deleted or renamed "   \
	     "away",                                                                           \
	     "what was run once explains what is running now",                                 \
	     "put it back ('git restore --source=HEAD --staged --worktree PATH'), or move it " \
	     "to "                                                                             \
	     "the deprecated folder with a banner",                                            \
	     "purging needs its three proofs; 'git mcade purge' is not of this version")       \
	RULE(unpinned, "unpinned", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR,                 \
	     "no completion on TBD, latest, a branch, a short id, a range, a tag without "     \
	     "commit "                                                                         \
	     "or an image without digest",                                                     \
	     "what is not pinned can be something else tomorrow, so nobody can say what was "  \
	     "done",                                                                           \
	     "pin it: 'git mcade pin PATH=VALUE --env ENV' with a digest or a full commit id", \
	     "a step that deploys nothing says 'pins: []' in runbook.yaml, and 'git mcade "    \
	     "adopt'")                                                                         \
	RULE(drift, "drift", C_ | P_ | R_ | A_ | L_, FINDING_ERROR,                            \
	     "records that a change touches (manifest pins, status marks, log entries, "       \
	     "checkpoints) equal what the ledger holds or move towards it; a merge does not "  \
	     "lose "                                                                           \
	     "or lower a pin",                                                                 \
	     "a file that says something else than the ledger is read by somebody as the "     \
	     "truth",                                                                          \
	     "take the ledger's text ('git mcade render'), or record the act that makes it "   \
	     "true "                                                                           \
	     "('git mcade pin --from-worktree')",                                              \
	     "a proposed pin passes on another branch, and on governed ones where the "        \
	     "runbook "                                                                        \
	     "says 'proposed_pins: accept'")                                                   \
	RULE(completion, "completion", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR,             \
	     "a completion (an event, or a status mark in a RUNBOOK) has all five criteria "   \
	     "behind it: exit, verify, restore, pins, log",                                    \
	     "a green mark that rests on nothing is worse than none",                          \
	     "'git mcade complete STEP --env ENV' names each criterion that is missing and "   \
	     "the "                                                                            \
	     "command for it; it writes the mark",                                             \
	     "nothing allows it; an imported claim is accepted at 'git mcade adopt "           \
	     "--accept-claims'")                                                               \
	RULE(forbidden, "forbidden", C_ | P_ | R_ | A_ | L_, FINDING_ERROR,                    \
	     "no change brings in a pattern or a path that a 'forbid' or 'forbid_paths' "      \
	     "policy "                                                                         \
	     "names; 'code_only' leaves comments, prose and the expression that removes it "   \
	     "alone",                                                                          \
	     "the team has learnt the hard way that this does not work here",                  \
	     "write what the policy's 'fix' says instead",                                     \
	     "change the policy in runbook.yaml and run 'git mcade adopt'")                    \
	LATER(pin_conflict, "pin-conflict", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR,        \
	      "manifest, playbook default, runbook, log and checkpoint name the same pin; a "  \
	      "tag "                                                                           \
	      "resolves to its recorded commit",                                               \
	      "two places that name two versions deploy either", "", "")                       \
	LATER(order, "order", C_ | P_ | R_ | W_ | A_ | L_, FINDING_ERROR,                      \
	      "needs and environment order are met; ordinals are not identity",                \
	      "a step that rests on an unfinished one proves nothing", "", "")                 \
	LATER(halted, "halted", C_ | P_ | R_ | W_ | A_, FINDING_ERROR,                         \
	      "while an environment is halted nothing in it runs or changes",                  \
	      "a halt is how one person stops everybody", "", "")                              \
	LATER(reference, "reference", C_ | P_ | R_ | W_ | L_, FINDING_ERROR,                   \
	      "every playbook, path, link and host that the runbook names exists, and means "  \
	      "what "                                                                          \
	      "it meant when adopted",                                                         \
	      "a command that changed its meaning deploys to the wrong place", "", "")         \
	LATER(identity, "identity", C_ | P_ | R_ | W_ | L_, FINDING_ERROR,                     \
	      "a step is not dropped, renumbered into another, or re-used for another "        \
	      "meaning",                                                                       \
	      "its history would be somebody else's", "", "")                                  \
	LATER(contradiction, "contradiction", C_ | P_ | R_ | L_, FINDING_ERROR,                \
	      "two claims about one fact are reported with both places",                       \
	      "one of them is wrong, and nobody knows which", "", "")                          \
	LATER(secret, "secret", C_ | P_ | R_ | W_ | L_, FINDING_ERROR,                         \
	      "no plaintext credential in a commit, a record or evidence",                     \
	      "what was pushed once is public", "", "")                                        \
	LATER(bounded, "bounded", W_ | L_, FINDING_ERROR,                                      \
	      "no check, gate or wait without a timeout",                                      \
	      "a wait without an end hides a failure", "", "")                                 \
	LATER(evidence, "evidence", W_ | A_, FINDING_ERROR,                                    \
	      "evidence minimums are met, for this candidate and not an older one",            \
	      "old evidence says nothing about new code", "", "")                              \
	LATER(time, "time", R_ | A_, FINDING_WARN,                                             \
	      "times do not run backwards or ahead by more than 10 minutes",                   \
	      "an expiry is worth what the clock behind it is worth", "", "")                  \
	LATER(permission, "permission", C_ | P_ | R_ | W_ | A_, FINDING_ERROR,                 \
	      "approvals and waivers have the right role, bind this content, are not expired " \
	      "or "                                                                            \
	      "used before",                                                                   \
	      "a permission for something else is none", "", "")                               \
	LATER(owed, "owed", A_, FINDING_WARN,                                                  \
	      "an act's record reaches a governed branch within 24 hours",                     \
	      "the record is where people look", "", "")

/* One row of the table, for explain, help and tests. */
struct rule {
	const char *id;
	unsigned doors; /* a set of enum door */
	enum finding_severity severity;
	const char *holds, *why, *fix, *allow;
	/* NULL: reserved, not checked by this version */
	int (*check)(const struct facts *facts, struct findings *found, struct err *err);
};

extern const struct rule rules[];
extern const size_t rule_count;

/* NULL: no rule of that id. */
const struct rule *rule_find(const char *id);
/* Letters of the doors, in the order C P R W A L; ret_text holds 7 bytes. */
void rule_doors(const struct rule *rule, char ret_text[7]);

/*
 * Asks every rule that stands at facts->door; findings are added in the order of the table.
 * 0, whatever was found; -1 when a rule could not tell.
 */
int policy_check(const struct facts *facts, struct findings *found, struct err *err);

/* Errors first, each severity in the order of the table; for printing refusals. */
void policy_sort(struct findings *found);

#endif
