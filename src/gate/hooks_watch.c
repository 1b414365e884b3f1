/* hooks_watch.c - no hook keeps git waiting for ever, whatever it was given to judge. */
#include "gate/hooks.h"

#include "base/limits.h"
#include "base/time.h"
#include "proc/watchdog.h"
#include "repo/repo.h"

#define SECONDS_SERVER 60
#define SECONDS_CLIENT 600

static int seconds_for(const struct ledger *l, const char *hook, int64_t *ret, struct err *err)
{
	const char *set = repo_config_get(l->repo, "mcade.hookTimeout");

	*ret = !strcmp(hook, "pre-receive") ? SECONDS_SERVER : SECONDS_CLIENT;
	if (set && (!time_parse_duration(set, ret) || *ret > LIMIT_TIMEOUT_MAX))
		return err_set(err, ERR_FORMAT,
			       "'mcade.hookTimeout' is '%s', expected a duration (30s, 5m, 1h)",
			       set);
	return 0;
}

int hooks_watch(const struct ledger *l, const char *hook, struct watchdog **ret,
		struct err *err)
{
	int64_t seconds;

	if (seconds_for(l, hook, &seconds, err) < 0)
		return -1;
	return watchdog_start(seconds,
			      arena_printf(l->arena,
					   "mcade: %s did not finish within %" PRId64
					   " s, so it refuses\n"
					   "  next: git config mcade.hookTimeout %" PRId64 "s",
					   hook, seconds, 2 * seconds),
			      ret, err);
}

void hooks_unwatch(struct watchdog *dog)
{
	watchdog_free(dog);
}
