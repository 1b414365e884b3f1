/* marks_dropped.c - the marks that a document had of steps, and has no more: of what was done, or was claimed to be, rule_drift.c tells. */
#include "policy/internal.h"
#include "policy/names.h"
#include "policy/readings.h"

#include "base/cleanup.h"

struct dropping {
	const struct facts *facts;
	const struct change *change;
	const struct marks_change *marks;
	const struct runbook *runbook; /* as it stands after the change */
	const struct listing *listing;
	struct strmap
		now; /* steps that have a mark, alone and with its environment; "=", a title */
	struct strmap said;
	struct findings *found;
};

static const char *step_of(const struct mark_line *line, struct arena *a)
{
	return arena_strndup(a, (const char *)line->step.data, line->step.len);
}

static void read_now(struct dropping *d)
{
	struct arena *a = d->now.arena;

	for (size_t i = 0; i < d->marks->now.marks.count; i++) {
		const struct mark_line *line = &d->marks->now.marks.items[i];
		const char *step = step_of(line, a);

		strmap_put(&d->now, step, d);
		strmap_put(
			&d->now,
			marks_key_in(step, line->where && *line->where ? line->where : "", a),
			d);
		strmap_put(&d->now,
			   arena_printf(a, "=%.*s", (int)line->word.len,
					(const char *)line->word.data),
			   d);
	}
}

/* By a runbook.yaml that comes along a title may be another step's; where the line stands it is not gone. */
static bool is_listed(struct dropping *d, const char *step, const char *where)
{
	const struct step *is = runbook_step(d->runbook, step);
	struct arena *a = d->now.arena;

	return !is || (!where && strmap_get(&d->listing->by_id, step)) ||
	       (is->title && d->marks->names->next &&
		strmap_get(&d->now, arena_printf(a, "=%s", marks_title(is->title, a))));
}

/* A mark that says no environment is of each. */
static bool has_now(struct dropping *d, const char *step, const char *where)
{
	struct arena *a = d->now.arena;

	return !where || !*where ? strmap_get(&d->now, step) != NULL
				 : strmap_get(&d->now, marks_key_in(step, where, a)) ||
					   strmap_get(&d->now, marks_key_in(step, "", a));
}

static void tell(struct dropping *d, const struct mark_line *line, const char *step)
{
	struct finding with = finding_of(d->facts, d->change->path, line->line, line->column);
	struct arena *a = d->found->arena;
	bool placed = line->where && *line->where;

	with.step = arena_strdup(a, step);
	with.environment = placed ? arena_strdup(a, line->where) : NULL;
	with.expected = "a line with its mark";
	with.found = "no line";
	with.fix = "hint: list it again, or take it out of 'runbook.yaml' as well";
	/* severity: nothing untrue is said; what is still to be done may be forgotten */
	finding_add(d->found, RULE_DRIFT, FINDING_WARN, with,
		    "step '%s' is in the runbook%s%s, and no line here has its mark any more",
		    step, placed ? ", for " : "", placed ? line->where : "");
}

static void judge(struct dropping *d, size_t parent)
{
	const struct marks_version *was = &d->marks->was[parent];
	struct arena *a = d->now.arena;

	for (size_t i = 0; i < was->marks.count; i++) {
		const struct mark_line *line = &was->marks.items[i];
		const char *step = line->step.len ? name_after(&d->marks->names->was[parent],
							       step_of(line, a))
						  : NULL;
		const char *key = step ? marks_key_in(step, line->where, a) : NULL;
		unsigned expected;

		if (!step || strmap_get(&d->said, key) || has_now(d, step, line->where))
			continue;
		strmap_put(&d->said, key, d);
		expected = marks_expected(d->marks, key);
		if (expected && !(expected & 1u << MARK_DONE) &&
		    !is_listed(d, step, line->where))
			tell(d, line, step);
	}
}

int marks_dropped(const struct facts *facts, const struct change *change,
		  struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct dropping d = {.facts = facts,
			     .change = change,
			     .now = {.arena = &scratch},
			     .said = {.arena = &scratch},
			     .found = found};

	if (marks_change_read(facts, change, &d.marks, found, err) < 0)
		return -1;
	if (!d.marks->now.marks.items) /* it cannot be read, which is said */
		return 0;
	if (listing_of(facts, change->path, &change->now, &scratch, &d.listing, err) < 0)
		return -1;
	d.runbook = d.marks->names->next ? d.marks->names->next : facts->runbook;
	read_now(&d);
	for (size_t i = 0; i < facts->parents; i++)
		judge(&d, i);
	return 0;
}
