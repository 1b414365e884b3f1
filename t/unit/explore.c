/*
 * explore.c - every state that one step, two pins and a lock can reach, whatever is tried in
 * whatever order, breadth first until nothing new turns up. In each state every event is tried;
 * what must hold is checked of each answer. States are the same when they differ only in
 * sequence numbers and ids: nothing is decided by those.
 *
 * Then long random walks, on which a state that was folded from the first event and one that
 * is opened anew from the files before each event must answer alike, byte for byte.
 */
/* shows: A67 */
#include "base/cleanup.h"
#include "base/memory.h"

#include "../t/unit/tap.h"
#include "../t/unit/world.h"

/* One way to try an event. */
struct
try {
	enum event_kind kind;
	const char *result, *verify, *restore; /* finish, verify */
	bool dirty, other_run;
	const char *pins[2];	      /* pin, complete */
	const char *claim, *disputed; /* adopt */
};

static const struct try tries[] = {
	{.kind = EVENT_START},
	{.kind = EVENT_START, .dirty = true},
	{.kind = EVENT_FINISH, .result = "ok", .verify = "pass", .restore = "/b"},
	{.kind = EVENT_FINISH, .result = "ok", .verify = "pass"},
	{.kind = EVENT_FINISH, .result = "ok", .verify = "none", .restore = "/b"},
	{.kind = EVENT_FINISH, .result = "ok", .verify = "fail", .restore = "/b"},
	{.kind = EVENT_FINISH, .result = "failed", .verify = "none"},
	{.kind = EVENT_FINISH, .result = "failed", .verify = "pass", .restore = "/b"},
	{.kind = EVENT_FINISH, .result = "ok", .verify = "pass", .other_run = true},
	{.kind = EVENT_ABANDON},
	{.kind = EVENT_ABANDON, .other_run = true},
	{.kind = EVENT_VERIFY, .verify = "pass"},
	{.kind = EVENT_VERIFY, .verify = "pass", .dirty = true},
	{.kind = EVENT_VERIFY, .verify = "fail"},
	{.kind = EVENT_VERIFY, .verify = "none"},
	{.kind = EVENT_PIN, .pins = {"p=1"}},
	{.kind = EVENT_PIN, .pins = {"p=2", "q=1"}},
	{.kind = EVENT_COMPLETE},
	{.kind = EVENT_COMPLETE, .pins = {"p=1"}},
	{.kind = EVENT_COMPLETE, .pins = {"p=2", "q=1"}},
	{.kind = EVENT_COMPLETE, .other_run = true},
	{.kind = EVENT_REOPEN},
	{.kind = EVENT_BLOCK},
	{.kind = EVENT_UNBLOCK},
	{.kind = EVENT_SKIP},
	{.kind = EVENT_LOCK},
	{.kind = EVENT_UNLOCK},
	{.kind = EVENT_CHECKPOINT},
	{.kind = EVENT_ADOPT},
	{.kind = EVENT_ADOPT, .claim = "A prod complete"},
	{.kind = EVENT_ADOPT, .claim = "A prod locked"},
	{.kind = EVENT_ADOPT, .disputed = "A prod complete"},
};

static const char *const steps[] = {"A"};

static struct event try_event(struct world *w, const struct try *try)
{
	struct event e = world_event(w, try->kind);
	const struct step_state *step;
	struct err err;

	if (state_step(w->opened, "prod", "A", &step, &err) < 0)
		abort();
	if (e.fields[FIELD_RUN].count)
		event_set(&e, w->a, FIELD_RUN,
			  step->run && !try->other_run ? step->run
						       : "ffffffffffffffffffffffffffffffff");
	if (try->result)
		event_set(&e, w->a, FIELD_RESULT, try->result);
	if (try->verify)
		event_set(&e, w->a, FIELD_VERIFY, try->verify);
	if (try->restore)
		event_set(&e, w->a, FIELD_RESTORE, try->restore);
	if (try->dirty)
		event_set(&e, w->a, FIELD_DIRTY, "yes");
	e.fields[FIELD_PIN].count = 0;
	for (size_t i = 0; i < ARRAY_SIZE(try->pins) && try->pins[i]; i++)
		event_add(&e, w->a, FIELD_PIN, try->pins[i]);
	if (try->claim)
		event_set(&e, w->a, FIELD_CLAIM, try->claim);
	if (try->disputed)
		event_set(&e, w->a, FIELD_DISPUTED, try->disputed);
	return e;
}

/* -- what must hold ------------------------------------------------------------------------------ */

static bool is_complete(const struct step_state *s)
{
	return s->phase == PHASE_COMPLETE ||
	       (s->phase == PHASE_BLOCKED && s->before == PHASE_COMPLETE);
}

