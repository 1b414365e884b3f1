/* sync_evidence.c - bodies of evidence, to and from the remote. */
#include "ledger/evidence_store.h"
#include "remote/sync_internal.h"
#include "repo/evidence.h"
#include "repo/ref.h"

#define RACES 3

static int run_git(const struct ledger *l, const char *const *args, bool *ret_rejected,
		   struct err *err)
{
	struct proc_result result;

	*ret_rejected = false;
	if (sync_git(l, args, true, &result, err) < 0)
		return -1;
	if (sync_succeeded(&result))
		return 0;
	*ret_rejected = sync_was_late(l, &result);
	return err_set(err, ERR_IO, "remote '%s' did not take the evidence", l->remote);
}

const char *sync_evidence_spec(const struct ledger *l)
{
	return arena_printf(l->arena,
			    "+" EVIDENCE_BRANCHES "*:refs/remotes/%s/mcade/evidence/*",
			    l->remote);
}

/* Somebody else's bodies were there first: ours and theirs. */
static int join(const struct ledger *l, const struct ref *refs, size_t count, struct err *err)
{
	const char *const args[] = {
		"fetch", "--quiet", "--no-tags",	   "--no-write-fetch-head",
		"--",	 l->remote, sync_evidence_spec(l), NULL};
	struct evidence_tip *tips = NULL;
	size_t tip_count = 0;
	bool ignored;

	if (run_git(l, args, &ignored, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct evidence_tip tip = {.ref = refs[i].name};
		const char *tracking = arena_printf(l->arena, "refs/remotes/%s/%s", l->remote,
						    refs[i].name + strlen("refs/heads/"));

		if (ref_peek(l->repo, tracking, &tip.theirs, err) < 0)
			return -1;
		if (!oid_is_zero(&tip.theirs))
			*ARENA_PUSH(l->arena, tips, tip_count) = tip;
	}
	return evidence_join(l, tips, tip_count, err);
}

int sync_push_evidence(const struct ledger *l, struct err *err)
{
	const char *const args[] = {"push",
				    "--quiet",
				    "--",
				    l->remote,
				    EVIDENCE_BRANCHES "*:" EVIDENCE_BRANCHES "*",
				    NULL};
	struct ref *refs;
	bool rejected;
	size_t count;

	if (ref_list(l->repo, EVIDENCE_BRANCHES, l->arena, &refs, &count, err) < 0)
		return -1;
	for (int i = 0; count && i < RACES; i++) {
		if (!run_git(l, args, &rejected, err))
			return 0;
		if (!rejected || join(l, refs, count, err) < 0)
			return -1;
	}
	return count ? -1 : 0;
}
