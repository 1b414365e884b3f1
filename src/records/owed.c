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

int owed_find(const struct ledger *l, struct owed *ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *tip = NULL;
	struct rendered would = {.check = true, .recent = true};
	const struct visible_ref *refs;
	size_t count;

	*ret = (struct owed){0};
	if (governed_visible(l, &refs, &count, err) < 0)
		return -1;
	if (!count)
		return 0;
	if (snapshot_of_commit(l->repo, &refs[0].tip, &tip, err) < 0)
		return -1;
	ret->ref = refs[0].name;
	would.at = tip;
	if (render_all(l, &would, err) < 0)
		return -1;
	for (size_t i = 0; i < would.count; i++)
		if (!would.items[i].edited)
			owed_add(l, &would.items[i], ret);
	owed_settle(l, ret);
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
