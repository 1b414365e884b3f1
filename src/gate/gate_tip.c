#include "gate/gate_tip.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "records/render.h"
#include "gate/gate_internal.h"
#include "fold/fold.h"
#include "repo/object.h"

/* -- the past ------------------------------------------------------------------------------------ */

static bool tip_parts(const char *text, struct arena *a, struct adopted_tip *ret)
{
	const char *space = strchr(text, ' ');

	if (!space || !oid_parse(arena_strndup(a, text, (size_t)(space - text)), &ret->commit))
		return false;
	ret->ref = arena_strdup(a, space + 1);
	return true;
}

/* How many commits `from` has that `without` has not; false: they are not here. */
static bool count_commits(const struct tip_past *past, const struct oid *from,
			  const struct oid *without, size_t *count)
{
	struct repo *repo = past->l->repo;
	struct err ignored = {0};
	struct oid_list list;
	bool here;

	if (object_is_commit(repo, without, &here, &ignored) < 0 || !here ||
	    history_new_commits(repo, from, 1, without, 1, past->l->arena, &list, &ignored) < 0)
		return false;
	*count += list.count;
	return true;
}

/* Where a branch stood: what was rewritten, else where the rules were bound last; false: nowhere. */
static bool stood_at(const struct tip_past *past, const struct event *event, const char *ref,
		     struct oid *ret)
{
	const struct event_values *old = &event->fields[FIELD_REWRITTEN];
	struct adopted_tip was;

	for (size_t i = 0; i < old->count; i++)
		if (tip_parts(old->items[i], past->l->arena, &was) && !strcmp(was.ref, ref)) {
			*ret = was.commit;
			return true;
		}
	for (size_t i = past->tip_count; i-- > 0;)
		if (!strcmp(past->tips[i].ref, ref)) {
			*ret = past->tips[i].commit;
			return true;
		}
	return false;
}

/* The commits of the new tips that the old ones had not: nobody judges them. */
static void count_retipped(const struct tip_past *past, const struct event *event,
			   struct exemption *e)
{
	const struct event_values *tips = &event->fields[FIELD_TIP];
	struct adopted_tip now;
	struct oid was;

	e->has_commits = true;
	for (size_t i = 0; i < tips->count; i++)
		if (tip_parts(tips->items[i], past->l->arena, &now) &&
		    stood_at(past, event, now.ref, &was) &&
		    !count_commits(past, &now.commit, &was, &e->commits))
			e->has_commits = false;
}

static void add_exemption(struct tip_past *past, const struct verified_event *event)
{
	struct arena *a = past->l->arena;
	const char *reason = event->event.reason;
	struct exemption e = {.sequence = event->sequence,
			      .word = event_info(event->event.word)->word,
			      .reason = reason ? arena_strdup(a, reason) : NULL};
	struct oid rejected;

	if (event->event.word == EVENT_RETIP)
		count_retipped(past, &event->event, &e);
	else if (event->event.word == EVENT_RECOVER) /* from the last good event on */
		e.has_commits = oid_parse(event_get(&event->event, FIELD_REJECTS), &rejected) &&
				count_commits(past, &rejected, &past->last, &e.commits);
	*ARENA_PUSH(a, past->exemptions, past->exemption_count) = e;
}

static void add_tips(struct tip_past *past, const struct verified_event *event)
{
	const struct event_values *tips = &event->event.fields[FIELD_TIP];
	struct adopted_tip tip = {.sequence = event->sequence,
				  .event = event->commit,
				  .retip = event->event.word == EVENT_RETIP};
	struct arena *a = past->l->arena;

	for (size_t i = 0; i < tips->count; i++)
		if (tip_parts(tips->items[i], a, &tip)) {
			tip.rewritten = event_names(&event->event, FIELD_REWRITTEN, tip.ref);
			*ARENA_PUSH(a, past->tips, past->tip_count) = tip;
		}
}

static void add_lifts(struct tip_past *past, const struct verified_event *event)
{
	const struct event_values *of = &event->event.fields[FIELD_OF];
	struct arena *a = past->l->arena;

	for (size_t i = 0; i < of->count; i++)
		*ARENA_PUSH(a, past->lifts, past->lift_count) = (struct lift){
			arena_strdup(a, of->items[i]), event->sequence};
}

int tip_past_take(const struct verified_event *event, void *context, struct err *err UNUSED)
{
	enum event_kind kind = event_kind(&event->event);
	struct tip_past *past = context;

	if (event->event.word == EVENT_RETIP || kind == KIND_RECOVER || kind == KIND_WAIVE)
		add_exemption(past, event);
	if (kind == KIND_ADOPT)
		add_tips(past, event);
	if (event->event.word == EVENT_THAW)
		add_lifts(past, event);
	gate_rests_note(&past->rests, past->l->arena, event);
	past->last = event->commit;
	return 0;
}

