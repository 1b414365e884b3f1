/* state_apply(): what a kind files, then every byte that it puts into the tree. */
#include "model/internal.h"

#include "base/cleanup.h"
#include "base/number.h"
#include "base/time.h"
#include "model/canon.h"
#include "model/logentry.h"

int malformed(struct draft *d, const char *expected, const char *found, const char *fmt, ...)
{
	char message[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	finding_add(d->malformed, RULE_LEDGER_INTEGRITY, FINDING_ERROR,
		    (struct finding){.step = event_get(d->event, FIELD_STEP),
				     .environment = event_get(d->event, FIELD_ENVIRONMENT),
				     .expected = expected,
				     .found = found,
				     .sequence = d->sequence,
				     .has_sequence = true},
		    "%s", message);
	return 0;
}

int64_t event_time(const struct event *event, const struct event_origin *origin)
{
	const char *occurred = event_get(event, FIELD_OCCURRED);
	int64_t when;

	return occurred && time_parse(occurred, &when) ? when : origin->time;
}

const char *state_log_path(int64_t time, struct arena *a)
{
	char date[DATE_TEXT_SIZE];

	time_format_date(time, date);
	return arena_printf(a, "deployments/%.4s/%.2s/%s.md", date, date + 5, date);
}

const char *state_checkpoint_path(const char *directory, struct arena *a)
{
	char date[DATE_TEXT_SIZE], *name;
	size_t len = strlen(directory);
	int64_t when;

	while (len && directory[len - 1] == '/')
		len--;
	name = arena_strndup(a, directory, len);
	if (strrchr(name, '/'))
		name = strrchr(name, '/') + 1;
	if (strlen(name) < 10)
		return NULL;
	memcpy(date, name, 10);
	date[10] = '\0';
	if (!time_parse_date(date, &when))
		return NULL;
	return arena_printf(a, "checkpoints/%.4s/%.2s/%s/", name, name + 5, name);
}

/* -- drafts -------------------------------------------------------------------------------------- */

struct subject *draft_subject(struct draft *d, const char *path)
{
	const struct subject *now;

	for (size_t i = 0; i < d->edit_count; i++)
		if (!strcmp(d->edits[i].path, path))
			return &d->edits[i].now;
	if (state_subject(d->state, path, &now, d->err) < 0)
		return NULL;
	*ARENA_PUSH(d->arena, d->edits, d->edit_count) = (struct edit){
		.path = path, .now = subject_edit(now, d->arena)};
	return &d->edits[d->edit_count - 1].now;
}

struct subject *draft_own(struct draft *d)
{
	const char *environment = event_get(d->event, FIELD_ENVIRONMENT);
	struct subject *s = draft_subject(
		d, state_subject_path(environment, event_subject_of(d->event), d->arena));

	if (!s)
		return NULL;
	/* whatever else comes and goes: this one spoke of it last */
	subject_put(s, d->arena, draft_entry(d, "last"));
	/* what let one act through is used up by it; no act is of a path, whose bytes are what is approved */
	if (event_uses_approvals(d->event))
		subject_remove_all(s, "verdicts/approval:");
	return s;
}

struct entry draft_entry(const struct draft *d, const char *slot)
{
	return (struct entry){.slot = slot, .event = d->id, .sequence = d->sequence};
}

void draft_copy(const struct draft *d, struct entry *entry, struct field_list fields)
{
	for (size_t i = 0; i < fields.count; i++) {
		enum event_field field = fields.items[i];
		const struct event_values *v = &d->event->fields[field];
		const char *name = event_field_kept(field);

		if (event_field_many(field))
			entry_put_list(entry, d->arena, name, v->items, v->count);
		else
			entry_put(entry, d->arena, name, v->count ? v->items[0] : NULL);
	}
}

int draft_file(struct draft *d, const char *slot, struct field_list fields, const char *reason)
{
	struct entry entry = draft_entry(d, slot);
	struct subject *s = draft_own(d);

	if (!s)
		return -1;
	draft_copy(d, &entry, fields);
	entry_put(&entry, d->arena, "reason", reason);
	subject_put(s, d->arena, entry);
	return 0;
}

/* -- what the event writes ----------------------------------------------------------------------- */

static void add_file(struct draft *d, struct file_changes *changes, const char *path,
		     const struct strbuf *text)
{
	*ARENA_PUSH(d->arena, changes->items, changes->count) = (struct file_change){
		.path = path,
		.data = bytes_of(arena_memdup(d->arena, text->buf, text->len), text->len)};
}

static int add_subjects(struct draft *d, struct file_changes *changes)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const struct subject *was;

	for (size_t i = 0; i < d->edit_count; i++) {
		const struct edit *edit = &d->edits[i];

		if (state_subject(d->state, edit->path, &was, d->err) < 0)
			return -1;
		if (!edit->now.count) {
			if (was->count)
				*ARENA_PUSH(d->arena, changes->items,
					    changes->count) = (struct file_change){
					.path = edit->path, .remove = true};
			continue;
		}
		strbuf_setlen(&text, 0);
		subject_write(&edit->now, &text);
		add_file(d, changes, edit->path, &text);
	}
	return 0;
}

