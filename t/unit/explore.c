/*
 * explore.c - what a small world can reach, breadth first: in each state that a step, its pins and
 * a lock can be brought to, every act of all kinds is tried, honest or not, and taken back again;
 * what must hold is checked of each answer. States are the same when they differ only in
 * sequence numbers and ids.
 */
/* shows: A67 */
#include "../t/unit/tap.h"
#include "../t/unit/tries.h"

/* -- what must hold ------------------------------------------------------------------------------ */

static bool is(const char *text, const char *word)
{
	return text && !strcmp(text, word);
}

/* Of a state, however it was reached; NULL: all is well. */
static const char *fault_of_state(const struct step_state *s)
{
	if (s->phase == PHASE_RUNNING && (!s->run || s->result))
		return "running, and has ended";
	if (s->phase == PHASE_VERIFIED && (!s->verified || !is(s->verify, "pass")))
		return "verified without a verification";
	if ((s->before == PHASE_COMPLETE) != !!s->completed)
		return "complete without a completion";
	if (s->completed &&
	    (!is(s->result, "ok") || !s->restore || s->dirty || s->completed < s->started))
		return "complete without what it rests on";
	return NULL;
}

/* Of a completion: all five, in one event, at the moment that it is made. */
static const char *fault_of_completion(struct world *w, const struct world_now *before,
				       const struct event *event)
{
	const struct event_values *listed = &event->fields[FIELD_PIN];
	const struct step_state *s = before->state;
	bool logged = false;

	if (!is(s->result, "ok") || !is(s->verify, "pass") || !s->restore || s->dirty ||
	    s->dirty_checks || !is(s->run, event_get(event, FIELD_RUN)))
		return "completed without exit, verify and restore";
	if (listed->count != before->step->pins.count || listed->count != before->pin_count)
		return "completed without its pins";
	for (size_t i = 0; i < listed->count; i++)
		if (strcmp(listed->items[i], before->pins[i]) != 0)
			return "completed on a pin that is not recorded";
	for (size_t i = 0; i < w->changes.count; i++)
		logged = logged ||
			 (!strncmp(w->changes.items[i].path, "deployments/", 12) &&
			  strstr(w->changes.items[i].data.data, event_get(event, FIELD_ID)));
	return logged ? NULL : "completed without a log entry";
}

/* The doors ask which values a pin ever had. */
static bool is_pin_noted(struct world *w, const struct event *event)
{
	const struct event_values *pins = &event->fields[FIELD_PIN];
	size_t count, noted = 0;
	const struct held_pin *list = fold_pins(w->fold, &count);

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < pins->count; k++)
			noted += !strcmp(pins->items[k],
					 arena_printf(w->a, "%s=%s", list[i].path,
						      list[i].value)) &&
				 list[i].sequence == w->count - 1;
	return noted == pins->count;
}

static const char *fault_of_counting(struct world *w, const struct world_now *before,
				     const struct event *event)
{
	const struct step_state *was = before->state;
	struct world_now after = world_now(w);
	const char *fault = NULL;

	if (strcmp(world_no(w), "ok") != 0)
		return "it counts, and is refused";
	if (event->word == EVENT_COMPLETE)
		fault = fault_of_completion(w, before, event);
	if (fault)
		return fault;
	if (event->word == EVENT_PIN && !is_pin_noted(w, event))
		return "a pin is not remembered";
	if (event->word == EVENT_START && (was->locked || was->phase == PHASE_RUNNING))
		return "a locked or running step runs";
	if (was->locked && !after.state->locked && event->word != EVENT_UNLOCK &&
	    event->word != EVENT_ADOPT)
		return "a lock is gone without 'unlock'";
	if (event_subject_of(event).type == SUBJECT_STEP &&
	    after.state->sequence != w->count - 1)
		return "an event about the step left no trace";
	return fault_of_state(after.state);
}

/* Of whatever was said: sums are those of record and tree before. */
static const char *fault_of(struct world *w, enum said said, const struct world_now *before,
			    const struct event *event, const uint64_t sums[2], size_t count)
{
	const char *fault = fault_of_memory(w);
	bool same_record = world_sum(w, true) == sums[0],
	     same_tree = world_sum(w, false) == sums[1];

	if (fault)
		return fault;
	if (said == MALFORMED)
		return !same_record || !same_tree || w->count != count
			       ? "what is malformed changed something"
		       : event_kind(event) == KIND_START ? "a fact is malformed"
							 : NULL;
	if (w->count != count + 1 || event_index_count(fold_index(w->fold)) != w->count)
		return "it was not counted";
	if (said == DISPUTED)
		return !same_record		    ? "what does not count changed the record"
		       : !strcmp(world_no(w), "ok") ? "it does not count, and nobody says why"
		       : !fold_is_apart(w->fold) && !same_tree
			       ? "the tree moved on, and nobody knows"
			       : NULL;
	if (!fold_is_apart(w->fold) && world_sum(w, true) != world_sum(w, false))
		return "record and tree are two, and nobody knows";
	return fault_of_counting(w, before, event);
}

/* -- states that are the same -------------------------------------------------------------------- */