void tip_past_settle(struct tip_past *past, const struct ledger_view *view)
{
	struct event_index *index = fold_index(view->fold);
	const struct indexed_event *event;
	size_t kept = 0;

	for (size_t i = 0; i < past->exemption_count; i++) {
		struct exemption *e = &past->exemptions[i];

		event = event_index_at(index, e->sequence);
		e->counts = event && event->counts;
		e->principal = event ? event_index_principal(index, event) : NULL;
	}
	for (size_t i = 0; i < past->tip_count; i++) { /* a disputed adopt binds nothing */
		event = event_index_at(index, past->tips[i].sequence);
		if (event && event->counts)
			past->tips[kept++] = past->tips[i];
	}
	past->tip_count = kept;
	kept = 0;
	for (size_t i = 0; i < past->lift_count; i++) {
		event = event_index_at(index, past->lifts[i].sequence);
		if (event && event->counts)
			past->lifts[kept++] = past->lifts[i];
	}
	past->lift_count = kept;
	tip_past_began(past);
}

/* -- the present --------------------------------------------------------------------------------- */

/* A green mark of a step that was complete once is of yesterday, and no invention. */
static int was_true(struct gate *gate, const struct finding *f, bool *ret, struct err *err)
{
	*ret = false;
	return f->rule == RULE_COMPLETION && f->step && f->environment
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

	for (size_t i = 0; path && i < rendered->count; i++)
		if (rendered->items[i].outcome == RENDER_DIFFERS &&
		    !strcmp(rendered->items[i].path, path))
			return now->way;
	return "hint: correct it in a new commit";
}

static bool has_error(const struct findings *found, size_t from, const char *path)
{
	for (size_t i = from; i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR && found->items[i].path &&
		    !strcmp(found->items[i].path, path))
			return true;
	return false;
}

/* Of its records; and what no other rule can read is a fact of the tip's bytes, like them. */
static int find_drift(struct gate *gate, const struct tip_past *past, const struct present *now,
		      const struct oid *tip, struct findings *found, struct err *err)
{
	struct findings all = FINDINGS_INIT(found->arena);
	const struct findings said = *found; /* of a lost marker */

	if (gate_bound(gate, past, now->ref, tip, &all, err) < 0)
		return -1;
	for (size_t i = 0; i < all.count; i++) {
		struct finding f = all.items[i];
		bool was;

		if (was_true(gate, &f, &was, err) < 0)
			return -1;
		if (was || (f.rule == RULE_DOCUMENT ? has_error(&said, now->from, f.path)
						    : !gate_is_about_records(f.rule)))
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

static void owe(struct gate *gate, const struct present *now, const struct rendered_item *item,
		struct findings *found)
{
	struct finding with = {.path = item->path,
			       .ref = now->ref,
			       .expected = "as the ledger has it",
			       .found = item->detail,
			       .fix = now->way};
	const char *since = "";
	const char *who;
	int64_t time;

	if (item->since) {
		with.sequence = item->since;
		with.has_sequence = true;
		if (state_signer(gate->l->view->state, item->since, &who, &time))
			since = arena_printf(found->arena, " for %s",
					     age(gate->l->now - time, found->arena));
	}
	finding_add(found, RULE_OWED, FINDING_WARN, with,
		    "the branch does not have what the ledger holds%s", since);
}

static void find_owed(struct gate *gate, const struct present *now, struct findings *found)
{
	for (size_t i = 0; i < now->rendered.count; i++) {
		const struct rendered_item *item = &now->rendered.items[i];

		if (has_error(found, now->from, item->path))
			continue;
		if (item->outcome == RENDER_LEFT || item->edited)
			drifted(now, item, found);
		else
			owe(gate, now, item, found);
	}
}

/* By that line clones know that they are bound: where a branch had it, it has it still. */
static int find_marker(struct gate *gate, const struct tip_past *past, const char *ref,
		       const struct oid *tip, struct findings *found, struct err *err)
{
	const struct ledger *l = gate->l;
	const char *is, *was;
	bool named = false;

	if (gate_marker(l, tip, &is, err) < 0)
		return -1;
	if (is && !strcmp(is, gate->l->view->id))
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
		named = named && was && !strcmp(was, gate->l->view->id);
	}
	if (named)
		finding_add(
			found, RULE_DRIFT, FINDING_ERROR,
			(struct finding){.path = "runbook.yaml",
					 .ref = ref,
					 .expected = arena_printf(found->arena, "ledger: %s",
								  gate->l->view->id),
					 .found = is ? is : "nothing",
					 .fix = "hint: write the line again"},
			"the branch no longer names its ledger");
	return 0;
}

int gate_tip(struct gate *gate, const struct tip_past *past, const char *ref,
	     const struct oid *tip, struct findings *found, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	struct present now = {.ref = ref,
			      .way = render_way(gate->l, tip),
			      .from = found->count,
			      .rendered = {.check = true}};

	if (find_marker(gate, past, ref, tip, found, err) < 0 ||
	    snapshot_of_commit(gate->l->repo, tip, &snapshot, err) < 0)
		return -1;
	now.rendered.at = snapshot;
	if (render_all(gate->l, &now.rendered, err) < 0)
		return -1;
	if (now.rendered.count && text_begins(now.way, "git ") && !render_has_work(gate->l))
		now.way = "hint: the work tree has it: commit the records, and push them";
	if (find_drift(gate, past, &now, tip, found, err) < 0)
		return -1;
	find_owed(gate, &now, found);
	return 0;
}
