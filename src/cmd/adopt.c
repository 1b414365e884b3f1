/* git mcade adopt: the committed, reviewed runbook.yaml comes into force. */
#include "base/cleanup.h"
#include "base/number.h"
#include "cmd/act.h"
#include "cmd/hooks.h"
#include "act/adopt.h"
#include "act/ungiven.h"
#include "runbook/runbook.h"
#include "report/adoption.h"
#include "report/colour.h"
#include "report/output.h"

const struct option options_adopt[] = {
	{OPTION_FLAG, 0, "accept-claims", NULL,
	 "also sign what runbook.claims.yaml says: it meets needs, and nothing more"},
	{OPTION_FLAG, 0, "dry-run", NULL, "show what would come into force, and sign nothing"},
	OPTIONS_ACT,
	{0},
};

/* What `complete` will ask is said when the runbook comes into force: a team fills it in later. */
static void note_incompletable(const struct runbook *rb, struct arena *a)
{
	const char *first = NULL, *why = NULL;
	size_t count = 0;

	for (size_t i = 0; i < rb->step_count; i++)
		for (size_t e = 0; e < rb->environment_count; e++) {
			const struct step *step = step_at(rb, i);
			const char *lacks;

			if (step->dormant || !step_in(step, rb->environments[e].id))
				continue;
			lacks = step_incompletable(rb, &rb->environments[e], step, a);
			if (!lacks)
				continue;
			if (!count++) {
				first = step->id;
				why = lacks;
			}
			break;
		}
	if (count)
		output_note("warning: %zu step%s cannot be completed as written, %s first: %s "
			    "(git mcade lint --missing)",
			    count, count == 1 ? "" : "s", first, why);
}

static int note_people(struct session *s, const struct runbook *rb, struct err *err)
{
	const struct ungiven *all;
	const struct trust *trust;
	size_t count;

	if (state_trust(s->ledger.view->state, &trust, err) < 0)
		return -1;
	ungiven_find(rb, trust, &s->arena, &all, &count);
	for (size_t i = 0; i < count; i++) {
		const struct ungiven *it = &all[i];
		output_note(
			"warning: '%s' needs the %s of role '%s', %s\n  %s", it->what,
			it->answer ? "answer" : "approval", it->role,
			it->have || it->by
				? arena_printf(&s->arena, "of whom %u%s may say so, not %u",
					       it->have, it->by ? " besides who acts" : "",
					       it->need)
				: "which no principal has",
			trust_lets_in(trust, it->role, it->act, it->environment, &s->arena));
	}
	return 0;
}

/* Before it is signed: what comes into force is what the key answers for. */
static void show_first(const struct adoption *adoption)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	adoption_text(adoption, &text);
	colour_strip(&text); /* as all that is said on stderr while it is done */
	output_words(&text);
}

int cmd_adopt(struct session *s, const struct option_values *o, struct result *ret,
	      struct err *err)
{
	struct adoption *adopted = arena_alloc(&s->arena, sizeof(*adopted));
	struct act act;
	int status;

	if (act_begin(&act, s, o, EVENT_ADOPT, ret, err) < 0 ||
	    act_operands(&act, 0, err) < 0 ||
	    adopt_prepare(&s->ledger, option_flag(o, "accept-claims"), &act.intent, adopted,
			  &act.refused, err) < 0)
		return -1;
	if (findings_worst(&act.refused) == FINDING_ERROR)
		return act_refused(&act);
	act.adoption = adopted;
	if (option_flag(o, "dry-run"))
		return act_planned(&act, NULL);
	show_first(adopted);
	if (act.refused.count)
		output_note("mcade: the lines that declare it: git mcade lint --missing");
	act_warn(&act);
	status = act_record(&act, err);
	if (status)
		return status;
	if (hooks_settle_logs(s, err) < 0)
		return -1;
	output_note("%zu step%s in %zu environment%s in force, from %s%s",
		    adopted->runbook->step_count, adopted->runbook->step_count == 1 ? "" : "s",
		    adopted->runbook->environment_count,
		    adopted->runbook->environment_count == 1 ? "" : "s", adopted->ref,
		    adopted->left ? ", which is governed no longer" : "");
	if (adopted->edited)
		output_note(
			"warning: runbook.yaml in the work tree is not the one that came into "
			"force from %s: commit it%s, and adopt again",
			adopted->ref, s->ledger.remote ? " and push it" : "");
	note_incompletable(adopted->runbook, &s->arena);
	if (adopted->lost)
		output_note("warning: '%s' uses '%s', which is not a regular file",
			    adopted->lost->id, adopted->lost->uses);
	if (note_people(s, adopted->runbook, err) < 0)
		return -1;
	if (option_flag(o, "accept-claims"))
		output_note("claims of %s accepted; %zu contradict themselves and stay planned "
			    "(git mcade status)",
			    number_of(adopted->accepted, "step", NULL, &s->arena),
			    adopted->disputed);
	if (adopted->settled)
		output_note("  claims of %s left out: they ran, were verified or were "
			    "reopened since",
			    number_of(adopted->settled, "step", NULL, &s->arena));
	if (s->ledger.remote)
		output_note("  next: git mcade sync");
	return act_recorded(&act);
}
