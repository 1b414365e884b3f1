/* sign/: which of the keys around is the person's. */
#include "base/cleanup.h"
#include "base/file.h"
#include "base/strbuf.h"
#include "sign/digest.h"
#include "sign/keyfile.h"
#include "sign/signer.h"

#include <sys/stat.h>

#include "../t/unit/agent.h"
#include "../t/unit/tap.h"

static struct err err;
static char folder[] = "/tmp/mcade-unit-signer.XXXXXX", place[64], nowhere[64];
static struct public_key first, second;
static const struct public_key token = {KEY_SK_ED25519, {7}, "ssh:"};
static struct signer *own;

static bool chosen(const struct signer_wish *wish, const struct public_key *key,
		   const char *where)
{
	CLEANUP(signer_closep) struct signer *signer = NULL;

	return !signer_choose(wish, &signer, &err) && public_key_equal(&signer->key, key) &&
	       strstr(signer->where, where);
}

static bool refused(const struct signer_wish *wish, enum err_code code, const char *next)
{
	CLEANUP(signer_closep) struct signer *signer = NULL;

	return signer_choose(wish, &signer, &err) && !signer && err.code == code &&
	       strstr(err.next, next);
}

static void test_choose(void)
{
	const struct public_key both[2] = {second, first};
	struct signer_wish wish = {.agent_socket = ""};

	ok(refused(&wish, ERR_NOT_FOUND, SIGNER_NO_KEY) &&
		   strstr(err.text, "user.signingkey is not set") &&
		   strstr(err.text, "SSH_AUTH_SOCK") && strstr(err.text, "HOME is not set"),
	   "nothing at all");
	wish.home = nowhere;
	wish.agent_socket = nowhere;
	ok(refused(&wish, ERR_NOT_FOUND, SIGNER_NO_KEY) && strstr(err.text, "ssh-agent at") &&
		   strstr(err.text, "id_ed25519"),
	   "a home without a key, and an agent that is none");
	wish.agent_socket = "";
	wish.home = folder;
	ok(chosen(&wish, &first, ".ssh/id_ed25519"), "the key in its usual place");
	wish.known = both;
	wish.known_count = 1;
	ok(refused(&wish, ERR_NOT_FOUND, "mcade join") && strstr(err.text, "id_ed25519"),
	   "which is not known");
	wish.known_count = 2;
	ok(chosen(&wish, &first, ".ssh/id_ed25519"), "which is known, among others");
	wish = (struct signer_wish){.home = folder, .agent_socket = place};
	become(HONEST, 1, &token, NULL);
	wish.home = NULL;
	ok(refused(&wish, ERR_NOT_FOUND, SIGNER_NO_KEY) &&
		   !strstr(err.text, "none of them known"),
	   "the agent has a token's key alone");
	wish.home = folder;
	become(HONEST, 2, &second, &token);
	ok(chosen(&wish, &second, "ssh-agent"), "the agent's only key, beside a token's");
	wish.known = both + 1;
	wish.known_count = 1;
	ok(chosen(&wish, &first, ".ssh/id_ed25519"), "the agent's is not known");
	wish.home = NULL;
	ok(refused(&wish, ERR_NOT_FOUND, SIGNER_NO_KEY) &&
		   strstr(err.text, "none of them known"),
	   "and there is no other");
	become(HONEST, 2, &second, &first);
	ok(chosen(&wish, &first, "ssh-agent"), "of two the one that is known");
	wish.known_count = 0;
	ok(refused(&wish, ERR_NOT_FOUND, "git config user.signingkey") &&
		   !strstr(err.text, "none of them known"),
	   "of two none is guessed");
	wish.home = folder;
	ok(chosen(&wish, &first, ".ssh/id_ed25519"), "then the usual place decides");
	become(ONCE, 1, &second, NULL);
	ok(chosen(&wish, &first, ".ssh/id_ed25519"), "an agent that goes away");
	become(HANGS_UP, 1, &second, NULL);
	ok(chosen(&wish, &first, ".ssh/id_ed25519"), "an agent that does not answer");
}

static void test_named(const char *name, enum err_code code, const char *what)
{
	struct signer_wish wish = {.signing_key = name, .home = folder, .agent_socket = place};

	ok(refused(&wish, code, ""), "refused: %s (%s)", what, err.text);
}

