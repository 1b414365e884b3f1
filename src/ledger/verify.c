/* Read this first: one event after the other, and what is checked of each. */
#include "ledger/verify_internal.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/texts.h"
#include "repo/ledger.h"
#include "repo/object.h"

/* -- findings ------------------------------------------------------------------------------------ */

int bad(struct judgement *j, const char *expected, const char *found, const char *fmt, ...)
{
	char message[1024], commit[OID_HEX_SIZE];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	oid_hex(j->commit, commit);
	finding_add(
		j->findings, RULE_LEDGER_INTEGRITY, FINDING_ERROR,
		(struct finding){
			.commit = commit,
			.sequence = j->sequence,
			.has_sequence = true,
			.expected = expected,
			.found = found,
			.fix = "hint: the branch is not what was written; fetch the ledger "
			       "from a clone that verifies, and put the branch back to that"},
		"event %" PRIu64 ": %s", j->sequence, message);
	return 1;
}

int bad_bytes(struct judgement *j, const char *what, const char *expected)
{
	if (j->err->code != ERR_FORMAT && j->err->code != ERR_LIMIT &&
	    j->err->code != ERR_UNTRUSTED)
		return -1;
	return bad(j, expected, j->err->text, "%s", what);
}

/* -- the checks, in order ------------------------------------------------------------------------ */

/* A later version's event is "cannot tell" only from one who may write here: else it is junk. */
static int later_version(struct judgement *j)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const struct trust *trust;
	struct err other;

	public_key_format(&j->said->key, &text);
	if (state_trust(fold_record(j->v->at.fold), &trust, &other) < 0) {
		err_copy(j->err, &other);
		return -1;
	}
	if (!oid_is_zero(&j->v->at.head) && !trust_signer(trust, text.buf))
		return bad(j, "a key of a principal in force", text.buf,
			   "no principal has the signing key");
	if (!j->err->next[0])
		err_next(j->err, "install a newer git-mcade");
	return err_prefix(j->err, "event %" PRIu64, j->sequence);
}

/* Grammar and signature: whose bytes are these, and are they the only spelling? */
static int check_said(struct judgement *j)
{
	if (j->said->err)
		err_copy(j->err, j->said->err);
	switch (j->said->fault) {
	case SIGNED_WELL:
		return 0;
	case NO_LEDGER_COMMIT:
		return bad_bytes(
			j, "the commit is not in the ledger's form",
			"tree, parent, author, committer, gpgsig and the message, each once");
	case NO_GOOD_SIGNATURE:
		if (j->err->code == ERR_UNSUPPORTED)
			return bad(j, "an ed25519 signature", j->err->text,
				   "the signature is not an ed25519 signature");
		return bad_bytes(j, "the signature is bad",
				 "a good signature over this commit");
	default:
		if (j->err->code == ERR_UNSUPPORTED)
			return later_version(j);
		return bad_bytes(j, "the message is not an event",
				 "an event in canonical form");
	}
}

static int check_field(struct judgement *j, enum event_field field, const char *expected)
{
	const char *found = event_get(j->event, field);

	if (text_is(found, expected))
		return 0;
	return bad(j, expected, found ? found : "nothing", "Mcade-%s is wrong",
		   event_field_word(field));
}

static int check_chain(struct judgement *j)
{
	struct verifier *v = j->v;
	char parent[OID_HEX_SIZE] = "";

	if (!oid_is_zero(&v->rejected))
		oid_hex(&v->rejected, parent);
	else if (!oid_is_zero(&v->at.head))
		oid_hex(&v->at.head, parent);
	if (strcmp(j->envelope->parent, parent) != 0)
		return bad(j, *parent ? parent : "no parent",
			   *j->envelope->parent ? j->envelope->parent : "no parent",
			   "the parent is wrong");
	if ((j->event->word == EVENT_INIT) != oid_is_zero(&v->at.head))
		return bad(j, *parent ? "any other word" : "init",
			   event_info(j->event->word)->word, "the event is wrong here");
	if ((j->event->word == EVENT_RECOVER) != !oid_is_zero(&v->rejected) ||
	    (j->event->word == EVENT_RECOVER &&
	     strcmp(event_get(j->event, FIELD_REJECTS), parent) != 0))
		return bad(j, "what was pushed after the last good event",
			   j->event->word == EVENT_RECOVER ? event_get(j->event, FIELD_REJECTS)
							   : "nothing",
			   "Mcade-Rejects is wrong");
	if (check_field(j, FIELD_SEQUENCE, arena_printf(j->scratch, "%" PRIu64, j->sequence)))
		return 1;
	if (j->event->word == EVENT_INIT)
		return 0;
	if (check_field(j, FIELD_LEDGER, arena_printf(j->scratch, "sha256:%s", v->at.id)) ||
	    check_field(j, FIELD_PREVIOUS,
			arena_printf(j->scratch, "sha256:%s", v->at.head_sha256)))
		return 1;
	return 0;
}

