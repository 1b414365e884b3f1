/* state_apply(): a transition, then every byte that it puts into the tree. */
#include "model/internal.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "base/strmap.h"
#include "base/time.h"
#include "model/logentry.h"

const char *state_log_path(int64_t time, struct arena *a)
{
	char date[DATE_TEXT_SIZE];

	time_format_date(time, date);
	return arena_printf(a, "deployments/%.4s/%.2s/%s.md", date, date + 5, date);
}

const char *state_checkpoint_path(const char *id, struct arena *a)
{
	return arena_printf(a, "checkpoints/%.4s/%.2s/%s/", id, id + 5, id);
}

/* -- which files an event may bring along
 * -------------------------------------------------------- */

static bool begins_with_date(const char *id)
{
	char date[DATE_TEXT_SIZE];
	int64_t when;

	if (strlen(id) < 10)
		return false;
	memcpy(date, id, 10);
	date[10] = '\0';
	return time_parse_date(date, &when);
}

static bool is_manifest(const char *path)
{
	size_t len = strlen(path);

	return !strncmp(path, "releases/", 9) && !strchr(path + 9, '/') && len > 14 &&
	       !strcmp(path + len - 5, ".yaml");
}

static bool may_attach(struct draft *d, const char *path)
{
	const char *id;

	switch (d->event->kind) {
	case EVENT_ADOPT:
		return !strcmp(path, "runbook.yaml") || is_manifest(path);
	case EVENT_PIN:
		id = event_get(d->event, FIELD_ENVIRONMENT);
		return !strcmp(path, state_manifest_path(id, d->arena));
	case EVENT_CHECKPOINT:
		id = state_checkpoint_path(event_get(d->event, FIELD_CHECKPOINT), d->arena);
		return !strncmp(path, id, strlen(id));
	default:
		return false;
	}
}

/* The one attachment that the kind cannot do without; NULL: none. */
static const char *must_attach(struct draft *d)
{
	switch (d->event->kind) {
	case EVENT_ADOPT:
		return "runbook.yaml";
	case EVENT_PIN:
		return state_manifest_path(event_get(d->event, FIELD_ENVIRONMENT), d->arena);
	case EVENT_CHECKPOINT:
		return arena_printf(
			d->arena, "%sCHECKPOINT.yaml",
			state_checkpoint_path(event_get(d->event, FIELD_CHECKPOINT), d->arena));
	default:
		return NULL;
	}
}

static bool is_computed(const struct file_changes *changes, const char *path)
{
	for (size_t i = 0; i < changes->count; i++)
		if (!strcmp(changes->items[i].path, path))
			return true;
	return false;
}

/* No path twice, none that leads through another file. */
static void check_paths(struct draft *d)
{
	const struct event_values *files = &d->event->fields[FIELD_FILE];
	struct strmap seen = {.arena = d->arena};
	const char *path;
	char sha256[65];

	for (size_t i = 0; i < files->count; i++) {
		event_file_parts(files->items[i], &path, sha256);
		if (strmap_get(&seen, path))
			refuse(d, "each file once", path, NULL, "the event names '%s' twice",
			       path);
		strmap_put(&seen, path, d);
	}
	for (size_t i = 0; i < files->count; i++) {
		char *folder;

		event_file_parts(files->items[i], &path, sha256);
		folder = arena_strdup(d->arena, path);
		for (char *slash = strrchr(folder, '/'); slash; slash = strrchr(folder, '/')) {
			*slash = '\0';
			if (strmap_get(&seen, folder))
				refuse(d, "a file or a folder", folder, NULL,
				       "the event makes '%s' both", folder);
		}
	}
}

