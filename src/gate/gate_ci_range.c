/* gate_ci_range.c - the commits of a CI's job: from what was judged before, which must be here, to HEAD. */
#include "gate/gate_ci.h"

#include "base/quote.h"
#include "gate/check_internal.h"
#include "ledger/governed.h"
#include "proc/git.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"

#define FETCH_SECONDS 600
#define SHORT(ref) ((ref) + strlen("refs/heads/"))

struct ci {
	const struct ledger *l;
	const struct ci_job *job;
	bool fetch;
};

static const char *remote_of(const struct ledger *l)
{
	return l->remote ? l->remote : "origin";
}

/* Never by force: that a ledger or a governed branch was rewound is not for a fetch to hide. */
static int fetch(const struct ci *ci, const char *what, struct err *err)
{
	const struct ledger *l = ci->l;
	const char *args[] = {"fetch", "--quiet", "--no-tags", "--no-filter", NULL,
			      NULL,    NULL,	  NULL,	       NULL};
	size_t count = 4;
	struct git_call call = {.dir = repo_work_tree(l->repo) ? repo_work_tree(l->repo)
							       : repo_git_dir(l->repo),
				.args = args,
				.timeout_seconds = FETCH_SECONDS,
				.no_hooks = true,
				.quiet = true,
				.keep_config = true};

	if (repo_is_shallow(l->repo))
		args[count++] = "--unshallow";
	args[count++] = "--";
	args[count++] = remote_of(l);
	args[count] = what;
	return git_run_ok(&call, l->arena, NULL, err) < 0
		       ? err_prefix(err, "cannot fetch '%s' from '%s'", what, remote_of(l))
		       : 0;
}

static const char *into_tracking(const struct ledger *l, const char *ref)
{
	return arena_printf(l->arena, "%s:refs/remotes/%s/%s", ref, remote_of(l), SHORT(ref));
}

static int is_missing(const struct ci *ci, const char *what, const char *spec, struct err *err)
{
	const struct ledger *l = ci->l;

	err_set(err, ERR_NOT_FOUND, "%s says %s, which is missing here: nothing can be judged",
		ci->job->said_by, what);
	return err_next(err, "git fetch %s%s %s",
			repo_is_shallow(l->repo) ? "--unshallow " : "", remote_of(l),
			shell_quote(spec, l->arena));
}

/* What the remote's branch has: never a tag or a branch here that has its name. */
static int tracking_tip(const struct ci *ci, const char *ref, struct oid *ret, struct err *err)
{
	const struct ledger *l = ci->l;
	const char *spec = into_tracking(l, ref);
	const char *name = spec + strlen(ref) + 1;

	if ((ci->fetch && fetch(ci, spec, err) < 0) || ref_peek(l->repo, name, ret, err) < 0)
		return -1;
	return oid_is_zero(ret) ? is_missing(ci, name, spec, err) : 0;
}

/* The commit that the ref had before; zero: none is named. */
static int base_commit(const struct ci *ci, struct oid *ret, struct err *err)
{
	bool here;

	*ret = OID_ZERO;
	if (!ci->job->base)
		return 0;
	oid_parse(ci->job->base, ret);
	if (object_is_commit(ci->l->repo, ret, &here, err) < 0)
		return -1;
	if (!here && ci->fetch) {
		if (fetch(ci, ci->job->base, err) < 0 ||
		    object_is_commit(ci->l->repo, ret, &here, err) < 0)
			return -1;
	}
	return here ? 0 : is_missing(ci, ci->job->base, ci->job->base, err);
}

/* What stood before, as far as the job says it: that also names the ledger. */
static int find_base(const struct ci *ci, struct oid *ret, struct err *err)
{
	*ret = OID_ZERO;
	return ci->job->kind == CI_PROPOSED ? tracking_tip(ci, ci->job->ref, ret, err)
	       : ci->job->kind == CI_PUSHED ? base_commit(ci, ret, err)
					    : 0;
}

