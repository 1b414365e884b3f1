/* git mcade attest: an event that does not count is so all the same, says an owner by name. */
#include "base/texts.h"
#include "cmd/act.h"
#include "ledger/at.h"
#include "ledger/chain.h"
#include "sign/digest.h"

/* Its bytes are named, too: an id alone may be had by another. */
static int name_event(struct act *act, const char *operand, struct err *err)
{
	const struct ledger *l = &act->session->ledger;
	struct event_origin origin;
	struct bytes raw;
	struct event event;
	uint64_t sequence;
	const char *id;
	bool found;

	if (ledger_find_event(l, operand, &sequence, &found, err) < 0)
		return -1;
	if (!found) {
		err_set(err, ERR_USAGE, "there is no event '%s'", operand);
		return err_next(err, "git mcade status");
	}
	if (chain_bytes(l->repo, l->view, sequence, l->arena, &raw, NULL, err) < 0 ||
	    chain_read(l->repo, raw, l->arena, &event, &origin, NULL, err) < 0)
		return -1;
	id = event_get(&event, FIELD_ID);
	act_set(act, FIELD_SUBJECT, arena_printf(l->arena, "event:%s", id));
	act_set(act, FIELD_ACT,
		arena_printf(l->arena, "%s sha256:%s", id, SHA256_HEX(raw.data, raw.len)));
	act_set(act, FIELD_VERDICT, "pass");
	return 0;
}

int cmd_attest(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	struct act act;
	int status;

	if (act_begin(&act, s, o, EVENT_ATTEST, ret, err) < 0 ||
	    act_operands(&act, 1, err) < 0 || name_event(&act, o->operands[0], err) < 0)
		return -1;
	status = act_record(&act, err);
	if (status)
		return status;
	return act_render_marks(&act, err) < 0 ? -1 : act_recorded(&act);
}
