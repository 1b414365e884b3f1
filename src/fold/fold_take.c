/* fold_take.c - the record follows: what an event that was judged makes of it. */
#include "fold/fold_internal.h"

#include "base/cleanup.h"
#include "base/texts.h"
#include "runbook/manifest.h"

static bool is_beside(const char *path)
{
	return text_begins(path, "evidence/"); /* of one event: no part of the record */
}

static void differ(struct fold *f, const char *path, const struct bytes *data)
{
	fold_differ(f, path,
		    data ? bytes_of(arena_memdup(f->arena, data->data, data->len), data->len)
			 : (struct bytes){NULL, 0});
}

/* The tree moves on without the record: what the record has stays as it is. */
static int keep_behind(struct fold *f, const struct file_changes *changes, struct err *err)
{
	for (size_t i = 0; i < changes->count; i++) {
		const char *path = changes->items[i].path;
		struct bytes data;
		bool found;

		if (is_beside(path) || fold_different(f, path))
			continue;
		if (f->tree.read(f->tree.context, path, f->arena, &data, &found, err) < 0)
			return -1;
		fold_differ(f, path, found ? data : (struct bytes){NULL, 0});
	}
	return 0;
}

static const struct file_change *change_of(const struct file_changes *changes, const char *path)
{
	for (size_t i = 0; i < changes->count; i++)
		if (!strcmp(changes->items[i].path, path))
			return &changes->items[i];
	return NULL;
}

static bool same_change(const struct file_change *a, const struct file_change *b)
{
	return b && a->remove == b->remove && a->attached == b->attached &&
	       (a->attached || a->remove || bytes_equal(a->data, b->data));
}

/* The files that it brought along, as it brought them: a later one may stand in the tree. */
static int enter_file(struct fold *f, const struct attachments *attachments, const char *path,
		      struct arena *scratch, struct err *err)
{
	struct bytes data;
	bool found;

	if (attachments->read(attachments->context, path, scratch, &data, &found, err) < 0)
		return -1;
	if (found)
		differ(f, path, &data);
	return 0;
}

/* Both move on, each with what it makes of the event. */
static int move_both(struct fold *f, const struct fold_event *next,
		     const struct file_changes *tree, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct findings malformed = {.arena = &scratch};
	struct file_changes own;

	if (state_apply(f->record, next->event, next->origin, next->attachments, &scratch, &own,
			&malformed, err) < 0)
		return -1;
	for (size_t i = 0; i < tree->count; i++)
		if (!is_beside(tree->items[i].path) && !change_of(&own, tree->items[i].path) &&
		    keep_behind(f, &(struct file_changes){&tree->items[i], 1}, err) < 0)
			return -1;
	for (size_t i = 0; i < own.count; i++) {
		const struct file_change *mine = &own.items[i];

		if (is_beside(mine->path))
			continue;
		if (same_change(mine, change_of(tree, mine->path)))
			fold_agree(f, mine->path);
		else if (!mine->attached)
			differ(f, mine->path, mine->remove ? NULL : &mine->data);
		else if (enter_file(f, &next->attachments, mine->path, &scratch, err) < 0)
			return -1;
	}
	return 0;
}

static void note_ran(struct fold *f, const struct event *event, uint64_t sequence)
{
	const char *uses = event_get(event, FIELD_USES);

	if (uses && !event_get(event, FIELD_REPOSITORY))
		fold_keep(f, KEPT_RAN, event_file_path(uses), sequence);
}

/* An attested act enters where it stands in time: entries of later events stay. */
static int enter(struct fold *f, uint64_t sequence, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct findings malformed = {.arena = &scratch};
	struct attachments attachments = {0};
	struct event_origin origin;
	struct file_changes changes;
	struct event event;

	if (f->help.event(f->help.context, sequence, &scratch, &event, &origin, &attachments,
			  err) < 0 ||
	    state_apply(f->record, &event, &origin, attachments, &scratch, &changes, &malformed,
			err) < 0)
		return -1;
	for (size_t i = 0; i < changes.count; i++) {
		const struct file_change *change = &changes.items[i];
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
		struct subject was = {0}, is = {0};
		struct bytes before;
		bool found;

		if (change->attached &&
		    enter_file(f, &attachments, change->path, &scratch, err) < 0)
			return -1;
		if (text_begins(change->path, "deployments/"))
			differ(f, change->path, &change->data);
		if (!text_begins(change->path, "state/") || change->attached)
			continue;
		if (fold_read(f, change->path, &scratch, &before, &found, err) < 0 ||
		    (found && subject_read(before, change->path, &scratch, &was, err) < 0) ||
		    (!change->remove &&
		     subject_read(change->data, change->path, &scratch, &is, err) < 0))
			return -1;
		for (size_t k = 0; k < was.count; k++)
			if (was.entries[k].sequence > sequence)
				subject_put(&is, &scratch, was.entries[k]);
		subject_write(&is, &text);
		before = bytes_of(text.buf, text.len);
		differ(f, change->path, is.count ? &before : NULL);
	}
	if (event.word == EVENT_CHECKPOINT)
		fold_note_seal(f, event_get(&event, FIELD_DIRECTORY), sequence, true);
	note_ran(f, &event, sequence);
	fold_reopen(f); /* what was applied is not what is kept */
	return 0;
}

