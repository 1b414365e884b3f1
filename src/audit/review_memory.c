/* review_memory.c - the chain beside what this copy remembers: the trust root, and what was seen. */
#include "audit/internal.h"

#include "ledger/aside.h"
#include "ledger/race.h"
#include "repo/history.h"
#include "repo/object.h"

/*
 * The branch is what was recorded and verified here, to its last event, and the remote's is what was
 * verified there: both continue one chain, and neither went back.
 */
static int is_lost_race(struct reviewing *r, const struct remembered_head *remote, bool *ret,
			struct err *err)
{
	struct remembered_head local;
	struct oid_list bases;
	bool found, here;

	*ret = false;
	if (memory_head(r->l->memory, r->review->view->id, "local", &local, &found, err) < 0 ||
	    object_exists(r->l->repo, &remote->tip, &here, err) < 0)
		return -1;
	if (!found || !oid_equal(&local.tip, &r->tip) || !here)
		return 0;
	if (history_merge_bases(r->l->repo, &r->tip, &remote->tip, r->l->arena, &bases, err) <
	    0)
		return -1;
	*ret = bases.count == 1;
	return 0;
}

/* What this copy, or this remote, showed before must still be in the chain. */
static int compare_memory(struct reviewing *r, const char *remote, struct err *err)
{
	struct remembered_head head;
	bool found, here, grows = false, lost;

	if (!r->review->view ||
	    memory_head(r->l->memory, r->review->view->id, remote, &head, &found, err) < 0)
		return r->review->view ? -1 : 0;
	if (!found || head.sequence > UINT64_MAX / 2)
		return 0;
	if (object_exists(r->l->repo, &head.tip, &here, err) < 0 ||
	    (here && history_is_ancestor(r->l->repo, &head.tip, &r->tip, &grows, err) < 0))
		return -1;
	/* A remote that was seen further than our branch is: then we are behind, not rewound. */
	if (!grows && strcmp(remote, "local") != 0 && here &&
	    history_is_ancestor(r->l->repo, &r->tip, &head.tip, &grows, err) < 0)
		return -1;
	if (!grows && !strcmp(remote, "local") && aside_keeps(r->l, &head.tip, &grows, err) < 0)
		return -1;
	if (grows)
		return 0;
	if (is_lost_race(r, &head, &lost, err) < 0)
		return -1;
	if (lost) {
		r->review->lost_race = true;
		finding_add(&r->review->findings, RULE_OWED, FINDING_WARN,
			    (struct finding){.ref = r->review->ref, .fix = "git mcade sync"},
			    RACE_FIRST " at '%s'; " RACE_UNPUBLISHED, remote);
		return 0;
	}
	review_untrusted(r,
			 arena_printf(r->l->arena, "event %" PRIu64 ", seen at '%s'",
				      head.sequence, remote),
			 arena_printf(r->l->arena, "a chain of %" PRIu64 " without it",
				      r->review->view->sequence),
			 "git mcade sync", "the ledger was rewound or has diverged");
	return 0;
}

static int compare_memories(struct reviewing *r, struct err *err)
{
	const char **remotes;
	size_t count;

	if (r->options->cold)
		return 0;
	repo_remotes(r->l->repo, r->l->arena, &remotes, &count);
	if (compare_memory(r, "local", err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (compare_memory(r, remotes[i], err) < 0)
			return -1;
	return 0;
}

static int compare_genesis(struct reviewing *r, struct err *err)
{
	const char *expected = r->options->expected_genesis;
	struct ledger_view *view = r->review->view;
	char known[65];

	if (!view)
		return 0;
	if (expected) {
		view->confirmed = !strcmp(expected, view->id);
		if (!view->confirmed)
			review_untrusted(r, expected, view->id, NULL, "another trust root");
		return 0;
	}
	if (r->options->cold)
		return memory_is_pinned(r->l->memory, view->id, &view->confirmed, err);
	if (memory_repository_ledger(r->l->memory, known, err) < 0)
		return -1;
	if (known[0] && strcmp(known, view->id) != 0) {
		review_untrusted(r, known, view->id, NULL,
				 "not the trust root that this repository had");
		return 0;
	}
	return memory_is_pinned(r->l->memory, view->id, &view->confirmed, err);
}

int review_memory(struct reviewing *r, struct err *err)
{
	return compare_genesis(r, err) < 0 || compare_memories(r, err) < 0 ? -1 : 0;
}
