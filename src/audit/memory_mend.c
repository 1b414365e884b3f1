#include "audit/memory_mend.h"

#include "base/limits.h"
#include "ledger/verify.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"

struct mending {
	const struct ledger *l;
	struct ledger_view *view; /* the local branch, verified */
	memory_mended_fn *fn;
	void *context;
};

static bool is_damage(const struct err *err)
{
	return err->code == ERR_FORMAT;
}

/* A tip of the chain that was verified, or of one that goes on from there; *ret NULL: of neither. */
static int view_at(struct mending *m, const struct oid *tip, struct ledger_view **ret,
		   struct err *err)
{
	const struct ledger *l = m->l;
	struct findings ignored = {.arena = l->arena};
	bool here, behind, ahead;
	struct bytes raw;

	if (object_exists(l->repo, tip, &here, err) < 0)
		return -1;
	if (!here)
		return 0;
	if (history_is_ancestor(l->repo, tip, &m->view->head, &behind, err) < 0 ||
	    history_is_ancestor(l->repo, &m->view->head, tip, &ahead, err) < 0)
		return -1;
	if (behind)
		return object_read(l->repo, tip, OBJECT_COMMIT, LIMIT_COMMIT, l->arena, &raw,
				   err) < 0
			       ? -1
			       : ledger_view_at(l, m->view->id, tip, raw, ret, err);
	if (!ahead)
		return 0;
	/* where it is bad further on: up to there */
	return ledger_verify(l->repo, l->arena, m->view, tip, l->progress, NULL, NULL, ret,
			     &ignored, err) < 0
		       ? -1
		       : 0;
}

/* How far the remote was seen, by what the repository itself still has of it; NULL: nothing. */
static int seen_at(struct mending *m, const char *remote, struct ledger_view **ret,
		   struct err *err)
{
	struct arena *a = m->l->arena;
	const char *const refs[] = {arena_printf(a, LEDGER_SEEN_REF "%s", remote),
				    arena_printf(a, "refs/remotes/%s/%s", remote,
						 m->l->ref + strlen("refs/heads/"))};
	struct oid tip;

	*ret = NULL;
	for (size_t i = 0; !*ret && i < ARRAY_SIZE(refs); i++)
		if (ref_peek(m->l->repo, refs[i], &tip, err) < 0 ||
		    (!oid_is_zero(&tip) && view_at(m, &tip, ret, err) < 0))
			return -1;
	return 0;
}

static int mend_remote(struct mending *m, const char *remote, struct err *err)
{
	const struct ledger *l = m->l;
	const char *id = m->view->id;
	struct remembered_head head;
	struct ledger_view *seen;
	bool found;

	if (!memory_head(l->memory, id, remote, &head, &found, err))
		return 0;
	if (!is_damage(err) || seen_at(m, remote, &seen, err) < 0 ||
	    (seen ? ledger_remember(l, remote, seen, err)
		  : memory_forget(l->memory, id, remote, NULL, err)) < 0)
		return -1;
	m->fn(remote, m->context);
	return 0;
}

/* By address: as far as the remote of that address is remembered, which was mended before. */
static int mend_address(struct mending *m, const char *remote, struct err *err)
{
	const struct ledger *l = m->l;
	const char *id = m->view->id, *url;
	struct remembered_head head, known;
	char ledger[65];
	bool found, seen;

	if (repo_remote_url(l->repo, remote, false, l->arena, &url, err) < 0 ||
	    memory_head(l->memory, id, remote, &known, &seen, err) < 0)
		return -1;
	if (memory_url_ledger(l->memory, url, ledger, err) < 0) {
		if (!is_damage(err) || memory_note_url(l->memory, url, id, err) < 0)
			return -1;
		m->fn(url, m->context);
	}
	if (!memory_url_head(l->memory, id, url, &head, &found, err))
		return 0;
	if (!is_damage(err) || (seen ? memory_remember_url(l->memory, id, url, &known, err)
				     : memory_forget(l->memory, id, remote, url, err)) < 0)
		return -1;
	m->fn(url, m->context);
	return 0;
}

static int mend_own(struct mending *m, struct err *err)
{
	const struct ledger *l = m->l;
	struct remembered_head head;
	char ledger[65];
	bool found;

	if (memory_repository_ledger(l->memory, ledger, err) < 0) {
		if (!is_damage(err) || memory_note_repository(l->memory, m->view->id, err) < 0)
			return -1;
		m->fn("this repository", m->context);
	}
	if (!memory_head(l->memory, m->view->id, "local", &head, &found, err))
		return 0;
	if (!is_damage(err) || ledger_remember(l, "local", m->view, err) < 0)
		return -1;
	m->fn("local", m->context);
	return 0;
}

int memory_mend(const struct ledger *l, struct ledger_view *view, memory_mended_fn *fn,
		void *context, struct err *err)
{
	struct mending m = {l, view, fn, context};
	const char **remotes;
	bool joined;
	size_t count;

	if (memory_is_pinned(l->memory, view->id, &joined, err) < 0)
		return -1;
	if (!joined)
		return 0;
	if (mend_own(&m, err) < 0)
		return -1;
	repo_remotes(l->repo, l->arena, &remotes, &count);
	for (size_t i = 0; i < count; i++)
		if (mend_remote(&m, remotes[i], err) < 0 ||
		    mend_address(&m, remotes[i], err) < 0)
			return -1;
	return 0;
}
