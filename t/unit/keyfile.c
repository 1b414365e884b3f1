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

#include <signal.h>
#include <sodium.h>
#include <sys/resource.h>
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

/* As ssh-keygen writes it: lines of 70, the last one shorter, none empty. */
static void test_lines(const struct strbuf *text)
{
	size_t wrong = 0, lines = 0, before = 70;

	for (const char *at = text->buf, *end; (end = strchr(at, '\n')); at = end + 1) {
		wrong += end == at;
		if (*at == '-')
			continue;
		lines++;
		wrong += before != 70;
		before = (size_t)(end - at);
	}
	ok(!wrong && lines > 3 && before <= 70, "it has lines of 70");
}

static void test_files(void)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT, huge = STRBUF_INIT;
	struct public_key key, found;
	struct signer *signer = NULL;
	enum keyfile_lock lock;
	struct stat st;
	struct rlimit room;
	int stdin_kept, full;

	ok(!keyfile_generate(path, "a comment", &key, &err) && !stat(path, &st) &&
		   (st.st_mode & 0777) == 0600,
	   "a new key file is its owner's alone");
	ok(!keyfile_read_public(public_path, &found, &err) && public_key_equal(&key, &found),
	   "and has its public half beside it");
	ok(keyfile_generate(path, "", &found, &err) && err.code == ERR_CONFLICT,
	   "an existing file stays");
	slurp(path, &text);
	ok(!parse(text.buf, text.len, &found) && public_key_equal(&key, &found), "it is read");
	test_lines(&text);
	test_flips(&text, &key);
	chmod(path, 0640);
	ok(keyfile_open(path, &found, &lock, &signer, &err) && strstr(err.next, "chmod 600"),
	   "refused when others can read it");
	ok(keyfile_open(folder, &found, &lock, &signer, &err), "a folder is not a key file");
	unlink(public_path);
	unlink(path);
	strbuf_setlen(&text, 0);
	while (text.len < 80) /* with so long a comment the last line is a whole one */
		strbuf_addch(&text, 'c');
	ok(!keyfile_generate(path, text.buf, &key, &err), "a longer comment");
	strbuf_setlen(&text, 0);
	slurp(path, &text);
	test_lines(&text);
	unlink(public_path);
	unlink(path);
	stdin_kept = dup(
		0); /* who starts a hook may have closed it: then a key file is number 0 */
	close(0);
	ok(!keyfile_generate(path, "", &key, &err) &&
		   !keyfile_open(path, &found, &lock, &signer, &err) &&
		   public_key_equal(&key, &found),
	   "without a standard input");
	signer_close(MOVE(signer));
	dup2(stdin_kept, 0);
	close(stdin_kept);
	unlink(public_path);
	unlink(path);
	getrlimit(RLIMIT_FSIZE, &room);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){0, room.rlim_max});
	signal(SIGXFSZ, SIG_IGN);
	err = (struct err){0};
	full = keyfile_generate(path, "", &key, &err);
	setrlimit(RLIMIT_FSIZE, &room);
	ok(full && err.code == ERR_IO && strstr(err.text, path) && access(path, F_OK),
	   "on a full disk none is left");
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
	       ERR_FORMAT, "not base64");
	strbuf_setlen(&huge, 0);
	for (size_t i = 0; i <= LIMIT_KEY_FILE; i++)
		strbuf_addch(&huge, 'A');
	refuse(huge.buf, ERR_LIMIT, "more than");
}

static void put(const char *text, size_t len)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(text, 1, len, file) != len || fclose(file) || chmod(path, 0600))
		abort();
}

