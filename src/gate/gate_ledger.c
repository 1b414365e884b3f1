/*
 * gate_ledger.c - the ledger by which a door judges. Where one is named and not here nobody can say
 * what it forbids: absence is never consent.
 */
#include "gate/gate.h"

#include "base/hex.h"
#include "base/limits.h"
#include "ledger/verify.h"
#include "remote/sync.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "yaml/doc.h"

#define MARKER "ledger:"

/* In a runbook that no longer parses the line is still a name, and may not be lost by that. */
static const char *marker_line(struct session *s, struct bytes text)
{
	const char *at = text.data, *line = at;

	while ((line = strstr(line, MARKER))) {
		const char *id = line + strlen(MARKER);

		id += strspn(id, " \"'");
		id = arena_strndup(&s->arena, id, strnlen(id, 64));
		if ((line == at || line[-1] == '\n') && hex_is(id, 64))
			return id;
		line++;
	}
	return NULL;
}

/* The ledger that runbook.yaml of a commit names; NULL: none. */
int gate_marker(struct session *s, const struct oid *commit, const char **ret, struct err *err)
{
	const struct doc_node *root, *ledger;
	struct err unreadable;
	struct bytes text;
	struct oid tree;
	bool found;

	*ret = NULL;
	if (commit_tree(s->repo, commit, &tree, err) < 0 ||
	    tree_read_file(s->repo, &tree, "runbook.yaml", LIMIT_YAML, &s->arena, &text, &found,
			   err) < 0)
		return -1;
	if (!found)
		return 0;
	*ret = marker_line(s, text);
	if (*ret || doc_parse(text, "runbook.yaml", &s->arena, &root, &unreadable) < 0 ||
	    root->kind != DOC_MAPPING)
		return 0;
	ledger = doc_get(root, "ledger");
	if (ledger && ledger->kind == DOC_SCALAR && hex_is(ledger->text, 64))
		*ret = ledger->text;
	return 0;
}

/* The ledger that the configuration names, or runbook.yaml at `base` (NULL: HEAD). */
static int named(struct session *s, const struct oid *base, const char **ret, struct err *err)
{
	struct oid head;

	if (repo_config_get(s->repo, "mcade.ledgerId", &s->arena, ret, err) < 0)
		return -1;
	if (*ret)
		return 0;
	if (!base && repo_head_commit(s->repo, &head, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	return gate_marker(s, base ? base : &head, ret, err);
}

static const char *remote_of(const struct session *s)
{
	return s->remote ? s->remote : "origin";
}

static const char *tracking_ref(struct session *s)
{
	return arena_printf(&s->arena, "refs/remotes/%s/%s", remote_of(s),
			    s->ledger_ref + strlen("refs/heads/"));
}

int gate_ledger_absent(struct session *s, const char *id, struct err *err)
{
	if (id)
		err_set(err, ERR_NOT_FOUND,
			"ledger %.12s... binds this repository and is not here: nothing can "
			"be judged",
			id);
	else
		err_set(err, ERR_NOT_FOUND, "there is no ledger here that could be judged by");
	return s->remote ? err_next(err, "%s", session_fetch_line(s))
			 : err_next(err,
				    "add the remote that has it (git remote add), and fetch");
}

/* What the remote had when it was fetched last, read-only: nothing of it is remembered. */
static int open_tracking(struct session *s, const struct oid *tip, struct ledger_view **ret,
			 struct err *err)
{
	if (session_verify(s, NULL, tip, ret, err))
		return -1;
	return memory_is_pinned(s->memory, (*ret)->id, &(*ret)->confirmed, err);
}

/*
 * A plain `git pull` brings records and the events behind them, and leaves the branch here where it
 * was. What cannot be verified there judges nothing: that is for `git mcade sync` to say.
 */
static struct ledger_view *further(struct session *s, struct ledger_view *view)
{
	struct ledger_view *ahead;
	struct err ignored;
	struct oid tip;

	if (sync_fetched(s, view, &tip) != SYNC_BEHIND ||
	    session_verify(s, view, &tip, &ahead, &ignored))
		return view;
	ahead->confirmed = view->confirmed;
	return ahead;
}

int gate_ledger(struct session *s, const struct oid *base, struct ledger_view **ret,
		struct err *err)
{
	char remembered[65] = "";
	struct ledger_view *view;
	const char *id;
	struct oid tip;

	*ret = NULL;
	if (ref_peek(s->repo, s->ledger_ref, &tip, err) < 0)
		return -1;
	if (!oid_is_zero(&tip)) {
		if (session_ledger_unconfirmed(s, &view, err) < 0)
			return -1;
		*ret = further(s, view);
		return 0;
	}
	if (memory_repository_ledger(s->memory, remembered, err) < 0)
		return -1;
	if (*remembered) {
		err_set(err, ERR_UNTRUSTED,
			"'%s' is gone, although this repository had ledger %.12s...",
			s->ledger_ref, remembered);
		return err_next(err, "git mcade sync");
	}
	if (named(s, base, &id, err) < 0 || ref_peek(s->repo, tracking_ref(s), &tip, err) < 0)
		return -1;
	if (oid_is_zero(&tip))
		return id ? gate_ledger_absent(s, id, err) : 0;
	if (open_tracking(s, &tip, &view, err) < 0)
		return -1;
	if (id && strcmp(id, view->id) != 0)
		return err_set(err, ERR_UNTRUSTED,
			       "ledger %.12s... binds this repository, '%s' is ledger %.12s...",
			       id, tracking_ref(s), view->id);
	*ret = view;
	return 0;
}
