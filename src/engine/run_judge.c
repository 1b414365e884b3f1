/* run_judge.c - a command has ended: was that a success? */
#include "engine/run_internal.h"

#include "base/cleanup.h"
#include "base/printable.h"
#include "engine/probe.h"
#include "match/pattern.h"

void run_reason(struct run *run, struct run_outcome *o, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct arena *a = run->world.arena;
	const char **list = NULL;
	size_t count = 0;

	redact_text(run->secrets, bytes_text(text), &out);
	for (size_t i = 0; i < o->reason_count; i++)
		*ARENA_PUSH(a, list, count) = o->reasons[i];
	*ARENA_PUSH(a, list, count) = arena_strdup(
		a, printable_line(a, arena_strndup(a, out.buf, out.len)));
	o->reasons = list;
	o->reason_count = count;
}

void run_reasons_of(struct run *run, struct run_outcome *o, const char *list,
		    const struct check_results *results)
{
	for (size_t i = 0; i < results->count; i++) {
		const struct check_result *r = &results->items[i];

		if (r->verdict > CHECK_WARN)
			run_reason(run, o,
				   arena_printf(run->world.arena, "%s '%s': %s: %s", list,
						r->id, check_verdict_word(r->verdict),
						r->reason ? r->reason : "no reason"));
	}
}

/* A mapping of one key, as if it stood in the runbook where `value` stands. */
static const struct doc_node *mapping_of(struct arena *a, const char *key,
					 const struct doc_node *value)
{
	struct doc_node *name = arena_alloc(a, sizeof(*name)),
			*map = arena_alloc(a, sizeof(*map));
	struct doc_pair *pair = arena_alloc(a, sizeof(*pair));

	*name = (struct doc_node){
		.kind = DOC_SCALAR, .at = value->at, .text = key, .len = strlen(key)};
	*pair = (struct doc_pair){name, value};
	*map = (struct doc_node){.kind = DOC_MAPPING,
				 .style = DOC_FLOW,
				 .at = value->at,
				 .count = 1,
				 .pairs = pair};
	return map;
}

/* `recap: {format: ansible, hosts: {ge: 1}, failed: 0}`: the expectation without the format. */
static const struct doc_node *recap_expectation(struct arena *a, const struct doc_node *recap)
{
	struct doc_node *copy = arena_memdup(a, recap, sizeof(*recap));
	struct doc_pair *pairs = arena_array(a, recap->count, sizeof(*pairs));
	size_t count = 0;

	for (size_t i = 0; i < recap->count; i++)
		if (strcmp(recap->pairs[i].key->text, "format") != 0)
			pairs[count++] = recap->pairs[i];
	copy->pairs = pairs;
	copy->count = count;
	return mapping_of(a, "recap", copy);
}

/* Collects expectations of several judgements, and a reason for each that does not hold. */
struct items {
	struct expect_item *list;
	size_t count;
};

static int judge(struct run *run, const struct doc_node *expect, const struct observation *seen,
		 struct items *items, struct run_outcome *o, struct err *err)
{
	struct expect_context ctx = world_expectations(&run->world);
	struct arena *a = run->world.arena;
	struct expect_result result;

	if (expect_judge(expect, seen, &ctx, a, &result, err) < 0)
		return -1;
	for (size_t i = 0; i < result.count; i++) {
		*ARENA_PUSH(a, items->list, items->count) = result.items[i];
		if (!result.items[i].pass)
			run_reason(run, o,
				   arena_printf(a, "%s: expected %s, found %s",
						result.items[i].what, result.items[i].expected,
						result.items[i].found));
	}
	return 0;
}

/* The last one printed: a play that saves twice restores to where it ended up. */
static int find_restore(struct run *run, const struct step *step, struct bytes text,
			const char **ret, struct err *err)
{
	CLEANUP(pattern_freep) struct pattern *pattern = NULL;
	struct pattern_match m;
	size_t at = 0;

	if (pattern_compile(step->restore, step->restore_at, &pattern, err) < 0)
		return -1;
	for (; at <= text.len; at = m.end > at ? m.end : at + 1) {
		struct bytes found;

		if (pattern_search(pattern, text, at, &m, err) < 0)
			return -1;
		if (!m.found)
			break;
		found = pattern_groups(pattern) ? m.group[1] : m.group[0];
		if (found.data && found.len && found.len <= LIMIT_PATH)
			*ret = printable_line(
				run->world.arena,
				arena_strndup(run->world.arena, found.data, found.len));
	}
	return 0;
}

/* A step that changes state must say how to get back, unless its recap shows no change. */
static int judge_restore(struct run *run, const struct recorded *recorded, struct bytes text,
			 struct run_outcome *o, struct err *err)
{
	const struct step *step = run->request.step;
	bool unchanged = recorded->recap.found && !recorded->recap.changed;
	const char *found = NULL;

	if (step->restore && find_restore(run, step, text, &found, err) < 0)
		return -1;
	if (found)
		o->restore = found;
	if (step->restore && step->changes_state && !o->restore && !unchanged)
		run_reason(run, o,
			   arena_printf(run->world.arena,
					"no restore path: nothing in the output matches '%s'",
					step->restore));
	return 0;
}

static const char *recap_line(const struct recap *r, struct arena *a)
{
	return arena_printf(a,
			    "hosts=%" PRIu64 " ok=%" PRIu64 " changed=%" PRIu64
			    " unreachable=%" PRIu64 " failed=%" PRIu64 " skipped=%" PRIu64
			    " rescued=%" PRIu64 " ignored=%" PRIu64,
			    r->hosts, r->ok, r->changed, r->unreachable, r->failed, r->skipped,
			    r->rescued, r->ignored);
}

static void judge_unchanged(struct run *run, const struct recap *recap, struct run_outcome *o)
{
	if (!recap->found)
		run_reason(run, o, "second run: no recap to tell whether anything changed");
	else if (recap->changed)
		run_reason(
			run, o,
			arena_printf(run->world.arena,
				     "second run: expected changed=0, found changed=%" PRIu64,
				     recap->changed));
}

int run_judge(struct run *run, const struct recorded *recorded, bool second,
	      struct run_outcome *o, const struct expect_item **ret_items, size_t *ret_count,
	      struct err *err)
{
	const struct step *step = run->request.step;
	const struct proc_result *process = &recorded->process;
	struct arena *a = run->world.arena;
	struct items items = {NULL, 0};
	struct observation seen;

	probe_observe(process, &recorded->recap, a, &seen);
	if (process->how != PROC_EXITED || process->left)
		run_reason(run, o, proc_describe(process, a));
	if (process->interrupted)
		run_reason(run, o, "interrupted");
	if (judge(run, step->expect, &seen, &items, o, err) < 0)
		return -1;
	if (step->recap &&
	    judge(run, recap_expectation(a, step->recap), &seen, &items, o, err) < 0)
		return -1;
	if (second && step->idempotence) {
		if (judge(run, step->idempotence, &seen, &items, o, err) < 0)
			return -1;
	} else if (second) {
		judge_unchanged(run, &recorded->recap, o);
	}
	if (!second) {
		o->recap = recorded->recap;
		if (recorded->recap.found)
			o->recap_line = recap_line(&recorded->recap, a);
	}
	if (judge_restore(run, recorded, seen.stdout_text, o, err) < 0)
		return -1;
	*ret_items = items.list;
	*ret_count = items.count;
	return 0;
}
