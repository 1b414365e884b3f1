#include "sign/keyfile.h"

#include "base/base64.h"
#include "base/limits.h"
#include "base/memory.h"
#include "sign/internal.h"
#include "sign/wire.h"

#include <sodium.h>

#define BEGIN "-----BEGIN OPENSSH PRIVATE KEY-----\n"
#define END "-----END OPENSSH PRIVATE KEY-----"
#define MAGIC "openssh-key-v1" /* and its NUL */
#define SECRET_BYTES 64
#define COMMENT_MAX ((size_t)256)

void *secret_alloc(size_t size)
{
	void *memory = sodium_malloc(size);

	if (!memory)
		memory_exhausted();
	return memory;
}

/* Files of other programs and other kinds, and how their owner comes by one that we read. */
static int other_format(struct bytes text, struct err *err)
{
	static const struct {
		const char *start, *what;
	} known[] = {
		{"-----BEGIN RSA PRIVATE KEY-----", "an RSA key"},
		{"-----BEGIN DSA PRIVATE KEY-----", "a DSA key"},
		{"-----BEGIN EC PRIVATE KEY-----", "an ECDSA key"},
		{"-----BEGIN PRIVATE KEY-----", "a PKCS#8 key"},
		{"-----BEGIN ENCRYPTED PRIVATE KEY-----", "an encrypted PKCS#8 key"},
		{"PuTTY-User-Key-File", "a PuTTY key"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		if (!bytes_begins(text, bytes_text(known[i].start)))
			continue;
		err_set(err, ERR_UNSUPPORTED,
			"the file holds %s; only OpenSSH ed25519 keys sign events",
			known[i].what);
		return err_next(err, "make one with ssh-keygen -t ed25519, then: "
				     "git config mcade.signingKey FILE");
	}
	return err_set(err, ERR_FORMAT,
		       "no private key: expected '-----BEGIN OPENSSH PRIVATE KEY-----'");
}

/* The base64 between the two lines, without white space, into memory that is wiped. */
static int unwrap(struct bytes text, uint8_t *ret_blob, size_t room, size_t *ret_len,
		  struct err *err)
{
	const char *at = text.data, *end, *stop = at + text.len;
	char *packed;
	size_t len = 0;
	bool good;

	if (!bytes_begins(text, bytes_text(BEGIN)))
		return other_format(text, err);
	at += strlen(BEGIN);
	end = memmem(at, (size_t)(stop - at), END, strlen(END));
	if (!end)
		return err_set(err, ERR_FORMAT, "private key is cut short: no '%s'", END);
	packed = secret_alloc((size_t)(end - at) + 1);
	for (; at < end; at++)
		if (*at != '\n' && *at != '\r')
			packed[len++] = *at;
	good = base64_decode(packed, len, ret_blob, room, ret_len);
	sodium_free(packed);
	return good ? 0 : err_set(err, ERR_FORMAT, "private key: the armour is not base64");
}

/* The part that a passphrase would encrypt: check twice, type, point, secret, comment, padding.
 */
static int parse_private(struct bytes raw, const struct public_key *key,
			 uint8_t ret_secret[SECRET_BYTES], struct err *err)
{
	struct wire in = wire_read(raw.data, raw.len);
	uint32_t check = wire_u32(&in), again = wire_u32(&in);
	struct bytes type = wire_string(&in), point = wire_string(&in);
	struct bytes secret = wire_string(&in);
	uint8_t derived_point[32], pad = 1;
	uint8_t *derived;
	bool good;

	wire_string(&in); /* comment */
	if (in.bad || check != again || !wire_is(type, key_type_name(KEY_ED25519)) ||
	    secret.len != SECRET_BYTES ||
	    !bytes_equal(point, bytes_of(key->point, sizeof(key->point))))
		return err_set(err, ERR_FORMAT, "private key: the secret part is damaged");
	if (raw.len % 8 || in.left >= 8)
		return err_set(err, ERR_FORMAT, "private key: wrong padding");
	while (in.left)
		if (wire_u8(&in) != pad++)
			return err_set(err, ERR_FORMAT, "private key: wrong padding");
	derived = secret_alloc(SECRET_BYTES);
	crypto_sign_seed_keypair(derived_point, derived, secret.data);
	good = !sodium_memcmp(derived, secret.data, SECRET_BYTES) &&
	       !memcmp(derived_point, key->point, sizeof(derived_point));
	sodium_free(derived);
	if (!good)
		return err_set(err, ERR_FORMAT,
			       "private key: the secret does not belong to the public key");
	memcpy(ret_secret, secret.data, SECRET_BYTES);
	return 0;
}

static int parse_blob(const uint8_t *blob, size_t len, struct public_key *ret_key,
		      enum keyfile_lock *ret_lock, uint8_t ret_secret[SECRET_BYTES],
		      struct err *err)
{
	struct wire in = wire_read(blob, len);
	struct bytes magic = wire_raw(&in, sizeof(MAGIC));
	struct bytes cipher = wire_string(&in), kdf = wire_string(&in);
	struct bytes options = wire_string(&in);
	uint32_t count = wire_u32(&in);
	struct bytes public = wire_string(&in), private = wire_string(&in);
	struct public_key key;

	if (in.bad || !bytes_equal(magic, bytes_of(MAGIC, sizeof(MAGIC))))
		return err_set(err, ERR_FORMAT, "private key: damaged or cut short");
	if (count != 1)
		return err_set(err, ERR_UNSUPPORTED, "private key file with %" PRIu32 " keys",
			       count);
	if (public_key_from_blob(public, &key, err))
		return err_prefix(err, "private key");
	if (!wire_is(cipher, "none") || !wire_is(kdf, "none")) {
		*ret_key = key;
		*ret_lock = KEYFILE_PASSPHRASE;
		return 0;
	}
	if (key.type != KEY_ED25519)
		return err_set(err, ERR_UNSUPPORTED,
			       "signing with a token's key ('%s') is not implemented",
			       key_type_name(key.type));
	if (options.len || !wire_end(&in))
		return err_set(err, ERR_FORMAT, "private key: bytes are left over");
	if (parse_private(private, &key, ret_secret, err))
		return -1;
	*ret_key = key;
	*ret_lock = KEYFILE_OPEN;
	return 0;
}

int keyfile_parse(struct bytes text, struct public_key *ret_key, enum keyfile_lock *ret_lock,
		  uint8_t ret_secret[64], struct err *err)
{
	uint8_t *blob;
	size_t blob_len = 0;
	int rc;

	if (text.len > LIMIT_KEY_FILE)
		return err_set(err, ERR_LIMIT, "key file of more than %zu bytes",
			       LIMIT_KEY_FILE);
	blob = secret_alloc(text.len + 1);
	rc = unwrap(text, blob, text.len, &blob_len, err);
	if (!rc)
		rc = parse_blob(blob, blob_len, ret_key, ret_lock, ret_secret, err);
	sodium_free(blob);
	return rc;
}

/*
 * Everything on the way to a key file's text holds the secret: one piece of locked memory, with
 * room for the longest comment.
 */
struct scratch {
	uint8_t private[512], blob[1024];
	char text[BASE64_LENGTH(1024) + 1];
};

static void format_in(struct scratch *s, const uint8_t secret[SECRET_BYTES], uint32_t check,
		      const char *comment, struct wire_out *out)
{
	uint8_t key_blob[PUBLIC_KEY_BLOB], pad = 1;
	struct public_key key = {.type = KEY_ED25519};
	struct wire_out in = wire_write(s->private, sizeof(s->private));
	struct wire_out all = wire_write(s->blob, sizeof(s->blob));

	memcpy(key.point, secret + 32, sizeof(key.point));
	wire_put_u32(&in, check);
	wire_put_u32(&in, check);
	wire_put_text(&in, key_type_name(KEY_ED25519));
	wire_put_string(&in, key.point, sizeof(key.point));
	wire_put_string(&in, secret, SECRET_BYTES);
	wire_put_text(&in, comment);
	while (in.len % 8)
		wire_put_u8(&in, pad++);
	wire_put_raw(&all, MAGIC, sizeof(MAGIC));
	wire_put_text(&all, "none");
	wire_put_text(&all, "none");
	wire_put_text(&all, "");
	wire_put_u32(&all, 1);
	wire_put_string(&all, key_blob, public_key_to_blob(&key, key_blob));
	wire_put_string(&all, s->private, in.len);
	base64_encode(s->blob, all.len, s->text);
	wire_put_raw(out, BEGIN, strlen(BEGIN));
	for (size_t i = 0, len = strlen(s->text); i < len; i += 70) {
		wire_put_raw(out, s->text + i, len - i < 70 ? len - i : 70);
		wire_put_u8(out, '\n');
	}
	wire_put_raw(out, END "\n", strlen(END "\n"));
}

int keyfile_format(const uint8_t secret[64], uint32_t check, const char *comment,
		   char ret_text[KEYFILE_TEXT], size_t *ret_len, struct err *err)
{
	struct wire_out out = wire_write(ret_text, KEYFILE_TEXT);
	struct scratch *scratch;

	if (strlen(comment) > COMMENT_MAX)
		return err_set(err, ERR_LIMIT, "a key's comment has at most %zu bytes",
			       COMMENT_MAX);
	scratch = secret_alloc(sizeof(*scratch));
	format_in(scratch, secret, check, comment, &out);
	sodium_free(scratch);
	*ret_len = out.len;
	return 0;
}
