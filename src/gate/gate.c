#include "gate/gate.h"

#include "base/cleanup.h"
#include "base/spelling.h"
#include "base/texts.h"
#include "gate/gate_internal.h"
#include "fold/fold.h"
#include "ledger/governed.h"
#include "match/glob.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"

/* The adopted runbook, the commits from which it binds, and what the ledger holds. */
static int open_ledger(struct gate *gate, const struct gate_stands *stands, struct err *err)
{
	const struct adopted_state *adopted;
	const struct runbook *rb;
	struct bytes text;

	if (state_adopted(gate->l->view->state, &adopted, err) < 0 || gate_hold(gate, err) < 0)
		return -1;
	if (!adopted->sequence)
		return gate_spec(gate, NULL, err);
	if (fold_runbook_text(gate->l->view->fold, gate->l->arena, &text, err) < 0)
		return -1;
	if (stands && text.len && bytes_equal(text, stands->sound))
		rb = stands->runbook;
	else if (runbook_parse(text, "runbook.yaml", gate->arena, &rb, err) < 0)
		return err_prefix(err, "the adopted runbook");
	rb = runbook_governing(rb, adopted->governed, gate->arena);
	gate->adopted = true;
	gate->in_force = text;
	gate->governed = rb->governed.items;
	gate->governed_count = rb->governed.count;
	return gate_set_branches(gate, adopted, err) < 0 ? -1 : gate_spec(gate, rb, err);
}

static void free_readings(void *readings)
{
	readings_free(readings);
}

int gate_open(const struct ledger *l, enum door door, const struct ledger_view *ledger,
	      struct gate **ret, struct err *err)
{
	return gate_open_beside(l, door, ledger, NULL, ret, err);
}

int gate_open_beside(const struct ledger *l, enum door door, const struct ledger_view *ledger,
		     const struct gate_stands *stands, struct gate **ret, struct err *err)
{
	struct gate *gate = arena_alloc(l->arena, sizeof(*gate));
	const char **patterns, *governed;

	*gate = (struct gate){.at = *l,
			      .l = &gate->at,
			      .arena = l->arena,
			      .door = door,
			      .again = door == DOOR_AUDIT,
			      .kept_until = UINT64_MAX};
	arena_defer(gate->arena, free_readings, &gate->readings);
	gate->at.view = ledger;
	if (ledger ? open_ledger(gate, stands, err) < 0 : gate_spec(gate, NULL, err) < 0)
		return -1;
	if (!gate->governed) {
		if (governed_default(l, &governed, err) < 0)
			return -1;
		patterns = arena_array(gate->arena, 1, sizeof(*patterns));
		patterns[0] = governed ? governed : "refs/heads/main";
		gate->governed = (const char *const *)patterns;
		gate->governed_count = 1;
	}
	*ret = gate;
	return 0;
}

int gate_use_runbook(struct gate *gate, const struct runbook *runbook, uint64_t sequence,
		     struct err *err)
{
	gate->kept_until = sequence;
	gate->adopted = true;
	gate->in_force = (struct bytes){0};
	gate->governed = runbook->governed.items;
	gate->governed_count = runbook->governed.count;
	gate->tip_count = gate->branch_count = 0;
	return gate_spec(gate, runbook, err);
}

void gate_bind(struct gate *gate, struct gate_branch *branches, size_t count)
{
	gate->branches = branches;
	gate->branch_count = count;
}

void gate_thaw(struct gate *gate, const char *hold)
{
	const char *id = text_begins(hold, "freeze:") ? hold + strlen("freeze:") : "";
	size_t kept = 0;

	for (size_t i = 0; i < gate->freeze_count; i++)
		if (gate->freezes[i].sequence || strcmp(gate->freezes[i].freeze->id, id) != 0)
			gate->freezes[kept++] = gate->freezes[i];
	gate->freeze_count = kept;
}

