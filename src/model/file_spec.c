/* The specification and its values: adopt, retip, pin, unpin, promote. */
#include "base/strmap.h"
#include "base/texts.h"
#include "model/internal.h"

/* -- adopt --------------------------------------------------------------------------------------- */

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

/* A hold of the step has the step's name. */
static struct entry renamed(struct draft *d, struct entry entry, const char *from,
			    const char *to)
{
	const char *colon = strchr(entry.slot, ':');

	if (text_begins(entry.slot, "holds/") && colon && !strcmp(colon + 1, from))
		entry.slot = arena_printf(d->arena, "%.*s:%s", (int)(colon - entry.slot),
					  entry.slot, to);
	return entry;
}

/* A history on its way to another name. */
struct moving {
	const char *from, *to; /* paths */
	const char *name[2];   /* ids */
	struct subject history;
};

/* Each name is given up once, taken once, and taken only where no history stays. */
static bool one_to_one(const struct moving *list, size_t count, struct draft *d, bool *ret)
{
	struct strmap taken = {.arena = d->arena}, left = {.arena = d->arena};
	const struct subject *there;

	*ret = true;
	for (size_t i = 0; i < count; i++) {
		*ret = *ret && !strmap_get(&taken, list[i].to) &&
		       !strmap_get(&left, list[i].from);
		strmap_put(&taken, list[i].to, (void *)&list[i]);
		strmap_put(&left, list[i].from, (void *)&list[i]);
	}
	for (size_t i = 0; i < count; i++) {
		there = draft_subject(d, list[i].to);
		if (!there)
			return false;
		*ret = *ret && (!there->count || strmap_get(&left, list[i].to));
	}
	return true;
}

/*
 * Histories of steps move to their new names, all at once, so that names may shift along; but for what
 * was approved: that was said of what it was. Where one would come onto a history that stays, or two
 * would meet, all stay where they are: the judge says no.
 */
static int rename_steps(struct draft *d)
{
	const struct event_values *values = &d->event->fields[FIELD_RENAME];
	struct moving *list = arena_array(d->arena, values->count, sizeof(*list));
	struct subject *s;
	size_t count = 0;
	bool moves;

	for (size_t i = 0; i < values->count; i++) {
		struct moving *m = &list[count];
		const char *environment;

		event_pair_parts(values->items[i], d->arena, &m->name[0], &m->name[1]);
		event_pair_parts(m->name[1], d->arena, &environment, &m->name[1]);
		m->from = state_step_path(environment, m->name[0], d->arena);
		m->to = state_step_path(environment, m->name[1], d->arena);
		if (!(s = draft_subject(d, m->from)))
			return -1;
		m->history = *s;
		count += s->count > 0; /* what has no history stays */
	}
	if (!one_to_one(list, count, d, &moves))
		return -1;
	if (!moves)
		return 0;
	for (size_t i = 0; i < count; i++)
		*draft_subject(d, list[i].from) = (struct subject){0};
	for (size_t i = 0; i < count; i++) {
		struct subject *next = draft_subject(d, list[i].to);

		subject_remove_all(&list[i].history, "verdicts/approval:");
		for (size_t k = 0; k < list[i].history.count; k++)
			subject_put(next, d->arena,
				    renamed(d, list[i].history.entries[k], list[i].name[0],
					    list[i].name[1]));
	}
	return 0;
}

/* What is accepted now replaces what was accepted before. */
static int forget_claim(struct draft *d, const char *step, const char *environment,
			const char *word UNUSED)
{
	struct subject *s = draft_subject(d, state_step_path(environment, step, d->arena));

	if (!s)
		return -1;
	subject_remove(s, "claim");
	return 0;
}

