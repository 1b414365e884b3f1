/*
 * commands.h - the one list of subcommands, in the order of the manual. No include guard: included
 * with COMMAND() and RESERVED() defined. Help, completion, the manual and the tests derive from it,
 * by way of `git mcade help --json`.
 *
 *	COMMAND(name, group, everyday, needs, options, result, usage, summary)
 *
 * everyday: YES: among the nine of `git mcade -h`. needs: what main() opens before cmd_<name>()
 * (session.h). options: the table options_<options>. result: the kind that it gives, which is its
 * output schema; NONE: it takes no --json. usage: operands, and which options belong together.
 *
 *	RESERVED(name, group, version, summary)
 *
 * A word of the contract whose command comes with that version: known, named, and not pretended.
 */
/* clang-format off */
COMMAND(init, SETUP, YES, REPO, init, ACT,
	"[--principal ID] [--key FILE | --new-key] [--recovery-key FILE] [--offline]",
	"create the trust root and the ledger, install hooks")
COMMAND(join, SETUP, NO, REPO, join, JOIN,
	"[--expect-genesis ID]",
	"verify and pin the ledger of a clone, install hooks")
COMMAND(trust, SETUP, NO, LEDGER, trust, TRUST,
	"list | add ID --key FILE --role ROLE [--name NAME] [--email EMAIL] | "
	"set ID [--key FILE] [--role ROLE] | role ID ROLE... | role ROLE --may ACTS | "
	"revoke ID|KEY [--key FILE] | recovery --key FILE | "
	"void EVENT [ID --key FILE] | export",
	"manage principals, keys and roles")
COMMAND(import, SETUP, NO, REPO, import, IMPORT,
	"FILE...",
	"convert Markdown runbooks to runbook.yaml; list contradictions")
COMMAND(adopt, SETUP, NO, LEDGER, adopt, ACT,
	"[--accept-claims] [--dry-run] [-m REASON]",
	"bring the committed runbook.yaml into force")
COMMAND(retip, SETUP, NO, LEDGER, act, ACT,
	"-m REASON",
	"bind rules from the present tips, after history was rewritten")
COMMAND(hooks, SETUP, NO, REPO, hooks, HOOKS,
	"install [--expect-genesis ID] | uninstall | status | doctor",
	"install the hooks of this repository, and show that they refuse")
COMMAND(recover, SETUP, NO, REPO, recover, ACT,
	"[--key FILE] [--dry-run] -m REASON",
	"repair the ledger after other commits were pushed on it")

COMMAND(status, OPERATE, YES, VIEW, status, STATUS,
	"[--env ENV] [--at WHEN] [--all] [--exit-code]",
	"show every step: phase, why not ready, pins, lock")
COMMAND(next, OPERATE, YES, VIEW, next, NEXT,
	"[--env ENV]",
	"show the next act that is allowed, in one line")
COMMAND(show, OPERATE, NO, VIEW, show, SHOW,
	"STEP|gate:ID|rollback:ID|drill:ID [--env ENV] [--at WHEN] [--output] | EVENT [--output]",
	"show everything that is recorded of one step, or of one event")
COMMAND(run, OPERATE, YES, LEDGER, run, ACT,
	"STEP [--env ENV] [--dry-run] [--twice] [--accept-changed] [--offline REASON] "
	"[--incident ID] [--anyway] [--wait DURATION] [--field NAME=VALUE...] "
	"[-- COMMAND...] | "
	"--resume",
	"run a step: guards, command, checks; evidence kept, secrets masked")
COMMAND(rollback, OPERATE, NO, REPO, rollback, ACT,
	"ID [--env ENV] [--input NAME=VALUE...] [--to SEQUENCE] [--anyway] [--print] | --check [--env ENV]",
	"go back: guards, command, checks; held back by nothing that is broken")
COMMAND(drill, OPERATE, NO, LEDGER, drill, ACT,
	"ID [--env ENV] [--anyway] [--field NAME=VALUE...] [--follow-up-owner NAME]",
	"rehearse: command and checks; what it showed, and of which candidate, is kept")
COMMAND(promote, OPERATE, NO, LEDGER, promote, ACT,
	"--env ENV [--from ENV] [--wait DURATION]",
	"bring what was verified to the next environment; deploy nothing")
COMMAND(verify, OPERATE, NO, LEDGER, step, ACT,
	"[STEP] [--env ENV]",
	"repeat the checks of a step, or of all that is complete; allowed on locked steps and on claims")
