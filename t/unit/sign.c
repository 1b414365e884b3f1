/* sign/: digests, wire, public keys, and every way to spell a signature but the one. */
#include "base/base64.h"
#include "base/hex.h"
#include "base/strbuf.h"
#include "sign/allowed.h"
#include "sign/digest.h"
#include "sign/keyfile.h"
#include "sign/sshsig.h"
#include "sign/wire.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../t/unit/tap.h"

static struct err err;
static struct signer *signer;
static const char content[] = "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nhello\n";

static void test_base64(void)
{
	static const char *const pairs[][2] = {{"", ""},
					       {"f", "Zg=="},
					       {"fo", "Zm8="},
					       {"foo", "Zm9v"},
					       {"foob", "Zm9vYg=="},
					       {"fooba", "Zm9vYmE="},
					       {"foobar", "Zm9vYmFy"}};
	static const char *const bad[] = {"Zg",	      "Zg=",   "Zh==",	 "Zm9=",
					  "Z===",     "====",  "Zm9v\n", "Zm 9",
					  "Zg==Zg==", "Zm9v=", "Zm9*",	 "-_-_"};
	char text[16], raw[16];
	size_t len;

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		base64_encode(pairs[i][0], strlen(pairs[i][0]), text);
		is_str(text, pairs[i][1], "a vector of RFC 4648 is written");
		ok(base64_decode(text, strlen(text), raw, sizeof(raw), &len) &&
			   len == strlen(pairs[i][0]) && !memcmp(raw, pairs[i][0], len),
		   "and '%s' is read", text);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(!base64_decode(bad[i], strlen(bad[i]), raw, sizeof(raw), &len),
		   "bad base64 %zu is refused", i);
	ok(!base64_decode("Zm9vYmFy", 8, raw, 5, &len), "no byte beyond the room");
}

static void test_digests(void)
{
	struct digest_sha256 state;
	uint8_t wide[DIGEST_SHA512];
	char hex[2 * DIGEST_SHA512 + 1];

	digest_sha256_hex("abc", 3, hex);
	is_str(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	       "SHA-256 of FIPS 180-4");
	hex[0] = '\0';
	digest_sha256_start(&state);
	digest_sha256_add(&state, "a", 1);
	digest_sha256_add(&state, "bc", 2);
	digest_sha256_end_hex(&state, hex);
	is_str(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
	       "the same in pieces");
	digest_sha512("abc", 3, wide);
	hex_encode(wide, sizeof(wide), hex);
	is_str(hex,
	       "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1"
	       "a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
	       "SHA-512 of FIPS 180-4");
}

static void test_random(void)
{
	static const uint8_t zero[32];
	uint8_t one[32] = {0}, other[32] = {0};

	random_bytes(one, sizeof(one));
	random_bytes(other, sizeof(other));
	ok(memcmp(one, other, sizeof(one)) != 0, "random bytes are not those of before");
	ok(memcmp(one, zero, 16) != 0 && memcmp(one + 16, zero, 16) != 0, "to the last");
}

/* Names of what is remembered: the same for the same bytes, and for no others. */
static void test_fast(void)
{
	char hex[DIGEST_HEX], same[DIGEST_HEX], other[DIGEST_HEX];

	is_str(digest_fast_hex("abc", 3, hex),
	       "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319",
	       "the fast digest is BLAKE2b of 32 bytes");
	ok(!strcmp(hex, digest_fast_hex("abc", 3, same)) &&
		   strcmp(hex, digest_fast_hex("abd", 3, other)) != 0 &&
		   strcmp(hex, digest_fast_hex("abc", 2, other)) != 0,
	   "the same of the same alone");
}

static void test_wire(void)
{
	uint8_t room[16];
	struct wire_out out = wire_write(room, sizeof(room));
	struct wire in;

	wire_put_u32(&out, 7);
	wire_put_text(&out, "abc");
	wire_put_u8(&out, 9);
	ok(!out.bad && out.len == 12, "what fits is written");
	in = wire_read(room, out.len);
	ok(wire_u32(&in) == 7 && wire_is(wire_string(&in), "abc") && wire_u8(&in) == 9 &&
		   wire_end(&in),
	   "and read back");
	in = wire_read(room, out.len);
	wire_u32(&in);
	ok(!wire_end(&in), "left-over bytes are no end");
	in = wire_read(room + 4, 6);
	ok(!wire_string(&in).len && in.bad && !wire_u32(&in) && !wire_u8(&in) && !wire_end(&in),
	   "a string longer than its buffer is a fault that stays");
	in = wire_read("\x01\x02\x04\x09", 4);
	ok(wire_u32(&in) == 0x01020409 && wire_end(&in), "a number, the highest byte first");
	in = wire_read("\xff\xff\xff\xff", 4);
	wire_string(&in);
	ok(in.bad, "the longest length is a fault");
	wire_put_text(&out, "abcd");
	ok(out.bad && out.len <= sizeof(room),
	   "a full buffer is a fault, not a write behind it");
	out = wire_write(room, 4);
	wire_put_raw(&out, "abcde", 5);
	wire_put_u8(&out, 1);
	ok(out.bad && !out.len, "after a fault nothing more is written");
	out = wire_write(room, 4);
	wire_put_u32(&out, 0x89abcdef);
	ok(!out.bad && out.len == 4 && !memcmp(room, "\x89\xab\xcd\xef", 4),
	   "a number, and the last byte of the room");
}

