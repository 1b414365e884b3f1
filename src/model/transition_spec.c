/* Events about the specification, its pins and its freezes. */
#include "model/internal.h"

static bool same_step(const struct step_state *s, const char *step, const char *environment)
{
	return !strcmp(s->step, step) && !strcmp(s->environment, environment);
}

static void forget_words(struct step_state *s)
{
	s->claims = s->disputed = NULL;
	s->claim_count = s->disputed_count = 0;
}

/* What is accepted now replaces what a renamed step brought along. */
static int forget_claims(struct draft *d, const char *step, const char *environment,
			 const char *word)
{
	(void)word;
	for (size_t i = 0; i < d->step_count; i++)
		if (same_step(&d->steps[i], step, environment))
			forget_words(&d->steps[i]);
	return 0;
}

/* The record that this event makes of a step of which something is claimed. */
static int claimed_record(struct draft *d, const char *step, const char *environment,
			  struct step_state **ret)
{
	const struct step_state *now;

	*ret = NULL;
	for (size_t i = 0; i < d->removed_count; i++)
		if (same_step(&d->removed[i], step, environment))
			return refuse(d, "a claim of a step that stays", step, NULL,
				      "'%s' in '%s' is renamed by the same event", step,
				      environment);
	for (size_t i = 0; i < d->step_count; i++) /* several claims about one step */
		if (same_step(&d->steps[i], step, environment)) {
			*ret = &d->steps[i];
			return 0;
		}
	if (state_step(d->state, environment, step, &now, d->err) < 0)
		return -1;
	*ret = ARENA_PUSH(d->arena, d->steps, d->step_count);
	**ret = *now;
	forget_words(*ret); /* what is accepted now replaces what was accepted before */
	(*ret)->sequence = d->sequence;
	return 0;
}

/* "locked" also locks. */
static int accept_claim(struct draft *d, const char *step, const char *environment,
			const char *word)
{
	struct step_state *record;

	if (claimed_record(d, step, environment, &record) < 0)
		return -1;
	if (!record)
		return 0;
	*ARENA_PUSH(d->arena, record->claims, record->claim_count) = word;
	if (!strcmp(word, "locked") && !record->locked)
		record->locked = d->sequence;
	return 0;
}

/* Kept so that everybody sees why nothing was accepted; it meets no need. */
static int note_dispute(struct draft *d, const char *step, const char *environment,
			const char *word)
{
	struct step_state *record;

	if (claimed_record(d, step, environment, &record) < 0)
		return -1;
	if (record)
		*ARENA_PUSH(d->arena, record->disputed, record->disputed_count) = word;
	return 0;
}

static int rename_step(struct draft *d, const char *from, const char *environment,
		       const char *to)
{
	const struct step_state *old, *present;
	struct step_state next;

	if (state_step(d->state, environment, from, &old, d->err) < 0 ||
	    state_step(d->state, environment, to, &present, d->err) < 0)
		return -1;
	for (size_t i = 0; i < d->step_count; i++)
		if (same_step(&d->steps[i], to, environment) ||
		    same_step(&d->removed[i], from, environment))
			return refuse(d, "one new name for one old", "two", NULL,
				      "'%s' in '%s' cannot become '%s'", from, environment, to);
	if (!old->sequence)
		return refuse(d, "a step with history", "none", NULL,
			      "'%s' in '%s' cannot be renamed", from, environment);
	if (present->sequence)
		return refuse(d, "no history", "history", NULL,
			      "'%s' in '%s' cannot take over the history of '%s'", to,
			      environment, from);
	next = *old;
	next.step = to;
	next.sequence = d->sequence;
	*ARENA_PUSH(d->arena, d->steps, d->step_count) = next;
	*ARENA_PUSH(d->arena, d->removed, d->removed_count) = (struct step_state){
		.environment = environment, .step = from};
	return 0;
}

/* Calls fn(first, second, third) for each value of three words. */
static int each_triple(struct draft *d, enum event_field field,
		       int (*fn)(struct draft *, const char *, const char *, const char *))
{
	const struct event_values *values = &d->event->fields[field];

	for (size_t i = 0; i < values->count; i++) {
		const char *first, *second, *third;

		event_pair_parts(values->items[i], d->arena, &first, &third);
		event_pair_parts(third, d->arena, &second, &third);
		if (fn(d, first, second, third) < 0)
			return -1;
	}
	return 0;
}

static void set_tips(struct draft *d, struct adopted_state *adopted)
{
	adopted->tips = d->event->fields[FIELD_TIP].items;
	adopted->tip_count = d->event->fields[FIELD_TIP].count;
}