COMMAND(attest, OPERATE, NO, LEDGER, attest, ACT,
	"STEP [--env ENV] [--evidence FILE...] [--field NAME=VALUE...] [--restore TEXT] [--fail] -m TEXT | "
	"STEP/CHECK|GATE/CHECK [--env ENV] [--evidence FILE...] [--fail] -m TEXT | "
	"STEP --criterion exit|restore [--env ENV] [--restore TEXT] [--evidence FILE...] -m TEXT | "
	"rollback:ID [--env ENV] --occurred TIME [--fail] [--evidence FILE...] -m TEXT | "
	"event:EVENT [--evidence FILE...] -m TEXT",
	"record that a person did a manual step, or that an event happened so")
COMMAND(abandon, OPERATE, NO, LEDGER, abandon, ACT,
	"STEP [--env ENV] [--force] -m REASON | rollback:ID|drill:ID [--env ENV] [--force] -m REASON",
	"close a run whose machine or process died")
COMMAND(pin, OPERATE, YES, LEDGER, pin, ACT,
	"PATH=VALUE... [--create] | --from-worktree [--env ENV]",
	"pin what is deployed, in the manifest and in the ledger")
COMMAND(unpin, OPERATE, NO, LEDGER, step, ACT,
	"PATH... [--env ENV] -m REASON",
	"give up a path that was pinned by mistake")
COMMAND(complete, OPERATE, YES, LEDGER, step, ACT,
	"STEP [--env ENV] [-m TEXT]",
	"record that a step ran, was verified, can be restored, is pinned and logged")
COMMAND(gate, OPERATE, NO, LEDGER, gate, GATE,
	"NAME [--env ENV] [--wait DURATION] [--field NAME=VALUE...] [-m TEXT]",
	"ask every check of a gate and record GO, NO-GO or INCONCLUSIVE")
COMMAND(approve, OPERATE, NO, LEDGER, approve, APPROVE,
	"STEP|gate:ID|rollback:ID|promote [--env ENV] [--input NAME=VALUE...] [--expires TIME] [--fail] "
	"[--for 'NAME <ADDRESS>' --evidence FILE] -m TEXT | "
	"--path PATH [--commit REV] [--expires TIME] [--fail] -m TEXT | --list [WHAT] [--env ENV]",
	"agree to the next run of a step, of this content, for a time")
COMMAND(checkpoint, OPERATE, NO, LEDGER, checkpoint, ACT,
	"STEP [--env ENV] [--add FILE...] [-m TEXT]",
	"seal what was done, how it was verified and the way back")
COMMAND(unseal, OPERATE, NO, LEDGER, step, ACT,
	"STEP [DIRECTORY] [--env ENV] -m REASON",
	"a folder was sealed by mistake: it may be changed and removed")
COMMAND(block, OPERATE, NO, LEDGER, block, ACT,
	"STEP [--env ENV] [--until CONDITION] -m REASON",
	"record that a step cannot go on, why and until when")
COMMAND(unblock, OPERATE, NO, LEDGER, step, ACT,
	"STEP [--env ENV] -m EVIDENCE",
	"record that a step can go on")
COMMAND(skip, OPERATE, NO, LEDGER, step, ACT,
	"STEP [--env ENV] -m REASON",
	"record that a step will not be done")
COMMAND(reopen, OPERATE, NO, LEDGER, step, ACT,
	"STEP [--env ENV] -m REASON",
	"plan a step again; what was recorded stays")
COMMAND(lock, OPERATE, NO, LEDGER, step, ACT,
	"STEP [--env ENV] [-m REASON]",
	"lock a step: no run, no change of its files")
COMMAND(unlock, OPERATE, NO, LEDGER, step, ACT,
	"STEP [--env ENV] -m REASON",
	"unlock a step")
COMMAND(defer, OPERATE, NO, LEDGER, block, ACT,
	"STEP [--env ENV] [--until CONDITION] -m REASON",
	"put a step off")
COMMAND(dormant, OPERATE, NO, LEDGER, step, ACT,
	"STEP [--env ENV] -m REASON",
	"a step is for a case that has not occurred: it is not run until it is activated")
COMMAND(supersede, OPERATE, NO, LEDGER, supersede, ACT,
	"STEP --by STEP [--env ENV] -m REASON",
	"another step has taken the place of a step")
