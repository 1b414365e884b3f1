#include "ledger/at.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "base/time.h"
#include "ledger/chain.h"
#include "model/ledger_commit.h"
#include "repo/ledger.h"

struct going_back {
	const struct ledger *l;
	struct ledger_range *range;
	struct arena scratch;
};

static int time_at(struct going_back *g, size_t i, int64_t *ret, struct err *err)
{
	struct ledger_commit commit;
	struct bytes raw;

	arena_reset(&g->scratch);
	if (ledger_range_read(g->range, i, &g->scratch, &raw, err) < 0 ||
	    ledger_commit_parse(raw, &g->scratch, &commit, err) < 0)
		return -1;
	*ret = commit.time;
	return 0;
}

/* The last event not later than the moment; *ret is the count when there is none. */
static int find_moment(struct going_back *g, int64_t moment, size_t *ret, struct err *err)
{
	size_t count = ledger_range_count(g->range);

	for (size_t i = count; i-- > 0;) {
		int64_t when;

		if (time_at(g, i, &when, err) < 0)
			return -1;
		if (when <= moment) {
			*ret = i;
			return 0;
		}
	}
	*ret = count;
	return 0;
}

static int find_index(struct going_back *g, const char *text, size_t *ret, struct err *err)
{
	size_t count = ledger_range_count(g->range);
	uint64_t sequence;
	struct oid commit;
	int64_t moment;

	*ret = count;
	if (number_parse(text, UINT32_MAX, &sequence) && strlen(text) < 10) {
		*ret = (size_t)sequence; /* the genesis is event 0 */
		return 0;
	}
	if (time_parse(text, &moment))
		return find_moment(g, moment, ret, err);
	if (time_parse_date(text, &moment))
		return find_moment(g, moment + 86399, ret, err);
	if (repo_resolve_commit(g->l->repo, text, &commit, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	for (size_t i = 0; i < count; i++)
		if (oid_equal(ledger_range_id(g->range, i), &commit))
			*ret = i;
	return 0;
}

int ledger_go_back(const struct ledger *l, const char *text, const struct ledger_view **ret,
		   struct err *err)
{
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;
	struct going_back g = {.l = l};
	struct ledger_view *view;
	struct bytes raw;
	size_t index;
	int result;

	if (chain_open(l->repo, l->view, &range, err) < 0)
		return -1;
	g.range = range;
	result = find_index(&g, text, &index, err);
	arena_free(&g.scratch);
	if (result < 0)
		return -1;
	if (index >= ledger_range_count(range)) {
		err_set(err, ERR_USAGE,
			"'%s' is not an event, ledger commit, moment or day of this ledger",
			text);
		return err_next(err, "git mcade log");
	}
	if (ledger_range_read(range, index, l->arena, &raw, err) < 0 ||
	    ledger_view_at(l, l->view->id, ledger_range_id(range, index), raw, &view, err) < 0)
		return -1;
	view->confirmed = l->view->confirmed;
	*ret = view;
	return 0;
}
