/* stretch.c - what came before the rules of now was bound by those of then. */
#include "branches/internal.h"

#include "base/texts.h"
#include "ledger/chain.h"
#include "fold/fold.h"
#include "repo/history.h"
#include "repo/object.h"

struct stretches {
	const struct ledger *l;
	struct tip_past *past;
	struct findings *found;
	size_t *commits;
};

/* What nobody could read and everybody can again judged nothing: what stands now is drift. */
static bool is_mended(const struct gate *gate, const char *path)
{
	const struct runbook *rb = gate_runbook(gate);
	bool readable = text_is(path, "runbook.yaml");

	for (size_t i = 0; !readable && i < rb->environment_count; i++)
		readable = text_is(rb->environments[i].manifest, path);
	return readable;
}

static bool rests_on_bytes(const struct gate *gate, const struct finding *finding)
{
	unsigned rests = rules[finding->rule].rests;

	return rests & RESTS_BYTES && !(rests & RESTS_FORM && is_mended(gate, finding->path));
}

/* An event that closed something, and those of the commits being judged that it binds, sorted. */
struct closing {
	uint64_t sequence;
	struct oid_list bound;
};

struct judged {
	const struct ledger *l;
	const struct oid *list;
	size_t count;
	struct closing *closings;
	size_t closing_count;
};

/* Those commits of tips ("<commit> <ref>") that are here. */
static int add_commits(const struct ledger *l, const char *const *tips, size_t count,
		       struct oid_list *ret, struct err *err)
{
	for (size_t i = 0; i < count; i++) {
		const char *ref;
		struct oid commit;
		bool here;

		gate_tip_parts(tips[i], l->arena, &commit, &ref);
		if (object_is_commit(l->repo, &commit, &here, err) < 0)
			return -1;
		if (here)
			*ARENA_PUSH(l->arena, ret->ids, ret->count) = commit;
	}
	return 0;
}

/* What the branch had when the event was signed is free. Asked where something is found. */
static int find_closing(struct judged *j, uint64_t sequence, const struct oid_list **ret,
			struct err *err)
{
	const struct ledger *l = j->l;
	const struct adopted_state *adopted;
	struct oid_list had = {0}, bound;
	const struct event_values *tips;
	struct event_origin origin;
	struct event event;

	for (size_t i = 0; i < j->closing_count; i++)
		if (j->closings[i].sequence == sequence) {
			*ret = &j->closings[i].bound;
			return 0;
		}
	if (chain_event(l->repo, l->view, sequence, l->arena, &event, &origin, NULL, err) < 0 ||
	    state_adopted(l->view->state, &adopted, err) < 0)
		return -1;
	tips = &event.fields[FIELD_TIP];
	if (add_commits(l, (const char *const *)tips->items, tips->count, &had, err) < 0)
		return -1;
	if (!had.count && /* its signer saw no branch */
	    add_commits(l, adopted->tips, adopted->tip_count, &had, err) < 0)
		return -1;
	if (history_new_commits(l->repo, j->list, j->count, had.ids, had.count, l->arena,
				&bound, err) < 0)
		return -1;
	bound = oid_list_sorted(&bound, l->arena);
	*ARENA_PUSH(l->arena, j->closings, j->closing_count) = (struct closing){sequence,
										bound};
	*ret = &j->closings[j->closing_count - 1].bound;
	return 0;
}

int branch_judge_past(const struct ledger *l, struct gate *gate, const struct oid *list,
		      size_t count, const char *ref, uint64_t until, struct findings *found,
		      struct err *err)
{
	struct judged judged = {.l = l, .list = list, .count = count};

	for (size_t i = 0; i < count; i++) {
		struct findings all = FINDINGS_INIT(found->arena);

		if (gate_commit(gate, &list[i], ref, &all, err) < 0)
			return -1;
		for (size_t k = 0; k < all.count; k++) {
			const struct finding *f = &all.items[k];
			bool by_act = rules[f->rule].rests & RESTS_ACT && f->has_sequence;
			const struct oid_list *bound;

			if (!rests_on_bytes(gate, f) || (by_act && f->sequence > until))
				continue;
			if (by_act && find_closing(&judged, f->sequence, &bound, err) < 0)
				return -1;
			if (!by_act || oid_list_has(bound, &list[i]))
				*ARENA_PUSH(found->arena, found->items, found->count) = *f;
		}
	}
	return 0;
}

/* The rules in force behind an event: those of the newest adopt that counts, wherever its tips are. */
static int in_force(struct stretches *st, uint64_t sequence, const struct runbook **ret,
		    struct err *err)
{
	struct event_index *index = fold_index(st->l->view->fold);
	const struct gate_rests *rests = &st->past->rests;

	for (size_t i = rests->adopt_count; i-- > 0;)
		if (rests->adopts[i].sequence <= sequence &&
		    event_index_at(index, rests->adopts[i].sequence)->counts)
			return gate_read_runbook(st->l, &rests->adopts[i].commit, ret, err);
	return err_set(err, ERR_FORMAT, "no rules are in force at event %" PRIu64, sequence);
}

/* The tips of one event whose commits are here: places from `first` to before `end`. */
struct bound {
	size_t first, end;
	struct oid *commits;
	size_t count;
};