int transition_adopt(struct draft *d)
{
	struct adopted_state *adopted = arena_alloc(d->arena, sizeof(*adopted));

	if (each_triple(d, FIELD_RENAME, rename_step) < 0 ||
	    each_triple(d, FIELD_CLAIM, forget_claims) < 0 ||
	    each_triple(d, FIELD_DISPUTED, forget_claims) < 0 ||
	    each_triple(d, FIELD_CLAIM, accept_claim) < 0 ||
	    each_triple(d, FIELD_DISPUTED, note_dispute) < 0)
		return -1;
	adopted->sequence = d->sequence;
	adopted->runbook = event_get(d->event, FIELD_RUNBOOK) + strlen("sha256:");
	set_tips(d, adopted);
	d->adopted = adopted;
	return 0;
}

int transition_retip(struct draft *d)
{
	struct adopted_state *adopted = arena_alloc(d->arena, sizeof(*adopted));
	const struct adopted_state *now;

	if (state_adopted(d->state, &now, d->err) < 0)
		return -1;
	if (!now->sequence)
		return refuse(d, "an adopted runbook", "none", "git mcade adopt",
			      "there are no governed tips to move");
	*adopted = *now;
	set_tips(d, adopted);
	d->adopted = adopted;
	return 0;
}

/* One path has one value. */
static bool pins_differ(struct draft *d)
{
	const struct event_values *pins = &d->event->fields[FIELD_PIN];

	for (size_t i = 1; i < pins->count; i++) {
		size_t len = strcspn(pins->items[i], "=") + 1;

		if (!strncmp(pins->items[i - 1], pins->items[i], len)) {
			refuse(d, pins->items[i - 1], pins->items[i], NULL,
			       "the event gives one pin two values");
			return false;
		}
	}
	return true;
}

/* Merges the event's pins into the environment's sorted list. */
int transition_pin(struct draft *d)
{
	const struct event_values *given = &d->event->fields[FIELD_PIN];
	const char *const *old;
	size_t old_count, i = 0, k = 0;

	if (!pins_differ(d))
		return 0;
	d->pins_environment = event_get(d->event, FIELD_ENVIRONMENT);
	if (state_pins(d->state, d->pins_environment, &old, &old_count, d->err) < 0)
		return -1;
	while (i < old_count || k < given->count) {
		size_t len = i < old_count ? strcspn(old[i], "=") + 1 : 0;
		int order = i == old_count	? 1
			    : k == given->count ? -1
						: strncmp(old[i], given->items[k], len);

		*ARENA_PUSH(d->arena, d->pins, d->pin_count) = order < 0 ? old[i]
									 : given->items[k];
		i += order <= 0;
		k += order >= 0;
	}
	return 0;
}

int transition_freeze(struct draft *d)
{
	const char *id = event_get(d->event, FIELD_FREEZE);
	const struct event_values *scope = &d->event->fields[FIELD_SCOPE];
	const struct event_values *except = &d->event->fields[FIELD_EXCEPT];
	const struct freeze_state *now;
	bool thawed = false;
	size_t count;

	if (state_freezes(d->state, &now, &count, d->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(now[i].id, id) != 0) {
			*ARENA_PUSH(d->arena, d->freezes, d->freeze_count) = now[i];
			continue;
		}
		if (!now[i].thawed)
			return refuse(d, "another name", id,
				      arena_printf(d->arena, "git mcade thaw %s -m REASON", id),
				      "freeze '%s' is in force already", id);
		thawed = true;
	}
	if (!scope->count && !thawed)
		return refuse(d, "--path PATTERN", "none", NULL, "freeze '%s' covers nothing",
			      id);
	if (scope->count)
		*ARENA_PUSH(d->arena, d->freezes, d->freeze_count) = (struct freeze_state){
			.id = id,
			.reason = d->event->reason,
			.scope = scope->items,
			.scope_count = scope->count,
			.except = except->items,
			.except_count = except->count,
			.sequence = d->sequence};
	d->freezes_changed = true;
	return 0;
}

/* Removes an act's freeze; opens one of the runbook by a note of the same name. */
int transition_thaw(struct draft *d)
{
	const char *id = event_get(d->event, FIELD_FREEZE);
	const struct freeze_state *now;
	bool removed = false;
	size_t count;

	if (state_freezes(d->state, &now, &count, d->err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(now[i].id, id) != 0) {
			*ARENA_PUSH(d->arena, d->freezes, d->freeze_count) = now[i];
			continue;
		}
		if (now[i].thawed)
			return refuse(d, "a freeze in force", "thawed", NULL,
				      "freeze '%s' is open already", id);
		removed = true;
	}
	if (!removed)
		*ARENA_PUSH(d->arena, d->freezes,
			    d->freeze_count) = (struct freeze_state){.id = id,
								     .thawed = true,
								     .reason = d->event->reason,
								     .sequence = d->sequence};
	d->freezes_changed = true;
	return 0;
}
