/* What is known of a ledger, loaded file by file and replaced subject by subject. */
#include "model/internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/texts.h"

struct state *state_open(struct arena *a, struct state_source source)
{
	struct state *state = arena_alloc(a, sizeof(*state));

	state->arena = a;
	state->subjects.arena = a;
	state->logs.arena = a;
	state->source = source;
	return state;
}

/* -- files --------------------------------------------------------------------------------------- */

static int state_read(struct state *state, const char *path, struct bytes *ret, bool *ret_found,
		      struct err *err)
{
	*ret_found = false;
	if (!state->source.read)
		return 0;
	return state->source.read(state->source.context, path, state->arena, ret, ret_found,
				  err);
}

int state_file(struct state *state, const char *path, struct bytes *ret, struct err *err)
{
	bool found;

	if (state_read(state, path, ret, &found, err) < 0)
		return -1;
	if (!found)
		*ret = bytes_of("", 0);
	return 0;
}

int state_slot(struct state *state, const char *path, struct subject_slot **ret,
	       struct err *err)
{
	struct subject_slot *slot = strmap_get(&state->subjects, path);
	struct bytes text;
	bool found;

	if (!slot) {
		slot = arena_alloc(state->arena, sizeof(*slot));
		if (state_read(state, path, &text, &found, err) < 0)
			return -1;
		if (found && subject_read(text, path, state->arena, &slot->now, err) < 0)
			return -1;
		strmap_put(&state->subjects, arena_strdup(state->arena, path), slot);
	}
	*ret = slot;
	return 0;
}

int state_subject(struct state *state, const char *path, const struct subject **ret,
		  struct err *err)
{
	struct subject_slot *slot;

	if (state_slot(state, path, &slot, err) < 0)
		return -1;
	*ret = &slot->now;
	return 0;
}

int state_trust(struct state *state, const struct trust **ret, struct err *err)
{
	struct bytes text;
	bool found;

	if (!state->trust) {
		struct trust *trust = arena_alloc(state->arena, sizeof(*trust));

		if (state_read(state, "trust.yaml", &text, &found, err) < 0)
			return -1;
		if (found && trust_read(text, state->arena, trust, err) < 0)
			return -1;
		state->trust = trust;
	}
	*ret = state->trust;
	return 0;
}

const char *state_offer(struct state *state, const char *reader, const char *permission,
			const char *environment, const char *command, struct arena *a)
{
	const struct principal *p;
	const struct trust *trust;
	struct err unreadable;
	const char *who;

	if (state_trust(state, &trust, &unreadable) < 0)
		return command;
	p = reader ? trust_principal(trust, reader) : NULL;
	if (p && trust_may(trust, p, permission, environment))
		return command;
	who = trust_who_may(trust, permission, environment, a);
	return who ? arena_printf(a, "hint: %s runs: %s", who, command)
		   : arena_printf(a, "hint: no principal may '%s'%s%s", permission,
				  environment ? " in " : "", environment ? environment : "");
}

int state_adopted(struct state *state, const struct adopted_state **ret, struct err *err)
{
	struct adopted_state *a = &state->adopted;
	const struct subject *subject;
	const struct entry *runbook, *tips;
	const char *set;

	if (!state->adopted_known) {
		if (state_subject(state, STATE_ADOPTED, &subject, err) < 0)
			return -1;
		runbook = subject_entry(subject, "runbook");
		tips = subject_entry(subject, "tips");
		set = entry_get(subject_entry(subject, "rules"), "set");
		*a = (struct adopted_state){.rules = set ? strtoull(set, NULL, 10) : 0};
		if (runbook) {
			a->sequence = runbook->sequence;
			a->runbook = entry_get(runbook, "sha256");
			a->governed = entry_get(runbook, "governed");
			a->since = entry_list(runbook, "since", &a->since_count);
		}
		a->tips = entry_list(tips, "tips", &a->tip_count);
		a->began = entry_list(tips, "began", &a->began_count);
		a->rewritten = entry_list(tips, "rewritten", &a->rewritten_count);
		state->adopted_known = true;
	}
	*ret = a;
	return 0;
}

int state_path_holds(struct state *state, const struct hold_state **ret, size_t *ret_count,
		     struct err *err)
{
	const struct subject *subject;
	const struct entry *entry;
	struct hold_state *list = NULL;
	size_t count = 0, at = 0;

	if (state_subject(state, STATE_PATHS, &subject, err) < 0)
		return -1;
	while ((entry = subject_next(subject, "holds/", &at))) {
		struct hold_state hold = {.name = entry->slot + strlen("holds/"),
					  .reason = entry_get(entry, "reason"),
					  .until = entry_get(entry, "until"),
					  .sequence = entry->sequence};

		hold.paths = entry_list(entry, "paths", &hold.path_count);
		hold.except = entry_list(entry, "except", &hold.except_count);
		*ARENA_PUSH(state->arena, list, count) = hold;
	}
	*ret = list;
	*ret_count = count;
	return 0;
}

int state_expunged(struct state *state, const struct expunged_body **ret, size_t *ret_count,
		   struct err *err)
{
	const struct subject *subject;
	const struct entry *entry;
	struct expunged_body *list = NULL;
	size_t count = 0, at = 0;

	if (state_subject(state, STATE_PATHS, &subject, err) < 0)
		return -1;
	while ((entry = subject_next(subject, "expunged/", &at))) {
		size_t body_count;
		const char *const *bodies = entry_list(entry, "bodies", &body_count);

		for (size_t i = 0; i < body_count; i++)
			*ARENA_PUSH(state->arena, list, count) = (struct expunged_body){
				bodies[i] + strlen("sha256:"), entry_get(entry, "reason"),
				entry->sequence};
	}
	*ret = list;
	*ret_count = count;
	return 0;
}

