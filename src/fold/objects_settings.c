/* What an event says of an environment's settings: are they those that its commit has? */
#include "fold/objects_internal.h"

#include "fold/settings.h"
#include "model/event.h"
#include "model/finding.h"
#include "runbook/digests.h"
#include "runbook/verdicts.h"

/* Of what ran while others pinned: as its signer had seen them. */
static int find_seen(struct looking *l, const struct oid *code,
		     const struct environment *environment, const char **ret)
{
	const struct event *event = l->act->event;
	struct act_pins seen;

	if (event_info(event->word)->kind != KIND_START || !l->act->pins_seen)
		return 0;
	l->act->pins_seen(l->act->context, event, environment->id, l->found->arena, &seen);
	if (strcmp(candidate_digest(event_get(event, FIELD_CONTENT), seen.items, seen.count,
				    l->found->arena),
		   event_get(event, FIELD_CANDIDATE)) != 0)
		return 0; /* the judge has said so */
	return settings_of(l->repo, code, environment, seen.items, seen.count, l->found->arena,
			   ret, l->err);
}

int objects_look_at_settings(struct looking *l, const struct oid *code)
{
	const struct event *event = l->act->event;
	const char *said = event_get(event, FIELD_SETTINGS), *is;
	const char *content = event_get(event, FIELD_CONTENT);
	const char *candidate = event_get(event, FIELD_CANDIDATE);
	const char *id = event_get(event, FIELD_ENVIRONMENT);
	const struct environment *environment = l->act->runbook && id
							? runbook_environment(l->act->runbook,
									      id)
							: NULL;

	if (!said || !content || !candidate || !environment || !environment->manifest)
		return 0; /* the judge has said so */
	if (settings_of_candidate(l->repo, l->act->record, code, environment, content,
				  candidate, l->found->arena, &is, l->err) < 0 ||
	    (!is && find_seen(l, code, environment, &is) < 0))
		return objects_missing(l);
	if (is && strcmp(said, is) != 0)
		objects_differ(l, environment->manifest, is, said);
	return 0;
}

/*
 * Where a promotion comes from, what was decided, or done by a person, was so with the settings that its
 * manifest still has. The event names those of its own environment alone, so that only the commit can tell.
 */
int objects_look_at_decided(struct looking *l, const struct oid *code,
			    const struct environment *source, const struct step_state *said)
{
	const struct entry *verdict = step_seen_to_work(said);
	const char *content = entry_get(verdict, "content");
	const char *was = entry_get(verdict, "settings"), *is;
	const char *to = event_get(l->act->event, FIELD_ENVIRONMENT);

	if (!content || !said->candidate)
		return 0; /* the judge has said so */
	if (settings_of_candidate(l->repo, l->act->record, code, source, content,
				  said->candidate, l->found->arena, &is, l->err) < 0)
		return objects_missing(l);
	if ((!is && source->manifest) || same_settings(was, is))
		return 0;
	finding_add(
		l->found, RULE_PROMOTION, FINDING_ERROR,
		(struct finding){
			.step = said->step,
			.environment = to,
			.expected = is ? is : "no settings",
			.found = was ? was : "no settings",
			.fix = act_advice(l->act, said->by_hand ? EVENT_REOPEN : EVENT_GATE,
					  said->step, source->id,
					  said->by_hand ? "-m REASON" : NULL, l->found->arena)},
		"nothing is promoted to '%s': in '%s' %s was said with other settings of "
		"its manifest",
		to, source->id, said->step);
	return 0;
}