static const char rsa[] = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7";

static void refuse_key(const char *line, enum err_code code, const char *part)
{
	struct public_key key = {.application = "untouched"};

	ok(public_key_parse(line, &key, &err) && err.code == code && strstr(err.text, part) &&
		   !strcmp(key.application, "untouched"),
	   "refused: %.40s (%s)", line, err.text);
}

static void test_keys(void)
{
	static const char line[] =
		"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERIT"
		"FBUWFxgZGhscHR4f";
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	char with[256], finger[PUBLIC_KEY_FINGERPRINT];
	struct public_key key, again;

	ok(!public_key_parse(line, &key, &err) && key.point[31] == 31, "a key line is read");
	public_key_format(&key, &text);
	is_str(text.buf, line, "and written the same");
	snprintf(with, sizeof(with), "%s alice at home\n", line);
	ok(!public_key_parse(with, &again, &err) && public_key_equal(&key, &again),
	   "with a comment and a line feed");
	is_str(public_key_comment(with), "alice at home\n", "all words of the comment");
	is_str(public_key_comment(line), "", "of none, nothing");
	public_key_fingerprint(&key, finger);
	is_str(finger, "SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA", "its fingerprint");
	again.application[0] = 'x';
	ok(!public_key_equal(&key, &again), "another application is another key");

	again = key;
	again.point[31] ^= 1;
	ok(!public_key_equal(&key, &again), "so is another point");
	again = key;
	again.type = KEY_SK_ED25519;
	ok(!public_key_equal(&key, &again), "so is another type");
	snprintf(with, sizeof(with), "ssh-ed25519\t%s\tcomment", line + strlen("ssh-ed25519 "));
	ok(!public_key_parse(with, &again, &err) && public_key_equal(&key, &again),
	   "tabs for blanks");
	refuse_key("", ERR_FORMAT, "no SSH key");
	snprintf(with, sizeof(with), "%s\nx", line);
	refuse_key(with, ERR_FORMAT, "several lines");
	refuse_key("hello", ERR_FORMAT, "no SSH key");
	refuse_key(rsa, ERR_UNSUPPORTED, "an RSA key");
	refuse_key("ssh-dss AAAA", ERR_UNSUPPORTED, "a DSA key");
	refuse_key("ecdsa-sha2-nistp256 AAAA", ERR_UNSUPPORTED, "an ECDSA key");
	refuse_key("ssh-ed25519-cert-v01@openssh.com AAAA", ERR_UNSUPPORTED, "certificate");
	refuse_key("-cert-v01@openssh.com AAAA", ERR_UNSUPPORTED, "certificate");
	refuse_key("x-cert AAAA", ERR_FORMAT, "no SSH key");
	refuse_key("the-certificate-of-nobody@example.com AAAA", ERR_FORMAT, "no SSH key");
	refuse_key("ssh-ed25519", ERR_FORMAT, "no SSH key");
	refuse_key("ssh-ed25519 AAAA", ERR_FORMAT, "no SSH key");
	refuse_key("ssh-ed25519 "
		   "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHQ==",
		   ERR_FORMAT, "damaged");
	refuse_key("ssh-ed25519 "
		   "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fAA"
		   "==",
		   ERR_FORMAT, "not the fields");
	snprintf(with, sizeof(with), "sk-ssh-ed25519@openssh.com %s",
		 line + strlen("ssh-ed25519 "));
	refuse_key(with, ERR_FORMAT,
		   "says 'sk-ssh-ed25519@openssh.com' and holds 'ssh-ed25519'");
	snprintf(with, sizeof(with), "%s\n%s\n", line, line);
	refuse_key(with, ERR_FORMAT, "several lines");
	snprintf(with, sizeof(with), "%s%s", line, "=");
	refuse_key(with, ERR_FORMAT, "not base64");
}

