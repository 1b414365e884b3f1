/*
 * asked.h - what repository, ledger and record are asked, caught by the linker (--wrap, which t/check.mk
 * makes of the rows below) for sweep.c: a question that cannot be answered, from each place that asks it.
 */
#ifndef T_HELPER_ASKED_H
#define T_HELPER_ASKED_H

#include "base/file.h"
#include "fold/fold.h"
#include "ledger/chain.h"
#include "ledger/governed.h"
#include "ledger/memory.h"
#include "ledger/past.h"
#include "model/state.h"
#include "proc/git.h"
#include "repo/evidence.h"
#include "repo/history.h"
#include "repo/index.h"
#include "repo/ledger.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "repo/repo.h"
#include "repo/snapshot.h"
#include "repo/tree_image.h"
#include "repo/worktree.h"

#include <execinfo.h>

#define ASKED_FROM 4 /* callers that make another place */

static bool asking; /* --asked */
static uint64_t asked_from[1 << 14];

/* Once from each place, so that a question in a loop fails once. */
static bool is_new_place(void)
{
	void *frames[ASKED_FROM + 2] = {NULL};
	int count = backtrace(frames, ASKED_FROM + 2);
	uint64_t place = 14695981039346656037u;

	for (int i = 2; i < count; i++)
		place = (place ^ (uint64_t)(uintptr_t)frames[i]) * 1099511628211u;
	for (size_t i = place % ARRAY_SIZE(asked_from);; i = (i + 1) % ARRAY_SIZE(asked_from)) {
		if (asked_from[i] == place)
			return false;
		if (!asked_from[i]) {
			asked_from[i] = place;
			return true;
		}
	}
}

static bool unanswered(const char *question, struct err *err)
{
	if (!asking || !is_new_place() || ++calls != fails_at)
		return false;
	snprintf(failed, sizeof(failed), "%s", question);
	err_set(err, ERR_IO, "%s cannot be answered", question);
	return true;
}

