/*
 * Read this first: record_event() is how every event comes to be. Its mirror is verifier_next() in
 * ledger/verify.c, which accepts nothing that is not written exactly so.
 */
#include "ledger/record.h"

#include "base/cleanup.h"
#include "base/hex.h"
#include "base/time.h"
#include "fold/event_index.h"
#include "fold/fold.h"
#include "ledger/aside.h"
#include "ledger/chain.h"
#include "ledger/evidence_store.h"
#include "ledger/internal.h"
#include "ledger/race.h"
#include "ledger/record_internal.h"
#include "ledger/verify_internal.h"
#include "model/ledger_commit.h"
#include "repo/ledger.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "sign/digest.h"
#include "sign/sshsig.h"
#include "ledger/person.h"

#define ATTEMPTS 3

static void writing_done(struct writing *w)
{
	strbuf_free(&w->commit);
	if (w->image)
		tree_image_free(MOVE(w->image));
	if (w->verifier)
		verifier_free(MOVE(w->verifier));
}

const char *record_new_id(const struct ledger *l)
{
	char *text = arena_alloc(l->arena, 33);
	uint8_t random[16];

	random_bytes(random, sizeof(random));
	hex_encode(random, sizeof(random), text);
	return text;
}

static void set_digest(struct writing *w, enum event_field field, const char *hex)
{
	event_set(&w->event, w->l->arena, field, arena_printf(w->l->arena, "sha256:%s", hex));
}

/* -- where in the chain -------------------------------------------------------------------------- */

static int set_chain(struct writing *w)
{
	struct arena *a = w->l->arena;
	const char *seen;

	event_set(&w->event, a, FIELD_FORMAT, "1");
	event_set(&w->event, a, FIELD_EVENT, event_info(w->event.word)->word);
	if (!event_get(&w->event, FIELD_ID))
		event_set(&w->event, a, FIELD_ID, record_new_id(w->l));
	event_set(&w->event, a, FIELD_SEQUENCE,
		  arena_printf(a, "%" PRIu64, w->head ? w->head->sequence + 1 : 0));
	w->origin.time = time_now();
	if (!w->head) {
		event_set(&w->event, a, FIELD_NONCE, record_new_id(w->l));
		return 0;
	}
	if (record_seen(w->l, w->head, w->origin.principal, &seen, w->err) < 0)
		return -1;
	if (w->intent->seen &&
	    event_get(&w->event, FIELD_OCCURRED)) /* not before what was seen */
		seen = w->intent->seen;
	set_digest(w, FIELD_LEDGER, w->head->id);
	set_digest(w, FIELD_PREVIOUS, w->head->head_sha256);
	event_set(&w->event, a, FIELD_SEEN, seen);
	return 0;
}

/* -- signed, checked, stored -------------------------------------------------------------------- */

/* What the event is put on: its commit's parent, and where the branch is. */
static const struct oid *above(const struct writing *w)
{
	return oid_is_zero(&w->intent->rejects) ? &w->head->head : &w->intent->rejects;
}

static int sign(struct writing *w)
{
	CLEANUP(strbuf_free) struct strbuf message = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf payload = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf armor = STRBUF_INIT;
	struct ledger_commit commit = {.email = w->email, .time = w->origin.time};
	struct oid tree;

	if (event_encode(&w->event, &message, w->err) < 0 ||
	    tree_image_id(w->image, &tree, w->err) < 0)
		return -1;
	oid_hex(&tree, commit.tree);
	if (w->head)
		oid_hex(above(w), commit.parent);
	commit.name = arena_printf(w->l->arena, "%s" COMMIT_NAME_MARK, w->origin.name);
	commit.message = bytes_of(message.buf, message.len);
	ledger_commit_build(&commit, false, &payload);
	if (sshsig_sign(w->signer, "git", bytes_of(payload.buf, payload.len), &armor, w->err) <
	    0)
		return -1;
	commit.armor = armor.buf;
	ledger_commit_build(&commit, true, &w->commit);
	return 0;
}

/*
 * The auditor's check of the new commit, before anything is stored: an event that would not verify
 * never reaches the branch, whatever was wrong here. 1: a fact is contested, and its signer had seen
 * what is against it.
 */
