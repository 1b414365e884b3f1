#include "cmd/runbook_unverified.h"

#include "base/limits.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "report/output.h"

/* How far behind a commit that is damaged, since most events leave the runbook as it is. */
#define LONGEST_WAY 256

static int in_commit(struct session *s, const struct oid *commit, const struct runbook **ret,
		     struct err *err)
{
	struct repo *repo = s->ledger.repo;
	struct oid tree, blob;
	struct bytes text;
	uint32_t mode;

	return commit_tree(repo, commit, &tree, err) < 0 ||
			       tree_lookup(repo, &tree, "runbook.yaml", &mode, &blob, err) <
				       0 ||
			       object_read(repo, &blob, OBJECT_BLOB, LIMIT_BLOB, &s->arena,
					   &text, err) < 0
		       ? -1
		       : runbook_parse(text, "runbook.yaml", &s->arena, ret, err);
}

static void say_where(const char *place, unsigned behind)
{
	output_note("mcade: warning: the ledger cannot be verified: this is the runbook that "
		    "is in '%s'",
		    place);
	if (behind)
		output_note("mcade: warning: as it was %u event%s before its tip, which is "
			    "damaged",
			    behind, behind == 1 ? "" : "s");
}

static bool in_chain(struct session *s, const char *place, struct oid at,
		     const struct runbook **ret, struct err *err)
{
	const struct oid *parents;
	size_t count;

	for (unsigned n = 0; n < LONGEST_WAY; n++) {
		if (in_commit(s, &at, ret, err) == 0) {
			say_where(place, n);
			return true;
		}
		if (commit_parents(s->ledger.repo, &at, &s->arena, &parents, &count, err) < 0 ||
		    !count)
			return false;
		at = parents[0];
	}
	return false;
}

static bool in_ref(struct session *s, const char *ref, const struct runbook **ret,
		   struct err *err)
{
	struct oid tip;

	return ref_read(s->ledger.repo, ref, &tip, err) == 0 && in_chain(s, ref, tip, ret, err);
}

/* The tip of the branch that was verified last, while its objects are there. */
static bool as_remembered(struct session *s, const struct runbook **ret, struct err *err)
{
	struct ledger_view *view;
	char id[65];

	return ledger_known(&s->ledger, id) &&
	       ledger_remembered(&s->ledger, id, "local", &view, err) == 0 && view &&
	       in_chain(s, "what was verified last", view->head, ret, err);
}

int runbook_unverified(struct session *s, const struct runbook **ret, struct err *err)
{
	const struct ledger *l = &s->ledger;
	struct oid head;
	struct err unread;

	if (in_ref(s, l->ref, ret, err) || as_remembered(s, ret, &unread) ||
	    (l->remote &&
	     in_ref(s, arena_printf(&s->arena, LEDGER_SEEN_REF "%s", l->remote), ret, &unread)))
		return 0;
	if (repo_head_commit(l->repo, &head, &unread) < 0 ||
	    in_commit(s, &head, ret, &unread) < 0)
		return -1;
	say_where("HEAD", 0);
	output_note("mcade: warning: that one may never have been adopted");
	return 0;
}