/* A key of so many bytes, and of a token with an application of so many characters. */
static int parse_sized(size_t point, size_t application)
{
	static const uint8_t room[64];
	uint8_t blob[256];
	char name[128] = "ssh:";
	struct wire_out out = wire_write(blob, sizeof(blob));
	struct public_key key;

	wire_put_text(&out, application ? "sk-ssh-ed25519@openssh.com" : "ssh-ed25519");
	wire_put_string(&out, room, point);
	if (application) {
		memset(name + 4, 'a', sizeof(name) - 4);
		wire_put_string(&out, name, application);
	}
	return public_key_from_blob(bytes_of(blob, out.len), &key, &err);
}

static void test_key_sizes(void)
{
	CLEANUP(strbuf_free) struct strbuf line = STRBUF_INIT;
	struct public_key key;

	ok(!parse_sized(32, 0) && !parse_sized(32, 4) && !parse_sized(32, 63), "the control");
	ok(parse_sized(31, 0) && err.code == ERR_FORMAT, "a key of 31 bytes");
	ok(parse_sized(33, 0) && err.code == ERR_FORMAT, "a key of 33 bytes");
	ok(parse_sized(31, 4) && err.code == ERR_FORMAT, "a token's key of 31 bytes");
	ok(parse_sized(32, 3) && err.code == ERR_UNSUPPORTED, "an application cut short");
	ok(parse_sized(32, 64) && err.code == ERR_UNSUPPORTED, "an application of 64 bytes");
	public_key_format(&signer->key, &line);
	strbuf_addch(&line, ' ');
	while (line.len < 16384)
		strbuf_addch(&line, 'c');
	ok(!public_key_parse(line.buf, &key, &err), "the longest line of a key");
	strbuf_addch(&line, 'c');
	ok(public_key_parse(line.buf, &key, &err) && err.code == ERR_LIMIT, "one byte more");
}

/* --- signatures ------------------------------------------------------------------------------
 */
static void unarmor(const char *armor, uint8_t *ret_blob, size_t room, size_t *ret_len)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	const char *at = strchr(armor, '\n'), *end = strstr(armor, "-----END");

	for (; at < end; at++)
		if (*at != '\n')
			strbuf_addch(&text, *at);
	if (!base64_decode(text.buf, text.len, ret_blob, room, ret_len))
		abort();
}

static void rearmor(const uint8_t *blob, size_t len, size_t columns, struct strbuf *out)
{
	char text[2048];

	strbuf_setlen(out, 0);
	base64_encode(blob, len, text);
	strbuf_addstr(out, "-----BEGIN SSH SIGNATURE-----\n");
	for (size_t i = 0; i < strlen(text); i += columns)
		strbuf_addf(out, "%.*s\n", (int)columns, text + i);
	strbuf_addstr(out, "-----END SSH SIGNATURE-----");
}

static int verify(const struct strbuf *armor)
{
	struct public_key by;

	return sshsig_verify(bytes_text(content), armor->buf, armor->len, "git", &by, &err);
}

static void refuse(const struct strbuf *armor, enum err_code code, const char *part,
		   const char *name)
{
	bool good = verify(armor) && err.code == code && strstr(err.text, part);

	ok(good, "refused: %s (%s)", name, err.text);
}

/* Where the fields of the plain signature stand: PROTOCOL.sshsig, counted by hand. */
enum {
	AT_VERSION = 6,
	AT_KEY = 10,
	AT_POINT = AT_KEY + 4 + 4 + 11 + 4,
	AT_NAMESPACE = AT_KEY + 4 + 51,
	AT_RESERVED = AT_NAMESPACE + 4 + 3,
	AT_HASH = AT_RESERVED + 4,
	AT_SIGNATURE = AT_HASH + 4 + 6,
	AT_R = AT_SIGNATURE + 4 + 4 + 11 + 4,
	AT_S = AT_R + 32,
	WHOLE = AT_S + 32,
};

