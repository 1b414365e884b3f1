#include "ledger/ledger.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/time.h"
#include "base/texts.h"
#include "ledger/verify.h"
#include "ledger/aside.h"
#include "ledger/governed.h"
#include "ledger/internal.h"
#include "model/ledger_commit.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "sign/digest.h"

/* -- views --------------------------------------------------------------------------------------- */

bool ledger_known(const struct ledger *l, char ret[65])
{
	const char *marker = repo_config_get(l->repo, "mcade.ledgerId");
	struct err ignored;

	if (!memory_repository_ledger(l->memory, ret, &ignored) && ret[0])
		return true;
	if (!marker || strlen(marker) != 64)
		return false;
	memcpy(ret, marker, 65);
	return true;
}

int ledger_damaged(const struct ledger *l, struct err *err)
{
	char known[65];

	if ((err->code == ERR_NOT_FOUND || err->code == ERR_FORMAT || err->code == ERR_IO) &&
	    !err->next[0] && l->remote && ledger_known(l, known))
		err_next(err, "git mcade sync --repair");
	return -1;
}

int ledger_verify_to(const struct ledger *l, const struct ledger_view *from,
		     const struct oid *tip, struct ledger_view **ret, struct err *err)
{
	struct findings findings = {.arena = l->arena};
	int verdict = ledger_verify(l->repo, l->arena, from, tip, l->progress, NULL, NULL, ret,
				    &findings, err);

	if (verdict > 0)
		ledger_untrusted(&findings, err);
	return verdict < 0 ? ledger_damaged(l, err) : verdict;
}

static int name_view(const struct ledger *l, const char *ledger, const struct oid *head,
		     struct bytes raw, struct ledger_view *view, struct err *err)
{
	struct ledger_commit commit;
	struct event event;

	if (ledger_commit_parse(raw, l->arena, &commit, err) < 0 ||
	    event_decode(commit.message, l->arena, &event, err) < 0 ||
	    !oid_parse(commit.tree, &view->tree))
		return -1;
	snprintf(view->id, sizeof(view->id), "%s", ledger);
	view->head = *head;
	digest_sha256_hex(raw.data, raw.len, view->head_sha256);
	view->sequence = strtoull(event_get(&event, FIELD_SEQUENCE), NULL, 10);
	view->time = commit.time;
	view->memo = arena_alloc(l->arena, sizeof(*view->memo));
	return 0;
}

/* The record there, where it follows from that of a later head; else it has to be folded again. */
static int view_record(const struct ledger *l, struct ledger_view *view, struct err *err)
{
	const struct ledger_view *later = l->view;
	const struct indexed_event *here = later ? event_index_at(fold_index(later->fold),
								  view->sequence)
						 : NULL;

	if (here && event_index_is_of(here, view->head_sha256) &&
	    ledger_view_until(l->repo, l->arena, view, later->fold, err) < 0)
		return -1;
	return 0;
}

int ledger_view_at(const struct ledger *l, const char *ledger, const struct oid *head,
		   struct bytes raw, struct ledger_view **ret, struct err *err)
{
	struct ledger_view *view = arena_alloc(l->arena, sizeof(*view));

	if (name_view(l, ledger, head, raw, view, err) < 0 || view_record(l, view, err) < 0)
		return -1;
	if (!view->fold && ledger_verify_to(l, NULL, head, &view, err))
		return -1;
	*ret = view;
	return 0;
}

/* What was remembered beside the head; where it is damaged or of another version, nothing. */
static int recall_record(const struct ledger *l, const char *remote, struct ledger_view *view,
			 struct err *err)
{
	const char *record, *stem;
	struct bytes text;

	if (strcmp(remote, "local") != 0)
		return view_record(l, view, err);
	if (memory_beside(l->memory, view->id, remote, ".record", &record, err) < 0 ||
	    memory_beside(l->memory, view->id, remote, "", &stem, err) < 0)
		return -1;
	if (!memory_recall(record, l->arena, &text))
		return 0;
	return ledger_view_recall(l->repo, l->arena, view, text, stem, err);
}

int ledger_remembered(const struct ledger *l, const char *ledger, const char *remote,
		      struct ledger_view **ret, struct err *err)
{
	struct ledger_view *view = arena_alloc(l->arena, sizeof(*view));
	struct remembered_head head;
	struct bytes raw;
	char sha256[DIGEST_HEX];
	bool found;

	*ret = NULL;
	if (memory_head(l->memory, ledger, remote, &head, &found, err) < 0)
		return -1;
	if (!found || head.verifier != MEMORY_VERIFIER)
		return 0;
	if (object_read(l->repo, &head.tip, OBJECT_COMMIT, LIMIT_COMMIT, l->arena, &raw, err) <
	    0) {
		if (err->code == ERR_NOT_FOUND)
			err_next(err, l->remote ? "git mcade sync --repair"
						: "its objects are gone: git fsck names them");
		return err_prefix(err, "the ledger was seen at event %" PRIu64, head.sequence);
	}
	digest_sha256_hex(raw.data, raw.len, sha256);
	if (strcmp(sha256, head.sha256) != 0)
		return err_set(err, ERR_UNTRUSTED,
			       "event %" PRIu64 " has other bytes than when it was verified",
			       head.sequence);
	if (name_view(l, ledger, &head.tip, raw, view, err) < 0 ||
	    recall_record(l, remote, view, err) < 0)
		return -1;
	*ret = view;
	return 0;
}

