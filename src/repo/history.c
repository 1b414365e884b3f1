/*
 * history.c - see history.h. Flags are painted from children to parents, and a commit whose
 * flags grow is looked at again; so dates only decide how soon an answer is found, not which.
 */
#include "repo/history.h"

#include "base/cleanup.h"
#include "base/memory.h"
#include "repo/graph.h"
#include "repo/object.h"

enum {
	FROM_A = 1,
	FROM_B = 2,
	STALE = 4, /* an ancestor of a common ancestor */
	COMMON = 8,
	FROM_TIP = 1, /* history_new_commits() */
	EXCLUDED = 2,
	ORDERED = 16,
};

#define MERGE_BASES_MAX 16
#define SLOP 32

/* Flags that make a queued commit no longer worth a look, and how many queued ones lack it. */
struct painting {
	struct graph graph;
	uint8_t done;
	size_t open;
};

static void painting_free(struct painting *painting)
{
	graph_free(&painting->graph);
}

/* Adds flags to a commit and queues it where that is news. */
static int paint(struct painting *painting, uint32_t vertex, uint8_t flags, struct err *err)
{
	struct graph *graph = &painting->graph;
	uint8_t old = graph->vertices[vertex].flags;

	if ((old & flags) == flags)
		return 0;
	if (graph_parse(graph, vertex, err) < 0)
		return -1;
	if (graph->vertices[vertex].queued && !(old & painting->done))
		painting->open--;
	graph->vertices[vertex].flags = old | flags;
	if (!(graph->vertices[vertex].flags & painting->done))
		painting->open++;
	graph_push(graph, vertex);
	return 0;
}

static uint32_t next(struct painting *painting)
{
	uint32_t vertex = graph_pop(&painting->graph);

	if (!(painting->graph.vertices[vertex].flags & painting->done))
		painting->open--;
	return vertex;
}

static int paint_parents(struct painting *painting, uint32_t vertex, uint8_t flags,
			 struct err *err)
{
	uint32_t count = painting->graph.vertices[vertex].parent_count;

	for (uint32_t i = 0; i < count; i++)
		if (paint(painting, graph_parent(&painting->graph, vertex, i), flags, err) < 0)
			return -1;
	return 0;
}

static int start(struct painting *painting, const struct oid *id, uint8_t flags,
		 uint32_t *ret_vertex, struct err *err)
{
	struct oid commit;
	uint32_t vertex;
	bool is_commit;

	if (history_peel(painting->graph.repo, id, &commit, &is_commit, err) < 0)
		return -1;
	if (!is_commit) {
		*ret_vertex = UINT32_MAX;
		return 0;
	}
	if (graph_vertex(&painting->graph, &commit, &vertex, err) < 0 ||
	    paint(painting, vertex, flags, err) < 0)
		return -1;
	*ret_vertex = vertex;
	return 0;
}

static bool is_excluded(const struct graph *graph, const struct oid *id)
{
	uint32_t vertex;

	return graph_find(graph, id, &vertex) && graph->vertices[vertex].flags & EXCLUDED;
}

/* Tips first: where all of them are excluded, as branches are that stayed, nothing else is read. */
static int start_excluded(struct painting *painting, const struct oid *ids, size_t count,
			  struct err *err)
{
	struct graph *graph = &painting->graph;
	uint32_t vertex;
	bool here;

	for (size_t i = 0; i < count; i++)
		if (graph_find(graph, &ids[i], &vertex) &&
		    graph->vertices[vertex].flags & FROM_TIP &&
		    paint(painting, vertex, EXCLUDED, err) < 0)
			return -1;
	/* what cannot be followed within the limits excludes nothing: more is new then, never less */
	for (size_t i = 0; painting->open && i < count; i++) {
		if (is_excluded(graph, &ids[i]))
			continue;
		if (object_exists(graph->repo, &ids[i], &here, err) < 0 ||
		    (here && start(painting, &ids[i], EXCLUDED, &vertex, err) < 0 &&
		     err->code != ERR_LIMIT))
			return -1;
	}
	return 0;
}

static int paint_new(struct painting *painting, struct err *err)
{
	struct graph *graph = &painting->graph;
	int64_t oldest = INT64_MAX;
	unsigned beyond = 0;

	while (graph->queue_count) {
		uint32_t vertex;
		uint8_t flags;

		/*
		 * An excluded commit as young as a new one may still lead to it; an older one
		 * only where a clock was wrong, so a few more are looked at, as git does.
		 */
		if (!painting->open && graph->vertices[graph->queue[0]].date < oldest &&
		    ++beyond > SLOP)
			break;
		vertex = next(painting);
		flags = graph->vertices[vertex].flags;
		if (!(flags & EXCLUDED) && graph->vertices[vertex].date < oldest)
			oldest = graph->vertices[vertex].date;
		if (paint_parents(painting, vertex, flags & EXCLUDED ? EXCLUDED : FROM_TIP,
				  err) < 0)
			return -1;
	}
	return 0;
}