const struct runbook *gate_runbook(const struct gate *gate)
{
	return gate->runbook;
}

bool gate_is_adopted(const struct gate *gate)
{
	return gate->adopted;
}

bool gate_governs(const struct gate *gate, const char *ref)
{
	for (size_t i = 0; ref && i < gate->governed_count; i++)
		if (!strcmp(gate->governed[i], ref) || glob_match(gate->governed[i], ref))
			return true;
	return false;
}

bool gate_governs_twin(const struct gate *gate, const char *ref, bool *ret_named)
{
	const char *seen = spelling_fold(ref, gate->arena);
	bool found = false;

	*ret_named = false;
	for (size_t i = 0; i < gate->governed_count; i++) {
		const char *pattern = spelling_fold(gate->governed[i], gate->arena);
		size_t len = strlen(pattern);

		if (!glob_is_literal(gate->governed[i]))
			found = found || glob_match(pattern, seen);
		else if (!strncmp(seen, pattern, len) && (!seen[len] || seen[len] == '/'))
			found = *ret_named = true;
	}
	return found;
}

/* What a pattern means: a branch that an event names, else one that is here. */
static int governed_by_pattern(const struct gate *gate, const char **ret, struct err *err)
{
	const char *remote = gate->l->remote ? gate->l->remote : "origin";
	const char *const rooms[] = {arena_printf(gate->arena, "refs/remotes/%s/", remote),
				     "refs/heads/"};
	struct ref *refs;
	size_t count;

	for (size_t i = 0; i < gate->branch_count; i++)
		if (gate_governs(gate, gate->branches[i].ref)) {
			*ret = gate->branches[i].ref;
			return 0;
		}
	for (size_t r = 0; r < ARRAY_SIZE(rooms); r++) {
		if (ref_list(gate->l->repo, rooms[r], gate->arena, &refs, &count, err) < 0)
			return -1;
		for (size_t i = 0; i < count; i++) {
			*ret = arena_printf(gate->arena, "refs/heads/%s",
					    refs[i].name + strlen(rooms[r]));
			if (gate_governs(gate, *ret))
				return 0;
		}
	}
	err_set(err, ERR_NOT_FOUND, "no branch that the rules govern ('%s') is known here",
		gate->governed_count ? gate->governed[0] : "none");
	return err_next(err, "git fetch %s", remote);
}

int gate_governed_ref(const struct gate *gate, const char **ret, struct err *err)
{
	for (size_t i = 0; i < gate->governed_count; i++)
		if (glob_is_literal(gate->governed[i])) {
			*ret = gate->governed[i];
			return 0;
		}
	return governed_by_pattern(gate, ret, err);
}

/*
 * What drills have written stays sealed, wherever a later runbook has them written. Where that cannot be
 * read everything is governed, so that whoever judges it meets the fault.
 */
static void add_drilled(struct gate *gate, const char ***list, size_t *count)
{
	const struct subject *paths;
	const struct entry *entry;
	struct err unread;
	size_t at = 0;

	if (state_subject(gate->l->view->state, STATE_PATHS, &paths, &unread) < 0) {
		*ARENA_PUSH(gate->arena, *list, *count) = "**";
		return;
	}
	while ((entry = subject_next(paths, "drills/", &at)))
		*ARENA_PUSH(gate->arena, *list, *count) = entry->slot + strlen("drills/");
}

struct words gate_patterns(struct gate *gate)
{
	struct words words = runbook_governed_paths(gate->runbook, gate->arena);
	const char *folder = gate->runbook->deprecation.path;
	const char *checkpoints = runbook_checkpoint_pattern(gate->runbook, gate->arena);
	const char **list = NULL;
	size_t count = 0;
	size_t parent_count;
	const char *const *parents = fold_seal_parents(gate->l->view->fold, &parent_count);

