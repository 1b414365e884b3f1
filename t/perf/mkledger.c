/*
 * mkledger.c - more events for a ledger, tens of thousands in seconds: real ones, signed, legal,
 * each with its files and trees, through the same pure functions as the program's own writer, but
 * stored as one pack and not one by one.
 *
 *	mkledger COUNT STEPS PACK KEYFILE...	in a repository whose ledger is verified; keys of
 *						owners, used in turn; prints the new tip
 *
 * PACK lacks only its last 20 bytes, the SHA-1 of all before: run.sh appends them.
 */
#include "base/cleanup.h"
#include "base/hex.h"
#include "engine/audit.h"
#include "model/ledger_commit.h"
#include "repo/object.h"
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
	char run[33]; /* the open run of the step at hand */
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
static struct event next_event(struct maker *m, size_t number, size_t steps)
{
	static const enum event_kind life[] = {
		EVENT_START,  EVENT_FINISH, EVENT_COMPLETE, EVENT_LOCK,	 EVENT_UNLOCK,
		EVENT_REOPEN, EVENT_SKIP,   EVENT_REOPEN,   EVENT_BLOCK, EVENT_UNBLOCK};
	size_t step = number / ARRAY_SIZE(life) % steps;
	struct event e = {.kind = life[number % ARRAY_SIZE(life)]};
	char hex[DIGEST_HEX], id[33];
	uint8_t random[16];

	if (event_kind_info(e.kind)->must & EVENT_SAYS)
		e.reason = "the smoke test of the staging site said so, and the team agreed";
	random_bytes(random, sizeof(random));
	hex_encode(random, sizeof(random), id);
	set(m, &e, FIELD_FORMAT, "1");
	set(m, &e, FIELD_LEDGER, digest(m, m->head->id));
	set(m, &e, FIELD_ID, id);
	set(m, &e, FIELD_SEQUENCE,
	    arena_printf(&m->scratch, "%" PRIu64, m->head->sequence + 1));
	set(m, &e, FIELD_PREVIOUS, digest(m, m->head->head_sha256));
	set(m, &e, FIELD_EVENT, event_kind_info(e.kind)->word);
	set(m, &e, FIELD_ENVIRONMENT, ENVIRONMENT);
	set(m, &e, FIELD_STEP, arena_printf(&m->scratch, "STEP_%02zu", step));
	set(m, &e, FIELD_SEEN, digest(m, m->head->head_sha256));
	digest_sha256_hex("definition", 10, hex);
	if (e.kind == EVENT_START) {
		snprintf(m->run, sizeof(m->run), "%s", id);
		set(m, &e, FIELD_DEFINITION, digest(m, hex));
		set(m, &e, FIELD_HOST, "operator-laptop");
	} else if (e.kind == EVENT_FINISH) {
		set(m, &e, FIELD_RUN, m->run);
		set(m, &e, FIELD_RESULT, "ok");
		set(m, &e, FIELD_EXIT, "0");
		set(m, &e, FIELD_VERIFY, "pass");
		set(m, &e, FIELD_RESTORE, "changes nothing");
		set(m, &e, FIELD_CHECK, "ready pass");
	} else if (e.kind == EVENT_COMPLETE) {
		set(m, &e, FIELD_RUN, m->run);
		set(m, &e, FIELD_LOG, "docs/deployments/today.md");
	} else if (e.kind == EVENT_BLOCK) {
		set(m, &e, FIELD_UNTIL, "the certificate has come");
	}
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

/* Files and trees into the image and the pack; names them in the event. */
static void add_files(struct maker *m, struct event *e, const struct file_changes *changes)
{
	struct oid blob, tree;
	char hex[DIGEST_HEX];

	for (size_t i = 0; i < changes->count; i++) {
		const struct file_change *file = &changes->items[i];

		if (file->remove) {
			if (tree_image_remove(m->head->image, file->path, &m->err) < 0)
				fail(m, file->path);
			continue;
		}
		digest_sha256_hex(file->data.data, file->data.len, hex);
		event_add(e, &m->scratch, FIELD_FILE,
			  arena_printf(&m->scratch, "sha256:%s %s", hex, file->path));
		object_hash(OBJECT_BLOB, file->data, &blob);
		pack_add(&m->pack, OBJECT_BLOB, file->data);
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

static void add_event(struct maker *m, size_t number, size_t steps)
{
	const struct signer *signer = m->signers[number % m->signer_count];
	const struct principal *who = principal(m, signer);
	struct event_origin origin = {.time = m->head->time + APART};
	struct findings refused = {.arena = &m->scratch};
	struct file_changes changes = {0};
	struct event e = next_event(m, number, steps);

	origin.principal = arena_strdup(&m->scratch, who->id);
	origin.name = arena_strdup(&m->scratch, who->name);
	if (state_apply(m->head->state, &e, &origin, &m->scratch, &changes, &refused, &m->err) <
	    0)
		fail(m, "apply");
	if (refused.count) {
		err_set(&m->err, ERR_USAGE, "%s", refused.items[0].message);
		fail(m, "refused");
	}
	add_files(m, &e, &changes);
	add_commit(m, &e, signer, who, origin.time);
}

int main(int argc, char **argv)
{
	struct maker m = {.scratch = ARENA_INIT};
	size_t count = argc > 4 ? strtoul(argv[1], NULL, 10) : 0;
	size_t steps = argc > 4 ? strtoul(argv[2], NULL, 10) : 0;
	struct signer_wish wish = {.home = getenv("HOME")};
	char tip[OID_HEX_SIZE];

	if (!count || !steps || argc > 4 + (int)ARRAY_SIZE(m.signers)) {
		fprintf(stderr, "usage: mkledger COUNT STEPS PACK KEYFILE...\n");
		return 129;
	}
	if (session_begin(&m.session, NEEDS_REPO | NEEDS_LEDGER, false, &m.err) < 0)
		fail(&m, "ledger");
	m.head = m.session.ledger;
	for (int i = 4; i < argc; i++)
		if (signer_open(argv[i], &wish, &m.signers[m.signer_count++], &m.err) < 0)
			fail(&m, argv[i]);
	m.pack.file = fopen(argv[3], "w+b");
	if (!m.pack.file)
		return 1;
	pack_header(&m.pack);
	for (size_t i = 0; i < count; i++) {
		arena_reset(&m.scratch);
		add_event(&m, i, steps);
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
