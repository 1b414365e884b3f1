/* git mcade retip: the governed branches were rewritten; rules bind from where they are now. */
#include "cmd/act.h"
#include "ledger/governed.h"

int cmd_retip(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	struct act act;

	if (act_begin(&act, s, o, EVENT_RETIP, ret, err) < 0 || act_operands(&act, 0, err) < 0)
		return -1;
	if (!option_flag(o, "no-fetch")) /* only the tip that the remote has now may give way */
		governed_refresh(&s->ledger);
	if (governed_retip(&s->ledger, &act.intent.event, err) < 0)
		return -1;
	return act_finish(&act, err);
}
