#include "sign/sshsig.h"

#include "base/base64.h"
#include "sign/digest.h"
#include "sign/internal.h"
#include "sign/wire.h"

#include <sodium.h>

#define BEGIN "-----BEGIN SSH SIGNATURE-----\n"
#define END "-----END SSH SIGNATURE-----"
#define COLUMNS ((size_t)70)
#define MAGIC "SSHSIG"
#define SIGNATURE_BYTES 64
#define BLOB_MAX ((size_t)640) /* SSHSIG_ARMOR, decoded */
#define NAMESPACE_MAX ((size_t)64)
#define SIGNED_MAX ((size_t)256) /* magic, namespace, "", "sha512", digest */
#define USER_PRESENT 0x01	 /* PROTOCOL.u2f: flags of a token's signature */

/* The fields of a signature, borrowed from its blob. */
struct parsed {
	struct public_key key;
	const uint8_t *signature;
	uint8_t flags;
	uint32_t counter;
};

/* Armour of the blob, as the one spelling; returns its length, at most SSHSIG_ARMOR. */
static size_t armor_write(const uint8_t *blob, size_t blob_len, char ret_armor[SSHSIG_ARMOR])
{
	char text[BASE64_LENGTH(BLOB_MAX) + 1];
	size_t text_len = BASE64_LENGTH(blob_len);
	struct wire_out out = wire_write(ret_armor, SSHSIG_ARMOR);

	base64_encode(blob, blob_len, text);
	wire_put_raw(&out, BEGIN, strlen(BEGIN));
	for (size_t i = 0; i < text_len; i += COLUMNS) {
		size_t part = text_len - i < COLUMNS ? text_len - i : COLUMNS;

		wire_put_raw(&out, text + i, part);
		wire_put_u8(&out, '\n');
	}
	wire_put_raw(&out, END, strlen(END));
	return out.len;
}

/*
 * Only signatures of kinds that we refuse (RSA above all) are longer than ours ever are; say
 * which it is, from the first line, which holds the type of the key.
 */
static int too_long(const char *armor, size_t len, struct err *err)
{
	uint8_t head[COLUMNS];
	enum key_type type;
	size_t head_len;
	struct wire in;

	if (!memcmp(armor, BEGIN, strlen(BEGIN)) &&
	    base64_decode(armor + strlen(BEGIN), 68, head, sizeof(head), &head_len)) {
		in = wire_read(head, head_len);
		wire_raw(&in, strlen(MAGIC) + 4 + 4); /* magic, version, length of the key */
		if (key_type_find(wire_string(&in), &type, err) && err->code == ERR_UNSUPPORTED)
			return err_prefix(err, "SSH signature");
	}
	return err_set(err, ERR_LIMIT, "SSH signature of %zu bytes: at most %d expected", len,
		       SSHSIG_ARMOR);
}

/*
 * Armour -> blob. Reading is simple-minded (drop line feeds, decode); what makes it strict is
 * that the result is armoured again and must be the same bytes.
 */
static int armor_read(const char *armor, size_t len, uint8_t ret_blob[BLOB_MAX],
		      size_t *ret_len, struct err *err)
{
	char text[SSHSIG_ARMOR], again[SSHSIG_ARMOR];
	const char *at = armor + strlen(BEGIN), *end;
	size_t text_len = 0, blob_len;

	if (len > SSHSIG_ARMOR)
		return too_long(armor, len, err);
	if (len < strlen(BEGIN) + strlen(END) || memcmp(armor, BEGIN, strlen(BEGIN)) != 0)
		return err_set(err, ERR_FORMAT,
			       "no SSH signature: expected '-----BEGIN SSH SIGNATURE-----'");
	end = armor + len - strlen(END);
	if (memcmp(end, END, strlen(END)) != 0)
		return err_set(err, ERR_FORMAT, "SSH signature does not end in '%s'", END);
	for (; at < end; at++)
		if (*at != '\n')
			text[text_len++] = *at;
	if (!base64_decode(text, text_len, ret_blob, BLOB_MAX, &blob_len))
		return err_set(err, ERR_FORMAT, "SSH signature: the armour is not base64");
	if (armor_write(ret_blob, blob_len, again) != len || memcmp(again, armor, len) != 0)
		return err_set(err, ERR_FORMAT,
			       "SSH signature: the armour is not wrapped at %zu columns",
			       COLUMNS);
	*ret_len = blob_len;
	return 0;
}

