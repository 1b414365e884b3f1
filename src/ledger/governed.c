#include "ledger/governed.h"

#include "ledger/in_force.h"
#include "ledger/internal.h"
#include "base/cleanup.h"
#include "base/quote.h"
#include "base/texts.h"
#include "fold/fold.h"
#include "runbook/runbook.h"
#include "match/glob.h"
#include "proc/git.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "repo/snapshot.h"
#include "repo/worktree.h"

static int one_pattern(const struct ledger *l, const char *pattern, const char *const **ret,
		       size_t *ret_count)
{
	const char **list = arena_array(l->arena, 1, sizeof(*list));

	list[0] = pattern;
	*ret = list;
	*ret_count = 1;
	return 0;
}

int governed_default(const struct ledger *l, const char **ret, struct err *err)
{
	const char *prefix = arena_printf(l->arena, "refs/remotes/%s/",
					  l->remote ? l->remote : "origin");
	const char *name = arena_printf(l->arena, "%sHEAD", prefix), *of;
	struct oid ignored;
	struct err fault;

	*ret = repo_config_get(l->repo, "mcade.governed");
	if (*ret)
		return 0;
	if (ref_follow(l->repo, name, l->arena, &of, &ignored, &fault) == 0 &&
	    text_begins(of, prefix) && strcmp(of, name) != 0) {
		*ret = arena_printf(l->arena, "refs/heads/%s", of + strlen(prefix));
		return 0;
	}
	return repo_head_ref(l->repo, l->arena, ret, err);
}

/* The governed patterns: of the runbook in force; before the first adopt the default. They live in
 * the ledger's arena. */
static int governed_patterns(const struct ledger *l, const char *const **ret, size_t *ret_count,
			     struct err *err)
{
	const struct runbook *runbook;
	const char *ref;

	*ret = NULL;
	*ret_count = 0;
	if (l->view) {
		if (!ledger_runbook(l, &runbook, err)) {
			*ret = runbook->governed.items; /* never empty */
			*ret_count = runbook->governed.count;
			return 0;
		}
		if (err->code != ERR_NOT_FOUND)
			return -1;
	}
	if (governed_default(l, &ref, err) < 0)
		return -1;
	return ref ? one_pattern(l, ref, ret, ret_count) : 0;
}

int governed_at(const struct ledger *l, const char *ref, struct oid *ret, struct err *err)
{
	*ret = (struct oid){{0}};
	if (l->remote && text_begins(ref, "refs/heads/")) {
		const char *tracking = arena_printf(l->arena, "refs/remotes/%s/%s", l->remote,
						    ref + 11);

		if (ref_peek(l->repo, tracking, ret, err) < 0)
			return -1;
	}
	return oid_is_zero(ret) ? ref_peek(l->repo, ref, ret, err) : 0;
}

struct visible_list {
	struct visible_ref *items;
	size_t count;
};

static int add_visible(const struct ledger *l, const char *ref, struct visible_list *list,
		       struct err *err)
{
	struct oid tip;

	if (governed_at(l, ref, &tip, err) < 0)
		return -1;
	if (!oid_is_zero(&tip))
		*ARENA_PUSH(l->arena, list->items,
			    list->count) = (struct visible_ref){.name = ref, .tip = tip};
	return 0;
}

void governed_refresh(const struct ledger *l)
{
	const char *const args[] = {"fetch", "--quiet", "--no-tags", "--", l->remote, NULL};
	struct git_call call = {.dir = repo_work_tree(l->repo) ? repo_work_tree(l->repo)
							       : repo_git_dir(l->repo),
				.args = args,
				.timeout_seconds = 10,
				.no_hooks = true,
				.quiet = true,
				.keep_config = true};
	struct proc_result result;
	struct err ignored;

	if (l->remote)
		git_run(&call, l->arena, &result, &ignored);
}