/* Mcade-File entries that no rule computes are attachments: are they of this kind of event? */
static void add_attachments(struct draft *d, struct file_changes *changes)
{
	const struct event_values *files = &d->event->fields[FIELD_FILE];
	const char *must = must_attach(d);
	bool found = !must;

	for (size_t i = 0; i < files->count; i++) {
		char sha256[65];
		const char *path;

		event_file_parts(files->items[i], &path, sha256);
		if (is_computed(changes, path))
			continue;
		if (!may_attach(d, path)) {
			refuse(d, "files of this kind of event", path, NULL,
			       "a '%s' event may not bring '%s'",
			       event_kind_info(d->event->kind)->word, path);
			continue;
		}
		if (must && !strcmp(path, must)) {
			found = true;
			if (d->event->kind == EVENT_ADOPT &&
			    strcmp(sha256, event_get(d->event, FIELD_RUNBOOK) + 7) != 0)
				refuse(d, event_get(d->event, FIELD_RUNBOOK) + 7, sha256, NULL,
				       "'runbook.yaml' is not the runbook that the event "
				       "names");
		}
		*ARENA_PUSH(d->arena, changes->items, changes->count) = (struct file_change){
			.path = path, .attached = true};
	}
	if (!found)
		refuse(d, must, "no such file", NULL, "a '%s' event brings '%s' along",
		       event_kind_info(d->event->kind)->word, must);
}

/* -- what the event writes
 * ----------------------------------------------------------------------- */

static void add_file(struct draft *d, struct file_changes *changes, const char *path,
		     const struct strbuf *text)
{
	*ARENA_PUSH(d->arena, changes->items, changes->count) = (struct file_change){
		.path = path,
		.data = bytes_of(arena_memdup(d->arena, text->buf, text->len), text->len)};
}

static void add_state_files(struct draft *d, struct file_changes *changes)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < d->removed_count; i++)
		*ARENA_PUSH(d->arena, changes->items, changes->count) = (struct file_change){
			.path = state_step_path(d->removed[i].environment, d->removed[i].step,
						d->arena),
			.remove = true};
	for (size_t i = 0; i < d->step_count; i++) {
		strbuf_setlen(&text, 0);
		step_write(&d->steps[i], &text);
		add_file(d, changes,
			 state_step_path(d->steps[i].environment, d->steps[i].step, d->arena),
			 &text);
	}
	strbuf_setlen(&text, 0);
	if (d->trust) {
		trust_write(d->trust, &text);
		add_file(d, changes, "trust.yaml", &text);
	} else if (d->adopted) {
		adopted_write(d->adopted, &text);
		add_file(d, changes, "state/_adopted.yaml", &text);
	} else if (d->freezes_changed && d->freeze_count) {
		freezes_write(d->freezes, d->freeze_count, &text);
		add_file(d, changes, "state/_freezes.yaml", &text);
	} else if (d->freezes_changed) {
		*ARENA_PUSH(d->arena, changes->items, changes->count) = (struct file_change){
			.path = "state/_freezes.yaml", .remove = true};
	} else if (d->pins_environment) {
		pins_write(d->pins, d->pin_count, &text);
		add_file(d, changes,
			 arena_printf(d->arena, "state/%s/_pins.yaml", d->pins_environment),
			 &text);
	}
}

static int add_log(struct draft *d, struct file_changes *changes)
{
	CLEANUP(strbuf_free) struct strbuf entry = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf log = STRBUF_INIT;
	const char *path = state_log_path(d->origin->time, d->arena);
	struct bytes before;

	if (!d->logs)
		return 0;
	if (state_log(d->state, path, &before, d->err) < 0)
		return -1;
	strbuf_add(&log, before.data, before.len);
	logentry_write(d->event, d->origin, &entry);
	logentry_append(&log, entry.buf, entry.len);
	add_file(d, changes, path, &log);
	return 0;
}

