#include "policy/judge.h"

#include "policy/internal.h"

/* Which function asks a rule about a change; NULL: it is about acts, or about documents only. */
static int (*const checks[RULE_COUNT])(const struct facts *, struct findings *, struct err *) = {
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
	if (facts->exempt)
		return 0;
	for (int i = 0; i < RULE_COUNT; i++)
		if (checks[i] && (rules[i].doors & (unsigned)facts->door) &&
		    checks[i](facts, found, err) < 0)
			return err_prefix(err, "rule '%s'", rules[i].id);
	return 0;
}

bool judge_asks(enum rule_id rule)
{
	return checks[rule] != NULL;
}

static int rank(const struct finding *finding)
{
	return (FINDING_ERROR - (int)finding->severity) * RULE_COUNT + (int)finding->rule;
}

/* Insertion: findings are few and nearly in order, and it is stable. */
void policy_sort(struct findings *found)
{
	for (size_t i = 1; i < found->count; i++) {
		struct finding item = found->items[i];
		size_t at = i;

		for (; at > 0 && rank(&found->items[at - 1]) > rank(&item); at--)
			found->items[at] = found->items[at - 1];
		found->items[at] = item;
	}
}
