/* A rollback to an earlier event: the environment as it was then, and the candidate that it leaves. */
#include "policy/act_internal.h"

#include "base/number.h"
#include "base/texts.h"
#include "runbook/digests.h"
#include "runbook/promotion.h"

/* -- what was left ------------------------------------------------------------------------------- */

/* Where nothing but a pin tells apart what was left and what is there. */
static const char *pin_another(struct judging *j)
{
	const struct words *after = &j->spec->promote_after;

	return !after->count ? NULL
			     : arena_printf(j->a,
					    "hint: its files are those that are there now: pin "
					    "another image in %s, and verify that there",
					    after->items[0]);
}

/* Nothing is known to be in its place: the next release is. */
static const char *bring_another(struct judging *j)
{
	const struct words *after = &j->spec->promote_after;

	return after->count ? arena_printf(j->a,
					   "hint: another one comes here: fix what was wrong, "
					   "commit it, verify it in %s, and promote that",
					   after->items[0])
			    : NULL;
}

/*
 * What is there now may run: its pins are there already, its files are not where what a rollback left is asked
 * for. NULL: nobody can tell of which commit it is, or who asks goes back himself.
 */
static int bring_back(struct judging *j, const char **ret)
{
	const char *code, *content = event_get(j->event, FIELD_CONTENT);
	const struct entry *last;

	*ret = NULL;
	if (promotion_last(j->act->record, j->environment, &last, j->err) < 0)
		return -1;
	code = entry_get(last, "code");
	if (!code || event_get(j->event, FIELD_RESTORED_TO))
		return 0;
	if (text_is(entry_get(last, "content"), content))
		*ret = pin_another(j);
	else
		*ret = arena_printf(
			j->a,
			"hint: bring the files of commit %.12s back, which is there "
			"now: git revert what came since, or 'git restore "
			"--source=%.12s -- FILE', commit, then: git mcade next "
			"--env %s",
			code, code, j->environment);
	return 0;
}

static int let_come(struct judging *j, const char *candidate)
{
	const struct adopted_state *adopted;
	const char *of = "";

	if (state_adopted(j->act->record, &adopted, j->err) < 0)
		return -1;
	if (adopted->rules >= RULES_WAIVERS) {
		if (!candidate) /* commit it first */
			return 0;
		of = arena_printf(j->a, " --candidate %s", candidate);
	}
	j->found->items[j->found->count - 1].allow = act_allowed(
		j, EVENT_WAIVE,
		arena_printf(j->a,
			     "git mcade waive promotion%s --env %s --expires TIME -m REASON",
			     of, j->environment));
	return 0;
}

/* What a rollback left neither comes back nor runs there, until an owner makes an exception. */
int act_check_barred(struct judging *j, const char *candidate)
{
	const struct entry *bar;
	const char *back;

	if (promotion_barred(j->act->record, j->act->runbook, j->spec, candidate, &bar,
			     j->err) < 0)
		return -1;
	if (!bar)
		return 0;
	if (promotion_bar_is_plain(bar))
		back = bring_another(j);
	else if (bring_back(j, &back) < 0)
		return -1;
	act_no(j, RULE_PROMOTION, "another candidate",
	       candidate ? candidate : "a candidate that is not named", back,
	       "'%s': the rollback of event %" PRIu64 " left this candidate in '%s'",
	       j->subject.id ? j->subject.id : j->info->word, bar->sequence, j->environment);
	j->found->items[j->found->count - 1].since = bar->sequence;
	return let_come(j, candidate);
}

/* -- what is gone back to ------------------------------------------------------------------------ */

static void compare(struct judging *j, enum event_field field, const char *is, const char *what)
{
	const char *said = event_get(j->event, field);

	if (!said != !is || (said && strcmp(said, is) != 0))
		act_no(j, RULE_EVIDENCE, is ? is : "nothing", said ? said : "nothing", NULL,
		       "'%s' names another %s than that of event %s", j->subject.id, what,
		       event_get(j->event, FIELD_RESTORED_TO));
}

