/* git mcade freeze, thaw: paths that nobody changes. */
#include "base/path.h"
#include "cmd/act.h"
#include "ledger/governed.h"
#include "model/ids.h"
#include "runbook/holds.h"
#include "runbook/runbook.h"
#include "report/output.h"
#include "ledger/in_force.h"

const struct option options_freeze[] = {
	{OPTION_LIST, 0, "path", "PATTERN", "what must not change (Git wildmatch)"},
	{OPTION_LIST, 0, "except", "PATTERN", "what may change all the same"},
	OPTIONS_ACT,
	{0},
};

/* A freeze that an act or the runbook in force declares; a slip of the pen opens nothing. What the
 * runbook freezes is opened as it is written now. */
static int add_thawed(struct act *act, const char *id, struct err *err)
{
	struct session *s = act->session;
	const char *name = arena_printf(&s->arena, "freeze:%s", id), *definition = NULL;
	const struct hold_state *holds;
	const struct runbook *rb = NULL;
	bool known = false;
	size_t count;

	if (state_path_holds(s->ledger.view->state, &holds, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		known = known || !strcmp(holds[i].name, name);
	if (ledger_runbook(&s->ledger, &rb, err) < 0 && err->code != ERR_NOT_FOUND)
		return -1;
	if (rb)
		definition = hold_digest(rb, name, &s->arena);
	if (!known && !definition)
		return err_set(err, ERR_USAGE, "there is no freeze '%s'", id);
	act_set(act, FIELD_OF, name);
	if (definition)
		act_set(act, FIELD_DEFINITION, definition);
	return 0;
}

static int add_frozen(struct act *act, const struct option_values *o, struct err *err)
{
	static const struct {
		const char *option;
		enum event_field field;
	} lists[] = {{"path", FIELD_PATH}, {"except", FIELD_EXCEPT}};

	act_set(act, FIELD_HOLD, o->operands[0]);
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		size_t count;
		const char **items = option_list(o, lists[i].option, &count);

		for (size_t k = 0; k < count; k++) {
			/* another spelling of a path is the path of no file */
			if (path_check(bytes_text(items[k]), err) < 0)
				return err_set(err, ERR_USAGE,
					       "--%s '%s' is not a valid path or pattern",
					       lists[i].option, items[k]);
			act_set(act, lists[i].field, items[k]);
		}
	}
	return governed_tips(&act->session->ledger, &act->intent.event, err);
}

/* A slip of the pen freezes nothing; but a file may also be one that is to come. */
static int note_unused(struct session *s, const struct event_values *paths, struct err *err)
{
	for (size_t i = 0; i < paths->count; i++) {
		const char *without;

		if (governed_without(&s->ledger, paths->items[i], &without, err) < 0)
			return err_prefix(err, "recorded, but the paths cannot be read");
		if (without)
			output_note("mcade: --path '%s' matches no file of %s", paths->items[i],
				    without);
	}
	return 0;
}

static int freeze_act(struct session *s, const struct option_values *o, enum event_word word,
		      struct result *ret, struct err *err)
{
	struct act act;
	int status;

	if (act_begin(&act, s, o, word, ret, err) < 0 || act_operands(&act, 1, err) < 0)
		return -1;
	if (!id_is_valid(o->operands[0]))
		return err_set(err, ERR_USAGE, "'%s' is not a valid id: expected " ID_GRAMMAR,
			       o->operands[0]);
	if (word == EVENT_FREEZE ? add_frozen(&act, o, err) < 0
				 : add_thawed(&act, o->operands[0], err) < 0)
		return -1;
	status = act_record(&act, err);
	if (status)
		return status;
	return note_unused(s, &act.intent.event.fields[FIELD_PATH], err) < 0
		       ? -1
		       : act_recorded(&act);
}

int cmd_freeze(struct session *s, const struct option_values *o, struct result *ret,
	       struct err *err)
{
	return freeze_act(s, o, EVENT_FREEZE, ret, err);
}

int cmd_thaw(struct session *s, const struct option_values *o, struct result *ret,
	     struct err *err)
{
	return freeze_act(s, o, EVENT_THAW, ret, err);
}
