/* fold_judge.c - the judge, asked of an event on the record before it. */
#include "fold/fold_internal.h"

#include "base/hex.h"
#include "base/time.h"
#include "runbook/shown.h"

/* Where a checkpoint would lie that does not count: the event itself says so, and no file of the
 * record. */
static const char *directory_of(struct fold *f, const struct indexed_event *e,
				uint64_t sequence)
{
	struct attachments attachments;
	struct event event;

	if (e->word != EVENT_CHECKPOINT || e->counts ||
	    !fold_load(f, sequence, &event, &attachments))
		return NULL;
	return event_get(&event, FIELD_DIRECTORY);
}

static bool find_event(void *context, const char *id, struct act_event *ret)
{
	struct fold *f = context;
	const struct indexed_event *e;
	uint64_t sequence;
	char *hex;

	if (!event_index_find(f->index, id, &sequence))
		return false;
	e = event_index_at(f->index, sequence);
	hex = arena_alloc(f->arena, 65);
	hex_encode(e->sha256, sizeof(e->sha256), hex);
	*ret = (struct act_event){.sequence = sequence,
				  .word = (enum event_word)e->word,
				  .principal = event_index_principal(f->index, e),
				  .sha256 = hex,
				  .counts = e->counts,
				  .contested = e->contested,
				  .directory = directory_of(f, e, sequence),
				  .renamed = fold_renamed(f, sequence)};
	return true;
}

static const char *disputed_by(void *context, const char *id)
{
	const struct fold *f = context;
	const struct fold_dispute *d;
	uint64_t first;

	if (!event_index_find(f->index, id, &first) || !(d = fold_dispute_at(f, first)) ||
	    d->contested || d->attested)
		return NULL;
	return rule_word(d->rule);
}

static const char *newest_of(void *context, const struct event *event, const char *ref)
{
	return fold_tip(context, ref, fold_tips_seen(context, event));
}

static int was(void *context, const char *environment, uint64_t sequence, bool promoted,
	       struct arena *a, struct act_was *ret, struct err *err)
{
	return fold_was(context, environment, sequence, promoted, a, ret, err);
}

/* Clocks that run apart are findings; such an event can use no permission. */
static void check_time(struct fold *f, const struct fold_event *next, struct findings *found)
{
	int64_t time = next->origin->time, now = time_now();
	char limit[TIME_TEXT_SIZE];
	bool late = time > now + CLOCK_SKEW;
	bool early = f->clock > time + CLOCK_SKEW;

	if (!early && !late) {
		f->clock = time;
		return;
	}
	time_format(late ? now : f->clock, limit);
	finding_add(
		found, RULE_TIME, early && next->received ? FINDING_ERROR : FINDING_WARN,
		(struct finding){.sequence = next->sequence,
				 .has_sequence = true,
				 .time = time,
				 .expected = arena_printf(found->arena, "%s %s",
							  late ? "at most" : "at least", limit),
				 .found = TIME_TEXT(time),
				 .fix = "set the clock of the machine that signed it"},
		"event %" PRIu64 " is more than 10 minutes %s", next->sequence,
		late ? "ahead of this clock" : "older than the one before");
}

/* Exactly the rules that the event names, and none that a fact may not break. */
static bool contests_what_is_found(const struct event *event, const struct findings *found,
				   size_t first)
{
	const struct event_values *said = &event->fields[FIELD_CONTESTED];

	for (size_t i = first; i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR &&
		    (!(rules[found->items[i].rule].passes & CONTEST) ||
		     !event_contests(event, found->items[i].rule)))
			return false;
	for (size_t k = 0; k < said->count; k++) {
		bool any = false;

		for (size_t i = first; i < found->count; i++)
			any = any || (found->items[i].severity == FINDING_ERROR &&
				      !strcmp(rule_word(found->items[i].rule), said->items[k]));
		if (!any)
			return false;
	}
	return true;
}

/* Was whoever signed it right when he acted, and did other people's events come first? */
static int may_contest(struct fold *f, const struct act_facts *act,
		       const struct fold_event *next, const struct findings *found,
		       size_t first, bool *ret, struct err *err)
{
	const char *environment = event_get(next->event, FIELD_ENVIRONMENT);
	const struct environment *spec = act->runbook && environment
						 ? runbook_environment(act->runbook,
								       environment)
						 : NULL;
	uint64_t seen;

	*ret = false;
	if (!event_is_fact(next->event->word) ||
	    !contests_what_is_found(next->event, found, first) ||
	    !fold_seen_sequence(f, next->event, &seen) || !f->help.was_right)
		return 0;
	if (spec && spec->live && next->event->word != EVENT_FINISH &&
	    (event_kind(next->event) != KIND_START || !event_get(next->event, FIELD_OFFLINE)))
		return 0;
	return f->help.was_right(f->help.context, seen, next->origin->principal, act, ret, err);
}

