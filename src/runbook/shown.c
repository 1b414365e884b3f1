#include "runbook/shown.h"

#include "base/number.h"
#include "base/texts.h"
#include "runbook/digests.h"
#include "runbook/verdicts.h"

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

const struct entry *environment_undone_by(const struct subject *environment)
{
	const struct entry *newest = subject_entry(environment, "undone"), *entry;
	size_t next = 0;

	while ((entry = subject_next(environment, "undoing/", &next)))
		if (!newest || entry->sequence > newest->sequence)
			newest = entry;
	return newest;
}

uint64_t environment_undone(const struct subject *environment)
{
	const struct entry *by = environment_undone_by(environment);

	return by ? by->sequence : 0;
}

/* Does one of its checks ask which version runs, and, of a verification, was its answer yes? */
static bool tells_version(const struct runbook *rb, const struct step *step,
			  const struct entry *verify, struct arena *a)
{
	size_t count;
	const char *const *said = entry_list(verify, event_field_kept(FIELD_CHECK), &count);

	for (size_t i = 0; i < step->verify.count; i++) {
		const struct check *check = step->verify.items[i];

		if (runbook_asks_version(rb, step, check) &&
		    (!verify || texts_have(said, count, arena_printf(a, "%s pass", check->id))))
			return true;
	}
	return false;
}

bool step_names_version(const struct runbook *rb, const struct step *step)
{
	return tells_version(rb, step, NULL, NULL);
}

int step_shows_run(struct state *record, const struct runbook *rb, const struct step *step,
		   const struct step_state *state, bool *ret, struct err *err)
{
	const struct adopted_state *adopted;

	*ret = !state->by_hand && subject_entry(state->subject, "run") &&
	       step_names_version(rb, step);
	if (!*ret)
		return 0;
	if (state_adopted(record, &adopted, err) < 0)
		return -1;
	*ret = adopted->rules >= RULES_VERSION;
	return 0;
}

const struct entry *step_content_of(const struct step_state *state, bool shows_run)
{
	return shows_run ? subject_entry(state->subject, "run") : step_seen_to_work(state);
}

struct redo step_redo(const struct runbook *rb, const struct step *step,
		      const struct step_state *state, uint64_t undone, struct arena *a)
{
	const struct entry *seen = step_seen_to_work(state);
	bool asked = step->verify.count && step->has_run;
	const struct entry *verify = subject_entry(state->subject, "verdicts/verify");
	bool looked = verify && verify->sequence > undone &&
		      !text_is(entry_get(verify, "verdict"), "inconclusive");
	struct redo ret = {0};

	if (!undone || !seen ||
	    (seen->sequence > undone && (state->started > undone || state->by_hand || !asked ||
					 tells_version(rb, step, seen, a))))
		return ret;
	ret.due = true;
	ret.blind = asked && !step_names_version(rb, step);
	ret.run = ret.blind || !step->verify.count || looked; /* then undone it is */
	return ret;
}

/*
 * What ran in the time that a rollback undid; those in that time are undone with the rest. Where one
 * leads that names no event nobody has said: what was seen to work before is looked at again, by what
 * can tell it from what was there before, or it runs again.
 */
static int check_rolled(struct asking *q, struct err *err)
{
	const struct event_subject here = {SUBJECT_ENVIRONMENT, NULL};
	const struct entry *rolled;
	const struct subject *s;
	uint64_t to, undone;
	struct redo redo;

	if (state_subject(q->record, state_subject_path(q->environment->id, here, q->a), &s,
			  err) < 0)
		return -1;
	undone = environment_undone(s);
	/* a release was taken back; where none comes, a rollback is of what its title says */
	redo = step_redo(q->runbook, q->step, q->state, undone, q->a);
	if (q->environment->promote_after.count && redo.due)
		add(q, redo.run,
		    arena_printf(q->a, "rolled back by event %" PRIu64 " since%s", undone,
				 redo.blind ? REDO_BLIND : ""));
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

/*
 * Who was asked, and said yes when it was verified, has said no since, of the same: of that content and those
 * checks. Other pins than the step names make another candidate, and not another thing that was asked about;
 * what it names makes it stale by itself.
 */
static void check_denied(struct asking *q)
{
	const char *content = entry_get(step_seen_to_work(q->state), "content");

	for (size_t i = 0; q->state->verified && i < q->step->verify.count; i++) {
		const struct check *check = q->step->verify.items[i];
		const struct entry *no = answer_no(q->runbook, q->step, q->state->subject,
						   check, q->state->verified, q->a);

		if (no && text_is(entry_get(no, "content"), content) &&
		    text_is(entry_get(no, "checks"), q->state->checks))
			add(q, false,
			    arena_printf(q->a, "its check '%s' was answered no since",
					 check->id));
	}
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
	check_denied(&q);
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
		if (!texts_have(was, was_count, now.items[i]) ||
		    !strcmp(now.items[i], MEANING_OF_NO_COMMIT))
			*ARENA_PUSH(a, changed, count) = event_file_path(now.items[i]);
	return (struct words){changed, count};
}

struct words meaning_asked_of(const struct subject *step, const struct event *start,
			      uint64_t set, struct arena *a)
{
	const struct event_values *now = &start->fields[FIELD_MEANING];
	struct words changed = meaning_changed(
		subject_entry(step, "run"),
		(struct words){(const char *const *)now->items, now->count}, a);
	const char **asked = arena_array(a, changed.count + 1, sizeof(*asked));
	size_t count = 0;

	for (size_t i = 0; i < changed.count; i++)
		if (!text_begins(changed.items[i], MEANING_VARIABLE) &&
		    (set >= RULES_UNTOLD || strcmp(changed.items[i], MEANING_CONTENT) != 0))
			asked[count++] = changed.items[i];
	return (struct words){asked, count};
}

int meaning_asked(struct state *record, const struct environment *environment,
		  const struct step *step, const struct event *start, uint64_t set,
		  struct arena *a, struct words *ret, struct err *err)
{
	const struct words *after = &environment->promote_after;
	const struct step_state *state;

	if (state_step(record, environment->id, step->id, &state, err) < 0)
		return -1;
	*ret = meaning_asked_of(state->subject, start, set, a);
	if (subject_entry(state->subject, "run") || set < RULES_UNTOLD)
		return 0;
	for (size_t i = 0; i < after->count && !ret->count; i++) {
		if (state_step(record, after->items[i], step->id, &state, err) < 0)
			return -1;
		*ret = meaning_asked_of(state->subject, start, set, a);
	}
	return 0;
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
