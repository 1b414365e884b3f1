#include "gate/gate_check.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/progress.h"
#include "gate/gate_internal.h"
#include "ledger/governed.h"
#include "gate/check_internal.h"
#include "runbook/runbook.h"
#include "repo/object.h"
#include "repo/repo.h"
#include "repo/snapshot.h"
#include "repo/worktree.h"

#define RUNBOOK "runbook.yaml"

struct findings *check_add(const struct ledger *l, struct check_result *result,
			   const struct oid *commit)
{
	struct commit_verdict *verdict = ARENA_PUSH(l->arena, result->commits, result->count);
	char hex[OID_HEX_SIZE];

	*verdict = (struct commit_verdict){.findings = FINDINGS_INIT(l->arena)};
	if (commit) {
		oid_hex(commit, hex);
		verdict->commit = arena_strdup(l->arena, hex);
	}
	return &verdict->findings;
}

/* Which ledger the verdict rests on, and whether anybody vouches for it. */
int check_note_ledger(const struct ledger *l, const struct ledger_view *ledger,
		      const struct check_known *known, struct check_result *ret,
		      struct err *err)
{
	const char *genesis = known->genesis;

	ret->about = (struct findings)FINDINGS_INIT(l->arena);
	ret->confirmed = genesis || !ledger || ledger->confirmed;
	if (!ledger) /* whoever asks for one is not answered by none */
		return genesis || known->minimum.sequence || known->minimum.max_age
			       ? gate_ledger_absent(l, genesis, err)
			       : 0;
	if (genesis && strcmp(genesis, ledger->id) != 0)
		return err_set(err, ERR_UNTRUSTED,
			       "ledger %.12s... is expected, found %.12s...", genesis,
			       ledger->id);
	ret->ledger = ledger->id;
	ret->untrusted = !review_minimum(ledger, l->ref, l->now, &known->minimum, &ret->about);
	return 0;
}

static int open_gate(const struct ledger *l, const struct check_known *known,
		     const struct oid *base, const struct gate_stands *stands,
		     struct check_result *result, struct gate **ret, struct err *err)
{
	const struct ledger_view *ledger;

	if (gate_ledger(l, base, &ledger, err) < 0 ||
	    check_note_ledger(l, ledger, known, result, err) < 0)
		return -1;
	return gate_open_beside(l, DOOR_PUSH, ledger, stands, ret, err);
}

int check_staged(const struct ledger *l, const struct check_known *known,
		 struct check_result *ret, struct err *err)
{
	const struct ledger_view *ledger;
	struct gate *gate;

	*ret = (struct check_result){0};
	if (gate_open_index(l, &ledger, &gate, err) < 0 ||
	    check_note_ledger(l, ledger, known, ret, err) < 0)
		return -1;
	if (gate_index(gate, false, check_add(l, ret, NULL), err) < 0)
		return -1;
	ret->files = gate->changes;
	return 0;
}

int check_net(const struct ledger *l, struct gate *gate, const struct oid *old, size_t count,
	      const struct oid *tip, const char *ref, struct check_result *ret, struct err *err)
{
	if (gate_between(gate, old, count, tip, ref, check_add(l, ret, NULL), err) < 0)
		return -1;
	ret->files = gate->changes;
	return 0;
}

/* The ref for which commits are judged: HEAD's branch; a detached HEAD, as in CI, counts as the
 * first governed ref, so that nothing is only a warning there. */
static int target(const struct ledger *l, struct gate *gate, const char **ret, struct err *err)
{
	if (repo_head_ref(l->repo, l->arena, ret, err) < 0)
		return -1;
	return *ret ? 0 : gate_governed_ref(gate, ret, err);
}

int check_commits(const struct ledger *l, struct gate *gate, const struct oid *tip,
		  const char *ref, const struct standing_tip *from, size_t from_count,
		  struct check_result *ret, struct err *err)
{
	struct gate_range range = {gate, tip, from, 1, from_count, false};
	struct oid *list;
	size_t count;

	repo_keep_objects(l->repo);
	if (gate_new_commits(gate, ref, tip, 1, from, from_count, &list, NULL, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		progress_step(l->progress, "judging commits", i, count);
		if (gate_range_commit(&range, &list[i], ref, check_add(l, ret, &list[i]), err) <
		    0) {
			progress_done(l->progress);
			return -1;
		}
	}
	progress_done(l->progress);
	ret->files = gate->changes;
	return count ? gate_range_end(&range, 0, ref, &ret->commits[ret->count - 1].findings,
				      err)
		     : 0;
}

/* Of the rules in force: which runbook.yaml stands at the tip, beside that which was adopted. */
static int find_standing(const struct ledger *l, struct gate *gate, const struct oid *tip,
			 struct err *err)
{
	char hex[OID_HEX_SIZE];
	struct oid at;

