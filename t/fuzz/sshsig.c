/*
 * sshsig.c - any armour, or any blob in the right armour: no crash, and of the one key whose
 * signature is known nothing verifies but that: a second spelling would be a second commit of
 * the same event, made without the key.
 */
#include "base/base64.h"
#include "base/cleanup.h"
#include "sign/digest.h"
#include "sign/signer.h"
#include "sign/sshsig.h"

#include <sodium.h>

#define BEGIN "-----BEGIN SSH SIGNATURE-----\n"

static uint8_t secret[64];

static int sign(const struct signer *signer, struct bytes message, uint8_t ret_signature[64],
		struct err *err)
{
	(void)signer;
	(void)err;
	return crypto_sign_detached(ret_signature, NULL, message.data, message.len, secret);
}

/* What the key of this seed signs; ed25519 signs the same bytes alike. */
static const struct signer *known(struct strbuf *ret_armor)
{
	static const uint8_t seed[32] = "the seed of a key in a test 1234";
	static struct signer signer = {.sign = sign};
	struct err err;

	if (sign_init(&err))
		abort();
	signer.key.type = KEY_ED25519;
	crypto_sign_seed_keypair(signer.key.point, secret, seed);
	if (sshsig_sign(&signer, "git", bytes_text("content\n"), ret_armor, &err))
		abort();
	return &signer;
}

/* PROTOCOL.sshsig: 70 columns, no line feed behind the last line. */
static void armor(const uint8_t *blob, size_t len, struct strbuf *out)
{
	char text[BASE64_LENGTH(4096) + 1];

	base64_encode(blob, len, text);
	strbuf_addstr(out, BEGIN);
	for (size_t i = 0; i < strlen(text); i += 70)
		strbuf_addf(out, "%.70s\n", text + i);
	strbuf_addstr(out, "-----END SSH SIGNATURE-----");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct strbuf good = STRBUF_INIT;
	static const struct signer *signer;
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	struct public_key key;
	struct err err;

	if (!signer)
		signer = known(&good);
	if (size > 4096)
		return 0;
	if (size && *data == '-')
		strbuf_add(&text, data, size);
	else
		armor(data, size, &text);
	if (!sshsig_verify(bytes_text("content\n"), text.buf, text.len, "git", &key, &err) &&
	    public_key_equal(&key, &signer->key) &&
	    !bytes_equal(bytes_of(text.buf, text.len), bytes_of(good.buf, good.len)))
		abort();
	return 0;
}
