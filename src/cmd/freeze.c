/* git mcade freeze, thaw: paths that nobody changes. */
#include "cmd/act.h"
#include "engine/governed.h"
#include "model/ids.h"

static const struct option freeze_options[] = {
	{OPTION_LIST, 0, "path", "PATTERN", "what must not change (Git wildmatch)"},
	{OPTION_LIST, 0, "except", "PATTERN", "what may change all the same"},
	OPTIONS_ACT,
	{0},
};

static const struct option thaw_options[] = {OPTIONS_ACT, {0}};

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
