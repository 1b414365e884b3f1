#include "cmd/wait.h"

#include "act/turn.h"
#include "base/time.h"

#define LONGEST_PAUSE 10

int wait_begin(const struct option_values *o, int64_t *ret, struct err *err)
{
	const char *said = option_text(o, "wait");

	*ret = 0;
	return !said || time_parse_duration(said, ret)
		       ? 0
		       : err_set(err, ERR_USAGE, "--wait '%s' is not a duration such as 30m",
				 said);
}

int wait_more(struct session *s, int64_t known, int64_t *left, bool *ret, struct err *err)
{
	int64_t pause = *left < LONGEST_PAUSE ? *left : LONGEST_PAUSE;

	if (known && known < pause)
		pause = known;
	*ret = pause > 0 && turn_pause(pause);
	if (!*ret)
		return 0;
	*left -= pause;
	s->ledger.now = time_now();
	return ledger_open(&s->ledger, &s->ledger.view, err);
}
