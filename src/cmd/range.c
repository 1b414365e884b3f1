#include "cmd/range.h"

#include "base/time.h"
#include "ledger/at.h"

bool range_is(const char *text)
{
	return strstr(text, "..") != NULL;
}

static void split(const struct session *s, const char *text, const char **ret_a,
		  const char **ret_b)
{
	const char *dots = strstr(text, "..");

	*ret_a = arena_strndup(s->ledger.arena, text, (size_t)(dots - text));
	*ret_b = dots + strlen("..");
}

int range_ends(const struct session *s, const char *text, uint64_t *ret_from, uint64_t *ret_to,
	       struct err *err)
{
	const char *a, *b;

	split(s, text, &a, &b);
	*ret_from = 0;
	*ret_to = s->ledger.view->sequence;
	if ((*a && ledger_place(&s->ledger, a, ret_from, err) < 0) ||
	    (*b && ledger_place(&s->ledger, b, ret_to, err) < 0))
		return -1;
	return 0;
}

/* Before the genesis there is nothing to leave out. */
static bool is_before_all(const struct session *s, const char *text)
{
	const struct indexed_event *genesis = event_index_at(fold_index(s->ledger.view->fold),
							     0);
	int64_t moment;

	return (time_parse(text, &moment) || time_parse_date(text, &moment)) && genesis &&
	       moment + 86399 < genesis->signed_at;
}

int range_parse(const struct session *s, const char *text, struct past_wanted *ret,
		struct err *err)
{
	const char *a, *b;
	uint64_t place;

	split(s, text, &a, &b);
	if (*a && !is_before_all(s, a)) {
		if (ledger_place(&s->ledger, a, &place, err) < 0)
			return -1;
		ret->from = place + 1;
	}
	if (*b) {
		if (ledger_place(&s->ledger, b, &place, err) < 0)
			return -1;
		ret->upto = place + 1;
	}
	return 0;
}

int range_moment(const struct session *s, const struct option_values *o, const char *option,
		 bool end_of_day, int64_t *ret, struct err *err)
{
	const char *text = option_text(o, option);
	int64_t ago;

	if (!text || time_parse(text, ret))
		return 0;
	if (time_parse_date(text, ret)) {
		*ret += end_of_day ? 86399 : 0;
		return 0;
	}
	if (!time_parse_duration(text, &ago))
		return err_set(err, ERR_USAGE,
			       "--%s '%s' is not a day (2026-01-28), a moment "
			       "(2026-01-28T10:00:00Z) or so long ago (2d)",
			       option, text);
	*ret = s->ledger.now - ago;
	return 0;
}
