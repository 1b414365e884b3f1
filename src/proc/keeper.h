/*
 * keeper.h - keeps the beginning and the end of an output stream, whatever its length.
 *
 *	struct keeper k = keeper_of(LIMIT_CAPTURE);
 *	keeper_add(&k, piece);		// any number of times
 *	keeper_end(&k, arena, &capture);
 */
#ifndef PROC_KEEPER_H
#define PROC_KEEPER_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/strbuf.h"

/* One output stream. What exceeds the limit is missing between head and tail. */
struct capture {
	struct bytes head, tail; /* live in the arena; tail is empty where nothing is missing */
	uint64_t total;		 /* bytes before cutting */
};

static inline uint64_t capture_missing(const struct capture *c)
{
	return c->total - c->head.len - c->tail.len;
}

/* Head, a line that says how many bytes are missing, and tail; NUL-terminated. */
struct bytes capture_text(const struct capture *c, struct arena *a);

struct keeper {
	struct strbuf head, tail;
	size_t limit; /* of both together */
	uint64_t total;
};

static inline struct keeper keeper_of(size_t limit)
{
	return (struct keeper){STRBUF_INIT, STRBUF_INIT, limit, 0};
}

void keeper_add(struct keeper *k, struct bytes piece);
/* Hands the result over to the arena and frees the rest. */
void keeper_end(struct keeper *k, struct arena *a, struct capture *ret);

#endif