COMMAND(deprecate, OPERATE, NO, LEDGER, deprecate, ACT,
	"STEP [--by STEP] [--env ENV] -m REASON | --path PATH -m REASON",
	"a step or a file is kept to be read, never to be run")
COMMAND(activate, OPERATE, NO, LEDGER, activate, ACT,
	"STEP [--env ENV] -m REASON | --path PATH -m REASON",
	"plan again what was dormant, deferred, superseded or deprecated")
COMMAND(halt, OPERATE, NO, LEDGER, halt, ACT,
	"[--env ENV] [--until TIME] -m REASON",
	"nothing runs, is pinned, promoted or completed in an environment")
COMMAND(resume, OPERATE, NO, LEDGER, step, ACT,
	"[--env ENV] -m REASON",
	"an environment goes on")
COMMAND(freeze, OPERATE, NO, LEDGER, freeze, ACT,
	"ID --path PATTERN... [--except PATTERN...] -m REASON",
	"forbid changes of these paths")
COMMAND(thaw, OPERATE, NO, LEDGER, act, ACT,
	"ID -m REASON",
	"lift a freeze, also one that the runbook declares")
COMMAND(waive, OPERATE, NO, LEDGER, waive, ACT,
	"RULE [--step STEP] [--env ENV] --expires TIME -m REASON | "
	"RULE --path PATH --expires TIME -m REASON",
	"let acts on a step, in an environment, or changes of a file pass a rule, for a time")
COMMAND(incident, OPERATE, NO, LEDGER, incident, ACT,
	"open [--env ENV] --ttl DURATION -m REASON | close ID --follow-up TEXT",
	"break glass for a time, with a follow-up")
COMMAND(expunge, OPERATE, NO, LEDGER, act, ACT,
	"EVENT[/NAME]... | SHA256... -m REASON",
	"let bodies of evidence go that hold a secret; the event keeps their digests")
COMMAND(purge, OPERATE, NO, LEDGER, purge, PURGE,
	"PATH [--checkpoint DIRECTORY] [--expires TIME] -m REASON | --list [PATH]",
	"let a deprecated item go, once what the runbook demands is shown")

COMMAND(log, REVIEW, YES, VIEW, log, LOG,
	"[STEP] [A..B] [--env ENV] [--since WHEN] [--until WHEN] [-n N] [-p] | "
	"--after EVENT [--follow]",
	"the events of the ledger, newest first, each verified")
COMMAND(diff, REVIEW, NO, VIEW, diff, DIFF,
	"A..B [--env ENV]",
	"what changed in the record between two dates or events")
COMMAND(lint, REVIEW, NO, REPO, lint, LINT,
	"[--missing] [--all]",
	"find false statements in documents and their history")
COMMAND(audit, REVIEW, YES, REPO, audit, AUDIT,
	"[--expect-genesis ID] [--min-sequence N] [--max-age DURATION] "
	"[--new | [--cold] [--exceptions]]",
	"verify the whole chain, and compare it with what was seen before")
COMMAND(render, REVIEW, NO, LEDGER, render, RENDER,
	"[--check | --commit [--branch NAME]]",
	"write the records (marks, manifests, logs, checkpoints) to the work tree")
COMMAND(check, REVIEW, NO, REPO, check, CHECK,
	"[--fetch] [--net] | --staged | --range A..B [--net] | --history [--runbook FILE]",
	"judge a change as the hooks do")
COMMAND(explain, REVIEW, NO, NOTHING, explain, EXPLAIN,
	"[RULE]",
	"explain a rule and how to satisfy it")
RESERVED(drift, REVIEW, "later", "compare what runs with what is recorded")
RESERVED(report, REVIEW, "later", "one page for people who would rather look")
RESERVED(export, REVIEW, "later", "the record for other programs")

COMMAND(sync, SHARE, YES, REPO, sync, SYNC,
	"[--set-aside | --repair]",
	"fetch the ledger, judge it against what was seen before, publish")

COMMAND(hook, PLUMBING, NO, HOOK, none, NONE,
	"NAME [ARGUMENT...]",
	"what git calls: pre-commit, pre-push, pre-receive, merge-log; apply, words")
COMMAND(help, PLUMBING, NO, NOTHING, help, HELP,
	"[COMMAND | --all]",
	"show the everyday commands, all of them, or one command's options")
/* clang-format on */
