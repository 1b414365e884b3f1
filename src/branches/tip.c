/* tip.c - what a branch holds at its tip, beside what the ledger holds. */
#include "branches/internal.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "records/owed.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/snapshot.h"

/* A green mark of a step that was complete once is of yesterday, and no invention. */
static int was_true(struct gate *gate, const struct finding *f, bool *ret, struct err *err)
{
	*ret = false;
	return rules[f->rule].rests & RESTS_ONCE && f->step && f->environment
		       ? gate_was_complete(gate, f->environment, f->step, ret, err)
		       : 0;
}

/* What the branch holds at `tip`, beside what the ledger's records would be. */
struct present {
	const char *ref, *way; /* way: of what render mends */
	size_t from;	       /* where its findings begin */
	struct rendered rendered;
};

static const char *mended_by(const struct present *now, const char *path)
{
	const struct rendered *rendered = &now->rendered;

	for (size_t i = 0; i < rendered->count; i++)
		if (rendered->items[i].outcome == RENDER_DIFFERS &&
		    text_is(rendered->items[i].path, path))
			return now->way;
	return "hint: correct it in a new commit";
}

static bool has_error(const struct findings *found, size_t from, const char *path)
{
	for (size_t i = from; i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR &&
		    text_is(found->items[i].path, path))
			return true;
	return false;
}

/* Of its records; and what no other rule can read is a fact of the tip's bytes, like them. */
static int find_drift(const struct ledger *l, struct gate *gate, const struct tip_past *past,
		      const struct present *now, const struct oid *tip, struct findings *found,
		      struct err *err)
{
	struct findings all = FINDINGS_INIT(found->arena);
	const struct findings said = *found; /* of a lost marker */

	if (branch_bound(l, gate, past, now->ref, tip, &all, err) < 0)
		return -1;
	for (size_t i = 0; i < all.count; i++) {
		struct finding f = all.items[i];
		bool was;

		if (was_true(gate, &f, &was, err) < 0)
			return -1;
		if (was ||
		    (rules[f.rule].rests & RESTS_FORM ? has_error(&said, now->from, f.path)
						      : !(rules[f.rule].rests & RESTS_RECORD)))
			continue;
		if (f.commit) /* nobody asks here for the one that brought it */
			f.fix = mended_by(now, f.path);
		f.commit = f.author = NULL;
		f.time = 0;
		*ARENA_PUSH(found->arena, found->items, found->count) = f;
	}
	return 0;
}

/* Days are what matters; what is younger is said in hours or minutes. */
static const char *age(int64_t seconds, struct arena *a)
{
	static const struct {
		int64_t seconds;
		const char *unit;
	} units[] = {{86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}};
	size_t i = 0;

	seconds = seconds < 0 ? 0 : seconds;
	while (i + 1 < ARRAY_SIZE(units) && seconds < units[i].seconds)
		i++;
	seconds /= units[i].seconds;
	return arena_printf(a, "%" PRId64 " %s%s", seconds, units[i].unit,
			    seconds == 1 ? "" : "s");
}

/* What cannot give way to the ledger's text is no earlier value of it. */
static void drifted(const struct present *now, const struct rendered_item *item,
		    struct findings *found)
{
	finding_add(found, RULE_DRIFT, FINDING_ERROR,
		    (struct finding){.path = item->path,
				     .ref = now->ref,
				     .expected = "what the ledger holds, or held",
				     .found = item->detail,
				     .fix = item->edited ? now->way
					    : item->fix	 ? item->fix
							 : "hint: put the file back"},
		    "the branch holds what the ledger never held");
}

/* Of one day, however many acts and files. */
static void owe(const struct ledger *l, const struct present *now, const struct owed_day *day,
		struct findings *found)
{
	struct arena *a = found->arena;
	struct finding with = {
		.ref = now->ref, .expected = "as the ledger has it", .fix = now->way};
	const char *since = "", *who;
	int64_t time;

	for (size_t i = 0; i < day->file_count; i++)
		with.found = arena_printf(a, "%s%s%s: %s", i ? with.found : "", i ? ", " : "",
					  day->files[i].path, day->files[i].detail);
	if (day->file_count == 1) {
		with.path = day->files[0].path;
		with.found = day->files[0].detail;
	}
	if (!day->acts) {
		finding_add(found, RULE_OWED, FINDING_WARN, with,
			    "the branch does not have what the ledger holds");
		return;
	}
	with.sequence = day->first;
	with.has_sequence = true;
	if (state_signer(l->view->state, day->first, &who, &time))
		since = arena_printf(a, " for %s", age(l->now - time, a));
	finding_add(found, RULE_OWED, FINDING_WARN, with,
		    "the branch does not have what %zu act%s of %s recorded%s", day->acts,
		    day->acts == 1 ? "" : "s", day->day ? day->day : "an unknown day", since);
}

static void find_owed(const struct ledger *l, const struct present *now, struct findings *found)
{
	struct owed owed = {0};

	for (size_t i = 0; i < now->rendered.count; i++) {
		const struct rendered_item *item = &now->rendered.items[i];

		if (has_error(found, now->from, item->path))
			continue;
		if (item->outcome == RENDER_LEFT || item->edited)
			drifted(now, item, found);
		else
			owed_add(l, item, &owed);
	}
	owed_settle(l, &owed);
	for (size_t i = 0; i < owed.count; i++)
		owe(l, now, &owed.days[i], found);
}

/* By that line clones know that they are bound: where a branch had it, it has it still. */
static int find_marker(const struct ledger *l, const struct tip_past *past, const char *ref,
		       const struct oid *tip, struct findings *found, struct err *err)
{
	const char *is, *was;
	bool named = false;

	if (gate_marker(l, tip, &is, err) < 0)
		return -1;
	if (text_is(is, l->view->id))
		return 0;
	for (size_t i = past->tip_count; !named && i-- > 0;) {
		const struct oid *commit = &past->tips[i].commit;
		bool here;

		if (strcmp(past->tips[i].ref, ref) != 0)
			continue;
		if (object_is_commit(l->repo, commit, &here, err) < 0)
			return -1;
		if (!here)
			continue;
		if (gate_marker(l, commit, &was, err) < 0 ||
		    history_is_ancestor(l->repo, commit, tip, &named, err) < 0)
			return -1;
		named = named && text_is(was, l->view->id);
	}
	if (named)
		finding_add(found, RULE_DRIFT, FINDING_ERROR,
			    (struct finding){.path = "runbook.yaml",
					     .ref = ref,
					     .expected = arena_printf(
						     found->arena, "ledger: %s", l->view->id),
					     .found = is ? is : "nothing",
					     .fix = "hint: write the line again"},
			    "the branch no longer names its ledger");
	return 0;
}

int branch_tip(const struct ledger *l, struct gate *gate, const struct tip_past *past,
	       const char *ref, const struct oid *tip, struct findings *found, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	struct present now = {.ref = ref,
			      .way = render_way(l, tip),
			      .from = found->count,
			      .rendered = {.check = true}};

	if (find_marker(l, past, ref, tip, found, err) < 0 ||
	    snapshot_of_commit(l->repo, tip, &snapshot, err) < 0)
		return -1;
	now.rendered.at = snapshot;
	if (render_all(l, &now.rendered, err) < 0)
		return -1;
	if (now.rendered.count && text_begins(now.way, "git ") && !render_has_work(l))
		now.way = "hint: the work tree has it: commit the records, and push them";
	if (find_drift(l, gate, past, &now, tip, found, err) < 0)
		return -1;
	find_owed(l, &now, found);
	return 0;
}
