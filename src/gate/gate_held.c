/* gate_held.c - what the ledger holds, folded for policy/facts.h. */
#include "gate/gate_internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "engine/audit.h"
#include "model/ledger_commit.h"
#include "model/logentry.h"
#include "model/manifest.h"
#include "repo/ledger.h"
#include "repo/repo.h"
#include "repo/tree_image.h"
#include "sign/digest.h"

struct filling {
	struct gate *gate;
	struct fact_step *steps;
	struct fact_pin *pins;
	struct fact_sealed *sealed;
	struct fact_entry *entries;
	size_t step_count, pin_count, sealed_count, entry_count;
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

static bool claims(const struct step_state *state, const char *word)
{
	for (size_t i = 0; i < state->claim_count; i++)
		if (!strcmp(state->claims[i], word))
			return true;
	return false;
}

static int add_step(const char *path, const struct oid *blob, void *data, struct err *err)
{
	struct filling *f = data;
	const struct step_state *state;
	const char *environment, *step;

	(void)blob;
	if (!step_names(path, f->gate->arena, &environment, &step))
		return 0;
	if (state_step(f->gate->ledger->state, environment, step, &state, err) < 0)
		return -1;
	*ARENA_PUSH(f->gate->arena, f->steps, f->step_count) = (struct fact_step){
		.environment = environment,
		.step = step,
		.phase = phase_word(state->phase),
		.complete = state->phase == PHASE_COMPLETE,
		.claimed = claims(state, "complete"),
		.locked = state->locked != 0,
	};
	return 0;
}

/* Whom to ask for what this person may not do. Told by e-mail address: no key is touched. */
static int find_owner(struct gate *gate, struct err *err)
{
	const struct trust *trust;
	const char *email, *who;

	if (state_trust(gate->ledger->state, &trust, err) < 0 ||
	    repo_config_get(gate->session->repo, "user.email", gate->arena, &email, err) < 0)
		return -1;
	for (size_t i = 0; email && gate->door != DOOR_RECEIVE && i < trust->principal_count;
	     i++)
		if (trust->principals[i].email && !strcmp(trust->principals[i].email, email) &&
		    trust_may(trust, &trust->principals[i], "unlock", NULL))
			return 0;
	who = trust_who_may(trust, "unlock", NULL, gate->arena);
	gate->ask_owner = who ? arena_printf(gate->arena, "ask %s to run: ", who)
			      : "ask an owner to run: ";
	return 0;
}

int gate_hold(struct gate *gate, struct err *err)
{
	struct filling f = {.gate = gate};

	if (tree_image_each(gate->ledger->image, "state", add_step, &f, err) < 0)
		return -1;
	gate->held.steps = f.steps;
	gate->held.step_count = f.step_count;
	return find_owner(gate, err);
}

static int add_pins(struct filling *f, const struct event *event, uint64_t sequence)
{
	const char *environment = event_get(event, FIELD_ENVIRONMENT);
	const struct event_values *values = &event->fields[FIELD_PIN];

	for (size_t i = 0; environment && i < values->count; i++) {
		const char *path, *value;

		if (event_pin_parts(values->items[i], f->gate->arena, &path, &value))
			*ARENA_PUSH(f->gate->arena, f->pins, f->pin_count) = (struct fact_pin){
				environment, path, value, sequence, false};
	}
	return 0;
}

static void add_sealed(struct filling *f, const struct event *event)
{
	struct arena *a = f->gate->arena;
	const char *id = event_get(event, FIELD_CHECKPOINT);
	const char *directory = event_get(event, FIELD_DIRECTORY);
	const struct event_values *files = &event->fields[FIELD_FILE];
	const char *stored, *folder;
	size_t len;

	if (!id || !directory)
		return;
	stored = state_checkpoint_path(id, a);
	len = strlen(directory);
	folder = len && directory[len - 1] == '/' ? directory
						  : arena_printf(a, "%s/", directory);
	for (size_t i = 0; i < files->count; i++) {
		const char *path;
		char sha256[65];

		if (!event_file_parts(files->items[i], &path, sha256) ||
		    strncmp(path, stored, strlen(stored)))
			continue;
		*ARENA_PUSH(a, f->sealed, f->sealed_count) = (struct fact_sealed){
			arena_printf(a, "%s%s", folder, path + strlen(stored)), folder,
			arena_strdup(a, sha256)};
	}
}

static bool mentions(struct bytes raw, const char *text)
{
	return memmem(raw.data, raw.len, text, strlen(text)) != NULL;
}

static int read_event(const struct oid *id, struct bytes raw, struct arena *scratch, void *data,
		      struct err *err)
{
	struct filling *f = data;
	struct ledger_commit commit;
	struct event event;

