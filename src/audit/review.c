#include "audit/internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/texts.h"
#include "ledger/aside.h"
#include "fold/fold.h"
#include "ledger/evidence_store.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "repo/snapshot.h"
#include "model/event.h"
#include "model/finding.h"
#include "model/state.h"
#include "model/subject.h"

void review_untrusted(struct reviewing *r, const char *expected, const char *found,
		      const char *fix, const char *message)
{
	finding_add(&r->review->findings, RULE_LEDGER_INTEGRITY, FINDING_ERROR,
		    (struct finding){.ref = r->review->ref,
				     .expected = expected,
				     .found = found,
				     .fix = fix},
		    "%s", message);
	r->untrusted = true;
}

/* The local branch; in a clone that has not joined, the remote's. */
static int find_branch(struct reviewing *r, struct err *err)
{
	const struct ledger *l = r->l;
	const char *branch = l->ref + strlen("refs/heads/");
	const struct ledger_view *view;

	r->review->ref = l->ref;
	if (ref_peek(l->repo, l->ref, &r->tip, err) < 0)
		return ledger_damaged(l, err);
	if (!oid_is_zero(&r->tip))
		return 0;
	if (l->remote) {
		r->review->ref = arena_printf(l->arena, "refs/remotes/%s/%s", l->remote,
					      branch);
		if (ref_peek(l->repo, r->review->ref, &r->tip, err) < 0)
			return -1;
		if (!oid_is_zero(&r->tip))
			return 0;
	}
	return ledger_open_unconfirmed(l, &view, err); /* says why there is none */
}

/* A replace ref can be deleted by a command; a graft is a line of a file. */
static const char *way_out(struct reviewing *r, const char *commit)
{
	struct arena *a = r->l->arena;
	struct err ignored;
	struct oid target;

	if (!ref_peek(r->l->repo, arena_printf(a, "refs/replace/%s", commit), &target,
		      &ignored) &&
	    !oid_is_zero(&target))
		return arena_printf(a, "git replace -d %s", commit);
	return "remove its line from .git/info/grafts";
}

/*
 * The walk makes trees and state files itself, and so never misses those that are gone or changed;
 * who looks at the ledger with plain git would. What the event brings anew is read, one by one.
 */
