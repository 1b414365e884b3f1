/* sign/: key files and what an agent may answer, the hostile ones above all. */
#include "base/arena.h"
#include "base/base64.h"
#include "base/cleanup.h"
#include "base/limits.h"
#include "base/strbuf.h"
#include "sign/agent.h"
#include "sign/digest.h"
#include "sign/keyfile.h"
#include "sign/wire.h"

#include <sys/stat.h>
#include <unistd.h>

#include "../t/unit/tap.h"

static struct err err;
static char folder[] = "/tmp/mcade-unit-keyfile.XXXXXX", path[64], public_path[64];

static void slurp(const char *name, struct strbuf *out)
{
	FILE *file = fopen(name, "rb");
	char part[4096];
	size_t n;

	if (!file)
		abort();
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		strbuf_add(out, part, n);
	fclose(file);
}

static int parse(const void *text, size_t len, struct public_key *ret_key)
{
	enum keyfile_lock lock;
	uint8_t secret[64];

	return keyfile_parse(bytes_of(text, len), ret_key, &lock, secret, &err);
}

static void refuse(const char *text, enum err_code code, const char *part)
{
	struct public_key key;

	ok(parse(text, strlen(text), &key) && err.code == code && strstr(err.text, part),
	   "refused: %.40s (%s)", text, err.text);
}

/* Every bit of a key file: refused, or the same key (the comment is nobody's to protect). */
static void test_flips(const struct strbuf *good, const struct public_key *key)
{
	CLEANUP(strbuf_free) struct strbuf bad = STRBUF_INIT;
	struct public_key found;
	unsigned passed = 0, wrong = 0;

	strbuf_add(&bad, good->buf, good->len);
	for (size_t bit = 0; bit < 8 * bad.len; bit++) {
		bad.buf[bit / 8] = (char)(bad.buf[bit / 8] ^ 1 << bit % 8);
		if (!parse(bad.buf, bad.len, &found)) {
			passed++;
			wrong += !public_key_equal(&found, key);
		}
		bad.buf[bit / 8] = (char)(bad.buf[bit / 8] ^ 1 << bit % 8);
	}
	ok(!wrong && passed < good->len, "no flipped bit makes another key (%u harmless)",
	   passed);
	for (size_t i = 0; i + strlen("-----\n") < good->len; i++)
		if (!parse(good->buf, i, &found))
			wrong++;
	ok(!wrong, "every cut is refused");
}

static void test_files(void)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT, huge = STRBUF_INIT;
	struct public_key key, found;
	struct signer *signer = NULL;
	enum keyfile_lock lock;
	struct stat st;

	ok(!keyfile_generate(path, "a comment", &key, &err) && !stat(path, &st) &&
		   (st.st_mode & 0777) == 0600,
	   "a new key file is its owner's alone");
	ok(!keyfile_read_public(public_path, &found, &err) && public_key_equal(&key, &found),
	   "and has its public half beside it");
	ok(keyfile_generate(path, "", &found, &err) && err.code == ERR_CONFLICT,
	   "an existing file stays");
	slurp(path, &text);
	ok(!parse(text.buf, text.len, &found) && public_key_equal(&key, &found), "it is read");
	test_flips(&text, &key);
	chmod(path, 0640);
	ok(keyfile_open(path, &found, &lock, &signer, &err) && strstr(err.next, "chmod 600"),
	   "refused when others can read it");
	ok(keyfile_open(folder, &found, &lock, &signer, &err), "a folder is no key file");
	unlink(public_path);
	unlink(path);
	ok(keyfile_generate(path, "two\nlines", &found, &err),
	   "a comment of two lines is refused");
	for (int i = 0; i < 300; i++)
		strbuf_addch(&huge, 'c');
	ok(keyfile_generate(path, huge.buf, &found, &err) && err.code == ERR_LIMIT &&
		   access(path, F_OK),
	   "a very long comment is refused, and no file made");
	refuse("", ERR_FORMAT, "no private key");
	refuse("-----BEGIN RSA PRIVATE KEY-----\n", ERR_UNSUPPORTED, "an RSA key");
	refuse("-----BEGIN EC PRIVATE KEY-----\n", ERR_UNSUPPORTED, "an ECDSA key");
	refuse("PuTTY-User-Key-File-3: ssh-ed25519\n", ERR_UNSUPPORTED, "a PuTTY key");
	refuse("-----BEGIN OPENSSH PRIVATE KEY-----\n", ERR_FORMAT, "cut short");
	refuse("-----BEGIN OPENSSH PRIVATE KEY-----\n-----END OPENSSH PRIVATE KEY-----",
	       ERR_FORMAT, "damaged or cut short");
	refuse("-----BEGIN OPENSSH PRIVATE KEY-----\n****\n-----END OPENSSH PRIVATE KEY-----",
	       ERR_FORMAT, "no base64");
	strbuf_setlen(&huge, 0);
	for (size_t i = 0; i <= LIMIT_KEY_FILE; i++)
		strbuf_addch(&huge, 'A');
	refuse(huge.buf, ERR_LIMIT, "more than");
}

