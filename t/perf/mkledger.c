/*
 * mkledger.c - more events for a ledger, tens of thousands in seconds: real ones, signed, legal,
 * each with its files and trees, through the same pure functions as the program's own writer, but
 * stored as one pack and not one by one.
 *
 *	mkledger COUNT PACK KEYFILE...	in a repository whose ledger is verified and whose runbook
 *					is adopted; keys of owners, used in turn; prints the new tip
 *
 * PACK lacks only its last 20 bytes, the SHA-1 of all before: run.sh appends them.
 */
#include "base/cleanup.h"
#include "base/hex.h"
#include "cmd/session.h"
#include "ledger/verify.h"
#include "ledger/governed.h"
#include "fold/content.h"
#include "fold/settings.h"
#include "model/canon.h"
#include "model/ledger_commit.h"
#include "repo/object.h"
#include "runbook/digests.h"
#include "sign/digest.h"
#include "sign/sshsig.h"

#include <zlib.h>

#define ENVIRONMENT "prod"
#define APART 600 /* seconds between two events */

struct pack {
	FILE *file;
	uint32_t count;
};

struct maker {
	struct session session;
	struct arena scratch;
	struct ledger_view *head;
	struct signer *signers[8];
	size_t signer_count;
	struct pack pack;
	const struct runbook *runbook;
	struct event tips; /* only Mcade-Tip is set: what others can see */
	struct oid head_commit;
	const char *code;    /* its id: HEAD, which every run is of */
	const char *content; /* and what it holds */
	char run[33];	     /* the open run of the step at hand */
	char candidate[72];  /* and what it runs with */
	const char
		*brought;  /* the path of what the event at hand brings along; NULL: nothing */
	struct bytes text; /* and its bytes */
	struct err err;
};

static void fail(struct maker *m, const char *what)
{
	fprintf(stderr, "mkledger: event %" PRIu64 ": %s: %s\n",
		m->head ? m->head->sequence + 1 : 0, what, m->err.text);
	exit(1);
}

/* -- the pack (gitformat-pack(5)) ------------------------------------------------------------ */

static void pack_header(struct pack *pack)
{
	unsigned char head[12] = {'P', 'A', 'C', 'K', 0, 0, 0, 2};

	for (int i = 0; i < 4; i++)
		head[8 + i] = (unsigned char)(pack->count >> (24 - 8 * i));
	rewind(pack->file);
	fwrite(head, 1, sizeof(head), pack->file);
}

static void pack_add(struct pack *pack, enum object_type type, struct bytes data)
{
	uLongf len = compressBound(data.len);
	unsigned char *out = malloc(len), head[12];
	size_t rest = data.len >> 4, at = 0;

	head[0] = (unsigned char)((unsigned)type << 4 | (data.len & 15));
	for (; rest; rest >>= 7) {
		head[at++] |= 0x80;
		head[at] = rest & 0x7f;
	}
	if (!out || compress2(out, &len, data.data, data.len, 1) != Z_OK)
		exit(1);
	fwrite(head, 1, at + 1, pack->file);
	fwrite(out, 1, len, pack->file);
	free(out);
	pack->count++;
}

/* -- trees: the directories above a changed path, from the image that hashes them ------------- */

struct listing {
	struct maker *m;
	size_t prefix;	 /* of every path that is visited */
	char last[4096]; /* the sub-directory that is listed already */
	struct strbuf out;
};

static int list_entry(const char *path, const struct oid *blob, void *data, struct err *err)
{
	struct listing *l = data;
	const char *name = path + l->prefix, *slash = strchr(name, '/');
	struct oid id = *blob;
	size_t len = slash ? (size_t)(slash - name) : strlen(name);

	if (slash) {
		char sub[4096];

		snprintf(sub, sizeof(sub), "%.*s", (int)(l->prefix + len), path);
		if (!strcmp(sub, l->last))
			return 0;
		snprintf(l->last, sizeof(l->last), "%s", sub);
		if (tree_image_directory(l->m->head->image, sub, &id, err) < 0)
			return -1;
	}
	strbuf_addstr(&l->out, slash ? "40000 " : "100644 ");
	strbuf_add(&l->out, name, len);
	strbuf_add(&l->out, "", 1);
	strbuf_add(&l->out, id.id, sizeof(id.id));
	return 0;
}