/* A fault of the file is told with its name, and the sizes that it may have. */
static void test_on_disk(void)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct public_key key, found;
	struct signer *signer = NULL;
	enum keyfile_lock lock;
	char below[80];

	ok(keyfile_open(path, &found, &lock, &signer, &err) && err.code == ERR_NOT_FOUND &&
		   keyfile_read_public(path, &found, &err) && err.code == ERR_NOT_FOUND,
	   "no file");
	put("", 0);
	ok(keyfile_open(path, &found, &lock, &signer, &err) && err.code == ERR_FORMAT &&
		   strstr(err.text, path),
	   "an empty file (%s)", err.text);
	ok(keyfile_read_public(path, &found, &err) && err.code == ERR_FORMAT &&
		   strstr(err.text, path),
	   "and as a public key (%s)", err.text);
	unlink(path);
	ok(!mkfifo(path, 0600) && keyfile_open(path, &found, &lock, &signer, &err) &&
		   err.code == ERR_IO,
	   "a pipe");
	unlink(path);
	put("", 0);
	snprintf(below, sizeof(below), "%s/key", path);
	ok(keyfile_open(below, &found, &lock, &signer, &err) && err.code == ERR_IO,
	   "a file in the place of a folder");
	for (size_t i = 0; i < LIMIT_KEY_FILE; i++)
		strbuf_addch(&text, 'x');
	put(text.buf, text.len);
	ok(keyfile_open(path, &found, &lock, &signer, &err) && err.code == ERR_FORMAT,
	   "the longest file");
	strbuf_addch(&text, 'x');
	put(text.buf, text.len);
	ok(keyfile_open(path, &found, &lock, &signer, &err) && err.code == ERR_LIMIT,
	   "one byte more");
	unlink(path);
	strbuf_setlen(&text, 256);
	ok(!keyfile_generate(path, text.buf, &key, &err) &&
		   !keyfile_open(path, &found, &lock, &signer, &err) &&
		   public_key_equal(&key, &found) &&
		   !keyfile_read_public(public_path, &found, &err) &&
		   public_key_equal(&key, &found),
	   "the longest comment");
	signer_close(MOVE(signer));
	unlink(path);
	ok(keyfile_generate(path, "", &found, &err) && err.code == ERR_CONFLICT &&
		   access(path, F_OK),
	   "another public half is there: no private one is made");
	strbuf_setlen(&text, 0);
	slurp(public_path, &text);
	text.buf[text.len - 2] = '\0';
	put(text.buf, text.len);
	ok(keyfile_read_public(path, &found, &err) && err.code == ERR_FORMAT, "a NUL byte");
	unlink(path);
	unlink(public_path);
	ok(!keyfile_generate(path, "", &key, &err), "no comment");
	strbuf_setlen(&text, 0);
	slurp(public_path, &text);
	ok(strchr(text.buf, ' ') == strrchr(text.buf, ' ') && text.buf[text.len - 1] == '\n',
	   "is one blank, and none behind");
	snprintf(below, sizeof(below), "%s/none/key", folder);
	ok(keyfile_generate(below, "", &found, &err) && err.code == ERR_IO, "no folder");
	unlink(path);
	unlink(public_path);
}

