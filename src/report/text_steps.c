#include "report/text_internal.h"

#include "base/printable.h"
#include "report/advice.h"

/* What the import said, while it is all there is. */
static const char *standing(const struct step_view *v)
{
	if (v->contradicted)
		return "contradicted";
	if (v->stale)
		return "stale";
	if (v->asserted && v->state->phase == PHASE_PLANNED)
		return "claimed";
	return phase_word(v->state->phase);
}

static void add_step_line(struct strbuf *out, const struct step_view *v)
{
	const struct step_state *s = v->state;

	strbuf_addf(out, "  %-16s %-9s", v->step->id, standing(v));
	if (v->locked)
		strbuf_addstr(out, " LOCKED");
	if (v->frozen)
		strbuf_addf(out, " FROZEN(%s)", v->frozen);
	if (v->asserted)
		for (size_t i = 0; i < s->claim_count; i++)
			strbuf_addf(out, " %s?", s->claims[i]);
	if (s->without_count)
		strbuf_addf(out, " %zu/%d", CRITERIA - s->without_count, CRITERIA);
	if (v->ready)
		strbuf_addstr(out, " ready");
	if (v->step->optional)
		strbuf_addstr(out, " optional");
	if (s->pin_count)
		strbuf_addf(out, " %zu pin%s", s->pin_count, s->pin_count == 1 ? "" : "s");
	if (s->checkpoint_directory) {
		strbuf_addstr(out, " checkpoint ");
		printable_addstr(out, s->checkpoint_directory);
	}
	if (s->sequence)
		strbuf_addf(out, " #%" PRIu64, s->sequence);
	strbuf_addch(out, '\n');
	/* A reason is worth a line where somebody has to act; a long plan waits quietly. */
	for (size_t i = 0; i < v->reason_count && (s->sequence || v->stale); i++) {
		strbuf_addstr(out, "                     ");
		printable_addstr(out, v->reasons[i]);
		strbuf_addch(out, '\n');
	}
}

static const char *section_title(const struct readiness *r, const char *id)
{
	for (size_t i = 0; i < r->runbook->section_count; i++)
		if (!strcmp(r->runbook->sections[i].id, id))
			return r->runbook->sections[i].title ? r->runbook->sections[i].title
							     : id;
	return id;
}

static void add_counts(struct strbuf *out, const struct readiness *r)
{
	size_t phases[PHASE_COUNT] = {0}, claimed = 0, stale = 0, contradicted = 0;
	const char *between = ":";

	for (size_t i = 0; i < r->count; i++) {
		phases[r->steps[i].state->phase]++;
		claimed += r->steps[i].asserted;
		stale += r->steps[i].stale;
		contradicted += r->steps[i].contradicted;
	}
	strbuf_addf(out, "%zu step%s", r->count, r->count == 1 ? "" : "s");
	for (int p = PHASE_COUNT - 1; p >= 0; p--) {
		if (!phases[p])
			continue;
		strbuf_addf(out, "%s %zu %s", between, phases[p], phase_word((enum phase)p));
		between = ",";
	}
	if (claimed)
		strbuf_addf(out, ", %zu only claimed", claimed);
	if (contradicted)
		strbuf_addf(out, ", %zu contradicted", contradicted);
	if (stale)
		strbuf_addf(out, ", %zu stale", stale);
	strbuf_addch(out, '\n');
}

/* "CACHE is stale (playbooks/cache.sh changed since it ran)" */
static void add_standing(struct strbuf *out, const struct step_view *v)
{
	strbuf_addf(out, "%s is %s", v->step->id, standing(v));
	for (size_t i = 0; i < v->reason_count && i < 3; i++) {
		strbuf_addstr(out, i ? ", " : " (");
		printable_addstr(out, v->reasons[i]);
	}
	if (v->reason_count)
		strbuf_addch(out, ')');
}

static void add_way(struct strbuf *out, const struct step_view *v, const char *command,
		    const char *words)
{
	/* Whoever is told that claims contradict each other looks first. */
	if (v->contradicted) {
		strbuf_addf(out, "%sgit mcade show %s --env %s", command, v->step->id,
			    v->state->environment);
	} else if (v->next) {
		strbuf_addstr(out, advice_is_command(v->next) ? command : words);
		printable_addstr(out, advice_words(v->next));
	}
}

static void add_steps(struct strbuf *out, const struct readiness *r,
		      const struct ledger_view *ledger)
{
	const char *section = NULL;
	const struct step_view *next = r->past ? NULL : readiness_next(r);

	strbuf_addf(out, "%s, event %" PRIu64 "\n", r->environment->id, ledger->sequence);
	for (size_t i = 0; i < r->count; i++) {
		const char *here = r->steps[i].step->section;

		if (here && (!section || strcmp(section, here) != 0)) {
			strbuf_addch(out, '\n');
			printable_addstr(out, section_title(r, here));
			strbuf_addch(out, '\n');
			section = here;
		}
		add_step_line(out, &r->steps[i]);
	}
	strbuf_addch(out, '\n');
	add_counts(out, r);
	if (!next)
		return;
	add_standing(out, next);
	strbuf_addch(out, '\n');
	add_way(out, next, "next: ", "hint: ");
	strbuf_addch(out, '\n');
}

