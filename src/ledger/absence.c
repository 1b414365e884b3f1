/* absence.c - there is no branch: was there one, is there one elsewhere, or is this a plain repository? */
#include "ledger/governed.h"
#include "ledger/internal.h"
#include "repo/ref.h"

const char *ledger_fetch_line(const struct ledger *l)
{
	const char *branch = l->ref + strlen("refs/heads/");
	const char *remote = l->remote ? l->remote : "origin";

	return arena_printf(l->arena, "git fetch %s %s:refs/remotes/%s/%s", remote, branch,
			    remote, branch);
}

int ledger_absence(const struct ledger *l, struct err *err)
{
	const char *marker, *remote_ref;
	const char *branch = l->ref + strlen("refs/heads/");
	char remembered[65];
	struct oid remote_tip;

	if (memory_repository_ledger(l->memory, remembered, err) < 0)
		return -1;
	marker = repo_config_get(l->repo, "mcade.ledgerId");
	if (remembered[0]) {
		err_set(err, ERR_UNTRUSTED,
			"branch '%s' is gone; this repository had ledger %s", branch,
			remembered);
		return err_next(err, "git mcade sync");
	}
	remote_ref = arena_printf(l->arena, "refs/remotes/%s/%s",
				  l->remote ? l->remote : "origin", branch);
	if (ref_peek(l->repo, remote_ref, &remote_tip, err) < 0)
		return -1;
	if (!oid_is_zero(&remote_tip)) {
		err_set(err, ERR_NOT_FOUND, "this clone has not joined its ledger");
		return err_next(err, "git mcade join");
	}
	if (!marker)
		marker = governed_marker(l);
	if (marker) {
		err_set(err, ERR_NOT_FOUND,
			"ledger %s is named by the configuration or runbook.yaml, but branch "
			"'%s' is not here",
			marker, branch);
		return err_next(err, l->remote ? "git mcade join"
					       : "add the remote that has it (git remote add), "
						 "then git mcade join");
	}
	err_set(err, ERR_NOT_FOUND, "this repository has no ledger");
	return err_next(err, "git mcade init");
}
