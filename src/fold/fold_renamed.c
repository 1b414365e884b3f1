/* fold_renamed.c - is the step that an event names still called so? */
#include "fold/fold_internal.h"

#include "runbook/renames.h"

bool fold_load(struct fold *f, uint64_t sequence, struct event *ret,
	       struct attachments *attachments)
{
	struct event_origin origin;

	return f->help.event(f->help.context, sequence, f->arena, ret, &origin, attachments,
			     &f->unread) >= 0;
}

/* The runbook that an adopt brought into force; NULL: it cannot be read. */
static const struct runbook *runbook_of(struct fold *f, uint64_t sequence)
{
	struct attachments attachments = {0};
	const struct runbook *runbook;
	struct event event;
	struct bytes text;
	struct err ignored;
	bool found;

	return fold_load(f, sequence, &event, &attachments) &&
			       attachments.read(attachments.context, "runbook.yaml", f->arena,
						&text, &found, &f->unread) >= 0 &&
			       found &&
			       runbook_parse(text, "runbook.yaml", f->arena, &runbook,
					     &ignored) >= 0
		       ? runbook
		       : NULL;
}

static bool adopts(struct fold *f, uint64_t sequence)
{
	const struct indexed_event *e = event_index_at(f->index, sequence);

	return e->word == EVENT_ADOPT && e->counts;
}

/* Does one of the steps give up that name, or another take it? */
static bool moves(struct fold *f, const struct runbook *was, const struct runbook *is,
		  const char *step)
{
	const struct step **heirs = runbook_heirs(was, is, f->arena);

	for (size_t i = 0; i < was->step_count; i++)
		if (heirs[i] && (!strcmp(was->ids[i], step) || !strcmp(heirs[i]->id, step)))
			return true;
	return false;
}

uint64_t fold_renamed(struct fold *f, uint64_t sequence)
{
	const struct indexed_event *e = event_index_at(f->index, sequence);
	const struct runbook *was, *is;
	struct attachments attachments;
	struct event said;
	const char *step;
	uint64_t at, since;

	if (e->counts)
		return 0;
	if (!fold_load(f, sequence, &said, &attachments))
		return sequence;
	/* what was done offline was done by the runbook that its signer knew */
	since = at = fold_seen_sequence(f, &said, &at) ? at : sequence;
	step = event_get(&said, FIELD_STEP);
	while (step && at && !adopts(f, at))
		at--;
	was = step && at ? runbook_of(f, at) : NULL;
	for (at = since + 1; was && at < event_index_count(f->index); at++)
		if (adopts(f, at)) {
			is = runbook_of(f, at);
			if (!is || moves(f, was, is, step))
				return at;
			was = is;
		}
	return step && !was ? sequence : 0;
}
