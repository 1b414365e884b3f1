/* gate_held.c - what the ledger holds, folded for policy/facts.h. */
#include "gate/gate_internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/texts.h"
#include "ledger/past.h"
#include "records/records.h"
#include "fold/fold.h"
#include "model/logentry.h"
#include "repo/object.h"
#include "repo/repo.h"
#include "repo/tree_image.h"
#include "sign/digest.h"

struct filling {
	struct gate *gate;
	struct fact_step *steps;
	struct fact_pin *pins;
	size_t step_count, pin_count;
};

/* "state/<environment>/<STEP>.yaml" -> its two names. */
static bool step_names(const char *path, struct arena *a, const char **ret_environment,
		       const char **ret_step)
{
	const char *environment = path + strlen("state/"), *slash, *dot;

	if (strncmp(path, "state/", 6) || !(slash = strchr(environment, '/')) ||
	    strchr(slash + 1, '/') || slash[1] == '_' || !(dot = strrchr(slash, '.')))
		return false;
	*ret_environment = arena_strndup(a, environment, (size_t)(slash - environment));
	*ret_step = arena_strndup(a, slash + 1, (size_t)(dot - slash - 1));
	return true;
}

static int add_step(const char *path, const struct oid *blob UNUSED, void *data,
		    struct err *err UNUSED)
{
	struct filling *f = data;
	struct fact_step step = {0};

	if (step_names(path, f->gate->arena, &step.environment, &step.step))
		*ARENA_PUSH(f->gate->arena, f->steps, f->step_count) = step;
	return 0;
}

/* What the ledger holds of a step, when a rule first asks for more than its name. */
static void know_step(void *ctx, struct fact_step *step)
{
	struct gate *gate = ctx;
	const struct step_state *state;

	step->known = true;
	if (state_step(gate->l->view->state, step->environment, step->step, &state,
		       &gate->fault) < 0) {
		gate->lost = true;
		return;
	}
	step->phase = phase_word(state->phase);
	step->complete = state->phase == PHASE_COMPLETE;
	step->claimed = texts_have(state->claims, state->claim_count, "complete");
	step->locked = state->locked;
}

static int each_completion(const struct verified_event *event,
			   const struct oid *previous UNUSED, void *context,
			   struct err *err UNUSED)
{
	struct gate *gate = context;
	const struct indexed_event *known = event_index_at(fold_index(gate->l->view->fold),
							   event->sequence);

	if (known && known->counts)
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
	if (!gate->completed.arena) {
		gate->completed.arena = gate->arena;
		if (past_events(gate->l, gate->l->view, 1u << KIND_COMPLETE, each_completion,
				gate, err) < 0)
			return -1;
	}
	*ret = strmap_get(&gate->completed,
			  arena_printf(gate->arena, "%s %s", environment, step)) != NULL;
	return 0;
}

static bool was_complete(void *ctx, const struct fact_step *step)
{
	struct gate *gate = ctx;
	bool was = false;

	if (gate_was_complete(gate, step->environment, step->step, &was, &gate->fault) < 0)
		gate->lost = true;
	return was;
}

/* Whom to ask for what this person may not do. Told by e-mail address: no key is touched. */
static const char *ask(const struct gate *gate, const struct trust *trust, const char *email,
		       const char *act)
{
	const char *who;

	for (size_t i = 0; email && gate->door != DOOR_RECEIVE && i < trust->principal_count;
	     i++)
		if (trust->principals[i].email && !strcmp(trust->principals[i].email, email) &&
		    trust_may(trust, &trust->principals[i], act, NULL))
			return NULL;
	who = trust_who_may(trust, act, NULL, gate->arena);
	return who ? arena_printf(gate->arena, "ask %s to run: ", who)
		   : "ask an owner to run: ";
}

static int find_people(struct gate *gate, struct err *err)
{
	const struct trust *trust;
	const char *email;

	if (state_trust(gate->l->view->state, &trust, err) < 0)
		return -1;
	email = repo_config_get(gate->l->repo, "user.email");
	gate->ask_owner = ask(gate, trust, email, "unlock");
	gate->ask_pinner = ask(gate, trust, email, "pin");
	return 0;
}

int gate_hold(struct gate *gate, struct err *err)
{
	struct filling f = {.gate = gate};

	if (tree_image_each(gate->l->view->image, "state", add_step, &f, err) < 0)
		return -1;
	gate->held.steps = f.steps;
	gate->held.step_count = f.step_count;
	gate->held.step = know_step;
	gate->held.was_complete = was_complete;
	gate->held.ctx = gate;
	return find_people(gate, err);
}

/* The newest value of each path; of others is asked when they stand somewhere. */
static void add_pins(struct filling *f)
{
	size_t count;
	const struct fold_pin *pins = fold_newest_pins(f->gate->l->view->fold, &count);

	for (size_t i = 0; i < count; i++)
		*ARENA_PUSH(f->gate->arena, f->pins, f->pin_count) = (struct fact_pin){
			pins[i].environment, pins[i].path, pins[i].value, pins[i].sequence,
			pins[i].rollback};
}

static const struct fact_pin *held_pin(void *ctx, const char *environment, const char *path,
				       const char *value)
{
	struct gate *gate = ctx;
	struct fact_pin *pin;
	struct fold_pin held;

	if (!fold_held(gate->l->view->fold, environment, path, value, 0, &held))
		return NULL;
	pin = arena_alloc(gate->arena, sizeof(*pin));
	*pin = (struct fact_pin){environment, path, value, held.sequence, held.rollback};
	return pin;
}

