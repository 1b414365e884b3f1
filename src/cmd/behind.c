#include "cmd/behind.h"

#include "ledger/governed.h"
#include "remote/sync.h"
#include "repo/repo.h"
#include "repo/history.h"
#include "report/output.h"

/* The governed branch that HEAD is on and lacks commits of; false: it has all that were fetched, or nobody can
 * tell, of which whoever acts is told. */
static bool find_old(const struct ledger *l, const char **ret_branch, struct oid *ret_head,
		     struct oid *ret_tip)
{
	const struct visible_ref *refs;
	struct err none;
	size_t count;
	bool old;

	if (!l->remote || repo_head_ref(l->repo, l->arena, ret_branch, &none) < 0 ||
	    !*ret_branch || repo_head_commit(l->repo, ret_head, &none) < 0 ||
	    governed_visible(l, &refs, &count, &none) < 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		*ret_tip = refs[i].tip;
		if (!strcmp(refs[i].name, *ret_branch) && !oid_equal(ret_tip, ret_head) &&
		    history_is_ancestor(l->repo, ret_head, ret_tip, &old, &none) == 0 && old)
			return true;
	}
	return false;
}

static const char *pull(const struct ledger *l, const char *branch)
{
	return arena_printf(l->arena, "git pull %s %s", l->remote,
			    governed_short(branch, l->arena));
}

const char *pull_first(const struct ledger *l)
{
	const char *branch;
	struct oid head, tip;

	return find_old(l, &branch, &head, &tip) ? pull(l, branch) : NULL;
}

void say_old(struct session *s)
{
	struct ledger *l = &s->ledger;
	const char *branch;
	struct oid head, tip;

	if (find_old(l, &branch, &head, &tip))
		output_note("mcade: HEAD (%.12s) lacks commits that '%s' has on its "
			    "branch (%.12s)\n  next: %s",
			    arena_strdup(l->arena, OID_HEX(&head)), l->remote, OID_HEX(&tip),
			    pull(l, branch));
}

void say_behind(struct session *s, const struct ledger_view *ledger)
{
	size_t count;

	say_old(s);
	if (sync_behind(&s->ledger, ledger, &count) == SYNC_EQUAL)
		return;
	output_note("mcade: '%s' has events after event %" PRIu64
		    ", the last one here%s\n  next: git mcade sync",
		    s->ledger.remote, ledger->sequence,
		    count ? arena_printf(&s->arena, " (%zu of them)", count) : "");
}

void say_owed(struct session *s, const struct owed *owed)
{
	const char *since;
	size_t acts = owed_acts(owed, &since);

	if (acts)
		output_note("mcade: %s does not have what %zu act%s%s%s recorded\n  next: %s",
			    owed->ref, acts, acts == 1 ? "" : "s",
			    !since	       ? ""
			    : owed->count == 1 ? " of "
					       : " since ",
			    since ? arena_strdup(&s->arena, since) : "", owed->way);
}
