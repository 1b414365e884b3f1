/* sync_evidence.c - bodies of evidence, to and from the remote. */
#include "ledger/evidence_store.h"
#include "remote/sync_internal.h"
#include "repo/evidence.h"
#include "repo/ref.h"

/* ERR_RACE: another writer was faster. */
static int run_git(const struct ledger *l, const char *const *args, struct err *err)
{
	struct proc_result result;

	if (sync_git(l, args, true, &result, err) < 0)
		return -1;
	if (sync_succeeded(&result))
		return 0;
	return err_set(err, sync_was_late(l, &result) ? ERR_RACE : ERR_IO,
		       "remote '%s' did not take the evidence", l->remote);
}

/* Where the remote's branches are fetched to. */
static const char *tracking_refs(const struct ledger *l)
{
	return arena_printf(l->arena, "refs/remotes/%s/mcade/evidence/", l->remote);
}

const char *sync_evidence_spec(const struct ledger *l)
{
	return arena_printf(l->arena, "+" EVIDENCE_BRANCHES "*:%s*", tracking_refs(l));
}

/* Our branches, each with what was last seen of it there. */
static int find_tips(const struct ledger *l, struct evidence_tip **ret, size_t *ret_count,
		     struct err *err)
{
	struct evidence_tip *tips = NULL;
	struct ref *refs;
	size_t count, kept = 0;

	if (ref_list(l->repo, EVIDENCE_BRANCHES, l->arena, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		struct evidence_tip tip = {.ref = refs[i].name};
		const char *tracking = arena_printf(l->arena, "refs/remotes/%s/%s",
						    l->remote ? l->remote : "",
						    refs[i].name + strlen("refs/heads/"));

		if (l->remote && ref_peek(l->repo, tracking, &tip.theirs, err) < 0)
			return -1;
		*ARENA_PUSH(l->arena, tips, kept) = tip;
	}
	*ret = tips;
	*ret_count = kept;
	return 0;
}

/* Whoever has put no evidence there has no such branch, and may let go of what others put there. */
static int add_theirs(const struct ledger *l, struct evidence_gone gone,
		      struct evidence_tip **tips, size_t *count, struct err *err)
{
	const char *tracking = arena_printf(l->arena, "refs/remotes/%s/", l->remote);
	struct ref *refs;
	size_t found;

	if (ref_list(l->repo, tracking_refs(l), l->arena, &refs, &found, err) < 0)
		return -1;
	for (size_t i = 0; i < found; i++) {
		struct evidence_tip tip = {.ref = arena_printf(l->arena, "refs/heads/%s",
							       refs[i].name + strlen(tracking)),
					   .theirs = refs[i].id};
		struct oid ours;
		bool dirty;

		if (ref_peek(l->repo, tip.ref, &ours, err) < 0 ||
		    evidence_holds(l->repo, &tip.theirs, gone, &dirty, err) < 0)
			return -1;
		if (dirty && oid_is_zero(&ours))
			*ARENA_PUSH(l->arena, *tips, *count) = tip;
	}
	return 0;
}

/* *ret: something of it was there, here or at the remote as last seen. */
static int renew(const struct ledger *l, bool *ret, struct err *err)
{
	struct evidence_tip *tips;
	struct evidence_gone gone;
	size_t count;

	*ret = false;
	if (evidence_expunged(l, &gone, err) < 0)
		return -1;
	if (!gone.count)
		return 0;
	if (find_tips(l, &tips, &count, err) < 0 ||
	    (l->remote && add_theirs(l, gone, &tips, &count, err) < 0) ||
	    evidence_lingers(l, tips, count, gone, ret, err) < 0)
		return -1;
	return *ret ? evidence_join(l, tips, count, err) : 0;
}

int sync_let_go(const struct ledger *l, struct err *err)
{
	bool ignored;

	return renew(l, &ignored, err);
}

/* Somebody else's bodies were there first: ours and theirs. */
static int join(const struct ledger *l, struct err *err)
{
	const char *const args[] = {"fetch",
				    "--quiet",
				    "--no-tags",
				    "--no-filter",
				    "--no-write-fetch-head",
				    "--",
				    l->remote,
				    sync_evidence_spec(l),
				    NULL};
	struct evidence_tip *tips;
	size_t count;

	return run_git(l, args, err) < 0 || find_tips(l, &tips, &count, err) < 0 ||
			       evidence_join(l, tips, count, err) < 0
		       ? -1
		       : 0;
}

/* A branch that holds there what was let go is replaced, if nobody else has moved it since. */
static int add_leases(const struct ledger *l, const struct evidence_tip *tips, size_t count,
		      const char ***args, size_t *arg_count, struct err *err)
{
	struct evidence_gone gone;
	char hex[OID_HEX_SIZE];

	if (evidence_expunged(l, &gone, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		bool dirty;

		if (evidence_holds(l->repo, &tips[i].theirs, gone, &dirty, err) < 0)
			return -1;
		if (!dirty)
			continue;
		oid_hex(&tips[i].theirs, hex);
		*ARENA_PUSH(l->arena, *args, *arg_count) = arena_printf(
			l->arena, "--force-with-lease=%s:%s", tips[i].ref, hex);
	}
	return 0;
}

/* ERR_RACE: the remote has moved meanwhile. */
static int push_once(const struct ledger *l, struct err *err)
{
	const char **args = NULL;
	struct evidence_tip *tips;
	size_t count, n = 0;
	bool ignored;

	if (renew(l, &ignored, err) < 0 || find_tips(l, &tips, &count, err) < 0)
		return -1;
	if (!count)
		return 0;
	*ARENA_PUSH(l->arena, args, n) = "push";
	*ARENA_PUSH(l->arena, args, n) = "--quiet";
	if (add_leases(l, tips, count, &args, &n, err) < 0)
		return -1;
	*ARENA_PUSH(l->arena, args, n) = "--";
	*ARENA_PUSH(l->arena, args, n) = l->remote;
	*ARENA_PUSH(l->arena, args, n) = EVIDENCE_BRANCHES "*:" EVIDENCE_BRANCHES "*";
	*ARENA_PUSH(l->arena, args, n) = NULL;
	return run_git(l, args, err);
}

int sync_push_evidence(const struct ledger *l, struct err *err)
{
	struct sync_race race = {0};

	while (push_once(l, err) < 0)
		if (!sync_try_again(l, tracking_refs(l), &race, err) || join(l, err) < 0)
			return -1;
	return 0;
}

int sync_tend_evidence(const struct ledger *l, struct err *err)
{
	bool lingered;

	if (renew(l, &lingered, err) < 0)
		return -1;
	return lingered ? sync_push_evidence(l, err) : 0;
}
