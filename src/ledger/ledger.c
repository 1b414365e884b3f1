#include "ledger/ledger.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/time.h"
#include "ledger/verify.h"
#include "ledger/governed.h"
#include "model/ledger_commit.h"
#include "repo/evidence.h"
#include "repo/object.h"
#include "repo/ref.h"
#include "sign/digest.h"

/* -- opening ------------------------------------------------------------------------------------- */

/* mcade.remote, else the only remote, else origin; NULL where there is none. */
static int choose_remote(struct session *s, struct err *err)
{
	const char **names;
	size_t count;

	if (repo_config_get(s->repo, "mcade.remote", &s->arena, &s->remote, err) < 0)
		return -1;
	if (s->remote)
		return 0;
	if (repo_remotes(s->repo, &s->arena, &names, &count, err) < 0)
		return -1;
	if (count == 1)
		s->remote = names[0];
	for (size_t i = 0; count > 1 && i < count; i++)
		if (!strcmp(names[i], "origin"))
			s->remote = names[i];
	return 0;
}

static int choose_ledger_ref(struct session *s, struct err *err)
{
	const char *branch;

	if (repo_config_get(s->repo, "mcade.ledger", &s->arena, &branch, err) < 0)
		return -1;
	if (!branch)
		s->ledger_ref = LEDGER_REF_DEFAULT;
	else if (!strncmp(branch, "refs/", 5))
		s->ledger_ref = branch;
	else
		s->ledger_ref = arena_printf(&s->arena, "refs/heads/%s", branch);
	if (strncmp(s->ledger_ref, "refs/heads/", 11) != 0 || !ref_name_ok(s->ledger_ref))
		return err_set(err, ERR_FORMAT,
			       "'mcade.ledger' is '%s', not the name of a branch", branch);
	return 0;
}

static int session_open_bare(struct session *s, struct err *err)
{
	*s = (struct session){.arena = s->arena, .now = time_now(), .progress = s->progress};
	return sign_init(err);
}

/* enum repo_mode says whose environment counts: Git's (hooks) or the person's (commands). */
static int session_open(struct session *s, enum repo_mode mode, struct err *err)
{
	if (session_open_bare(s, err) < 0 || repo_open(mode, &s->repo, err) < 0 ||
	    memory_open(s->repo, &s->arena, &s->memory, err) < 0 ||
	    choose_ledger_ref(s, err) < 0)
		return -1;
	return choose_remote(s, err);
}

int session_begin(struct session *s, unsigned needs, bool hook, struct err *err)
{
	struct ledger_view *view;

	if (needs == NEEDS_NOTHING)
		return session_open_bare(s, err);
	if (session_open(s, hook ? REPO_HOOK : REPO_COMMAND, err) < 0)
		return -1;
	return needs & NEEDS_LEDGER ? session_ledger(s, &view, err) : 0;
}

void session_close(struct session *s)
{
	for (size_t i = 0; i < s->view_count; i++)
		ledger_view_close(s->views[i]);
	if (s->evidence)
		evidence_store_free(s->evidence);
	if (s->signer)
		signer_close(s->signer);
	if (s->repo)
		repo_free(s->repo);
	arena_free(&s->arena);
	*s = (struct session){0};
}

/* -- views --------------------------------------------------------------------------------------- */

void session_keep_view(struct session *s, struct ledger_view *view)
{
	*ARENA_PUSH(&s->arena, s->views, s->view_count) = view;
}

int session_verify(struct session *s, const struct ledger_view *from, const struct oid *tip,
		   struct ledger_view **ret, struct err *err)
{
	struct findings findings = {.arena = &s->arena};
	int verdict = ledger_verify(s->repo, &s->arena, from, tip, s->progress, NULL, NULL, ret,
				    &findings, err);

	if (verdict >= 0 && *ret)
		session_keep_view(s, *ret);
	if (verdict > 0)
		session_untrusted(&findings, err);
	return verdict;
}