static void downgrade(struct findings *found, size_t first, const char *why)
{
	for (size_t i = first; i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR) {
			found->items[i].severity = FINDING_WARN;
			found->items[i].message = arena_printf(found->arena, "%s (%s)",
							       found->items[i].message, why);
			found->items[i].fix = found->items[i].allow = NULL; /* it is done */
		}
}

static int judge_contested(struct fold *f, const struct act_facts *act,
			   const struct fold_event *next, struct findings *found, size_t first,
			   struct err *err)
{
	bool right;

	if (may_contest(f, act, next, found, first, &right, err) < 0)
		return -1;
	if (!right) {
		finding_add(found, RULE_EVIDENCE, FINDING_ERROR,
			    (struct finding){.sequence = next->sequence, .has_sequence = true},
			    "event %" PRIu64 " is contested, although it may not be",
			    next->sequence);
		return 0;
	}
	downgrade(found, first, "contested");
	f->contested = true;
	f->rule = rule_find(event_get(next->event, FIELD_CONTESTED));
	finding_add(
		found, RULE_OWED, FINDING_WARN,
		(struct finding){.sequence = next->sequence,
				 .has_sequence = true,
				 .fix = arena_printf(found->arena,
						     "hint: an owner runs: git mcade attest "
						     "event:%" PRIu64 " -m REASON",
						     next->sequence)},
		"event %" PRIu64 " is contested: an owner must attest it", next->sequence);
	return 0;
}

/*
 * Who says that he acted before he signed was right then already: by what he had seen and his own
 * acts since. What was permitted, done or lifted later does not reach back.
 */
static int judge_then(struct fold *f, const struct act_facts *act, struct findings *found,
		      size_t first, struct err *err)
{
	bool right = true;
	uint64_t seen;

	for (size_t i = first; i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR)
			return 0;
	if (!event_get(act->event, FIELD_OCCURRED) || !f->help.was_right ||
	    !fold_seen_sequence(f, act->event, &seen) ||
	    seen + 1 == event_index_count(f->index))
		return 0;
	if (f->help.was_right(f->help.context, seen, act->origin->principal, act, &right, err) <
	    0)
		return -1;
	if (!right)
		finding_add(
			found, RULE_TIME, FINDING_ERROR,
			(struct finding){.expected = "an act that was right when it occurred",
					 .found = "right by what came later"},
			"the act was not right by what its signer had seen when it occurred");
	return 0;
}

/* Does somebody rest on it whose environment is live? */
static bool must_be_seen(const struct act_facts *act)
{
	const char *environment = event_get(act->event, FIELD_ENVIRONMENT);
	const struct event_info *info = event_info(act->event->word);
	const struct runbook *rb = act->runbook;

	if (info->tips & TIPS_BIND || act->event->word == EVENT_PURGE) /* everything does */
		return true;
	for (size_t i = 0; rb && environment && i < rb->environment_count; i++) {
		const struct environment *e = &rb->environments[i];

		if (e->live && !strcmp(e->id, environment))
			return true;
		for (size_t k = 0; info->leads && k < e->promote_after.count; k++)
			if (!strcmp(e->promote_after.items[k], environment))
				return true;
	}
	return false;
}

/* Everybody sees those tips; what is named without the network may be here alone. */
static bool moves_tips(const struct act_facts *act)
{
	return event_info(act->event->word)->tips & TIPS_MOVE ||
	       (event_rests_on_tips(act->event, act->runbook) && must_be_seen(act) &&
		!event_get(act->event, FIELD_OFFLINE));
}

/* What was asked of an earlier event was answered as if there were none: that is no judgement. */
static int is_read(const struct fold *f, struct err *err)
{
	if (!f->unread.code)
		return 0;
	err_copy(err, &f->unread);
	return -1;
}

