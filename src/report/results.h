/*
 * results.h - the kinds of results, by the name of their schema in schemas/output/. No include guard:
 * included with RESULT() defined. A new one is a row here, a struct in result.h, and a function in
 * text_*.c and json_*.c each: the compiler asks for them.
 */
RESULT(ACT, act)	 /* of the state machine: recorded, refused, or only planned */
RESULT(APPROVE, approve) /* who has agreed to what */
RESULT(PURGE, purge)	 /* what is deprecated, and what it lacks to be purged */
RESULT(GATE, gate)	 /* what was decided, and why */
RESULT(STATUS, status)	 /* every step of an environment */
RESULT(NEXT, next)	 /* the step whose turn it is */
RESULT(SHOW, show)	 /* one step */
RESULT(LOG, log)	 /* events, each verified */
RESULT(DIFF, diff)	 /* what changed in the record between two places */
RESULT(AUDIT, audit)	 /* of the whole chain */
RESULT(CHECK, check)	 /* of a change, as the hooks judge it */
RESULT(LINT, lint)	 /* of documents and the history behind them */
RESULT(EXPLAIN, explain) /* one rule, or all */
RESULT(RENDER, render)	 /* what became of each record in the work tree */
RESULT(IMPORT, import)	 /* what documents say */
RESULT(HOOKS, hooks)	 /* what stands at each door */
RESULT(TRUST, trust)	 /* who may do what, or where their keys are written */
RESULT(JOIN, join)	 /* the ledger that a clone follows from now on */
RESULT(SYNC, sync)	 /* how it stands to the remote's */
RESULT(HELP, help)	 /* commands */