static void pack_tree(struct maker *m, const char *directory)
{
	struct listing l = {.m = m, .prefix = strlen(directory), .out = STRBUF_INIT};

	l.prefix += l.prefix ? 1 : 0;
	if (tree_image_each(m->head->image, directory, list_entry, &l, &m->err) < 0)
		fail(m, "tree");
	pack_add(&m->pack, OBJECT_TREE, bytes_of(l.out.buf, l.out.len));
	strbuf_free(&l.out);
}

/* -- one event -------------------------------------------------------------------------------- */

static void set(struct maker *m, struct event *e, enum event_field field, const char *value)
{
	event_set(e, &m->scratch, field, value);
}

static const char *digest(struct maker *m, const char *hex)
{
	return arena_printf(&m->scratch, "sha256:%s", hex);
}

/* The life of a step: nothing stays complete, so that it can go round for ever. */
static const enum event_word life[] = {EVENT_START,	 EVENT_FINISH,	EVENT_COMPLETE,
				       EVENT_CHECKPOINT, EVENT_LOCK,	EVENT_UNLOCK,
				       EVENT_REOPEN,	 EVENT_SKIP,	EVENT_REOPEN,
				       EVENT_BLOCK,	 EVENT_UNBLOCK, EVENT_PIN};

static void set_run(struct maker *m, struct event *e, const struct step *step)
{
	const struct environment *environment = runbook_environment(m->runbook, ENVIRONMENT);
	const char *const *pins, *settings = NULL;
	size_t count;

	if (state_pins(m->head->state, ENVIRONMENT, &pins, &count, &m->err) < 0 ||
	    settings_of(m->session.ledger.repo, &m->head_commit, environment, pins, count,
			&m->scratch, &settings, &m->err) < 0)
		fail(m, "pins");
	snprintf(m->run, sizeof(m->run), "%s", event_get(e, FIELD_ID));
	snprintf(m->candidate, sizeof(m->candidate), "%s",
		 candidate_digest(m->content, pins, count, &m->scratch));
	set(m, e, FIELD_CODE, m->code);
	set(m, e, FIELD_CONTENT, m->content);
	set(m, e, FIELD_CANDIDATE, m->candidate);
	if (settings)
		set(m, e, FIELD_SETTINGS, settings);
	set(m, e, FIELD_DEFINITION,
	    definition_digest(m->runbook, step, environment, &m->scratch));
	set(m, e, FIELD_CHECKS, checks_digest(m->runbook, step, environment, &m->scratch));
	set(m, e, FIELD_HOST, "operator-laptop");
}

/* The one file that an event brings along. */
static void bring(struct maker *m, struct event *e, const char *path, const char *text)
{
	char hex[DIGEST_HEX];

	m->brought = path;
	m->text = bytes_of(text, strlen(text));
	digest_sha256_hex(m->text.data, m->text.len, hex);
	event_add(e, &m->scratch, FIELD_FILE,
		  arena_printf(&m->scratch, "sha256:%s %s", hex, path));
}

/* A value that was never pinned before, and the manifest that holds it. */
static void set_pin(struct maker *m, struct event *e)
{
	char hex[DIGEST_HEX];

	digest_sha256_hex(m->run, sizeof(m->run), hex);
	bring(m, e, "releases/" ENVIRONMENT ".yaml",
	      arena_printf(&m->scratch, "web:\n  image: redis@sha256:%s\n", hex));
	set(m, e, FIELD_PIN, arena_printf(&m->scratch, "web.image=redis@sha256:%s", hex));
}

/* The last part of where a checkpoint lies. */
static const char *name_of(const char *directory)
{
	return strrchr(directory, '/') + 1;
}

