/* One step, or one event: who, when, on what evidence. */
#include "report/text_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "base/time.h"
#include "report/colour.h"

static void add_field(struct strbuf *out, const char *name, const char *text)
{
	if (!text)
		return;
	strbuf_addf(out, "  %-12s ", name);
	printable_addstr(out, text);
	strbuf_addch(out, '\n');
}

/* "event 12, otto, 2026-01-28T10:00:00Z"; 0: nothing of the kind happened. */
static void add_event(struct strbuf *out, const struct ledger_view *ledger, const char *name,
		      uint64_t sequence)
{
	const char *who;
	int64_t when;

	if (!sequence)
		return;
	strbuf_addf(out, "  %-12s event %" PRIu64, name, sequence);
	if (ledger && state_signer(ledger->state, sequence, &who, &when)) {
		strbuf_addstr(out, ", ");
		printable_addstr(out, who);
		strbuf_addf(out, ", %s", TIME_TEXT(when));
	}
	strbuf_addch(out, '\n');
}

static void add_list(struct strbuf *out, const char *name, const char *const *items,
		     size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_field(out, i ? "" : name, items[i]);
}

/* "run (event 5): 1234 bytes, sha256:..." of the event that has it */
static void add_evidence(struct strbuf *out, const struct log_event *events, size_t count)
{
	bool first = true;

	for (size_t i = 0; i < count; i++) {
		const struct event_values *named =
			&events[i].event.event.fields[FIELD_EVIDENCE];

		for (size_t k = 0; k < named->count; k++, first = false) {
			const char *hex = named->items[k] + strlen("sha256:");
			const char *size = hex + 65, *name = strchr(size, ' ') + 1;

			strbuf_addf(out, "  %-12s ", first ? "evidence" : "");
			printable_addstr(out, name);
			strbuf_addf(out, ", event %" PRIu64 ", %.*s bytes, sha256:%.12s\n",
				    events[i].event.sequence, (int)strcspn(size, " "), size,
				    hex);
		}
	}
}

/* Whose agreement its next run needs, and who has given it. */
static void add_approvals(struct strbuf *out, const struct step_view *v)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;

	if (!v->approval)
		return;
	add_field(out, "approved",
		  arena_printf(&scratch, "by %u of %u of role '%s'",
			       approvals_given(v->approvals, v->approval_count),
			       v->approval->count ? v->approval->count : 1, v->approval->role));
	for (size_t i = 0; i < v->approval_count; i++)
		if (approvals_names(v->approvals, v->approval_count, i))
			add_field(out, "",
				  arena_printf(
					  &scratch, "event %" PRIu64 ", %s, until %s%s%s",
					  v->approvals[i].sequence,
					  approved_by(&v->approvals[i], &scratch),
					  TIME_TEXT(v->approvals[i].until),
					  v->approvals[i].own ? ", " : "",
					  v->approvals[i].own
						  ? approved_unless(&v->approvals[i], &scratch)
						  : ""));
}

static void add_step(struct strbuf *out, const struct show_result *r)
{
	const struct step_view *v = r->step;
	const struct step_state *s = v->state;
	const char *attested[2];

	strbuf_addf(out, COLOUR_TITLE "%s" COLOUR_END " in %s: ", v->step->id, s->environment);
	colour_add(out, text_standing_colour(v), step_standing(v));
	strbuf_addch(out, '\n');
	add_field(out, "title", v->step->title);
	add_field(out, "uses", v->step->uses);
	add_field(out, "repository", v->step->repo);
	add_list(out, "because", v->reasons, v->reason_count);
	add_approvals(out, v);
	add_event(out, r->ledger, "last", s->sequence);
	add_event(out, r->ledger, "locked", s->locked);
	add_field(out, "frozen by", v->frozen);
	add_list(out, "claimed", s->claims, s->claim_count);
	add_field(out, "reason", s->reason);
	add_field(out, "until", s->until);
	add_event(out, r->ledger, "started", s->run ? s->started : 0);
	add_field(out, "host", s->host);
	add_field(out, "run", s->run);
	add_field(out, "result", s->result);
	add_field(out, "restore", s->restore);
	add_field(out, "verify", s->verify);
	add_event(out, r->ledger, "verified", s->verified);
	add_event(out, r->ledger, "completed", s->completed);
	add_list(out, "does not apply", s->without, s->without_count);
	add_list(out, "attested", attested, step_attested(s, attested));
	add_list(out, "pins", s->pins, s->pin_count);
	add_field(out, "checkpoint", s->checkpoint_directory);
	add_evidence(out, r->events, r->count);
	if (v->next) {
		advice_add(out, v->next, "  next         ", "  hint         ");
		strbuf_addch(out, '\n');
	}
	if (v->contradicted)
		add_field(out, "hint",
			  "or correct runbook.claims.yaml, commit, and: git mcade adopt "
			  "--accept-claims");
	if (r->count)
		strbuf_addch(out, '\n');
	for (size_t i = 0; i < r->count; i++)
		text_event_line(out, r->ledger, &r->events[i].event);
	if (r->more)
		strbuf_addf(out, "  hint: 'git mcade log %s --env %s' has the earlier ones\n",
			    v->step->id, s->environment);
}

/* -- a gate, a rollback, a drill ------------------------------------------------------------------ */

