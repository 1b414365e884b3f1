/* What an environment holds: pin, unpin, and the pins of a promotion. */
#include "policy/act_internal.h"

#include "runbook/manifest.h"

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
	/* a rollback gives all that there shall be */
	return j->event->word != EVENT_ROLLBACK &&
			       act_check_held(j, j->environment, manifest, NULL) < 0
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

int act_check_manifest(struct judging *j)
{
	const char *path = state_manifest_path(j->environment, j->a);
	const struct doc_node *manifest = NULL;
	struct bytes text;
	struct err fault;
	bool found;

	if (!act_names(j->event, FIELD_FILE, path)) /* without a pin a promotion needs none */
		return 0;
	if (act_attached(j, path, &text, &found) < 0)
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

int act_check_pins(struct judging *j)
{
	const struct event_values *pins = &j->event->fields[FIELD_PIN];

	/* what is promoted without pins changes none */
	if (j->spec && !j->spec->manifest && (j->event->word != EVENT_PROMOTE || pins->count))
		act_no(j, RULE_REFERENCE, "a manifest", "none", NULL,
		       "environment '%s' has no manifest", j->environment);
	if (j->event->word == EVENT_PROMOTE && act_check_promotion(j) < 0)
		return -1;
	for (size_t i = 0; j->event->word == EVENT_PIN && i < pins->count; i++) {
		const char *name, *value, *reason;

		event_pin_parts(pins->items[i], j->a, &name, &value);
		reason = manifest_unpinned(value);
		if (reason)
			act_no(j, RULE_UNPINNED, "a value that names one thing for ever", value,
			       NULL, "'%s' is not pinned: %s", name, reason);
	}
	return check_unpinned(j) < 0 ? -1 : act_check_manifest(j);
}
