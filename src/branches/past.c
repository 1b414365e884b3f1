/* past.c - what adopts, retips, recovers and thaws said, one after the other. */
#include "branches/past.h"

#include "fold/fold.h"
#include "repo/history.h"
#include "repo/object.h"

/* Adds how many commits `from` has that none of `without` has; or that nobody can tell. */
static void count_commits(const struct tip_past *past, const struct oid *from,
			  const struct oid_list *without, struct exemption *e)
{
	struct repo *repo = past->l->repo;
	struct err ignored = {0};
	struct oid_list list;
	bool here = true;

	for (size_t i = 0; here && i < without->count; i++)
		here = object_is_commit(repo, &without->ids[i], &here, &ignored) == 0 && here;
	if (!here || history_new_commits(repo, from, 1, without->ids, without->count,
					 past->l->arena, &list, &ignored) < 0)
		e->uncounted = true;
	else
		e->commits += list.count;
	e->has_commits = !e->uncounted;
}

static bool counts(struct event_index *index, uint64_t sequence)
{
	return event_index_at(index, sequence)->counts;
}

/*
 * Where the branch stood: what was rewritten, and where the rules were bound last. One that the event
 * names first is bound as it left those that were, like any of its name's pattern.
 */
static struct oid_list stood_at(const struct tip_past *past, struct event_index *index,
				size_t at)
{
	const struct adopted_tip *now = &past->tips[at];
	const struct gate_rests *rests = &past->rests;
	struct oid_list was = {0}, others = {0};
	struct arena *a = past->l->arena;
	uint64_t before = 0;

	for (size_t i = 0; i < rests->left_count; i++)
		if (rests->left[i].sequence == now->sequence &&
		    !strcmp(rests->left[i].ref, now->ref))
			*ARENA_PUSH(a, was.ids, was.count) = rests->left[i].commit;
	for (size_t i = at; i-- > 0;) {
		const struct adopted_tip *tip = &past->tips[i];

		if (tip->sequence == now->sequence || !counts(index, tip->sequence))
			continue;
		if (!strcmp(tip->ref, now->ref)) {
			*ARENA_PUSH(a, was.ids, was.count) = tip->commit;
			break;
		}
		before = before ? before : tip->sequence;
		if (tip->sequence == before)
			*ARENA_PUSH(a, others.ids, others.count) = tip->commit;
	}
	return was.count ? was : others;
}

/* The commits of the new tips that the old ones had not: nobody judges them. */
static void count_retipped(const struct tip_past *past, struct event_index *index,
			   struct exemption *e)
{
	for (size_t i = 0; i < past->tip_count; i++) {
		const struct adopted_tip *now = &past->tips[i];
		struct oid_list was;

		if (!now->retip || now->sequence != e->sequence)
			continue;
		was = stood_at(past, index, i);
		count_commits(past, &now->commit, &was, e);
	}
}

static void add_exemption(struct tip_past *past, const struct verified_event *event)
{
	struct arena *a = past->l->arena;
	const char *reason = event->event.reason;
	struct exemption e = {.sequence = event->sequence,
			      .word = event_info(event->event.word)->word,
			      .reason = reason ? arena_strdup(a, reason) : NULL};
	struct oid rejected;

	if (event_info(event->event.word)->tips & TIPS_MOVE)
		e.has_commits = true; /* counted once it is known which adopts count */
	else if (event_kind(&event->event) == KIND_RECOVER && /* from the last good event on */
		 oid_parse(event_get(&event->event, FIELD_REJECTS), &rejected))
		count_commits(past, &rejected, &(struct oid_list){&past->last, 1}, &e);
	*ARENA_PUSH(a, past->exemptions, past->exemption_count) = e;
}

static void add_tips(struct tip_past *past, const struct verified_event *event)
{
	const struct event_values *tips = &event->event.fields[FIELD_TIP];
	struct adopted_tip tip = {.sequence = event->sequence,
				  .event = event->commit,
				  .retip = event_info(event->event.word)->tips & TIPS_MOVE};
	struct arena *a = past->l->arena;

	for (size_t i = 0; i < tips->count; i++) {
		/* one of another hash is missing here like any that is */
		gate_tip_parts(tips->items[i], a, &tip.commit, &tip.ref);
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

	if (event_info(event->event.word)->tips & TIPS_MOVE || kind == KIND_RECOVER ||
	    kind == KIND_WAIVE)
		add_exemption(past, event);
	if (kind == KIND_ADOPT)
		add_tips(past, event);
	if (kind == KIND_LIFT)
		add_lifts(past, event);
	if (past->exceptions)
		register_take(past->exceptions, event, past->l->arena);
	gate_rests_note(&past->rests, past->l->arena, event);
	past->last = event->commit;
	return 0;
}

/* Where each branch began, as apply() files it. */
static void find_beginnings(struct tip_past *past)
{
	size_t first = 0, end = 0; /* tips of the event before */

	for (size_t i = 0; i < past->tip_count; i++) {
		struct adopted_tip *tip = &past->tips[i];

		if (i && tip->sequence != tip[-1].sequence) {
			first = end;
			end = i;
		}
		tip->since = tip->sequence;
		tip->base = tip->commit;
		for (size_t k = first; k < end; k++)
			if (!strcmp(past->tips[k].ref, tip->ref)) {
				tip->since = past->tips[k].since;
				if (!tip->rewritten)
					tip->base = past->tips[k].base;
				break;
			}
	}
}

void tip_past_settle(struct tip_past *past, const struct ledger_view *view)
{
	struct event_index *index = fold_index(view->fold);
	size_t kept = 0;

	for (size_t i = 0; i < past->exemption_count; i++) {
		struct exemption *e = &past->exemptions[i];
		const struct indexed_event *event = event_index_at(index, e->sequence);

		e->counts = event->counts;
		e->principal = event_index_principal(index, event);
		count_retipped(past, index, e);
	}
	for (size_t i = 0; i < past->tip_count; i++) /* a disputed adopt binds nothing */
		if (counts(index, past->tips[i].sequence))
			past->tips[kept++] = past->tips[i];
	past->tip_count = kept;
	kept = 0;
	for (size_t i = 0; i < past->lift_count; i++)
		if (counts(index, past->lifts[i].sequence))
			past->lifts[kept++] = past->lifts[i];
	past->lift_count = kept;
	find_beginnings(past);
}
