/* The manifest: pins that the ledger holds, set in place, and what was given up, taken out; proposals
 * of one's own stay. */
#include "records/render_internal.h"

#include "base/cleanup.h"
#include "base/quote.h"
#include "fold/fold.h"
#include "ledger/governed.h"
#include "repo/snapshot.h"
#include "runbook/manifest.h"
#include "runbook/runbook.h"
#include "ledger/in_force.h"
#include "model/event.h"
#include "model/state.h"

struct merging {
	const struct ledger *l;
	const char *environment, *path;
	struct rendered *done;
	struct rendered_events unseen;
};

/* When the ledger held this value of a pin last; false: never. */
static bool was_held(const struct merging *m, const char *path, const char *value,
		     uint64_t *ret_sequence)
{
	struct held_pin pin;
	bool held = fold_held(m->l->view->fold, m->environment, path, value, 0, &pin);

	*ret_sequence = held ? pin.sequence : 0;
	return held;
}

/* Is the file's value to give way to the ledger's? What is unpinned says nothing that could be lost. */
static bool gives_way(struct merging *m, const struct pin *pin, const char *value)
{
	struct arena *a = m->l->arena;
	uint64_t sequence;

	if (pin->state == PIN_EXEMPT || (pin->value && !strcmp(pin->value, value)))
		return false;
	if (pin->state != PIN_COMPLETE || was_held(m, pin->path, pin->value, &sequence))
		return true;
	rendered_left(
		m->l, m->done, m->path,
		arena_printf(a, "git mcade pin %s --env %s",
			     shell_quote(arena_printf(a, "%s=%s", pin->path, pin->value), a),
			     m->environment),
		arena_printf(a, "%s holds %s, which is not recorded; the ledger: %s", pin->path,
			     pin->value, value));
	return false;
}

static int cannot_edit(const struct merging *m, struct err *err)
{
	if (err->code != ERR_FORMAT && err->code != ERR_LIMIT)
		return -1;
	rendered_left(m->l, m->done, m->path, NULL,
		      arena_printf(m->l->arena, "line %u: %s", err->at.line, err->text));
	return 0;
}

static void take_edited(struct merging *m, const struct strbuf *out, uint64_t since,
			struct bytes *text, size_t *changed)
{
	*text = bytes_of(arena_memdup(m->l->arena, out->buf, out->len), out->len);
	(*changed)++;
	unseen_add(m->l->arena, &m->unseen, since);
}

/* Sets one pin in *text; a text that cannot be edited is left alone (*ret_stop). */
static int merge_pin(struct merging *m, const char *recorded, struct bytes *text,
		     size_t *changed, bool *ret_stop, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct arena *a = m->l->arena;
	const struct doc_node *root;
	const char *path, *value;
	uint64_t since;
	struct pin pin;

	if (!event_pin_parts(recorded, a, &path, &value))
		return err_set(err, ERR_FORMAT, "'%s' is not a pin", recorded);
	if (manifest_parse(*text, m->path, a, &root, err) < 0) {
		*ret_stop = true;
	} else {
		pin = manifest_pin(root, path, a);
		if (!gives_way(m, &pin, value))
			return 0;
		*ret_stop = manifest_set_pin(*text, m->path, path, value, &out, err) < 0;
	}
	if (*ret_stop)
		return cannot_edit(m, err);
	was_held(m, path, value, &since);
	take_edited(m, &out, since, text, changed);
	return 0;
}