	(void)id;
	if (!mentions(raw, "\nMcade-Event: pin\n") &&
	    !mentions(raw, "\nMcade-Event: checkpoint\n"))
		return 0;
	if (ledger_commit_parse(raw, scratch, &commit, err) < 0 ||
	    event_decode(commit.message, f->gate->arena, &event, err) < 0)
		return -1;
	if (event.kind == EVENT_PIN) {
		uint64_t sequence = 0;
		const char *text = event_get(&event, FIELD_SEQUENCE);

		for (; text && *text; text++)
			sequence = sequence * 10 + (uint64_t)(*text - '0');
		return add_pins(f, &event, sequence);
	}
	if (event.kind == EVENT_CHECKPOINT)
		add_sealed(f, &event);
	return 0;
}

/* The manifests as adopted hold values that no pin event named: the oldest ones. */
static int add_adopted_pins(struct filling *f, struct err *err)
{
	struct gate *gate = f->gate;

	for (size_t i = 0; i < gate->spec.environment_count; i++) {
		const struct fact_environment *environment = &gate->spec.environments[i];
		const struct doc_node *root;
		const struct pin *pins;
		struct bytes text;
		size_t count;
		bool found;
		const char *path = state_manifest_path(environment->id, gate->arena);

		if (ledger_view_read(gate->session->repo, gate->ledger, path, gate->arena,
				     &text, &found, err) < 0)
			return -1;
		if (!found)
			continue;
		if (manifest_parse(text, path, gate->arena, &root, err) < 0 ||
		    manifest_pins(root, "", gate->arena, &pins, &count, err) < 0)
			return -1;
		for (size_t p = 0; p < count; p++)
			if (pins[p].state == PIN_COMPLETE)
				*ARENA_PUSH(gate->arena, f->pins,
					    f->pin_count) = (struct fact_pin){
					environment->id, pins[p].path, pins[p].value, 0, false};
	}
	return 0;
}

int gate_hold_records(struct gate *gate, struct err *err)
{
	struct filling f = {.gate = gate};
	bool met;

	if (gate->held_records || !gate->ledger)
		return 0;
	if (add_adopted_pins(&f, err) < 0 ||
	    ledger_walk(gate->session->repo, &gate->ledger->head, NULL, read_event, &f, &met,
			err) < 0)
		return -1;
	gate->held.pins = f.pins;
	gate->held.pin_count = f.pin_count;
	gate->held.sealed = f.sealed;
	gate->held.sealed_count = f.sealed_count;
	gate->held_records = true;
	return 0;
}

struct wanted {
	const char *id;
	bool found;
};

static int compare_event(const struct oid *id, struct bytes raw, struct arena *scratch,
			 void *data, struct err *err)
{
	struct wanted *wanted = data;
	char sha256[DIGEST_HEX];

	(void)id;
	(void)scratch;
	(void)err;
	if (!strncmp(wanted->id, "sha256:", 7)) {
		digest_sha256_hex(raw.data, raw.len, sha256);
		wanted->found = !strcmp(wanted->id + 7, sha256);
	} else {
		char line[128];

		snprintf(line, sizeof(line), "\nMcade-Id: %.64s\n", wanted->id);
		wanted->found = mentions(raw, line);
	}
	return wanted->found;
}

/* Rarely asked: only of an entry that the ledger's logs do not hold. */
static bool has_event(void *ctx, const char *id)
{
	struct gate *gate = ctx;
	struct wanted wanted = {id, false};
	struct err ignored = {0};
	bool met;

	/* an unreadable chain has been refused long before: what is not found is not there */
	(void)ledger_walk(gate->session->repo, &gate->ledger->head, NULL, compare_event,
			  &wanted, &met, &ignored);
	return wanted.found;
}

static int add_entries(const char *path, const struct oid *blob, void *data, struct err *err)
{
	struct filling *f = data;
	struct gate *gate = f->gate;
	struct logentry entry;
	struct bytes text;
	size_t at = 0;
	bool found;

	(void)blob;
	if (ledger_view_read(gate->session->repo, gate->ledger, path, gate->arena, &text,
			     &found, err) < 0)
		return -1;
	while (found && logentry_next(text, &at, &entry))
		*ARENA_PUSH(gate->arena, f->entries, f->entry_count) = (struct fact_entry){
			arena_strdup(gate->arena, entry.id), NULL, entry.text};
	return 0;
}

int gate_hold_entries(struct gate *gate, struct err *err)
{
	struct filling f = {.gate = gate};

	if (gate->held_entries || !gate->ledger)
		return 0;
	if (tree_image_each(gate->ledger->image, "deployments", add_entries, &f, err) < 0)
		return -1;
	gate->held.entries = f.entries;
	gate->held.entry_count = f.entry_count;
	gate->held.has_event = has_event;
	gate->held.ctx = gate;
	gate->held_entries = true;
	return 0;
}
