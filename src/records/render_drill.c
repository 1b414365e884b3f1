/* What drills wrote: a file that was lost before its commit is written again, byte for byte as it was signed. */
#include "records/render_internal.h"

#include "ledger/evidence_store.h"
#include "ledger/in_force.h"
#include "ledger/past.h"
#include "runbook/evidence.h"
#include "sign/digest.h"

struct drilled {
	const struct ledger *l;
	struct rendered *done;
	const char *path, *sha256;
	uint64_t sequence; /* of the event that ended it */
};

/* The bytes that its event signed. NULL: they are not here. */
static int signed_text(const struct drilled *d, const struct evidence_text **ret,
		       struct err *err)
{
	struct verified_event event;
	struct evidence_text *texts;
	size_t count;

	*ret = NULL;
	if (past_event(d->l, d->l->view, d->sequence, d->l->arena, &event, err) < 0 ||
	    evidence_texts(d->l, &event.event, d->l->arena, &texts, &count, err) < 0)
		return -1;
	for (size_t i = 0; i < count; i++)
		if (!strcmp(texts[i].name, DRILL_EVIDENCE) && texts[i].where == EVIDENCE_HERE &&
		    !strcmp(texts[i].sha256, d->sha256))
			*ret = &texts[i];
	return 0;
}

static int render_drilled(const struct drilled *d, const struct runbook *rb, struct err *err)
{
	const struct ledger *l = d->l;
	struct rendered_events unseen = {0};
	const struct evidence_text *is;
	bool found, edited = false;
	struct bytes text;

	if (render_read(l, d->done, d->path, &text, &found, err) < 0)
		return render_unwritten(l, d->done, d->path, err);
	if (found) {
		if (!strcmp(SHA256_HEX(text.data, text.len), d->sha256))
			return 0;
		if (render_is_committed(l, d->done, d->path, text, &edited, err) < 0)
			return -1;
		if (!edited) {
			rendered_edited(l, d->done, d->path, "it was edited, and is sealed");
			return 0;
		}
	}
	/* who may record a drill must not thereby place files anywhere in other people's work trees */
	if (!evidence_has(rb, d->path, l->arena)) {
		rendered_absent(l, d->done, d->path,
				"it is missing, and no drill writes there");
		return 0;
	}
	if (signed_text(d, &is, err) < 0)
		return -1;
	if (!is) {
		rendered_absent(l, d->done, d->path,
				"it is missing, and so is the evidence that has its bytes");
		return 0;
	}
	unseen_add(l->arena, &unseen, d->sequence);
	return render_file(l, d->done, d->path, is->text,
			   (struct rendered_item){.detail = edited ? "sealed, and it was edited"
								   : "sealed",
						  .unseen = unseen,
						  .edited = edited},
			   err);
}

/* Of those that are looked at in passing, each of this month and the last. */
static bool is_asked_for(const struct drilled *d)
{
	const char *who;
	int64_t when;

	return !d->done || !d->done->recent ||
	       !state_signer(d->l->view->state, d->sequence, &who, &when) ||
	       when >= d->l->now - 62 * (int64_t)86400;
}

int render_drills(const struct ledger *l, struct rendered *done, struct err *err)
{
	const struct subject *paths;
	const struct entry *entry;
	const struct runbook *rb;
	size_t at = 0;

	if (!render_has_place(l, done))
		return 0;
	if (ledger_runbook(l, &rb, err) < 0 ||
	    state_subject(l->view->state, STATE_PATHS, &paths, err) < 0)
		return -1;
	while ((entry = subject_next(paths, "drills/", &at))) {
		const struct drilled d = {l, done, entry->slot + strlen("drills/"),
					  entry_get(entry, "sha256"), entry->sequence};

		if (d.sha256 && is_asked_for(&d) && render_drilled(&d, rb, err) < 0)
			return -1;
	}
	return 0;
}