static int read_objects(struct reviewing *r, const struct verified_event *event,
			struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	CLEANUP(snapshot_freep) struct snapshot *was = r->tree;
	struct tree_change *changes;
	struct bytes ignored;
	size_t count;

	r->tree = NULL;
	if ((!was && snapshot_of_tree(r->l->repo, &(struct oid){{0}}, &was, err) < 0) ||
	    snapshot_of_commit(r->l->repo, &event->commit, &r->tree, err) < 0 ||
	    snapshot_diff(was, r->tree, NULL, &scratch, &changes, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (changes[i].new_mode &&
		    object_read(r->l->repo, &changes[i].new_id, OBJECT_BLOB, LIMIT_BLOB,
				&scratch, &ignored, err) < 0)
			return err_prefix(err, "event %" PRIu64 ", '%s'", event->sequence,
					  changes[i].path);
	return 0;
}

/* Of those that had to be seen the judge has left a note. */
static void note_unseen(struct reviewing *r, const struct verified_event *event)
{
	const struct findings *found = &r->review->findings;
	const char *environment = event_get(&event->event, FIELD_ENVIRONMENT);
	struct arena *a = r->l->arena;
	bool unseen = false;

	for (size_t i = found->count; i-- > 0 && found->items[i].sequence == event->sequence;)
		unseen = unseen || (found->items[i].rule == RULE_EVIDENCE &&
				    found->items[i].severity == FINDING_NOTE);
	if (unseen)
		*ARENA_PUSH(a, r->unseen, r->unseen_count) = (struct unseen){
			event->sequence, arena_strdup(a, event_get(&event->event, FIELD_ID)),
			environment ? state_subject_path(environment,
							 event_subject_of(&event->event), a)
				    : NULL};
}

/* Does a verdict or a promotion stand that is this event's, or that of the run that it began? */
static bool is_rested_on(const struct subject *subject, const struct unseen *unseen)
{
	for (size_t i = 0; i < subject->count; i++) {
		const struct entry *entry = &subject->entries[i];
		const char *run = entry_get(entry, "run");

		if ((text_begins(entry->slot, "verdicts/") ||
		     !strcmp(entry->slot, "candidate")) &&
		    (entry->sequence == unseen->sequence || (run && !strcmp(run, unseen->id))))
			return true;
	}
	return false;
}

static int count_rested(struct reviewing *r, struct err *err)
{
	for (size_t i = 0; i < r->unseen_count; i++) {
		const struct adopted_state *adopted;
		const struct subject *subject;

		if (!r->unseen[i].path) {
			if (state_adopted(r->review->view->state, &adopted, err) < 0)
				return -1;
			r->review->rest_on_absent +=
				adopted->sequence == r->unseen[i].sequence &&
				!adopted->rewritten_count; /* where it was is gone, and listed */
			continue;
		}
		if (state_subject(r->review->view->state, r->unseen[i].path, &subject, err) < 0)
			return -1;
		r->review->rest_on_absent += is_rested_on(subject, &r->unseen[i]);
	}
	return 0;
}

static int each_event(const struct verified_event *event, void *context, struct err *err)
{
	struct reviewing *r = context;
	char commit[OID_HEX_SIZE];

	r->review->events++;
	note_unseen(r, event);
	if (r->options->each && r->options->each(event, r->options->context, err) < 0)
		return -1;
	chain_add(&r->chain, event);
	if (r->rewritten.count && oid_list_has(&r->rewritten, &event->commit)) {
		oid_hex(&event->commit, commit);
		review_untrusted(
			r, "the commit itself", commit, way_out(r, commit),
			"a replace ref or graft names a ledger commit: stock git would show "
			"something else");
	}
	if (r->options->cold && read_objects(r, event, err) < 0)
		return -1;
	return evidence_count(r->l, &r->evidence, event, &r->review->findings, err);
}

bool review_minimum(const struct ledger_view *view, const char *ref, int64_t now,
		    const struct review_minimum *minimum, struct findings *findings)
{
	struct arena *a = findings->arena;
	bool reached = view->sequence >= minimum->sequence;

	if (!reached)
		finding_add(findings, RULE_LEDGER_INTEGRITY, FINDING_ERROR,
			    (struct finding){
				    .ref = ref,
				    .expected = arena_printf(a, "event %" PRIu64 " at least",
							     minimum->sequence),
				    .found = arena_printf(a, "%" PRIu64, view->sequence),
				    .fix = "hint: git mcade sync; if that fetches nothing, the "
					   "remote has fewer events than were seen elsewhere"},
			    "the ledger is shorter than required");
	if (minimum->max_age && now - view->time > minimum->max_age)
		finding_add(
			findings, RULE_TIME, FINDING_ERROR,
			(struct finding){
				.expected = arena_printf(a, "%" PRId64 " s at most",
							 minimum->max_age),
				.found = arena_printf(a, "%" PRId64 " s", now - view->time),
				.fix = "hint: git mcade sync; if that fetches nothing, nothing "
				       "was recorded since, or the remote withholds it"},
			"the last event is older than allowed");
	return reached;
}

static int verify(struct reviewing *r, struct err *err)
{
	const struct ledger *l = r->l;
	struct ledger_view *from = NULL;
	char known[65];
	bool aside;
	int verdict;

	if (r->options->only_new) {
		if (memory_repository_ledger(l->memory, known, err) < 0 ||
		    (known[0] && ledger_remembered(l, known, "local", &from, err) < 0) ||
		    (from && aside_keeps(l, &from->head, &aside, err) < 0))
			return -1;
		if (from && aside)
			from = NULL;
	}
	verdict = ledger_verify(l->repo, l->arena, from, &r->tip, l->progress, each_event, r,
				&r->review->view, &r->review->findings, err);
	if (verdict < 0) {
		if (err->code != ERR_UNTRUSTED)
			return ledger_damaged(l, err);
		if (from)
			review_untrusted(r, "the event that was seen before", err->text,
					 "git mcade sync",
					 "the ledger was rewound or has diverged");
		else
			review_untrusted(r, "objects that hash to their names", err->text,
					 l->remote ? "git mcade sync --repair" : "git fsck",
					 "an object of the ledger is damaged");
		return 0;
	}
	if (verdict)
		r->untrusted = true;
	return 0;
}

static enum review_verdict verdict_of(const struct reviewing *r)
{
	if (r->untrusted)
		return REVIEW_UNTRUSTED;
	if (findings_worst(&r->review->findings) == FINDING_ERROR)
		return REVIEW_FAIL;
	return r->review->view && r->review->view->confirmed && !r->review->rest_on_absent
		       ? REVIEW_PASS
		       : REVIEW_INCONCLUSIVE;
}

/* A contested fact owes its attestation until it has it; by what it was contested is told for ever. */
static void settle_attested(struct reviewing *r)
{
	struct findings *found = &r->review->findings;
	size_t kept = 0;

	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->items[i];
		const struct fold_dispute *dispute = f->rule == RULE_OWED && f->has_sequence
							     ? fold_dispute_at(
								       r->review->view->fold,
								       f->sequence)
							     : NULL;

		if (!dispute || !dispute->attested)
			found->items[kept++] = *f;
	}
	found->count = kept;
}

/* What was signed here and is in no ledger: that something happened is owed, the rest is told. */
static int tell_aside(struct reviewing *r, struct err *err)
{
	struct aside_event *events;
	size_t count;

	if (aside_list(r->l, r->review->view, &events, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		finding_add(
			&r->review->findings, RULE_OWED,
			events[i].happened ? FINDING_WARN : FINDING_NOTE,
			(struct finding){
				.ref = events[i].ref,
				.fix = events[i].happened
					       ? "hint: tell the owner of the step; once "
						 "nothing conflicts with it: git mcade sync "
						 "--set-aside"
					       : arena_printf(r->l->arena,
							      "hint: once it is no longer "
							      "needed: git update-ref -d %s",
							      events[i].ref)},
			events[i].happened ? "'%s' by %s happened and is not recorded"
					   : "'%s' by %s was set aside",
			events[i].subject, events[i].name);
	return 0;
}

int review_ledger(const struct ledger *l, const struct review_options *options,
		  struct review *ret, struct err *err)
{
	struct review review = {.findings = {.arena = l->arena}};
	struct ledger at = *l;
	struct reviewing r = {.l = l, .options = options, .review = &review};
	const struct trust *trust;

	int verified;

	chain_init(&r.chain, l->arena);
	if (find_branch(&r, err) < 0 ||
	    history_rewritten(l->repo, l->arena, &r.rewritten, err) < 0)
		return -1;
	verified = verify(&r, err);
	snapshot_free(r.tree);
	if (!verified)
		verified = review_expunged(&r, err);
	if (r.evidence.store)
		evidence_store_free(r.evidence.store);
	if (verified < 0 || review_memory(&r, err) < 0)
		return -1;
	if (review.view && !review_minimum(review.view, review.ref, l->now, &options->minimum,
					   &review.findings))
		r.untrusted = true;
	if (review.view && !r.untrusted) {
		if (state_trust(review.view->state, &trust, err) < 0)
			return -1;
		review.signers = trust->principal_count;
		if (review.view->fold) {
			review.objects_absent = fold_unseen(review.view->fold);
			settle_attested(&r);
		}
		if (count_rested(&r, err) < 0 || tell_aside(&r, err) < 0 ||
		    review_due(&r, err) < 0)
			return -1;
		/* Only a whole walk knows every event that can be cited. */
		at.view = review.view;
		if (!options->only_new && citations_check(&at, &r.chain, &review.findings,
							  &review.citations, err) < 0)
			return -1;
	}
	review.verdict = verdict_of(&r);
	findings_sort(&review.findings);
	*ret = review;
	return 0;
}
