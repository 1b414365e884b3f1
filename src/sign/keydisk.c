/* Key files on disk: opening one as a signer, reading a .pub, making a new pair. */
#include "sign/keyfile.h"

#include "base/cleanup.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "sign/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECRET_BYTES 64

/* A whole regular file of at most LIMIT_KEY_FILE bytes; *ret_data from secret_alloc(). */
static int read_key_file(const char *path, bool secret, char **ret_data, size_t *ret_len,
			 struct err *err)
{
	CLEANUP(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	ssize_t len;
	char *data;

	if (fd < 0) {
		err_errno(err, "cannot open key file '%s'", path);
		if (errno == ENOENT)
			err->code = ERR_NOT_FOUND;
		return -1;
	}
	if (fstat(fd, &st) || !S_ISREG(st.st_mode))
		return err_set(err, ERR_IO, "key file '%s' is not a regular file", path);
	if (secret && st.st_uid == getuid() && (st.st_mode & 077)) {
		err_set(err, ERR_IO, "key file '%s' can be read by others (mode %03o)", path,
			(unsigned)st.st_mode & 0777);
		return err_next(err, "chmod 600 '%s'", path);
	}
	data = secret_alloc(LIMIT_KEY_FILE + 1);
	len = fd_read(fd, data, LIMIT_KEY_FILE + 1);
	if (len < 0) {
		err_errno(err, "cannot read key file '%s'", path);
		goto bad;
	}
	if ((size_t)len > LIMIT_KEY_FILE) {
		err_set(err, ERR_LIMIT, "key file '%s' has more than %zu bytes", path,
			LIMIT_KEY_FILE);
		goto bad;
	}
	*ret_data = data;
	*ret_len = (size_t)len;
	return 0;
bad:
	sodium_free(data);
	return -1;
}

static int keyfile_sign(const struct signer *signer, struct bytes message,
			uint8_t ret_signature[64], struct err *err)
{
	if (crypto_sign_detached(ret_signature, NULL, message.data, message.len,
				 signer->secret))
		return err_set(err, ERR_IO, "cannot sign with %s", signer->where);
	return 0;
}

static void keyfile_dispose(struct signer *signer)
{
	sodium_free(signer->secret);
	free(signer);
}

static struct signer *keyfile_signer(const char *kind, const char *path,
				     const struct public_key *key, uint8_t *secret)
{
	struct signer *signer = xmalloc(sizeof(*signer));

	*signer = (struct signer){.key = *key,
				  .sign = keyfile_sign,
				  .dispose = keyfile_dispose,
				  .secret = secret};
	snprintf(signer->where, sizeof(signer->where), "%s '%s'", kind, path);
	return signer;
}

int keyfile_open(const char *path, struct public_key *ret_key, enum keyfile_lock *ret_lock,
		 struct signer **ret_signer, struct err *err)
{
	uint8_t *secret;
	char *data;
	size_t len;
	int rc;

	if (read_key_file(path, true, &data, &len, err))
		return -1;
	secret = secret_alloc(SECRET_BYTES);
	rc = keyfile_parse(bytes_of(data, len), ret_key, ret_lock, secret, err);
	sodium_free(data);
	if (rc)
		err_prefix(err, "key file '%s'", path);
	if (rc || *ret_lock == KEYFILE_PASSPHRASE) {
		sodium_free(secret);
		return rc;
	}
	sodium_mprotect_readonly(secret);
	*ret_signer = keyfile_signer("key file", path, ret_key, secret);
	return 0;
}

int keyfile_open_text(struct bytes text, const char *name, struct signer **ret_signer,
		      struct err *err)
{
	uint8_t *secret = secret_alloc(SECRET_BYTES);
	enum keyfile_lock lock;
	struct public_key key;
	int rc = keyfile_parse(text, &key, &lock, secret, err);

	if (!rc && lock == KEYFILE_PASSPHRASE)
		rc = err_set(
			err, ERR_UNSUPPORTED,
			"the key is protected by a passphrase, and nothing here asks for one");
	if (rc) {
		sodium_free(secret);
		return err_prefix(err, "%s", name);
	}
	sodium_mprotect_readonly(secret);
	*ret_signer = keyfile_signer("key of", name, &key, secret);
	return 0;
}

int keyfile_read_public(const char *path, struct public_key *ret_key, struct err *err)
{
	char *data;
	size_t len;
	int rc;

	if (read_key_file(path, false, &data, &len, err))
		return -1;
	data[len] = '\0';
	rc = memchr(data, 0, len) ? err_set(err, ERR_FORMAT, "a NUL byte in a public key")
				  : public_key_parse(data, ret_key, err);
	sodium_free(data);
	if (rc)
		err_prefix(err, "key file '%s'", path);
	return rc;
}

/* Writes and syncs a file that must not be there yet. */
static int create_file(const char *path, mode_t mode, const char *text, size_t len,
		       struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);

	if (fd < 0) {
		err_errno(err, "cannot make key file '%s'", path);
		if (errno == EEXIST)
			err->code = ERR_CONFLICT;
		return -1;
	}
	if (fd_write(fd, text, len) || fsync(fd)) {
		err_errno(err, "cannot write key file '%s'", path);
		close(fd);
		unlink(path);
		return -1;
	}
	close(fd);
	return 0;
}

/* The secret part: a pair of keys, the private one on disk. */
static int create_private(const char *path, const char *comment, struct public_key *ret_key,
			  struct err *err)
{
	uint8_t *secret = secret_alloc(SECRET_BYTES);
	char *text = secret_alloc(KEYFILE_TEXT);
	size_t len;
	int rc;

	crypto_sign_keypair(ret_key->point, secret);
	rc = keyfile_format(secret, randombytes_random(), comment, text, &len, err);
	if (!rc)
		rc = create_file(path, 0600, text, len, err);
	sodium_free(secret);
	sodium_free(text);
	return rc;
}

int keyfile_generate(const char *path, const char *comment, struct public_key *ret_key,
		     struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;
	CLEANUP(strbuf_free) struct strbuf public_path = STRBUF_INIT;
	struct public_key key = {.type = KEY_ED25519};

	if (strpbrk(comment, "\r\n"))
		return err_set(err, ERR_FORMAT, "a key's comment is one line");
	if (create_private(path, comment, &key, err))
		return -1;
	strbuf_addf(&public_path, "%s.pub", path);
	public_key_format(&key, &text);
	strbuf_addf(&text, "%s%s\n", *comment ? " " : "", comment);
	if (create_file(public_path.buf, 0644, text.buf, text.len, err)) {
		unlink(path); /* nobody has seen this key: both halves or none */
		return -1;
	}
	*ret_key = key;
	return 0;
}
