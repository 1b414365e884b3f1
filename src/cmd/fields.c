#include "cmd/fields.h"

#include "model/ids.h"
#include "runbook/demands.h"

static int check_field(const char *field, struct arena *a, struct err *err)
{
	const char *name, *value;

	if (!event_pin_parts(field, a, &name, &value) || !id_is_valid(name))
		return err_set(err, ERR_USAGE, "--field '%s' is not NAME=VALUE", field);
	if (!evidence_is_given(name))
		return err_set(err, ERR_USAGE, "'%s' is in the evidence by itself", name);
	return 0;
}

int fields_give(const struct act *act, struct event *event, struct err *err)
{
	struct arena *a = &act->session->arena;
	size_t count;
	const char **given = option_list(act->options, "field", &count);

	for (size_t i = 0; i < count; i++) {
		size_t len = strcspn(given[i], "=") + 1;

		if (check_field(given[i], a, err) < 0)
			return -1;
		for (size_t k = 0; k < i; k++)
			if (!strncmp(given[i], given[k], len))
				return err_set(err, ERR_USAGE, "--field %.*s is given twice",
					       (int)len - 1, given[i]);
		event_add(event, a, FIELD_FIELD, given[i]);
	}
	return 0;
}

void fields_ask(struct act *act, const struct runbook *rb, const struct step *step)
{
	struct arena *a = &act->session->arena;
	struct words demanded = demanded_fields(rb, step, a), missing;
	size_t count;
	const char **given = option_list(act->options, "field", &count);
	const struct evidence_had had = {given, count, .candidate = true, .ran = true};

	missing = evidence_missing(&demanded, &had, a);
	for (size_t i = 0; i < missing.count; i++)
		finding_add(
			&act->refused, RULE_EVIDENCE, FINDING_ERROR,
			(struct finding){.step = act->step,
					 .environment = act->environment,
					 .expected = missing.items[i],
					 .found = "nothing",
					 .fix = arena_printf(a,
							     "hint: give it with the command: "
							     "--field %s=VALUE",
							     missing.items[i])},
			"'%s' in '%s': its evidence would have no '%s'", act->step,
			act->environment, missing.items[i]);
}