static bool held_before(void *ctx, const struct fact_pin *pin, uint64_t sequence)
{
	struct gate *gate = ctx;
	struct fold_pin held;

	return fold_held(gate->l->view->fold, pin->environment, pin->path, pin->value, sequence,
			 &held);
}

struct listing {
	struct gate *gate;
	const char *stored, *folder;
};

static int add_sealed(const char *path, const struct oid *blob UNUSED, void *data,
		      struct err *err)
{
	struct listing *l = data;
	struct arena *a = l->gate->arena;
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes text;
	char sha256[DIGEST_HEX];
	bool found;

	/* the tree has what was said; what does not count seals nothing */
	if (fold_read(l->gate->l->view->fold, path, &scratch, &text, &found, err) < 0)
		return -1;
	if (!found)
		return 0;
	digest_sha256_hex(text.data, text.len, sha256);
	*ARENA_PUSH(a, l->gate->sealed, l->gate->held.sealed_count) = (struct fact_sealed){
		arena_printf(a, "%s%s", l->folder, path + strlen(l->stored)), l->folder,
		arena_strdup(a, sha256)};
	l->gate->held.sealed = l->gate->sealed;
	return 0;
}

/* A folder that some disks take for a sealed one: nothing of what lies in it was sealed. */
static void add_twin(struct gate *gate, const char *folder)
{
	if (!gate_sealed_twin(gate, folder))
		return;
	folder = arena_printf(gate->arena, "%s/", folder);
	*ARENA_PUSH(gate->arena, gate->sealed,
		    gate->held.sealed_count) = (struct fact_sealed){folder, folder, ""};
	gate->held.sealed = gate->sealed;
}

int gate_hold_sealed(struct gate *gate, const char *path, struct err *err)
{
	char *folder = arena_strdup(gate->arena, path);

	if (!gate->l->view)
		return 0;
	gate->sealed_folders.arena = gate->arena;
	for (char *slash = strrchr(folder, '/'); slash; slash = strrchr(folder, '/')) {
		struct listing l = {.gate = gate};

		*slash = '\0';
		if (strmap_get(&gate->sealed_folders, folder))
			continue;
		strmap_put(&gate->sealed_folders, arena_strdup(gate->arena, folder), gate);
		if (!fold_sealed(gate->l->view->fold, folder)) {
			add_twin(gate, folder);
			continue;
		}
		l.stored = state_checkpoint_path(folder, gate->arena);
		l.folder = arena_printf(gate->arena, "%s/", folder);
		if (l.stored &&
		    tree_image_each(gate->l->view->image,
				    arena_strndup(gate->arena, l.stored, strlen(l.stored) - 1),
				    add_sealed, &l, err) < 0)
			return -1;
	}
	return 0;
}

int gate_hold_records(struct gate *gate, struct err *err UNUSED)
{
	struct filling f = {.gate = gate};

	if (gate->held_records || !gate->l->view)
		return 0;
	add_pins(&f);
	gate->held.pins = f.pins;
	gate->held.pin_count = f.pin_count;
	gate->held.pin = held_pin;
	gate->held.held_before = held_before;
	gate->held_records = true;
	return 0;
}

/* Is it in the chain: an event by its id, or a commit by the SHA-256 of its bytes? */
static bool has_event(void *ctx, const char *id)
{
	struct gate *gate = ctx;
	struct event_index *index = fold_index(gate->l->view->fold);
	uint64_t sequence;

	return !strncmp(id, "sha256:", 7) ? event_index_find_commit(index, id + 7, &sequence)
					  : event_index_find(index, id, &sequence);
}

/* The entries of a log of the ledger, read once; `place`: where they stand in the work tree. */
static int read_entries(struct gate *gate, const char *path, const char *place, struct err *err)
{
	struct logentry entry;
	struct bytes text;
	size_t at = 0;
	bool found;

	if (strmap_get(&gate->logs, path))
		return 0;
	if (fold_read(gate->l->view->fold, path, gate->arena, &text, &found, err) < 0)
		return -1;
	while (found && logentry_next(text, &at, &entry)) {
		struct fact_entry *fact = arena_alloc(gate->arena, sizeof(*fact));

		*fact = (struct fact_entry){arena_strdup(gate->arena, entry.id), place,
					    entry.text};
		if (!strmap_get(&gate->entries, fact->event)) /* the first of a name stays */
			strmap_put(&gate->entries, fact->event, fact);
	}
	strmap_put(&gate->logs, arena_strdup(gate->arena, path), gate);
	return 0;
}

/* An event's entry stands in the log of its day. */
static const struct fact_entry *held_entry(void *ctx, const char *id)
{
	struct gate *gate = ctx;
	struct event_index *index = fold_index(gate->l->view->fold);
	const struct indexed_event *event;
	const char *place = NULL;
	uint64_t sequence;

	if (!event_index_find(index, id, &sequence) ||
	    !(event = event_index_at(index, sequence)))
		return NULL;
	if (gate->adopted)
		place = records_log_path(gate->runbook, event->time, gate->arena);
	if (read_entries(gate, state_log_path(event->time, gate->arena), place, &gate->fault) <
	    0) {
		gate->lost = true;
		return NULL;
	}
	return strmap_get(&gate->entries, id);
}

int gate_hold_entries(struct gate *gate, struct err *err UNUSED)
{
	gate->entries.arena = gate->logs.arena = gate->arena;
	gate->held.entry = held_entry;
	gate->held.has_event = has_event;
	return 0;
}
