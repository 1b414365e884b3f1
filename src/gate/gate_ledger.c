/*
 * gate_ledger.c - the ledger by which a door judges. Where one is named and not here nobody can say
 * what it forbids: absence is never consent.
 */
#include "gate/gate.h"

#include "base/hex.h"
#include "base/limits.h"
#include "remote/sync.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "yaml/doc.h"

#define MARKER "ledger:"

/* In a runbook that no longer parses the line is still a name, and may not be lost by that. */
static const char *marker_line(const struct ledger *l, struct bytes text)
{
	const char *at = text.data, *line = at;

	while ((line = strstr(line, MARKER))) {
		const char *id = line + strlen(MARKER);

		id += strspn(id, " \"'");
		id = arena_strndup(l->arena, id, strnlen(id, 64));
		if ((line == at || line[-1] == '\n') && hex_is(id, 64))
			return id;
		line++;
	}
	return NULL;
}

/* The ledger that runbook.yaml of a commit names; NULL: none. */
int gate_marker(const struct ledger *l, const struct oid *commit, const char **ret,
		struct err *err)
{
	const struct doc_node *root, *ledger;
	struct err unreadable;
	struct bytes text;
	struct oid tree;
	bool found;

	*ret = NULL;
	if (commit_tree(l->repo, commit, &tree, err) < 0 ||
	    tree_read_file(l->repo, &tree, "runbook.yaml", LIMIT_YAML, l->arena, &text, &found,
			   err) < 0)
		return -1;
	if (!found)
		return 0;
	*ret = marker_line(l, text);
	if (*ret || doc_parse(text, "runbook.yaml", l->arena, &root, &unreadable) < 0 ||
	    root->kind != DOC_MAPPING)
		return 0;
	ledger = doc_get(root, "ledger");
	if (ledger && ledger->kind == DOC_SCALAR && hex_is(ledger->text, 64))
		*ret = ledger->text;
	return 0;
}

/* The ledger that the configuration names, or runbook.yaml at `base` (NULL: HEAD). */
static int named(const struct ledger *l, const struct oid *base, const char **ret,
		 struct err *err)
{
	struct oid head;

	*ret = repo_config_get(l->repo, "mcade.ledgerId");
	if (*ret)
		return 0;
	if (!base && repo_head_commit(l->repo, &head, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	return gate_marker(l, base ? base : &head, ret, err);
}

static const char *remote_of(const struct ledger *l)
{
	return l->remote ? l->remote : "origin";
}

static const char *tracking_ref(const struct ledger *l)
{
	return arena_printf(l->arena, "refs/remotes/%s/%s", remote_of(l),
			    l->ref + strlen("refs/heads/"));
}

int gate_ledger_absent(const struct ledger *l, const char *id, struct err *err)
{
	if (id)
		err_set(err, ERR_NOT_FOUND,
			"ledger %.12s... binds this repository and is missing here: nothing "
			"can be judged",
			id);
	else
		err_set(err, ERR_NOT_FOUND, "there is no ledger here to judge by");
	return l->remote ? err_next(err, "%s", ledger_fetch_line(l))
			 : err_next(err,
				    "add the remote that has it (git remote add), and fetch");
}

/* What the remote had when it was fetched last, read-only: nothing of it is remembered. */
static int open_tracking(const struct ledger *l, const struct oid *tip,
			 struct ledger_view **ret, struct err *err)
{
	if (ledger_verify_to(l, NULL, tip, ret, err))
		return -1;
	return memory_is_pinned(l->memory, (*ret)->id, &(*ret)->confirmed, err);
}

/*
 * A plain `git pull` brings records and the events behind them, and leaves the branch here where it
 * was. What cannot be verified there judges nothing: that is for `git mcade sync` to say.
 */
static const struct ledger_view *further(const struct ledger *l, const struct ledger_view *view)
{
	struct ledger_view *ahead;
	struct err ignored;
	struct oid tip;

	if (sync_fetched(l, view, &tip) != SYNC_BEHIND ||
	    ledger_verify_to(l, view, &tip, &ahead, &ignored))
		return view;
	ahead->confirmed = view->confirmed;
	return ahead;
}

int gate_ledger(const struct ledger *l, const struct oid *base, const struct ledger_view **ret,
		struct err *err)
{
	char remembered[65] = "";
	const struct ledger_view *view;
	struct ledger_view *there;
	const char *id;
	struct oid tip;

	*ret = NULL;
	if (ref_peek(l->repo, l->ref, &tip, err) < 0)
		return -1;
	if (!oid_is_zero(&tip)) {
		if (ledger_open_unconfirmed(l, &view, err) < 0)
			return -1;
		*ret = further(l, view);
		return 0;
	}
	if (memory_repository_ledger(l->memory, remembered, err) < 0)
		return -1;
	if (*remembered) {
		err_set(err, ERR_UNTRUSTED,
			"'%s' is gone, although this repository had ledger %.12s...", l->ref,
			remembered);
		return err_next(err, "git mcade sync");
	}
	if (named(l, base, &id, err) < 0 || ref_peek(l->repo, tracking_ref(l), &tip, err) < 0)
		return -1;
	if (oid_is_zero(&tip))
		return id ? gate_ledger_absent(l, id, err) : 0;
	if (open_tracking(l, &tip, &there, err) < 0)
		return -1;
	if (id && strcmp(id, there->id) != 0)
		return err_set(err, ERR_UNTRUSTED,
			       "ledger %.12s... binds this repository, '%s' is ledger %.12s...",
			       id, tracking_ref(l), there->id);
	*ret = there;
	return 0;
}