/* This event's evidence as a list; the next event takes it away. */
static int add_evidence(struct draft *d, struct file_changes *changes)
{
	const struct event_values *evidence = &d->event->fields[FIELD_EVIDENCE];
	const struct event_values *checks = &d->event->fields[FIELD_CHECK];
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	bool had;

	if (state_had_evidence(d->state, &had, d->err) < 0)
		return -1;
	if (!evidence->count) {
		if (had)
			*ARENA_PUSH(d->arena, changes->items,
				    changes->count) = (struct file_change){
				.path = "evidence/list.yaml", .remove = true};
		return 0;
	}
	canon_put(&text, 0, "event", event_get(d->event, FIELD_ID));
	canon_put_number(&text, 0, "sequence", d->sequence);
	canon_put(&text, 0, "result", event_get(d->event, FIELD_RESULT));
	canon_put(&text, 0, "exit", event_get(d->event, FIELD_EXIT));
	canon_put(&text, 0, "recap", event_get(d->event, FIELD_RECAP));
	canon_put_list(&text, 0, "checks", checks->items, checks->count);
	canon_put_list(&text, 0, "evidence", evidence->items, evidence->count);
	add_file(d, changes, "evidence/list.yaml", &text);
	return 0;
}

/* -- the whole
 * ----------------------------------------------------------------------------------- */

static int prepare(struct draft *d, struct state *state, const struct event *event,
		   const struct event_origin *origin, struct arena *a, struct findings *refused,
		   struct err *err)
{
	uint64_t sequence = 0;
	const char *text = event_get(event, FIELD_SEQUENCE);
	const char *checkpoint = event_get(event, FIELD_CHECKPOINT);
	transition_fn *transition = transition_of(event->kind);
	bool sealed;

	number_parse(text ? text : "0", UINT64_MAX, &sequence);
	*d = (struct draft){.state = state,
			    .event = event,
			    .origin = origin,
			    .sequence = sequence,
			    .arena = a,
			    .refused = refused,
			    .err = err};
	if (!transition)
		return err_set(err, ERR_UNSUPPORTED,
			       "event kind '%s' comes with a later version",
			       event_kind_info(event->kind)->word);
	if (checkpoint && !begins_with_date(checkpoint))
		return refuse(d, "an id that begins with a date", checkpoint, NULL,
			      "checkpoint '%s' cannot be filed", checkpoint);
	if (checkpoint) {
		if (state_has_sealed(state, must_attach(d), &sealed, err) < 0)
			return -1;
		if (sealed)
			return refuse(d, "a new name", checkpoint, NULL,
				      "checkpoint '%s' is sealed already", checkpoint);
	}
	return transition(d);
}

int state_apply(struct state *state, const struct event *event,
		const struct event_origin *origin, struct arena *a,
		struct file_changes *ret_changes, struct findings *ret_refused, struct err *err)
{
	size_t before = ret_refused->count;
	struct file_changes changes = {0};
	struct draft d;

	if (prepare(&d, state, event, origin, a, ret_refused, err) < 0)
		return -1;
	if (ret_refused->count == before) {
		add_state_files(&d, &changes);
		if (add_log(&d, &changes) < 0 || add_evidence(&d, &changes) < 0)
			return -1;
		check_paths(&d);
		add_attachments(&d, &changes);
	}
	if (ret_refused->count != before) {
		*ret_changes = (struct file_changes){0};
		return 0;
	}
	state_commit(state, &d);
	if (d.logs) {
		const char *path = state_log_path(origin->time, a);

		for (size_t i = 0; i < changes.count; i++)
			if (!strcmp(changes.items[i].path, path))
				state_set_log(state, path, changes.items[i].data);
	}
	if (event->kind == EVENT_CHECKPOINT)
		state_seal(state, must_attach(&d));
	state_set_evidence(state, event->fields[FIELD_EVIDENCE].count > 0);
	*ret_changes = changes;
	return 0;
}

int state_judge(struct state *state, const struct event *event,
		const struct event_origin *origin, struct findings *ret_refused,
		struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct draft d;

	return prepare(&d, state, event, origin, &scratch, ret_refused, err);
}
