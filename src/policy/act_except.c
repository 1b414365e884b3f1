/* Exceptions: what a waiver or an incident lets through, and what may be excepted at all. */
#include "policy/act_internal.h"

#include "base/texts.h"
#include "base/time.h"
#include "runbook/exceptions.h"
#include "runbook/promotion.h"

/* -- until when ---------------------------------------------------------------------------------- */

/*
 * By the act's own time. Whoever pushes could set his clock back to when he was allowed; so where it
 * counts, live, the server's is asked too, which is behind by no more than a push takes. Whoever said
 * that the remote did not answer has a day.
 */
int64_t act_clock(const struct judging *j)
{
	int64_t late = event_get(j->event, FIELD_OFFLINE) ? 86400 : 600;
	bool asked = j->act->received && j->spec && j->spec->live;

	return asked && j->act->received - late > j->time ? j->act->received - late : j->time;
}

static bool in_force(const struct judging *j, const struct entry *entry)
{
	int64_t until;

	return !act_untimely(j) && exception_until(entry, &until) && act_clock(j) <= until;
}

/* -- what passes --------------------------------------------------------------------------------- */

/* Of order, what a step needs; nothing makes that run which never began, or that end. */
static bool waivable(const struct finding *f)
{
	return rules[f->rule].passes & WAIVE && !f->firm && (f->rule != RULE_ORDER || f->need);
}

/* Who breaks the glass passes what may be waived; of conditions, what other people have to say. */
static bool breakable(const struct finding *f)
{
	return waivable(f) && (f->rule != RULE_CONDITIONS || f->waits);
}

/* Not written yet, or compared where it stands: what it says to be waived is taken to be right. */
static bool is_taken(const struct judging *j)
{
	return j->act->asked || j->act->back;
}

/* What may let pass: what was said of the act's own subject, and of all of its environment. */
struct letting {
	uint64_t set; /* the rules in force */
	const struct subject *own, *all;
	const struct entry *bar; /* the rollback that left the act's candidate there; NULL */
};

/* Does the event say that this rule is waived for it? Taken to be so where it is not written yet. */
static bool says_waived(const struct judging *j, enum rule_id rule)
{
	return is_taken(j) ? event_may(j->event->word, FIELD_WAIVED)
			   : event_says(j->event, FIELD_WAIVED, rule_word(rule));
}

/* Whoever passes a rule says so: the event shows it for ever. What cannot say it does not pass. */
static void pass(struct judging *j, struct finding *f, const char *by,
		 const struct entry *entry)
{
	if (!says_waived(j, f->rule)) {
		f->unsaid = event_may(j->event->word, FIELD_WAIVED);
		return;
	}
	f->severity = FINDING_WARN;
	f->message = arena_printf(j->a, "but for the %s of event %" PRIu64 ": %s", by,
				  entry->sequence, f->message);
}

/*
 * Whoever lets a candidate come has seen that one, and what was said of it by then: no other, and no later
 * decision of a gate. Of one that a rollback left he has seen that it was left, and lets that pass alone: then
 * it is asked all that any other is. What was adopted by earlier rules is judged as it was.
 */
static bool is_of_it(const struct judging *j, const struct letting *let,
		     const struct entry *waiver, const struct finding *f)
{
	const char *candidate = event_get(j->event, FIELD_CANDIDATE);

	return let->set < RULES_WAIVERS || f->rule != RULE_PROMOTION ||
	       (candidate && text_is(entry_get(waiver, "candidate"), candidate) &&
		f->since < waiver->sequence && (!let->bar || f->since == let->bar->sequence));
}

/* A finding under a waiver in force is a warning that names it. */
static void waive(struct judging *j, const struct letting *let, struct finding *f)
{
	const char *slot = arena_printf(j->a, "waivers/%s", rule_word(f->rule));
	const struct entry *waivers[] = {subject_entry(let->own, slot),
					 subject_entry(let->all, slot)};

	for (size_t i = 0; i < 2 && f->severity == FINDING_ERROR;
	     i++) /* of paths: of changes */
		if (waivable(f) && waivers[i] && !entry_get(waivers[i], "paths") &&
		    in_force(j, waivers[i]) && is_of_it(j, let, waivers[i], f))
			pass(j, f, "waiver", waivers[i]);
}

/* The incident that the act names, where it is open and its signer may make exceptions there. */
static const struct entry *find_incident(struct judging *j, const struct subject *all)
{
	const char *said = event_get(j->event, FIELD_INCIDENT);
	const char *by = j->act->origin->principal;
	const struct entry *incident;
	const struct principal *p;

	if (!said)
		return NULL;
	incident = subject_entry(all, arena_printf(j->a, "incidents/%s", said));
	if (!incident || !in_force(j, incident)) {
		act_no(j, RULE_EVIDENCE, "an incident that is open", said, NULL,
		       "no such incident is open in '%s'", j->environment);
		return NULL;
	}
	p = by ? trust_principal(j->trust, by) : NULL;
	if (by && (!p || !trust_may(j->trust, p, event_info(EVENT_WAIVE)->permission,
				    j->environment))) {
		act_no(j, RULE_PERMISSION, "a role that may 'waive'", by, NULL,
		       "'%s' may not pass rules in an incident of '%s'", by, j->environment);
		return NULL;
	}
	return incident;
}

