#include "act/restoring.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "base/texts.h"
#include "fold/fold.h"
#include "ledger/pinned.h"
#include "runbook/digests.h"
#include "runbook/manifest.h"
#include "runbook/promotion.h"
#include "runbook/shown.h"

static void replace(struct event *event, struct arena *a, enum event_field field,
		    const char *value)
{
	event->fields[field] = (struct event_values){0};
	if (value)
		event_set(event, a, field, value);
}

int restoring_bind(const struct ledger *l, const struct environment *there, const char *to,
		   struct event *event, struct act_was *ret, struct err *err)
{
	const char *candidate = NULL;
	uint64_t sequence;

	if (!number_parse(to, UINT64_MAX >> 1, &sequence))
		return err_set(err, ERR_USAGE, "--to '%s' is not the number of an event", to);
	event_set(event, l->arena, FIELD_RESTORED_TO,
		  arena_printf(l->arena, "%" PRIu64, sequence));
	if (fold_was(l->view->fold, there->id, sequence, there->promote_after.count > 0,
		     l->arena, ret, err) < 0)
		return -1;
	if (ret->content)
		candidate = candidate_digest(ret->content, ret->pins, ret->pin_count, l->arena);
	replace(event, l->arena, FIELD_CODE, ret->code);
	replace(event, l->arena, FIELD_CONTENT, ret->content);
	replace(event, l->arena, FIELD_CANDIDATE, candidate);
	replace(event, l->arena, FIELD_SETTINGS, NULL); /* they stay as they are */
	return 0;
}

int restoring_describe(const struct ledger *l, const struct runbook *rb,
		       const struct environment *there, const struct act_was *was,
		       struct event *event, struct err *err)
{
	const char *left;

	for (size_t i = 0; i < was->pin_count; i++)
		event_add(event, l->arena, FIELD_PIN, was->pins[i]);
	if (promotion_left(l->view->state, rb, there, event_get(event, FIELD_CANDIDATE),
			   l->arena, &left, err) < 0)
		return -1;
	if (left)
		event_set(event, l->arena, FIELD_LEFT, left);
	return 0;
}

int restoring_without(const struct ledger *l, const struct environment *there,
		      struct bytes text, const char *path, const char *value, struct bytes *ret,
		      struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const struct doc_node *root;
	struct bytes before;
	struct pin now;
	bool known;

	*ret = text;
	if (manifest_parse(text, there->manifest, l->arena, &root, err) < 0)
		return -1;
	now = manifest_pin(root, path, l->arena);
	if (now.state == PIN_ABSENT || !now.value || strcmp(now.value, value) != 0)
		return 0;
	if (pinned_before(l, there->id, path, &before, &known, err) < 0 ||
	    (known ? manifest_put_back(text, before, there->manifest, path, &out, err)
		   : manifest_undecide(text, there->manifest, path, &out, err)) < 0)
		return -1;
	*ret = bytes_of(arena_memdup(l->arena, out.buf, out.len), out.len);
	return 0;
}

static bool gives(const struct event_values *pins, const char *pin)
{
	size_t len = strcspn(pin, "=") + 1;
	bool found = false;

	for (size_t i = 0; !found && i < pins->count; i++)
		found = !strncmp(pins->items[i], pin, len);
	return found;
}

int restoring_manifest(const struct ledger *l, const struct environment *there,
		       const struct event *event, struct bytes before, struct bytes *ret,
		       bool *ret_moves, struct err *err)
{
	const struct event_values *pins = &event->fields[FIELD_PIN];
	const char *path, *value;
	const char *const *now;
	size_t count;

	if (state_pins(l->view->state, there->id, &now, &count, err) < 0)
		return -1;
	*ret = before;
	*ret_moves = false;
	for (size_t i = 0; i < count; i++) {
		if (gives(pins, now[i]))
			continue;
		*ret_moves = true;
		event_pin_parts(now[i], l->arena, &path, &value);
		if (restoring_without(l, there, *ret, path, value, ret, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < pins->count; i++)
		*ret_moves = *ret_moves || !texts_have(now, count, pins->items[i]);
	return manifest_set_pins(*ret, there->manifest, (const char *const *)pins->items,
				 pins->count, l->arena, ret, err);
}

int rollbacks_seen(const struct ledger *l, const struct runbook *rb,
		   const struct environment *there, const struct rollback_view **ret,
		   size_t *ret_count, struct err *err)
{
	struct rollback_view *list = NULL;

	*ret_count = 0;
	for (size_t i = 0; i < rb->rollbacks.count; i++) {
		const struct procedure *p = rb->rollbacks.items[i];
		const struct event_subject what = {SUBJECT_ROLLBACK, p->step.id};
		const struct step_state *state;
		const struct entry *run, *done;
		struct rollback_view *view;
		const char *to;

		if (state_procedure(l->view->state, there->id, what, &state, err) < 0)
			return -1;
		run = subject_entry(state->subject, "run");
		done = subject_entry(state->subject, "verdicts/done");
		if ((!run && !done) || !step_in(&p->step, there->id))
			continue;
		view = ARENA_PUSH(l->arena, list, *ret_count);
		*view = (struct rollback_view){p, state, 0, entry_get(run, "left"), 0, false};
		if (done && (!run || done->sequence > run->sequence)) {
			view->by_hand = done->sequence;
			view->well = !strcmp(entry_get(done, "verdict"), "pass");
			continue;
		}
		to = entry_get(run, "restored-to");
		if (to)
			number_parse(to, UINT64_MAX, &view->to);
	}
	*ret = list;
	return 0;
}

int rollback_runs(const struct ledger *l, const struct runbook *rb,
		  const struct environment *there, bool *ret, struct err *err)
{
	const struct rollback_view *list;
	size_t count;

	*ret = false;
	if (rollbacks_seen(l, rb, there, &list, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		*ret = *ret || list[i].state->phase == PHASE_RUNNING;
	return 0;
}

int rollback_unlooked(const struct ledger *l, const struct readiness *r, struct unlooked *ret,
		      struct err *err)
{
	const char *env = r->environment->id;
	const struct step **steps = NULL;
	const struct subject *there;
	uint64_t undone;

	*ret = (struct unlooked){0};
	if (r->past || r->environment->promote_after.count)
		return 0;
	if (state_subject(l->view->state,
			  state_subject_path(env,
					     (struct event_subject){SUBJECT_ENVIRONMENT, NULL},
					     l->arena),
			  &there, err) < 0)
		return -1;
	undone = environment_undone(there);
	for (size_t i = 0; i < r->count; i++) {
		const struct step_view *v = &r->steps[i];
		const struct entry *seen = step_seen_to_work(v->state);

		if (v->state->phase == PHASE_COMPLETE && !v->stale && seen &&
		    seen->sequence < undone && v->step->verify.count && !v->state->by_hand)
			*ARENA_PUSH(l->arena, steps, ret->count) = v->step;
	}
	if (!ret->count)
		return 0;
	ret->sequence = undone;
	ret->steps = steps;
	ret->way = state_offer(l->view->state, r->reader, event_info(EVENT_VERIFY)->permission,
			       env, arena_printf(l->arena, "git mcade verify --env %s", env),
			       l->arena);
	return 0;
}