/* Only a promotion, and who agrees to one, is asked for it. */
static int find_authors(struct fold *f, struct act_facts *act, struct arena *a,
			const char **ret_unseen, struct err *err)
{
	bool asked = act->event->word == EVENT_PROMOTE ||
		     (act->event->word == EVENT_APPROVE &&
		      event_subject_of(act->event).type == SUBJECT_ENVIRONMENT);

	*ret_unseen = NULL;
	return asked && f->help.authors
		       ? f->help.authors(f->help.context, act, a, ret_unseen, err)
		       : 0;
}

/* What the judge finds, and what is found in the objects that are here. */
static int judge_and_look(struct fold *f, struct act_facts *act, struct findings *found,
			  const char **ret_unseen, struct err *err)
{
	const char *unseen = NULL;

	f->unread.code = ERR_NONE;
	if (find_authors(f, act, found->arena, ret_unseen, err) < 0 ||
	    judge_act(act, found, err) < 0 || is_read(f, err) < 0)
		return -1;
	if (f->help.look && f->help.look(f->help.context, act, found, &unseen, err) < 0)
		return -1;
	*ret_unseen = unseen ? unseen : *ret_unseen;
	return 0;
}

static int judge_all(struct fold *f, struct act_facts *act, const struct fold_event *next,
		     struct findings *found, struct err *err)
{
	size_t first = found->count;
	const char *unseen;

	if (judge_and_look(f, act, found, &unseen, err) < 0)
		return -1;
	f->looked_away = unseen != NULL;
	if (unseen && must_be_seen(act))
		finding_add(found, RULE_EVIDENCE, FINDING_NOTE,
			    (struct finding){.sequence = next->sequence,
					     .has_sequence = true,
					     .found = unseen},
			    "it names commits that are missing here");
	if (next->event->fields[FIELD_CONTESTED].count)
		return judge_contested(f, act, next, found, first, err);
	return judge_then(f, act, found, first, err);
}

int fold_judge(struct fold *f, const struct fold_event *next, struct findings *found,
	       bool *ret_counts, struct err *err)
{
	struct act_facts act = {
		.event = next->event,
		.origin = next->origin,
		.record = f->record,
		.attachments = next->attachments,
		.find = find_event,
		.disputed = disputed_by,
		.newest = newest_of,
		.was = was,
		.pins_seen = fold_pins_seen,
		.context = f,
		/* a contested fact uses no permission before an owner attests it */
		.received = next->event->fields[FIELD_CONTESTED].count ? 0 : next->received};
	size_t first = found->count;
	struct act_seen seen;
	uint64_t earlier;

	f->mark = (struct fold_mark){.dispute_count = f->dispute_count,
				     .pins = grown_len(&f->pins.lines),
				     .seals = grown_len(&f->seals.lines),
				     .kept = f->kept_count,
				     .seen_by_count = f->seen_by_count,
				     .events = event_index_count(f->index),
				     .unseen = f->unseen,
				     .tips = f->tips,
				     .tip_count = f->tip_count,
				     .clock = f->clock};
	f->counts = true;
	f->contested = f->looked_away = false;
	f->rule = RULE_COUNT;
	if (fold_runbook(f, &act.runbook, err) < 0)
		return -1;
	act.seen = fold_seen_by(f, &act, &seen);
	act.id_used = !next->own &&
		      event_index_find(f->index, event_get(next->event, FIELD_ID), &earlier);
	if (judge_all(f, &act, next, found, err) < 0)
		return -1;
	for (size_t i = first; !event_is_integrity(next->event->word) && i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR && f->counts) {
			f->counts = false;
			f->rule = found->items[i].rule;
		}
	f->counts = f->counts && !f->contested;
	check_time(f, next, found);
	f->moves_tips = moves_tips(&act);
	*ret_counts = f->counts;
	return 0;
}

int fold_asks(struct fold *f, const struct act_facts *asked, struct findings *found,
	      struct err *err)
{
	struct act_facts act = *asked;
	size_t first = found->count;
	struct act_seen seen;
	const char *unseen;

	act.record = f->record;
	act.find = find_event;
	act.disputed = disputed_by;
	act.newest = newest_of;
	act.was = was;
	act.pins_seen = fold_pins_seen;
	act.context = f;
	if (!act.asked && !act.seen)
		act.seen = fold_seen_by(f, &act, &seen);
	if (fold_runbook(f, &act.runbook, err) < 0 ||
	    judge_and_look(f, &act, found, &unseen, err) < 0)
		return -1;
	return act.asked || asked->seen ? 0 : judge_then(f, &act, found, first, err);
}