static bool is_new(const struct vertex *vertex)
{
	return (vertex->flags & (FROM_TIP | EXCLUDED | ORDERED)) == FROM_TIP;
}

/* Depth first without recursion: a vertex is put out when all its parents are. */
static void put_in_order(struct graph *graph, uint32_t from, struct arena *arena,
			 struct oid_list *list)
{
	struct frame {
		uint32_t vertex, parent;
	} *stack = NULL;
	size_t depth = 0, alloc = 0;

	if (!is_new(&graph->vertices[from]))
		return;
	for (uint32_t vertex = from;;) {
		if (vertex != UINT32_MAX) {
			graph->vertices[vertex].flags |= ORDERED;
			if (depth == alloc) {
				alloc = alloc ? alloc * 2 : 64;
				stack = xrealloc(stack, alloc * sizeof(*stack));
			}
			stack[depth++] = (struct frame){vertex, 0};
			vertex = UINT32_MAX;
		}
		if (!depth)
			break;
		struct frame *top = &stack[depth - 1];

		if (top->parent == graph->vertices[top->vertex].parent_count) {
			*ARENA_PUSH(arena, list->ids,
				    list->count) = graph->vertices[top->vertex].id;
			depth--;
			continue;
		}
		vertex = graph_parent(graph, top->vertex, top->parent++);
		if (!is_new(&graph->vertices[vertex]))
			vertex = UINT32_MAX;
	}
	free(stack);
}

int history_new_by_tip(struct repo *repo, const struct oid *tips, size_t tip_count,
		       const struct oid *excluded, size_t excluded_count, struct arena *arena,
		       struct oid_list *ret, const size_t **ret_tips, struct err *err)
{
	CLEANUP(painting_free) struct painting painting = {.done = EXCLUDED};
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	uint32_t *starts = arena_array(&scratch, tip_count + 1, sizeof(*starts));
	struct oid_list list = {NULL, 0};
	size_t *by_tip = NULL, count = 0;

	graph_init(&painting.graph, repo);
	for (size_t i = 0; i < tip_count; i++)
		if (start(&painting, &tips[i], FROM_TIP, &starts[i], err) < 0)
			return -1;
	if (start_excluded(&painting, excluded, excluded_count, err) < 0 ||
	    (painting.open && paint_new(&painting, err) < 0))
		return -1;
	for (size_t i = 0; i < tip_count; i++)
		if (starts[i] != UINT32_MAX) {
			put_in_order(&painting.graph, starts[i], arena, &list);
			while (count < list.count)
				*ARENA_PUSH(arena, by_tip, count) = i;
		}
	*ret = list;
	*ret_tips = by_tip;
	return 0;
}

int history_new_commits(struct repo *repo, const struct oid *tips, size_t tip_count,
			const struct oid *excluded, size_t excluded_count, struct arena *arena,
			struct oid_list *ret, struct err *err)
{
	const size_t *ignored;

	return history_new_by_tip(repo, tips, tip_count, excluded, excluded_count, arena, ret,
				  &ignored, err);
}

/* Paints from both until nothing is open; with `stop_at_a`, until B's paint reaches A. */
static int paint_common(struct painting *painting, uint32_t a, bool stop_at_a, struct err *err)
{
	struct graph *graph = &painting->graph;

	while (painting->open) {
		uint32_t vertex = next(painting);
		uint8_t flags = graph->vertices[vertex].flags & (FROM_A | FROM_B | STALE);

		if (stop_at_a && graph->vertices[a].flags & FROM_B)
			break;
		if (flags == (FROM_A | FROM_B)) {
			graph->vertices[vertex].flags |= COMMON;
			flags |= STALE;
		}
		if (paint_parents(painting, vertex, flags, err) < 0)
			return -1;
	}
	return 0;
}

