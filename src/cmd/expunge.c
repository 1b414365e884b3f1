/* git mcade expunge: what a command printed and nobody must read goes from the evidence. */
#include "base/hex.h"
#include "base/number.h"
#include "base/texts.h"
#include "cmd/act.h"
#include "ledger/evidence_store.h"
#include "ledger/past.h"
#include "remote/sync.h"

#define DIGITS_MIN 8 /* of a SHA-256, to name a body */

/* An operand: an event's number, with the name of one of its bodies, or the digits of a body. */
struct wanted {
	const char *operand, *name, *digits;
	uint64_t sequence;
	size_t found;
};

struct search {
	struct act *act;
	struct wanted *wanted;
	size_t count;
};

static int parse(struct act *act, const char *operand, struct wanted *ret, struct err *err)
{
	const char *slash = strchr(operand, '/');
	const char *number = slash ? arena_strndup(&act->session->arena, operand,
						   (size_t)(slash - operand))
				   : operand;
	const char *digits = text_begins(operand, "sha256:") ? operand + 7 : operand;
	size_t len = strlen(digits);

	*ret = (struct wanted){.operand = operand};
	if (digits == operand && strlen(number) < DIGITS_MIN &&
	    number_parse(number, UINT64_MAX, &ret->sequence)) {
		ret->name = slash ? slash + 1 : NULL;
		return 0;
	}
	ret->digits = digits;
	if (len >= DIGITS_MIN && len <= 64 && hex_is(digits, len))
		return 0;
	return err_set(err, ERR_USAGE,
		       "'%s' names no evidence: expected EVENT, EVENT/NAME, or %d digits or "
		       "more of its SHA-256",
		       operand, DIGITS_MIN);
}

static bool is_meant(const struct wanted *w, uint64_t sequence, const char *sha256,
		     const char *name)
{
	return w->digits ? text_begins(sha256, w->digits)
			 : w->sequence == sequence && (!w->name || !strcmp(name, w->name));
}

/* "sha256:<hex> <bytes> <name>" */
static int look(const struct verified_event *event, void *context, struct err *err UNUSED)
{
	struct search *s = context;
	const struct event_values *evidence = &event->event.fields[FIELD_EVIDENCE];
	struct arena *a = &s->act->session->arena;

	for (size_t i = 0; i < evidence->count; i++) {
		const char *digest = arena_strndup(a, evidence->items[i], 7 + 64);
		const char *name = strchr(evidence->items[i] + 7 + 64 + 1, ' ') + 1;

		for (size_t k = 0; k < s->count; k++) {
			if (!is_meant(&s->wanted[k], event->sequence, digest + 7, name))
				continue;
			s->wanted[k].found++;
			if (!event_says(&s->act->intent.event, FIELD_BODY, digest))
				act_set(s->act, FIELD_BODY, digest);
		}
	}
	return 0;
}

/* Whoever names by digits means one body, not all that begin so. */
static int check_one(const struct event_values *bodies, const struct wanted *w, struct err *err)
{
	size_t meant = 0;

	for (size_t i = 0; w->digits && i < bodies->count; i++)
		meant += text_begins(bodies->items[i] + 7, w->digits);
	if (w->found && meant <= 1)
		return 0;
	err_set(err, ERR_USAGE,
		w->found ? "'%s' begins the SHA-256 of several bodies"
			 : "no event names evidence '%s'",
		w->operand);
	return err_next(err, "git mcade log");
}

static int find_bodies(struct act *act, struct err *err)
{
	const struct option_values *o = act->options;
	struct search s = {.act = act};
	const struct ledger *l = &act->session->ledger;

	for (size_t i = 0; i < o->operand_count; i++)
		if (parse(act, o->operands[i],
			  ARENA_PUSH(&act->session->arena, s.wanted, s.count), err) < 0)
			return -1;
	if (past_events(l, l->view, &(struct past_wanted){0}, look, &s, err) < 0)
		return -1;
	for (size_t i = 0; i < s.count; i++)
		if (check_one(&act->intent.event.fields[FIELD_BODY], &s.wanted[i], err) < 0)
			return -1;
	return 0;
}

int cmd_expunge(struct session *s, const struct option_values *o, struct result *ret,
		struct err *err)
{
	struct act act;
	int status;

	if (!o->operand_count)
		return err_set(err, ERR_USAGE,
			       "expected: expunge EVENT[/NAME]... | SHA256... -m REASON");
	if (act_begin(&act, s, o, EVENT_EXPUNGE, ret, err) < 0 || find_bodies(&act, err) < 0)
		return -1;
	status = act_record(&act, err);
	if (status)
		return status;
	if (sync_let_go(&s->ledger, err) < 0)
		return err_prefix(err,
				  "event %" PRIu64 " is recorded, but the evidence here "
				  "is as it was",
				  act.receipt.sequence);
	act.note = "others may have read it: replace the secret; objects "
		   "stay until 'git reflog expire --expire=now --all && git gc --prune=now', "
		   "here and at the remote; every other clone: git mcade sync, then the same";
	return act_recorded(&act);
}