	if (check_entry_at(l, tip, RUNBOOK, &at, err) < 0)
		return -1;
	oid_hex(&at, hex);
	gate->standing = arena_strdup(l->arena, hex);
	return 0;
}

/* mended: nothing is told of what does not stand at the tip any more. */
static int judge_all(const struct ledger *l, struct gate *gate, const struct oid *tip,
		     const struct standing_tip *from, bool mended, struct check_result *ret,
		     struct err *err)
{
	const char *ref;

	if (target(l, gate, &ref, err) < 0 ||
	    (mended && find_standing(l, gate, tip, err) < 0) ||
	    check_commits(l, gate, tip, ref, from, from ? 1 : 0, ret, err) < 0)
		return -1;
	return mended ? check_drop_mended(l, gate->door, tip, ret, err) : 0;
}

int check_range(const struct ledger *l, const struct check_known *known, const char *range,
		bool net, struct check_result *ret, struct err *err)
{
	const char *dots = strstr(range, ".."), *from, *to, *ref;
	struct gate *gate;
	struct oid old, new;

	if (!dots || strstr(range, "..."))
		return err_set(err, ERR_USAGE, "'%s' is not a range A..B", range);
	from = arena_strndup(l->arena, range, (size_t)(dots - range));
	to = dots + 2;
	*ret = (struct check_result){0};
	if (repo_resolve_commit(l->repo, *from ? from : "HEAD", &old, err) < 0 ||
	    repo_resolve_commit(l->repo, *to ? to : "HEAD", &new, err) < 0 ||
	    open_gate(l, known, &old, NULL, ret, &gate, err) < 0)
		return -1;
	if (!net)
		return judge_all(l, gate, &new, &(struct standing_tip){NULL, old}, false, ret,
				 err);
	return target(l, gate, &ref, err) < 0 ||
			       check_net(l, gate, &old, 1, &new, ref, ret, err) < 0
		       ? -1
		       : 0;
}

/* Where a ledger has adopted nothing, what it holds is known all the same: it has no completion. */
static int open_conventions(const struct ledger *l, struct gate **ret, bool *ret_recorded,
			    const struct gate_stands *stands, struct err *err)
{
	const struct ledger_view *view;
	struct err none;

	*ret_recorded = ledger_open_unconfirmed(l, &view, &none) == 0 &&
			gate_open_beside(l, DOOR_LINT, view, stands, ret, &none) == 0 &&
			!(*ret)->adopted;
	return *ret_recorded ? 0 : gate_open(l, DOOR_LINT, NULL, ret, err);
}

int check_conventions(const struct ledger *l, const struct gate_stands *stands,
		      gate_seen_fn *seen, void *ctx, struct check_result *ret, struct err *err)
{
	struct gate *gate;
	struct oid head;

	*ret = (struct check_result){.confirmed = true};
	if (repo_head_commit(l->repo, &head, err) < 0 ||
	    open_conventions(l, &gate, &ret->recorded, stands, err) < 0 ||
	    gate_habit(gate, stands->runbook, err) < 0)
		return -1;
	gate->stands = *stands;
	gate->seen = seen;
	gate->seen_ctx = ctx;
	return judge_all(l, gate, &head, NULL, true, ret, err);
}

int check_history(const struct ledger *l, const struct check_known *known,
		  const struct gate_stands *stands, const char *runbook,
		  const struct runbook **ret_ruled, struct check_result *ret, struct err *err)
{
	const struct runbook *rb;
	const char *governed;
	struct gate *gate;
	struct bytes text;
	struct oid head;

	*ret = (struct check_result){0};
	if (repo_head_commit(l->repo, &head, err) < 0 ||
	    open_gate(l, known, &head, stands, ret, &gate, err) < 0)
		return -1;
	if (runbook &&
	    (worktree_read(l->repo, runbook, LIMIT_YAML, l->arena, &text, err) < 0 ||
	     runbook_parse(text, runbook, l->arena, &rb, err) < 0 ||
	     governed_default(l, &governed, err) < 0 ||
	     gate_use_runbook(gate, runbook_governing(rb, governed, l->arena), 0, err) < 0))
		return -1;
	gate->again = true;
	*ret_ruled = gate->adopted || runbook ? gate->runbook : NULL;
	/* by a file that is not in force all is told that it would have refused */
	return *ret_ruled ? judge_all(l, gate, &head, NULL, !runbook, ret, err) : 0;
}
