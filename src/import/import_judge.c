#include "import/import_parts.h"

#include "base/cleanup.h"

static struct srcpos place(const char *path, unsigned line)
{
	return (struct srcpos){path, line, 1};
}

static const char *newest_of(const struct import *import, const struct import_step *step,
			     const char *environment)
{
	return claims_newest(import->claims + step->claims, step->claim_count, step->id,
			     environment);
}

/* "complete (docs/RUNBOOK.md:64), active (docs/RUNBOOK.md:279)": each status once. */
static const char *all_claims(const struct import *import, const struct import_step *step,
			      const char *environment)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *newest = newest_of(import, step, environment);
	bool seen[CLAIM_COUNT] = {false};

	for (size_t i = 0; i < step->claim_count; i++) {
		const struct claim *c = &import->claims[step->claims + i];

		if (seen[c->kind] || c->kind >= CLAIM_FROZEN || claim_is_past(c, newest) ||
		    strcmp(c->environment, environment) != 0)
			continue;
		seen[c->kind] = true;
		strbuf_addf(&out, "%s%s (%s:%u)", out.len ? ", " : "", claim_word(c->kind),
			    c->path, c->line);
	}
	return arena_strndup(import->arena, out.buf, out.len);
}

static void contradictions(struct import_reading *reading, const struct import_step *step,
			   const char *environment)
{
	const struct import *import = reading->import;
	enum claim_kind status;
	bool locked;

	if (claim_effective(import->claims + step->claims, step->claim_count, step->id,
			    environment, &status, &locked))
		return;
	finding_add(reading->found, RULE_CONTRADICTION, FINDING_ERROR,
		    (struct finding){.at = place(step->path, step->line),
				     .path = step->path,
				     .step = step->id,
				     .environment = environment,
				     .expected = "one status",
				     .found = all_claims(import, step, environment),
				     .fix = "say in the document which one holds; until then "
					    "the step is planned"},
		    "step '%s' is claimed to be %s", step->id,
		    all_claims(import, step, environment));
}

/* Two lists: the second place may say something else than the first one day. */
static void second_listings(struct import_reading *reading)
{
	const struct import *import = reading->import;

	for (size_t i = 0; i < reading->again_count; i++) {
		const struct import_again *again = &reading->again[i];
		const struct import_step *step = &import->steps[again->step];

		finding_add(reading->found, RULE_CONTRADICTION, FINDING_WARN,
			    (struct finding){.at = place(again->path, again->line),
					     .path = again->path,
					     .step = step->id,
					     .environment = import->environment,
					     .expected = arena_printf(import->arena, "%s:%u",
								      step->path, step->line),
					     .found = again->title,
					     .fix = "keep one list; the other may refer to it"},
			    "step '%s' is listed twice: first at %s:%u as '%s'", step->id,
			    step->path, step->line, step->plain);
	}
}

/* For each step: is it said to be planned, is it said to be complete, and nothing else? */
struct said {
	bool planned, complete;
};

static struct said *what_is_said(const struct import *import, const char *environment)
{
	struct said *said = arena_array(import->arena, import->step_count + 1, sizeof(*said));

	for (size_t i = 0; i < import->step_count; i++) {
		const struct claim *claims = import->claims + import->steps[i].claims;
		const char *newest = newest_of(import, &import->steps[i], environment);

		for (size_t k = 0; k < import->steps[i].claim_count; k++) {
			bool past = claim_is_past(&claims[k], newest) ||
				    strcmp(claims[k].environment, environment) != 0;

			said[i].planned |= !past && claims[k].kind == CLAIM_PLANNED;
			said[i].complete |= !past && claims[k].kind == CLAIM_COMPLETE;
		}
	}
	return said;
}

/* What is not done stands before what is said to be done, where they are done in turn. */
static void order(struct import_reading *reading, const char *environment)
{
	const struct import *import = reading->import;
	const struct said *said = what_is_said(import, environment);
	const struct import_step *later = NULL;
	size_t count = 0;

	for (size_t i = import->step_count; i--;) {
		const struct import_step *step = &import->steps[i];

		if (step->column || !step->counted)
			continue;
		if (said[i].complete && !said[i].planned) {
			later = step;
			count++;
		}
		if (step->optional || !said[i].planned || said[i].complete || !later)
			continue;
		finding_add(reading->found, RULE_ORDER, FINDING_WARN,
			    (struct finding){.at = place(step->path, step->line),
					     .path = step->path,
					     .step = step->id,
					     .environment = environment,
					     .expected = "complete, since later steps are",
					     .found = "planned",
					     .fix = "give later steps 'needs' that leave it "
						    "out, or mark it 'optional: true'"},
			    "step '%s' is planned while %zu later %s claimed complete, next "
			    "'%s'",
			    step->id, count, count == 1 ? "step is" : "steps are", later->id);
	}
}

/* Columns have an order, what stands in them has none. */
static void columns(struct import_reading *reading)
{
	const struct import *import = reading->import;
	size_t i = 0;

	while (i < import->step_count && !import->steps[i].column)
		i++;
	if (i < import->step_count)
		finding_add(
			reading->found, RULE_ORDER, FINDING_NOTE,
			(struct finding){
				.at = place(import->steps[i].path, import->steps[i].line),
				.path = import->steps[i].path,
				.step = import->steps[i].id,
				.fix = "put the steps of 'runbook.yaml' in their order"},
			"the columns of a board do not say in which order its steps are done");
}