struct standing {
	struct standing_tip *tips;
	size_t count;
};

static void stand(const struct ci *ci, struct standing *standing, const char *ref,
		  const struct oid *id)
{
	*ARENA_PUSH(ci->l->arena, standing->tips, standing->count) = (struct standing_tip){ref,
											   *id};
}

/* Nobody was stopped on a branch that no rule governs: its commits are judged from where they left one. */
static int stand_governed(const struct ci *ci, const struct ledger_view *view,
			  struct standing *ret, struct err *err)
{
	const struct visible_ref *refs;
	struct ledger at = *ci->l;
	size_t count;

	at.view = view;
	if (governed_visible(&at, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		stand(ci, ret, refs[i].name, &refs[i].tip);
	return 0;
}

static int find_standing(const struct ci *ci, struct gate *gate, const struct ledger_view *view,
			 const struct oid *base, struct standing *ret, struct err *err)
{
	const char *governed;
	struct oid tip;

	*ret = (struct standing){0};
	if (ci->job->kind == CI_WHOLE)
		return 0;
	if (gate_governs(gate, ci->job->ref)) {
		if (!oid_is_zero(base))
			stand(ci, ret, ci->job->kind == CI_PROPOSED ? ci->job->ref : NULL,
			      base);
		return 0;
	}
	if (stand_governed(ci, view, ret, err) < 0)
		return -1;
	if (ret->count)
		return 0; /* else all of it is judged */
	if (gate_governed_ref(gate, &governed, err) < 0 ||
	    tracking_tip(ci, governed, &tip, err) < 0)
		return -1;
	stand(ci, ret, governed, &tip);
	return 0;
}

/* A push that is not forward leaves out of the range what it took away. */
static int judge_forward(const struct ci *ci, struct gate *gate, const struct oid *base,
			 const struct oid *tip, struct findings *found, struct err *err)
{
	const char *ref = ci->job->ref;
	bool allowed;

	if (ci->job->kind != CI_PUSHED || oid_is_zero(base) || !gate_governs(gate, ref))
		return 0;
	if (history_is_ancestor(gate->l->repo, base, tip, &allowed, err) < 0 ||
	    (!allowed && gate_retip_allows(gate, ref, base, tip, &allowed, err) < 0))
		return -1;
	if (!allowed)
		finding_add(
			found, RULE_DRIFT, FINDING_ERROR,
			(struct finding){
				.ref = ref,
				.expected = arena_printf(found->arena, "a descendant of %.12s",
							 OID_HEX(base)),
				.found = arena_printf(found->arena, "%.12s", OID_HEX(tip)),
				.fix = "hint: push what was there before again",
				.allow = "a root runs 'git mcade retip -m REASON'"},
			"a governed branch only moves forward");
	return 0;
}

static int judge(const struct ci *ci, struct gate *gate, const struct standing *standing,
		 const struct oid *tip, bool net, struct check_result *ret, struct err *err)
{
	const struct ledger *l = ci->l;
	struct oid *old = arena_array(l->arena, standing->count + 1, sizeof(*old));

	for (size_t i = 0; i < standing->count; i++)
		old[i] = standing->tips[i].id;
	if (net && standing->count) {
		bool had = false;

		for (size_t i = 0; i < standing->count && !had; i++)
			if (history_is_ancestor(l->repo, tip, &old[i], &had, err) < 0)
				return -1;
		return had ? 0
			   : check_net(l, gate, old, standing->count, tip, ret->ref, ret, err);
	}
	if (check_commits(l, gate, tip, ret->ref, standing->tips, standing->count, ret, err) <
	    0)
		return -1;
	if (ret->count || ci->job->kind == CI_PROPOSED || ci->job->base)
		return 0;
	/* Nobody says where it begins, so that nothing came is no mistake of theirs: what stands there is
	 * judged, and where the rules bind none of it yet the tip alone, as whoever audits it does. */
	if (check_commits(l, gate, tip, ret->ref, NULL, 0, ret, err) < 0)
		return -1;
	if (!ret->count)
		check_add(l, ret, NULL);
	return 0;
}

/*
 * By the rules of which branch: that of a change. What is none is judged whole by those of its own branch,
 * or of the one that has it, as a tag's; where rules govern neither, by those of one that they do govern, so
 * that nothing is only a warning.
 */
static int find_ref(const struct ci *ci, struct gate *gate, const struct ledger_view *view,
		    const struct oid *tip, const char **ret, struct err *err)
{
	const struct visible_ref *refs;
	struct ledger at = *ci->l;
	size_t count;
	bool has = false;

	*ret = ci->job->ref;
	if (ci->job->kind != CI_WHOLE || gate_governs(gate, *ret))
		return 0;
	at.view = view;
	if (governed_visible(&at, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !has; i++) {
		if (history_is_ancestor(at.repo, tip, &refs[i].tip, &has, err) < 0)
			return -1;
		*ret = refs[i].name;
	}
	return has ? 0 : gate_governed_ref(gate, ret, err);
}

static const char *hex_in(const struct ledger *l, const struct oid *id)
{
	return arena_strdup(l->arena, OID_HEX(id));
}

/* How many commits of HEAD's history a shallow clone has: the depth that was too little. */
static size_t depth_here(const struct ledger *l)
{
	const struct oid *parents;
	size_t count, depth = 0;
	struct err ignored;
	struct oid at;
	bool here;

	if (repo_head_commit(l->repo, &at, &ignored) < 0)
		return 0;
	for (;; depth++) {
		if (commit_parents(l->repo, &at, l->arena, &parents, &count, &ignored) < 0 ||
		    !count)
			return depth + 1;
		at = parents[0];
		if (object_is_commit(l->repo, &at, &here, &ignored) < 0 || !here)
			return depth + 1;
	}
}

static int judge_job(const struct ledger *l, const struct check_known *known,
		     const struct ci_job *job, const struct ci_wish *wish,
		     struct check_result *ret, const struct ledger_view **ret_view,
		     struct err *err)
{
	struct ci ci = {l, job, wish->fetch};
	struct standing standing;
	struct oid base, tip;
	struct gate *gate;

	*ret = (struct check_result){.forge = job->forge};
	if (repo_head_commit(l->repo, &tip, err) < 0 ||
	    (wish->fetch && fetch(&ci, into_tracking(l, l->ref), err) < 0) ||
	    find_base(&ci, &base, err) < 0 ||
	    gate_ledger(l, oid_is_zero(&base) ? NULL : &base, ret_view, err) < 0)
		return -1;
	if (!*ret_view)
		return gate_ledger_absent(l, known->genesis, err);
	if (check_note_ledger(l, *ret_view, known, ret, err) < 0 ||
	    gate_open(l, DOOR_PUSH, *ret_view, &gate, err) < 0 ||
	    find_standing(&ci, gate, *ret_view, &base, &standing, err) < 0 ||
	    find_ref(&ci, gate, *ret_view, &tip, &ret->ref, err) < 0)
		return -1;
	ret->tip = hex_in(l, &tip);
	ret->base = standing.count ? hex_in(l, &standing.tips[0].id) : NULL;
	return judge_forward(&ci, gate, &base, &tip, &ret->about, err) < 0
		       ? -1
		       : judge(&ci, gate, &standing, &tip, wish->net, ret, err);
}

int check_ci(const struct ledger *l, const struct check_known *known, const struct ci_job *job,
	     const struct ci_wish *wish, struct check_result *ret,
	     const struct ledger_view **ret_view, struct err *err)
{
	if (!judge_job(l, known, job, wish, ret, ret_view, err))
		return 0;
	return err->code == ERR_NOT_FOUND && repo_is_shallow(l->repo)
		       ? err_prefix(err, "a clone of depth %zu is too shallow", depth_here(l))
		       : -1;
}
