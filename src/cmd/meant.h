/*
 * meant.h - words that people of neighbouring tools type, and the command that they mean. No include
 * guard: included with MEANT() defined.
 *
 *	MEANT(word, command, way)
 *
 * way: what to type; a command as it stands, or behind "hint: " where something is to be put in. A
 * word that is reserved stays reserved and gets the way beside that. What is merely mistyped needs no
 * row: the nearest word is found by itself.
 */
/* clang-format off */
MEANT("add-user", trust, "hint: git mcade trust add ID --key FILE --role ROLE")
MEANT("apply", run, "hint: git mcade run STEP")
MEANT("cancel", abandon, "hint: git mcade abandon STEP -m REASON")
MEANT("clone", join, "git mcade join")
MEANT("close", complete, "hint: git mcade complete STEP")
MEANT("create", init, "git mcade init")
MEANT("deploy", run, "hint: git mcade run STEP")
MEANT("describe", show, "hint: git mcade show STEP")
MEANT("doctor", hooks, "git mcade hooks doctor")
MEANT("done", complete, "hint: git mcade complete STEP")
MEANT("drift", verify, "hint: git mcade verify STEP")
MEANT("exec", run, "hint: git mcade run STEP")
MEANT("execute", run, "hint: git mcade run STEP")
MEANT("fetch", sync, "git mcade sync")
MEANT("finish", complete, "hint: git mcade complete STEP")
MEANT("history", log, "git mcade log")
MEANT("info", show, "hint: git mcade show STEP")
MEANT("inspect", show, "hint: git mcade show STEP")
MEANT("list", status, "hint: git mcade status --env ENV")
MEANT("ls", status, "hint: git mcade status --env ENV")
MEANT("plan", run, "hint: git mcade run STEP --dry-run")
MEANT("protect", lock, "hint: git mcade lock STEP")
MEANT("publish", sync, "git mcade sync")
MEANT("pull", sync, "git mcade sync")
MEANT("push", sync, "git mcade sync")
MEANT("redo", run, "hint: git mcade run STEP")
MEANT("restore", show, "hint: 'git mcade show STEP' has the restore path of its last run")
MEANT("retry", run, "hint: git mcade run STEP")
MEANT("revert", reopen, "hint: git mcade reopen STEP -m REASON")
MEANT("review", audit, "git mcade audit")
MEANT("save", checkpoint, "hint: git mcade checkpoint STEP")
MEANT("setup", init, "git mcade init")
MEANT("snapshot", checkpoint, "hint: git mcade checkpoint STEP")
MEANT("start", run, "hint: git mcade run STEP")
MEANT("state", status, "hint: git mcade status --env ENV")
MEANT("stop", abandon, "hint: git mcade abandon STEP -m REASON")
MEANT("test", verify, "hint: git mcade verify STEP")
MEANT("todo", next, "hint: git mcade next --env ENV")
MEANT("undo", reopen, "hint: git mcade reopen STEP -m REASON")
MEANT("unfreeze", thaw, "hint: git mcade thaw ID -m REASON")
MEANT("update", sync, "git mcade sync")
MEANT("user", trust, "git mcade trust list")
MEANT("users", trust, "git mcade trust list")
MEANT("validate", lint, "git mcade lint")
MEANT("verify-ledger", audit, "git mcade audit")
MEANT("who", trust, "git mcade trust list")
/* clang-format on */