static const char *checkpoint_text(struct maker *m, const struct event *e,
				   const char *directory)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	const char *step = event_get(e, FIELD_STEP);
	const struct step_state *state;

	if (state_step(m->head->state, ENVIRONMENT, step, &state, &m->err) < 0)
		fail(m, "step");
	canon_put(&out, 0, "checkpoint", name_of(directory));
	canon_put(&out, 0, "event", event_get(e, FIELD_ID));
	canon_put(&out, 0, "after", event_get(e, FIELD_SEEN));
	canon_put(&out, 0, "step", step);
	canon_put(&out, 0, "environment", ENVIRONMENT);
	canon_put(&out, 0, "result", phase_word(state->phase));
	canon_put(&out, 0, "directory", arena_printf(&m->scratch, "%s/", directory));
	canon_put(&out, 0, "code", m->code);
	canon_put(&out, 0, "series", arena_printf(&m->scratch, ENVIRONMENT "/%s", step));
	if (state->checkpoint_directory)
		canon_put(&out, 0, "supersedes", name_of(state->checkpoint_directory));
	return arena_strdup(&m->scratch, out.buf);
}

/* The day's checkpoint of the step, or a later one: "-<number>" behind it. */
static void set_seal(struct maker *m, struct event *e, const struct step *step, int64_t time)
{
	char *directory = arena_strdup(
		&m->scratch,
		runbook_checkpoint_directory(m->runbook, step->id, time, &m->scratch));

	directory[strlen(directory) - 1] = '\0';
	directory = arena_printf(&m->scratch, "%s-%" PRIu64, directory, m->head->sequence);
	set(m, e, FIELD_DIRECTORY, directory);
	set(m, e, FIELD_RESULT, "ok");
	bring(m, e,
	      arena_printf(&m->scratch, "%sCHECKPOINT.yaml",
			   state_checkpoint_path(directory, &m->scratch)),
	      checkpoint_text(m, e, directory));
}

/* On the words that the program sets it on. */
static void set_tips(struct maker *m, struct event *e)
{
	const struct event_values *tips = &m->tips.fields[FIELD_TIP];
	bool shown = e->word == EVENT_START || e->word == EVENT_COMPLETE ||
		     e->word == EVENT_CHECKPOINT || e->word == EVENT_PIN;

	for (size_t i = 0; shown && i < tips->count; i++)
		event_add(e, &m->scratch, FIELD_TIP, tips->items[i]);
}

/* What each word says beside the fields of every event. */
static void set_word(struct maker *m, struct event *e, const struct step *step, int64_t time)
{
	struct words without;

	switch (e->word) {
	case EVENT_PIN:
		set_pin(m, e);
		break;
	case EVENT_START:
		set_run(m, e, step);
		break;
	case EVENT_FINISH:
		set(m, e, FIELD_RUN, m->run);
		set(m, e, FIELD_RESULT, "ok");
		set(m, e, FIELD_EXIT, "exit status 0");
		set(m, e, FIELD_RESTORE, "changes nothing");
		set(m, e, FIELD_CHECK, "ready pass");
		break;
	case EVENT_COMPLETE:
		without = step_without(step, &m->scratch);
		for (size_t i = 0; i < without.count; i++)
			event_add(e, &m->scratch, FIELD_WITHOUT, without.items[i]);
		set(m, e, FIELD_RUN, m->run);
		set(m, e, FIELD_CANDIDATE, m->candidate);
		set(m, e, FIELD_LOG,
		    runbook_template_fill(m->runbook->records.log, step->id, time,
					  &m->scratch));
		break;
	case EVENT_CHECKPOINT:
		set_seal(m, e, step, time);
		break;
	case EVENT_REOPEN:
		set(m, e, FIELD_VERDICT, "fail");
		break;
	case EVENT_SKIP:
		set(m, e, FIELD_RULE, "absence");
		break;
	case EVENT_BLOCK:
		set(m, e, FIELD_UNTIL, "the certificate has come");
		break;
	case EVENT_UNLOCK:
	case EVENT_UNBLOCK:
		set(m, e, FIELD_OF,
		    arena_printf(&m->scratch, "%s:%s",
				 e->word == EVENT_UNLOCK ? "lock" : "block", step->id));
		break;
	default:
		break;
	}
}

