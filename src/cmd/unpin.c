/* git mcade unpin: a path that was pinned by mistake; the manifest goes back to what it was before. */
#include "cmd/pinning.h"

#include "act/restoring.h"
#include "base/quote.h"
#include "base/texts.h"
#include "model/event.h"
#include "runbook/runbook.h"

static int refuse_unknown(struct pinning *p, const char *path, bool alone, struct err *err)
{
	struct session *s = p->act.session;
	struct arena *a = &s->arena;
	const char **names = NULL, *near, *value;
	const char *const *pins;
	size_t count, name_count = 0;
	struct finding with = {
		.path = p->path, .environment = p->act.environment, .found = path};

	if (state_pins(s->ledger.view->state, p->act.environment, &pins, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		event_pin_parts(pins[i], a, ARENA_PUSH(a, names, name_count), &value);
	near = nearest_word(path, names, name_count);
	with.expected = near ? near : "a recorded pin";
	if (near && alone)
		with.fix = arena_printf(a, "git mcade unpin %s --env %s -m %s",
					shell_quote(near, a), p->act.environment,
					shell_quote(p->act.intent.event.reason, a));
	finding_add(&p->act.refused, RULE_PIN_CONFLICT, FINDING_ERROR, with,
		    "'%s' is not pinned in %s%s%s%s", path, p->act.environment,
		    near ? ": did you mean '" : "", near ? near : "", near ? "'?" : "");
	return 0;
}

/* In the manifest, too. */
static int edit(struct pinning *p, const char *path, const char *value, struct err *err)
{
	struct session *s = p->act.session;
	struct strbuf out = STRBUF_INIT;
	struct bytes text;

	if (restoring_without(&s->ledger, runbook_environment(p->runbook, p->act.environment),
			      bytes_of(p->text.buf, p->text.len), path, value, &text, err) < 0)
		return -1;
	strbuf_add(&out, text.data, text.len);
	pinning_take(p, &out);
	return 0;
}

/* PATH, or PATH=VALUE: only if that is what it holds. */
static int give_up(struct pinning *p, const char *operand, bool alone, struct err *err)
{
	struct session *s = p->act.session;
	const char *path = arena_strndup(&s->arena, operand, strcspn(operand, "="));
	const char *recorded;

	if (state_pin(s->ledger.view->state, p->act.environment, path, &recorded, err) < 0)
		return -1;
	if (!recorded)
		return refuse_unknown(p, path, alone, err);
	act_set(&p->act, FIELD_PIN,
		strchr(operand, '=') ? operand
				     : arena_printf(&s->arena, "%s=%s", path, recorded));
	return edit(p, path, recorded, err);
}

/* What was verified with it is verified no more. */
static int note_stale(struct pinning *p, struct err *err)
{
	const struct event_values *pins = &p->act.intent.event.fields[FIELD_PIN];
	struct session *s = p->act.session;
	const char *all = NULL;

	for (size_t i = 0; i < p->runbook->step_count; i++) {
		const struct step *step = step_at(p->runbook, i);
		const struct step_state *state;
		bool rests = false;

		for (size_t k = 0; k < pins->count; k++)
			rests = rests ||
				texts_have(step->pins.items, step->pins.count,
					   arena_strndup(&s->arena, pins->items[k],
							 strcspn(pins->items[k], "=")));
		if (!rests)
			continue;
		if (state_step(s->ledger.view->state, p->act.environment, step->id, &state,
			       err) < 0)
			return -1;
		if (state->phase == PHASE_VERIFIED || state->phase == PHASE_COMPLETE)
			all = arena_printf(&s->arena, "%s%s%s", all ? all : "", all ? ", " : "",
					   step->id);
	}
	if (all)
		p->act.note = arena_printf(&s->arena, "stale now: %s", all);
	return 0;
}

int cmd_unpin(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	struct pinning p = {.text = STRBUF_INIT};
	int status = pinning_begin(&p, s, o, EVENT_UNPIN, ret, err);

	if (!status && !o->operand_count)
		status = err_set(err, ERR_USAGE, "which pin? expected PATH...");
	for (size_t i = 0; !status && p.path && i < o->operand_count; i++)
		status = give_up(&p, o->operands[i], o->operand_count == 1, err);
	if (!status && p.path)
		status = note_stale(&p, err);
	if (!status)
		status = pinning_record(&p, err);
	strbuf_free(&p.text);
	return status;
}