static int remember_record(const struct ledger *l, const struct ledger_view *view,
			   struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const char *record, *stem;

	if (memory_beside(l->memory, view->id, "local", ".record", &record, err) < 0 ||
	    memory_beside(l->memory, view->id, "local", "", &stem, err) < 0 ||
	    fold_save(view->fold, stem, &text, err) < 0)
		return -1;
	return memory_keep(l->memory, record, bytes_of(text.buf, text.len), err);
}

struct remembered_head ledger_head(const struct ledger_view *view)
{
	struct remembered_head head = {
		.tip = view->head, .sequence = view->sequence, .verifier = MEMORY_VERIFIER};

	memcpy(head.sha256, view->head_sha256, sizeof(head.sha256));
	return head;
}

int ledger_remember(const struct ledger *l, const char *remote, const struct ledger_view *view,
		    struct err *err)
{
	struct remembered_head head = ledger_head(view);

	if (!strcmp(remote, "local") && remember_record(l, view, err) < 0)
		return -1;
	return memory_remember(l->memory, view->id, remote, &head, err);
}

void ledger_remember_if_possible(const struct ledger *l, const char *remote,
				 const struct ledger_view *view)
{
	struct err told;

	(void)ledger_remember(l, remote, view, &told);
}

/* -- the local ledger ---------------------------------------------------------------------------- */

int ledger_untrusted(const struct findings *findings, struct err *err)
{
	const struct finding *f = NULL;

	for (size_t i = 0; i < findings->count && !f; i++)
		if (findings->items[i].severity == FINDING_ERROR &&
		    findings->items[i].rule == RULE_LEDGER_INTEGRITY)
			f = &findings->items[i];
	if (!f)
		return err_set(err, ERR_UNTRUSTED, "the ledger cannot be trusted");
	err_set(err, ERR_UNTRUSTED, "the ledger cannot be trusted: %s (expected %s, found %s)",
		f->message, f->expected ? f->expected : "-", f->found ? f->found : "-");
	return err_next(err, "git mcade audit");
}

static int verify_local(const struct ledger *l, const struct ledger_view *from,
			const struct oid *tip, struct ledger_view **ret, struct err *err)
{
	int verdict = ledger_verify_to(l, from, tip, ret, err);

	if (verdict < 0 && err->code == ERR_UNTRUSTED && !err->next[0])
		err_next(err, "git mcade sync");
	return verdict ? -1 : 0;
}

/* After what was seen here; from the genesis where that was set aside since. */
static int verify_here(const struct ledger *l, const struct ledger_view *from,
		       const struct oid *tip, struct ledger_view **ret, struct err *err)
{
	struct err ignored;
	bool aside;

	if (verify_local(l, from, tip, ret, err) == 0)
		return 0;
	if (!from || err->code != ERR_UNTRUSTED)
		return -1;
	if (aside_keeps(l, &from->head, &aside, &ignored) == 0 && aside)
		return verify_local(l, NULL, tip, ret, err);
	return err_next(err, "git mcade sync");
}

bool ledger_is_configured(const struct ledger *l, const struct ledger_view *view)
{
	const char *id = repo_config_get(l->repo, "mcade.ledgerId");

	return id && !strcmp(id, view->id);
}

int ledger_open_unconfirmed(const struct ledger *l, const struct ledger_view **ret,
			    struct err *err)
{
	struct ledger_view *from = NULL, *view = NULL;
	struct err told; /* memory_unkept() */
	char known[65];
	struct oid tip;

	if (ref_peek(l->repo, l->ref, &tip, err) < 0)
		return ledger_damaged(l, err);
	if (oid_is_zero(&tip))
		return ledger_absence(l, err);
	if (l->view && oid_equal(&l->view->head, &tip)) {
		*ret = l->view;
		return 0;
	}
	if (memory_repository_ledger(l->memory, known, err) < 0)
		return -1;
	if (known[0] && ledger_remembered(l, known, "local", &from, err) < 0)
		return -1;
	if (from && from->fold && oid_equal(&from->head, &tip))
		view = from;
	else if (verify_here(l, from, &tip, &view, err) < 0)
		return -1;
	if (known[0] && strcmp(known, view->id) != 0)
		return err_set(err, ERR_UNTRUSTED,
			       "this repository had ledger %s; branch '%s' now "
			       "holds ledger %s",
			       known, l->ref + strlen("refs/heads/"), view->id);
	if (memory_is_pinned(l->memory, view->id, &view->confirmed, err) < 0)
		return -1;
	/* a copy of a repository has its ledger from here on, and an alarm where it is rewound or gone */
	if (view->confirmed && !known[0] && ledger_is_configured(l, view))
		(void)memory_note_repository(l->memory, view->id, &told);
	if (view->confirmed && view != from)
		ledger_remember_here(l, view);
	*ret = view;
	return 0;
}

int ledger_must_be_confirmed(const struct ledger_view *view, struct err *err)
{
	if (view->confirmed)
		return 0;
	err_set(err, ERR_WAITING,
		"genesis unconfirmed: compare %s with the one that your "
		"team published",
		view->id);
	return err_next(err, "git mcade join --expect-genesis %s", view->id);
}

int ledger_open(const struct ledger *l, const struct ledger_view **ret, struct err *err)
{
	const struct ledger_view *view;

	if (ledger_open_unconfirmed(l, &view, err) < 0 ||
	    ledger_must_be_confirmed(view, err) < 0)
		return -1;
	*ret = view;
	return 0;
}