static int check_own(struct writing *w)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	struct bytes raw = bytes_of(w->commit.buf, w->commit.len);
	struct findings findings = {.arena = &scratch};
	struct signed_event said;
	struct oid commit;

	if (!w->head)
		w->verifier = verifier_new(w->l->repo, w->l->arena);
	else if (verifier_resume(w->l->repo, w->l->arena, w->head, &w->verifier, w->err) < 0)
		return -1;
	w->verifier->own = true;
	w->verifier->rejected = w->intent->rejects;
	for (size_t i = 0; i < w->intent->attachment_count; i++)
		verifier_bring(w->verifier, w->intent->attachments[i].path,
			       w->intent->attachments[i].data);
	object_hash(OBJECT_COMMIT, raw, &commit);
	signed_event_read(raw, &scratch, &said);
	switch (verifier_next(w->verifier, &commit, &said, &scratch, NULL, &findings, w->err)) {
	case 0:
		for (size_t i = 0; i < findings.count; i++)
			if (findings.items[i].severity == FINDING_ERROR)
				return w->event.fields[FIELD_CONTESTED].count
					       ? 1
					       : err_set(w->err, ERR_RACE, "not recorded: %s",
							 findings.items[i].message);
		return 0;
	case 1:
		ledger_untrusted(&findings, w->err);
		return err_prefix(w->err, "not recorded: the event as built does not verify");
	default:
		return -1;
	}
}

/* ledger_append() has read the commit back and found these bytes: the view may stand on it. */
static int move_view(struct writing *w)
{
	if (verifier_view(w->verifier, &w->made, w->err) < 0)
		return -1;
	w->made->confirmed = true;
	w->sequence = w->made->sequence;
	return 0;
}

/*
 * A fact that is kept may be found by several processes, and one is first: what it recorded is ours, too.
 * What another person or act has under this id is not: it stays for the auditor's check to refuse.
 */
static int find_recorded(struct writing *w, struct oid *ret_commit)
{
	struct event_index *index = w->head ? fold_index(w->head->fold) : NULL;
	struct event event;
	struct event_origin origin;
	struct bytes raw;
	uint64_t sequence;

	if (!w->intent->keep || !index ||
	    !event_index_find(index, event_get(&w->event, FIELD_ID), &sequence) ||
	    strcmp(event_index_principal(index, event_index_at(index, sequence)),
		   w->origin.principal) != 0)
		return 0;
	if (chain_bytes(w->l->repo, w->head, sequence, w->l->arena, &raw, ret_commit, w->err) <
		    0 ||
	    chain_read(w->l->repo, raw, w->l->arena, &event, &origin, NULL, w->err) < 0)
		return -1;
	if (event.word != w->event.word)
		return 0;
	w->made = arena_memdup(w->l->arena, w->head, sizeof(*w->head));
	w->sequence = sequence;
	w->event = event;
	origin.principal = w->origin.principal;
	w->origin = origin;
	return 0;
}

static int append(struct writing *w, struct ledger_lock *lock, const char *ref,
		  struct oid *ret_commit)
{
	struct ledger_append step = {
		.ref = ref,
		.tree = w->image,
		.blobs = w->blobs,
		.blob_count = w->blob_count,
		.commit = bytes_of(w->commit.buf, w->commit.len),
		.reflog = arena_printf(w->l->arena, "mcade: %s",
				       event_subject(&w->event, w->l->arena)),
	};

	if (w->head)
		step.expected = *above(w);
	return ledger_append(w->l->repo, lock, &step, ret_commit, w->err);
}

/* -- the whole ----------------------------------------------------------------------------------- */

static int begin(struct writing *w)
{
	struct oid tip;

	if (w->intent->create) {
		if (ref_peek(w->l->repo, w->l->ref, &tip, w->err) < 0)
			return -1;
		if (!oid_is_zero(&tip)) {
			err_set(w->err, ERR_CONFLICT, "there is a ledger already");
			return err_next(w->err, "git mcade join");
		}
		w->image = tree_image_new();
		return 0;
	}
	if (!oid_is_zero(&w->intent->rejects))
		w->head = w->l->view;
	else if (ledger_open(w->l, &w->head, w->err) < 0)
		return -1;
	w->at.view = w->head;
	if (!oid_is_zero(&w->intent->only_on) &&
	    !oid_equal(&w->intent->only_on, &w->head->head))
		return race_lost(w->err, "nothing was recorded");
	return tree_image_load(w->l->repo, &w->head->tree, &w->image, w->err);
}

/* Bodies before the event that names them: no event says what nobody can show. */
static int store(struct writing *w, struct ledger_lock *lock, const char *ref,
		 struct oid *ret_commit)
{
	return evidence_keep(w->l, lock, w->origin.time, w->intent->evidence,
			     w->intent->evidence_count, w->err) < 0
		       ? -1
		       : append(w, lock, ref, ret_commit);
}

