/* git mcade retip: the governed branches were rewritten; rules bind from where they are now. */
#include "base/printable.h"
#include "base/texts.h"
#include "cmd/act.h"
#include "ledger/governed.h"
#include "repo/history.h"
#include "repo/object.h"
#include "report/output.h"

#define SHOWN 20 /* commits of a branch */

/* Those of "<commit> <ref>" that are of this branch; ref NULL: of any. */
static void add_tips(struct arena *a, const char *const *tips, size_t count, const char *ref,
		     struct oid_list *ret)
{
	for (size_t i = 0; i < count; i++) {
		const char *blank = strchr(tips[i], ' ');
		struct oid id;

		if (blank && (!ref || !strcmp(blank + 1, ref)) &&
		    oid_parse(arena_strndup(a, tips[i], (size_t)(blank - tips[i])), &id))
			*ARENA_PUSH(a, ret->ids, ret->count) = id;
	}
}

static int show_commits(struct session *s, const char *ref, const struct oid_list *list,
			struct err *err)
{
	struct arena *a = &s->arena;

	output_note("mcade: exempts from the rules %zu %s of %s", list->count,
		    list->count == 1 ? "commit" : "commits", ref);
	for (size_t i = list->count; i-- > 0 && list->count - i <= SHOWN;) {
		struct commit commit;
		const char *message;

		if (commit_read(s->ledger.repo, &list->ids[i], a, &commit, err) < 0)
			return -1;
		message = arena_strndup(a, commit.message.data, commit.message.len);
		output_note(
			"  %.12s %s", OID_HEX(&list->ids[i]),
			printable_line(a, arena_strndup(a, message, strcspn(message, "\n"))));
	}
	if (list->count > SHOWN)
		output_note("  and %zu more", list->count - SHOWN);
	return 0;
}

/* What the rules bound until now and will not any more: said before it is signed. */
static int show_exempted(struct session *s, const struct event *event, struct err *err)
{
	const struct event_values *tips = &event->fields[FIELD_TIP];
	const struct event_values *left = &event->fields[FIELD_REWRITTEN];
	const struct adopted_state *adopted;

	if (state_adopted(s->ledger.view->state, &adopted, err) < 0)
		return -1;
	for (size_t i = 0; i < tips->count; i++) {
		const char *ref = strchr(tips->items[i], ' ') + 1;
		struct oid_list now = {0}, before = {0}, list;

		add_tips(&s->arena, &tips->items[i], 1, ref, &now);
		add_tips(&s->arena, adopted->tips, adopted->tip_count, ref, &before);
		add_tips(&s->arena, left->items, left->count, ref, &before);
		if (!before.count) /* it is bound as it left those that are named */
			add_tips(&s->arena, adopted->tips, adopted->tip_count, NULL, &before);
		if (history_new_commits(s->ledger.repo, now.ids, now.count, before.ids,
					before.count, &s->arena, &list, err) < 0)
			return -1;
		if (list.count && show_commits(s, ref, &list, err) < 0)
			return -1;
	}
	return 0;
}

int cmd_retip(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	struct act act;

	if (act_begin(&act, s, o, EVENT_RETIP, ret, err) < 0 || act_operands(&act, 0, err) < 0)
		return -1;
	if (!option_flag(o, "no-fetch")) /* only the tip that the remote has now may give way */
		governed_refresh(&s->ledger);
	if (governed_retip(&s->ledger, &act.intent.event, err) < 0 ||
	    show_exempted(s, &act.intent.event, err) < 0)
		return -1;
	return act_finish(&act, err);
}
