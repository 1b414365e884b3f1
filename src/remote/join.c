#include "remote/join.h"

#include "ledger/governed.h"
#include "remote/sync.h"
#include "repo/evidence.h"
#include "repo/ref.h"
#include "sign/allowed.h"

static void in_the_way(const struct ledger *l, const char *place, struct findings *refused)
{
	const char *branch = l->ref + strlen("refs/heads/");

	finding_add(refused, RULE_LEDGER_INTEGRITY, FINDING_ERROR,
		    (struct finding){.ref = l->ref,
				     .expected = "no ledger",
				     .found = "a ledger",
				     .fix = "git mcade join"},
		    "%s has a branch '%s' already: a ledger", place, branch);
}

/* A branch "mcade" would forbid "mcade/ledger": Git keeps refs as files and folders. */
static const char *const squatters[] = {"refs/heads/mcade", EVIDENCE_FOLDER};

static int check_local(const struct ledger *l, struct findings *refused, struct err *err)
{
	struct oid tip;

	if (ref_peek(l->repo, l->ref, &tip, err) < 0)
		return -1;
	if (!oid_is_zero(&tip)) {
		in_the_way(l, "this repository", refused);
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(squatters); i++) {
		if (ref_peek(l->repo, squatters[i], &tip, err) < 0)
			return -1;
		if (!oid_is_zero(&tip)) {
			err_set(err, ERR_CONFLICT,
				"branch '%s' has the place of the ledger's branches",
				squatters[i] + strlen("refs/heads/"));
			return err_next(err, "git branch -m %s NEW-NAME",
					squatters[i] + strlen("refs/heads/"));
		}
	}
	return 0;
}

static int check_remote(const struct ledger *l, const char *remote, bool offline,
			struct findings *refused, struct err *err)
{
	struct ledger squatted = *l;
	const char *reason;
	bool reachable;
	struct oid tip;

	if (sync_remote_tip(l, remote, &tip, &reachable, &reason, err) < 0)
		return -1;
	if (!reachable) {
		if (offline)
			return 0;
		err_set(err, ERR_WAITING, "cannot ask remote '%s' whether it has a ledger: %s",
			remote, reason);
		return err_next(err, "git mcade init --offline");
	}
	if (!oid_is_zero(&tip)) {
		in_the_way(l, arena_printf(l->arena, "remote '%s'", remote), refused);
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(squatters); i++) {
		squatted.ref = squatters[i];
		if (sync_remote_tip(&squatted, remote, &tip, &reachable, &reason, err) < 0)
			return -1;
		if (!oid_is_zero(&tip)) {
			err_set(err, ERR_CONFLICT,
				"remote '%s' has a branch '%s', which has the place of the "
				"ledger's branches",
				remote, squatters[i] + strlen("refs/heads/"));
			return err_next(err, "rename it there; then 'git mcade init'");
		}
	}
	return 0;
}

/* Who founds a ledger where another one belongs only hides that it is gone. */
static int check_marker(const struct ledger *l, struct err *err)
{
	const char *marker = governed_marker(l);
	struct oid tip;

	if (!marker)
		return 0;
	if (governed_at(l, l->ref, &tip, err) < 0)
		return -1;
	if (!oid_is_zero(&tip)) {
		err_set(err, ERR_CONFLICT,
			"runbook.yaml names ledger %s, and this clone has not joined it",
			marker);
		return err_next(err, "git mcade join");
	}
	err_set(err, ERR_CONFLICT, "runbook.yaml names ledger %s, which is not here", marker);
	return err_next(
		err,
		"a clone that has it publishes it (git mcade sync); then 'git mcade join'");
}

int adoption_room(const struct ledger *l, bool offline, struct findings *refused,
		  struct err *err)
{
	const char **remotes;
	size_t count;

	if (check_local(l, refused, err) < 0)
		return -1;
	if (refused->count)
		return 0;
	if (check_marker(l, err) < 0)
		return -1;
	repo_remotes(l->repo, l->arena, &remotes, &count);
	for (size_t i = 0; i < count && !refused->count; i++)
		if (check_remote(l, remotes[i], offline, refused, err) < 0)
			return -1;
	return 0;
}

int adoption_export(const struct ledger *l, const char **ret_path, struct err *err)
{
	struct allowed_signer *list = NULL;
	const struct trust *trust;
	size_t count = 0;

	if (state_trust(l->view->state, &trust, err) < 0)
		return -1;
	for (size_t i = 0; i < trust->principal_count; i++)
		for (size_t k = 0; k < trust->principals[i].key_count; k++) {
			struct allowed_signer signer = {
				.principal = trust->principals[i].email};

			if (public_key_parse(trust->principals[i].keys[k], &signer.key, err) <
			    0)
				return -1;
			*ARENA_PUSH(l->arena, list, count) = signer;
		}
	*ret_path = memory_file(l->memory, l->view->id, "allowed_signers");
	if (!*ret_path)
		return memory_needed(l->memory, err);
	return allowed_write(*ret_path, list, count, err);
}

int adoption_settle(const struct ledger *l, struct err *err)
{
	const char *path;

	if ((!ledger_is_configured(l, l->view) &&
	     repo_config_set(l->repo, "mcade.ledgerId", l->view->id, err) < 0) ||
	    adoption_export(l, &path, err) < 0)
		return -1;
	return repo_config_get(l->repo, "gpg.ssh.allowedSignersFile")
		       ? 0
		       : repo_config_set(l->repo, "gpg.ssh.allowedSignersFile", path, err);
}
