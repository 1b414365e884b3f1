/* git mcade trust void: trust as it was before an event, whatever was made of it since. */
#include "cmd/trust.h"
#include "ledger/at.h"
#include "report/output.h"

/* The trust before the event that a text names. */
static int trust_before(const struct ledger *l, const char *text, uint64_t *ret_sequence,
			const struct trust **ret, struct err *err)
{
	const struct ledger_view *then;
	bool found;

	if (ledger_find_event(l, text, ret_sequence, &found, err) < 0)
		return -1;
	if (!found || !*ret_sequence)
		return err_set(err, ERR_USAGE, "'%s' is not an event after the genesis", text);
	if (ledger_go_back(l, arena_printf(l->arena, "%" PRIu64, *ret_sequence - 1), &then,
			   err) < 0)
		return -1;
	return state_trust(then->state, ret, err);
}

/* And this person with these keys: whose old one a thief has gets another in the same event. */
static int with_keys(struct act *act, const struct trust *then, struct trust *ret,
		     struct err *err)
{
	const struct option_values *o = act->options;
	struct session *s = act->session;
	const struct principal *was;
	struct principal is;
	const char **keys;
	size_t count;

	*ret = *then;
	if (o->operand_count == 2)
		return 0;
	was = trust_principal(then, o->operands[2]);
	if (!was)
		return err_set(err, ERR_USAGE, "'%s' was not a principal then", o->operands[2]);
	if (trust_keys(s, o, &act->refused, &keys, &count, err) < 0)
		return -1;
	is = *was;
	is.keys = keys;
	is.key_count = count;
	*ret = trust_with(then, &is, &s->arena);
	return 0;
}

/* What is another by it is said in the event. False: nothing is. */
static bool tell(struct act *act, const struct trust *was, const struct trust *is)
{
	struct event *event = &act->intent.event;
	struct arena *a = &act->session->arena;

	for (size_t i = 0; i < is->principal_count; i++)
		trust_tell(&was->principals[i], &is->principals[i], event, a);
	for (size_t i = 0; i < is->role_count; i++)
		trust_tell_role(&was->roles[i], &is->roles[i], event, a);
	if (is->recovery && (!was->recovery || strcmp(is->recovery, was->recovery) != 0))
		act_set(act, FIELD_RECOVERY, is->recovery);
	return event_get(event, FIELD_PRINCIPAL) || event_get(event, FIELD_MAY) ||
	       event_get(event, FIELD_RECOVERY);
}

#define RECOVERY "git mcade trust recovery --key FILE"

/* Nothing of the kind there was then: it stays, as the chain demands, and whoever has it may do all. */
static bool keeps_recovery(const struct trust *now, const struct trust *then)
{
	return now->recovery && !then->recovery;
}

static int refuse_nothing(uint64_t from, bool recovery, struct err *err)
{
	err_set(err, ERR_USAGE, "no change of trust since event %" PRIu64 " is in force%s",
		from,
		recovery ? ", but the recovery key that was set since: it can be replaced alone"
			 : "");
	return recovery ? err_next(err, "hint: " RECOVERY) : -1;
}

int trust_void(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	const struct trust *now, *then;
	struct trust kept, next;
	struct event *event;
	struct act act;
	uint64_t from;
	int status;

	if (o->operand_count < 2 || o->operand_count > 3 || !option_text(o, "message") ||
	    !option_text(o, "key") != (o->operand_count == 2))
		return err_set(err, ERR_USAGE,
			       "expected: trust void EVENT [ID --key FILE] -m REASON");
	if (act_begin(&act, s, o, EVENT_TRUST, ret, err) < 0 ||
	    state_trust(s->ledger.view->state, &now, err) < 0 ||
	    trust_before(&s->ledger, o->operands[1], &from, &then, err) < 0 ||
	    with_keys(&act, then, &kept, err) < 0)
		return -1;
	if (act.refused.count)
		return act_refused(&act);
	next = trust_back(now, &kept, &s->arena);
	if (!tell(&act, now, &next))
		return refuse_nothing(from, keeps_recovery(now, then), err);
	event = &act.intent.event;
	event->reason = arena_printf(&s->arena, "void from event %" PRIu64 " on: %s", from,
				     event->reason);
	status = trust_record(&act, &next, err);
	if (!status)
		output_note("mcade: trust is as it was before event %" PRIu64
			    "%s; what was signed since stays: git mcade log --after %" PRIu64
			    "%s",
			    from,
			    keeps_recovery(now, then)
				    ? ", but the recovery key is the one that was set since"
				    : "",
			    from - 1, keeps_recovery(now, then) ? "\n  hint: " RECOVERY : "");
	return status;
}