/* The inner "signature" string: type, 64 bytes and, from a token, flags and counter. */
static int parse_signature(struct bytes raw, struct parsed *ret_parsed, struct err *err)
{
	struct wire in = wire_read(raw.data, raw.len);
	struct bytes signature;
	enum key_type type;

	if (key_type_find(wire_string(&in), &type, err))
		return err_prefix(err, "SSH signature");
	signature = wire_string(&in);
	if (type == KEY_SK_ED25519) {
		ret_parsed->flags = wire_u8(&in);
		ret_parsed->counter = wire_u32(&in);
	}
	if (!wire_end(&in) || signature.len != SIGNATURE_BYTES)
		return err_set(err, ERR_FORMAT,
			       "SSH signature: not the fields of an '%s' signature",
			       key_type_name(type));
	if (type != ret_parsed->key.type)
		return err_set(err, ERR_FORMAT,
			       "SSH signature: the key is '%s', the signature '%s'",
			       key_type_name(ret_parsed->key.type), key_type_name(type));
	ret_parsed->signature = signature.data;
	return 0;
}

static int parse_blob(const uint8_t *blob, size_t len, const char *namespace_,
		      struct parsed *ret_parsed, struct err *err)
{
	struct wire in = wire_read(blob, len);
	struct bytes magic = wire_raw(&in, strlen(MAGIC));
	uint32_t version = wire_u32(&in);
	struct bytes key = wire_string(&in), name = wire_string(&in);
	struct bytes reserved = wire_string(&in), hash = wire_string(&in);
	struct bytes signature = wire_string(&in);

	if (in.bad || !wire_is(magic, MAGIC))
		return err_set(err, ERR_FORMAT, "SSH signature: damaged or cut short");
	if (version != 1)
		return err_set(err, ERR_UNSUPPORTED,
			       "SSH signature of version %" PRIu32 ": expected 1", version);
	if (!wire_end(&in))
		return err_set(err, ERR_FORMAT, "SSH signature: %zu bytes are left over",
			       in.left);
	if (reserved.len)
		return err_set(err, ERR_FORMAT,
			       "SSH signature: the reserved field is not empty");
	if (!wire_is(name, namespace_))
		return err_set(err, ERR_FORMAT, "SSH signature: not of namespace '%s'",
			       namespace_);
	if (wire_is(hash, "sha256"))
		return err_set(err, ERR_UNSUPPORTED,
			       "SSH signature over a 'sha256' digest: expected 'sha512'");
	if (!wire_is(hash, "sha512"))
		return err_set(err, ERR_FORMAT, "SSH signature: the hash is not 'sha512'");
	if (public_key_from_blob(key, &ret_parsed->key, err))
		return err_prefix(err, "SSH signature");
	return parse_signature(signature, ret_parsed, err);
}

/* What the key signs (PROTOCOL.sshsig section 3). */
static int signed_data(const char *namespace_, struct bytes bytes, uint8_t ret_data[SIGNED_MAX],
		       size_t *ret_len, struct err *err)
{
	struct wire_out out = wire_write(ret_data, SIGNED_MAX);
	uint8_t digest[DIGEST_SHA512];

	if (!*namespace_ || strlen(namespace_) > NAMESPACE_MAX)
		return err_set(err, ERR_FORMAT, "a signature's namespace has 1 to %zu bytes",
			       NAMESPACE_MAX);
	digest_sha512(bytes.data, bytes.len, digest);
	wire_put_raw(&out, MAGIC, strlen(MAGIC));
	wire_put_text(&out, namespace_);
	wire_put_text(&out, "");
	wire_put_text(&out, "sha512");
	wire_put_string(&out, digest, sizeof(digest));
	*ret_len = out.len;
	return 0;
}

