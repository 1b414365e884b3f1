/* One event after the other: what is checked of each, and what is carried on. */
#include "engine/audit.h"

#include "base/cleanup.h"
#include "base/limits.h"
#include "base/number.h"
#include "base/strmap.h"
#include "base/time.h"
#include "model/ledger_commit.h"
#include "repo/ledger.h"
#include "repo/object.h"
#include "sign/digest.h"
#include "sign/sshsig.h"

#define SKEW 600 /* seconds that clocks may differ */

struct verifier {
	struct repo *repo;
	struct arena *arena;
	struct state *state;
	struct tree_image *image; /* the tree after the last good event */
	struct strmap ids;	  /* every Mcade-Id so far, when from_genesis */
	bool from_genesis;
	struct strmap brought; /* path -> struct bytes: attachments that are not stored yet */
	char ledger[65];
	struct oid head, tree;
	char head_sha256[65], head_id[33];
	uint64_t sequence;
	int64_t time, clock;   /* clock: the latest time that was no finding */
	struct public_key key; /* the last signer's, and its text: most events have the same */
	const char *key_text;
};

/* The state asks for files as the tree has them before the event. */
static int read_from_image(void *context, const char *path, struct arena *a, struct bytes *ret,
			   bool *ret_found, struct err *err)
{
	struct verifier *v = context;
	struct oid blob;

	if (tree_image_get(v->image, path, &blob, err) < 0)
		return -1;
	*ret_found = !oid_is_zero(&blob);
	return *ret_found ? object_read(v->repo, &blob, OBJECT_BLOB, LIMIT_BLOB, a, ret, err)
			  : 0;
}

static struct verifier *new_verifier(struct repo *repo, struct arena *a)
{
	struct verifier *v = arena_alloc(a, sizeof(*v));

	v->repo = repo;
	v->arena = a;
	v->ids.arena = a;
	v->brought.arena = a;
	v->state = state_open(a, (struct state_source){read_from_image, v});
	return v;
}

struct verifier *verifier_new(struct repo *repo, struct arena *a)
{
	struct verifier *v = new_verifier(repo, a);

	v->image = tree_image_new();
	v->from_genesis = true;
	return v;
}

int verifier_resume(struct repo *repo, struct arena *a, const struct ledger_view *view,
		    struct verifier **ret, struct err *err)
{
	struct verifier *v = new_verifier(repo, a);

	if (tree_image_load(repo, &view->tree, &v->image, err) < 0)
		return -1;
	memcpy(v->ledger, view->id, sizeof(v->ledger));
	memcpy(v->head_sha256, view->head_sha256, sizeof(v->head_sha256));
	memcpy(v->head_id, view->head_id, sizeof(v->head_id));
	v->head = view->head;
	v->tree = view->tree;
	v->sequence = view->sequence;
	v->time = v->clock = view->time;
	*ret = v;
	return 0;
}

void verifier_free(struct verifier *v)
{
	if (v->image)
		tree_image_free(MOVE(v->image));
}

void verifier_bring(struct verifier *v, const char *path, struct bytes data)
{
	strmap_put(&v->brought, arena_strdup(v->arena, path),
		   arena_memdup(v->arena, &data, sizeof(data)));
}

/* -- findings ------------------------------------------------------------------------------------ */

/* What is being judged: enough to say where a finding stands. */
struct judgement {
	struct verifier *v;
	const struct oid *commit;
	struct bytes raw;
	struct arena *scratch;
	struct findings *findings;
	struct err *err;
	struct ledger_commit envelope;
	struct event event;
	struct event_origin origin;
	uint64_t sequence; /* the one that is expected */
};

static int bad(struct judgement *j, const char *expected, const char *found, const char *fmt,
	       ...) PRINTF_LIKE(4, 5);

static int bad(struct judgement *j, const char *expected, const char *found, const char *fmt,
	       ...)
{
	char message[1024], commit[OID_HEX_SIZE];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	oid_hex(j->commit, commit);
	finding_add(j->findings, RULE_LEDGER_INTEGRITY, FINDING_ERROR,
		    (struct finding){.commit = commit,
				     .sequence = j->sequence,
				     .has_sequence = true,
				     .expected = expected,
				     .found = found,
				     .fix = "git mcade sync"},
		    "event %" PRIu64 ": %s", j->sequence, message);
	return 1;
}

/* An err that means "these bytes are not what they must be" is a finding; any other is not ours. */
static int bad_bytes(struct judgement *j, const char *what, const char *expected)
{
	if (j->err->code != ERR_FORMAT && j->err->code != ERR_LIMIT &&
	    j->err->code != ERR_UNTRUSTED)
		return -1;
	return bad(j, expected, j->err->text, "%s", what);
}