static void next_pointer(struct import_reading *reading, size_t at)
{
	const struct import *import = reading->import;
	const struct import_step *step = &import->steps[at];
	const char *after = at + 1 < import->step_count ? import->steps[at + 1].id : NULL;

	if (!step->next || (after && !strcmp(after, step->next)))
		return;
	finding_add(reading->found, RULE_ORDER, FINDING_WARN,
		    (struct finding){.at = place(step->path, step->line),
				     .path = step->path,
				     .step = step->id,
				     .expected = after ? after : "the end",
				     .found = step->next},
		    "step '%s' says that '%s' is next; the list says '%s'", step->id,
		    step->next, after ? after : "the end");
}

/* SIZE_MAX: no step is called so. */
static size_t index_of(const struct import *import, const char *id)
{
	return (size_t)(uintptr_t)strmap_get(&import->by_id, id) - 1;
}

/* A pointer to no other step, or a need that does not come before, is said and left out. */
static void drop_pointers(struct import *import)
{
	for (size_t i = 0; i < import->step_count; i++) {
		struct import_step *step = &import->steps[i];

		if (step->next && (index_of(import, step->next) == SIZE_MAX ||
				   index_of(import, step->next) == i))
			step->next = NULL;
		if (step->needs && index_of(import, step->needs) >= i)
			step->needs = NULL;
	}
}

/* The first step of a number in one stretch of one document. */
static void ordinals(struct import_reading *reading)
{
	const struct import *import = reading->import;
	struct strmap first = {.arena = import->arena};

	for (size_t i = 0; i < import->step_count; i++) {
		const struct import_step *a, *b = &import->steps[i];
		const char *key = arena_printf(import->arena, "%u:%u:%s", (unsigned)b->ordinal,
					       b->run, b->path);

		a = b->ordinal ? strmap_get(&first, key) : NULL;
		if (!a) {
			if (b->ordinal)
				strmap_put(&first, key, &import->steps[i]);
			continue;
		}
		finding_add(reading->found, RULE_IDENTITY, FINDING_WARN,
			    (struct finding){.at = place(b->path, b->line),
					     .path = b->path,
					     .step = b->id},
			    "number %u stands for '%s' (line %u) and for '%s'",
			    (unsigned)b->ordinal, a->id, a->line, b->id);
	}
}

static void series(struct import_reading *reading, const struct import_step *step)
{
	if (step->checkpoints.count < 2)
		return;
	finding_add(reading->found, RULE_CONTRADICTION, FINDING_WARN,
		    (struct finding){.at = place(step->path, step->line),
				     .path = step->path,
				     .step = step->id,
				     .expected = "one checkpoint that is the latest verified",
				     .found = arena_printf(reading->import->arena,
							   "%zu, none marked",
							   step->checkpoints.count),
				     .fix = "name the one that counts"},
		    "step '%s' names %zu checkpoints and does not say which one counts",
		    step->id, step->checkpoints.count);
}

static void tell_unnamed(struct import_reading *reading, const struct import_step *step)
{
	struct finding with = {
		.at = place(step->path, step->line), .path = step->path, .step = step->id};

	if (!step->called) {
		finding_add(reading->found, RULE_IDENTITY, FINDING_NOTE, with,
			    "step '%s' has no id in the document; this one is made from title "
			    "and number, and stays",
			    step->id);
		return;
	}
	with.expected = "letters of ASCII, digits, '_', '-' and '.', and no mere number";
	with.found = step->called;
	finding_add(reading->found, RULE_IDENTITY, FINDING_NOTE, with,
		    "step '%s' is called '%s' in the document, which can be no id here; it is "
		    "kept under 'notes'",
		    step->id, step->called);
}

/* Up to three by name; of more it is enough to know how many. */
static void unnamed(struct import_reading *reading, bool called)
{
	const struct import *import = reading->import;
	const struct import_step *first = NULL;
	size_t count = 0;

	for (size_t pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < import->step_count; i++) {
			const struct import_step *step = &import->steps[i];

			if (!step->generated || !step->called == called)
				continue;
			first = first ? first : step;
			if (!pass)
				count++;
			else if (count <= 3)
				tell_unnamed(reading, step);
		}
	if (count > 3)
		finding_add(reading->found, RULE_IDENTITY, FINDING_NOTE,
			    (struct finding){.at = place(first->path, first->line),
					     .path = first->path,
					     .found = first->called},
			    called ? "%zu steps are called in the documents what can be no id "
				     "here, and that is kept under 'notes'; theirs are made "
				     "from titles and numbers, and stay"
				   : "%zu steps have no id in the documents; theirs are made "
				     "from titles and numbers, and stay",
			    count);
}

void import_judge(struct import_reading *reading)
{
	const struct import *import = reading->import;

	for (size_t e = 0; e < import->environment_count; e++)
		order(reading, import->environments[e].id);
	columns(reading);
	for (size_t i = 0; i < import->step_count; i++) {
		for (size_t e = 0; e < import->environment_count; e++)
			contradictions(reading, &import->steps[i], import->environments[e].id);
		next_pointer(reading, i);
		series(reading, &import->steps[i]);
	}
	unnamed(reading, false);
	unnamed(reading, true);
	second_listings(reading);
	ordinals(reading);
	import_ranges(reading);
	drop_pointers(reading->import);
}