/* Forgets the paint of an earlier question, not the commits that were read for it. */
static int begin_common(struct painting *painting, const struct oid *a, const struct oid *b,
			uint32_t *ret_a, struct err *err)
{
	struct graph *graph = &painting->graph;
	uint32_t vertex_b;

	for (uint32_t i = 0; i < graph->count; i++) {
		graph->vertices[i].flags = 0;
		graph->vertices[i].queued = false;
	}
	graph->queue_count = painting->open = 0;
	if (start(painting, a, FROM_A, ret_a, err) < 0 ||
	    start(painting, b, FROM_B, &vertex_b, err) < 0)
		return -1;
	if (*ret_a == UINT32_MAX || vertex_b == UINT32_MAX)
		return err_set(err, ERR_FORMAT, "object '%s' is not a commit",
			       OID_HEX(*ret_a == UINT32_MAX ? a : b));
	return 0;
}

int history_is_ancestor(struct repo *repo, const struct oid *ancestor,
			const struct oid *descendant, bool *ret, struct err *err)
{
	CLEANUP(painting_free) struct painting painting = {.done = STALE};
	uint32_t a;

	graph_init(&painting.graph, repo);
	if (begin_common(&painting, ancestor, descendant, &a, err) < 0 ||
	    paint_common(&painting, a, true, err) < 0)
		return -1;
	*ret = (painting.graph.vertices[a].flags & FROM_B) != 0;
	return 0;
}

/* Forged dates can make a common ancestor look best that is an ancestor of another one. */
static int drop_redundant(struct repo *repo, struct oid_list *list, struct err *err)
{
	for (size_t i = 0; i < list->count; i++) {
		for (size_t j = 0; j < list->count; j++) {
			bool below = false;

			if (i != j && history_is_ancestor(repo, &list->ids[i], &list->ids[j],
							  &below, err) < 0)
				return -1;
			if (below) {
				list->ids[i--] = list->ids[--list->count];
				break;
			}
		}
	}
	return 0;
}

static int find_bases(struct painting *painting, const struct oid *a, const struct oid *b,
		      struct arena *arena, struct oid_list *ret, struct err *err)
{
	struct oid_list list = {NULL, 0};
	uint32_t vertex_a;

	if (begin_common(painting, a, b, &vertex_a, err) < 0 ||
	    paint_common(painting, vertex_a, false, err) < 0)
		return -1;
	for (uint32_t i = 0; i < painting->graph.count; i++)
		if ((painting->graph.vertices[i].flags & (COMMON | STALE)) == COMMON)
			*ARENA_PUSH(arena, list.ids,
				    list.count) = painting->graph.vertices[i].id;
	if (list.count > MERGE_BASES_MAX)
		return err_set(err, ERR_LIMIT, "more than %d merge bases", MERGE_BASES_MAX);
	if (list.count > 1 && drop_redundant(painting->graph.repo, &list, err) < 0)
		return -1;
	*ret = list;
	return 0;
}

int history_merge_bases(struct repo *repo, const struct oid *a, const struct oid *b,
			struct arena *arena, struct oid_list *ret, struct err *err)
{
	CLEANUP(painting_free) struct painting painting = {.done = STALE};

	graph_init(&painting.graph, repo);
	return find_bases(&painting, a, b, arena, ret, err);
}

int history_pair_bases(struct repo *repo, const struct oid *commits, size_t count,
		       struct arena *arena, struct oid_list **ret, struct err *err)
{
	CLEANUP(painting_free) struct painting painting = {.done = STALE};
	struct oid_list *pairs = arena_array(arena, count * count, sizeof(*pairs));

	graph_init(&painting.graph, repo);
	for (size_t i = 0; i < count; i++)
		for (size_t j = i + 1; j < count; j++) {
			if (find_bases(&painting, &commits[i], &commits[j], arena,
				       &pairs[i * count + j], err) < 0)
				return -1;
			pairs[j * count + i] = pairs[i * count + j];
		}
	*ret = pairs;
	return 0;
}

int history_newest_before(struct repo *repo, const struct oid *tips, size_t count, int64_t date,
			  struct oid *ret, bool *ret_found, struct err *err)
{
	CLEANUP(painting_free) struct painting painting = {.done = EXCLUDED};
	struct graph *graph = &painting.graph;
	uint32_t vertex;
	bool here;

	graph_init(graph, repo);
	*ret_found = false;
	for (size_t i = 0; i < count; i++)
		if (object_exists(repo, &tips[i], &here, err) < 0 ||
		    (here && start(&painting, &tips[i], FROM_TIP, &vertex, err) < 0))
			return -1;
	while (graph->queue_count) {
		vertex = next(&painting);
		if (graph->vertices[vertex].date < date) {
			*ret = graph->vertices[vertex].id;
			*ret_found = true;
			return 0;
		}
		if (paint_parents(&painting, vertex, FROM_TIP, err) < 0)
			return -1;
	}
	return 0;
}