static int name_view(struct session *s, const char *ledger, const struct oid *head,
		     struct bytes raw, struct ledger_view *view, struct err *err)
{
	struct ledger_commit commit;
	struct event event;

	if (ledger_commit_parse(raw, &s->arena, &commit, err) < 0 ||
	    event_decode(commit.message, &s->arena, &event, err) < 0 ||
	    !oid_parse(commit.tree, &view->tree))
		return -1;
	snprintf(view->id, sizeof(view->id), "%s", ledger);
	view->head = *head;
	digest_sha256_hex(raw.data, raw.len, view->head_sha256);
	view->sequence = strtoull(event_get(&event, FIELD_SEQUENCE), NULL, 10);
	view->time = commit.time;
	return 0;
}

/* The record there, where it follows from that of a later head; else it has to be folded again. */
static int view_record(struct session *s, struct ledger_view *view, struct err *err)
{
	struct ledger_view *later = s->ledger;
	const struct indexed_event *here = later ? event_index_at(fold_index(later->fold),
								  view->sequence)
						 : NULL;

	if (here && event_index_is_of(here, view->head_sha256) &&
	    ledger_view_until(s->repo, &s->arena, view, later->fold, err) < 0)
		return -1;
	return 0;
}

int session_view(struct session *s, const char *ledger, const struct oid *head,
		 struct bytes raw, struct ledger_view **ret, struct err *err)
{
	struct ledger_view *view = arena_alloc(&s->arena, sizeof(*view));

	if (name_view(s, ledger, head, raw, view, err) < 0 || view_record(s, view, err) < 0)
		return -1;
	session_keep_view(s, view);
	if (!view->fold && session_verify(s, NULL, head, &view, err))
		return -1;
	*ret = view;
	return 0;
}

/* What was remembered beside the head; where it is damaged or of another version, nothing. */
static int recall_record(struct session *s, const char *remote, struct ledger_view *view,
			 struct err *err)
{
	const char *record, *stem;
	struct bytes text;

	if (strcmp(remote, "local") != 0)
		return view_record(s, view, err);
	if (memory_beside(s->memory, view->id, remote, ".record", &record, err) < 0 ||
	    memory_beside(s->memory, view->id, remote, "", &stem, err) < 0)
		return -1;
	if (!memory_recall(record, &s->arena, &text))
		return 0;
	return ledger_view_recall(s->repo, &s->arena, view, text, stem, err);
}

int session_remembered(struct session *s, const char *ledger, const char *remote,
		       struct ledger_view **ret, struct err *err)
{
	struct ledger_view *view = arena_alloc(&s->arena, sizeof(*view));
	struct remembered_head head;
	struct bytes raw;
	char sha256[DIGEST_HEX];
	bool found;

	*ret = NULL;
	if (memory_head(s->memory, ledger, remote, &head, &found, err) < 0)
		return -1;
	if (!found || head.verifier != MEMORY_VERIFIER)
		return 0;
	if (object_read(s->repo, &head.tip, OBJECT_COMMIT, LIMIT_COMMIT, &s->arena, &raw, err) <
	    0) {
		if (err->code == ERR_NOT_FOUND)
			err_next(err, s->remote ? "git fetch %s" : "its objects are gone: %s",
				 s->remote ? s->remote : "git fsck names them");
		return err_prefix(err, "the ledger was seen at event %" PRIu64, head.sequence);
	}
	digest_sha256_hex(raw.data, raw.len, sha256);
	if (strcmp(sha256, head.sha256) != 0)
		return err_set(err, ERR_UNTRUSTED,
			       "event %" PRIu64 " has other bytes than when it was verified",
			       head.sequence);
	if (name_view(s, ledger, &head.tip, raw, view, err) < 0 ||
	    recall_record(s, remote, view, err) < 0)
		return -1;
	session_keep_view(s, view);
	*ret = view;
	return 0;
}