/* What it says to be waived is: nothing else makes a warning of a finding here. */
static void check_waived(struct judging *j, size_t first)
{
	const struct event_values *said = &j->event->fields[FIELD_WAIVED];

	for (size_t i = 0; !is_taken(j) && i < said->count; i++) {
		bool is = false;

		for (size_t k = first; !is && k < j->found->count; k++)
			is = j->found->items[k].severity == FINDING_WARN &&
			     !strcmp(rule_word(j->found->items[k].rule), said->items[i]);
		if (!is)
			act_no(j, RULE_EVIDENCE, "a rule that a waiver lets pass",
			       said->items[i], NULL, "the event says that '%s' was waived",
			       said->items[i]);
	}
}

static int find_letting(struct judging *j, struct letting *ret)
{
	const struct event_subject here = {SUBJECT_ENVIRONMENT, NULL};
	const char *candidate = event_get(j->event, FIELD_CANDIDATE);
	const struct adopted_state *adopted;

	*ret = (struct letting){0};
	if (state_adopted(j->act->record, &adopted, j->err) < 0 ||
	    state_subject(j->act->record, state_subject_path(j->environment, j->subject, j->a),
			  &ret->own, j->err) < 0 ||
	    state_subject(j->act->record, state_subject_path(j->environment, here, j->a),
			  &ret->all, j->err) < 0)
		return -1;
	ret->set = adopted->rules;
	return candidate && j->spec ? promotion_barred(j->act->record, j->act->runbook, j->spec,
						       candidate, &ret->bar, j->err)
				    : 0;
}

int act_except(struct judging *j, size_t first)
{
	const struct entry *incident;
	struct letting let;
	size_t count;

	if (j->environment) {
		if (find_letting(j, &let) < 0)
			return -1;
		incident = find_incident(j, let.all);
		count = j->found->count;
		for (size_t i = first; i < count; i++) {
			struct finding *f = &j->found->items[i];

			waive(j, &let, f);
			if (f->severity == FINDING_ERROR && incident && breakable(f))
				pass(j, f, "incident", incident);
		}
	}
	check_waived(j, first);
	return 0;
}

/* -- what rests on what passed ------------------------------------------------------------------- */

/* What its run passed by is said with it for ever, also when the waiver is over. */
void act_check_rests(struct judging *j)
{
	const struct step_state *s = j->state;
	const char *slot = s->run ? "run" : "verdicts/done";
	size_t count;
	const char *const *passed = entry_list(subject_entry(s->subject, slot), "waived",
					       &count);

	for (size_t i = 0; i < count; i++) {
		enum rule_id rule = rule_find(passed[i]);
		bool said = says_waived(j, rule);
		struct finding *f;

		act_no(j, rule, said ? NULL : passed[i], said ? NULL : "not named by the event",
		       NULL, "'%s' in '%s' was done under a waiver of '%s'", j->subject.id,
		       j->environment, passed[i]);
		f = &j->found->items[j->found->count - 1];
		f->unsaid = !said;
		if (said)
			f->severity = FINDING_WARN;
	}
}

/* -- what may be excepted ------------------------------------------------------------------------ */

/* What is let come is said, or it would be whatever comes next. */
static int check_of(struct judging *j, enum rule_id rule)
{
	bool of = j->event->word == EVENT_WAIVE && rule == RULE_PROMOTION &&
		  j->subject.type != SUBJECT_PATH;
	const char *said = event_get(j->event, FIELD_CANDIDATE);
	const struct adopted_state *adopted;

	if (state_adopted(j->act->record, &adopted, j->err) < 0)
		return -1;
	if (of && !said && adopted->rules >= RULES_WAIVERS)
		act_no(j, RULE_EVIDENCE, "the candidate that may come", "none", NULL,
		       "the waiver does not say what it lets come");
	else if (!of && said)
		act_no(j, RULE_EVIDENCE, "no candidate", said, NULL,
		       "only a waiver of 'promotion' is of a candidate");
	return 0;
}

int act_check_waiver(struct judging *j)
{
	const char *name = event_get(j->event, FIELD_RULE);
	enum rule_id rule = name ? rule_find(name) : RULE_COUNT;
	int64_t until;

	if (j->event->word == EVENT_SKIP && rule != RULE_ABSENCE)
		act_no(j, RULE_PERMISSION, "absence", name, NULL, "a skip excepts an absence");
	if (j->event->word == EVENT_WAIVE &&
	    (rule == RULE_COUNT || !(rules[rule].passes & WAIVE)))
		act_no(j, RULE_PERMISSION, "a rule that can be waived", name,
		       rule == RULE_COUNT
			       ? "hint: git mcade explain"
			       : arena_printf(j->a,
					      "hint: it never is: 'git mcade explain %s' says "
					      "what is done instead",
					      name),
		       "rule '%s' cannot be waived", name);
	if (event_get(j->event, FIELD_EXPIRES) &&
	    time_parse(event_get(j->event, FIELD_EXPIRES), &until) && until <= j->time)
		act_no(j, RULE_PERMISSION, "a future time", event_get(j->event, FIELD_EXPIRES),
		       NULL, "the exception has expired");
	return check_of(j, rule);
}