static void test_armor(const struct strbuf *good)
{
	CLEANUP(strbuf_free) struct strbuf bad = STRBUF_INIT;
	uint8_t blob[512];
	char *line;
	size_t len;

	unarmor(good->buf, blob, sizeof(blob), &len);
	is_int((long long)len, WHOLE, "the length of a signature");
	rearmor(blob, len, 70, &bad);
	ok(!verify(&bad), "the armour of the test is ours");
	rearmor(blob, len, 1000, &bad);
	refuse(&bad, ERR_FORMAT, "70 columns", "one line");
	rearmor(blob, len, 64, &bad);
	refuse(&bad, ERR_FORMAT, "70 columns", "64 columns");
	rearmor(blob, len, 70, &bad);
	strbuf_addch(&bad, '\n');
	refuse(&bad, ERR_FORMAT, "does not end", "a line feed behind END");
	rearmor(blob, len, 70, &bad);
	strbuf_addstr(&bad, "\nhello");
	refuse(&bad, ERR_FORMAT, "does not end", "text behind END");
	rearmor(blob, len, 70, &bad);
	strbuf_addch(&bad, '\n');
	strbuf_add(&bad, good->buf, good->len);
	refuse(&bad, ERR_FORMAT, "not base64", "two armours");
	strbuf_setlen(&bad, 0);
	strbuf_addch(&bad, '\n');
	strbuf_add(&bad, good->buf, good->len);
	refuse(&bad, ERR_FORMAT, "no SSH signature", "a line feed before BEGIN");
	for (const char *c = " \t\r\v="; *c; c++) {
		strbuf_setlen(&bad, 0);
		line = strchr(good->buf, '\n') + 10;
		strbuf_add(&bad, good->buf, (size_t)(line - good->buf));
		strbuf_addch(&bad, *c);
		strbuf_addstr(&bad, line);
		refuse(&bad, ERR_FORMAT, "not base64", "a stray character in the base64");
	}
	rearmor(blob, 0, 70, &bad);
	refuse(&bad, ERR_FORMAT, "cut short", "nothing inside");
	strbuf_setlen(&bad, 0);
	strbuf_add(&bad, good->buf, good->len);
	strstr(bad.buf, "END SSH")[4] = 's';
	refuse(&bad, ERR_FORMAT, "does not end", "another last line");
	for (size_t i = 0; i < len; i++) {
		rearmor(blob, i, 70, &bad);
		if (!verify(&bad))
			ok(false, "cut at byte %zu", i);
	}
	ok(true, "every cut is refused");
	strbuf_setlen(&bad, 0);
	strbuf_add(&bad, good->buf, good->len);
	for (size_t bit = 0; bit < 8 * good->len; bit++) {
		bad.buf[bit / 8] = (char)(bad.buf[bit / 8] ^ 1 << bit % 8);
		if (!verify(&bad))
			ok(false, "bit %zu of the armour flipped passes", bit);
		bad.buf[bit / 8] = (char)(bad.buf[bit / 8] ^ 1 << bit % 8);
	}
	ok(!verify(&bad), "every flipped bit of the armour is refused");
}

/* As long as an RSA key makes it. */
static void long_rsa(struct strbuf *out)
{
	uint8_t blob[900] = {0};
	struct wire_out b = wire_write(blob, sizeof(blob));

	wire_put_raw(&b, "SSHSIG", 6);
	wire_put_u32(&b, 1);
	wire_put_u32(&b, 279);
	wire_put_text(&b, "ssh-rsa");
	rearmor(blob, sizeof(blob), 70, out);
}

/* S + L, the group's order: the same signature to a verifier that does not look. */
static void add_order(uint8_t s[32])
{
	static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a,	      0x63,
					  0x12, 0x58, 0xd6, 0x9c, 0xf7,	      0xa2,
					  0xde, 0xf9, 0xde, 0x14, [31] = 0x10};
	unsigned carry = 0;

	for (size_t i = 0; i < 32; i++) {
		carry += (unsigned)s[i] + order[i];
		s[i] = (uint8_t)carry;
		carry >>= 8;
	}
}

