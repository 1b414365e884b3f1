/* gate_held.c - what the record holds, as policy/facts.h asks for it. */
#include "gate/gate_internal.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "ledger/past.h"
#include "fold/fold.h"
#include "model/logentry.h"
#include "repo/repo.h"
#include "repo/tree_image.h"
#include "sign/digest.h"

static int add_step(const char *path, const struct oid *blob UNUSED, void *data,
		    struct err *err UNUSED)
{
	struct gate *gate = data;
	struct step_name name;

	if (state_step_of(path, gate->arena, &name.environment, &name.step))
		*ARENA_PUSH(gate->arena, gate->steps, gate->step_count) = name;
	return 0;
}

static int steps(void *context, const struct step_name **ret, size_t *ret_count,
		 struct err *err)
{
	struct gate *gate = context;

	if (!gate->steps_known &&
	    tree_image_each(gate->l->view->image, "state", add_step, gate, err) < 0)
		return -1;
	gate->steps_known = true;
	*ret = gate->steps;
	*ret_count = gate->step_count;
	return 0;
}

static int each_completion(const struct verified_event *event, void *context,
			   struct err *err UNUSED)
{
	struct gate *gate = context;
	const struct indexed_event *known = event_index_at(fold_index(gate->l->view->fold),
							   event->sequence);

	if (known->counts)
		strmap_put(&gate->completed,
			   arena_printf(gate->arena, "%s %s",
					event_get(&event->event, FIELD_ENVIRONMENT),
					event_get(&event->event, FIELD_STEP)),
			   gate);
	return 0;
}

int gate_was_complete(struct gate *gate, const char *environment, const char *step, bool *ret,
		      struct err *err)
{
	const struct past_wanted completions = {.kinds = 1u << KIND_COMPLETE};

	if (!gate->completed.arena) {
		gate->completed.arena = gate->arena;
		if (past_events(gate->l, gate->l->view, &completions, each_completion, gate,
				err) < 0)
			return -1;
	}
	*ret = strmap_get(&gate->completed,
			  arena_printf(gate->arena, "%s %s", environment, step)) != NULL;
	return 0;
}

static int was_complete(void *context, const char *environment, const char *step, bool *ret,
			struct err *err)
{
	return gate_was_complete(context, environment, step, ret, err);
}

/* Whom to ask for what this person may not do. Told by e-mail address: no key is touched. */
static const char *ask(const struct gate *gate, const struct trust *trust, const char *email,
		       const char *act)
{
	const char *who;

	for (size_t i = 0; gate->door != DOOR_RECEIVE && i < trust->principal_count; i++)
		if (text_is(trust->principals[i].email, email) &&
		    trust_may(trust, &trust->principals[i], act, NULL))
			return NULL;
	who = trust_who_may(trust, act, NULL, gate->arena);
	return who ? arena_printf(gate->arena, "ask %s to run: ", who)
		   : "ask an owner to run: ";
}

static const struct held_pin *pins(void *context, size_t *ret_count)
{
	const struct gate *gate = context;

	return fold_newest_pins(gate->l->view->fold, ret_count);
}

static bool held(void *context, const char *environment, const char *path, const char *value,
		 uint64_t before, struct held_pin *ret)
{
	const struct gate *gate = context;

	return fold_held(gate->l->view->fold, environment, path, value, before, ret);
}

/* Is something sealed in a folder, or in one that some disks take for it? Asked once. */
static const struct gate_seal *seal_of(struct gate *gate, const char *path, size_t len)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *folder = arena_strndup(&scratch, path, len);
	struct gate_seal *seal;

	gate->seals.arena = gate->arena;
	seal = strmap_get(&gate->seals, folder);
	if (seal)
		return seal;
	seal = arena_alloc(gate->arena, sizeof(*seal));
	folder = arena_strdup(gate->arena, folder);
	*seal = (struct gate_seal){.own = fold_sealed(gate->l->view->fold, folder)};
	if (seal->own || gate_sealed_twin(gate, folder))
		seal->folder = arena_printf(gate->arena, "%s/", folder);
	strmap_put(&gate->seals, folder, seal);
	return seal;
}

/* The tree has what was said; what does not count seals nothing. */
static int read_sealed(struct gate *gate, const char *folder, const char *name,
		       const char **ret_sha256, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *stored = state_checkpoint_path(folder, &scratch);
	char sha256[DIGEST_HEX];
	struct bytes text;
	bool found;

	if (!stored)
		return 0;
	if (fold_read(gate->l->view->fold, arena_printf(&scratch, "%s%s", stored, name),
		      &scratch, &text, &found, err) < 0)
		return -1;
	if (found)
		*ret_sha256 = arena_strdup(gate->arena,
					   digest_sha256_hex(text.data, text.len, sha256));
	return 0;
}