/* Of a state, however it was reached. NULL: all is well. */
static const char *fault_of_state(const struct step_state *s)
{
	if (is_complete(s)) {
		if (!s->result || strcmp(s->result, "ok") != 0 || !s->run)
			return "complete without a run that ended well";
		if (!s->verified || !s->verify)
			return "complete without a verification that passed";
		if (!s->restore)
			return "complete without a way back";
		if (s->dirty)
			return "complete on a run from uncommitted files";
		if (!s->completed)
			return "complete without a completion";
	}
	if (!is_complete(s) && (s->completed || s->pin_count))
		return "not complete, and says since when";
	if (s->phase == PHASE_RUNNING && (!s->run || s->result || s->verified))
		return "running, and has ended";
	if ((s->phase == PHASE_BLOCKED) != !!s->until)
		return "blocked without knowing until when";
	if (s->phase == PHASE_VERIFIED && (!s->verified || strcmp(s->verify, "pass") != 0))
		return "verified without a verification";
	return NULL;
}

static bool holds(const char *const *pins, size_t count, const char *pin)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(pins[i], pin))
			return true;
	return false;
}

/* Of a completion: all five, at the moment that it is made. */
static const char *fault_of_completion(struct world *w, const struct step_state *before,
				       const struct event *event, const char *const *pins,
				       size_t pin_count)
{
	const struct event_values *listed = &event->fields[FIELD_PIN];
	bool logged = false;

	if (before->phase != PHASE_VERIFIED || !before->result ||
	    strcmp(before->result, "ok") != 0 || strcmp(before->verify, "pass") != 0 ||
	    !before->restore || before->dirty || before->dirty_checks ||
	    strcmp(before->run, event_get(event, FIELD_RUN)) != 0)
		return "completed without exit, verify and restore";
	for (size_t i = 0; i < listed->count; i++)
		if (!holds(pins, pin_count, listed->items[i]))
			return "completed on a pin that is not recorded";
	for (size_t i = 0; i < w->changes.count; i++)
		logged = logged ||
			 (!strncmp(w->changes.items[i].path, "deployments/", 12) &&
			  strstr(w->changes.items[i].data.data, event_get(event, FIELD_ID)));
	return logged ? NULL : "completed without a log entry";
}

static const char *fault_of_step(struct world *w, const struct step_state *before,
				 const struct event *event, const char *const *pins,
				 size_t pin_count)
{
	const struct step_state *after;
	struct err err;

	if (state_step(w->opened, "prod", "A", &after, &err) < 0)
		return "the step cannot be read";
	if (before->locked && after->phase == PHASE_RUNNING && before->phase != PHASE_RUNNING)
		return "a locked step runs";
	if (after->sequence < before->sequence || after->sequence >= w->sequence)
		return "the sequence went back";
	if (event_get(event, FIELD_STEP) && after->sequence != w->sequence - 1)
		return "an event about the step left no trace";
	if (before->locked && !after->locked && event->kind != EVENT_UNLOCK)
		return "a lock is gone without 'unlock'";
	if (event->kind == EVENT_COMPLETE) {
		const char *fault = fault_of_completion(w, before, event, pins, pin_count);

		if (fault)
			return fault;
	}
	return fault_of_state(after);
}

/* -- states that are the same -------------------------------------------------------------------- */

static void put_word(struct strbuf *out, const char *word)
{
	strbuf_addf(out, "%s ", word ? word : "-");
}

/* What decides: everything but sequence numbers, ids and free text. */
static char *state_key(struct world *w)
{
	struct strbuf out = STRBUF_INIT;
	const struct step_state *s;
	const char *const *pins;
	struct err err;
	size_t count;

	if (state_step(w->opened, "prod", "A", &s, &err) < 0 ||
	    state_pins(w->opened, "prod", &pins, &count, &err) < 0)
		abort();
	strbuf_addf(&out, "%d %d %d%d%d%d%d%d%d ", (int)s->phase, (int)s->before, !!s->locked,
		    !!s->verified, s->dirty, s->dirty_checks, !!s->completed, !!s->run,
		    !!s->checkpoint);
	put_word(&out, s->result);
	put_word(&out, s->verify);
	put_word(&out, s->restore);
	for (size_t i = 0; i < s->claim_count; i++)
		put_word(&out, s->claims[i]);
	put_word(&out, s->disputed_count ? "disputed" : NULL);
	put_word(&out, "|");
	for (size_t i = 0; i < s->pin_count; i++)
		put_word(&out, s->pins[i]);
	put_word(&out, "|");
	for (size_t i = 0; i < count; i++)
		put_word(&out, pins[i]);
	return out.buf;
}

struct node {
	size_t parent;
	int by; /* the try that led here; -1: the genesis */
};

