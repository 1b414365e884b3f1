/*
 * push_tips.c - the tips that pushed events rest on. An event of a live environment, or a completion,
 * says that its bytes are on a governed branch: the branch is here.
 */
#include "gate/push_internal.h"

#include "base/strmap.h"
#include "gate/gate_internal.h"
#include "repo/history.h"
#include "repo/object.h"
#include "repo/ref.h"

int push_note_tips(const struct verified_event *event, void *context, struct err *err UNUSED)
{
	const struct event_values *tips = &event->event.fields[FIELD_TIP];
	const char *environment = event_get(&event->event, FIELD_ENVIRONMENT);
	struct push *push = context;
	struct arena *a = &push->session->arena;

	for (size_t i = 0; (environment || event->event.word == EVENT_ADOPT) && i < tips->count;
	     i++)
		*ARENA_PUSH(a, push->tips, push->tip_count) = (struct pushed_tip){
			.text = arena_strdup(a, tips->items[i]),
			.environment = environment ? arena_strdup(a, environment) : NULL,
			.sequence = event->sequence,
			.complete = event->event.word == EVENT_COMPLETE};
	return 0;
}

static void refuse_tip(struct push *push, const struct pushed_tip *tip, const char *ref,
		       const char *hex, const char *what)
{
	struct arena *a = &push->session->arena;

	finding_add(push->found, RULE_EVIDENCE, FINDING_ERROR,
		    (struct finding){.ref = push->session->ledger_ref,
				     .sequence = tip->sequence,
				     .has_sequence = true,
				     .environment = tip->environment,
				     .expected = ref,
				     .found = arena_strdup(a, hex),
				     .fix = arena_printf(a, "git push origin %s", ref)},
		    "event %" PRIu64 " %s a commit that the branch has not got", tip->sequence,
		    what);
}

/* Does anything that the rules govern stand here? Before the first publication nothing does. */
static int any_governed(struct push *push, bool *ret, struct err *err)
{
	struct ref *refs;
	size_t count;

	*ret = false;
	if (ref_list(push->session->repo, "refs/", &push->session->arena, &refs, &count, err) <
	    0)
		return -1;
	for (size_t i = 0; i < count && !*ret; i++)
		*ret = gate_governs(push->gate, refs[i].name);
	return 0;
}

/*
 * An adopt takes the branch up as it stands here. A tip further on, or of a branch that comes in the
 * same push, would free from judgement what it brings; what was rewritten is for a retip to say.
 */
static int judge_adopted(struct push *push, const struct pushed_tip *tip, struct err *err)
{
	struct repo *repo = push->session->repo;
	const char *ref = strchr(tip->text, ' ') + 1;
	struct oid commit, stands;
	char hex[OID_HEX_SIZE];
	bool there = false, any;

	snprintf(hex, sizeof(hex), "%s", tip->text);
	if (ref_peek(repo, ref, &stands, err) < 0 || any_governed(push, &any, err) < 0)
		return -1;
	if (!any)
		return 0;
	if (!oid_is_zero(&stands) && oid_parse(hex, &commit) && object_exists(repo, &commit) &&
	    history_is_ancestor(repo, &commit, &stands, &there, err) < 0)
		return -1;
	if (!there)
		refuse_tip(push, tip, ref, hex, "adopts from");
	return 0;
}

static bool is_live(const struct push *push, const char *environment)
{
	const struct runbook *rb = push->gate->runbook;
	const struct environment *e = rb ? runbook_environment(rb, environment) : NULL;

	return e && e->live;
}

/* Where the branch stands when this push is taken; zero: nowhere. */
static int branch_tip(struct push *push, const char *ref, struct oid *ret, struct err *err)
{
	for (size_t i = 0; i < push->count; i++)
		if (!strcmp(push->lines[i].ref, ref)) {
			*ret = push->lines[i].new;
			return 0;
		}
	return ref_peek(push->session->repo, ref, ret, err);
}

/* What a retip took away was on the branch when the event was written. */
static int was_rewritten(struct push *push, const char *text, bool *ret, struct err *err)
{
	const struct adopted_state *adopted;

	if (state_adopted(push->gate->ledger->state, &adopted, err) < 0)
		return -1;
	for (size_t i = 0; i < adopted->rewritten_count; i++)
		*ret = *ret || !strcmp(adopted->rewritten[i], text);
	return 0;
}

static int judge_tip(struct push *push, const struct pushed_tip *tip, struct err *err)
{
	struct repo *repo = push->session->repo;
	const char *ref = strchr(tip->text, ' ') + 1;
	struct oid commit, branch;
	char hex[OID_HEX_SIZE];
	bool there = false;

	snprintf(hex, sizeof(hex), "%s", tip->text);
	if (!oid_parse(hex, &commit) || !object_exists(repo, &commit))
		return 0; /* whether it must be here is said of the event */
	if (branch_tip(push, ref, &branch, err) < 0 ||
	    (!oid_is_zero(&branch) &&
	     history_is_ancestor(repo, &commit, &branch, &there, err) < 0) ||
	    (!there && was_rewritten(push, tip->text, &there, err) < 0))
		return -1;
	if (!there)
		refuse_tip(push, tip, ref, hex, "rests on");
	return 0;
}

int push_judge_tips(struct push *push, struct err *err)
{
	struct strmap seen = {.arena = &push->session->arena};

	for (size_t i = 0; push->gate->ledger && i < push->tip_count; i++) {
		const struct pushed_tip *tip = &push->tips[i];

		if (!tip->environment) {
			if (judge_adopted(push, tip, err) < 0)
				return -1;
			continue;
		}
		if ((!tip->complete && !is_live(push, tip->environment)) ||
		    strmap_get(&seen, tip->text))
			continue;
		strmap_put(&seen, tip->text, push);
		if (judge_tip(push, tip, err) < 0)
			return -1;
	}
	return 0;
}
