#include "repo/graph.h"

#include "base/limits.h"
#include "base/memory.h"
#include "repo/object.h"

void graph_init(struct graph *graph, struct repo *repo)
{
	*graph = (struct graph){.repo = repo};
}

void graph_free(struct graph *graph)
{
	arena_free(&graph->scratch);
	free(graph->vertices);
	free(graph->links);
	free(graph->table);
	free(graph->queue);
}

static size_t hash_of(const struct oid *id)
{
	size_t hash;

	memcpy(&hash, id->id, sizeof(hash)); /* SHA-1 bytes are spread already */
	return hash;
}

static void table_put(struct graph *graph, uint32_t vertex)
{
	size_t at = hash_of(&graph->vertices[vertex].id) & (graph->table_size - 1);

	while (graph->table[at])
		at = (at + 1) & (graph->table_size - 1);
	graph->table[at] = vertex + 1;
}

static void table_grow(struct graph *graph)
{
	graph->table_size = graph->table_size ? graph->table_size * 2 : 1024;
	free(graph->table);
	graph->table = xmalloc(graph->table_size * sizeof(*graph->table));
	memset(graph->table, 0, graph->table_size * sizeof(*graph->table));
	for (uint32_t i = 0; i < graph->count; i++)
		table_put(graph, i);
}

bool graph_find(const struct graph *graph, const struct oid *id, uint32_t *ret)
{
	if (!graph->table_size)
		return false;
	for (size_t at = hash_of(id) & (graph->table_size - 1); graph->table[at];
	     at = (at + 1) & (graph->table_size - 1)) {
		uint32_t vertex = graph->table[at] - 1;

		if (oid_equal(&graph->vertices[vertex].id, id)) {
			*ret = vertex;
			return true;
		}
	}
	return false;
}

int graph_vertex(struct graph *graph, const struct oid *id, uint32_t *ret, struct err *err)
{
	if (graph_find(graph, id, ret))
		return 0;
	if (graph->count == LIMIT_HISTORY)
		return err_set(err, ERR_LIMIT, "history of more than %zu commits",
			       LIMIT_HISTORY);
	if (graph->count == graph->alloc) {
		graph->alloc = graph->alloc ? graph->alloc * 2 : 256;
		graph->vertices = xrealloc(graph->vertices,
					   graph->alloc * sizeof(*graph->vertices));
	}
	graph->vertices[graph->count] = (struct vertex){.id = *id};
	graph->count++;
	if ((size_t)graph->count * 2 > graph->table_size)
		table_grow(graph);
	else
		table_put(graph, graph->count - 1);
	*ret = graph->count - 1;
	return 0;
}

static int add_link(struct graph *graph, const struct oid *parent, struct err *err)
{
	uint32_t vertex;

	if (graph_vertex(graph, parent, &vertex, err) < 0)
		return -1;
	if (graph->link_count == graph->link_alloc) {
		graph->link_alloc = graph->link_alloc ? graph->link_alloc * 2 : 256;
		graph->links = xrealloc(graph->links,
					graph->link_alloc * sizeof(*graph->links));
	}
	graph->links[graph->link_count++] = vertex;
	return 0;
}

int graph_parse(struct graph *graph, uint32_t vertex, struct err *err)
{
	struct oid id = graph->vertices[vertex].id;
	struct commit commit;

	if (graph->vertices[vertex].parsed)
		return 0;
	arena_reset(&graph->scratch);
	if (commit_read(graph->repo, &id, &graph->scratch, &commit, err) < 0)
		return -1;
	if (graph->link_count + commit.parent_count > UINT32_MAX)
		return err_set(err, ERR_LIMIT, "history with too many parents");
	graph->vertices[vertex].first_parent = (uint32_t)graph->link_count;
	for (size_t i = 0; i < commit.parent_count; i++)
		if (add_link(graph, &commit.parents[i], err) < 0)
			return -1;
	graph->vertices[vertex].parent_count = (uint32_t)commit.parent_count;
	graph->vertices[vertex].date = commit.committer.time;
	graph->vertices[vertex].parsed = true;
	return 0;
}

uint32_t graph_parent(const struct graph *graph, uint32_t vertex, uint32_t i)
{
	return graph->links[graph->vertices[vertex].first_parent + i];
}

static bool later(const struct graph *graph, uint32_t a, uint32_t b)
{
	const struct vertex *x = &graph->vertices[a], *y = &graph->vertices[b];

	return x->date != y->date ? x->date > y->date : a < b;
}

void graph_push(struct graph *graph, uint32_t vertex)
{
	size_t at = graph->queue_count;

	if (graph->vertices[vertex].queued)
		return;
	if (at == graph->queue_alloc) {
		graph->queue_alloc = graph->queue_alloc ? graph->queue_alloc * 2 : 64;
		graph->queue = xrealloc(graph->queue,
					graph->queue_alloc * sizeof(*graph->queue));
	}
	graph->vertices[vertex].queued = true;
	graph->queue_count++;
	for (; at && later(graph, vertex, graph->queue[(at - 1) / 2]); at = (at - 1) / 2)
		graph->queue[at] = graph->queue[(at - 1) / 2];
	graph->queue[at] = vertex;
}

uint32_t graph_pop(struct graph *graph)
{
	uint32_t top = graph->queue[0], last = graph->queue[--graph->queue_count];
	size_t at = 0, child;

	while ((child = at * 2 + 1) < graph->queue_count) {
		if (child + 1 < graph->queue_count &&
		    later(graph, graph->queue[child + 1], graph->queue[child]))
			child++;
		if (!later(graph, graph->queue[child], last))
			break;
		graph->queue[at] = graph->queue[child];
		at = child;
	}
	graph->queue[at] = last; /* harmless when the queue is empty now */
	graph->vertices[top].queued = false;
	return top;
}