/* "  prod         GO no longer: another candidate  #12, owner, 2026-01-28T10:00:00Z, sha256:..." */
static void add_stand(struct strbuf *out, const struct show_result *r,
		      const struct environment_status *e)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct gate_said *said = &e->gates[0].said;
	const char *who;
	int64_t when;

	strbuf_addf(out, "  %-12s %s", e->readiness->environment->id,
		    gate_stands(said, &scratch));
	if (said->verdict)
		strbuf_addf(out, "  #%" PRIu64, said->sequence);
	if (said->verdict && r->ledger &&
	    state_signer(r->ledger->state, said->sequence, &who, &when))
		strbuf_addf(out, ", %s, %s", who, TIME_TEXT(when));
	if (said->candidate)
		strbuf_addf(out, ", %.19s", said->candidate);
	strbuf_addch(out, '\n');
}

static void add_procedure(struct strbuf *out, const struct show_result *r)
{
	const struct procedure *p = r->procedure;

	strbuf_addf(out, COLOUR_TITLE "%s:%s" COLOUR_END " in %s%s\n",
		    subject_type_word(p->type), p->step.id, r->environment,
		    r->count ? "" : ": nothing is recorded");
	add_field(out, "title", p->step.title);
	add_field(out, "tries", p->of);
	for (size_t i = 0; i < r->stand_count; i++)
		add_stand(out, r, &r->stands[i]);
	add_evidence(out, r->events, r->count);
	if (r->count)
		strbuf_addch(out, '\n');
	for (size_t i = 0; i < r->count; i++)
		text_event_line(out, r->ledger, &r->events[i].event);
	if (r->more)
		strbuf_addf(out, "  hint: 'git mcade log --env %s' has the earlier ones\n",
			    r->environment);
}

/* -- an event ------------------------------------------------------------------------------------ */

static void add_roles(struct strbuf *out, const struct principal *signer)
{
	for (size_t i = 0; signer && i < signer->role_count; i++) {
		strbuf_addstr(out, i ? ", " : " (now ");
		printable_addstr(out, signer->roles[i]);
	}
	if (signer && signer->role_count)
		strbuf_addch(out, ')');
}

static void add_one_event(struct strbuf *out, const struct show_result *r)
{
	const struct verified_event *e = &r->events[0].event;

	strbuf_addf(out, COLOUR_NAME "commit %s" COLOUR_END "\nSigned by ",
		    OID_HEX(&e->commit));
	printable_addstr(out, e->origin.principal);
	add_roles(out, trust_principal(r->trust, e->origin.principal));
	strbuf_addf(out, ", %s\n\n", TIME_TEXT(e->time));
	text_event_line(out, r->ledger, e);
	strbuf_addch(out, '\n');
	for (enum event_field f = 0; f < FIELD_COUNT; f++)
		for (size_t k = 0; k < e->event.fields[f].count; k++) {
			strbuf_addf(out, "    Mcade-%s: ", event_field_word(f));
			printable_addstr(out, e->event.fields[f].items[k]);
			strbuf_addch(out, '\n');
		}
	if (!r->events[0].patch)
		return;
	strbuf_addch(out, '\n');
	text_patch(out, r->events[0].patch);
}

/* -- what was printed ---------------------------------------------------------------------------- */

/* The lines behind a tab are what was printed; of the rest the outcome, and which stream follows. */
static void add_printed_text(struct strbuf *out, struct bytes text)
{
	const char *at = text.data, *end = at + text.len;

	while (at < end) {
		const char *eol = memchr(at, '\n', (size_t)(end - at));
		size_t len = eol ? (size_t)(eol - at) : (size_t)(end - at);

		if (*at == '\t') {
			printable_add(out, bytes_of(at + 1, len - 1), PRINTABLE_TEXT);
			strbuf_addch(out, '\n');
		} else if (!strncmp(at, "outcome: ", 9) || !strncmp(at, "stdout: ", 8) ||
			   !strncmp(at, "stderr: ", 8) || !strncmp(at, "script:", 7)) {
			strbuf_addstr(out, "-- ");
			printable_add(out, bytes_of(at, len), PRINTABLE_LINE);
			strbuf_addch(out, '\n');
		}
		at += len + 1;
	}
}

static void add_printed(struct report *report, const struct show_result *r)
{
	struct strbuf *out = &report->data;
	/* a person's file is shown as it is */
	bool by_hand = r->output_count && r->events[0].event.event.word == EVENT_ATTEST;

	if (!r->output_count)
		text_note(report, "event %" PRIu64 " has no evidence",
			  r->events[0].event.sequence);
	for (size_t i = 0; i < r->output_count; i++) {
		const struct evidence_text *e = &r->output[i];

		strbuf_addstr(out, "== ");
		printable_addstr(out, e->name);
		strbuf_addf(out, ", event %" PRIu64 ", %" PRIu64 " bytes, sha256:%s\n",
			    r->events[0].event.sequence, e->size, e->sha256);
		if (e->where == EVIDENCE_HERE && by_hand)
			printable_add(out, e->text, PRINTABLE_TEXT);
		else if (e->where == EVIDENCE_HERE)
			add_printed_text(out, e->text);
		else
			strbuf_addstr(out,
				      e->where == EVIDENCE_ABSENT
					      ? "-- its bytes are not here: 'git mcade sync' "
						"fetches them where the remote has them\n"
					      : "-- what is here under its name has other "
						"bytes than were signed\n");
	}
}

void text_show(struct report *report, const struct show_result *r)
{
	if (r->printed)
		add_printed(report, r);
	else if (r->step)
		add_step(&report->data, r);
	else if (r->procedure)
		add_procedure(&report->data, r);
	else
		add_one_event(&report->data, r);
}