static void test_fields(const struct strbuf *good)
{
	CLEANUP(strbuf_free) struct strbuf bad = STRBUF_INIT;
	char finger[PUBLIC_KEY_FINGERPRINT];
	struct public_key by;
	uint8_t blob[512], keep[512];
	size_t len;

	unarmor(good->buf, keep, sizeof(keep), &len);
#define EDIT(code, part, name, ...)             \
	do {                                    \
		memcpy(blob, keep, len);        \
		__VA_ARGS__;                    \
		rearmor(blob, len, 70, &bad);   \
		refuse(&bad, code, part, name); \
	} while (0)
	EDIT(ERR_FORMAT, "damaged", "another magic", blob[0] = 's');
	EDIT(ERR_UNSUPPORTED, "version 2", "version 2", blob[AT_VERSION + 3] = 2);
	EDIT(ERR_FORMAT, "namespace 'git'", "namespace 'gif'", blob[AT_NAMESPACE + 6] = 'f');
	EDIT(ERR_UNSUPPORTED, "'sha256'", "SHA-256", memcpy(blob + AT_HASH + 4, "sha256", 6));
	EDIT(ERR_FORMAT, "not 'sha512'", "an unknown hash",
	     memcpy(blob + AT_HASH + 4, "sha999", 6));
	EDIT(ERR_UNTRUSTED, "does not match", "another R", blob[AT_R] ^= 1);
	EDIT(ERR_UNTRUSTED, "does not match", "S + L", add_order(blob + AT_S));
	EDIT(ERR_UNTRUSTED, "does not match", "another key", blob[AT_POINT] ^= 1);
	EDIT(ERR_UNTRUSTED, "does not match", "a key of small order",
	     memset(blob + AT_POINT, 0, 32), blob[AT_POINT] = 1, memset(blob + AT_R, 0, 64),
	     blob[AT_R] = 1);
	EDIT(ERR_FORMAT, "no SSH key", "an unknown type", blob[AT_SIGNATURE + 8] = 'x');
#undef EDIT
	memcpy(blob, keep, len);
	blob[len] = 0;
	rearmor(blob, len + 1, 70, &bad);
	refuse(&bad, ERR_FORMAT, "left over", "a trailing byte");
	memcpy(blob, keep, AT_HASH);
	blob[AT_RESERVED + 3] = 1;
	blob[AT_HASH] = 'x';
	memcpy(blob + AT_HASH + 1, keep + AT_HASH, len - AT_HASH);
	rearmor(blob, len + 1, 70, &bad);
	refuse(&bad, ERR_FORMAT, "reserved", "a reserved field that is not empty");
	if (sshsig_verify(bytes_text(content), good->buf, good->len, "git", &by, &err))
		abort();
	public_key_fingerprint(&by, finger);
	ok(sshsig_verify(bytes_text("another"), good->buf, good->len, "git", &by, &err) &&
		   err.code == ERR_UNTRUSTED && strstr(err.text, finger),
	   "another content, and of which key");
	ok(sshsig_verify(bytes_text(content), good->buf, good->len, "file", &by, &err),
	   "another namespace");
	strbuf_setlen(&bad, 0);
	for (int i = 0; i < 200; i++)
		strbuf_addstr(&bad, "-----BEGIN SSH SIGNATURE-----\n");
	refuse(&bad, ERR_LIMIT, "at most 1024", "a very long armour");
	bad.buf[0] = '=';
	refuse(&bad, ERR_LIMIT, "at most 1024", "a very long text");
	strbuf_setlen(&bad, 0);
	strbuf_add(&bad, good->buf, good->len);
	while (bad.len <= SSHSIG_ARMOR)
		strbuf_addch(&bad, 'A');
	refuse(&bad, ERR_LIMIT, "at most 1024", "a good one and more");
	strbuf_setlen(&bad, SSHSIG_ARMOR);
	refuse(&bad, ERR_FORMAT, "does not end", "as long as it may be");
	strbuf_setlen(&bad, 0);
	strbuf_addstr(&bad, "-----BEGIN SSH SIGNATURE-----\n");
	while (bad.len <= SSHSIG_ARMOR)
		strbuf_addch(&bad, 'A');
	refuse(&bad, ERR_LIMIT, "at most 1024", "a long one of an unknown key");
	long_rsa(&bad);
	refuse(&bad, ERR_UNSUPPORTED, "RSA", "a long one of an RSA key");
	refuse(&(struct strbuf){bad.buf, 0, 0}, ERR_FORMAT, "no SSH signature", "nothing");
}

/*
 * The good signature in another inner shape: all lengths right, so that nothing but the look at
 * the inner fields stands between nobody's key and a second spelling of the same signature.
 */
static void inner(const struct strbuf *good, const char *type, size_t len, const char *behind,
		  size_t behind_len, struct strbuf *out)
{
	uint8_t keep[512], room[256], blob[512], raw[65] = {0};
	struct wire_out in = wire_write(room, sizeof(room)), b = wire_write(blob, sizeof(blob));
	size_t whole;

	unarmor(good->buf, keep, sizeof(keep), &whole);
	memcpy(raw, keep + AT_R, 64);
	wire_put_text(&in, type);
	wire_put_string(&in, raw, len);
	wire_put_raw(&in, behind, behind_len);
	wire_put_raw(&b, keep, AT_SIGNATURE);
	wire_put_string(&b, room, in.len);
	rearmor(blob, b.len, 70, out);
}

/* What is signed for no use at all is good for any. */
static void test_no_namespace(const struct strbuf *good)
{
	CLEANUP(strbuf_free) struct strbuf bad = STRBUF_INIT;
	uint8_t keep[512], blob[512];
	struct wire_out b = wire_write(blob, sizeof(blob));
	struct public_key by;
	size_t whole, behind = AT_NAMESPACE + 4 + strlen("git");

	unarmor(good->buf, keep, sizeof(keep), &whole);
	wire_put_raw(&b, keep, AT_NAMESPACE);
	wire_put_text(&b, "");
	wire_put_raw(&b, keep + behind, whole - behind);
	rearmor(blob, b.len, 70, &bad);
	ok(sshsig_verify(bytes_text(content), bad.buf, bad.len, "", &by, &err) &&
		   err.code == ERR_FORMAT && strstr(err.text, "namespace has"),
	   "a signature of no namespace");
}

