/* Evidence that is gone because an event says so: counted apart, and named for ever. */
#include "audit/internal.h"

#include "base/limits.h"
#include "base/texts.h"
#include "repo/evidence.h"

/* Who let them go, how many, why: one line an event, whoever looks and whenever. */
static void name_event(struct reviewing *r, const struct expunged_body *bodies, size_t count)
{
	const char *by = "somebody";
	int64_t when;

	state_signer(r->review->view->state, bodies->sequence, &by, &when);
	finding_add(&r->review->findings, RULE_EVIDENCE, FINDING_NOTE,
		    (struct finding){.sequence = bodies->sequence, .has_sequence = true},
		    "event %" PRIu64 ": '%s' expunged %zu %s of evidence: %s", bodies->sequence,
		    by, count, count == 1 ? "body" : "bodies",
		    bodies->reason ? bodies->reason : "no reason");
}

static void name_lingering(struct reviewing *r, const struct expunged_body *body)
{
	finding_add(&r->review->findings, RULE_EVIDENCE, FINDING_WARN,
		    (struct finding){.sequence = body->sequence,
				     .has_sequence = true,
				     .expected = "nothing",
				     .found = body->sha256,
				     .fix = "git mcade sync"},
		    "event %" PRIu64 ": a body that it expunged is still on a branch here",
		    body->sequence);
}

static int find_lingering(struct reviewing *r, const struct expunged_body *body,
			  struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct evidence_seen *seen = &r->evidence;
	struct bytes ignored;

	if (!seen->store && evidence_store_open(r->l->repo, &seen->store, err) < 0)
		return -1;
	if (!evidence_find(seen->store, body->sha256, LIMIT_BLOB, &scratch, &ignored, err))
		name_lingering(r, body);
	else if (err->code != ERR_NOT_FOUND)
		return -1;
	return 0;
}

int review_expunged(struct reviewing *r, struct err *err)
{
	const struct evidence_seen *seen = &r->evidence;
	const struct expunged_body *bodies;
	size_t count, first = 0;

	r->review->evidence = seen->named;
	r->review->evidence_absent = seen->absent_count;
	if (!r->review->view)
		return 0;
	if (state_expunged(r->review->view->state, &bodies, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < seen->absent_count; i++)
		r->review->evidence_expunged += texts_among(bodies, count, sizeof(*bodies),
							    seen->absent[i]);
	r->review->evidence_absent -= r->review->evidence_expunged;
	for (size_t i = 0; i < count; i++) {
		if (find_lingering(r, &bodies[i], err) < 0)
			return -1;
		if (i + 1 < count && bodies[i + 1].sequence == bodies[i].sequence)
			continue;
		name_event(r, &bodies[first], i + 1 - first);
		first = i + 1;
	}
	return 0;
}
