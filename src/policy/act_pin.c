/* What an environment holds: pin, unpin, promote. */
#include "policy/act_internal.h"

#include "base/texts.h"
#include "runbook/digests.h"
#include "runbook/manifest.h"
#include "runbook/shown.h"

int act_attached(struct judging *j, const char *path, struct bytes *ret, bool *ret_found)
{
	*ret_found = false;
	if (!j->act->attachments.read)
		return 0;
	return j->act->attachments.read(j->act->attachments.context, path, j->a, ret, ret_found,
					j->err);
}

static const char *given(const struct event_values *pins, const char *pin)
{
	size_t len = strcspn(pin, "=") + 1;

	for (size_t i = 0; i < pins->count; i++)
		if (!strncmp(pins->items[i], pin, len))
			return pins->items[i] + len;
	return NULL;
}

static void conflict(struct judging *j, const char *path, const char *expected,
		     const struct pin *pin, const char *fix, const char *what)
{
	act_no(j, RULE_PIN_CONFLICT, expected, pin->value ? pin->value : "nothing", fix,
	       "the manifest that the event brings %s '%s'", what, path);
}

/* No recorded pin moves by the way: but those that the event gives. */
int act_check_held(struct judging *j, const char *environment, const struct doc_node *manifest,
		   const char *fix)
{
	const char *const *held;
	size_t count;

	if (state_pins(j->act->record, environment, &held, &count, j->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *path, *value;
		struct pin pin;

		event_pin_parts(held[i], j->a, &path, &value);
		if (given(&j->event->fields[FIELD_PIN], held[i]))
			continue;
		pin = manifest_pin(manifest, path, j->a);
		if (pin.state != PIN_COMPLETE || strcmp(pin.value, value) != 0)
			conflict(j, path, value, &pin, fix, "changes the recorded pin");
	}
	return 0;
}

int act_check_place(struct judging *j, const struct environment *next)
{
	const struct runbook *rb = j->act->runbook;
	const struct environment *now = rb ? runbook_environment(rb, next->id) : NULL;
	const char *const *pins;
	size_t count;

	if (next->manifest &&
	    ((now && now->manifest && !strcmp(now->manifest, next->manifest)) ||
	     act_names(j->event, FIELD_FILE, state_manifest_path(next->id, j->a))))
		return 0;
	if (state_pins(j->act->record, next->id, &pins, &count, j->err) < 0)
		return -1;
	if (count)
		act_no(j, RULE_PIN_CONFLICT, pins[0],
		       next->manifest ? next->manifest : "no manifest",
		       arena_printf(j->a,
				    "hint: keep the manifest, or give up its pins first: "
				    "git mcade unpin PATH... --env %s -m REASON",
				    next->id),
		       "the runbook has no manifest for the pins of '%s'", next->id);
	return 0;
}

/*
 * A part that is switched off needs no pin: only an owner's adopt says so, never whoever pins something
 * else.
 */
static int check_exempt(struct judging *j, const struct doc_node *manifest)
{
	const char *path = state_manifest_path(j->environment, j->a);
	const struct runbook *rb = j->act->runbook;
	const struct doc_node *before;
	struct bytes text;

	if (state_file(j->act->record, path, &text, j->err) < 0)
		return -1;
	if (!rb || !text.len)
		return 0;
	if (manifest_parse(text, path, j->a, &before, j->err) < 0)
		return -1;
	for (size_t i = 0; i < rb->step_count; i++) {
		const struct words *pins = &step_at(rb, i)->pins;

		for (size_t k = 0; step_in(step_at(rb, i), j->environment) && k < pins->count;
		     k++) {
			struct pin now = manifest_pin(manifest, pins->items[k], j->a);

			if (now.state == PIN_EXEMPT &&
			    manifest_pin(before, pins->items[k], j->a).state != PIN_EXEMPT)
				conflict(j, pins->items[k], "a part that is in use", &now,
					 "hint: a part is switched off by an adopt",
					 "switches off");
		}
	}
	return 0;
}

/* What the event says and what its manifest says are one. */
static int check_manifest(struct judging *j, const struct doc_node *manifest)
{
	const struct event_values *pins = &j->event->fields[FIELD_PIN];

	/* what no longer holds may say anything */
	for (size_t i = 0; j->event->word != EVENT_UNPIN && i < pins->count; i++) {
		const char *path, *value;
		struct pin pin;

		event_pin_parts(pins->items[i], j->a, &path, &value);
		pin = manifest_pin(manifest, path, j->a);
		if (pin.state != PIN_COMPLETE || strcmp(pin.value, value) != 0)
			conflict(j, path, value, &pin, NULL, "says something else of");
	}
	return act_check_held(j, j->environment, manifest, NULL) < 0
		       ? -1
		       : check_exempt(j, manifest);
}

/* Only what is recorded can be given up. */
static int check_unpinned(struct judging *j)
{
	const struct event_values *pins = &j->event->fields[FIELD_PIN];

	for (size_t i = 0; j->event->word == EVENT_UNPIN && i < pins->count; i++) {
		const char *path, *value, *recorded;

		event_pin_parts(pins->items[i], j->a, &path, &value);
		if (state_pin(j->act->record, j->environment, path, &recorded, j->err) < 0)
			return -1;
		if (!recorded || strcmp(recorded, value) != 0)
			act_no(j, RULE_PIN_CONFLICT, recorded ? recorded : "a recorded pin",
			       value, NULL, "'%s' is not pinned to the value given up", path);
	}
	return 0;
}

/* From the environments that come first, and from no other. */
static void check_source(struct judging *j)
{
	const char *source = event_get(j->event, FIELD_SOURCE);

	for (size_t i = 0; j->spec && i < j->spec->promote_after.count; i++)
		if (!strcmp(j->spec->promote_after.items[i], source))
			return;
	act_no(j, RULE_PROMOTION, "an environment of promote.after", source, NULL,
	       "nothing is promoted from '%s' to '%s'", source, j->environment);
}

/* Is all that is complete there of that content, does nothing run there or has failed, and does
 * nothing say that it no longer holds? *ret: what is not so, or "nothing" where nothing is
 * complete; NULL: it is. */
static int find_unproved(struct judging *j, const struct environment *there,
			 const char *content, const char **ret)
{
	const struct runbook *rb = j->act->runbook;

	*ret = "nothing";
	for (size_t i = 0; i < rb->step_count; i++) {
		const struct step *step = step_at(rb, i);
		const struct step_state *state;
		struct stale *stale;
		size_t count;
		const char *is;

		if (state_step(j->act->record, there->id, step->id, &state, j->err) < 0)
			return -1;
		if (!step_in(step, there->id))
			continue;
		/* also behind a hold, but for what shall not be done */
		if ((state->before == PHASE_RUNNING || state->before == PHASE_FAILED) &&
		    state->phase != PHASE_SKIPPED) {
			*ret = step->id;
			break;
		}
		if (state->phase != PHASE_COMPLETE)
			continue;
		if (step_stale(j->act->record, rb, there, step, state, j->a, &stale, &count,
			       j->err) < 0)
			return -1;
		is = entry_get(step_seen_to_work(state), "content");
		*ret = count || state->dirty_checks || !is || !content || strcmp(is, content)
			       ? step->id
			       : NULL;
		if (*ret)
			break;
	}
	return 0;
}

/* What goes is that content with all pins of there, whatever anybody called it. */
static int check_promoted(struct judging *j)
{
	const struct event_values *given = &j->event->fields[FIELD_PIN];
	const char *source = event_get(j->event, FIELD_SOURCE), *is, *other;
	const struct environment *there = runbook_environment(j->act->runbook, source);
	const char *content = event_get(j->event, FIELD_CONTENT);
	const char *const *pins;
	size_t count;

	if (!there)
		return 0; /* said of the source */
	if (find_unproved(j, there, content, &other) < 0 ||
	    state_pins(j->act->record, source, &pins, &count, j->err) < 0)
		return -1;
	is = content ? candidate_digest(content, pins, count, j->a) : "a content";
	if (!other && strcmp(is, event_get(j->event, FIELD_CANDIDATE)) != 0)
		other = event_get(j->event, FIELD_CANDIDATE);
	if (!other && given->count < count)
		other = "not every pin";
	for (size_t i = 0; !other && i < given->count; i++)
		if (!texts_have(pins, count, given->items[i]))
			other = given->items[i];
	if (other || !event_get(j->event, FIELD_CODE))
		act_no(j, RULE_PROMOTION, arena_printf(j->a, "%s, complete in %s", is, source),
		       other ? other : "of no commit", NULL,
		       "what is promoted to '%s' is not what was verified in '%s'",
		       j->environment, source);
	return 0;
}

int act_check_pins(struct judging *j)
{
	const struct event_values *pins = &j->event->fields[FIELD_PIN];
	const char *path = state_manifest_path(j->environment, j->a);
	const struct doc_node *manifest = NULL;
	struct bytes text;
	struct err fault;
	bool found;

	if (j->spec && !j->spec->manifest)
		act_no(j, RULE_REFERENCE, "a manifest", "none", NULL,
		       "environment '%s' has no manifest", j->environment);
	if (j->event->word == EVENT_PROMOTE) {
		check_source(j);
		if (check_promoted(j) < 0)
			return -1;
	}
	for (size_t i = 0; j->event->word == EVENT_PIN && i < pins->count; i++) {
		const char *name, *value, *reason;

		event_pin_parts(pins->items[i], j->a, &name, &value);
		reason = manifest_unpinned(value);
		if (reason)
			act_no(j, RULE_UNPINNED, "a value that names one thing for ever", value,
			       NULL, "'%s' is not pinned: %s", name, reason);
	}
	if (check_unpinned(j) < 0 || act_attached(j, path, &text, &found) < 0)
		return -1;
	if (!found)
		return 0;
	if (manifest_parse(text, path, j->a, &manifest, &fault) < 0) {
		act_no(j, RULE_PIN_CONFLICT, "a readable manifest", fault.text, NULL,
		       "the manifest that the event brings cannot be read");
		return 0;
	}
	return check_manifest(j, manifest);
}