/* What a drill wrote is sealed by itself, in whatever folder. */
static int read_drilled(struct gate *gate, const char *path, const char **ret_path,
			const char **ret_sha256, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct entry *entry;
	const struct subject *s;

	if (state_subject(gate->l->view->state, STATE_PATHS, &s, err) < 0)
		return -1;
	entry = subject_entry(s, arena_printf(&scratch, "drills/%s", path));
	if (!entry)
		return 0;
	*ret_path = arena_strdup(gate->arena, path);
	*ret_sha256 = entry_get(entry, "sha256");
	return 0;
}

static int sealed(void *context, const char *path, const char **ret_folder,
		  const char **ret_sha256, struct err *err)
{
	struct gate *gate = context;
	size_t count;

	*ret_folder = *ret_sha256 = NULL;
	if (read_drilled(gate, path, ret_folder, ret_sha256, err) < 0)
		return -1;
	if (*ret_folder)
		return 0;
	fold_seal_parents(gate->l->view->fold, &count);
	for (const char *slash = strchr(path, '/'); count && slash;
	     slash = strchr(slash + 1, '/')) {
		const struct gate_seal *seal = seal_of(gate, path, (size_t)(slash - path));

		if (!*ret_folder)
			*ret_folder = seal->folder;
		if (seal->own &&
		    read_sealed(gate, seal->folder, slash + 1, ret_sha256, err) < 0)
			return -1;
	}
	return 0;
}

static bool unsealed(void *context, const char *path)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct gate *gate = context;
	bool found = false;

	for (const char *slash = strchr(path, '/'); slash && !found;
	     slash = strchr(slash + 1, '/'))
		found = fold_unsealed(gate->l->view->fold,
				      arena_strndup(&scratch, path, (size_t)(slash - path)));
	return found;
}

/* Is it in the chain: an event by its id, or a commit by the SHA-256 of its bytes? */
static bool has_event(void *context, const char *id)
{
	const struct gate *gate = context;
	struct event_index *index = fold_index(gate->l->view->fold);
	uint64_t sequence;

	return text_begins(id, "sha256:") ? event_index_find_commit(index, id + 7, &sequence)
					  : event_index_find(index, id, &sequence);
}

/* The entries of a log of the ledger, read once. */
static int read_entries(struct gate *gate, const char *path, struct err *err)
{
	struct logentry entry, *kept;
	struct bytes text;
	size_t at = 0;
	bool found;

	gate->entries.arena = gate->logs.arena = gate->arena;
	if (strmap_get(&gate->logs, path))
		return 0;
	if (fold_read(gate->l->view->fold, path, gate->arena, &text, &found, err) < 0)
		return -1;
	while (found && logentry_next(text, &at, &entry)) {
		if (strmap_get(&gate->entries, entry.id)) /* the first of a name stays */
			continue;
		kept = arena_memdup(gate->arena, &entry, sizeof(entry));
		strmap_put(&gate->entries, kept->id, kept);
	}
	strmap_put(&gate->logs, path, gate);
	return 0;
}

/* An event's entry stands in the log of its day. */
static int entry(void *context, const char *id, struct bytes *ret_text, int64_t *ret_time,
		 bool *ret_found, struct err *err)
{
	struct gate *gate = context;
	struct event_index *index = fold_index(gate->l->view->fold);
	const struct indexed_event *event;
	const struct logentry *held;
	uint64_t sequence;

	*ret_found = false;
	if (!event_index_find(index, id, &sequence) ||
	    !(event = event_index_at(index, sequence)))
		return 0;
	if (read_entries(gate, state_log_path(event->time, gate->arena), err) < 0)
		return -1;
	held = strmap_get(&gate->entries, id);
	*ret_found = held != NULL;
	*ret_text = held ? held->text : bytes_of("", 0);
	*ret_time = event->time;
	return 0;
}

int gate_hold(struct gate *gate, struct err *err)
{
	const struct trust *trust;
	const char *email;

	gate->record = (struct facts_record){.state = gate->l->view->state,
					     .steps = steps,
					     .was_complete = was_complete,
					     .pins = pins,
					     .held = held,
					     .sealed = sealed,
					     .unsealed = unsealed,
					     .entry = entry,
					     .has_event = has_event,
					     .context = gate};
	if (state_trust(gate->l->view->state, &trust, err) < 0)
		return -1;
	email = repo_config_get(gate->l->repo, "user.email");
	gate->ask_owner = ask(gate, trust, email, "unlock");
	gate->ask_pinner = ask(gate, trust, email, "pin");
	return 0;
}
