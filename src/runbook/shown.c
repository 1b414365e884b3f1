#include "runbook/shown.h"

#include "base/number.h"
#include "base/texts.h"
#include "runbook/digests.h"

struct asking {
	struct state *record;
	const struct runbook *runbook;
	const struct environment *environment;
	const struct step *step;
	const struct step_state *state;
	struct arena *a;
	struct stale *found;
	size_t count;
};

static void add(struct asking *q, bool run, const char *why)
{
	*ARENA_PUSH(q->a, q->found, q->count) = (struct stale){why, run};
}

static int check_pin(struct asking *q, const char *path, struct err *err)
{
	const char *value;
	uint64_t replaced;

	if (state_pin_replaced(q->record, q->environment->id, path, &replaced, err) < 0 ||
	    state_pin(q->record, q->environment->id, path, &value, err) < 0)
		return -1;
	if (replaced > q->state->verified)
		add(q, false,
		    arena_printf(q->a, "pin %s was %s since", path,
				 value ? "replaced" : "given up"));
	return 0;
}

/* Those that the step names, and those that its completion named when it named others. A first
 * value replaces nothing. */
static int check_pins(struct asking *q, struct err *err)
{
	const struct words *named = &q->step->pins;

	for (size_t i = 0; i < named->count; i++)
		if (check_pin(q, named->items[i], err) < 0)
			return -1;
	for (size_t i = 0; i < q->state->pin_count; i++) {
		const char *path, *value;

		event_pin_parts(q->state->pins[i], q->a, &path, &value);
		if (!texts_have(named->items, named->count, path) &&
		    check_pin(q, path, err) < 0)
			return -1;
	}
	return 0;
}

static int check_needs(struct asking *q, struct err *err)
{
	struct words needs = step_needs(q->runbook, q->step, q->environment->id, q->a);

	for (size_t i = 0; i < needs.count; i++) {
		const struct step_state *need;
		uint64_t reopened;

		if (state_step(q->record, q->environment->id, needs.items[i], &need, err) < 0)
			return -1;
		reopened = subject_sequence(need->subject, "verdicts/reopen");
		if (need->started > q->state->verified || reopened > q->state->verified)
			add(q, false,
			    arena_printf(q->a, "%s, which it needs, %s since", needs.items[i],
					 need->started > reopened ? "ran again"
								  : "was reopened"));
	}
	return 0;
}

/* The last rollback that holds as things stood at an event, and where it went back to; NULL: none. */
static const struct entry *rolled_at(const struct subject *s, uint64_t at, uint64_t *ret_to)
{
	const struct entry *entry, *last = NULL;
	size_t next = 0;

	while ((entry = subject_next(s, "rolled/", &next)))
		if (entry->sequence <= at && (!last || entry->sequence > last->sequence))
			last = entry;
	*ret_to = 0;
	if (last)
		number_parse(entry_get(last, "restored-to"), UINT64_MAX, ret_to);
	return last && *ret_to < last->sequence ? last
						: NULL; /* else an owner has attested that */
}

uint64_t environment_undone(const struct subject *environment)
{
	uint64_t newest = subject_sequence(environment, "undone");
	const struct entry *entry;
	size_t next = 0;

	while ((entry = subject_next(environment, "undoing/", &next)))
		if (entry->sequence > newest)
			newest = entry->sequence;
	return newest;
}

/*
 * What ran in the time that a rollback undid; those in that time are undone with the rest. Where one
 * leads that names no event nobody has said: what was seen to work before is looked at again.
 */
static int check_rolled(struct asking *q, struct err *err)
{
	const struct event_subject here = {SUBJECT_ENVIRONMENT, NULL};
	const struct entry *rolled, *seen = step_seen_to_work(q->state);
	const struct subject *s;
	uint64_t to, undone;

	if (state_subject(q->record, state_subject_path(q->environment->id, here, q->a), &s,
			  err) < 0)
		return -1;
	undone = environment_undone(s);
	/* a release was taken back; where none comes, a rollback is of what its title says */
	if (q->environment->promote_after.count && seen && seen->sequence < undone)
		add(q,
		    !q->step->verify.count || /* or looked at since: undone it is */
			    subject_sequence(q->state->subject, "verdicts/verify") > undone,
		    arena_printf(q->a, "rolled back by event %" PRIu64 " since", undone));
	for (uint64_t at = UINT64_MAX; (rolled = rolled_at(s, at, &to)); at = to)
		if (q->state->started > to && q->state->started < rolled->sequence)
			add(q, true,
			    arena_printf(q->a, "rolled back by event %" PRIu64,
					 rolled->sequence));
	return 0;
}

/* What a person says is of one release: of its content whoever has the files tells, of the pins the
 * record. */
