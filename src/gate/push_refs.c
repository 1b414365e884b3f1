/* push_refs.c - branches and tags of code that are part of a push: each new commit, under the rules
 * of the ref that it goes to. */
#include "gate/push_internal.h"

#include "base/limits.h"
#include "base/texts.h"
#include "gate/gate_internal.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"

struct finding *push_refuse(struct push *push, const struct ref_line *line, enum rule_id rule,
			    struct finding with, const char *message)
{
	with.ref = line->ref;
	return finding_add(push->found, rule, FINDING_ERROR, with, "%s", message);
}

bool push_is_ledger(const struct push *push, const char *ref)
{
	return !strcmp(ref, push->l->ref);
}

void push_judge_deletions(struct push *push)
{
	for (size_t i = 0; i < push->count; i++) {
		const struct ref_line *line = &push->lines[i];
		struct finding with = {.found = "a deletion",
				       .fix = "leave the ref out of the push"};

		if (!oid_is_zero(&line->new))
			continue;
		if (push_is_ledger(push, line->ref))
			push_refuse(push, line, RULE_LEDGER_INTEGRITY, with,
				    "the ledger's branch is never deleted");
		else if (push_is_evidence(line->ref))
			push_refuse(push, line, RULE_EVIDENCE, with,
				    "a branch of evidence is never deleted");
		else if (gate_governs(push->gate, line->ref))
			push_refuse(push, line, RULE_NO_DELETE, with,
				    "a governed branch is never deleted");
	}
}

/* -- governed refs ------------------------------------------------------------------------------- */

/* The recorded tip of this ref must be in its history, or nobody knows what the rules bind. */
static int judge_tips(struct push *push, const struct ref_line *line, const struct oid *commit,
		      struct err *err)
{
	const struct adopted_state *adopted;
	const struct ledger *l = push->l;

	if (!push->gate->adopted || !push->gate->l->view)
		return 0;
	if (state_adopted(push->gate->l->view->state, &adopted, err) < 0)
		return -1;
	for (size_t i = 0; i < adopted->tip_count; i++) {
		const char *ref = strchr(adopted->tips[i], ' ');
		bool here, ancestor = false;

		if (!ref || strcmp(ref + 1, line->ref))
			continue;
		if (object_is_commit(l->repo, &push->gate->tips[i], &here, err) < 0 ||
		    (here && history_is_ancestor(l->repo, &push->gate->tips[i], commit,
						 &ancestor, err) < 0))
			return -1;
		if (!ancestor)
			push_refuse(
				push, line, RULE_DRIFT,
				(struct finding){
					.expected = arena_printf(l->arena,
								 "a descendant of %.12s",
								 adopted->tips[i]),
					.found = "another history",
					.fix = "hint: where it was rewritten on purpose, a "
					       "root runs 'git mcade "
					       "retip -m REASON' first"},
				"the commit from which the rules bind has left this branch");
	}
	return 0;
}

static bool names(const char *const *tips, size_t count, const struct oid *commit,
		  const char *ref, struct arena *arena)
{
	char hex[OID_HEX_SIZE];
	const char *tip;

	oid_hex(commit, hex);
	tip = arena_printf(arena, "%s %s", hex, ref);
	for (size_t i = 0; i < count; i++)
		if (!strcmp(tips[i], tip))
			return true;
	return false;
}

int gate_retip_allows(const struct gate *gate, const char *ref, const struct oid *old,
		      const struct oid *new, bool *ret, struct err *err)
{
	const struct adopted_state *adopted;

	*ret = false;
	if (!gate->l->view || !gate->adopted)
		return 0;
	if (state_adopted(gate->l->view->state, &adopted, err) < 0)
		return -1;
	*ret = names(adopted->tips, adopted->tip_count, new, ref, gate->arena) &&
	       names(adopted->rewritten, adopted->rewritten_count, old, ref, gate->arena);
	return 0;
}

static int judge_forward(struct push *push, const struct ref_line *line,
			 const struct oid *commit, struct err *err)
{
	const struct ledger *l = push->l;
	char was[OID_HEX_SIZE], is[OID_HEX_SIZE];
	bool here, allowed = false;

	if (oid_is_zero(&line->old))
		return 0;
	if (object_exists(l->repo, &line->old, &here, err) < 0)
		return -1;
	if (here && (history_is_ancestor(l->repo, &line->old, commit, &allowed, err) < 0 ||
		     (!allowed && gate_retip_allows(push->gate, line->ref, &line->old, commit,
						    &allowed, err) < 0)))
		return -1;
	if (allowed)
		return 0;
	oid_hex(&line->old, was);
	oid_hex(commit, is);
	push_refuse(push, line, RULE_DRIFT,
		    (struct finding){
			    .expected = arena_printf(l->arena, "a descendant of %.12s", was),
			    .found = arena_printf(l->arena, "%.12s", is),
			    .fix = "hint: merge what is there (git pull), then push again",
			    .allow = "a root runs 'git mcade retip -m REASON' where the "
				     "new history is, and publishes it first"},
		    "a governed branch only moves forward");
	return 0;
}