static int read_was(struct judging *j, struct act_was *ret)
{
	const char *said = event_get(j->event, FIELD_RESTORED_TO);
	uint64_t sequence;

	*ret = (struct act_was){.known = false};
	if (!j->act->was)
		return 0;
	number_parse(said, UINT64_MAX, &sequence);
	if (j->act->was(j->act->context, j->environment, sequence,
			j->spec->promote_after.count > 0, j->a, ret, j->err) < 0)
		return -1;
	if (!ret->known)
		act_no(j, RULE_REFERENCE,
		       arena_printf(j->a, "an event of '%s' that counts", j->environment), said,
		       arena_printf(j->a, "hint: git mcade log --env %s", j->environment),
		       "there is no event %s of '%s' to go back to", said, j->environment);
	return 0;
}

/* Only what was promoted runs where things are promoted: with the pins that came along. */
static void check_promoted(struct judging *j, const struct act_was *was, const char *is)
{
	const char *to = event_get(j->event, FIELD_RESTORED_TO);

	if (!j->spec->promote_after.count)
		return;
	if (!was->candidate)
		act_no(j, RULE_PROMOTION, "what was promoted", "nothing", NULL,
		       "nothing had been promoted to '%s' by event %s", j->environment, to);
	else if (j->spec->same_pins && strcmp(was->candidate, is) != 0)
		act_no(j, RULE_PROMOTION, was->candidate, is, NULL,
		       "at event %s '%s' had other pins than were promoted", to,
		       j->environment);
}

/* The candidate of a verdict or a rollback that says where it goes back to. */
static int check_candidate(struct judging *j, struct act_was *was)
{
	const char *is = NULL;

	if (read_was(j, was) < 0)
		return -1;
	if (!was->known)
		return 0;
	if (was->content)
		is = candidate_digest(was->content, was->pins, was->pin_count, j->a);
	check_promoted(j, was, is);
	compare(j, FIELD_CODE, was->code, "commit");
	compare(j, FIELD_CONTENT, was->content, "content");
	compare(j, FIELD_CANDIDATE, is, "candidate");
	return is ? act_check_barred(j, is) : 0;
}

int act_check_restored_candidate(struct judging *j)
{
	struct act_was was;

	return check_candidate(j, &was);
}

/* -- the rollback -------------------------------------------------------------------------------- */

static bool same_pins(const struct event_values *said, const char *const *pins, size_t count)
{
	bool same = said->count == count;

	for (size_t i = 0; same && i < count; i++)
		same = !strcmp(said->items[i], pins[i]);
	return same;
}

/*
 * All pins of then, and no other; where they are not those of now, with the manifest that says so. One that is
 * brought is looked at also where no pin moves: it takes the place of the one that is there.
 */
static int check_pins(struct judging *j, const struct act_was *was)
{
	const struct event_values *said = &j->event->fields[FIELD_PIN];
	const char *const *now;
	size_t count;

	if (!same_pins(said, was->pins, was->pin_count))
		act_no(j, RULE_EVIDENCE, was->pin_count ? was->pins[0] : "no pin",
		       said->count ? said->items[0] : "no pin", NULL,
		       "'%s' gives other pins than those of event %s", j->subject.id,
		       event_get(j->event, FIELD_RESTORED_TO));
	if (state_pins(j->act->record, j->environment, &now, &count, j->err) < 0)
		return -1;
	if (j->act->asked)
		return 0;
	if (!same_pins(said, now, count) &&
	    !act_names(j->event, FIELD_FILE, state_manifest_path(j->environment, j->a)))
		act_no(j, RULE_PIN_CONFLICT, "the manifest of then", "none", NULL,
		       "'%s' moves pins, and brings no manifest", j->subject.id);
	return act_check_manifest(j);
}

static int check_left(struct judging *j)
{
	const char *said = event_get(j->event, FIELD_LEFT), *is;

	if (promotion_left(j->act->record, j->act->runbook, j->spec,
			   event_get(j->event, FIELD_CANDIDATE), j->a, &is, j->err) < 0)
		return -1;
	if (!said != !is || (said && strcmp(said, is) != 0))
		act_no(j, RULE_EVIDENCE, is ? is : "nothing", said ? said : "nothing", NULL,
		       "'%s' does not name the candidate that it leaves", j->subject.id);
	return 0;
}

int act_check_restored(struct judging *j)
{
	struct act_was was;

	if (check_candidate(j, &was) < 0 || (was.known && check_pins(j, &was) < 0))
		return -1;
	return was.known ? check_left(j) : 0;
}
