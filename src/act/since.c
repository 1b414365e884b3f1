#include "act/since.h"

#include "base/time.h"
#include "runbook/runbook.h"
#include "repo/history.h"
#include "repo/object.h"

int since_commit(const struct ledger *l, const char *text, const struct oid *tips,
		 size_t tip_count, struct oid *ret, bool *ret_found, struct err *err)
{
	int64_t when;

	if (time_parse_date(text, &when))
		return history_newest_before(l->repo, tips, tip_count, when, ret, ret_found,
					     err);
	*ret_found = oid_parse(text, ret);
	return *ret_found ? object_is_commit(l->repo, ret, ret_found, err) : 0;
}

bool since_recorded(const struct adopted_state *adopted, const char *text, struct oid *ret,
		    bool *ret_found)
{
	for (size_t i = 0; i < adopted->since_count; i++) {
		const char *space = strchr(adopted->since[i], ' ');
		char hex[OID_HEX_SIZE];

		if (!space || strcmp(space + 1, text) != 0 ||
		    (size_t)(space - adopted->since[i]) >= sizeof(hex))
			continue;
		snprintf(hex, sizeof(hex), "%.*s", (int)(space - adopted->since[i]),
			 adopted->since[i]);
		*ret_found = oid_parse(hex, ret) && !oid_is_zero(ret);
		return true;
	}
	return false;
}

struct recording {
	const struct ledger *l;
	struct event *event;
	struct oid *tips;
	size_t tip_count;
};

static int add(struct recording *r, const char *date, struct err *err)
{
	struct oid commit = {{0}};
	char hex[OID_HEX_SIZE];
	const char *value;
	int64_t when;
	bool found;

	if (!date || !time_parse_date(date, &when) || when > r->l->now)
		return 0;
	if (since_commit(r->l, date, r->tips, r->tip_count, &commit, &found, err) < 0)
		return -1;
	if (!found)
		commit = (struct oid){{0}};
	oid_hex(&commit, hex);
	value = arena_printf(r->l->arena, "%s %s", hex, date);
	if (!event_says(r->event, FIELD_SINCE, value))
		event_add(r->event, r->l->arena, FIELD_SINCE, value);
	return 0;
}

int since_record(const struct ledger *l, const struct runbook *rb, struct event *event,
		 struct err *err)
{
	const struct event_values *tips = &event->fields[FIELD_TIP];
	struct recording r = {l, event, arena_array(l->arena, tips->count + 1, sizeof(*r.tips)),
			      0};

	for (size_t i = 0; i < tips->count; i++) {
		char hex[OID_HEX_SIZE];
		size_t length = strcspn(tips->items[i], " ");

		snprintf(hex, sizeof(hex), "%.*s", (int)length, tips->items[i]);
		r.tip_count += oid_parse(hex, &r.tips[r.tip_count]);
	}
	for (size_t i = 0; i < rb->policy_count; i++)
		if (add(&r, rb->policies[i].since, err) < 0)
			return -1;
	for (size_t i = 0; i < rb->freeze_count; i++)
		if (add(&r, rb->freezes[i].since, err) < 0)
			return -1;
	return add(&r, rb->deprecation.since, err);
}