/* The principal in force for this key, or the one that a genesis introduces. What it may do there
 * is policy; whether it is anybody's is not. */
static int find_signer(struct judgement *j, struct principal *ret)
{
	const struct principal *principal, *owner;
	const struct trust *trust;

	if (j->event->word == EVENT_INIT) {
		*ret = (struct principal){.id = event_get(j->event, FIELD_PRINCIPAL),
					  .name = event_get(j->event, FIELD_NAME),
					  .email = event_get(j->event, FIELD_EMAIL)};
		if (event_says(j->event, FIELD_KEY, j->v->key_text))
			return 0;
		return bad(j, "a key that the genesis names", j->v->key_text,
			   "the signing key is not the genesis's own");
	}
	if (state_trust(fold_record(j->v->at.fold), &trust, j->err) < 0)
		return -1;
	principal = trust_signer(trust, j->v->key_text);
	if (!principal && text_is(trust->recovery, j->v->key_text) &&
	    (j->event->word == EVENT_RECOVER || j->event->word == EVENT_TRUST)) {
		*ret = (struct principal){
			.id = TRUST_RECOVERY, .name = TRUST_RECOVERY, .email = TRUST_RECOVERY};
		return 0;
	}
	owner = trust_owner(trust, j->v->key_text);
	if (!principal)
		return bad(j, "a key of a principal in force",
			   owner ? arena_printf(j->scratch, "a revoked key of '%s'", owner->id)
				 : j->v->key_text,
			   "no principal has the signing key");
	if (!trust_may_sign(principal, j->event, j->v->key_text))
		return bad(
			j, arena_printf(j->scratch, "Mcade-Revoked: %s", j->v->key_text),
			event_get(j->event, FIELD_REVOKED) ? event_get(j->event, FIELD_REVOKED)
							   : "nothing",
			"'%s' is not a root, and replaces no key but the one that signs this",
			principal->id);
	*ret = *principal;
	return 0;
}

static int check_signer(struct judgement *j)
{
	const struct public_key *key = &j->said->key;
	struct verifier *v = j->v;
	struct principal signer = {.id = "", .name = "", .email = ""};
	const char *name;
	int verdict;

	if (!v->key_text || !public_key_equal(&v->key, key)) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

		public_key_format(key, &text);
		v->key_text = arena_strdup(v->source.arena, text.buf);
		v->key = *key;
	}
	verdict = find_signer(j, &signer);
	if (verdict)
		return verdict;
	name = arena_printf(j->scratch, "%s" COMMIT_NAME_MARK, signer.name);
	if (strcmp(j->envelope->name, name) != 0)
		return bad(j, name, j->envelope->name, "the author's name is not the signer's");
	if (strcmp(j->envelope->email, signer.email) != 0)
		return bad(j, signer.email, j->envelope->email,
			   "the author's email is not the signer's");
	j->origin = (struct event_origin){.time = j->envelope->time,
					  .principal = arena_strdup(j->scratch, signer.id),
					  .name = arena_strdup(j->scratch, signer.name)};
	return 0;
}

/* Attachments that are not stored yet, else the files of the commit's own tree. */
static int read_attached(void *context, const char *path, struct arena *a, struct bytes *ret,
			 bool *ret_found, struct err *err)
{
	struct judgement *j = context;
	const struct bytes *brought = strmap_get(&j->v->brought, path);
	struct oid tree, blob;
	uint32_t mode;

	*ret_found = brought != NULL;
	if (brought) {
		*ret = *brought;
		return 0;
	}
	if (!oid_parse(j->envelope->tree, &tree))
		return 0;
	if (!event_may_attach(j->event, path, a))
		return 0;
	if (tree_lookup(j->v->source.repo, &tree, path, &mode, &blob, err) < 0)
		return -1;
	*ret_found = mode == TREE_FILE;
	return *ret_found ? object_read(j->v->source.repo, &blob, OBJECT_BLOB, LIMIT_BLOB, a,
					ret, err)
			  : 0;
}