static int remember_record(struct session *s, const struct ledger_view *view, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const char *record, *stem;

	if (memory_beside(s->memory, view->id, "local", ".record", &record, err) < 0 ||
	    memory_beside(s->memory, view->id, "local", "", &stem, err) < 0 ||
	    fold_save(view->fold, stem, &text, err) < 0)
		return -1;
	return memory_keep(s->memory, record, bytes_of(text.buf, text.len), err);
}

int session_remember(struct session *s, const char *remote, const struct ledger_view *view,
		     struct err *err)
{
	struct remembered_head head = {
		.tip = view->head, .sequence = view->sequence, .verifier = MEMORY_VERIFIER};

	if (!strcmp(remote, "local") && remember_record(s, view, err) < 0)
		return -1;
	memcpy(head.sha256, view->head_sha256, sizeof(head.sha256));
	return memory_remember(s->memory, view->id, remote, &head, err);
}

/* -- the local ledger ---------------------------------------------------------------------------- */

int session_untrusted(const struct findings *findings, struct err *err)
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

/* There is no branch: was there one, is there one elsewhere, or is this a plain repository? */
const char *session_fetch_line(struct session *s)
{
	const char *branch = s->ledger_ref + strlen("refs/heads/");
	const char *remote = s->remote ? s->remote : "origin";

	return arena_printf(&s->arena, "git fetch %s %s:refs/remotes/%s/%s", remote, branch,
			    remote, branch);
}

static int explain_absence(struct session *s, struct err *err)
{
	const char *marker, *remote_ref;
	const char *branch = s->ledger_ref + strlen("refs/heads/");
	char remembered[65];
	struct oid remote_tip;

	if (memory_repository_ledger(s->memory, remembered, err) < 0 ||
	    repo_config_get(s->repo, "mcade.ledgerId", &s->arena, &marker, err) < 0)
		return -1;
	if (remembered[0]) {
		err_set(err, ERR_UNTRUSTED,
			"branch '%s' is gone; this repository had ledger %s", branch,
			remembered);
		return err_next(err, "git mcade sync");
	}
	remote_ref = arena_printf(&s->arena, "refs/remotes/%s/%s",
				  s->remote ? s->remote : "origin", branch);
	if (ref_peek(s->repo, remote_ref, &remote_tip, err) < 0)
		return -1;
	if (!oid_is_zero(&remote_tip)) {
		err_set(err, ERR_NOT_FOUND, "this clone has not joined its ledger");
		return err_next(err, "git mcade join");
	}
	if (!marker)
		marker = governed_marker(s);
	if (marker) {
		err_set(err, ERR_NOT_FOUND,
			"ledger %s is named by the configuration or runbook.yaml, but branch "
			"'%s' is not here",
			marker, branch);
		return err_next(err, s->remote ? "git mcade join"
					       : "add the remote that has it (git remote add), "
						 "then git mcade join");
	}
	err_set(err, ERR_NOT_FOUND, "this repository has no ledger");
	return err_next(err, "git mcade init");
}

static int verify_local(struct session *s, const struct ledger_view *from,
			const struct oid *tip, struct ledger_view **ret, struct err *err)
{
	int verdict = session_verify(s, from, tip, ret, err);

	if (verdict < 0 && err->code == ERR_UNTRUSTED && !err->next[0])
		err_next(err, "git mcade sync");
	return verdict ? -1 : 0;
}