static int take_attest(struct fold *f, const struct event *event, struct err *err)
{
	struct event_subject subject = event_subject_of(event);
	struct fold_dispute *dispute;
	uint64_t sequence;

	if (event->word != EVENT_ATTEST || subject.type != SUBJECT_EVENT ||
	    !event_index_find(f->index, subject.id, &sequence))
		return 0;
	dispute = (struct fold_dispute *)fold_dispute_at(f, sequence);
	if (dispute && !dispute->attested) {
		dispute->attested = true;
		f->mark.attested = dispute;
	}
	event_index_attest(f->index, sequence, true);
	return enter(f, sequence, err);
}

void fold_undo(struct fold *f)
{
	while (f->mark.changed_count) {
		const struct changed *last = &f->mark.changed[--f->mark.changed_count];

		f->apart += last->was.differs;
		f->apart -= last->entry->differs;
		*last->entry = last->was;
	}
	if (f->mark.attested) {
		event_index_attest(f->index, f->mark.attested->sequence, false);
		f->mark.attested->attested = false;
	}
	if (f->mark.seen)
		f->mark.seen->sequence = f->mark.seen_sequence;
	f->seen_by_count = f->mark.seen_by_count;
	f->dispute_count = f->mark.dispute_count;
	fold_cut_past(f, f->mark.pins, f->mark.seals);
	f->kept_count = f->mark.kept;
	f->unseen = f->mark.unseen;
	f->tips = f->mark.tips;
	f->tip_count = f->mark.tip_count;
	f->clock = f->mark.clock;
	event_index_cut(f->index, f->mark.events);
	fold_reopen(f);
}

/* Who signed it; of an approval also the roles that he had, which later trust does not change. */
static int follow(struct fold *f, const struct fold_event *next, bool counts, bool contested,
		  struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *who = next->origin->principal;
	const struct principal *p = NULL;
	const struct trust *trust;

	if (next->event->word == EVENT_APPROVE) {
		if (state_trust(f->record, &trust, err) < 0)
			return -1;
		p = trust_principal(trust, who);
	}
	for (size_t i = 0; p && i < p->role_count; i++)
		who = arena_printf(&scratch, "%s %s", who, p->roles[i]);
	event_index_add(f->index, next->event, next->origin, who, next->sha256, next->commit,
			counts, contested);
	return 0;
}

int fold_add_alone(struct fold *f, const struct fold_event *given, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct findings found = {.arena = &scratch};
	const struct file_changes none = {0};
	struct event event = *given->event;
	struct fold_event own = *given, *next = &own;
	const struct fold_help help = f->help;
	const char *place;
	int judged;
	bool counts;

	/* this record is what its signer had seen: others, by whom it is contested, are not in it */
	event.fields[FIELD_CONTESTED] = (struct event_values){0};
	own.event = &event;
	/* those in between are not in it, nor in its index */
	own.sequence = event_index_count(f->index);
	place = arena_printf(&scratch, "%" PRIu64, own.sequence);
	event.fields[FIELD_SEQUENCE] = (struct event_values){.items = &place, .count = 1};
	f->help.was_right = NULL;
	judged = fold_judge(f, next, &found, &counts, err);
	f->help = help;
	if (judged < 0)
		return -1;
	if (counts && move_both(f, next, &none, err) < 0)
		return -1;
	return follow(f, next, counts, false, err);
}

/* A manifest as it is adopted holds values that no pin event names. */
static int note_manifest(struct fold *f, const struct fold_event *next, const char *path,
			 struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *environment = state_manifest_of(path, &scratch);
	const struct doc_node *root;
	const struct pin *pins;
	struct err unreadable;
	struct bytes text;
	size_t count;
	bool found;

	if (!environment)
		return 0;
	if (next->attachments.read(next->attachments.context, path, &scratch, &text, &found,
				   err) < 0)
		return -1;
	if (!found || manifest_parse(text, path, &scratch, &root, &unreadable) < 0 ||
	    manifest_pins(root, "", &scratch, &pins, &count, &unreadable) < 0)
		return 0; /* what cannot be read held no pin */
	for (size_t i = 0; i < count; i++)
		if (pins[i].state == PIN_COMPLETE)
			fold_note_pin(
				f, environment,
				arena_printf(&scratch, "%s=%s", pins[i].path, pins[i].value),
				next->sequence, false);
	return 0;
}

