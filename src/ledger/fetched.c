/* The ledger of a clone that has not joined it: what was fetched of the remote's. */
#include "ledger/ledger.h"

#include "fold/fold.h"
#include "repo/ref.h"

static int apart(const struct ledger *l, const char *what, struct err *err)
{
	err_set(err, ERR_UNTRUSTED, "the ledger of '%s' is not the one that was seen there: %s",
		l->remote, what);
	return err_next(err, "git mcade join");
}

/* Whoever has seen the ledger of that address is shown neither another nor an older one. */
static int check_seen(const struct ledger *l, const struct ledger_view *view, struct err *err)
{
	const struct indexed_event *there;
	struct remembered_head head;
	const char *url;
	char known[65];
	bool found;

	if (repo_remote_url(l->repo, l->remote, false, l->arena, &url, err) < 0 ||
	    memory_url_ledger(l->memory, url, known, err) < 0 ||
	    memory_url_head(l->memory, view->id, url, &head, &found, err) < 0)
		return -1;
	if (known[0] && strcmp(known, view->id) != 0)
		return apart(l, arena_printf(l->arena, "that was %s", known), err);
	if (!found)
		return 0;
	there = event_index_at(fold_index(view->fold), head.sequence);
	return there && event_index_is_of(there, head.sha256)
		       ? 0
		       : apart(l,
			       arena_printf(l->arena, "event %" PRIu64 " is missing",
					    head.sequence),
			       err);
}

static int find_fetched(const struct ledger *l, struct oid *ret, struct err *err)
{
	char known[65];

	*ret = OID_ZERO;
	if (!l->remote || memory_repository_ledger(l->memory, known, err) < 0)
		return l->remote ? -1 : 0;
	if (known[0]) /* this clone had a branch, and whoever has taken it away is to be told of */
		return 0;
	return ref_peek(l->repo,
			arena_printf(l->arena, "refs/remotes/%s/%s", l->remote,
				     l->ref + strlen("refs/heads/")),
			ret, err);
}

int ledger_open_to_read(const struct ledger *l, const struct ledger_view **ret,
			bool *ret_joined, struct err *err)
{
	struct oid tip, fetched = OID_ZERO;
	struct ledger_view *view;

	if (ref_peek(l->repo, l->ref, &tip, err) < 0)
		return ledger_damaged(l, err);
	if (oid_is_zero(&tip) && find_fetched(l, &fetched, err) < 0)
		return -1;
	*ret_joined = oid_is_zero(&fetched);
	if (*ret_joined) /* where there is none it says why */
		return ledger_open_unconfirmed(l, ret, err);
	if (ledger_verify_to(l, NULL, &fetched, &view, err) || check_seen(l, view, err) < 0 ||
	    memory_is_pinned(l->memory, view->id, &view->confirmed, err) < 0)
		return -1;
	*ret = view;
	return 0;
}
