#include "records/owed.h"

#include "base/cleanup.h"
#include "base/time.h"
#include "ledger/governed.h"
#include "model/state.h"
#include "repo/snapshot.h"

#include <stdlib.h>

static struct owed_day *day_of(const struct ledger *l, struct owed *owed, const char *day)
{
	for (size_t i = owed->count; i-- > 0;) {
		const char *is = owed->days[i].day;

		if (is == day || (is && day && !strcmp(is, day)))
			return &owed->days[i];
	}
	*ARENA_PUSH(l->arena, owed->days, owed->count) = (struct owed_day){.day = day};
	return &owed->days[owed->count - 1];
}

static void add_file(const struct ledger *l, const struct rendered_item *item,
		     struct owed_day *day)
{
	if (!day->file_count || strcmp(day->files[day->file_count - 1].path, item->path) != 0)
		*ARENA_PUSH(l->arena, day->files,
			    day->file_count) = (struct owed_file){item->path, item->detail};
}

void owed_add(const struct ledger *l, const struct rendered_item *item, struct owed *owed)
{
	const char *who;
	int64_t when;

	for (size_t i = 0; i < item->unseen.count; i++) {
		uint64_t sequence = item->unseen.items[i];
		struct owed_day *day = day_of(
			l, owed,
			state_signer(l->view->state, sequence, &who, &when)
				? arena_strdup(l->arena, DATE_TEXT(when))
				: NULL);

		add_file(l, item, day);
		*ARENA_PUSH(l->arena, day->events.items, day->events.count) = sequence;
	}
	if (!item->unseen.count)
		add_file(l, item, day_of(l, owed, NULL));
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static int by_day(const void *a, const void *b)
{
	const struct owed_day *x = a, *y = b;

	return strcmp(x->day ? x->day : "", y->day ? y->day : "");
}

/* An act that several files do not show is one. */
static void count_acts(struct owed_day *day)
{
	uint64_t *items = day->events.items;

	if (!day->events.count)
		return;
	qsort(items, day->events.count, sizeof(*items), by_number);
	day->first = items[0];
	day->last = items[day->events.count - 1];
	for (size_t i = 0; i < day->events.count; i++)
		day->acts += !i || items[i] != items[i - 1];
}

void owed_settle(const struct ledger *l, struct owed *owed)
{
	struct err ignored;
	bool here;

	for (size_t i = 0; i < owed->count; i++)
		count_acts(&owed->days[i]);
	if (owed->count)
		qsort(owed->days, owed->count, sizeof(*owed->days), by_day);
	owed->way = !governed_head(l, &here, &ignored) && here && repo_work_tree(l->repo)
			    ? "git mcade render --commit"
			    : RENDER_PROPOSAL;
}

/* What a commit lacks, but for what somebody wrote there himself. */
static int look_at(const struct ledger *l, const struct oid *commit, struct owed *ret,
		   struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *tip = NULL;
	struct rendered would = {.check = true, .recent = true};

	if (snapshot_of_commit(l->repo, commit, &tip, err) < 0)
		return -1;
	would.at = tip;
	if (render_all(l, &would, err) < 0)
		return -1;
	for (size_t i = 0; i < would.count; i++)
		if (!would.items[i].edited)
			owed_add(l, &would.items[i], ret);
	return 0;
}

/* Has the branch all of it here, and was not pushed? Then to commit it again would be in vain. */
static bool is_committed(const struct ledger *l, const struct visible_ref *ref)
{
	struct owed lacks = {0};
	struct err ignored;
	const char *name;
	struct oid head;

	return repo_head_ref(l->repo, l->arena, &name, &ignored) == 0 && name &&
	       !strcmp(name, ref->name) && repo_head_commit(l->repo, &head, &ignored) == 0 &&
	       !oid_equal(&head, &ref->tip) && look_at(l, &head, &lacks, &ignored) == 0 &&
	       !lacks.count;
}

int owed_find(const struct ledger *l, struct owed *ret, struct err *err)
{
	const struct visible_ref *refs;
	size_t count;

	*ret = (struct owed){0};
	if (governed_visible(l, &refs, &count, err) < 0)
		return -1;
	if (!count)
		return 0;
	ret->ref = refs[0].name;
	if (look_at(l, &refs[0].tip, ret, err) < 0)
		return -1;
	owed_settle(l, ret);
	if (ret->count && is_committed(l, &refs[0]))
		ret->way = governed_push(l, &refs[0]);
	return 0;
}

size_t owed_acts(const struct owed *owed, const char **ret_since)
{
	size_t acts = 0;

	*ret_since = NULL;
	for (size_t i = 0; i < owed->count; i++) {
		acts += owed->days[i].acts;
		if (!*ret_since)
			*ret_since = owed->days[i].day;
	}
	return acts;
}