/* What happened and cannot be recorded is signed all the same, and lies where sync keeps such
 * events. */
static int keep_aside(struct writing *w, struct ledger_lock *lock, const char **ret_ref,
		      struct oid *ret_commit)
{
	struct oid nothing = OID_ZERO;
	const char *ref = aside_ref(w->l, event_get(&w->event, FIELD_ID));

	if (!w->commit.len) {
		int verdict = record_apply(w);

		if (verdict)
			return verdict < 0 ? -1 : 0; /* malformed: there is no such event */
		if (sign(w) < 0)
			return -1;
	}
	if (ref_update(w->l->repo, ref, &w->head->head, &nothing, "mcade: set aside", w->err) <
		    0 ||
	    store(w, lock, ref, ret_commit) < 0)
		return -1;
	*ret_ref = ref;
	return 0;
}

static int attempt(struct writing *w, struct ledger_lock *lock, struct oid *ret_commit)
{
	int verdict;

	w->event = w->intent->event;
	if (begin(w) < 0)
		return -1;
	if ((verdict = record_signer(w)) || (verdict = find_recorded(w, ret_commit)))
		return verdict;
	if (w->made)
		return 0;
	if ((verdict = set_chain(w)) || (verdict = record_fill(w)) || (verdict = sign(w)) ||
	    (verdict = check_own(w)) || (verdict = store(w, lock, w->l->ref, ret_commit)))
		return verdict;
	return move_view(w);
}

/* What did not keep it from being recorded is told as a warning; it is for an owner to answer. */
static void soften(struct findings *found)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->items[i].severity == FINDING_ERROR) {
			found->items[i].severity = FINDING_WARN;
			found->items[i].fix = found->items[i].allow = NULL;
		}
}

/* Only the pin of a new ledger must be kept: the rest is verified again. */
static int remember_new_head(const struct ledger *l, const struct ledger_view *view,
			     bool created, struct err *err)
{
	if (created && (memory_pin(l->memory, view->id, err) < 0 ||
			memory_note_repository(l->memory, view->id, err) < 0))
		return -1;
	ledger_remember_if_possible(l, "local", view);
	return 0;
}

/* remember: while no other writer can come between the branch and what is remembered of it. */
static int record(const struct ledger *l, struct intent *intent, bool remember,
		  struct receipt *ret_receipt, struct findings *refused, struct err *err)
{
	CLEANUP(ledger_unlockp) struct ledger_lock *lock = NULL;
	size_t before = refused->count;
	struct oid commit;
	int verdict = -1;

	if (intent->create && memory_needed(l->memory, err) < 0)
		return -1;
	/* One act has one id, however often it has to be tried. */
	if (!event_get(&intent->event, FIELD_ID))
		event_set(&intent->event, l->arena, FIELD_ID, record_new_id(l));
	if (ledger_lock(l->repo, LOCK_SECONDS, &lock, err) < 0)
		return -1;
	for (int i = 0; i < ATTEMPTS; i++) {
		struct writing w = {.at = *l,
				    .l = &w.at,
				    .intent = intent,
				    .refused = refused,
				    .err = err,
				    .commit = STRBUF_INIT};

		refused->count = before;
		*ret_receipt = (struct receipt){0};
		verdict = attempt(&w, lock, &commit);
		if (!verdict)
			*ret_receipt = (struct receipt){.commit = commit,
							.view = w.made,
							.sequence = w.sequence,
							.time = w.origin.time,
							.event = w.event,
							.origin = w.origin};
		if (verdict == 1 && intent->keep &&
		    keep_aside(&w, lock, &ret_receipt->aside, &commit) < 0)
			verdict = -1;
		writing_done(&w);
		if (verdict >= 0 || err->code != ERR_RACE || intent->create ||
		    !oid_is_zero(&intent->only_on))
			break;
	}
	if (verdict)
		return verdict;
	soften(refused);
	snprintf(ret_receipt->id, sizeof(ret_receipt->id), "%s",
		 event_get(&ret_receipt->event, FIELD_ID));
	return remember ? remember_new_head(l, ret_receipt->view, intent->create, err) : 0;
}

int record_beside(const struct ledger *l, struct intent *intent, struct receipt *ret_receipt,
		  struct findings *refused, struct err *err)
{
	return record(l, intent, false, ret_receipt, refused, err);
}

int record_event(const struct ledger *l, struct intent *intent, struct receipt *ret_receipt,
		 struct findings *refused, struct err *err)
{
	return record(l, intent, true, ret_receipt, refused, err);
}