static void add_owed(struct strbuf *out, const struct rendered *owed, const char *ref)
{
	for (size_t i = 0; i < owed->count; i++) {
		strbuf_addstr(out, i ? ", " : "owed: ");
		if (!i)
			strbuf_addf(out, "%s does not have what the ledger holds: ", ref);
		printable_addstr(out, owed->items[i].path);
		strbuf_addstr(out, " (");
		printable_addstr(out, owed->items[i].detail);
		strbuf_addch(out, ')');
	}
	if (owed->count)
		strbuf_addstr(out, "\n  hint: commit the records, which 'git mcade render' "
				   "writes, and push them\n");
}

static void add_unrecorded(struct strbuf *out, const struct status_result *r)
{
	for (size_t i = 0; i < r->pending_count; i++) {
		const struct event *e = &r->pending[i].intent.event;

		if (r->pending[i].why)
			strbuf_addf(out, "not recorded: %s\n", r->pending[i].why);
		else
			strbuf_addf(out,
				    "not recorded yet: %s in %s ended at %s (%s)\n  next: %s\n",
				    event_get(e, FIELD_STEP), event_get(e, FIELD_ENVIRONMENT),
				    event_get(e, FIELD_OCCURRED), event_get(e, FIELD_RESULT),
				    r->pending[i].place == PENDING_STATE
					    ? "git mcade sync"
					    : "git mcade run --resume");
	}
	if (r->unpublished)
		strbuf_addf(out, "%" PRIu64 " event%s not published\n  next: git mcade sync\n",
			    r->unpublished, r->unpublished == 1 ? " is" : "s are");
	for (size_t i = 0; i < r->contested_count; i++)
		strbuf_addf(out,
			    "contested: event %" PRIu64 " %s by %s (%s) must be attested by an "
			    "owner (attest is not implemented)\n",
			    r->contested[i].sequence, r->contested[i].word,
			    r->contested[i].principal, r->contested[i].rule);
	for (size_t i = 0; i < r->aside_count; i++) {
		strbuf_addf(out, "set aside: %s by ", r->aside[i].subject);
		printable_addstr(out, r->aside[i].name);
		strbuf_addf(out, "%s, kept at %s\n",
			    r->aside[i].happened ? ", which happened" : "", r->aside[i].ref);
	}
}

void text_status(struct report *report, const struct status_result *r)
{
	struct strbuf *out = &report->data;

	add_steps(out, r->readiness, r->ledger);
	add_owed(out, &r->owed, r->owed_by);
	add_unrecorded(out, r);
}

void text_next(struct report *report, const struct next_result *r)
{
	struct strbuf *out = &report->data;

	if (!r->step) {
		strbuf_addf(out, "nothing to do in %s: every step is done\n", r->environment);
		return;
	}
	add_standing(out, r->step);
	add_way(out, r->step, ": ", "; hint: ");
	strbuf_addch(out, '\n');
}

/* -- one step ------------------------------------------------------------------------------------ */

static void add_field(struct strbuf *out, const char *name, const char *text)
{
	if (!text)
		return;
	strbuf_addf(out, "  %-12s ", name);
	printable_addstr(out, text);
	strbuf_addch(out, '\n');
}

static void add_number(struct strbuf *out, const char *name, uint64_t number)
{
	if (number)
		strbuf_addf(out, "  %-12s event %" PRIu64 "\n", name, number);
}

static void add_list(struct strbuf *out, const char *name, const char *const *items,
		     size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_field(out, i ? "" : name, items[i]);
}

void text_show(struct report *report, const struct show_result *r)
{
	struct strbuf *out = &report->data;
	const struct step_view *v = r->step;
	const struct step_state *s = v->state;

	strbuf_addf(out, "%s in %s: %s\n", v->step->id, s->environment, standing(v));
	add_field(out, "title", v->step->title);
	add_field(out, "uses", v->step->uses);
	add_field(out, "repository", v->step->repo);
	add_list(out, "because", v->reasons, v->reason_count);
	add_number(out, "last event", s->sequence);
	add_number(out, "locked", s->locked);
	add_field(out, "frozen by", v->frozen);
	add_list(out, "claimed", s->claims, s->claim_count);
	add_field(out, "run", s->run);
	add_field(out, "run by", s->runner);
	add_field(out, "result", s->result);
	add_field(out, "restore", s->restore);
	add_field(out, "verify", s->verify);
	add_number(out, "verified", s->verified);
	add_number(out, "completed", s->completed);
	add_list(out, "does not apply", s->without, s->without_count);
	add_list(out, "pins", s->pins, s->pin_count);
	add_field(out, "checkpoint", s->checkpoint_directory);
	add_field(out, v->next && !advice_is_command(v->next) ? "hint" : "next",
		  v->next ? advice_words(v->next) : NULL);
	if (v->contradicted)
		add_field(out, "hint",
			  "or correct runbook.claims.yaml, commit, and: git mcade adopt "
			  "--accept-claims");
}
