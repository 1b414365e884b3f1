/* What was kept of runs whose end could not be recorded: recorded by the next act or sync, told by the rest. */
#include "cmd/kept.h"

#include "cmd/act.h"
#include "ledger/aside.h"
#include "report/advice.h"
#include "report/findings.h"
#include "report/output.h"

const char *contested_words(const struct ledger *l, uint64_t sequence)
{
	const char *way = contested_way(l, l->view, sequence);

	return arena_printf(l->arena,
			    "is contested, and does not count until it is attested\n  %s: %s",
			    advice_is_command(way) ? "next" : "hint", advice_words(way));
}

static void tell(const struct ledger *l, struct pending *p)
{
	const char *step = event_subject_of(&p->intent.event).id;
	const char *environment = event_get(&p->intent.event, FIELD_ENVIRONMENT);

	if (!step) {
		output_note("mcade: warning: not recorded: %s", p->why);
		return;
	}
	if (p->receipt.sequence && p->place == PENDING_LOST)
		output_note("mcade: recorded %" PRIu64
			    " finish %s in %s: lost, its process is gone",
			    p->receipt.sequence, step, environment);
	else if (p->receipt.sequence)
		output_note("mcade: recorded %" PRIu64 " finish %s in %s, which was kept%s%s",
			    p->receipt.sequence, step, environment,
			    p->receipt.event.fields[FIELD_CONTESTED].count ? "; it " : "",
			    p->receipt.event.fields[FIELD_CONTESTED].count
				    ? contested_words(l, p->receipt.sequence)
				    : "");
	else if (p->receipt.aside)
		output_note("mcade: the end of %s in %s cannot be recorded: it is kept at %s",
			    step, environment, p->receipt.aside);
	else if (p->why && p->place == PENDING_LOST)
		output_note("mcade: warning: %s in %s is gone, and that is not recorded: %s",
			    step, environment, p->why);
	else if (p->why)
		output_note(
			"mcade: warning: the end of %s in %s, kept in '%s', is not recorded: "
			"%s",
			step, environment, p->path, p->why);
	report_say(&p->refused);
}

int kept_settle(struct session *s, enum pending_place place, struct pending **ret,
		size_t *ret_count, struct err *err)
{
	int result = pending_record(&s->ledger, place, ret, ret_count, &s->ledger.view, err);

	for (size_t i = 0; i < *ret_count; i++)
		tell(&s->ledger, &(*ret)[i]);
	return result;
}

/* Who abandons a run that is lost says more of it than that. */
void kept_settle_first(struct session *s, enum event_word word)
{
	struct pending *all;
	struct err fault;
	size_t count;

	if (!s->ledger.view)
		return;
	if (kept_settle(s, PENDING_STATE, &all, &count, &fault) < 0 ||
	    (word != EVENT_ABANDON && word != EVENT_FINISH &&
	     kept_settle(s, PENDING_LOST, &all, &count, &fault) < 0))
		output_note("mcade: warning: the end of a run is known and not recorded: %s",
			    fault.text);
}

/* -- git mcade run --resume ---------------------------------------------------------------------- */

static void show_kept(struct session *s)
{
	struct pending *all;
	struct err fault;
	size_t count;

	if (pending_list(&s->ledger, &all, &count, &fault) < 0)
		count = 0; /* who records it reads it again, and says why not */
	for (size_t i = 0; i < count; i++) {
		const struct intent *finish = &all[i].intent;
		const struct event *e = &finish->event;

		if (all[i].why || all[i].place == PENDING_LOST)
			continue;
		output_note("mcade: %s in %s ended at %s: %s, %s; kept in '%s'",
			    event_subject_of(e).id, event_get(e, FIELD_ENVIRONMENT),
			    event_get(e, FIELD_OCCURRED), event_get(e, FIELD_RESULT),
			    event_get(e, FIELD_EXIT), all[i].path);
		for (size_t k = 0; k < finish->evidence_count; k++)
			output_note("mcade:   evidence %s, %zu bytes", finish->evidence[k].name,
				    finish->evidence[k].data.len);
	}
}

/* A repository may come from anybody: what is kept in it is shown before it is signed. */
int kept_resume(struct session *s, const struct option_values *o, struct result *ret,
		struct err *err)
{
	static const enum pending_place places[] = {PENDING_GIT, PENDING_LOST};
	const struct pending *last = NULL;
	struct act act;
	struct pending *all;
	size_t count, found = 0;

	if (o->operand_count)
		return err_set(err, ERR_USAGE, "--resume takes no operand, found '%s'",
			       o->operands[0]);
	show_kept(s);
	if (act_begin(&act, s, o, EVENT_FINISH, ret, err) < 0)
		return -1;
	act.command = "run";
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		if (kept_settle(s, places[i], &all, &count, err) < 0)
			return -1;
		found += count;
		for (size_t k = 0; k < count; k++)
			last = all[k].receipt.sequence ? &all[k] : last;
	}
	if (!last)
		return found ? act_refused(&act)
			     : err_set(err, ERR_USAGE,
				       "no end of a run is kept in this repository, and none "
				       "is lost");
	act.step = event_subject_of(&last->intent.event).id;
	act.environment = event_get(&last->intent.event, FIELD_ENVIRONMENT);
	act.receipt = last->receipt;
	return act_recorded(&act);
}

/* What ran has run: how it ended waits for whoever can record it. */
static int unrecorded(const struct pending *kept)
{
	if (kept->path)
		output_note("mcade: how it ended is kept in '%s', and recorded by %s",
			    kept->path,
			    kept->place == PENDING_STATE ? "the next act or 'git mcade sync'"
							 : "'git mcade run --resume'");
	return -1;
}

/* What others recorded meanwhile takes nothing back of it. */
int kept_fact(struct act *fact, struct err *err)
{
	struct receipt *receipt = &fact->receipt;
	struct pending kept = {0};
	struct err unkept;
	int status;

	if (pending_keep(&fact->session->ledger, &fact->intent, &kept, &unkept) < 0) {
		output_note("mcade: warning: how it ended cannot be kept: %s", unkept.text);
		kept.path = NULL;
	}
	status = act_try(fact, err);
	if (status < 0)
		return unrecorded(&kept);
	if (!status || receipt->aside)
		pending_drop(&kept);
	if (receipt->aside)
		output_note("mcade: how it ended is kept at %s, and not recorded",
			    receipt->aside);
	if (status)
		return act_refused(fact);
	if (receipt->event.fields[FIELD_CONTESTED].count)
		output_note("mcade: event %" PRIu64 " %s", receipt->sequence,
			    contested_words(&fact->session->ledger, receipt->sequence));
	act_warn(fact);
	return 0;
}
