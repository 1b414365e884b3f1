/*
 * gate_rests.c - the tips that events rest on. An event of a live environment, a completion, a
 * promotion or an adopt says that its bytes are on a governed branch: where the branch is, it is
 * looked at.
 */
#include "gate/gate_internal.h"

#include "base/quote.h"
#include "base/limits.h"
#include "fold/fold.h"
#include "model/subject.h"
#include "runbook/runbook.h"
#include "repo/history.h"
#include "repo/object.h"

bool gate_tip_parts(const char *text, struct arena *a, struct oid *ret_commit,
		    const char **ret_ref)
{
	const char *hex, *ref;

	*ret_commit = OID_ZERO;
	if (!event_pair_parts(text, a, &hex, &ref))
		return false;
	*ret_ref = arena_strdup(a, ref);
	return oid_parse(hex, ret_commit);
}

void gate_rests_note(struct gate_rests *rests, struct arena *a,
		     const struct verified_event *verified)
{
	const struct event *event = &verified->event;
	const struct event_values *tips = &event->fields[FIELD_TIP];
	const struct event_values *left = &event->fields[FIELD_REWRITTEN];
	const char *environment = event_get(event, FIELD_ENVIRONMENT);
	unsigned are = event_info(event->word)->tips;
	uint64_t sequence = verified->sequence;

	if (event_kind(event) == KIND_ADOPT) /* those before it are of other rules */
		rests->seen = (struct strmap){0};
	rests->seen.arena = a;
	if (are & TIPS_BIND)
		*ARENA_PUSH(a, rests->adopts, rests->adopt_count) = (struct rested_adopt){
			.commit = verified->commit, .sequence = sequence};
	for (size_t i = 0; i < left->count; i++) {
		struct rested_tip was = {.sequence = sequence};

		if (gate_tip_parts(left->items[i], a, &was.commit, &was.ref))
			*ARENA_PUSH(a, rests->left, rests->left_count) = was;
	}
	for (size_t i = 0; (environment || are & TIPS_BIND) && i < tips->count; i++) {
		bool proof = are & TIPS_PROVE;
		const char *key = arena_printf(a, "%s %d %s", tips->items[i], proof,
					       environment ? environment : "");
		struct rested_tip tip = {
			.environment = environment ? arena_strdup(a, environment) : NULL,
			.sequence = sequence,
			.proof = proof};

		if (strmap_get(&rests->seen, key) ||
		    !gate_tip_parts(tips->items[i], a, &tip.commit, &tip.ref))
			continue;
		strmap_put(&rests->seen, key, rests);
		*ARENA_PUSH(a, rests->tips, rests->count) = tip;
	}
}

/* The runbook that an event brought into force, and what governs by default: both lie in its own
 * tree. */
int gate_read_runbook(const struct ledger *l, const struct oid *event,
		      const struct runbook **ret, struct err *err)
{
	const struct runbook *rb;
	struct bytes text, adopted;
	struct subject subject;
	struct oid tree;
	bool found, filed;

	if (commit_tree(l->repo, event, &tree, err) < 0 ||
	    tree_read_file(l->repo, &tree, "runbook.yaml", LIMIT_YAML, l->arena, &text, &found,
			   err) < 0 ||
	    tree_read_file(l->repo, &tree, STATE_ADOPTED, LIMIT_YAML, l->arena, &adopted,
			   &filed, err) < 0)
		return -1;
	if (!found || !filed)
		return err_set(err, ERR_FORMAT, "the tree of event %.12s has no rules",
			       OID_HEX(event));
	if (runbook_parse(text, "adopted runbook.yaml", l->arena, &rb, err) < 0 ||
	    subject_read(adopted, STATE_ADOPTED, l->arena, &subject, err) < 0)
		return -1;
	*ret = runbook_governing(rb, entry_get(subject_entry(&subject, "runbook"), "governed"),
				 l->arena);
	return 0;
}

static bool must_rest(const struct gate *gate, const struct rested_tip *tip)
{
	const struct environment *e = gate->adopted && tip->environment
					      ? runbook_environment(gate->runbook,
								    tip->environment)
					      : NULL;

	return tip->proof || !tip->environment || (e && e->live);
}

/* Where the branch stands, and what a retip took away from it: that was there. */
struct standing {
	struct oid *ids;
	size_t count;
	uint64_t gone; /* before it: what it took away is not here, nobody can tell */
};

static int add_rewritten(struct gate *gate, const struct gate_rests *rests, const char *ref,
			 struct standing *ret, struct err *err)
{
	const struct adopted_state *adopted;
	struct rested_tip was;
	bool here;

	if (state_adopted(gate->l->view->state, &adopted, err) < 0)
		return -1;
	for (size_t i = 0; i < adopted->rewritten_count; i++) {
		gate_tip_parts(adopted->rewritten[i], gate->arena, &was.commit, &was.ref);
		if (strcmp(was.ref, ref) != 0)
			continue;
		if (object_is_commit(gate->l->repo, &was.commit, &here, err) < 0)
			return -1;
		if (here)
			*ARENA_PUSH(gate->arena, ret->ids, ret->count) = was.commit;
	}
	/* those of before the last adopt, too */
	for (size_t i = 0; i < rests->left_count; i++) {
		was = rests->left[i];
		if (strcmp(was.ref, ref) != 0 ||
		    fold_dispute_at(gate->l->view->fold, was.sequence))
			continue;
		if (object_is_commit(gate->l->repo, &was.commit, &here, err) < 0)
			return -1;
		if (here)
			*ARENA_PUSH(gate->arena, ret->ids, ret->count) = was.commit;
		else
			ret->gone = was.sequence;
	}
	return 0;
}