static int check_attested(struct asking *q, struct err *err)
{
	const char *content = entry_get(step_seen_to_work(q->state), "content");
	const char *const *pins;
	size_t count;

	if (state_pins(q->record, q->environment->id, &pins, &count, err) < 0)
		return -1;
	if (!content || !q->state->candidate ||
	    strcmp(candidate_digest(content, pins, count, q->a), q->state->candidate) != 0)
		add(q, true, "the pins changed since it was attested");
	return 0;
}

int step_stale(struct state *record, const struct runbook *runbook,
	       const struct environment *environment, const struct step *step,
	       const struct step_state *state, struct arena *a, struct stale **ret,
	       size_t *ret_count, struct err *err)
{
	struct asking q = {record, runbook, environment, step, state, a, NULL, 0};

	if (state->definition &&
	    strcmp(state->definition, definition_digest(runbook, step, environment, a)) != 0)
		add(&q, true, "the step's definition changed since it ran");
	if (state->verify && !strcmp(state->verify, "fail"))
		add(&q, false, "its last verification failed");
	if (state->checks &&
	    strcmp(state->checks, checks_digest(runbook, step, environment, a)) != 0)
		add(&q, false, "its checks changed since they passed");
	if (state->by_hand ? check_attested(&q, err) < 0
			   : state->verified && check_pins(&q, err) < 0)
		return -1;
	if ((state->verified && check_needs(&q, err) < 0) || check_rolled(&q, err) < 0)
		return -1;
	*ret = q.found;
	*ret_count = q.count;
	return 0;
}

/* "sha256:<hex> <path>" of all that a run names. */
static const char **files_of(const char *uses, const char *const *inputs, size_t input_count,
			     struct arena *a, size_t *ret_count)
{
	const char **files = arena_array(a, input_count + 1, sizeof(*files));
	size_t count = 0;

	if (uses)
		files[count++] = uses;
	for (size_t i = 0; i < input_count; i++)
		files[count++] = inputs[i];
	*ret_count = count;
	return files;
}

static void add_differing(const char *const *files, size_t count, const char *const *others,
			  size_t other_count, bool by_path, struct arena *a, const char ***ret,
			  size_t *ret_count)
{
	for (size_t i = 0; i < count; i++) {
		bool same = false;

		for (size_t k = 0; !same && k < other_count; k++)
			same = !strcmp(by_path ? event_file_path(files[i]) : files[i],
				       by_path ? event_file_path(others[k]) : others[k]);
		if (!same)
			*ARENA_PUSH(a, *ret, *ret_count) = event_file_path(files[i]);
	}
}

struct words files_changed(const struct subject *step, const struct event *start,
			   struct arena *a)
{
	const struct entry *last = subject_entry(step,
						 "run"); /* also where it was reopened since */
	const struct event_values *inputs = &start->fields[FIELD_INPUT];
	size_t count, was_count, changed_count = 0;
	const char *const *list = entry_list(last, "inputs", &was_count);
	const char **was, **files, **changed = NULL;

	if (!last)
		return (struct words){0};
	was = files_of(entry_get(last, "uses"), list, was_count, a, &was_count);
	files = files_of(event_get(start, FIELD_USES), (const char *const *)inputs->items,
			 inputs->count, a, &count);
	add_differing((const char *const *)files, count, (const char *const *)was, was_count,
		      false, a, &changed, &changed_count);
	add_differing((const char *const *)was, was_count, (const char *const *)files, count,
		      true, a, &changed, &changed_count);
	return (struct words){(const char *const *)changed, changed_count};
}

struct words meaning_changed(const struct entry *then, struct words now, struct arena *a)
{
	size_t was_count, count = 0;
	const char *const *was = entry_list(then, event_field_kept(FIELD_MEANING), &was_count);
	const char **changed = NULL;

	for (size_t i = 0; then && i < now.count; i++)
		if (!texts_have(was, was_count, now.items[i]))
			*ARENA_PUSH(a, changed, count) = event_file_path(now.items[i]);
	return (struct words){changed, count};
}

struct words meaning_asked_of(const struct subject *step, const struct event *start,
			      struct arena *a)
{
	const struct event_values *now = &start->fields[FIELD_MEANING];
	struct words changed = meaning_changed(
		subject_entry(step, "run"),
		(struct words){(const char *const *)now->items, now->count}, a);
	const char **asked = arena_array(a, changed.count + 1, sizeof(*asked));
	size_t count = 0;

	for (size_t i = 0; i < changed.count; i++)
		if (strcmp(changed.items[i], MEANING_CONTENT) != 0)
			asked[count++] = changed.items[i];
	return (struct words){asked, count};
}

bool event_rests_on_tips(const struct event *event, const struct runbook *rb)
{
	const char *id = event_get(event, FIELD_ENVIRONMENT);
	unsigned tips = event_info(event->word)->tips;
	const struct environment *e = rb && id ? runbook_environment(rb, id) : NULL;

	if (tips & TIPS_RUN)
		return e && e->live && !event_get(event, FIELD_REPOSITORY);
	return tips & (TIPS_BIND | TIPS_PROVE);
}