static void test_inner(const struct strbuf *good)
{
	static const char token[] = "sk-ssh-ed25519@openssh.com";
	CLEANUP(strbuf_free) struct strbuf bad = STRBUF_INIT;

	inner(good, "ssh-ed25519", 64, "", 0, &bad);
	ok(bad.len == good->len && !memcmp(bad.buf, good->buf, bad.len) && !verify(&bad),
	   "the control: the same bytes");
	inner(good, "ssh-ed25519", 64, "\0", 1, &bad);
	refuse(&bad, ERR_FORMAT, "not the fields", "a byte behind the inner signature");
	inner(good, "ssh-ed25519", 64, "\1\0\0\0\7", 5, &bad);
	refuse(&bad, ERR_FORMAT, "not the fields", "flags and counter behind a plain one");
	inner(good, "ssh-ed25519", 65, "", 0, &bad);
	refuse(&bad, ERR_FORMAT, "not the fields", "an inner signature of 65 bytes");
	inner(good, "ssh-ed25519", 63, "", 0, &bad);
	refuse(&bad, ERR_FORMAT, "not the fields", "an inner signature of 63 bytes");
	inner(good, token, 64, "\1\0\0\0\7", 5, &bad);
	refuse(&bad, ERR_FORMAT, "the signature 'sk-", "the inner type of a token");
	inner(good, token, 64, "", 0, &bad);
	refuse(&bad, ERR_FORMAT, "not the fields", "a token's without flags and counter");
	inner(good, "ssh-rsa", 64, "", 0, &bad);
	refuse(&bad, ERR_UNSUPPORTED, "RSA", "the inner type of an RSA key");
}

static int cannot_sign(const struct signer *with, struct bytes message, uint8_t ret[64],
		       struct err *why)
{
	(void)with, (void)message, (void)ret;
	return err_set(why, ERR_TIMEOUT, "nobody is there");
}

/* What is not signed leaves no half of an armour. */
static void test_unsigned(void)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	char name[66] = {0};
	struct signer other = *signer;
	struct public_key by;

	memset(name, 'n', 64);
	ok(!sshsig_sign(signer, name, bytes_text(content), &out, &err) &&
		   !sshsig_verify(bytes_text(content), out.buf, out.len, name, &by, &err),
	   "the longest namespace");
	strbuf_setlen(&out, 0);
	name[64] = 'n';
	ok(sshsig_sign(signer, name, bytes_text(content), &out, &err) && !out.len,
	   "one byte longer");
	ok(sshsig_sign(signer, "", bytes_text(content), &out, &err) && !out.len, "none");
	other.key.type = KEY_SK_ED25519;
	ok(sshsig_sign(&other, "git", bytes_text(content), &out, &err) &&
		   err.code == ERR_UNSUPPORTED && !out.len,
	   "a token");
	other = *signer;
	other.sign = cannot_sign;
	ok(sshsig_sign(&other, "git", bytes_text(content), &out, &err) &&
		   err.code == ERR_TIMEOUT && !out.len,
	   "who holds the key does not sign");
}

/* --- tokens: the test plays one with a plain key (PROTOCOL.u2f, "SSH U2F Signatures") --------
 */
static void token_sign(uint8_t flags, uint32_t counter, const char *application,
		       struct strbuf *out)
{
	uint8_t digest[64], data[256], token[256], key_blob[PUBLIC_KEY_BLOB], raw[64];
	uint8_t inner[256], blob[512];
	struct public_key key = {.type = KEY_SK_ED25519};
	struct wire_out d = wire_write(data, sizeof(data)),
			t = wire_write(token, sizeof(token));
	struct wire_out i = wire_write(inner, sizeof(inner)),
			b = wire_write(blob, sizeof(blob));

	memcpy(key.point, signer->key.point, sizeof(key.point));
	snprintf(key.application, sizeof(key.application), "%s", application);
	digest_sha512(content, strlen(content), digest);
	wire_put_raw(&d, "SSHSIG", 6);
	wire_put_text(&d, "git");
	wire_put_text(&d, "");
	wire_put_text(&d, "sha512");
	wire_put_string(&d, digest, 64);
	digest_sha256(application, strlen(application), digest);
	wire_put_raw(&t, digest, 32);
	wire_put_u8(&t, flags);
	wire_put_u32(&t, counter);
	digest_sha256(data, d.len, digest);
	wire_put_raw(&t, digest, 32);
	if (signer->sign(signer, bytes_of(token, t.len), raw, &err))
		abort();
	wire_put_text(&i, "sk-ssh-ed25519@openssh.com");
	wire_put_string(&i, raw, 64);
	wire_put_u8(&i, flags);
	wire_put_u32(&i, counter);
	wire_put_raw(&b, "SSHSIG", 6);
	wire_put_u32(&b, 1);
	wire_put_string(&b, key_blob, public_key_to_blob(&key, key_blob));
	wire_put_text(&b, "git");
	wire_put_text(&b, "");
	wire_put_text(&b, "sha512");
	wire_put_string(&b, inner, i.len);
	rearmor(blob, b.len, 70, out);
}