struct frontier {
	struct arena a; /* keys and nodes */
	struct strmap seen;
	struct node *nodes;
	size_t count;
	size_t tried, refused, faults;
};

/* Walks the way to a node again, on files and fold alike. */
static void revisit(struct frontier *f, struct world *w, struct arena *a, size_t node)
{
	int way[256];
	size_t len = 0;

	for (; f->nodes[node].by >= 0; node = f->nodes[node].parent)
		way[len++] = f->nodes[node].by;
	world_open(w, a);
	w->folded = NULL;
	while (len) {
		struct event e = try_event(w, &tries[way[--len]]);

		if (world_do(w, &e))
			abort();
	}
	world_reopen(w);
}

static void fault(struct frontier *f, size_t node, size_t try, const char *what)
{
	if (f->faults++ > 10)
		return;
	printf("# %s: try %zu, after", what, try);
	for (; f->nodes[node].by >= 0; node = f->nodes[node].parent)
		printf(" %d", f->nodes[node].by);
	printf(" (backwards)\n");
}

static void discover(struct frontier *f, struct world *w, size_t parent, int by)
{
	char *key = state_key(w);

	if (!strmap_get(&f->seen, key)) {
		strmap_put(&f->seen, arena_strdup(&f->a, key), f);
		*ARENA_PUSH(&f->a, f->nodes, f->count) = (struct node){parent, by};
	}
	free(key);
}

/* Every event in one state. */
static void expand(struct frontier *f, size_t node)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	bool fresh = false;
	struct world w;

	for (size_t i = 0; i < ARRAY_SIZE(tries); i++) {
		const char *before_text, *const *pins, *what;
		struct step_state before;
		const struct step_state *now;
		struct err err;
		size_t pin_count;
		struct event e;
		int found;

		if (!fresh) {
			arena_reset(&a);
			revisit(f, &w, &a, node);
		}
		if (state_step(w.opened, "prod", "A", &now, &err) < 0 ||
		    state_pins(w.opened, "prod", &pins, &pin_count, &err) < 0)
			abort();
		before = *now; /* its memory is used again by the event after the next */
		before_text = state_text(w.opened, "prod", steps, 1, &a);
		e = try_event(&w, &tries[i]);
		found = world_do(&w, &e);
		f->tried++;
		fresh = found == 1;
		if (found < 0) {
			fault(f, node, i, "no answer");
		} else if (found == 1) {
			f->refused++;
			if (strcmp(before_text, state_text(w.opened, "prod", steps, 1, &a)) !=
			    0)
				fault(f, node, i, "a refusal changed the state");
		} else {
			what = fault_of_step(&w, &before, &e, pins, pin_count);
			if (what)
				fault(f, node, i, what);
			discover(f, &w, node, (int)i);
		}
	}
}

static void test_all_states(size_t most)
{
	struct frontier f = {.a = ARENA_INIT};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;

	f.seen.arena = &f.a;
	world_open(&w, &a);
	discover(&f, &w, 0, -1);
	for (size_t i = 0; i < f.count && f.count < most; i++)
		expand(&f, i);
	printf("# %zu states, %zu events tried, %zu refused\n", f.count, f.tried, f.refused);
	is_int((long long)f.faults, 0, "what must hold holds in every state");
	ok(f.count > 1000 && f.count < most && f.refused > f.tried / 4,
	   "and these are all the states there are");
	arena_free(&f.a);
}

/* -- two ways to the same state ------------------------------------------------------------------ */

static unsigned next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(*seed >> 33);
}

static int walk(uint64_t seed, size_t len)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct world w;
	int wrong = 0;

	world_open(&w, &a);
	for (size_t i = 0; i < len; i++) {
		const struct try *try = &tries[next_random(&seed) % ARRAY_SIZE(tries)];
		struct event e;

		/* days go by, and now and then a clock is a day behind */
		w.time += (int)(next_random(&seed) % 90000) - 20000;
		if (next_random(&seed) % 4 == 0)
			world_reopen(&w);
		e = try_event(&w, try);
		if (next_random(&seed) % 5 == 0)
			event_set(&e, &a, FIELD_EVIDENCE, "sha256:" SHA " 12 stdout");
		wrong += world_do(&w, &e) < 0;
		if (strcmp(state_text(w.opened, "prod", steps, 1, &a),
			   state_text(w.folded, "prod", steps, 1, &a)) != 0)
			wrong++;
	}
	return wrong;
}

static void test_two_ways(void)
{
	int wrong = 0;

	for (uint64_t seed = 1; seed <= 40; seed++)
		wrong += walk(seed, 400);
	is_int(wrong, 0, "folded from the start or opened from files: the same answers");
}

int main(void)
{
	test_two_ways();
	test_all_states(100000);
	return done();
}