/* -- the checks, in order ------------------------------------------------------------------------ */

/* A later version's event is "cannot tell" only from one who may write here: else it is junk. */
static int later_version(struct judgement *j, const struct public_key *key)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const struct trust *trust;
	struct err other;

	public_key_format(key, &text);
	if (state_trust(j->v->state, &trust, &other) < 0) {
		*j->err = other;
		return -1;
	}
	if (!oid_is_zero(&j->v->head) && !trust_signer(trust, text.buf))
		return bad(j, "a key of a principal in force", text.buf,
			   "the signing key is nobody's");
	err_next(j->err, "install a newer git-mcade");
	return err_prefix(j->err, "event %" PRIu64, j->sequence);
}

/* Grammar and signature: whose bytes are these, and are they the only spelling? */
static int check_envelope(struct judgement *j, struct public_key *ret_key)
{
	CLEANUP(strbuf_free) struct strbuf payload = STRBUF_INIT;

	if (ledger_commit_parse(j->raw, j->scratch, &j->envelope, j->err) < 0)
		return bad_bytes(
			j, "the commit is not in the ledger's form",
			"tree, parent, author, committer, gpgsig and the message, each once");
	ledger_commit_build(&j->envelope, false, &payload);
	if (sshsig_verify(bytes_of(payload.buf, payload.len), j->envelope.armor,
			  strlen(j->envelope.armor), "git", ret_key, j->err) < 0) {
		if (j->err->code == ERR_UNSUPPORTED)
			return bad(j, "an ed25519 signature", j->err->text,
				   "the signature is not of a kind that may sign");
		return bad_bytes(j, "the signature is bad",
				 "a good signature over this commit");
	}
	if (event_decode(j->envelope.message, j->scratch, &j->event, j->err) < 0) {
		if (j->err->code == ERR_UNSUPPORTED)
			return later_version(j, ret_key);
		return bad_bytes(j, "the message is not an event",
				 "an event in canonical form");
	}
	return 0;
}

static int check_field(struct judgement *j, enum event_field field, const char *expected)
{
	const char *found = event_get(&j->event, field);

	if (found && !strcmp(found, expected))
		return 0;
	return bad(j, expected, found ? found : "nothing", "Mcade-%s is wrong",
		   event_field_word(field));
}

static int check_chain(struct judgement *j)
{
	struct verifier *v = j->v;
	char parent[OID_HEX_SIZE] = "";
	const char *id = event_get(&j->event, FIELD_ID);

	if (!oid_is_zero(&v->head))
		oid_hex(&v->head, parent);
	if (strcmp(j->envelope.parent, parent) != 0)
		return bad(j, *parent ? parent : "no parent",
			   *j->envelope.parent ? j->envelope.parent : "no parent",
			   "the parent is wrong");
	if ((j->event.kind == EVENT_INIT) != oid_is_zero(&v->head))
		return bad(j, *parent ? "any other kind" : "init",
			   event_kind_info(j->event.kind)->word,
			   "the kind of event is wrong here");
	if (check_field(j, FIELD_SEQUENCE, arena_printf(j->scratch, "%" PRIu64, j->sequence)))
		return 1;
	if (v->from_genesis && strmap_get(&v->ids, id))
		return bad(j, "an id of its own", id, "Mcade-Id occurs twice");
	if (j->event.kind == EVENT_INIT)
		return 0;
	if (check_field(j, FIELD_LEDGER, arena_printf(j->scratch, "sha256:%s", v->ledger)) ||
	    check_field(j, FIELD_PREVIOUS,
			arena_printf(j->scratch, "sha256:%s", v->head_sha256)))
		return 1;
	return 0;
}