/* --- the agent's side ------------------------------------------------------------------------
 */
static void test_identities(struct arena *a)
{
	uint8_t room[1024], blob[PUBLIC_KEY_BLOB];
	struct public_key key = {.type = KEY_ED25519, .point = {1, 2, 3}}, *keys;
	struct wire_out out = wire_write(room, sizeof(room)), rsa;
	uint8_t rsa_room[64];
	size_t count, others;

	rsa = wire_write(rsa_room, sizeof(rsa_room));
	wire_put_text(&rsa, "ssh-rsa");
	wire_put_u8(&out, 12);
	wire_put_u32(&out, 2);
	wire_put_string(&out, rsa_room, rsa.len);
	wire_put_text(&out, "rsa");
	wire_put_string(&out, blob, public_key_to_blob(&key, blob));
	wire_put_text(&out, "ours");
	ok(!agent_parse_identities(bytes_of(room, out.len), a, &keys, &count, &others, &err) &&
		   count == 1 && others == 1 && public_key_equal(keys, &key),
	   "the agent's keys: ours listed, others counted");
	for (size_t i = 0; i < out.len; i++)
		if (!agent_parse_identities(bytes_of(room, i), a, &keys, &count, &others, &err))
			ok(false, "a list cut at %zu passes", i);
	wire_put_u8(&out, 0);
	ok(agent_parse_identities(bytes_of(room, out.len), a, &keys, &count, &others, &err),
	   "a list with a byte too many");
	room[4] = 3;
	ok(agent_parse_identities(bytes_of(room, out.len - 1), a, &keys, &count, &others, &err),
	   "a list that promises more");
	memset(room + 1, 0xff, 4);
	ok(agent_parse_identities(bytes_of(room, out.len - 1), a, &keys, &count, &others, &err),
	   "a list that promises 2^32 keys");
	ok(agent_parse_identities(bytes_of("\x05", 1), a, &keys, &count, &others, &err) &&
		   strstr(err.text, "refuses"),
	   "a refusal");
}

static void test_signature(void)
{
	uint8_t room[256], inner[256], raw[64] = {7}, found[64];
	struct wire_out in = wire_write(inner, sizeof(inner)),
			out = wire_write(room, sizeof(room));

	wire_put_text(&in, "ssh-ed25519");
	wire_put_string(&in, raw, 64);
	wire_put_u8(&out, 14);
	wire_put_string(&out, inner, in.len);
	ok(!agent_parse_signature(bytes_of(room, out.len), found, &err) &&
		   !memcmp(found, raw, 64),
	   "the agent's signature");
	for (size_t i = 0; i < out.len; i++)
		if (!agent_parse_signature(bytes_of(room, i), found, &err))
			ok(false, "a signature cut at %zu passes", i);
	wire_put_u8(&out, 0);
	ok(agent_parse_signature(bytes_of(room, out.len), found, &err), "with a byte too many");
	memcpy(room + 9, "ssh-rsa1111", 11);
	ok(agent_parse_signature(bytes_of(room, out.len - 1), found, &err), "of another type");
	ok(agent_parse_signature(bytes_of("\x05", 1), found, &err) &&
		   strstr(err.text, "refuses"),
	   "a refusal");
}

int main(void)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;

	if (sign_init(&err) || !mkdtemp(folder))
		return 1;
	snprintf(path, sizeof(path), "%s/key", folder);
	snprintf(public_path, sizeof(public_path), "%s/key.pub", folder);
	test_files();
	rmdir(folder);
	test_identities(&a);
	test_signature();
	return done();
}
