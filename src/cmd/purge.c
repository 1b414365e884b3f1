/* git mcade purge: a deprecated item may go. The deletion itself is a commit like any other. */
#include "base/path.h"
#include "base/quote.h"
#include "cmd/act.h"
#include "ledger/governed.h"
#include "records/checkpoint.h"
#include "repo/snapshot.h"
#include "runbook/purge.h"
#include "sign/digest.h"

#define EXPIRES ((int64_t)86400)

const struct option options_purge[] = {
	{OPTION_TEXT, 0, "checkpoint", "DIRECTORY",
	 "the sealed checkpoint that lists it; else the newest with 'purge' in its name"},
	{OPTION_TEXT, 0, "expires", "TIME", "until when it may be deleted: '4h', or a time"},
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

static void set_checkpoint(struct act *act)
{
	const char *said = option_text(act->options, "checkpoint");
	size_t len;

	said = said ? said : checkpoint_newest(&act->session->ledger, "purge");
	len = said ? strlen(said) : 0;
	while (len && said[len - 1] == '/')
		len--;
	if (len)
		act_set(act, FIELD_DIRECTORY, arena_strndup(&act->session->arena, said, len));
}

int cmd_purge(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	const char *path, *by;
	struct bytes text;
	struct act act;
	int status;

	if (act_begin(&act, s, o, EVENT_PURGE, ret, err) < 0 || act_operands(&act, 1, err) < 0)
		return -1;
	path = o->operands[0];
	if (path_check(bytes_text(path), err) < 0)
		return err_set(err, ERR_USAGE, "'%s' is not a valid path", path);
	if (read_item(s, path, &text, err) < 0)
		return -1;
	by = purge_replacement(path, text, &s->arena);
	if (!by)
		return err_set(err, ERR_USAGE,
			       "the banner of '%s' does not say what replaces it: "
			       "'Replacement:', a file, a step, or none",
			       path);
	act_set(&act, FIELD_SUBJECT, arena_printf(&s->arena, "path:%s", path));
	act_set(&act, FIELD_CONTENT,
		arena_printf(&s->arena, "sha256:%s", SHA256_HEX(text.data, text.len)));
	act_set(&act, FIELD_REPLACEMENT, by);
	set_checkpoint(&act);
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
