/* git mcade recover: what was pushed on the ledger, and is no event of it, is rejected for ever. */
#include "remote/recover.h"

#include "cmd/act.h"
#include "remote/sync.h"
#include "report/output.h"

#define SHOWN_MOST 20
#define ATTEMPTS 3

const struct option options_recover[] = {
	{OPTION_TEXT, 0, "key", "FILE", "sign with this key, as the recovery key"},
	{OPTION_FLAG, 0, "dry-run", NULL, "show what would be rejected, and sign nothing"},
	{OPTION_TEXT, 'm', "message", "TEXT", "the reason, kept for ever"},
	{OPTION_FLAG, 0, "json", NULL, "print one JSON object"},
	{0},
};

/* Who signs must see what goes, also those who only want to know. */
static void show(const struct recovery *r)
{
	output_note("mcade: %zu commit%s after event %" PRIu64 " %s rejected:", r->count,
		    r->count == 1 ? "" : "s", r->good->sequence, r->count == 1 ? "is" : "are");
	for (size_t i = 0; i < r->count && i < SHOWN_MOST; i++)
		output_note("  %.12s %s", OID_HEX(&r->commits[i].id), r->commits[i].subject);
	if (r->count > SHOWN_MOST)
		output_note("  and %zu more", r->count - SHOWN_MOST);
}

static void refuse_nothing(struct act *act, const struct recovery *r)
{
	finding_add(&act->refused, RULE_LEDGER_INTEGRITY, FINDING_ERROR,
		    (struct finding){
			    .expected = "commits that are not events, after the last good one",
			    .found = arena_printf(&act->session->arena, "event %" PRIu64,
						  r->good->sequence)},
		    "there is nothing to reject");
}

static int try_once(struct act *act, struct recovery *r, struct err *err)
{
	struct session *s = act->session;
	char hex[OID_HEX_SIZE];

	if (recover_find(&s->ledger, r, err) < 0)
		return -1;
	s->ledger.view = r->good;
	if (oid_is_zero(&r->junk)) {
		refuse_nothing(act, r);
		return 1;
	}
	show(r);
	if (option_flag(act->options, "dry-run"))
		return 0;
	oid_hex(&r->junk, hex);
	event_set(&act->intent.event, &s->arena, FIELD_REJECTS, arena_strdup(&s->arena, hex));
	return recover_record(&s->ledger, r, &act->intent, &act->receipt, &act->refused, err);
}

static int choose_key(struct session *s, const char *file, struct err *err)
{
	const struct signer_wish wish = {.home = getenv("HOME"),
					 .agent_socket = getenv("SSH_AUTH_SOCK"),
					 .signing_key = file};

	return file ? signer_choose(&wish, &s->person.signer, err) : 0;
}

/* This clone goes on from there, with events of its own that are not published yet. */
static int follow(struct session *s, struct err *err)
{
	struct sync_state state;

	if (s->person.signer)
		signer_close(MOVE(s->person.signer)); /* the recovery key signs nothing else */
	if (sync_all(&s->ledger, &state, err) < 0)
		return -1;
	s->ledger.view = state.local;
	return 0;
}

int cmd_recover(struct session *s, const struct option_values *o, struct result *ret,
		struct err *err)
{
	struct act act;
	struct recovery r;
	struct err late;
	int status = -1;

	if (act_prepare(&act, s, o, EVENT_RECOVER, ret, err) < 0 ||
	    act_operands(&act, 0, err) < 0 || choose_key(s, option_text(o, "key"), err) < 0)
		return -1;
	for (int i = 0; i < ATTEMPTS; i++) {
		status = try_once(&act, &r, err);
		if (status >= 0 || err->code != ERR_RACE)
			break;
	}
	if (status)
		return status == 1 ? act_refused(&act) : -1;
	if (option_flag(o, "dry-run"))
		return act_planned(&act, "nothing was signed");
	s->ledger.view = act.receipt.view;
	if (follow(s, &late) < 0)
		output_note("mcade: warning: recorded, but this clone does not follow: %s\n"
			    "  next: git mcade sync",
			    late.text);
	return act_recorded(&act);
}