static int judge_governed(struct push *push, const struct ref_line *line,
			  const struct oid *commit, bool is_commit, struct err *err)
{
	/* of a branch git drops the line that brings a tag, after the hook, and takes the others */
	if (!is_commit ||
	    (text_begins(line->ref, "refs/heads/") && !oid_equal(commit, &line->new))) {
		push_refuse(push, line, RULE_DRIFT,
			    (struct finding){.expected = "a commit", .found = "another object"},
			    "a governed ref must be a commit");
		return 0;
	}
	return judge_forward(push, line, commit, err) < 0 ? -1
							  : judge_tips(push, line, commit, err);
}

/* -- new commits --------------------------------------------------------------------------------- */

/* What the other side has already; what was judged before in this push too. */
struct known {
	struct standing_tip *tips;
	size_t count;
};

static void add_known(struct push *push, struct known *known, const char *ref,
		      const struct oid *id)
{
	if (!oid_is_zero(id))
		*ARENA_PUSH(push->l->arena, known->tips,
			    known->count) = (struct standing_tip){ref, *id};
}

static int gather_known(struct push *push, const char *prefix, struct known *known,
			struct err *err)
{
	size_t len = strlen(prefix), count;
	struct ref *refs;

	if (ref_list(push->l->repo, prefix, push->l->arena, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *name = push->remote ? arena_printf(push->l->arena, "refs/heads/%s",
							       refs[i].name + len)
						: refs[i].name;

		add_known(push, known, name, &refs[i].id);
	}
	for (size_t i = 0; i < push->count; i++)
		add_known(push, known, push->lines[i].ref, &push->lines[i].old);
	return 0;
}

/* Tips of refs of one age; each with its line. */
struct tips {
	struct oid *ids;
	const struct ref_line **lines;
	size_t count;
};

static int collect(struct push *push, uint64_t age, struct tips *ret, struct err *err)
{
	struct arena *a = push->l->arena;
	struct tips tips = {arena_array(a, push->count, sizeof(*tips.ids)),
			    arena_array(a, push->count, sizeof(*tips.lines)), 0};

	for (size_t i = 0; i < push->count; i++) {
		const struct ref_line *line = &push->lines[i];
		struct oid commit;
		bool is_commit;

		if (oid_is_zero(&line->new) || push_is_ledger(push, line->ref) ||
		    push_is_evidence(line->ref) || gate_age(push->gate, line->ref) != age)
			continue;
		if (history_peel(push->l->repo, &line->new, &commit, &is_commit, err) < 0 ||
		    (gate_governs(push->gate, line->ref) &&
		     judge_governed(push, line, &commit, is_commit, err) < 0))
			return -1;
		if (!is_commit)
			continue;
		tips.ids[tips.count] = commit;
		tips.lines[tips.count++] = line;
	}
	*ret = tips;
	return 0;
}

static int judge_new(struct push *push, const struct tips *tips, struct known *known,
		     struct err *err)
{
	struct gate_range range = {push->gate,	tips->ids,    known->tips,
				   tips->count, known->count, false};
	const size_t *which;
	struct oid *list;
	size_t count;

	if (!tips->count)
		return 0;
	if (gate_new_commits(push->gate, tips->lines[0]->ref, tips->ids, tips->count,
			     known->tips, known->count, &list, &which, &count, err) < 0)
		return -1;
	if (count > LIMIT_PUSH_COMMITS)
		return err_set(err, ERR_LIMIT,
			       "%zu new commits in one push, at most %zu are judged: push them "
			       "in parts",
			       count, LIMIT_PUSH_COMMITS);
	for (size_t i = 0; i < count; i++)
		if (gate_range_commit(&range, &list[i], tips->lines[which[i]]->ref, push->found,
				      err) < 0)
			return -1;
	for (size_t i = 0; i < tips->count; i++)
		if (gate_range_end(&range, i, tips->lines[i]->ref, push->found, err) < 0)
			return -1;
	for (size_t i = 0; i < tips->count; i++)
		add_known(push, known, tips->lines[i]->ref, &tips->ids[i]);
	return 0;
}

static uint64_t next_age(const struct push *push, uint64_t from)
{
	uint64_t next = UINT64_MAX;

	for (size_t i = 0; i < push->count; i++) {
		uint64_t age = gate_age(push->gate, push->lines[i].ref);

		if (age >= from && age < next)
			next = age;
	}
	return next;
}

/* The oldest rules first; last of all what no rule governs: all that stands here or was judged
 * passes there. */
int push_judge_refs(struct push *push, const char *prefix, struct err *err)
{
	struct known known = {0};
	struct tips tips;

	if (gather_known(push, prefix, &known, err) < 0)
		return -1;
	for (uint64_t age = next_age(push, 0);; age = next_age(push, age + 1)) {
		if (collect(push, age, &tips, err) < 0 ||
		    judge_new(push, &tips, &known, err) < 0)
			return -1;
		if (age == UINT64_MAX)
			return 0;
	}
}
