#include "runbook/runbook_internal.h"

static const struct {
	const char *key;
	enum probe probe;
} probes[] = {
	{"run", PROBE_RUN}, {"http", PROBE_HTTP},	    {"file", PROBE_FILE},
	{"env", PROBE_ENV}, {"env_file", PROBE_ENV_FILE},   {"manual", PROBE_MANUAL},
	{"use", PROBE_USE}, {"output_of", PROBE_OUTPUT_OF},
};

/* A request is written down; nothing in this version makes it. */
static void check_http(struct binder *b, const struct doc_node *node)
{
	if ((doc_get(node, "json") != NULL) + (doc_get(node, "text") != NULL) +
		    (doc_get(node, "file") != NULL) >
	    1)
		bind_fault(b, node->at, "expected at most one of 'json', 'text' and 'file'");
}

static struct retry read_retry(struct binder *b, const struct doc_node *map)
{
	struct retry retry = {1, 0};
	int64_t count;

	if (map && doc_get(map, "count") && doc_int(doc_get(map, "count"), &count))
		retry.count = (unsigned)count;
	retry.delay = bind_duration(b, map, "delay", 0);
	return retry;
}

/* Without an id a check is called what it asks: `use` names it, others count. */
static const char *id_of(struct binder *b, const struct doc_node *node, size_t index)
{
	const char *id = bind_text(node, "id");

	if (!id)
		id = bind_text(node, "use");
	return id ? id : arena_printf(b->arena, "check-%zu", index + 1);
}

static const struct check *read_check(struct binder *b, const struct doc_node *node,
				      size_t index)
{
	struct check *check = arena_alloc(b->arena, sizeof(*check));

	check->id = id_of(b, node, index);
	check->at = node->at;
	check->node = node;
	for (size_t i = 0; i < ARRAY_SIZE(probes); i++)
		if (doc_get(node, probes[i].key)) {
			check->probe = probes[i].probe;
			check->subject = bind_text(node, probes[i].key);
		}
	if (check->probe == PROBE_RUN) {
		check->subject = NULL;
		bind_command(b, doc_get(node, "run"), &check->run);
	} else if (check->probe == PROBE_HTTP) {
		check->subject = NULL;
		check_http(b, doc_get(node, "http"));
	}
	check->on = bind_text(node, "on");
	check->cwd = bind_text(node, "cwd");
	check->timeout = bind_duration(b, node, "timeout", CHECK_TIMEOUT_DEFAULT);
	check->expect = doc_get(node, "expect");
	check->when = doc_get(node, "when");
	check->retry = read_retry(b, doc_get(node, "retry"));
	check->capture = bind_values(b, doc_get(node, "capture"));
	check->warn_only = bind_text(node, "on_fail") &&
			   !strcmp(bind_text(node, "on_fail"), "warn");
	check->role = bind_text(node, "role");
	check->analysis = doc_get(node, "analysis");
	return check;
}

struct checks bind_checks(struct binder *b, const struct doc_node *list)
{
	const struct check **items;

	if (!list)
		return (struct checks){NULL, 0};
	items = arena_array(b->arena, list->count, sizeof(*items));
	for (size_t i = 0; i < list->count; i++)
		items[i] = read_check(b, list->items[i], i);
	return (struct checks){items, list->count};
}