static void report_judged(struct judgement *j, const struct findings *judged)
{
	char commit[OID_HEX_SIZE];

	oid_hex(j->commit, commit);
	for (size_t i = 0; i < judged->count; i++) {
		struct finding f = judged->items[i];

		f.commit = commit;
		f.sequence = j->sequence;
		f.has_sequence = true;
		finding_add(j->findings, f.rule, f.severity, f, "event %" PRIu64 ": %s",
			    j->sequence, f.message);
	}
}

/*
 * Judged on the record before it, then filed: first on the record, or on a state of the tree's own
 * where the two are apart. 1: malformed.
 */
static int check_act(struct judgement *j, struct file_changes *ret_changes)
{
	struct verifier *v = j->v;
	struct attachments attachments = {read_attached, j};
	struct fold_event next = {.event = j->event,
				  .origin = &j->origin,
				  .attachments = attachments,
				  .sequence = j->sequence,
				  .sha256 = j->said->sha256,
				  .commit = j->commit,
				  .own = v->own,
				  .received = j->sequence > v->received_after ? v->received
									      : 0};
	struct findings malformed = {.arena = j->scratch}, judged = {.arena = j->scratch};
	struct state *state;
	bool counts;

	if (fold_judge(v->at.fold, &next, &judged, &counts, j->err) < 0)
		return -1;
	report_judged(j, &judged);
	if (counts && !fold_is_apart(v->at.fold)) {
		state = fold_record(v->at.fold);
		v->tree_state = NULL;
	} else {
		if (!v->tree_state)
			v->tree_state = state_open(
				v->source.arena, (struct state_source){.read = view_said,
								       .context = &v->source});
		state = v->tree_state;
	}
	if (state_apply(state, j->event, &j->origin, attachments, j->scratch, ret_changes,
			&malformed, j->err) < 0)
		return -1;
	if (malformed.count)
		return bad(j, malformed.items[0].expected, malformed.items[0].found, "%s",
			   malformed.items[0].message);
	return fold_take(v->at.fold, &next, ret_changes, j->err);
}

/* It was filed, and is not what it says: everything stands again where it stood before. */
static int step_back(struct judgement *j, int verdict)
{
	struct verifier *v = j->v;
	struct err fault;

	fold_undo(v->at.fold);
	v->tree_state = NULL;
	tree_image_free(MOVE(v->at.image));
	if (oid_is_zero(&v->at.head))
		v->at.image = tree_image_new();
	else if (tree_image_load(v->source.repo, &v->at.tree, &v->at.image, &fault) < 0) {
		err_copy(j->err, &fault);
		return -1;
	}
	return verdict;
}

int verifier_next(struct verifier *v, const struct oid *commit, const struct signed_event *said,
		  struct arena *scratch, struct verified_event *ret, struct findings *findings,
		  struct err *err)
{
	struct judgement j = {.v = v,
			      .commit = commit,
			      .said = said,
			      .envelope = &said->commit,
			      .event = &said->event,
			      .scratch = scratch,
			      .findings = findings,
			      .err = err,
			      .sequence = oid_is_zero(&v->at.head) ? 0 : v->at.sequence + 1};
	struct file_changes changes = {0};
	int verdict;

	if ((verdict = check_said(&j)) || (verdict = check_chain(&j)) ||
	    (verdict = check_signer(&j)))
		return verdict;
	if ((verdict = check_act(&j, &changes)) || (verdict = verify_files(&j, &changes)))
		return step_back(&j, verdict);
	v->at.head = *commit;
	v->at.sequence = j.sequence;
	v->at.time = said->commit.time;
	memcpy(v->at.head_sha256, said->sha256, sizeof(v->at.head_sha256));
	v->rejected = OID_ZERO;
	if (said->event.word == EVENT_INIT)
		memcpy(v->at.id, v->at.head_sha256, sizeof(v->at.id));
	if (ret)
		*ret = (struct verified_event){.commit = *commit,
					       .sequence = j.sequence,
					       .time = said->commit.time,
					       .event = said->event,
					       .origin = j.origin,
					       .key = v->key_text,
					       .sha256 = v->at.head_sha256};
	return 0;
}
