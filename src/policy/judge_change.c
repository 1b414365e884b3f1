#include "policy/judge_change.h"

#include "base/cleanup.h"
#include "policy/internal.h"

/* Which function asks a rule about a change; NULL: it is about acts, or about documents only. */
static int (*const checks[RULE_COUNT])(const struct facts *, struct findings *,
				       struct err *) = {
	[RULE_LEDGER_INTEGRITY] = rule_ledger_integrity,
	[RULE_DOCUMENT] = rule_document,
	[RULE_SEALED] = rule_sealed,
	[RULE_APPEND_ONLY] = rule_append_only,
	[RULE_LOCKED] = rule_locked,
	[RULE_FROZEN] = rule_frozen,
	[RULE_DEPRECATION] = rule_deprecation,
	[RULE_NO_DELETE] = rule_no_delete,
	[RULE_UNPINNED] = rule_unpinned,
	[RULE_DRIFT] = rule_drift,
	[RULE_COMPLETION] = rule_completion,
	[RULE_FORBIDDEN] = rule_forbidden,
};

int judge_change(const struct facts *facts, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct strmap parsed = {.arena = &scratch};
	struct facts own = *facts;

	if (facts->exempt)
		return 0;
	own.parsed = &parsed;
	own.log = runbook_log_pattern(facts->runbook, &scratch);
	own.checkpoints = runbook_checkpoint_pattern(facts->runbook, &scratch);
	for (int i = 0; i < RULE_COUNT; i++)
		if (checks[i] && (rules[i].doors & (unsigned)facts->door) &&
		    checks[i](&own, found, err) < 0)
			return err_prefix(err, "rule '%s'", rules[i].id);
	return 0;
}

bool judge_asks(enum rule_id rule)
{
	return checks[rule] != NULL;
}