/* What is given up is no value (""): a manifest without it is right, and one that has it is behind. */
static void note_given_up(struct fold *f, const struct fold_event *next)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct event_values *pins = &next->event->fields[FIELD_PIN];

	for (size_t i = 0; i < pins->count; i++)
		fold_note_pin(f, event_get(next->event, FIELD_ENVIRONMENT),
			      arena_strndup(&scratch, pins->items[i],
					    strcspn(pins->items[i], "=") + 1),
			      next->sequence, false);
}

/* So is what was not there in the time that a rollback goes back to. */
static void note_restored(struct fold *f, const struct fold_event *next)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const char *environment = event_get(next->event, FIELD_ENVIRONMENT);
	const struct event_values *pins = &next->event->fields[FIELD_PIN];
	const char **before;
	size_t count;

	fold_pins_at(f, environment, next->sequence - 1, &scratch, &before, &count);
	for (size_t i = 0; i < count; i++) {
		const char *path = arena_strndup(&scratch, before[i],
						 strcspn(before[i], "=") + 1);
		bool stays = false;

		for (size_t k = 0; !stays && k < pins->count; k++)
			stays = text_begins(pins->items[k], path);
		if (!stays)
			fold_note_pin(f, environment, path, next->sequence, true);
	}
}

/* A runbook under which nothing was done yet may still be corrected. */
static void note_places(struct fold *f, const struct fold_event *next)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct runbook *rb = f->runbook;

	if (!rb || event_kind(next->event) == KIND_ADOPT ||
	    event_is_integrity(next->event->word))
		return;
	fold_keep(f, KEPT_LOG, runbook_template_pattern(rb->records.log, &scratch),
		  next->sequence);
	if (rb->deprecation.given && rb->deprecation.path)
		fold_keep(f, KEPT_DEPRECATED, rb->deprecation.path, next->sequence);
}

/* What the doors ask of the past. */
static int note(struct fold *f, const struct fold_event *next, struct err *err)
{
	const struct event_values *files = &next->event->fields[FIELD_FILE];
	const struct event_values *pins = &next->event->fields[FIELD_PIN];
	enum event_kind kind = event_kind(next->event);

	note_places(f, next);
	note_ran(f, next->event, next->sequence);
	if (kind == KIND_SEAL)
		fold_note_seal(f, event_get(next->event, FIELD_DIRECTORY), next->sequence,
			       next->event->word == EVENT_CHECKPOINT);
	if (next->event->word == EVENT_UNPIN)
		note_given_up(f, next);
	if (event_get(next->event, FIELD_RESTORED_TO) && next->event->word == EVENT_ROLLBACK)
		note_restored(f, next);
	for (size_t i = 0; (kind == KIND_PIN || next->event->word == EVENT_ROLLBACK) &&
			   next->event->word != EVENT_UNPIN && i < pins->count;
	     i++)
		fold_note_pin(f, event_get(next->event, FIELD_ENVIRONMENT), pins->items[i],
			      next->sequence, next->event->word == EVENT_ROLLBACK);
	for (size_t i = 0; next->event->word == EVENT_ADOPT && i < files->count; i++)
		if (note_manifest(f, next, event_file_path(files->items[i]), err) < 0)
			return -1;
	return 0;
}

int fold_take(struct fold *f, const struct fold_event *next, const struct file_changes *changes,
	      struct err *err)
{
	const char *id = event_get(next->event, FIELD_ID);
	bool apart = fold_is_apart(f);
	uint64_t seen;

	if (f->counts && f->moves_tips)
		fold_note_tips(f, next->event);
	if (fold_seen_sequence(f, next->event, &seen))
		fold_note_seen(f, next->origin->principal, seen);
	if (!f->counts)
		*ARENA_PUSH(f->arena, f->disputes, f->dispute_count) = (struct fold_dispute){
			.sequence = next->sequence,
			.id = arena_strdup(f->arena, id),
			.rule = f->rule,
			.contested = f->contested};
	f->unseen += f->looked_away;
	if (!f->counts ? keep_behind(f, changes, err) < 0
		       : apart && move_both(f, next, changes, err) < 0)
		return -1;
	if (follow(f, next, f->counts, f->contested, err) < 0)
		return -1;
	if (f->counts && note(f, next, err) < 0)
		return -1;
	if (f->counts && take_attest(f, next->event, err) < 0)
		return -1;
	return 0;
}
