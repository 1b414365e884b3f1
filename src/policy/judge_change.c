#include "policy/judge_change.h"

#include "base/cleanup.h"
#include "policy/internal.h"
#include "policy/readings.h"

/* Which function asks a rule about a change; NULL: it is asked elsewhere. */
static rule_fn *const checks[] = {
#define CHANGE(function) function
#define ELSEWHERE NULL
#define RULE(tag, id, doors, severity, passes, asked, ...) [RULE_##tag] = asked,
	RULES(RULE)
#undef RULE
};

int judge_change(const struct facts *facts, struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	CLEANUP(readings_free) struct readings alone = {0};
	struct strmap parsed = {.arena = &scratch};
	struct facts own = *facts;

	own.parsed = &parsed;
	own.readings = facts->readings ? facts->readings : &alone;
	readings_begin(own.readings, facts->runbook);
	own.log = runbook_log_pattern(facts->runbook, &scratch);
	own.checkpoints = runbook_checkpoint_pattern(facts->runbook, &scratch);
	for (int i = 0; i < RULE_COUNT; i++)
		if (checks[i] && (rules[i].doors & (unsigned)facts->door) &&
		    checks[i](&own, found, err) < 0)
			return err_prefix(err, "rule '%s'", rules[i].id);
	return 0;
}
