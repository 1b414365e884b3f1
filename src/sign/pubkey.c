#include "sign/pubkey.h"

#include "base/base64.h"
#include "sign/digest.h"
#include "sign/internal.h"
#include "sign/wire.h"

#define LIMIT_KEY_LINE ((size_t)16 << 10) /* sshd's own limit for a line */

static const char *const names[] = {
	[KEY_ED25519] = "ssh-ed25519",
	[KEY_SK_ED25519] = "sk-ssh-ed25519@openssh.com",
};

const char *key_type_name(enum key_type type)
{
	return names[type];
}

/* Kinds that exist and that we do not take, with the word that people use for them. */
static const struct {
	const char *name, *word;
} refused[] = {
	{"ssh-rsa", "an RSA key"},
	{"rsa-sha2-256", "an RSA key"},
	{"rsa-sha2-512", "an RSA key"},
	{"ssh-dss", "a DSA key"},
	{"ecdsa-sha2-nistp256", "an ECDSA key"},
	{"ecdsa-sha2-nistp384", "an ECDSA key"},
	{"ecdsa-sha2-nistp521", "an ECDSA key"},
	{"sk-ecdsa-sha2-nistp256@openssh.com", "an ECDSA key in a token"},
};

int key_type_find(struct bytes name, enum key_type *ret_type, struct err *err)
{
	static const char cert[] = "-cert-v01@openssh.com";

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (wire_is(name, names[i])) {
			*ret_type = (enum key_type)i;
			return 0;
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
		if (wire_is(name, refused[i].name))
			return err_set(err, ERR_UNSUPPORTED,
				       "'%s' is %s; only ed25519 keys sign events",
				       refused[i].name, refused[i].word);
	if (name.len >= strlen(cert) &&
	    !memcmp((const char *)name.data + name.len - strlen(cert), cert, strlen(cert)))
		return err_set(err, ERR_UNSUPPORTED,
			       "the key is an SSH certificate; a plain ed25519 key is needed");
	return err_set(err, ERR_FORMAT, "no SSH key of a known type: expected '%s' or '%s'",
		       names[KEY_ED25519], names[KEY_SK_ED25519]);
}

/* A token's application is text of ours to show: printable, and "ssh:" first as OpenSSH has it.
 */
static bool application_is_good(struct bytes text)
{
	const unsigned char *c = text.data;

	if (text.len < 4 || text.len >= sizeof(((struct public_key *)0)->application) ||
	    memcmp(c, "ssh:", 4) != 0)
		return false;
	for (size_t i = 4; i < text.len; i++)
		if (c[i] < 0x21 || c[i] > 0x7e)
			return false;
	return true;
}

int public_key_from_blob(struct bytes blob, struct public_key *ret_key, struct err *err)
{
	struct wire in = wire_read(blob.data, blob.len);
	struct public_key key = {0};
	struct bytes point, application = {"", 0};

	if (key_type_find(wire_string(&in), &key.type, err))
		return -1;
	point = wire_string(&in);
	if (key.type == KEY_SK_ED25519)
		application = wire_string(&in);
	if (!wire_end(&in) || point.len != sizeof(key.point))
		return err_set(err, ERR_FORMAT,
			       "damaged SSH key: not the fields of an '%s' key",
			       names[key.type]);
	if (key.type == KEY_SK_ED25519) {
		if (!application_is_good(application))
			return err_set(
				err, ERR_UNSUPPORTED,
				"the token's key is for an application that is not 'ssh:'");
		memcpy(key.application, application.data, application.len);
	}
	memcpy(key.point, point.data, sizeof(key.point));
	*ret_key = key;
	return 0;
}

size_t public_key_to_blob(const struct public_key *key, uint8_t ret_blob[PUBLIC_KEY_BLOB])
{
	struct wire_out out = wire_write(ret_blob, PUBLIC_KEY_BLOB);

	wire_put_text(&out, names[key->type]);
	wire_put_string(&out, key->point, sizeof(key->point));
	if (key->type == KEY_SK_ED25519)
		wire_put_text(&out, key->application);
	return out.len;
}

const char *public_key_comment(const char *line)
{
	for (int words = 0; words < 2; words++) {
		line += strcspn(line, " \t\r\n");
		line += strspn(line, " \t");
	}
	return line;
}

int public_key_parse(const char *line, struct public_key *ret_key, struct err *err)
{
	size_t whole = strnlen(line, LIMIT_KEY_LINE + 1);
	size_t type_len = strcspn(line, " \t\r\n"), text_len, blob_len;
	const char *text = line + type_len;
	uint8_t blob[PUBLIC_KEY_BLOB];
	enum key_type type;
	struct public_key key;

	if (whole > LIMIT_KEY_LINE)
		return err_set(err, ERR_LIMIT,
			       "the line of an SSH key is longer than %zu bytes",
			       LIMIT_KEY_LINE);
	if (key_type_find(bytes_of(line, type_len), &type, err))
		return -1;
	if (*text == ' ' || *text == '\t')
		text++;
	text_len = strcspn(text, " \t\r\n");
	if (strcspn(text, "\n") + 1 < strlen(text))
		return err_set(err, ERR_FORMAT, "expected one SSH key and found several lines");
	if (!base64_decode(text, text_len, blob, sizeof(blob), &blob_len))
		return err_set(err, ERR_FORMAT,
			       "damaged SSH key: what follows '%s' is not base64", names[type]);
	if (public_key_from_blob(bytes_of(blob, blob_len), &key, err))
		return -1;
	if (key.type != type)
		return err_set(err, ERR_FORMAT, "damaged SSH key: says '%s' and holds '%s'",
			       names[type], names[key.type]);
	*ret_key = key;
	return 0;
}

void public_key_format(const struct public_key *key, struct strbuf *out)
{
	uint8_t blob[PUBLIC_KEY_BLOB];
	char text[BASE64_LENGTH(PUBLIC_KEY_BLOB) + 1];

	base64_encode(blob, public_key_to_blob(key, blob), text);
	strbuf_addf(out, "%s %s", names[key->type], text);
}

void public_key_fingerprint(const struct public_key *key, char ret_text[PUBLIC_KEY_FINGERPRINT])
{
	uint8_t blob[PUBLIC_KEY_BLOB], digest[DIGEST_SHA256];
	char text[BASE64_LENGTH(DIGEST_SHA256) + 1];

	digest_sha256(blob, public_key_to_blob(key, blob), digest);
	base64_encode(digest, sizeof(digest), text);
	snprintf(ret_text, PUBLIC_KEY_FINGERPRINT, "SHA256:%.43s", text); /* without the "=" */
}

bool public_key_equal(const struct public_key *a, const struct public_key *b)
{
	return a->type == b->type && !memcmp(a->point, b->point, sizeof(a->point)) &&
	       !strcmp(a->application, b->application);
}