int state_is_lifted(struct state *state, const char *path, const char *hold,
		    const char *definition, bool *ret, struct err *err)
{
	const struct subject *subject, *adopted;
	const struct entry *entry;
	const char *then;
	char slot[LIMIT_PATH];

	if (state_subject(state, path, &subject, err) < 0 ||
	    state_subject(state, STATE_ADOPTED, &adopted, err) < 0)
		return -1;
	snprintf(slot, sizeof(slot), "lifted/%s", hold);
	entry = subject_entry(subject, slot);
	then = entry_get(entry, "definition");
	snprintf(slot, sizeof(slot), "ended/%s", hold);
	*ret = then && !strcmp(then, definition) &&
	       entry->sequence > subject_sequence(adopted, slot);
	return 0;
}

int state_pins(struct state *state, const char *environment, const char *const **ret,
	       size_t *ret_count, struct err *err)
{
	const struct subject *subject;
	char path[LIMIT_PATH];

	snprintf(path, sizeof(path), "state/%s/_environment.yaml", environment);
	if (state_subject(state, path, &subject, err) < 0)
		return -1;
	*ret = entry_list(subject_entry(subject, "pins"), "pins", ret_count);
	return 0;
}

int state_pin(struct state *state, const char *environment, const char *path, const char **ret,
	      struct err *err)
{
	size_t len = strlen(path), count;
	const char *const *pins;

	if (state_pins(state, environment, &pins, &count, err) < 0)
		return -1;
	*ret = NULL;
	for (size_t i = 0; i < count; i++)
		if (!strncmp(pins[i], path, len) && pins[i][len] == '=')
			*ret = pins[i] + len + 1;
	return 0;
}

int state_pin_replaced(struct state *state, const char *environment, const char *path,
		       uint64_t *ret, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct subject *subject;
	char file[LIMIT_PATH];

	snprintf(file, sizeof(file), "state/%s/_environment.yaml", environment);
	if (state_subject(state, file, &subject, err) < 0)
		return -1;
	*ret = subject_sequence(subject, arena_printf(&scratch, "replaced/%s", path));
	return 0;
}

bool state_signer(struct state *state, uint64_t sequence, const char **ret_principal,
		  int64_t *ret_time)
{
	return state->source.signer &&
	       state->source.signer(state->source.context, sequence, ret_principal, ret_time);
}

bool state_signed_at(struct state *state, uint64_t sequence, int64_t *ret)
{
	return state->source.signed_at &&
	       state->source.signed_at(state->source.context, sequence, ret);
}

bool state_signer_had(struct state *state, uint64_t sequence, const char *role)
{
	return state->source.had_role &&
	       state->source.had_role(state->source.context, sequence, role);
}

int state_named_dispute(struct state *state, const char *event, const char **ret,
			struct err *err)
{
	const struct subject *subject;
	char slot[64];

	if (state_subject(state, STATE_DISPUTED, &subject, err) < 0)
		return -1;
	snprintf(slot, sizeof(slot), "events/%s", event);
	*ret = entry_get(subject_entry(subject, slot), "rule");
	return 0;
}

/* -- logs, checkpoints, evidence ----------------------------------------------------------------- */

int state_log(struct state *state, const char *path, struct bytes *ret, struct err *err)
{
	struct log_slot *slot = state->log;
	bool found;

	if (!state->source.read)
		slot = strmap_get(&state->logs, path);
	if (slot && !strcmp(slot->path, path)) {
		*ret = bytes_of(slot->text.data, slot->text.used);
		return 0;
	}
	/* A log of another day is read from the tree that the auditor or writer keeps. */
	if (state_read(state, path, ret, &found, err) < 0)
		return -1;
	if (!found)
		*ret = bytes_of("", 0);
	return 0;
}

void state_set_log(struct state *state, const char *path, struct bytes text)
{
	struct log_slot *slot = state->log;

	if (!state->source.read)
		slot = strmap_get(&state->logs, path);
	if (!slot) {
		slot = state->log = arena_alloc(state->arena, sizeof(*slot));
		slot->path = arena_strdup(state->arena, path);
		strmap_put(&state->logs, slot->path, slot);
	} else if (strcmp(slot->path, path) != 0) {
		slot->path = arena_strdup(state->arena, path);
	}
	if (slot->text.size < text.len) {
		slot->text.size = 2 * text.len;
		slot->text.data = arena_alloc(state->arena, slot->text.size);
	}
	memcpy(slot->text.data, text.data, text.len);
	slot->text.used = text.len;
}

int state_had_evidence(struct state *state, bool *ret, struct err *err)
{
	struct bytes text;

	if (!state->evidence_known) {
		if (state_read(state, "evidence/list.yaml", &text, &state->evidence, err) < 0)
			return -1;
		state->evidence_known = true;
	}
	*ret = state->evidence;
	return 0;
}

/* -- what an event changes becomes the state's own ----------------------------------------------- */

void state_commit(struct state *state, const struct draft *d)
{
	struct subject_slot *slot;
	struct err ignored;
	struct store was;

	/* Every slot was loaded while the event was filed: nothing can fail here. */
	for (size_t i = 0; i < d->edit_count; i++) {
		if (state_slot(state, d->edits[i].path, &slot, &ignored) < 0)
			continue;
		slot->now = subject_keep(&d->edits[i].now, &slot->spare, state->arena);
		slot->computed = false;
		was = slot->own;
		slot->own = slot->spare;
		slot->spare = was;
		if (!strcmp(d->edits[i].path, STATE_ADOPTED))
			state->adopted_known = false;
	}
	if (d->trust)
		state->trust = trust_copy(d->trust, state->arena);
}