	*ARENA_PUSH(gate->arena, list, count) = "deprecated/**";
	*ARENA_PUSH(gate->arena, list, count) = "**/deprecated/**";
	add_drilled(gate, &list, &count);
	if (folder) { /* its items, and the places of their live twins */
		int parent = (int)strlen(folder) - 1;

		while (parent > 0 && folder[parent - 1] != '/')
			parent--;
		*ARENA_PUSH(gate->arena, list, count) = arena_printf(gate->arena, "%.*s**",
								     parent, folder);
	}
	for (size_t i = 0; i < words.count; i++)
		*ARENA_PUSH(gate->arena, list, count) = words.items[i];
	for (size_t i = 0; i < gate->freeze_count; i++)
		for (size_t p = 0; p < gate->freezes[i].freeze->paths.count; p++)
			*ARENA_PUSH(gate->arena, list,
				    count) = gate->freezes[i].freeze->paths.items[p];
	for (size_t i = 0; i < parent_count; i++)
		*ARENA_PUSH(gate->arena, list, count) = arena_printf(
			gate->arena, "%s%s*/**", parents[i], *parents[i] ? "/" : "");
	for (size_t i = 0; i < gate->kept.logs.count; i++)
		*ARENA_PUSH(gate->arena, list, count) = gate->kept.logs.items[i];
	for (size_t i = 0; i < gate->kept.ran.count; i++)
		*ARENA_PUSH(gate->arena, list, count) = gate->kept.ran.items[i];
	for (size_t i = 0; i < gate->kept.deprecated.count; i++)
		*ARENA_PUSH(gate->arena, list, count) = arena_printf(
			gate->arena, "%s**", gate->kept.deprecated.items[i]);
	if (checkpoints)
		*ARENA_PUSH(gate->arena, list, count) = arena_printf(gate->arena, "%s**",
								     checkpoints);
	return (struct words){(const char *const *)list, count};
}

static const char *person_text(const struct commit_person *person, struct arena *arena)
{
	return arena_printf(arena, "%.*s <%.*s>", (int)person->name.len,
			    (const char *)person->name.data, (int)person->email.len,
			    (const char *)person->email.data);
}

static int judge_commit(struct gate *gate, const struct oid *commit, const struct oid *parents,
			size_t count, const struct commit *info, const char *ref,
			struct findings *found, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct gate_change change = {.gate = gate,
				     .arena = &scratch,
				     .commit = parents == info->parents ? commit : NULL};
	char hex[OID_HEX_SIZE];
	struct facts facts = {
		.ref = ref, .governed = gate_governs(gate, ref), .time = info->author.time};
	int rc = -1;

	oid_hex(commit, hex);
	facts.commit = hex;
	facts.author = person_text(&info->author, &scratch);
	facts.email = arena_strndup(&scratch, info->author.email.data, info->author.email.len);
	if (gate_change_parents(&change, parents, count, err) == 0 &&
	    snapshot_of_commit(gate->l->repo, commit, &change.now, err) == 0 &&
	    gate_change_gather(&change, err) == 0 && gate_since_set(gate, commit, err) == 0)
		rc = gate_judge(gate, &change, &facts, found, err);
	gate_change_close(&change);
	return rc < 0 ? err_prefix(err, "commit %.12s", hex) : 0;
}

int gate_commit(struct gate *gate, const struct oid *commit, const char *ref,
		struct findings *found, struct err *err)
{
	struct commit info;

	if (commit_read(gate->l->repo, commit, gate->arena, &info, err) < 0)
		return -1;
	return judge_commit(gate, commit, info.parents, info.parent_count, &info, ref, found,
			    err);
}

int gate_between(struct gate *gate, const struct oid *old, size_t count, const struct oid *new,
		 const char *ref, struct findings *found, struct err *err)
{
	struct commit info;

	if (commit_read(gate->l->repo, new, gate->arena, &info, err) < 0)
		return -1;
	return judge_commit(gate, new, old, count, &info, ref, found, err);
}