/* The refs of a pattern below `room`, which stands for `of`. */
static int add_matching(const struct ledger *l, const char *pattern, const char *room,
			const char *of, struct visible_list *list, struct err *err)
{
	struct ref *refs;
	size_t count;

	if (ref_list(l->repo, room, l->arena, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *name = arena_printf(l->arena, "%s%s", of,
						refs[i].name + strlen(room));

		if (!refs[i].target && glob_match(pattern, name) &&
		    !texts_among(list->items, list->count, sizeof(*list->items), name) &&
		    add_visible(l, name, list, err) < 0)
			return -1;
	}
	return 0;
}

int governed_visible(const struct ledger *l, const struct visible_ref **ret, size_t *ret_count,
		     struct err *err)
{
	struct visible_list list = {0};
	const char *const *patterns;
	size_t count;

	if (governed_patterns(l, &patterns, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *begins = arena_strndup(l->arena, patterns[i],
						   glob_literal_prefix(patterns[i]));

		if (glob_is_literal(patterns[i])) {
			if (!texts_among(list.items, list.count, sizeof(*list.items),
					 patterns[i]) &&
			    add_visible(l, patterns[i], &list, err) < 0)
				return -1;
			continue;
		}
		if (add_matching(l, patterns[i], begins, begins, &list, err) < 0)
			return -1;
		if (l->remote && text_begins(begins, "refs/heads/") &&
		    add_matching(l, patterns[i],
				 arena_printf(l->arena, "refs/remotes/%s/%s", l->remote,
					      begins + 11),
				 begins, &list, err) < 0)
			return -1;
	}
	*ret = list.items;
	*ret_count = list.count;
	return 0;
}

int governed_is(const struct ledger *l, const char *ref, bool *ret, struct err *err)
{
	const char *const *patterns;
	size_t count;

	*ret = false;
	if (governed_patterns(l, &patterns, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		*ret = *ret || glob_match(patterns[i], ref);
	return 0;
}

int governed_head(const struct ledger *l, bool *ret, struct err *err)
{
	const char *head;

	*ret = false;
	if (repo_head_ref(l->repo, l->arena, &head, err) < 0)
		return -1;
	return head ? governed_is(l, head, ret, err) : 0;
}

int governed_without(const struct ledger *l, const char *pattern, const char **ret,
		     struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *tip = NULL;
	const char *begins = arena_strndup(l->arena, pattern, glob_literal_prefix(pattern));
	const struct visible_ref *refs;
	struct snapshot_file *files;
	size_t count;

	*ret = NULL;
	if (governed_visible(l, &refs, &count, err) < 0)
		return -1;
	if (!count)
		return 0;
	if (snapshot_of_commit(l->repo, &refs[0].tip, &tip, err) < 0 ||
	    snapshot_list(tip, &(struct prefix_set){&begins, 1}, l->arena, &files, &count,
			  err) < 0)
		return -1;
	*ret = refs[0].name;
	for (size_t i = 0; *ret && i < count; i++)
		if (glob_match(pattern, files[i].path))
			*ret = NULL;
	return 0;
}

const char *governed_short(const char *ref, struct arena *a)
{
	return shell_quote(!text_begins(ref, "refs/heads/") ? ref : ref + 11, a);
}

const char *governed_push(const struct ledger *l, const struct visible_ref *ref)
{
	const char *head, *name = governed_short(ref->name, l->arena);
	struct err ignored;
	struct oid commit;
	bool grows;

	if (!l->remote)
		return arena_printf(l->arena, "hint: bring it to branch %s", name);
	if (repo_head_ref(l->repo, l->arena, &head, &ignored) < 0 || !head ||
	    strcmp(head, ref->name) != 0)
		return arena_printf(l->arena, "hint: bring it to branch %s, and push that",
				    name);
	if (repo_head_commit(l->repo, &commit, &ignored) < 0 ||
	    history_is_ancestor(l->repo, &ref->tip, &commit, &grows, &ignored) < 0 || !grows)
		return arena_printf(l->arena, "hint: git pull %s %s, then git push %s %s",
				    l->remote, name, l->remote, name);
	return arena_printf(l->arena, "git push %s %s", l->remote, name);
}

/* Without the network what is committed here is all that can be shown: it has to be pushed one day. */
static int as_here(const struct ledger *l, struct visible_ref *ref, struct err *err)
{
	struct oid here;
	bool grows = false;

	if (ref_peek(l->repo, ref->name, &here, err) < 0 ||
	    (!oid_is_zero(&here) &&
	     history_is_ancestor(l->repo, &ref->tip, &here, &grows, err) < 0))
		return -1;
	if (grows)
		ref->tip = here;
	return 0;
}

static bool is_behind(const struct ledger *l, const struct visible_ref *refs, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *said = fold_tip(l->view->fold, refs[i].name, UINT64_MAX);
		struct err ignored;
		struct oid tip;
		bool has = false;

		if (said && oid_parse(said, &tip) && !oid_equal(&tip, &refs[i].tip) &&
		    (history_is_ancestor(l->repo, &tip, &refs[i].tip, &has, &ignored) < 0 ||
		     !has))
			return true;
	}
	return false;
}

int governed_follow(const struct ledger *l, struct err *err)
{
	const struct visible_ref *refs;
	size_t count;

	if (!l->view || l->view->memo->followed)
		return 0;
	if (governed_visible(l, &refs, &count, err) < 0)
		return -1;
	if (is_behind(l, refs, count))
		governed_refresh(l);
	l->view->memo->followed = true;
	return 0;
}

int governed_shown(const struct ledger *l, bool offline, const struct visible_ref **ret,
		   size_t *ret_count, struct err *err)
{
	const struct visible_ref *refs;
	struct visible_ref *list;
	size_t count;

	if ((!offline && governed_follow(l, err) < 0) ||
	    governed_visible(l, &refs, &count, err) < 0)
		return -1;
	list = arena_array(l->arena, count + 1, sizeof(*list));
	for (size_t i = 0; i < count; i++) {
		list[i] = refs[i];
		if (offline && as_here(l, &list[i], err) < 0)
			return -1;
	}
	*ret = list;
	*ret_count = count;
	return 0;
}

static void add_tip(const struct ledger *l, struct event *event, enum event_field field,
		    const struct oid *tip, const char *ref)
{
	event_add(event, l->arena, field, arena_printf(l->arena, "%s %s", OID_HEX(tip), ref));
}

int governed_tips(const struct ledger *l, struct event *event, struct err *err)
{
	const struct visible_ref *refs;
	size_t count;

	if (governed_shown(l, event_get(event, FIELD_OFFLINE) != NULL, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		add_tip(l, event, FIELD_TIP, &refs[i].tip, refs[i].name);
	return 0;
}

/* Where the last event saw the branch, and neither the remote's nor this one has it: what was
 * amended here before anybody else had it. */
static int said_tip_left(const struct ledger *l, const struct visible_ref *ref,
			 const struct oid *tip, struct oid *ret_was, bool *ret, struct err *err)
{
	const char *said = fold_tip(l->view->fold, ref->name, UINT64_MAX);
	const struct oid *has[] = {tip, &ref->tip};
	bool here = said && oid_parse(said, ret_was), any;

	if (here && object_is_commit(l->repo, ret_was, &here, err) < 0)
		return -1;
	any = !here;
	for (size_t i = 0; !any && i < ARRAY_SIZE(has); i++)
		if (history_is_ancestor(l->repo, ret_was, has[i], &any, err) < 0)
			return -1;
	*ret = !any;
	return 0;
}

int governed_retip(const struct ledger *l, struct event *event, struct err *err)
{
	const struct visible_ref *refs;
	size_t count;

	if (governed_visible(l, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const char *ref = refs[i].name;
		bool kept = true, left;
		struct oid tip, was;

		if (ref_peek(l->repo, ref, &tip, err) < 0)
			return -1;
		if (oid_is_zero(&tip))
			tip = refs[i].tip;
		if (history_is_ancestor(l->repo, &refs[i].tip, &tip, &kept, err) < 0)
			return -1;
		add_tip(l, event, FIELD_TIP, &tip, ref);
		if (!kept)
			add_tip(l, event, FIELD_REWRITTEN, &refs[i].tip, ref);
		if (said_tip_left(l, &refs[i], &tip, &was, &left, err) < 0)
			return -1;
		if (left)
			add_tip(l, event, FIELD_REWRITTEN, &was, ref);
	}
	return 0;
}

int stage_files(const struct ledger *l, const char *const *paths, size_t count, struct err *err)
{
	const char *const *argv = worktree_stage_command(paths, count, l->arena);
	struct git_call call = {
		.dir = repo_work_tree(l->repo), .args = argv + 1, .quiet = true};

	return git_run_ok(&call, l->arena, NULL, err);
}
