/* git mcade approve --path: another person agrees to one change of a frozen or locked file, byte for byte. */
#include "cmd/approve_path.h"

#include "base/path.h"
#include "gate/staged.h"
#include "ledger/in_force.h"
#include "repo/object.h"
#include "repo/patch.h"
#include "repo/repo.h"
#include "repo/snapshot.h"
#include "report/output.h"
#include "runbook/approvals.h"
#include "runbook/holds.h"
#include "sign/digest.h"

/* What it was and what it is to be; data NULL: nothing is there. */
struct versions {
	struct bytes was, now;
	bool had, has;
};

static int read_both(const struct session *s, const char *path, const struct snapshot *was,
		     const struct snapshot *now, struct versions *ret, struct err *err)
{
	struct arena *a = s->ledger.arena;
	uint32_t mode;
	struct oid id;

	if (snapshot_read(was, path, a, &ret->was, &ret->had, err) < 0 ||
	    snapshot_read(now, path, a, &ret->now, &ret->has, err) < 0 ||
	    snapshot_entry(now, path, &mode, &id, err) < 0)
		return -1;
	if (mode && !ret->has)
		return err_set(err, ERR_USAGE, "'%s' is to be no file: it cannot be approved",
			       path);
	if (ret->had == ret->has && (!ret->has || bytes_equal(ret->was, ret->now))) {
		err_set(err, ERR_USAGE, "nothing changes in '%s'", path);
		return err_next(err,
				"hint: stage the change, or name its commit: --commit REV");
	}
	return 0;
}

/* The change that is staged. */
static int read_staged(const struct session *s, const char *path, struct versions *ret,
		       struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *head = NULL, *staged = NULL;
	struct repo *repo = s->ledger.repo;
	struct oid commit = OID_ZERO;

	if (repo_head_commit(repo, &commit, err) < 0 && err->code != ERR_NOT_FOUND)
		return -1;
	if ((oid_is_zero(&commit) ? snapshot_of_tree(repo, &OID_ZERO, &head, err)
				  : snapshot_of_commit(repo, &commit, &head, err)) < 0 ||
	    staged_snapshot(repo, head, false, s->ledger.arena, &staged, err) < 0)
		return -1;
	return read_both(s, path, head, staged, ret, err);
}

/* That of a commit, against its first parent. */
static int read_commit(const struct session *s, const char *rev, const char *path,
		       struct versions *ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *was = NULL, *now = NULL;
	struct repo *repo = s->ledger.repo;
	struct oid commit;
	struct commit info;

	if (repo_resolve_commit(repo, rev, &commit, err) < 0 ||
	    commit_read(repo, &commit, s->ledger.arena, &info, err) < 0 ||
	    snapshot_of_commit(repo, &commit, &now, err) < 0 ||
	    (info.parent_count ? snapshot_of_commit(repo, &info.parents[0], &was, err)
			       : snapshot_of_tree(repo, &OID_ZERO, &was, err)) < 0)
		return -1;
	return read_both(s, path, was, now, ret, err);
}

/* Which rule closes it, and what that demands. */
static int find_demand(const struct session *s, const char *path, enum rule_id *ret_rule,
		       const struct approval **ret, struct err *err)
{
	struct state *record = s->ledger.view->state;
	const struct runbook *rb;
	const struct step_state *state;
	struct frozen *freezes;
	bool frozen = false;
	size_t count;

	*ret = NULL;
	if (ledger_runbook(&s->ledger, &rb, err) < 0 ||
	    freezes_in_force(record, rb, s->ledger.arena, &freezes, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (!freeze_covers(freezes[i].freeze, path))
			continue;
		if (!freezes[i].freeze->approval.role) {
			err_set(err, ERR_USAGE, "freeze '%s' of '%s' is opened by no approval",
				freezes[i].freeze->id, path);
			return err_next(err, "git mcade thaw %s -m REASON",
					freezes[i].freeze->id);
		}
		frozen = true;
		*ret_rule = RULE_FROZEN;
		*ret = &freezes[i].freeze->approval;
	}
	for (size_t i = 0; !frozen && !*ret && i < rb->step_count * rb->environment_count;
	     i++) {
		const struct step *step = step_at(rb, i / rb->environment_count);

		if (!step_uses(step, path))
			continue;
		if (state_step(record, rb->environments[i % rb->environment_count].id, step->id,
			       &state, err) < 0)
			return -1;
		if (state->locked) {
			*ret_rule = RULE_LOCKED;
			*ret = &approval_of_locked;
		}
	}
	return *ret ? 0
		    : err_set(err, ERR_USAGE,
			      "'%s' is neither frozen nor locked: it needs no "
			      "approval",
			      path);
}

/* What is agreed to is seen first. */
static int show_change(const char *path, const struct versions *v, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	if (patch_add(path, v->had ? &v->was : NULL, v->has ? &v->now : NULL, &text, err) < 0)
		return -1;
	output_note("%.*s", (int)text.len, text.buf);
	return 0;
}

int approve_path(struct act *act, const char *path, struct err *err)
{
	const char *rev = option_text(act->options, "commit");
	struct session *s = act->session;
	const struct approval *demand;
	struct versions v = {0};
	enum rule_id rule;

	if (option_text(act->options, "env"))
		return err_set(err, ERR_USAGE, "--path takes no --env");
	if (path_check(bytes_text(path), err) < 0)
		return err_set(err, ERR_USAGE, "--path '%s' is not a valid path", path);
	if (act_operands(act, 0, err) < 0 || find_demand(s, path, &rule, &demand, err) < 0 ||
	    (rev ? read_commit(s, rev, path, &v, err) : read_staged(s, path, &v, err)) < 0 ||
	    show_change(path, &v, err) < 0)
		return -1;
	act_set(act, FIELD_SUBJECT, arena_printf(&s->arena, "path:%s", path));
	act_set(act, FIELD_RULE, rule_word(rule));
	act_set(act, FIELD_CONTENT,
		v.has ? arena_printf(&s->arena, "sha256:%s", SHA256_HEX(v.now.data, v.now.len))
		      : "none");
	if (approve_said(act, demand, err) < 0)
		return -1;
	if (act->refused.count)
		return act_refused(act);
	act->note = arena_printf(
		&s->arena, "of these bytes, by %u of role '%s'%s",
		demand->count ? demand->count : 1, demand->role,
		demand->prevent_self_approve
			? "; the author that the commit names does not count, and "
			  "no signature vouches for him"
			: "");
	return act_finish(act, err);
}
