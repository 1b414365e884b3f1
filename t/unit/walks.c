/*
 * walks.c - long random walks in which nothing is taken back: what was disputed stays behind, the
 * tree goes on, and whoever folds the same chain in another way must get the same.
 */
#include "../t/unit/tap.h"
#include "../t/unit/tries.h"

static unsigned next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(*seed >> 33);
}

static bool same_changes(const struct file_changes *x, const struct file_changes *y)
{
	if (x->count != y->count)
		return false;
	for (size_t i = 0; i < x->count; i++)
		if (strcmp(x->items[i].path, y->items[i].path) != 0 ||
		    x->items[i].remove != y->items[i].remove ||
		    x->items[i].attached != y->items[i].attached ||
		    (!x->items[i].attached && !bytes_equal(x->items[i].data, y->items[i].data)))
			return false;
	return true;
}

/* apply() on a state that was never read from files, over all that was said. */
static bool applies_alike(struct world *w, struct state *pure)
{
	const struct world_said *said = &w->chain[w->count - 1];
	struct findings malformed = {.arena = w->a};
	struct strmap brought = said->brought;
	struct attachments attachments = {world_read_brought, &brought};
	struct file_changes changes;
	struct err err;

	return state_apply(pure, &said->event, &said->origin, attachments, w->a, &changes,
			   &malformed, &err) == 0 &&
	       !malformed.count && same_changes(&changes, &w->changes);
}

/* Says events of another world's chain again; how many went otherwise. */
static int say_again(struct world *to, const struct world *from, size_t until)
{
	int wrong = 0;

	while (to->count < until) {
		struct world_said *said = &from->chain[to->count];

		to->brought = said->brought;
		to->time = said->origin.time;
		wrong += (world_say(to, &said->event, said->origin.principal) == COUNTS) !=
			 said->counts;
	}
	return wrong;
}

/* Puts the record away and reads it back. */
static bool put_away(struct world *w, const char *stem)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const char *before = remembered(w);
	struct fold *fold;
	struct err err;

	if (fold_save(w->fold, stem, &text, &err) < 0 ||
	    !fold_parse(bytes_of(text.buf, text.len), stem, w->a,
			(struct fold_tree){world_read, w}, world_help(w), &fold))
		return false;
	fold_close(w->fold);
	w->fold = fold;
	return !strcmp(remembered(w), before);
}

static int check_folds(const struct world *w, struct arena *a, const char *stem)
{
	struct world whole, half;
	struct fold *kept;
	int wrong = 0;

	world_begin(&whole, a);
	world_begin(&half, a);
	wrong += say_again(&whole, w, w->count);
	wrong += say_again(&half, w, w->count / 2);
	wrong += !put_away(&half, stem);
	kept = half.fold;
	half.fold = fold_copy(kept, a, (struct fold_tree){world_read, &half},
			      world_help(&half));
	wrong += say_again(&half, w, w->count);
	wrong += world_sum(&whole, true) != world_sum(&half, true);
	wrong += strcmp(remembered(&whole), remembered(&half)) != 0;
	for (size_t i = 0; i < w->count; i++)
		wrong += event_index_at(fold_index(whole.fold), i)->counts !=
			 event_index_at(fold_index(half.fold), i)->counts;
	fold_close(whole.fold);
	fold_close(half.fold);
	fold_close(kept);
	return wrong;
}

static int walk(uint64_t seed, size_t len, const char *stem, size_t *disputed)
{
	static const char *const signers[] = {"ada", "ada", "olga", "otto"};
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct state *pure = state_open(&a, (struct state_source){0});
	struct world w, again;
	int wrong = 0;

	world_open(&w, &a);
	world_begin(&again, &a);
	for (size_t i = 0; i < 2; i++) {
		wrong += say_again(&again, &w, i + 1);
		wrong += !applies_alike(&again, pure);
	}
	for (size_t i = 0; i < len; i++) {
		const char *try = tries[next_random(&seed) % ARRAY_SIZE(tries)], *by;
		enum said said;
		struct event e;

		/* hours go by, and now and then a clock is a little behind */
		w.time += (int)(next_random(&seed) % 20000) - 500;
		w.by = signers[next_random(&seed) % ARRAY_SIZE(signers)];
		if (!try || next_random(&seed) % 10 == 0)
			try = "attest:disputed=olga";
		e = world_token(&w, try, &by);
		said = world_say(&w, &e, by);
		*disputed += said == DISPUTED;
		if (said != MALFORMED && !applies_alike(&w, pure)) {
			printf("# seed %" PRIu64 ", %zu: %s is applied otherwise\n", seed, i,
			       try);
			wrong++;
		}
		if (fault_of_memory(&w)) {
			printf("# %s: %s\n", try, fault_of_memory(&w));
			wrong++;
		}
	}
	wrong += check_folds(&w, &a, stem);
	fold_close(w.fold);
	fold_close(again.fold);
	return wrong;
}

static void test_walks(void)
{
	const char *stem = world_folder();
	size_t disputed = 0;
	int wrong = 0;

	for (uint64_t seed = 1; seed <= 12; seed++) {
		int now = walk(seed, 200, stem, &disputed);

		if (now)
			printf("# seed %" PRIu64 ": %d\n", seed, now);
		wrong += now;
	}
	world_remove(stem);
	is_int(wrong, 0, "folded whole, from files, or from what is remembered: the same");
	ok(disputed > 500, "also where much is disputed");
}

int main(void)
{
	test_walks();
	return done();
}