/* A disk that takes no more: no half of a key is left. */
static void test_full_disk(void)
{
	struct rlimit before, none;
	struct public_key key;
	int rc;

	getrlimit(RLIMIT_FSIZE, &before);
	none = (struct rlimit){100, before.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	fflush(stdout);
	setrlimit(RLIMIT_FSIZE, &none);
	rc = keyfile_generate(path, "", &key, &err);
	setrlimit(RLIMIT_FSIZE, &before);
	ok(rc && err.code == ERR_IO && access(path, F_OK) && access(public_path, F_OK),
	   "a full disk: no half of a key is left");
}

/* A key file, field by field; what a test changes, it changes alone. */
struct fields {
	const char *magic, *cipher, *kdf, *options, *behind, *type, *comment;
	struct public_key key;
	uint8_t point[32], secret[65];
	uint32_t count, check, again;
	size_t secret_len, padding;
	uint8_t pad; /* the first byte of the padding */
};

static struct fields good_fields(void)
{
	struct fields f = {.magic = "openssh-key-v1",
			   .cipher = "none",
			   .kdf = "none",
			   .options = "",
			   .behind = "",
			   .type = "ssh-ed25519",
			   .comment = "abc", /* with 2 bytes of padding a multiple of 8 */
			   .key = {.type = KEY_ED25519},
			   .count = 1,
			   .check = 7,
			   .again = 7,
			   .secret_len = 64,
			   .padding = 2,
			   .pad = 1};
	uint8_t seed[32] = "the seed of a key in a test 1234";

	crypto_sign_seed_keypair(f.key.point, f.secret, seed);
	memcpy(f.point, f.key.point, 32);
	return f;
}

static void write_fields(const struct fields *f, struct strbuf *text)
{
	uint8_t room[512], blob[1024], public[PUBLIC_KEY_BLOB];
	struct wire_out in = wire_write(room, sizeof(room)),
			out = wire_write(blob, sizeof(blob));
	char packed[BASE64_LENGTH(1024) + 1];

	wire_put_u32(&in, f->check);
	wire_put_u32(&in, f->again);
	wire_put_text(&in, f->type);
	wire_put_string(&in, f->point, 32);
	wire_put_string(&in, f->secret, f->secret_len);
	wire_put_text(&in, f->comment);
	for (size_t i = 0; i < f->padding; i++)
		wire_put_u8(&in, (uint8_t)(f->pad + i));
	wire_put_raw(&out, f->magic, strlen(f->magic) + 1);
	wire_put_text(&out, f->cipher);
	wire_put_text(&out, f->kdf);
	wire_put_text(&out, f->options);
	wire_put_u32(&out, f->count);
	wire_put_string(&out, public, public_key_to_blob(&f->key, public));
	wire_put_string(&out, room, in.len);
	wire_put_raw(&out, f->behind, strlen(f->behind));
	base64_encode(blob, out.len, packed);
	strbuf_addf(text,
		    "-----BEGIN OPENSSH PRIVATE KEY-----\n%s\n"
		    "-----END OPENSSH PRIVATE KEY-----\n",
		    packed);
}

static int parse_fields(const struct fields *f, enum keyfile_lock *ret_lock)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct public_key key;
	uint8_t secret[64];

	write_fields(f, &text);
	return keyfile_parse(bytes_of(text.buf, text.len), &key, ret_lock, secret, &err);
}

static void test_fields(void)
{
	enum keyfile_lock lock;
	struct fields f = good_fields();

	ok(!parse_fields(&f, &lock) && lock == KEYFILE_OPEN, "the control: it is read");
#define EDIT(err_code, part, name, ...)                                                       \
	do {                                                                                  \
		f = good_fields();                                                            \
		__VA_ARGS__;                                                                  \
		ok(parse_fields(&f, &lock) && err.code == err_code && strstr(err.text, part), \
		   "refused: %s (%s)", name, err.text);                                       \
	} while (0)
	EDIT(ERR_FORMAT, "cut short", "another magic", f.magic = "openssh-key-v2");
	EDIT(ERR_UNSUPPORTED, "with 2 keys", "two keys", f.count = 2);
	EDIT(ERR_UNSUPPORTED, "with 0 keys", "no key", f.count = 0);
	EDIT(ERR_FORMAT, "left over", "options without a cipher", f.options = "salt");
	EDIT(ERR_FORMAT, "left over", "a byte behind it", f.behind = "x");
	EDIT(ERR_FORMAT, "damaged", "two checks that differ", f.again = 8);
	EDIT(ERR_FORMAT, "damaged", "another type inside", f.type = "ssh-ed25518");
	EDIT(ERR_FORMAT, "damaged", "another point inside", f.point[31] ^= 1);
	EDIT(ERR_FORMAT, "damaged", "a secret of 63 bytes", f.secret_len = 63, f.padding = 3);
	EDIT(ERR_FORMAT, "damaged", "a secret of 65 bytes", f.secret_len = 65, f.padding = 1);
	EDIT(ERR_FORMAT, "does not belong", "another seed", f.secret[0] ^= 1);
	EDIT(ERR_FORMAT, "does not belong", "another point behind the seed", f.secret[63] ^= 1);
	EDIT(ERR_FORMAT, "does not belong", "another public key", f.point[0] ^= 1,
	     f.key.point[0] ^= 1);
	EDIT(ERR_FORMAT, "padding", "padding that does not count from 1", f.pad = 2);
	EDIT(ERR_FORMAT, "padding", "padding cut short", f.padding = 1);
	EDIT(ERR_FORMAT, "padding", "eight bytes of padding more", f.padding = 10);
	EDIT(ERR_FORMAT, "padding", "eight bytes of it where none is needed",
	     f.comment = "abcde", f.padding = 8);
	EDIT(ERR_UNSUPPORTED, "token", "a token's key", f.key.type = KEY_SK_ED25519,
	     memcpy(f.key.application, "ssh:", 5));
#undef EDIT
	f = good_fields();
	f.cipher = "aes256-ctr";
	ok(!parse_fields(&f, &lock) && lock == KEYFILE_PASSPHRASE, "a cipher is a passphrase");
	f = good_fields();
	f.kdf = "bcrypt";
	ok(!parse_fields(&f, &lock) && lock == KEYFILE_PASSPHRASE, "so is a kdf");
	f = good_fields();
	f.comment = "abcde";
	f.padding = 0;
	ok(!parse_fields(&f, &lock) && lock == KEYFILE_OPEN, "no padding where none is needed");
}