/* A plain signature by the point of a token's key: what a token never made. */
static void sk_key_in_place_of_plain(void)
{
	CLEANUP(strbuf_free) struct strbuf good = STRBUF_INIT, bad = STRBUF_INIT;
	uint8_t keep[512], blob[512], key_blob[PUBLIC_KEY_BLOB];
	struct public_key key = {.type = KEY_SK_ED25519, .application = "ssh:"};
	struct wire_out b = wire_write(blob, sizeof(blob));
	size_t len;

	if (sshsig_sign(signer, "git", bytes_text(content), &good, &err))
		abort();
	unarmor(good.buf, keep, sizeof(keep), &len);
	memcpy(key.point, signer->key.point, sizeof(key.point));
	wire_put_raw(&b, keep, AT_KEY);
	wire_put_string(&b, key_blob, public_key_to_blob(&key, key_blob));
	wire_put_raw(&b, keep + AT_NAMESPACE, len - AT_NAMESPACE);
	rearmor(blob, b.len, 70, &bad);
	refuse(&bad, ERR_FORMAT, "the key is 'sk-", "a plain signature under a token's key");
}

static void test_token(void)
{
	CLEANUP(strbuf_free) struct strbuf armor = STRBUF_INIT;
	struct public_key by;
	uint8_t blob[512];
	size_t len;

	token_sign(1, 4711, "ssh:", &armor);
	ok(!sshsig_verify(bytes_text(content), armor.buf, armor.len, "git", &by, &err) &&
		   by.type == KEY_SK_ED25519 && !strcmp(by.application, "ssh:"),
	   "a token's signature");
	token_sign(5, 4711, "ssh:work", &armor);
	ok(!verify(&armor), "with user verification and another application");
	unarmor(armor.buf, blob, sizeof(blob), &len);
	blob[len - 1] ^= 1;
	rearmor(blob, len, 70, &armor);
	refuse(&armor, ERR_UNTRUSTED, "does not match", "another counter");
	unarmor(armor.buf, blob, sizeof(blob), &len);
	blob[len - 1] ^= 1;
	blob[len - 5] ^= 4;
	rearmor(blob, len, 70, &armor);
	refuse(&armor, ERR_UNTRUSTED, "does not match", "other flags");
	token_sign(4, 1, "ssh:", &armor);
	refuse(&armor, ERR_UNTRUSTED, "not touched", "a token that nobody touched");
	token_sign(1, 1, "https://example.com", &armor);
	refuse(&armor, ERR_UNSUPPORTED, "'ssh:'", "a token's key for a web site");
	token_sign(1, 1, "ssh", &armor);
	refuse(&armor, ERR_UNSUPPORTED, "'ssh:'", "an application cut short");
	token_sign(1, 1, "ssh:a b", &armor);
	refuse(&armor, ERR_UNSUPPORTED, "'ssh:'", "a blank in the application");
	token_sign(1, 1, "ssh:\x1b[2J", &armor);
	refuse(&armor, ERR_UNSUPPORTED, "'ssh:'", "a control character in it");
	token_sign(1, 1, "ssh:\x7f", &armor);
	refuse(&armor, ERR_UNSUPPORTED, "'ssh:'", "the last control character in it");
	token_sign(1, 1, "ssh:!~", &armor);
	ok(!verify(&armor), "the first and the last character that may stand in it");
	sk_key_in_place_of_plain();
}

static void test_allowed(void)
{
	static const char *const bad[] = {"",	   "a b", "a,b", "*",	 "a?",	 "!a",	 "a\nb",
					  "\"a\"", "#a",  "a'b", "a\\b", "a\tb", "a\x7f"};
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT, expected = STRBUF_INIT;
	struct allowed_signer list[2] = {{"ada", signer->key},
					 {"otto@example.com", signer->key}};

	strbuf_addstr(&expected, "ada namespaces=\"git\" ");
	public_key_format(&signer->key, &expected);
	strbuf_addstr(&expected, "\notto@example.com namespaces=\"git\" ");
	public_key_format(&signer->key, &expected);
	strbuf_addch(&expected, '\n');
	ok(!allowed_format(list, 2, &out, &err), "an allowed-signers file");
	is_str(out.buf, expected.buf, "one line per key, for git only");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		list[1].principal = bad[i];
		strbuf_setlen(&out, 0);
		ok(allowed_format(list, 2, &out, &err) && !out.len,
		   "principal %zu would mean something else there", i);
	}
	strbuf_addstr(&out, "before\n");
	ok(allowed_format(list, 2, &out, &err) && !strcmp(out.buf, "before\n"),
	   "a refusal leaves nothing of the good lines behind");
}