/* What a token signs instead: hashes of both, and between them what it says of itself. */
static size_t token_data(const struct parsed *sig, const uint8_t *data, size_t len,
			 uint8_t ret_data[SIGNED_MAX])
{
	struct wire_out out = wire_write(ret_data, SIGNED_MAX);
	uint8_t digest[DIGEST_SHA256];

	digest_sha256(sig->key.application, strlen(sig->key.application), digest);
	wire_put_raw(&out, digest, sizeof(digest));
	wire_put_u8(&out, sig->flags);
	wire_put_u32(&out, sig->counter);
	digest_sha256(data, len, digest);
	wire_put_raw(&out, digest, sizeof(digest));
	return out.len;
}

int sshsig_verify(struct bytes signed_bytes, const char *armor, size_t armor_len,
		  const char *namespace_, struct public_key *ret_signer, struct err *err)
{
	uint8_t blob[BLOB_MAX], data[SIGNED_MAX], token[SIGNED_MAX];
	const uint8_t *message = data;
	size_t blob_len = 0, data_len = 0;
	struct parsed sig = {0};
	char finger[PUBLIC_KEY_FINGERPRINT];

	if (armor_read(armor, armor_len, blob, &blob_len, err) ||
	    parse_blob(blob, blob_len, namespace_, &sig, err) ||
	    signed_data(namespace_, signed_bytes, data, &data_len, err))
		return -1;
	if (sig.key.type == KEY_SK_ED25519) {
		if (!(sig.flags & USER_PRESENT))
			return err_set(
				err, ERR_UNTRUSTED,
				"SSH signature: the token was not touched when it signed");
		data_len = token_data(&sig, data, data_len, token);
		message = token;
	}
	/* libsodium refuses S >= L and points of small order: no second spelling there either.
	 */
	if (crypto_sign_verify_detached(sig.signature, message, data_len, sig.key.point)) {
		public_key_fingerprint(&sig.key, finger);
		return err_set(err, ERR_UNTRUSTED,
			       "SSH signature does not match the content (key %s)", finger);
	}
	*ret_signer = sig.key;
	return 0;
}

int sshsig_sign(const struct signer *signer, const char *namespace_, struct bytes bytes,
		struct strbuf *ret_armor, struct err *err)
{
	uint8_t key[PUBLIC_KEY_BLOB], data[SIGNED_MAX], raw[SIGNATURE_BYTES];
	uint8_t inner[128], blob[BLOB_MAX];
	char armor[SSHSIG_ARMOR];
	struct wire_out sig = wire_write(inner, sizeof(inner));
	struct wire_out out = wire_write(blob, sizeof(blob));
	size_t data_len, armor_len;

	if (signer->key.type != KEY_ED25519)
		return err_set(err, ERR_UNSUPPORTED,
			       "signing with a token's key ('%s') is not implemented",
			       key_type_name(signer->key.type));
	if (signed_data(namespace_, bytes, data, &data_len, err) ||
	    signer->sign(signer, bytes_of(data, data_len), raw, err))
		return -1;
	wire_put_text(&sig, key_type_name(signer->key.type));
	wire_put_string(&sig, raw, sizeof(raw));
	wire_put_raw(&out, MAGIC, strlen(MAGIC));
	wire_put_u32(&out, 1);
	wire_put_string(&out, key, public_key_to_blob(&signer->key, key));
	wire_put_text(&out, namespace_);
	wire_put_text(&out, "");
	wire_put_text(&out, "sha512");
	wire_put_string(&out, inner, sig.len);
	armor_len = armor_write(blob, out.len, armor);
	strbuf_add(ret_armor, armor, armor_len);
	return 0;
}