static void refuse(struct gate *gate, const struct rested_tip *tip, struct findings *found)
{
	bool pushed = gate->door == DOOR_RECEIVE || gate->l->remote;
	char hex[OID_HEX_SIZE];

	oid_hex(&tip->commit, hex);
	finding_add(found, RULE_EVIDENCE, FINDING_ERROR,
		    (struct finding){
			    .ref = gate->l->ref,
			    .sequence = tip->sequence,
			    .has_sequence = true,
			    .environment = tip->environment,
			    .expected = tip->ref,
			    .found = arena_strdup(found->arena, hex),
			    .fix = pushed ? arena_printf(found->arena,
							 "git push --atomic origin %s %s",
							 shell_quote(tip->ref, found->arena),
							 gate->l->ref)
					  : NULL,
			    .allow = "a root runs 'git mcade retip -m REASON' where the "
				     "branch was rewritten"},
		    "event %" PRIu64 " %s a commit that is not on the branch", tip->sequence,
		    tip->environment ? "rests on" : "adopts from");
}

/*
 * By the runbooks of then and since: what is live now may have been for trying, and a branch that is
 * governed again may have gone anywhere meanwhile. For what is pushed that while is still to come.
 */
static int is_asked(struct gate *gate, const struct gate_rests *rests,
		    const struct rested_tip *tip, bool *ret, struct err *err)
{
	const struct environment *e;
	const struct runbook *then = NULL;

	*ret = true;
	for (size_t i = 0; *ret && i < rests->adopt_count; i++) {
		struct rested_adopt *adopt = &rests->adopts[i];

		if (adopt->sequence == tip->sequence ||
		    fold_dispute_at(gate->l->view->fold, adopt->sequence))
			continue;
		if (!adopt->runbook &&
		    gate_read_runbook(gate->l, &adopt->commit, &adopt->runbook, err) < 0)
			return -1;
		if (adopt->sequence < tip->sequence)
			then = adopt->runbook;
		else if (gate->door == DOOR_AUDIT && gate_governs(gate, tip->ref))
			*ret = runbook_governs(adopt->runbook, tip->ref);
	}
	if (then && tip->environment && !tip->proof) {
		e = runbook_environment(then, tip->environment);
		*ret = *ret && e && e->live;
	}
	return 0;
}

/* Those of one branch: one walk where all are on it, as they nearly always are. */
static int judge_branch(struct gate *gate, const struct gate_rests *rests,
			const struct rested_tip *const *tips, size_t count,
			const struct standing *at, struct findings *found, struct err *err)
{
	struct oid *ids = arena_array(gate->arena, count + 1, sizeof(*ids));
	struct oid_list beside;

	for (size_t i = 0; i < count; i++)
		ids[i] = tips[i]->commit;
	if (history_new_commits(gate->l->repo, ids, count, at->ids, at->count, gate->arena,
				&beside, err) < 0)
		return -1;
	if (!beside.count)
		return 0;
	for (size_t i = 0; i < count; i++) {
		bool there = tips[i]->sequence < at->gone, asked;

		for (size_t k = 0; !there && k < at->count; k++)
			if (history_is_ancestor(gate->l->repo, &ids[i], &at->ids[k], &there,
						err) < 0)
				return -1;
		if (there)
			continue;
		if (is_asked(gate, rests, tips[i], &asked, err) < 0)
			return -1;
		if (asked)
			refuse(gate, tips[i], found);
	}
	return 0;
}

/* An object that is not here: whether it must be is said of the event. */
static int drop_missing(struct gate *gate, const struct rested_tip **tips, size_t *count,
			struct err *err)
{
	size_t kept = 0;
	bool here;

	for (size_t i = 0; i < *count; i++) {
		if (object_is_commit(gate->l->repo, &tips[i]->commit, &here, err) < 0)
			return -1;
		if (here)
			tips[kept++] = tips[i];
	}
	*count = kept;
	return 0;
}

int gate_rests_judge(struct gate *gate, const struct gate_rests *rests,
		     branch_stands_fn *stands, void *context, struct findings *found,
		     struct err *err)
{
	struct strmap judged = {.arena = gate->arena};
	const struct rested_tip **tips = arena_array(gate->arena, rests->count + 1,
						     sizeof(*tips));

	for (size_t i = 0; i < rests->count; i++) {
		const struct rested_tip *first = &rests->tips[i];
		const char *key = arena_printf(gate->arena, "%s %s", first->ref,
					       first->environment ? "" : "adopt");
		struct standing at = {0};
		bool known = true;
		size_t count = 0;

		if (strmap_get(&judged, key))
			continue;
		strmap_put(&judged, key, gate);
		for (size_t k = i; k < rests->count; k++)
			if (!strcmp(rests->tips[k].ref, first->ref) &&
			    !rests->tips[k].environment == !first->environment &&
			    must_rest(gate, &rests->tips[k]))
				tips[count++] = &rests->tips[k];
		if (drop_missing(gate, tips, &count, err) < 0)
			return -1;
		if (!count)
			continue;
		if (stands(context, first, &at.ids, &at.count, &known, err) < 0 ||
		    add_rewritten(gate, rests, first->ref, &at, err) < 0)
			return -1;
		if (known && judge_branch(gate, rests, tips, count, &at, found, err) < 0)
			return -1;
	}
	return 0;
}
