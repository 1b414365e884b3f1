/* git mcade purge: a deprecated item may go. The deletion itself is a commit like any other. */
#include "base/path.h"
#include "base/quote.h"
#include "cmd/act.h"
#include "ledger/governed.h"
#include "records/purging.h"
#include "repo/snapshot.h"

#define EXPIRES ((int64_t)86400)

const struct option options_purge[] = {
	{OPTION_TEXT, 0, "checkpoint", "DIRECTORY",
	 "the sealed checkpoint that lists it; else the newest with 'purge' in its name"},
	{OPTION_TEXT, 0, "expires", "TIME", "until when it may be deleted: '4h', or a time"},
	{OPTION_FLAG, 0, "list", NULL,
	 "show each item, and what is to be shown before it may go"},
	OPTIONS_ACT,
	{0},
};

/* Its bytes, as a governed branch has them. */
static int read_item(struct session *s, const char *path, struct bytes *ret, struct err *err)
{
	const struct visible_ref *refs;
	bool found = false;
	size_t count;

	if (governed_visible(&s->ledger, &refs, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !found; i++) {
		CLEANUP(snapshot_freep) struct snapshot *tip = NULL;

		if (snapshot_of_commit(s->ledger.repo, &refs[i].tip, &tip, err) < 0 ||
		    snapshot_read(tip, path, s->ledger.arena, ret, &found, err) < 0)
			return -1;
	}
	return found ? 0
		     : err_set(err, ERR_USAGE, "'%s' is on no governed branch%s", path,
			       count ? "" : ": there is none yet");
}

/* All of them, or the one that is named. */
static int list(struct session *s, const struct option_values *o, struct result *ret,
		struct err *err)
{
	struct purge_result *r = arena_alloc(&s->arena, sizeof(*r));

	*r = (struct purge_result){.path = o->operand_count ? o->operands[0] : NULL};
	if (o->operand_count > 1 || option_text(o, "message") || option_text(o, "expires") ||
	    option_text(o, "checkpoint"))
		return err_set(err, ERR_USAGE, "--list takes a path at most");
	if (purging_list(&s->ledger, r->path, &r->items, &r->count, err) < 0)
		return -1;
	if (r->path && !r->count)
		return err_set(err, ERR_USAGE,
			       "'%s' is not a deprecated item on a governed branch", r->path);
	result_is_purge(ret, r);
	return 0;
}

int cmd_purge(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	const char *path;
	struct bytes text;
	struct act act;
	int status;

	if (option_flag(o, "list"))
		return list(s, o, ret, err);
	if (act_begin(&act, s, o, EVENT_PURGE, ret, err) < 0 || act_operands(&act, 1, err) < 0)
		return -1;
	path = o->operands[0];
	if (path_check(bytes_text(path), err) < 0)
		return err_set(err, ERR_USAGE, "'%s' is not a valid path", path);
	if (read_item(s, path, &text, err) < 0)
		return -1;
	if (purging_event(&s->ledger, path, text, option_text(o, "checkpoint"),
			  &act.intent.event, err) < 0)
		return -1;
	if (act_expires(&act, "expires", EXPIRES, err) < 0 ||
	    governed_tips(&s->ledger, &act.intent.event, err) < 0)
		return -1;
	status = act_record(&act, err);
	if (status)
		return status;
	act.note = arena_printf(&s->arena, "until %s: git rm -- %s",
				event_get(&act.intent.event, FIELD_EXPIRES),
				shell_quote(path, &s->arena));
	return act_recorded(&act);
}