/* A completion is an entry of the day's log; so is what was said and does not count. */
static int add_log(struct draft *d, struct file_changes *changes)
{
	CLEANUP(strbuf_free) struct strbuf entry = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf log = STRBUF_INIT;
	const char *path = state_log_path(event_time(d->event, d->origin), d->arena);
	struct bytes before;

	if (!logentry_makes(d->event))
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
	canon_put(&text, 0, "event", d->id);
	canon_put_number(&text, 0, "sequence", d->sequence);
	canon_put(&text, 0, "result", event_get(d->event, FIELD_RESULT));
	canon_put(&text, 0, "exit", event_get(d->event, FIELD_EXIT));
	canon_put(&text, 0, "recap", event_get(d->event, FIELD_RECAP));
	canon_put_list(&text, 0, "checks", checks->items, checks->count);
	canon_put_list(&text, 0, "evidence", evidence->items, evidence->count);
	add_file(d, changes, "evidence/list.yaml", &text);
	return 0;
}

/* -- the whole ----------------------------------------------------------------------------------- */

/* What this event names as said and not counting. */
static int file_disputes(struct draft *d)
{
	const struct event_values *disputes = &d->event->fields[FIELD_DISPUTES];
	struct subject *named = disputes->count ? draft_subject(d, STATE_DISPUTED) : NULL;

	if (disputes->count && !named)
		return -1;
	for (size_t i = 0; i < disputes->count; i++) {
		const char *id, *rule;
		struct entry entry;

		event_pair_parts(disputes->items[i], d->arena, &id, &rule);
		entry = draft_entry(d, arena_printf(d->arena, "events/%s", id));
		entry_put(&entry, d->arena, "rule", rule);
		subject_put(named, d->arena, entry);
	}
	return 0;
}

static file_fn *filing_of(enum event_kind kind)
{
	static file_fn *const table[] = {
#define KIND(tag, nature) [KIND_##tag] = file_##tag,
#include "model/kinds.h"
#undef KIND
	};

	return table[kind];
}

static int prepare(struct draft *d)
{
	const struct trust *trust;
	bool first = event_kind(d->event) == KIND_INIT;

	if (state_trust(d->state, &trust, d->err) < 0)
		return -1;
	if (first != !trust->version)
		return malformed(d, first ? "an empty ledger" : "a genesis",
				 first ? "a ledger" : "nothing", "the ledger %s",
				 first ? "exists already" : "has not begun");
	if (filing_of(event_kind(d->event))(d) < 0)
		return -1;
	return file_disputes(d);
}

static int write_files(struct draft *d, struct file_changes *changes)
{
	if (add_subjects(d, changes) < 0 || add_log(d, changes) < 0 ||
	    add_evidence(d, changes) < 0)
		return -1;
	draft_attachments(d, changes);
	return 0;
}

static void take_over(struct draft *d, const struct file_changes *changes)
{
	struct state *state = d->state;

	state_commit(state, d);
	if (logentry_makes(d->event)) {
		const char *path = state_log_path(event_time(d->event, d->origin), d->arena);

		for (size_t i = 0; i < changes->count; i++)
			if (!strcmp(changes->items[i].path, path))
				state_set_log(state, path, changes->items[i].data);
	}
	state->evidence = d->event->fields[FIELD_EVIDENCE].count > 0;
	state->evidence_known = true;
}

int state_apply(struct state *state, const struct event *event,
		const struct event_origin *origin, struct attachments attachments,
		struct arena *a, struct file_changes *ret_changes,
		struct findings *ret_malformed, struct err *err)
{
	size_t before = ret_malformed->count;
	struct file_changes changes = {0};
	const char *sequence = event_get(event, FIELD_SEQUENCE);
	struct draft d = {.state = state,
			  .event = event,
			  .origin = origin,
			  .attachments = attachments,
			  .id = event_get(event, FIELD_ID),
			  .arena = a,
			  .malformed = ret_malformed,
			  .err = err};

	number_parse(sequence ? sequence : "0", UINT64_MAX, &d.sequence);
	*ret_changes = (struct file_changes){0};
	if (prepare(&d) < 0)
		return -1;
	if (ret_malformed->count == before && write_files(&d, &changes) < 0)
		return -1;
	if (ret_malformed->count != before)
		return 0;
	take_over(&d, &changes);
	*ret_changes = changes;
	return 0;
}