/* The principal in force for this key, or the one that a genesis introduces. */
static int find_signer(struct judgement *j, struct principal *ret)
{
	const struct principal *principal;
	const struct trust *trust;

	if (j->event.kind == EVENT_INIT) {
		const struct event_values *keys = &j->event.fields[FIELD_KEY];

		*ret = (struct principal){.id = event_get(&j->event, FIELD_PRINCIPAL),
					  .name = event_get(&j->event, FIELD_NAME),
					  .email = event_get(&j->event, FIELD_EMAIL)};
		for (size_t i = 0; i < keys->count; i++)
			if (!strcmp(keys->items[i], j->v->key_text))
				return 0;
		return bad(j, "a key that the genesis names", j->v->key_text,
			   "the signing key is not the genesis's own");
	}
	if (state_trust(j->v->state, &trust, j->err) < 0)
		return -1;
	principal = trust_signer(trust, j->v->key_text);
	if (!principal)
		return bad(j, "a key of a principal in force", j->v->key_text,
			   "the signing key is nobody's");
	*ret = *principal;
	if (!trust_may(trust, principal, event_kind_info(j->event.kind)->act,
		       event_get(&j->event, FIELD_ENVIRONMENT)))
		return bad(j,
			   arena_printf(j->scratch, "a role that may '%s'",
					event_kind_info(j->event.kind)->act),
			   principal->id, "'%s' may not do this", principal->id);
	return 0;
}

static int check_signer(struct judgement *j, const struct public_key *key)
{
	struct verifier *v = j->v;
	struct principal signer = {.id = "", .name = "", .email = ""};
	const char *name;
	int verdict;

	if (!v->key_text || !public_key_equal(&v->key, key)) {
		CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

		public_key_format(key, &text);
		v->key_text = arena_strdup(v->arena, text.buf);
		v->key = *key;
	}
	verdict = find_signer(j, &signer);
	if (verdict)
		return verdict;
	name = arena_printf(j->scratch, "%s" COMMIT_NAME_MARK, signer.name);
	if (strcmp(j->envelope.name, name) != 0)
		return bad(j, name, j->envelope.name, "the author's name is not the signer's");
	if (strcmp(j->envelope.email, signer.email) != 0)
		return bad(j, signer.email, j->envelope.email,
			   "the author's email is not the signer's");
	j->origin = (struct event_origin){.time = j->envelope.time,
					  .principal = arena_strdup(j->scratch, signer.id),
					  .name = arena_strdup(j->scratch, signer.name)};
	return 0;
}

static int check_legal(struct judgement *j, struct file_changes *ret_changes)
{
	struct findings refused = {.arena = j->scratch};

	if (state_apply(j->v->state, &j->event, &j->origin, j->scratch, ret_changes, &refused,
			j->err) < 0)
		return -1;
	if (!refused.count)
		return 0;
	return bad(j, refused.items[0].expected, refused.items[0].found,
		   "not legal at this place: %s", refused.items[0].message);
}

/* The SHA-256 that the event gives for a path, or NULL. */
static const char *bound_digest(struct judgement *j, const char *path)
{
	const struct event_values *files = &j->event.fields[FIELD_FILE];

	for (size_t i = 0; i < files->count; i++) {
		const char *value = files->items[i];

		if (!strcmp(value + strlen("sha256:") + 64 + 1, path))
			return value + strlen("sha256:");
	}
	return NULL;
}

static int check_file(struct judgement *j, const struct file_change *file,
		      const struct oid *tree)
{
	const char *bound = bound_digest(j, file->path);
	const struct bytes *brought;
	struct bytes data;
	char sha256[DIGEST_HEX];
	struct oid blob;
	uint32_t mode;

	if (!bound)
		return bad(j, file->path, "nothing",
			   "Mcade-File lacks a file that the event writes");
	brought = file->attached ? strmap_get(&j->v->brought, file->path) : &file->data;
	if (brought) {
		data = *brought;
		object_hash(OBJECT_BLOB, data, &blob);
	} else {
		if (tree_lookup(j->v->repo, tree, file->path, &mode, &blob, j->err) < 0)
			return -1;
		if (!mode)
			return bad(j, file->path, "nothing",
				   "a file that the event names is not there");
		if (object_read(j->v->repo, &blob, OBJECT_BLOB, LIMIT_BLOB, j->scratch, &data,
				j->err) < 0)
			return -1;
	}
	digest_sha256_hex(data.data, data.len, sha256);
	if (strncmp(bound, sha256, 64) != 0)
		return bad(j, arena_strndup(j->scratch, bound, 64), sha256,
			   "the SHA-256 of '%s' is wrong", file->path);
	if (tree_image_set(j->v->image, file->path, &blob, j->err) < 0)
		return bad_bytes(j, "a file cannot stand in the tree",
				 "a tree of the ledger's shape");
	return 0;
}