int session_ledger_unconfirmed(struct session *s, struct ledger_view **ret, struct err *err)
{
	struct ledger_view *from = NULL, *view = NULL;
	char known[65];
	struct oid tip;

	if (ref_peek(s->repo, s->ledger_ref, &tip, err) < 0)
		return -1;
	if (oid_is_zero(&tip))
		return explain_absence(s, err);
	if (s->ledger && oid_equal(&s->ledger->head, &tip)) {
		*ret = s->ledger;
		return 0;
	}
	if (memory_repository_ledger(s->memory, known, err) < 0)
		return -1;
	if (known[0] && session_remembered(s, known, "local", &from, err) < 0)
		return -1;
	if (from && from->fold && oid_equal(&from->head, &tip))
		view = from;
	else if (verify_local(s, from, &tip, &view, err) < 0)
		return from && err->code == ERR_UNTRUSTED ? err_next(err, "git mcade sync")
							  : -1;
	if (known[0] && strcmp(known, view->id) != 0)
		return err_set(err, ERR_UNTRUSTED,
			       "this repository had ledger %s; branch '%s' now "
			       "holds ledger %s",
			       known, s->ledger_ref + strlen("refs/heads/"), view->id);
	if (memory_is_pinned(s->memory, view->id, &view->confirmed, err) < 0)
		return -1;
	if (view->confirmed && view != from && session_remember(s, "local", view, err) < 0)
		return -1;
	s->ledger = view;
	*ret = view;
	return 0;
}

int session_ledger(struct session *s, struct ledger_view **ret, struct err *err)
{
	struct ledger_view *view;

	if (session_ledger_unconfirmed(s, &view, err) < 0)
		return -1;
	if (!view->confirmed) {
		err_set(err, ERR_WAITING,
			"genesis unconfirmed: compare %s with the one that your "
			"team published",
			view->id);
		return err_next(err, "git mcade join --expect-genesis %s", view->id);
	}
	*ret = view;
	return 0;
}

/* -- the person ---------------------------------------------------------------------------------- */

/* mcade.signingKey, else user.signingkey; what else there is, sign/signer.h knows. */
static int wish_for(struct session *s, struct signer_wish *ret, struct err *err)
{
	struct signer_wish wish = {.home = getenv("HOME"),
				   .agent_socket = getenv("SSH_AUTH_SOCK")};

	if (repo_config_get(s->repo, "mcade.signingKey", &s->arena, &wish.signing_key, err) < 0)
		return -1;
	if (!wish.signing_key &&
	    repo_config_get(s->repo, "user.signingkey", &s->arena, &wish.signing_key, err) < 0)
		return -1;
	*ret = wish;
	return 0;
}

/* Of several keys in an agent, those that the ledger knows count. */
static int known_keys(struct session *s, struct signer_wish *wish, struct err *err)
{
	struct public_key *known = NULL;
	const struct trust *trust;

	if (state_trust(s->ledger->state, &trust, err) < 0)
		return -1;
	for (size_t i = 0; i < trust->principal_count; i++)
		for (size_t k = 0; k < trust->principals[i].key_count; k++) {
			struct public_key *key = ARENA_PUSH(&s->arena, known,
							    wish->known_count);

			if (public_key_parse(trust->principals[i].keys[k], key, err) < 0)
				return -1;
		}
	wish->known = known;
	return 0;
}

int session_signer(struct session *s, struct signer **ret, struct err *err)
{
	struct signer_wish wish;

	if (!s->signer &&
	    (wish_for(s, &wish, err) < 0 || (s->ledger && known_keys(s, &wish, err) < 0) ||
	     signer_choose(&wish, &s->signer, err) < 0))
		return -1;
	*ret = s->signer;
	return 0;
}

int session_principal(struct session *s, const struct principal **ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf key = STRBUF_INIT;
	const struct trust *trust;
	struct signer *signer;

	if (session_signer(s, &signer, err) < 0 ||
	    state_trust(s->ledger->state, &trust, err) < 0)
		return -1;
	public_key_format(&signer->key, &key);
	*ret = trust_signer(trust, key.buf);
	return 0;
}

int session_own_key(struct session *s, struct public_key *ret, struct err *err)
{
	CLEANUP(signer_closep) struct signer *signer = NULL;
	struct signer_wish wish;

	if (wish_for(s, &wish, err) < 0 || signer_choose(&wish, &signer, err) < 0)
		return -1;
	*ret = signer->key;
	return 0;
}