static int bound_at(struct stretches *st, size_t first, struct bound *ret, struct err *err)
{
	const struct adopted_tip *tips = st->past->tips;
	struct bound bound = {.first = first, .end = first};
	bool here;

	while (bound.end < st->past->tip_count &&
	       tips[bound.end].sequence == tips[first].sequence) {
		const struct oid *commit = &tips[bound.end++].commit;

		if (object_is_commit(st->l->repo, commit, &here, err) < 0)
			return -1;
		if (here)
			*ARENA_PUSH(st->l->arena, bound.commits, bound.count) = *commit;
	}
	*ret = bound;
	return 0;
}

/* The branches as that event named them, whatever came later. */
static void bind_branches(struct stretches *st, const struct bound *at, struct gate *gate)
{
	struct gate_branch *branches = arena_array(st->l->arena, at->end - at->first + 1,
						   sizeof(*branches));

	for (size_t i = at->first; i < at->end; i++) {
		const struct adopted_tip *tip = &st->past->tips[i];

		branches[i - at->first] = (struct gate_branch){tip->ref, tip->since, tip->base,
							       tip->commit};
	}
	gate_bind(gate, branches, at->end - at->first);
}

static int compare(const void *a, const void *b)
{
	const struct exemption *x = a, *y = b;

	return x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

/* An adopt that lets something through. */
static struct exemption adopted(const struct stretches *st, const struct bound *at)
{
	struct event_index *index = fold_index(st->l->view->fold);
	uint64_t sequence = st->past->tips[at->first].sequence;

	return (struct exemption){
		.sequence = sequence,
		.word = event_info(EVENT_ADOPT)->word,
		.principal = event_index_principal(index, event_index_at(index, sequence)),
		.counts = true};
}

/* What stood on branches when they began to be governed, and on no other that was: nobody judged it. */
static int exempt(struct stretches *st, const struct gate *then, const struct bound *from,
		  const struct bound *later, struct err *err)
{
	struct arena *a = st->l->arena;
	struct exemption e = adopted(st, later);
	struct oid_list begun = {0}, known = {0}, list;
	bool all = true;

	for (size_t i = 0; i < from->count; i++)
		*ARENA_PUSH(a, known.ids, known.count) = from->commits[i];
	for (size_t i = later->first; i < later->end; i++) {
		const struct adopted_tip *tip = &st->past->tips[i];
		bool here, governed = gate_governs(then, tip->ref);

		if (object_is_commit(st->l->repo, &tip->commit, &here, err) < 0)
			return -1;
		all = all && here;
		if (here)
			*(governed ? ARENA_PUSH(a, known.ids, known.count)
				   : ARENA_PUSH(a, begun.ids, begun.count)) = tip->commit;
	}
	if (history_new_commits(st->l->repo, begun.ids, begun.count, known.ids, known.count, a,
				&list, err) < 0)
		return -1;
	e.commits = list.count;
	e.has_commits =
		all; /* of a governed branch, too: nobody judged what came to one that is missing */
	e.uncounted = !all;
	if (!e.has_commits || e.commits)
		*ARENA_PUSH(a, st->past->exemptions, st->past->exemption_count) = e;
	return 0;
}

/* Up to each later tip whose ref the rules of then govern. */
static int judge_stretch(struct stretches *st, const struct bound *from,
			 const struct bound *later, struct err *err)
{
	const struct runbook *rb;
	struct gate *gate;
	struct oid *list;
	size_t count;

	if (in_force(st, st->past->tips[from->first].sequence, &rb, err) < 0)
		return -1;
	if (gate_open(st->l, DOOR_AUDIT, st->l->view, &gate, err) < 0 ||
	    gate_use_runbook(gate, rb, st->past->tips[from->first].sequence, err) < 0)
		return -1;
	branch_thaw(gate, st->past);
	bind_branches(st, from, gate);
	for (size_t i = later->first; i < later->end; i++) {
		const struct adopted_tip *tip = &st->past->tips[i];
		bool here;

		if (!gate_governs(gate, tip->ref))
			continue;
		if (object_is_commit(st->l->repo, &tip->commit, &here, err) < 0)
			return -1;
		if (!here)
			continue;
		if (gate_new_commits(gate, tip->ref, &tip->commit, 1, NULL, 0, &list, NULL,
				     &count, err) < 0 ||
		    branch_judge_past(st->l, gate, list, count, tip->ref, tip->sequence,
				      st->found, err) < 0)
			return -1;
		*st->commits += count;
	}
	return exempt(st, gate, from, later, err);
}

/* Nobody can tell from where its rules were bound. */
static void unplaced(struct stretches *st, const struct bound *at)
{
	struct exemption e = adopted(st, at);

	e.uncounted = true;
	*ARENA_PUSH(st->l->arena, st->past->exemptions, st->past->exemption_count) = e;
}

int branch_stretches(const struct ledger *l, struct tip_past *past, struct findings *found,
		     size_t *commits, struct err *err)
{
	struct stretches st = {l, past, found, commits};
	struct bound from = {0};

	for (size_t i = 0; i < past->tip_count;) {
		struct bound next;

		if (bound_at(&st, i, &next, err) < 0)
			return -1;
		i = next.end;
		if (!next.count) { /* it ends no stretch, and what an adopt bound is not judged */
			if (!past->tips[next.first].retip)
				unplaced(&st, &next);
			continue;
		}
		if (from.count && !past->tips[next.first].retip &&
		    judge_stretch(&st, &from, &next, err) < 0)
			return -1;
		from = next;
	}
	if (past->exemption_count)
		qsort(past->exemptions, past->exemption_count, sizeof(*past->exemptions),
		      compare);
	return 0;
}