/* Every file's SHA-256, and tree = apply(). */
static int check_files(struct judgement *j, const struct file_changes *changes)
{
	struct verifier *v = j->v;
	size_t written = 0;
	char expected[OID_HEX_SIZE];
	struct oid tree, computed;
	int verdict;

	if (!oid_parse(j->envelope.tree, &tree))
		return bad(j, "40 hex digits", j->envelope.tree, "the tree is no object id");
	for (size_t i = 0; i < changes->count; i++) {
		const struct file_change *file = &changes->items[i];

		if (file->remove) {
			if (tree_image_remove(v->image, file->path, j->err) < 0)
				return -1;
			continue;
		}
		written++;
		verdict = check_file(j, file, &tree);
		if (verdict)
			return verdict;
	}
	if (written != j->event.fields[FIELD_FILE].count)
		return bad(j, arena_printf(j->scratch, "%zu files", written),
			   arena_printf(j->scratch, "%zu", j->event.fields[FIELD_FILE].count),
			   "Mcade-File names a file that the event does not write");
	if (tree_image_id(v->image, &computed, j->err) < 0)
		return -1;
	oid_hex(&computed, expected);
	if (!oid_equal(&computed, &tree))
		return bad(j, expected, j->envelope.tree,
			   "the tree is not what the event makes of the one before");
	v->tree = tree;
	return 0;
}

/* Oddities of clocks are findings, never broken integrity: one bad laptop must not stop the rest. */
static void check_time(struct judgement *j)
{
	struct verifier *v = j->v;
	int64_t now = time_now();
	char when[TIME_TEXT_SIZE], limit[TIME_TEXT_SIZE], commit[OID_HEX_SIZE];
	bool early = v->clock && j->envelope.time < v->clock - SKEW;
	bool late = j->envelope.time > now + SKEW;

	if (!early && !late) {
		v->clock = j->envelope.time;
		return;
	}
	time_format(j->envelope.time, when);
	time_format(late ? now : v->clock, limit);
	oid_hex(j->commit, commit);
	finding_add(
		j->findings, RULE_TIME, FINDING_WARN,
		(struct finding){.commit = commit,
				 .sequence = j->sequence,
				 .has_sequence = true,
				 .expected = arena_printf(j->scratch, "%s %s",
							  late ? "at most" : "at least", limit),
				 .found = when,
				 .fix = "set the clock of the machine that signed it"},
		"event %" PRIu64 " is more than 10 minutes %s", j->sequence,
		late ? "ahead of this clock" : "older than the one before");
}

int verifier_next(struct verifier *v, const struct oid *commit, struct bytes raw,
		  struct arena *scratch, struct verified_event *ret, struct findings *findings,
		  struct err *err)
{
	struct judgement j = {.v = v,
			      .commit = commit,
			      .raw = raw,
			      .scratch = scratch,
			      .findings = findings,
			      .err = err,
			      .sequence = oid_is_zero(&v->head) ? 0 : v->sequence + 1};
	struct file_changes changes = {0};
	struct public_key key;
	int verdict;

	if ((verdict = check_envelope(&j, &key)) || (verdict = check_chain(&j)) ||
	    (verdict = check_signer(&j, &key)) || (verdict = check_legal(&j, &changes)) ||
	    (verdict = check_files(&j, &changes)))
		return verdict;
	check_time(&j);
	v->head = *commit;
	v->sequence = j.sequence;
	v->time = j.envelope.time;
	digest_sha256_hex(raw.data, raw.len, v->head_sha256);
	snprintf(v->head_id, sizeof(v->head_id), "%s", event_get(&j.event, FIELD_ID));
	if (j.event.kind == EVENT_INIT)
		memcpy(v->ledger, v->head_sha256, sizeof(v->ledger));
	if (v->from_genesis)
		strmap_put(&v->ids, arena_strdup(v->arena, v->head_id), v);
	if (ret)
		*ret = (struct verified_event){.commit = *commit,
					       .sequence = j.sequence,
					       .time = j.envelope.time,
					       .event = j.event,
					       .origin = j.origin,
					       .key = v->key_text,
					       .sha256 = v->head_sha256};
	return 0;
}

/* -- where it stands ----------------------------------------------------------------------------- */

int verifier_view(struct verifier *v, struct ledger_view **ret, struct err *err)
{
	struct ledger_view *view = arena_alloc(v->arena, sizeof(*view));

	memcpy(view->id, v->ledger, sizeof(view->id));
	memcpy(view->head_sha256, v->head_sha256, sizeof(view->head_sha256));
	memcpy(view->head_id, v->head_id, sizeof(view->head_id));
	view->head = v->head;
	view->tree = v->tree;
	view->sequence = v->sequence;
	view->time = v->time;
	if (!oid_is_zero(&v->head) && ledger_view_open(v->repo, v->arena, view, err) < 0)
		return -1;
	*ret = view;
	return 0;
}
