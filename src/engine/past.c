#include "engine/past.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/number.h"
#include "model/ledger_commit.h"
#include "model/manifest.h"
#include "repo/ledger.h"
#include "repo/object.h"

static int read_event(struct bytes raw, struct arena *scratch, struct verified_event *ret,
		      struct oid *ret_tree, struct err *err)
{
	struct ledger_commit commit;

	*ret = (struct verified_event){0};
	if (ledger_commit_parse(raw, scratch, &commit, err) < 0 ||
	    event_decode(commit.message, scratch, &ret->event, err) < 0)
		return -1;
	if (!oid_parse(commit.tree, ret_tree) ||
	    !number_parse(event_get(&ret->event, FIELD_SEQUENCE), UINT64_MAX, &ret->sequence))
		return err_set(err, ERR_FORMAT, "an event names no tree or no sequence");
	ret->time = ret->origin.time = commit.time;
	ret->origin.name = arena_strndup(scratch, commit.name,
					 strlen(commit.name) - strlen(COMMIT_NAME_MARK));
	return 0;
}

int past_events(struct session *s, const struct ledger_view *view, past_event_fn *fn,
		void *context, struct err *err)
{
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct verified_event event;
	int answer = 0;

	if (ledger_range_open(s->repo, &view->head, NULL, &range, err) < 0)
		return -1;
	for (size_t i = ledger_range_count(range); !answer && i-- > 0;) {
		struct bytes raw;
		struct oid tree;

		arena_reset(&scratch);
		if (ledger_range_read(range, i, &scratch, &raw, err) < 0 ||
		    read_event(raw, &scratch, &event, &tree, err) < 0)
			return -1;
		event.commit = *ledger_range_id(range, i);
		answer = fn(&event, &tree, context, err);
	}
	return answer < 0 ? -1 : 0;
}

void past_keep(const struct verified_event *event, struct arena *a, struct verified_event *ret)
{
	*ret = *event;
	ret->event = (struct event){.kind = event->event.kind};
	if (event->event.reason)
		ret->event.reason = arena_strdup(a, event->event.reason);
	for (int f = 0; f < FIELD_COUNT; f++)
		for (size_t i = 0; i < event->event.fields[f].count; i++)
			event_add(&ret->event, a, (enum event_field)f,
				  event->event.fields[f].items[i]);
	ret->origin.name = arena_strdup(a, event->origin.name);
}

/* -- pins ---------------------------------------------------------------------------------------- */

struct pins {
	struct session *s;
	const char *environment;
	const char **items;
	size_t count;
};

/* A manifest as it was adopted holds values that no pin event names. */
static int add_adopted(struct pins *held, const struct oid *tree, struct err *err)
{
	struct arena *a = &held->s->arena;
	const char *path = state_manifest_path(held->environment, a);
	const struct doc_node *root;
	const struct pin *pins;
	struct bytes text;
	struct oid blob;
	uint32_t mode;
	size_t count;

	if (tree_lookup(held->s->repo, tree, path, &mode, &blob, err) < 0)
		return -1;
	if (!mode)
		return 0;
	if (object_read(held->s->repo, &blob, OBJECT_BLOB, LIMIT_BLOB, a, &text, err) < 0)
		return -1;
	if (manifest_parse(text, path, a, &root, err) < 0 ||
	    manifest_pins(root, "", a, &pins, &count, err) < 0)
		return 0; /* adopted as it was: what cannot be read held no pin */
	for (size_t i = 0; i < count; i++)
		if (pins[i].state == PIN_COMPLETE)
			*ARENA_PUSH(a, held->items, held->count) = arena_printf(
				a, "%s=%s", pins[i].path, pins[i].value);
	return 0;
}

static int add_pins(const struct verified_event *event, const struct oid *tree, void *context,
		    struct err *err)
{
	struct pins *held = context;
	const struct event_values *pins = &event->event.fields[FIELD_PIN];
	const char *environment = event_get(&event->event, FIELD_ENVIRONMENT);

	if (event->event.kind == EVENT_ADOPT)
		return add_adopted(held, tree, err);
	if (event->event.kind != EVENT_PIN || strcmp(environment, held->environment) != 0)
		return 0;
	for (size_t i = 0; i < pins->count; i++)
		*ARENA_PUSH(&held->s->arena, held->items,
			    held->count) = arena_strdup(&held->s->arena, pins->items[i]);
	return 0;
}

int past_pins(struct session *s, const struct ledger_view *view, const char *environment,
	      const char ***ret, size_t *ret_count, struct err *err)
{
	struct pins held = {.s = s, .environment = environment};

	if (past_events(s, view, add_pins, &held, err) < 0)
		return -1;
	*ret = held.items;
	*ret_count = held.count;
	return 0;
}