#define ASKED(name, parameters, arguments)                                    \
	int __real_##name parameters;                                         \
	int __wrap_##name parameters;                                         \
	int __wrap_##name parameters                                          \
	{                                                                     \
		return unanswered(#name, err) ? -1 : __real_##name arguments; \
	}
#define ASK2(name, A, B) ASKED(name, (A a, B b, struct err * err), (a, b, err))
#define ASK3(name, A, B, C) ASKED(name, (A a, B b, C c, struct err * err), (a, b, c, err))
#define ASK4(name, A, B, C, D) \
	ASKED(name, (A a, B b, C c, D d, struct err * err), (a, b, c, d, err))
#define ASK5(name, A, B, C, D, E) \
	ASKED(name, (A a, B b, C c, D d, E e, struct err * err), (a, b, c, d, e, err))
#define ASK6(name, A, B, C, D, E, F) \
	ASKED(name, (A a, B b, C c, D d, E e, F f, struct err * err), (a, b, c, d, e, f, err))
#define ASK7(name, A, B, C, D, E, F, G)                                    \
	ASKED(name, (A a, B b, C c, D d, E e, F f, G g, struct err * err), \
	      (a, b, c, d, e, f, g, err))
#define ASK8(name, A, B, C, D, E, F, G, H)                                      \
	ASKED(name, (A a, B b, C c, D d, E e, F f, G g, H h, struct err * err), \
	      (a, b, c, d, e, f, g, h, err))

ASK6(object_read, struct repo *, const struct oid *, enum object_type, size_t, struct arena *,
     struct bytes *)
ASK4(object_stat, struct repo *, const struct oid *, enum object_type *, size_t *)
ASK3(object_exists, struct repo *, const struct oid *, bool *)
ASK3(object_is_commit, struct repo *, const struct oid *, bool *)
ASK5(tree_lookup, struct repo *, const struct oid *, const char *, uint32_t *, struct oid *)
ASK7(tree_read_file, struct repo *, const struct oid *, const char *, size_t, struct arena *,
     struct bytes *, bool *)
ASK4(commit_read, struct repo *, const struct oid *, struct arena *, struct commit *)
ASK5(commit_parents, struct repo *, const struct oid *, struct arena *, const struct oid **,
     size_t *)
ASK3(commit_tree, struct repo *, const struct oid *, struct oid *)
ASK4(history_peel, struct repo *, const struct oid *, struct oid *, bool *)
ASK7(history_new_commits, struct repo *, const struct oid *, size_t, const struct oid *, size_t,
     struct arena *, struct oid_list *)
ASK8(history_new_by_tip, struct repo *, const struct oid *, size_t, const struct oid *, size_t,
     struct arena *, struct oid_list *, const size_t **)
ASK4(history_is_ancestor, struct repo *, const struct oid *, const struct oid *, bool *)
ASK5(history_merge_bases, struct repo *, const struct oid *, const struct oid *, struct arena *,
     struct oid_list *)
ASK5(history_pair_bases, struct repo *, const struct oid *, size_t, struct arena *,
     struct oid_list **)
ASK6(history_newest_before, struct repo *, const struct oid *, size_t, int64_t, struct oid *,
     bool *)
ASK3(history_rewritten, struct repo *, struct arena *, struct oid_list *)
ASK3(ref_read, struct repo *, const char *, struct oid *)
ASK3(ref_peek, struct repo *, const char *, struct oid *)
ASK5(ref_follow, struct repo *, const char *, struct arena *, const char **, struct oid *)
ASK5(ref_list, struct repo *, const char *, struct arena *, struct ref **, size_t *)
ASK3(repo_head_ref, struct repo *, struct arena *, const char **)
ASK2(repo_head_commit, struct repo *, struct oid *)
ASK3(repo_resolve_commit, struct repo *, const char *, struct oid *)
ASK5(repo_remote_url, struct repo *, const char *, bool, struct arena *, const char **)
ASK3(snapshot_of_commit, struct repo *, const struct oid *, struct snapshot **)
ASK3(snapshot_of_tree, struct repo *, const struct oid *, struct snapshot **)
ASK2(snapshot_of_index, struct repo *, struct snapshot **)
ASK4(snapshot_of_changes, const struct snapshot *, const struct tree_change *, size_t,
     struct snapshot **)
ASK2(snapshot_of_worktree, struct repo *, struct snapshot **)
ASK4(snapshot_entry, const struct snapshot *, const char *, uint32_t *, struct oid *)
ASK5(snapshot_read, const struct snapshot *, const char *, struct arena *, struct bytes *,
     bool *)
ASK5(snapshot_list, const struct snapshot *, const struct prefix_set *, struct arena *,
     struct snapshot_file **, size_t *)
ASK5(snapshot_names, const struct snapshot *, const char *, struct arena *, const char ***,
     size_t *)
ASK6(snapshot_diff, const struct snapshot *, const struct snapshot *, const struct prefix_set *,
     struct arena *, struct tree_change **, size_t *)
ASK5(worktree_read, struct repo *, const char *, size_t, struct arena *, struct bytes *)
ASK2(index_open, const char *, struct index **)
ASK2(index_of_bytes, struct bytes, struct index **)
ASK3(index_entries, struct index *, const struct index_entry **, size_t *)
ASK3(tree_image_get, struct tree_image *, const char *, struct oid *)
ASK6(tree_image_read, struct tree_image *, struct repo *, const char *, struct arena *,
     struct bytes *, bool *)
ASK3(tree_image_directory, struct tree_image *, const char *, struct oid *)
ASK4(tree_image_each, struct tree_image *, const char *, tree_image_fn *, void *)
ASK2(tree_image_id, struct tree_image *, struct oid *)
ASK4(ledger_range_open, struct repo *, const struct oid *, const struct oid *,
     struct ledger_range **)
ASK4(ledger_range_read, struct ledger_range *, size_t, struct arena *, struct bytes *)
ASK3(ledger_walk, struct ledger_range *, ledger_walk_fn *, void *)
ASK4(evidence_holds, struct repo *, const struct oid *, struct evidence_gone, bool *)
ASK5(evidence_find, struct evidence_store *, const char *, size_t, struct arena *,
     struct bytes *)
ASK2(state_trust, struct state *, const struct trust **)
ASK2(state_adopted, struct state *, const struct adopted_state **)
ASK3(state_subject, struct state *, const char *, const struct subject **)
ASK3(state_file, struct state *, const char *, struct bytes *)
ASK4(state_step, struct state *, const char *, const char *, const struct step_state **)
ASK4(state_procedure, struct state *, const char *, struct event_subject,
     const struct step_state **)
ASK3(state_path_holds, struct state *, const struct hold_state **, size_t *)
ASK3(state_expunged, struct state *, const struct expunged_body **, size_t *)
ASK5(state_is_lifted, struct state *, const char *, const char *, const char *, bool *)
ASK4(state_pins, struct state *, const char *, const char *const **, size_t *)
ASK4(state_pin, struct state *, const char *, const char *, const char **)
ASK4(state_pin_replaced, struct state *, const char *, const char *, uint64_t *)
ASK5(fold_read, struct fold *, const char *, struct arena *, struct bytes *, bool *)
ASK2(fold_runbook, struct fold *, const struct runbook **)
ASK3(chain_open, struct repo *, const struct ledger_view *, struct ledger_range **)
ASK6(chain_bytes, struct repo *, const struct ledger_view *, uint64_t, struct arena *,
     struct bytes *, struct oid *)
ASK7(chain_event, struct repo *, const struct ledger_view *, uint64_t, struct arena *,
     struct event *, struct event_origin *, struct attachments *)
ASK6(chain_read, struct repo *, struct bytes, struct arena *, struct event *,
     struct event_origin *, struct attachments *)
ASK5(past_events, const struct ledger *, const struct ledger_view *, const struct past_wanted *,
     past_event_fn *, void *)
ASK5(past_event, const struct ledger *, const struct ledger_view *, uint64_t, struct arena *,
     struct verified_event *)
ASK3(governed_visible, const struct ledger *, const struct visible_ref **, size_t *)
ASK3(governed_at, const struct ledger *, const char *, struct oid *)
ASK5(memory_head, struct memory *, const char *, const char *, struct remembered_head *, bool *)
ASK2(memory_repository_ledger, struct memory *, char *)
ASK3(git_run, const struct git_call *, struct arena *, struct proc_result *)
ASK3(git_run_ok, const struct git_call *, struct arena *, struct bytes *)
ASK4(file_read, const char *, size_t, struct arena *, struct bytes *)
ASK2(file_exists, const char *, bool *)

#endif
