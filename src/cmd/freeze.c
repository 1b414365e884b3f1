/* git mcade freeze, thaw: paths that nobody changes. */
#include "cmd/act.h"
#include "engine/governed.h"
#include "model/ids.h"
#include "model/runbook.h"

static const struct option freeze_options[] = {
	{OPTION_LIST, 0, "path", "PATTERN", "what must not change (Git wildmatch)"},
	{OPTION_LIST, 0, "except", "PATTERN", "what may change all the same"},
	OPTIONS_ACT,
	{0},
};

static const struct option thaw_options[] = {OPTIONS_ACT, {0}};

/* A freeze that an act or the runbook in force declares; a slip of the pen opens nothing. */
static int check_known(struct session *s, const char *id, struct err *err)
{
	const struct freeze_state *acts;
	const struct runbook *rb;
	size_t count;

	if (state_freezes(s->ledger->state, &acts, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (!strcmp(acts[i].id, id))
			return 0;
	if (session_runbook(s, s->ledger, &rb, err) < 0)
		return err->code == ERR_NOT_FOUND
			       ? err_set(err, ERR_USAGE, "there is no freeze '%s'", id)
			       : -1;
	for (size_t i = 0; i < rb->freeze_count; i++)
		if (!strcmp(rb->freezes[i].id, id))
			return 0;
	return err_set(err, ERR_USAGE, "there is no freeze '%s', of an act or of the runbook",
		       id);
}

static int freeze_act(struct session *s, const struct option_values *o, enum event_kind kind,
		      struct err *err)
{
	static const struct {
		const char *option;
		enum event_field field;
	} lists[] = {{"path", FIELD_SCOPE}, {"except", FIELD_EXCEPT}};
	struct act act;
	int status;

	if (act_begin(&act, s, o, kind, err) < 0 || act_operands(&act, 1, err) < 0)
		return -1;
	if (!id_is_valid(o->operands[0]))
		return err_set(err, ERR_USAGE, "'%s' is no id: expected " ID_GRAMMAR,
			       o->operands[0]);
	if (kind == EVENT_THAW && check_known(s, o->operands[0], err) < 0)
		return -1;
	act_set(&act, FIELD_FREEZE, o->operands[0]);
	for (size_t i = 0; kind == EVENT_FREEZE && i < ARRAY_SIZE(lists); i++) {
		size_t count;
		const char **items = option_list(o, lists[i].option, &count);

		for (size_t k = 0; k < count; k++)
			act_set(&act, lists[i].field, items[k]);
	}
	if (kind == EVENT_FREEZE && governed_tips(s, &act.intent.event, err) < 0)
		return -1;
	status = act_record(&act, err);
	return status ? status : act_show(&act, err);
}

static int run_freeze(struct session *s, const struct option_values *o, struct err *err)
{
	return freeze_act(s, o, EVENT_FREEZE, err);
}

static int run_thaw(struct session *s, const struct option_values *o, struct err *err)
{
	return freeze_act(s, o, EVENT_THAW, err);
}

const struct subcommand cmd_freeze = {
	.name = "freeze",
	.group = GROUP_OPERATE,
	.usage = "ID --path PATTERN... [--except PATTERN...] -m REASON",
	.summary = "nobody changes these paths",
	.options = freeze_options,
	.needs = NEEDS_REPO | NEEDS_LEDGER,
	.run = run_freeze,
};

const struct subcommand cmd_thaw = {
	.name = "thaw",
	.group = GROUP_OPERATE,
	.usage = "ID -m REASON",
	.summary = "open a freeze, also one that the runbook declares",
	.options = thaw_options,
	.needs = NEEDS_REPO | NEEDS_LEDGER,
	.run = run_thaw,
};