static void put_entry(struct strbuf *out, const struct entry *e)
{
	strbuf_addf(out, "%.*s{", (int)strcspn(e->slot, ":"), e->slot);
	for (size_t v = 0; v < e->value_count; v++)
		for (size_t i = 0; i < e->values[v].count; i++)
			if (strlen(e->values[v].items[i]) != 32)
				strbuf_addf(out, "%s=%s ", e->values[v].name,
					    e->values[v].items[i]);
	strbuf_addstr(out, "}");
}

/* What decides: everything but sequence numbers and ids, and what came before what. */
static const char *state_key(struct world *w)
{
	static const char *const paths[] = {"state/lab/A.yaml", "state/lab/_environment.yaml"};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct world_now now = world_now(w);
	const struct step_state *s = now.state;
	const struct subject *subject;
	struct err err;

	strbuf_addf(&out, "%d %d %d%d%d ", (int)s->phase, (int)s->before, !!s->run,
		    !!s->verified, !!s->completed);
	for (size_t p = 0; p < ARRAY_SIZE(paths); p++) {
		if (state_subject(fold_record(w->fold), paths[p], &subject, &err) < 0)
			world_bail(err.text);
		for (size_t i = 0; i < subject->count; i++)
			if (strcmp(subject->entries[i].slot, "last") != 0)
				put_entry(&out, &subject->entries[i]);
	}
	return arena_strdup(w->a, out.buf);
}

struct node {
	size_t parent;
	const char *by; /* the try that led here; NULL: the beginning */
};

struct frontier {
	struct arena a; /* keys and nodes */
	struct strmap seen;
	struct node *nodes;
	size_t count;
	size_t tried, refused, malformed, faults;
};

/* Walks the way to a node again. */
static void revisit(const struct frontier *f, struct world *w, struct arena *a, size_t node)
{
	const char *way[256];
	size_t len = 0;

	for (; f->nodes[node].by; node = f->nodes[node].parent)
		way[len++] = f->nodes[node].by;
	world_open(w, a);
	while (len)
		if (world_play(w, way[--len]) != COUNTS)
			world_bail("a way is no way any more");
}

static void fault(struct frontier *f, size_t node, const char *try, const char *what)
{
	if (f->faults++ > 20)
		return;
	printf("# %s: %s, after", what, try);
	for (; f->nodes[node].by; node = f->nodes[node].parent)
		printf(" %s", f->nodes[node].by);
	printf(" (backwards)\n");
}

static void discover(struct frontier *f, struct world *w, size_t parent, const char *by)
{
	const char *key = state_key(w);

	if (strmap_get(&f->seen, key))
		return;
	strmap_put(&f->seen, arena_strdup(&f->a, key), f);
	*ARENA_PUSH(&f->a, f->nodes, f->count) = (struct node){parent, by};
}

/* One act in a state, and back. */
static void attempt(struct frontier *f, struct world *w, size_t node, const char *try,
		    bool leads_on)
{
	const uint64_t sums[] = {world_sum(w, true), world_sum(w, false)};
	const char *before_text = remembered(w), *by, *what;
	struct step_state step;
	struct world_now before = world_now(w);
	struct event e = world_token(w, try, &by);
	size_t count = w->count;
	enum said said;

	step = *before.state; /* its memory is used again by the event after the next */
	before.state = &step;
	said = world_say(w, &e, by);
	f->tried++;
	f->refused += said == DISPUTED;
	f->malformed += said == MALFORMED;
	what = fault_of(w, said, &before, &e, sums, count);
	if (what)
		fault(f, node, try, what);
	if (said == COUNTS && leads_on)
		discover(f, w, node, try);
	if (said != MALFORMED)
		world_undo(w);
	if (world_sum(w, true) != sums[0] || world_sum(w, false) != sums[1])
		fault(f, node, try, "taken back, the record is another");
	if (strcmp(remembered(w), before_text) != 0)
		fault(f, node, try, "taken back, what is remembered is another");
}

/* Every act in one state. */
static void expand(struct frontier *f, size_t node)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	bool leads_on = true;
	struct world w;

	revisit(f, &w, &a, node);
	for (size_t i = 0; i < ARRAY_SIZE(tries); i++)
		if (tries[i])
			attempt(f, &w, node, tries[i], leads_on);
		else
			leads_on = false;
	fold_close(w.fold);
}

static void test_all_states(size_t most)
{
	struct frontier f = {.a = ARENA_INIT};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	bool tried[KIND_COUNT] = {false};
	struct world w;

	f.seen.arena = &f.a;
	world_open(&w, &a);
	discover(&f, &w, 0, NULL);
	for (size_t i = 0; i < f.count && f.count < most; i++)
		expand(&f, i);
	fold_close(w.fold);
	printf("# %zu states, %zu acts tried, %zu refused, %zu malformed\n", f.count, f.tried,
	       f.refused, f.malformed);
	is_int((long long)f.faults, 0, "what must hold holds in every state");
	ok(f.count > 100 && f.count < most && f.refused > f.tried / 4,
	   "and these are all the states there are");
	for (size_t i = 0; i < ARRAY_SIZE(tries); i++)
		if (tries[i]) {
			const char *by;
			struct event e = world_token(&w, tries[i], &by);

			tried[event_kind(&e)] = true;
		}
	for (int kind = 0; kind < KIND_COUNT; kind++)
		ok(tried[kind], "kind %d is tried", kind);
	arena_free(&f.a);
}

int main(void)
{
	test_all_states(5000);
	return done();
}
