/*
 * sshsig - what sign/ does, on the command line, for the scripts that compare it with OpenSSH.
 *
 *	sshsig sign KEY NAMESPACE <DATA		the armour, as `ssh-keygen -Y sign` writes it
 *	sshsig verify NAMESPACE ARMOR <DATA	the key that signed
 *	sshsig choose [SIGNINGKEY]		where the person's key is, and the key
 *	sshsig new PATH COMMENT			a new key
 *	sshsig allowed PRINCIPAL KEY.pub	a line of an allowed-signers file
 *	sshsig fingerprint KEY.pub
 *
 * Exit status: 0, or 1 with "error: ..." and, when there is one, "next: ..." on stderr.
 */
#include "base/strbuf.h"
#include "sign/allowed.h"
#include "sign/digest.h"
#include "sign/keyfile.h"
#include "sign/signer.h"
#include "sign/sshsig.h"

static struct signer_wish wish(const char *signing_key)
{
	return (struct signer_wish){.signing_key = signing_key,
				    .home = getenv("HOME"),
				    .agent_socket = getenv("SSH_AUTH_SOCK")};
}

static void read_all(FILE *file, struct strbuf *out)
{
	char part[4096];
	size_t n;

	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		strbuf_add(out, part, n);
}

static void show_key(const struct public_key *key)
{
	CLEANUP(strbuf_free) struct strbuf text = STRBUF_INIT;

	public_key_format(key, &text);
	puts(text.buf);
}

static int sign(const char *name, const char *namespace_, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf data = STRBUF_INIT, armor = STRBUF_INIT;
	CLEANUP(signer_closep) struct signer *signer = NULL;
	const struct signer_wish w = wish(NULL);

	read_all(stdin, &data);
	if (signer_open(name, &w, &signer, err) ||
	    sshsig_sign(signer, namespace_, bytes_of(data.buf, data.len), &armor, err))
		return -1;
	puts(armor.buf);
	return 0;
}

static int verify(const char *namespace_, const char *path, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf data = STRBUF_INIT, armor = STRBUF_INIT;
	FILE *file = fopen(path, "rb");
	struct public_key key;

	if (!file)
		return err_errno(err, "cannot open '%s'", path);
	read_all(file, &armor);
	fclose(file);
	read_all(stdin, &data);
	if (armor.len && armor.buf[armor.len - 1] == '\n')
		strbuf_setlen(&armor, armor.len - 1);
	if (sshsig_verify(bytes_of(data.buf, data.len), armor.buf, armor.len, namespace_, &key,
			  err))
		return -1;
	show_key(&key);
	return 0;
}

static int choose(const char *signing_key, struct err *err)
{
	CLEANUP(signer_closep) struct signer *signer = NULL;
	const struct signer_wish w = wish(signing_key);

	if (signer_choose(&w, &signer, err))
		return -1;
	puts(signer->where);
	show_key(&signer->key);
	return 0;
}

static int allowed(const char *principal, const char *path, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf out = STRBUF_INIT;
	struct allowed_signer one = {.principal = principal};

	if (keyfile_read_public(path, &one.key, err) || allowed_format(&one, 1, &out, err))
		return -1;
	fputs(out.buf, stdout);
	return 0;
}

static int fingerprint(const char *path, struct err *err)
{
	char text[PUBLIC_KEY_FINGERPRINT];
	struct public_key key;

	if (keyfile_read_public(path, &key, err))
		return -1;
	public_key_fingerprint(&key, text);
	puts(text);
	return 0;
}

int main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	struct err err = {0};
	struct public_key key;
	int rc;

	rc = sign_init(&err);
	if (rc)
		goto out;
	if (!strcmp(verb, "sign") && argc == 4)
		rc = sign(argv[2], argv[3], &err);
	else if (!strcmp(verb, "verify") && argc == 4)
		rc = verify(argv[2], argv[3], &err);
	else if (!strcmp(verb, "choose") && argc <= 3)
		rc = choose(argc > 2 ? argv[2] : NULL, &err);
	else if (!strcmp(verb, "new") && argc == 4)
		rc = keyfile_generate(argv[2], argv[3], &key, &err);
	else if (!strcmp(verb, "allowed") && argc == 4)
		rc = allowed(argv[2], argv[3], &err);
	else if (!strcmp(verb, "fingerprint") && argc == 3)
		rc = fingerprint(argv[2], &err);
	else
		return 129;
out:
	if (rc)
		fprintf(stderr, "error: %s\n", err.text);
	if (rc && *err.next)
		fprintf(stderr, "next: %s\n", err.next);
	return rc ? 1 : 0;
}