/* In the folder of this test; what is there is replaced. */
static const char *in_folder(const char *name)
{
	static char path[80];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

static void put(const char *name, const struct public_key *key, const char *text)
{
	CLEANUP(strbuf_free) struct strbuf line = STRBUF_INIT;

	if (key)
		public_key_format(key, &line);
	strbuf_addstr(&line, text);
	if (file_write(in_folder(name), 0600, 0, bytes_of(line.buf, line.len), &err))
		abort();
}

/* What user.signingkey may say; of what it names no other key takes the place. */
static void test_names(void)
{
	static const char *const openpgp[] = {"",	   "0xDEADBEEF",     "DEADBEEF",
					      "deadbeef!", "DEAD BEEF DEAD", "ada@example.com"};
	CLEANUP(strbuf_free) struct strbuf line = STRBUF_INIT;
	struct signer_wish wish = {.home = folder, .agent_socket = nowhere};

	for (size_t i = 0; i < ARRAY_SIZE(openpgp); i++) {
		wish.signing_key = openpgp[i];
		ok(chosen(&wish, &first, ".ssh/id_ed25519"), "'%s' is OpenPGP's", openpgp[i]);
	}
	become(HONEST, 1, &second, NULL);
	wish.agent_socket = place;
	strbuf_addstr(&line, "key::");
	public_key_format(&second, &line);
	wish.signing_key = line.buf;
	ok(chosen(&wish, &second, "ssh-agent"), "key:: and a key");
	strbuf_addstr(&line, " ada@example.com");
	wish.signing_key = line.buf + strlen("key::");
	ok(chosen(&wish, &second, "ssh-agent"), "a key with an address for a comment");
	wish.signing_key = "~/.ssh/id_ed25519.pub";
	ok(chosen(&wish, &first, ".ssh/id_ed25519"), "a public key, the private one beside it");
	wish.signing_key = "~/alone.pub";
	ok(chosen(&wish, &second, "ssh-agent"), "a public key alone");
	wish.signing_key = in_folder("alone.pub");
	ok(chosen(&wish, &second, "ssh-agent"), "which no home is put before");
	test_named("DEADBEE", ERR_NOT_FOUND, "seven digits are a file");
	test_named("DEADBEEFx", ERR_NOT_FOUND, "digits and a letter");
	test_named("0xDEADBEEFx", ERR_NOT_FOUND, "0x, digits and a letter");
	test_named("./DEADBEEF", ERR_NOT_FOUND, "a path");
	test_named("./a@b", ERR_NOT_FOUND, "a path with an @");
	test_named("ssh-key", ERR_NOT_FOUND, "a file that is called as a type begins");
	test_named("sk-key", ERR_NOT_FOUND, "a file that is called as a token begins");
	test_named(".pub", ERR_NOT_FOUND, "a file that is called .pub");
	put(".pub", &second, "\n");
	if (chdir(folder))
		abort();
	test_named(".pub", ERR_FORMAT, "which is no public key of a file without a name");
	if (chdir("/"))
		abort();
	test_named("ecdsa-sha2-nistp256 AAAA", ERR_UNSUPPORTED, "an ECDSA key");
	test_named("~/words.pub", ERR_FORMAT, "a public key that is none");
	test_named("~/other.pub", ERR_FORMAT, "halves of two keys");
	test_named("~/broken.pub", ERR_FORMAT, "a private half that is none");
	strbuf_setlen(&line, 0);
	public_key_format(&token, &line);
	test_named(line.buf, ERR_UNSUPPORTED, "a token's key");
	strbuf_setlen(&line, 0);
	public_key_format(&first, &line);
	test_named(line.buf, ERR_NOT_FOUND, "a key that the agent does not hold");
	wish = (struct signer_wish){.signing_key = "~/.ssh/id_ed25519"};
	ok(refused(&wish, ERR_NOT_FOUND, ""), "home, and nobody knows where that is");
}

/* What ssh-keygen -N made: the key inside is `locked_line`. */
static const char locked[] =
	"-----BEGIN OPENSSH PRIVATE KEY-----\n"
	"b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABDyXpWEQ6\n"
	"dpkFSCNvbw8ipUAAAAAQAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIJl9gEAtuR2EE+y/\n"
	"h9BBhP4Lx9JH3aJDcGm6RPFXEdjlAAAAkHeGk4Ln8wbNXP5Cg4nQbjCL1MqM4tX3H9lXYm\n"
	"j3gTPKHTZCsXYjy7+mXm06fM8u3/v3oRn9H5daBDf7WOsxGpKrPpNYHrZqb0gSbENiG+Ko\n"
	"i654KoqajdzvJb9ctCT+7F36c4hRQP0GsrWqSMVC+R+WkW9tDeZEef2HxohQ5uPvMGV0hQ\n"
	"L59vWCLBw1tDVMPg==\n"
	"-----END OPENSSH PRIVATE KEY-----\n";
static const char locked_line[] =
	"ssh-ed25519 "
	"AAAAC3NzaC1lZDI1NTE5AAAAIJl9gEAtuR2EE+y/h9BBhP4Lx9JH3aJDcGm6RPFXEdjl";

/* A file with a passphrase is a matter of the agent; who asks is told which, and what to do. */
static void test_locked(void)
{
	struct signer_wish wish = {.signing_key = "~/locked", .home = folder};
	struct public_key key;

	if (public_key_parse(locked_line, &key, &err))
		abort();
	ok(refused(&wish, ERR_NOT_FOUND, "ssh-agent)\" && ssh-add '") &&
		   strstr(err.text, "passphrase") && strstr(err.text, in_folder("locked")),
	   "a passphrase, and no agent");
	wish.agent_socket = place;
	become(HONEST, 1, &first, NULL);
	ok(refused(&wish, ERR_NOT_FOUND, "ssh-add '") && strstr(err.text, "passphrase") &&
		   !strstr(err.next, "eval"),
	   "a passphrase, and an agent without the key");
	become(HONEST, 2, &first, &key);
	ok(chosen(&wish, &key, "ssh-agent"), "an agent that holds it");
	wish = (struct signer_wish){.signing_key = locked_line, .home = folder};
	ok(refused(&wish, ERR_NOT_FOUND, "ssh-add FILE") && !strstr(err.text, "passphrase") &&
		   strstr(err.text, "SHA256:"),
	   "a key, and no agent");
}

static unsigned disposed;

static void dispose(struct signer *signer)
{
	(void)signer;
	disposed++;
}

static void test_close(void)
{
	struct signer one = {.dispose = dispose};

	signer_close(NULL);
	signer_close(&one);
	ok(disposed == 1, "what is closed is disposed of");
}

static void make_files(void)
{
	enum keyfile_lock lock;

	if (mkdir(in_folder(".ssh"), 0700) ||
	    keyfile_generate(in_folder(".ssh/id_ed25519"), "", &first, &err) ||
	    keyfile_open(in_folder(".ssh/id_ed25519"), &first, &lock, &own, &err) ||
	    keyfile_generate(in_folder("other"), "", &second, &err))
		abort();
	put("other.pub", &first, "\n");
	put("alone.pub", &second, " alone\n");
	put("words.pub", NULL, "words\n");
	put("locked", NULL, locked);
	put("broken", NULL, "words\n");
	put("broken.pub", &first, "\n");
}

static void remove_files(void)
{
	static const char *const names[] = {"agent",
					    ".pub",
					    "alone.pub",
					    "broken",
					    "broken.pub",
					    "other",
					    "locked",
					    "other.pub",
					    "words.pub",
					    ".ssh/id_ed25519",
					    ".ssh/id_ed25519.pub",
					    ".ssh"};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		remove(in_folder(names[i]));
	ok(!rmdir(folder), "nothing else was made");
}

int main(void)
{
	if (sign_init(&err) || !mkdtemp(folder))
		return 1;
	snprintf(place, sizeof(place), "%s/agent", folder);
	snprintf(nowhere, sizeof(nowhere), "%s/none", folder);
	make_files();
	agent.own = own;
	if (!agent_start(place))
		return 1;
	test_choose();
	test_names();
	test_locked();
	test_close();
	agent_stop();
	signer_close(own);
	remove_files();
	return done();
}