static size_t read_all(const char *path, char *text, size_t room)
{
	FILE *file = fopen(path, "rb");
	size_t len = file ? fread(text, 1, room - 1, file) : 0;

	if (file)
		fclose(file);
	text[len] = '\0';
	return len;
}

static unsigned files_in(const char *folder)
{
	DIR *dir = opendir(folder);
	unsigned count = 0;

	while (dir && readdir(dir))
		count++;
	if (dir)
		closedir(dir);
	return count;
}

/* In one step: whoever reads meanwhile has the old file or the new, and a failure leaves the old. */
static void test_allowed_write(const char *folder)
{
	CLEANUP(strbuf_free) struct strbuf expected = STRBUF_INIT;
	struct allowed_signer list[2] = {{"ada", signer->key}, {"ada lovelace", signer->key}};
	char path[80], text[1024], *inside = text;
	struct stat st, again;

	snprintf(path, sizeof(path), "%s/allowed", folder);
	allowed_format(list, 1, &expected, &err);
	ok(!allowed_write(path, list, 1, &err) && read_all(path, text, sizeof(text)) &&
		   !strcmp(text, expected.buf),
	   "the file is written");
	ok(!stat(path, &st) && (st.st_mode & 0777) == 0644, "for everybody to read");
	ok(allowed_write(path, list, 2, &err) && read_all(path, text, sizeof(text)) &&
		   !strcmp(text, expected.buf),
	   "a refused principal leaves the old file");
	ok(!allowed_write(path, list, 1, &err) && !stat(path, &again) &&
		   again.st_ino != st.st_ino,
	   "replaced, not written over");
	is_int(files_in(folder), 3, "and nothing is left beside it");
	ok(!allowed_write(path, NULL, 0, &err) && !read_all(path, text, sizeof(text)),
	   "nobody is an empty file");
	unlink(path);
	if (mkdir(path, 0755))
		abort();
	snprintf(text, sizeof(text), "%s/x", path);
	fclose(fopen(inside, "w"));
	ok(allowed_write(path, list, 1, &err) && err.code == ERR_IO, "a folder in its place");
	is_int(files_in(folder), 3, "and nothing is left beside that");
	unlink(inside);
	rmdir(path);
	snprintf(path, sizeof(path), "%s/none/allowed", folder);
	ok(allowed_write(path, list, 1, &err) && err.code == ERR_NOT_FOUND,
	   "no folder to write in");
}

int main(void)
{
	CLEANUP(strbuf_free) struct strbuf armor = STRBUF_INIT, again = STRBUF_INIT;
	char path[] = "/tmp/mcade-unit-sign.XXXXXX", file[64], public_file[64];
	enum keyfile_lock lock;
	struct public_key key, by;

	if (sign_init(&err) || !mkdtemp(path))
		return 1;
	snprintf(file, sizeof(file), "%s/key", path);
	snprintf(public_file, sizeof(public_file), "%s/key.pub", path);
	test_base64();
	test_digests();
	test_random();
	test_fast();
	test_wire();
	test_keys();
	ok(!keyfile_generate(file, "test", &key, &err) &&
		   !keyfile_open(file, &by, &lock, &signer, &err) && lock == KEYFILE_OPEN &&
		   public_key_equal(&key, &by),
	   "a new key is made and opened");
	unlink(file);
	unlink(public_file);
	if (!signer)
		return done();
	ok(!sshsig_sign(signer, "git", bytes_text(content), &armor, &err) &&
		   !sshsig_sign(signer, "git", bytes_text(content), &again, &err) &&
		   armor.len == again.len && !memcmp(armor.buf, again.buf, armor.len),
	   "signing twice writes the same bytes");
	ok(!sshsig_verify(bytes_text(content), armor.buf, armor.len, "git", &by, &err) &&
		   public_key_equal(&key, &by),
	   "and they verify, to this key");
	test_armor(&armor);
	test_fields(&armor);
	test_inner(&armor);
	test_no_namespace(&armor);
	test_key_sizes();
	test_unsigned();
	test_token();
	test_allowed();
	test_allowed_write(path);
	rmdir(path);
	signer_close(signer);
	return done();
}