static int add_claim(struct draft *d, const char *step, const char *environment,
		     const char *word, const char *list)
{
	struct subject *s = draft_subject(d, state_step_path(environment, step, d->arena));
	const struct entry *was;
	const char *const *words;
	struct entry entry;
	const char **more;
	size_t count;

	if (!s)
		return -1;
	was = subject_entry(s, "claim");
	entry = was ? *was : draft_entry(d, "claim");
	words = entry_list(was, list, &count);
	more = arena_array(d->arena, count + 1, sizeof(*more));
	for (size_t i = 0; i < count; i++)
		more[i] = words[i];
	more[count] = word;
	if (count) {
		for (size_t i = 0; i < entry.value_count; i++)
			if (!strcmp(entry.values[i].name, list)) {
				entry.values[i].items = more;
				entry.values[i].count = count + 1;
			}
	} else {
		entry_put_list(&entry, d->arena, list, more, 1);
	}
	subject_put(s, d->arena, entry);
	return 0;
}

/* "locked" also locks. */
static int accept_claim(struct draft *d, const char *step, const char *environment,
			const char *word)
{
	struct subject *s;
	struct entry entry;

	if (add_claim(d, step, environment, word, "claims") < 0)
		return -1;
	if (strcmp(word, "locked") != 0)
		return 0;
	s = draft_subject(d, state_step_path(environment, step, d->arena));
	entry = draft_entry(d, arena_printf(d->arena, "holds/lock:%s", step));
	entry_put(&entry, d->arena, "reason", "claimed by the import");
	if (!subject_entry(s, entry.slot))
		subject_put(s, d->arena, entry);
	return 0;
}

/* Kept so that everybody sees why nothing was accepted; it meets no need. */
static int note_contradiction(struct draft *d, const char *step, const char *environment,
			      const char *word)
{
	return add_claim(d, step, environment, word, "contradicted");
}

void draft_adopt_rules(struct draft *d, struct subject *s)
{
	struct entry set = draft_entry(d, "rules");

	entry_put(&set, d->arena, "set", event_get(d->event, FIELD_RULES));
	subject_put(s, d->arena, set);
}

/* "<commit> <ref>" or "<sequence> <commit> <ref>" of this ref; NULL: none. */
static const char *of_ref(const char *const *list, size_t count, const char *ref)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(strrchr(list[i], ' ') + 1, ref))
			return list[i];
	return NULL;
}

/*
 * A branch that the event before named goes on from where it began; one that is new begins here. What a
 * retip rewrote begins at another commit, and is as old as it was.
 */
static void put_began(struct draft *d, const struct subject *s, struct entry *tips)
{
	const struct event_values *now = &d->event->fields[FIELD_TIP],
				  *old = &d->event->fields[FIELD_REWRITTEN];
	const char **list = arena_array(d->arena, now->count + 1, sizeof(*list));
	const char *const *before;
	size_t count;

	before = entry_list(subject_entry(s, "tips"), "began", &count);
	for (size_t i = 0; i < now->count; i++) {
		const char *ref = strchr(now->items[i], ' ') + 1;
		const char *was = of_ref(before, count, ref);

		if (was && of_ref(old->items, old->count, ref))
			list[i] = arena_printf(d->arena, "%.*s %s", (int)strcspn(was, " "), was,
					       now->items[i]);
		else
			list[i] = was ? was
				      : arena_printf(d->arena, "%" PRIu64 " %s", d->sequence,
						     now->items[i]);
	}
	entry_put_list(tips, d->arena, "began", list, now->count);
}

void draft_adopt_tips(struct draft *d, struct subject *s)
{
	struct entry tips = draft_entry(d, "tips");

	draft_copy(d, &tips, FIELD_LIST(FIELD_TIP, FIELD_REWRITTEN));
	if (d->event->word != EVENT_INIT) /* nothing is governed yet */
		put_began(d, s, &tips);
	subject_put(s, d->arena, tips);
}