static struct event next_event(struct maker *m, size_t number, int64_t time)
{
	const struct step *step = step_at(m->runbook,
					  number / ARRAY_SIZE(life) % m->runbook->step_count);
	struct event e = {.word = life[number % ARRAY_SIZE(life)]};
	char id[33];
	uint8_t random[16];

	if (event_demands(e.word, FIELD_SAYS))
		e.reason = "the smoke test of the staging site said so, and the team agreed";
	random_bytes(random, sizeof(random));
	hex_encode(random, sizeof(random), id);
	set(m, &e, FIELD_FORMAT, "1");
	set(m, &e, FIELD_LEDGER, digest(m, m->head->id));
	set(m, &e, FIELD_ID, id);
	set(m, &e, FIELD_SEQUENCE,
	    arena_printf(&m->scratch, "%" PRIu64, m->head->sequence + 1));
	set(m, &e, FIELD_PREVIOUS, digest(m, m->head->head_sha256));
	set(m, &e, FIELD_EVENT, event_info(e.word)->word);
	set(m, &e, FIELD_ENVIRONMENT, ENVIRONMENT);
	if (event_info(e.word)->subjects & ON_STEP)
		set(m, &e, FIELD_STEP, step->id);
	set(m, &e, FIELD_SEEN, digest(m, m->head->head_sha256));
	set_tips(m, &e);
	set_word(m, &e, step, time);
	return e;
}

/* Whose turn it is, as the ledger names him. */
static const struct principal *principal(struct maker *m, const struct signer *signer)
{
	CLEANUP(strbuf_free) struct strbuf key = STRBUF_INIT;
	const struct principal *found;
	const struct trust *trust;

	public_key_format(&signer->key, &key);
	if (state_trust(m->head->state, &trust, &m->err) < 0)
		fail(m, "trust");
	found = trust_signer(trust, key.buf);
	if (!found)
		fail(m, "a key that is nobody's");
	return found;
}

static int read_brought(void *context, const char *path, struct arena *a UNUSED,
			struct bytes *ret, bool *ret_found, struct err *err UNUSED)
{
	struct maker *m = context;

	*ret_found = m->brought && !strcmp(path, m->brought);
	if (*ret_found)
		*ret = m->text;
	return 0;
}

/* Files and trees into the image and the pack; names them in the event. */
static void add_files(struct maker *m, struct event *e, const struct file_changes *changes)
{
	struct oid blob, tree;
	char hex[DIGEST_HEX];

	for (size_t i = 0; i < changes->count; i++) {
		const struct file_change *file = &changes->items[i];
		struct bytes data = file->data;

		if (file->remove) {
			if (tree_image_remove(m->head->image, file->path, &m->err) < 0)
				fail(m, file->path);
			continue;
		}
		if (file->attached)
			data = m->text;
		digest_sha256_hex(data.data, data.len, hex);
		if (!file->attached)
			event_add(e, &m->scratch, FIELD_FILE,
				  arena_printf(&m->scratch, "sha256:%s %s", hex, file->path));
		object_hash(OBJECT_BLOB, data, &blob);
		pack_add(&m->pack, OBJECT_BLOB, data);
		if (tree_image_set(m->head->image, file->path, &blob, &m->err) < 0)
			fail(m, file->path);
	}
	if (tree_image_id(m->head->image, &tree, &m->err) < 0)
		fail(m, "tree");
	for (size_t i = 0; i < changes->count; i++) {
		char *path = arena_strdup(&m->scratch, changes->items[i].path), *slash;

		while ((slash = strrchr(path, '/'))) {
			*slash = '\0';
			pack_tree(m, path);
		}
	}
	pack_tree(m, "");
	m->head->tree = tree;
}

