#include "audit/memory_mend.h"

#include "base/limits.h"
#include "ledger/verify.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"

struct mending {
	struct session *s;
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
	struct session *s = m->s;
	struct findings ignored = {.arena = &s->arena};
	bool behind, ahead;
	struct bytes raw;

	if (!object_exists(s->repo, tip))
		return 0;
	if (history_is_ancestor(s->repo, tip, &m->view->head, &behind, err) < 0 ||
	    history_is_ancestor(s->repo, &m->view->head, tip, &ahead, err) < 0)
		return -1;
	if (behind)
		return object_read(s->repo, tip, OBJECT_COMMIT, LIMIT_COMMIT, &s->arena, &raw,
				   err) < 0
			       ? -1
			       : session_view(s, m->view->id, tip, raw, ret, err);
	if (!ahead)
		return 0;
	if (ledger_verify(s->repo, &s->arena, m->view, tip, s->progress, NULL, NULL, ret,
			  &ignored, err) < 0)
		return -1;
	if (*ret) /* where it is bad further on: up to there */
		session_keep_view(s, *ret);
	return 0;
}

/* How far the remote was seen, by what the repository itself still has of it; NULL: nothing. */
static int seen_at(struct mending *m, const char *remote, struct ledger_view **ret,
		   struct err *err)
{
	struct arena *a = &m->s->arena;
	const char *const refs[] = {arena_printf(a, "refs/mcade/seen/%s", remote),
				    arena_printf(a, "refs/remotes/%s/%s", remote,
						 m->s->ledger_ref + strlen("refs/heads/"))};
	struct oid tip;

	*ret = NULL;
	for (size_t i = 0; !*ret && i < ARRAY_SIZE(refs); i++)
		if (ref_peek(m->s->repo, refs[i], &tip, err) < 0 ||
		    (!oid_is_zero(&tip) && view_at(m, &tip, ret, err) < 0))
			return -1;
	return 0;
}

static int mend_remote(struct mending *m, const char *remote, struct err *err)
{
	struct session *s = m->s;
	const char *id = m->view->id;
	struct remembered_head head;
	struct ledger_view *seen;
	bool found;

	if (!memory_head(s->memory, id, remote, &head, &found, err))
		return 0;
	if (!is_damage(err) || seen_at(m, remote, &seen, err) < 0 ||
	    (seen ? session_remember(s, remote, seen, err)
		  : memory_forget(s->memory, id, remote, NULL, err)) < 0)
		return -1;
	m->fn(remote, m->context);
	return 0;
}

/* By address: as far as the remote of that address is remembered, which was mended before. */
static int mend_address(struct mending *m, const char *remote, struct err *err)
{
	struct session *s = m->s;
	const char *id = m->view->id, *url;
	struct remembered_head head, known;
	char ledger[65];
	bool found, seen;

	if (repo_config_get(s->repo, arena_printf(&s->arena, "remote.%s.url", remote),
			    &s->arena, &url, err) < 0)
		return -1;
	if (!url)
		return 0;
	if (memory_head(s->memory, id, remote, &known, &seen, err) < 0)
		return -1;
	if (memory_url_ledger(s->memory, url, ledger, err) < 0) {
		if (!is_damage(err) || memory_note_url(s->memory, url, id, err) < 0)
			return -1;
		m->fn(url, m->context);
	}
	if (!memory_url_head(s->memory, id, url, &head, &found, err))
		return 0;
	if (!is_damage(err) || (seen ? memory_remember_url(s->memory, id, url, &known, err)
				     : memory_forget(s->memory, id, remote, url, err)) < 0)
		return -1;
	m->fn(url, m->context);
	return 0;
}

static int mend_own(struct mending *m, struct err *err)
{
	struct session *s = m->s;
	struct remembered_head head;
	char ledger[65];
	bool found;

	if (memory_repository_ledger(s->memory, ledger, err) < 0) {
		if (!is_damage(err) || memory_note_repository(s->memory, m->view->id, err) < 0)
			return -1;
		m->fn("this repository", m->context);
	}
	if (!memory_head(s->memory, m->view->id, "local", &head, &found, err))
		return 0;
	if (!is_damage(err) || session_remember(s, "local", m->view, err) < 0)
		return -1;
	m->fn("local", m->context);
	return 0;
}

int memory_mend(struct session *s, struct ledger_view *view, memory_mended_fn *fn,
		void *context, struct err *err)
{
	struct mending m = {s, view, fn, context};
	const char **remotes;
	bool joined;
	size_t count;

	if (memory_is_pinned(s->memory, view->id, &joined, err) < 0)
		return -1;
	if (!joined)
		return 0;
	if (mend_own(&m, err) < 0 ||
	    repo_remotes(s->repo, &s->arena, &remotes, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (mend_remote(&m, remotes[i], err) < 0 ||
		    mend_address(&m, remotes[i], err) < 0)
			return -1;
	return 0;
}
