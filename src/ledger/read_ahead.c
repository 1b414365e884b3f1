#include "ledger/read_ahead.h"

#include "base/memory.h"
#include "proc/thread.h"

#include <stdatomic.h>

#define BATCH 256 /* few ends where one waits for the other, and not much memory */
#define BATCH_BYTES ((size_t)1 << 20) /* whatever somebody has pushed */
#define WORTH_A_THREAD 16 /* signatures: to start one costs about as much as to verify one */

struct batch {
	size_t first, count;
	struct bytes raw[BATCH];
	struct signed_event events[BATCH];
	atomic_size_t next; /* that nobody has taken yet */
	struct arena here, there;
	pthread_t thread;
	bool running;
};

struct read_ahead {
	struct ledger_range *range;
	struct batch *now, *later;
};

static void read_events(struct batch *b, struct arena *a)
{
	for (size_t i; (i = atomic_fetch_add(&b->next, 1)) < b->count;)
		signed_event_read(b->raw[i], a, &b->events[i]);
}

static void *read_there(void *data)
{
	struct batch *b = data;

	read_events(b, &b->there);
	return NULL;
}

static void finish(struct batch *b)
{
	read_events(b, &b->here);
	if (b->running)
		pthread_join(b->thread, NULL);
	b->running = false;
}

/* What cannot be read ends the batch: it is an error when the walk comes to it, and not before. */
static int begin(struct read_ahead *r, struct batch *b, size_t first, struct err *err)
{
	size_t left = ledger_range_count(r->range) - first, bytes = 0;

	arena_reset(&b->here);
	arena_reset(&b->there);
	b->first = first;
	for (b->count = 0; b->count < BATCH && b->count < left && bytes < BATCH_BYTES;
	     bytes += b->raw[b->count++].len)
		if (ledger_range_read(r->range, first + b->count, &b->here, &b->raw[b->count],
				      err) < 0)
			break;
	atomic_store(&b->next, 0);
	b->running = b->count >= WORTH_A_THREAD && thread_start(&b->thread, read_there, b);
	return b->count || !left ? 0 : -1;
}

static bool holds(const struct batch *b, size_t i)
{
	return i >= b->first && i - b->first < b->count;
}

static struct batch *batch_new(void)
{
	struct batch *b = xmalloc(sizeof(*b));

	b->first = b->count = 0;
	atomic_init(&b->next, 0);
	b->here = b->there = (struct arena)ARENA_INIT;
	b->running = false;
	return b;
}

struct read_ahead *read_ahead_new(struct ledger_range *range)
{
	struct read_ahead *r = xmalloc(sizeof(*r));

	*r = (struct read_ahead){range, batch_new(), batch_new()};
	return r;
}

static void batch_free(struct batch *b)
{
	atomic_store(&b->next, b->count); /* what nobody will ask for is not read */
	finish(b);
	arena_free(&b->here);
	arena_free(&b->there);
	free(b);
}

void read_ahead_free(struct read_ahead *r)
{
	batch_free(r->now);
	batch_free(r->later);
	free(r);
}

int read_ahead_get(struct read_ahead *r, size_t i, const struct signed_event **ret,
		   struct err *err)
{
	struct batch *now = r->later;
	struct err unasked;

	if (!holds(r->now, i)) {
		if (!holds(now, i)) {
			finish(now);
			if (begin(r, now, i, err) < 0)
				return -1;
		}
		finish(now);
		r->later = r->now;
		r->now = now;
		begin(r, r->later, now->first + now->count, &unasked);
	}
	*ret = &r->now->events[i - r->now->first];
	return 0;
}