/* Signs it and makes it the head. */
static void add_commit(struct maker *m, struct event *e, const struct signer *signer,
		       const struct principal *who, int64_t time)
{
	CLEANUP(strbuf_free) struct strbuf message = STRBUF_INIT, text = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf armor = STRBUF_INIT;
	struct ledger_commit commit = {.email = who->email, .time = time};
	struct bytes raw;

	if (event_encode(e, &message, &m->err) < 0)
		fail(m, "encode");
	oid_hex(&m->head->tree, commit.tree);
	oid_hex(&m->head->head, commit.parent);
	commit.name = arena_printf(&m->scratch, "%s" COMMIT_NAME_MARK, who->name);
	commit.message = bytes_of(message.buf, message.len);
	ledger_commit_build(&commit, false, &text);
	if (sshsig_sign(signer, "git", bytes_of(text.buf, text.len), &armor, &m->err) < 0)
		fail(m, "sign");
	commit.armor = armor.buf;
	strbuf_setlen(&text, 0);
	ledger_commit_build(&commit, true, &text);
	raw = bytes_of(text.buf, text.len);
	pack_add(&m->pack, OBJECT_COMMIT, raw);
	object_hash(OBJECT_COMMIT, raw, &m->head->head);
	digest_sha256_hex(raw.data, raw.len, m->head->head_sha256);
	m->head->sequence++;
	m->head->time = time;
}

static void add_event(struct maker *m, size_t number)
{
	/* by twos: who starts a run finishes it */
	const struct signer *signer = m->signers[number / 2 % m->signer_count];
	const struct principal *who = principal(m, signer);
	struct event_origin origin = {.time = m->head->time + APART};
	struct findings malformed = {.arena = &m->scratch};
	struct attachments attachments = {read_brought, m};
	struct file_changes changes = {0};
	struct event e;

	m->brought = NULL;
	e = next_event(m, number, origin.time);
	event_sort(&e);
	origin.principal = arena_strdup(&m->scratch, who->id);
	origin.name = arena_strdup(&m->scratch, who->name);
	if (state_apply(m->head->state, &e, &origin, attachments, &m->scratch, &changes,
			&malformed, &m->err) < 0)
		fail(m, "apply");
	if (malformed.count) {
		err_set(&m->err, ERR_USAGE, "%s", malformed.items[0].message);
		fail(m, "malformed");
	}
	add_files(m, &e, &changes);
	add_commit(m, &e, signer, who, origin.time);
}

/* What is the same for every event: the runbook, what runs, what others can see of it. */
static void prepare(struct maker *m)
{
	struct session *s = &m->session;

	if (session_begin(s, NEEDS_LEDGER, &m->err) < 0)
		fail(m, "ledger");
	m->head = arena_memdup(&s->arena, s->ledger.view, sizeof(*m->head));
	if (fold_runbook(m->head->fold, &m->runbook, &m->err) < 0)
		fail(m, "runbook");
	if (repo_head_commit(s->ledger.repo, &m->head_commit, &m->err) < 0 ||
	    content_of(s->ledger.repo, &m->head_commit, m->runbook, &s->arena, &m->content,
		       &m->err) < 0)
		fail(m, "HEAD");
	m->code = arena_strdup(&s->arena, OID_HEX(&m->head_commit));
	if (governed_tips(&s->ledger, &m->tips, &m->err) < 0)
		fail(m, "tips");
}

int main(int argc, char **argv)
{
	struct maker m = {.scratch = ARENA_INIT};
	size_t count = argc > 3 ? strtoul(argv[1], NULL, 10) : 0;
	struct signer_wish wish = {.home = getenv("HOME")};
	char tip[OID_HEX_SIZE];

	if (!count || argc > 3 + (int)ARRAY_SIZE(m.signers)) {
		fprintf(stderr, "usage: mkledger COUNT PACK KEYFILE...\n");
		return 129;
	}
	prepare(&m);
	for (int i = 3; i < argc; i++)
		if (signer_open(argv[i], &wish, &m.signers[m.signer_count++], &m.err) < 0)
			fail(&m, argv[i]);
	m.pack.file = fopen(argv[2], "w+b");
	if (!m.pack.file)
		return 1;
	pack_header(&m.pack);
	for (size_t i = 0; i < count; i++) {
		arena_reset(&m.scratch);
		add_event(&m, i);
	}
	pack_header(&m.pack);
	if (fclose(m.pack.file) != 0)
		return 1;
	oid_hex(&m.head->head, tip);
	puts(tip);
	for (size_t i = 0; i < m.signer_count; i++)
		signer_close(m.signers[i]);
	session_close(&m.session);
	arena_free(&m.scratch);
	return 0;
}