/* What was given up goes out of the file, unless another value stands there that no event records. */
static int put_back(struct merging *m, const struct held_pin *last, struct bytes *text,
		    size_t *changed, bool *ret_stop, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct arena *a = m->l->arena;
	const struct doc_node *root;
	struct bytes recorded;
	uint64_t sequence;
	struct pin pin;
	bool found;

	if (manifest_parse(*text, m->path, a, &root, err) < 0) {
		*ret_stop = true;
	} else {
		pin = manifest_pin(root, last->path, a);
		if (pin.state != PIN_COMPLETE || !was_held(m, last->path, pin.value, &sequence))
			return 0;
		if (fold_read(m->l->view->fold, state_manifest_path(m->environment, a), a,
			      &recorded, &found, err) < 0)
			return -1;
		*ret_stop = manifest_put_back(*text, found ? recorded : bytes_of("", 0),
					      m->path, last->path, &out, err) < 0;
	}
	if (*ret_stop)
		return cannot_edit(m, err);
	take_edited(m, &out, last->sequence, text, changed);
	return 0;
}

static int put_back_all(struct merging *m, struct bytes *text, size_t *changed, bool *ret_stop,
			struct err *err)
{
	const struct held_pin *newest;
	size_t count;

	newest = fold_newest_pins(m->l->view->fold, &count);
	for (size_t i = 0; i < count && !*ret_stop; i++)
		if (!*newest[i].value && !strcmp(newest[i].environment, m->environment) &&
		    put_back(m, &newest[i], text, changed, ret_stop, err) < 0)
			return -1;
	return 0;
}

int render_manifest(const struct ledger *l, const char *environment, struct rendered *done,
		    struct err *err)
{
	struct merging m = {.l = l, .environment = environment, .done = done};
	const struct environment *place;
	const struct runbook *runbook;
	const char *const *pins;
	size_t count, changed = 0;
	struct bytes text;
	bool there, held = false, stop = false;

	if (ledger_runbook(l, &runbook, err) < 0)
		return -1;
	place = runbook_environment(runbook, environment);
	if (!place || !place->manifest || !render_has_place(l, done))
		return 0;
	m.path = place->manifest;
	if (render_read(l, done, m.path, &text, &there, err) < 0)
		return render_unwritten(l, done, m.path, err);
	if (state_pins(l->view->state, environment, &pins, &count, err) < 0)
		return -1;
	if (!there && fold_read(l->view->fold, state_manifest_path(environment, l->arena),
				l->arena, &text, &held, err) < 0)
		return -1;
	for (size_t i = 0; i < count && !stop; i++)
		if (merge_pin(&m, pins[i], &text, &changed, &stop, err) < 0)
			return -1;
	if (!stop && there && put_back_all(&m, &text, &changed, &stop, err) < 0)
		return -1;
	if (stop || (!changed && !held))
		return 0;
	return render_file(l, done, m.path, text,
			   (struct rendered_item){
				   .detail = held ? "the whole file"
						  : arena_printf(l->arena, "%zu pin%s", changed,
								 changed == 1 ? "" : "s"),
				   .unseen = m.unseen},
			   err);
}

/* What is there, as a text; and from where. */
static int rendered_text(const struct ledger *l, const char *environment,
			 const struct snapshot *at, struct bytes *ret, struct err *err)
{
	struct rendered would = {.check = true, .at = at};
	const struct runbook *runbook;
	bool found;

	if (ledger_runbook(l, &runbook, err) < 0 ||
	    render_manifest(l, environment, &would, err) < 0)
		return -1;
	for (size_t i = 0; i < would.count; i++)
		if (would.items[i].outcome == RENDER_DIFFERS) {
			*ret = would.items[i].text;
			return 0;
		}
	return render_read(l, &would, runbook_environment(runbook, environment)->manifest, ret,
			   &found, err);
}

int render_manifest_text(const struct ledger *l, const char *environment, struct bytes *ret,
			 struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *tip = NULL;
	const struct visible_ref *refs;
	size_t count;
	bool here;

	if (governed_head(l, &here, err) < 0 || governed_visible(l, &refs, &count, err) < 0)
		return -1;
	if (count && !here && snapshot_of_commit(l->repo, &refs[0].tip, &tip, err) < 0)
		return -1;
	return rendered_text(l, environment, tip, ret, err);
}