int file_ADOPT(struct draft *d)
{
	struct subject *s = draft_subject(d, STATE_ADOPTED);
	struct entry runbook = draft_entry(d, "runbook");
	const struct event_values *since = &d->event->fields[FIELD_SINCE];
	const struct event_values *ended = &d->event->fields[FIELD_OF];

	if (!s)
		return -1;
	draft_adopt_tips(d, s);
	if (d->event->word == EVENT_RETIP)
		return 0;
	draft_adopt_rules(d, s);
	entry_put(&runbook, d->arena, "sha256", event_get(d->event, FIELD_RUNBOOK) + 7);
	draft_copy(d, &runbook, FIELD_LIST(FIELD_GOVERNED));
	entry_put_list(&runbook, d->arena, "since", since->items, since->count);
	subject_put(s, d->arena, runbook);
	for (size_t i = 0; i < ended->count; i++)
		subject_put(
			s, d->arena,
			draft_entry(d, arena_printf(d->arena, "ended/%s", ended->items[i])));
	if (rename_steps(d) < 0 || each_triple(d, FIELD_CLAIM, forget_claim) < 0 ||
	    each_triple(d, FIELD_CONTRADICTED, forget_claim) < 0 ||
	    each_triple(d, FIELD_CLAIM, accept_claim) < 0 ||
	    each_triple(d, FIELD_CONTRADICTED, note_contradiction) < 0)
		return -1;
	return 0;
}

/* -- pins ---------------------------------------------------------------------------------------- */

/* One path has one value. */
bool draft_pins_differ(struct draft *d)
{
	const struct event_values *pins = &d->event->fields[FIELD_PIN];

	for (size_t i = 1; i < pins->count; i++) {
		size_t len = strcspn(pins->items[i], "=") + 1;

		if (!strncmp(pins->items[i - 1], pins->items[i], len)) {
			malformed(d, pins->items[i - 1], pins->items[i],
				  "the event gives one pin two values");
			return false;
		}
	}
	return true;
}

/* What was verified with the old value was not with the new one. */
static void note_replaced(struct draft *d, struct subject *environment, const char *old)
{
	const char *path = arena_strndup(d->arena, old, strcspn(old, "="));

	subject_put(environment, d->arena,
		    draft_entry(d, arena_printf(d->arena, "replaced/%s", path)));
}

void draft_merge_pins(struct draft *d, struct subject *environment)
{
	const struct event_values *given = &d->event->fields[FIELD_PIN];
	struct entry entry = draft_entry(d, "pins");
	bool remove = d->event->word == EVENT_UNPIN;
	bool whole = event_kind(d->event) == KIND_START; /* what it does not name goes */
	const char *const *old;
	const char **pins = NULL;
	size_t old_count, count = 0, i = 0, k = 0;

	old = entry_list(subject_entry(environment, "pins"), "pins", &old_count);
	while (i < old_count || k < given->count) {
		size_t len = i < old_count ? strcspn(old[i], "=") + 1 : 0;
		int order = i == old_count	? 1
			    : k == given->count ? -1
						: strncmp(old[i], given->items[k], len);

		if (order < 0 && !whole)
			*ARENA_PUSH(d->arena, pins, count) = old[i];
		else if (order >= 0 && !remove)
			*ARENA_PUSH(d->arena, pins, count) = given->items[k];
		if (order < 0 ? whole
			      : !order && (remove || strcmp(old[i], given->items[k]) != 0))
			note_replaced(d, environment, old[i]);
		i += order <= 0;
		k += order >= 0;
	}
	subject_remove(environment, "pins");
	entry_put_list(&entry, d->arena, "pins", pins, count);
	if (count)
		subject_put(environment, d->arena, entry);
}

void draft_brought(struct draft *d, struct subject *environment)
{
	const char *candidate = event_get(d->event, FIELD_CANDIDATE);

	if (candidate)
		subject_remove(environment, arena_printf(d->arena, "barred/%s", candidate));
}

int file_PIN(struct draft *d)
{
	struct subject *s = draft_own(d);

	if (!s)
		return -1;
	if (!draft_pins_differ(d))
		return 0;
	draft_merge_pins(d, s);
	draft_brought(d, s); /* of a promotion */
	return d->event->word == EVENT_PROMOTE
		       ? draft_file(d, "candidate",
				    FIELD_LIST(FIELD_SOURCE, FIELD_CANDIDATE, FIELD_CONTENT,
					       FIELD_CODE, FIELD_CHECK, FIELD_WAIVED),
				    NULL)
		       : 0;
}