/* A key that a CI gives as a text: it signs, or it is said why not, and no signer is made. */
static void test_text(void)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	CLEANUP(signer_closep) struct signer *signer = NULL;
	struct fields f = good_fields();

	write_fields(&f, &text);
	ok(!keyfile_open_text(bytes_of(text.buf, text.len), "CI_KEY", &signer, &err) &&
		   signer && public_key_equal(&signer->key, &f.key) &&
		   strstr(signer->where, "CI_KEY"),
	   "a key in a text");
	signer_close(MOVE(signer));
	f.cipher = "aes256-ctr";
	strbuf_setlen(&text, 0);
	write_fields(&f, &text);
	ok(keyfile_open_text(bytes_of(text.buf, text.len), "CI_KEY", &signer, &err) &&
		   !signer && err.code == ERR_UNSUPPORTED && strstr(err.text, "CI_KEY"),
	   "one with a passphrase");
	ok(keyfile_open_text(bytes_text("none"), "CI_KEY", &signer, &err) && !signer &&
		   err.code == ERR_FORMAT && strstr(err.text, "CI_KEY"),
	   "none");
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
	room[0] = 14;
	ok(agent_parse_identities(bytes_of(room, out.len), a, &keys, &count, &others, &err) &&
		   err.code == ERR_FORMAT,
	   "a list as the answer to another question");
	room[0] = 12;
	wire_put_u8(&out, 0);
	ok(agent_parse_identities(bytes_of(room, out.len), a, &keys, &count, &others, &err),
	   "a list with a byte too many");
	room[4] = 3;
	ok(agent_parse_identities(bytes_of(room, out.len - 1), a, &keys, &count, &others, &err),
	   "a list that promises more");
	memset(room + 1, 0xff, 4);
	ok(agent_parse_identities(bytes_of(room, out.len - 1), a, &keys, &count, &others, &err),
	   "a list that promises 2^32 keys");
	for (uint32_t number = 1023; number <= 1025; number++) {
		struct wire_out all = wire_write(arena_alloc(a, 1 << 16), 1 << 16);
		const uint8_t *start = all.start;

		wire_put_u8(&all, 12);
		wire_put_u32(&all, number);
		for (uint32_t i = 0; i < number; i++) {
			wire_put_string(&all, blob, public_key_to_blob(&key, blob));
			wire_put_text(&all, "");
		}
		ok(!agent_parse_identities(bytes_of(start, all.len), a, &keys, &count, &others,
					   &err) == (number <= 1024) &&
			   (number > 1024 || count == number),
		   "a list of %u keys", number);
	}
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
	room[0] = 12;
	ok(agent_parse_signature(bytes_of(room, out.len - 1), found, &err) &&
		   err.code == ERR_FORMAT,
	   "as the answer to another question");
	room[0] = 14;
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
	test_fields();
	test_text();
	test_on_disk();
	test_full_disk();
	rmdir(folder);
	test_identities(&a);
	test_signature();
	return done();
}
