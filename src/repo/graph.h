/*
 * graph.h - commits met while a question about history is answered: each read once, numbered in
 * the order of meeting, and a queue of them by date. For history.c only.
 */
#ifndef REPO_GRAPH_H
#define REPO_GRAPH_H

#include "base/arena.h"
#include "base/err.h"
#include "repo/oid.h"

struct repo;

struct vertex {
	struct oid id;
	int64_t date; /* the committer's: a hint for the order, never believed */
	uint32_t first_parent, parent_count; /* into graph.links */
	uint8_t flags;
	bool parsed, queued;
};

struct graph {
	struct repo *repo;
	struct arena scratch;
	struct vertex *vertices;
	uint32_t count, alloc;
	uint32_t *links;
	size_t link_count, link_alloc;
	uint32_t *table; /* open addressing; vertex + 1, 0 is free */
	size_t table_size;
	uint32_t *queue; /* a heap, latest date first */
	size_t queue_count, queue_alloc;
};

void graph_init(struct graph *graph, struct repo *repo);
void graph_free(struct graph *graph);
/* The vertex of a commit that was met; false: it was not. */
bool graph_find(const struct graph *graph, const struct oid *id, uint32_t *ret);
/* The vertex of a commit, made when it is met first; ERR_LIMIT. */
int graph_vertex(struct graph *graph, const struct oid *id, uint32_t *ret, struct err *err);
/* Reads its date and parents, once. */
int graph_parse(struct graph *graph, uint32_t vertex, struct err *err);
uint32_t graph_parent(const struct graph *graph, uint32_t vertex, uint32_t i);
/* Puts a parsed vertex into the queue, unless it is there. */
void graph_push(struct graph *graph, uint32_t vertex);
uint32_t graph_pop(struct graph *graph); /* queue_count must not be 0 */

#endif
