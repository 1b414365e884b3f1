#include "ledger/at.h"

#include "base/hex.h"
#include "base/number.h"
#include "base/texts.h"
#include "base/time.h"
#include "ledger/past.h"
#include "ledger/chain.h"
#include "model/ledger_commit.h"

#define ID_LEN 32	   /* hexadecimal digits of an event's id */
#define ID_LEN_SHORT 8	   /* of which so many are enough, where no other begins so */
#define COMMIT_LEN_SHORT 4 /* git takes fewer digits for no commit */
#define NUMBER_LEN_MAX 9   /* digits; more are an id or a commit */

static struct event_index *index_of(const struct ledger *l)
{
	return fold_index(l->view->fold);
}

/* The first event whose id begins so: a later one of the same id never counts. */
static bool find_id(const struct ledger *l, const char *text, uint64_t *ret)
{
	size_t len = strlen(text);

	if (len < ID_LEN_SHORT || len > ID_LEN || strspn(text, "0123456789abcdef") != len)
		return false;
	for (uint64_t i = 0; i < event_index_count(index_of(l)); i++) {
		char id[ID_LEN + 1];

		hex_encode(event_index_at(index_of(l), i)->id, ID_LEN / 2, id);
		if (!strncmp(id, text, len)) {
			*ret = i;
			return true;
		}
	}
	return false;
}

/* Nearly always one of the ledger: its event says which, and the record whether that is true. */
static int find_commit(const struct ledger *l, const char *text, uint64_t *ret, bool *ret_found,
		       struct err *err)
{
	struct oid commit, there;

	if (repo_resolve_commit(l->repo, text, &commit, err) < 0)
		return err->code == ERR_NOT_FOUND ? 0 : -1;
	for (uint64_t i = event_index_count(index_of(l)); i-- > 0 && !*ret_found;) {
		*ret_found = event_index_commit(event_index_at(index_of(l), i), &there) &&
			     oid_equal(&commit, &there);
		*ret = i;
	}
	return 0;
}

int ledger_find_event(const struct ledger *l, const char *text, uint64_t *ret, bool *ret_found,
		      struct err *err)
{
	bool named = text_begins(text, "event:");
	uint64_t sequence;

	*ret_found = false;
	if (named)
		text += strlen("event:");
	if (number_parse(text, UINT32_MAX, &sequence) && strlen(text) <= NUMBER_LEN_MAX) {
		*ret = sequence; /* the genesis is event 0 */
		*ret_found = sequence <= l->view->sequence;
		if (*ret_found)
			return 0;
	}
	*ret_found = find_id(l, text, ret);
	if (strlen(text) < COMMIT_LEN_SHORT)
		return 0;
	return *ret_found || named ? 0 : find_commit(l, text, ret, ret_found, err);
}

/* The last event signed not later than that; clocks are their owners', so each is looked at. */
static bool find_moment(const struct ledger *l, int64_t moment, uint64_t *ret)
{
	for (uint64_t i = event_index_count(index_of(l)); i-- > 0;)
		if (event_index_at(index_of(l), i)->signed_at <= moment) {
			*ret = i;
			return true;
		}
	return false;
}

int ledger_act_of(const struct ledger *l, uint64_t sequence, const char **ret, struct err *err)
{
	const struct indexed_event *indexed = event_index_at(index_of(l), sequence);
	struct verified_event event;
	char sha256[65];

	if (!indexed)
		return err_set(err, ERR_NOT_FOUND, "there is no event %" PRIu64, sequence);
	if (past_event(l, l->view, sequence, l->arena, &event, err) < 0)
		return -1;
	hex_encode(indexed->sha256, sizeof(indexed->sha256), sha256);
	*ret = arena_printf(l->arena, "%s sha256:%s", event_get(&event.event, FIELD_ID),
			    sha256);
	return 0;
}

int ledger_place(const struct ledger *l, const char *text, uint64_t *ret, struct err *err)
{
	int64_t moment;
	bool found;

	if (time_parse(text, &moment))
		found = find_moment(l, moment, ret);
	else if (time_parse_date(text, &moment))
		found = find_moment(l, moment + 86399, ret);
	else if (ledger_find_event(l, text, ret, &found, err) < 0)
		return -1;
	if (found)
		return 0;
	err_set(err, ERR_USAGE,
		"'%s' is not an event, ledger commit, moment or day of this ledger", text);
	return err_next(err, "git mcade log");
}

int ledger_go_back(const struct ledger *l, const char *text, const struct ledger_view **ret,
		   struct err *err)
{
	struct ledger_view *view;
	struct oid commit;
	struct bytes raw;
	uint64_t sequence;

	if (ledger_place(l, text, &sequence, err) < 0 ||
	    chain_bytes(l->repo, l->view, sequence, l->arena, &raw, &commit, err) < 0 ||
	    ledger_view_at(l, l->view->id, &commit, raw, &view, err) < 0)
		return -1;
	view->confirmed = l->view->confirmed;
	*ret = view;
	return 0;
}
