#include "sign/signer.h"

#include "base/arena.h"
#include "base/strbuf.h"
#include "base/texts.h"
#include "sign/agent.h"
#include "sign/keyfile.h"

#include <sys/stat.h>

#define DEFAULT_KEY "~/.ssh/id_ed25519"

void signer_close(struct signer *signer)
{
	if (signer)
		signer->dispose(signer);
}

static bool is_set(const char *value)
{
	return value && *value;
}

/* "key::ssh-ed25519 AAAA", "ssh-rsa AAAA", "sk-...": the key itself, not the name of a file. */
static const char *literal_key(const char *name)
{
	if (text_begins(name, "key::"))
		return name + strlen("key::");
	if (text_begins(name, "ssh-") || text_begins(name, "sk-") ||
	    text_begins(name, "ecdsa-sha2-"))
		return strchr(name, ' ') ? name : NULL;
	return NULL;
}

static char *expand_home(const char *name, const char *home, struct arena *a)
{
	if (text_begins(name, "~/") && is_set(home))
		return arena_printf(a, "%s%s", home, name + 1);
	return arena_strdup(a, name);
}

/* The key in the agent; `file` (or NULL) is what to add to it when it is not there. */
static int through_agent(const struct public_key *key, const char *file,
			 const struct signer_wish *wish, struct signer **ret_signer,
			 struct err *err)
{
	char finger[PUBLIC_KEY_FINGERPRINT];

	if (is_set(wish->agent_socket)) {
		if (!agent_open(wish->agent_socket, key, ret_signer, err))
			return 0;
		if (err->code == ERR_UNSUPPORTED)
			return -1;
	} else {
		public_key_fingerprint(key, finger);
		err_set(err, ERR_NOT_FOUND,
			"no ssh-agent is running (SSH_AUTH_SOCK is not set) that could hold "
			"the "
			"key %s",
			finger);
	}
	if (file) {
		err_prefix(err,
			   "key file '%s' is protected by a passphrase, and nothing here asks "
			   "for one",
			   file);
		if (is_set(wish->agent_socket))
			return err_next(err, "ssh-add '%s'", file);
		return err_next(err, "eval \"$(ssh-agent)\" && ssh-add '%s'", file);
	}
	return err_next(err, "ssh-add FILE_OF_THAT_KEY");
}

static int open_private(const char *path, const struct signer_wish *wish,
			struct signer **ret_signer, struct err *err)
{
	enum keyfile_lock lock;
	struct public_key key;

	if (keyfile_open(path, &key, &lock, ret_signer, err))
		return -1;
	if (lock == KEYFILE_PASSPHRASE)
		return through_agent(&key, path, wish, ret_signer, err);
	return 0;
}

/* "x.pub": the file "x" beside it when it is there and the same key, else the agent. */
static int open_public(const char *path, const struct signer_wish *wish, struct arena *a,
		       struct signer **ret_signer, struct err *err)
{
	char *private_path = arena_strndup(a, path, strlen(path) - strlen(".pub"));
	struct signer *signer = NULL;
	struct public_key key;
	struct stat st;

	if (keyfile_read_public(path, &key, err))
		return -1;
	if (stat(private_path, &st))
		return through_agent(&key, NULL, wish, ret_signer, err);
	if (open_private(private_path, wish, &signer, err))
		return -1;
	if (!public_key_equal(&signer->key, &key)) {
		signer_close(signer);
		return err_set(err, ERR_FORMAT, "'%s' and '%s' are not halves of one key", path,
			       private_path);
	}
	*ret_signer = signer;
	return 0;
}

int signer_open(const char *name, const struct signer_wish *wish, struct signer **ret_signer,
		struct err *err)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	const char *literal = literal_key(name);
	struct public_key key;
	const char *path;

	if (literal) {
		if (public_key_parse(literal, &key, err))
			return -1;
		return through_agent(&key, NULL, wish, ret_signer, err);
	}
	path = expand_home(name, wish->home, &a);
	if (strlen(path) > strlen(".pub") &&
	    !strcmp(path + strlen(path) - strlen(".pub"), ".pub"))
		return open_public(path, wish, &a, ret_signer, err);
	return open_private(path, wish, ret_signer, err);
}

/* user.signingkey is shared with OpenPGP: ids, fingerprints and addresses are not ours. */
static bool is_openpgp(const char *name)
{
	size_t digits = strspn(name + (text_begins(name, "0x") ? 2 : 0),
			       "0123456789abcdefABCDEF! ");

	if (literal_key(name) || strchr(name, '/'))
		return false;
	return strchr(name, '@') ||
	       (digits >= 8 && !name[digits + (text_begins(name, "0x") ? 2 : 0)]);
}

static bool is_known(const struct public_key *key, const struct signer_wish *wish)
{
	for (size_t i = 0; i < wish->known_count; i++)
		if (public_key_equal(key, &wish->known[i]))
			return true;
	return !wish->known_count;
}

/* The only key of the agent that counts. 1: found; 0: none or several, as `tried` says. */
static int only_agent_key(const struct signer_wish *wish, struct strbuf *tried,
			  bool *ret_several, struct signer **ret_signer)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct public_key *keys, found;
	size_t count, others, fit = 0;
	struct err why;

	if (!is_set(wish->agent_socket)) {
		strbuf_addstr(tried, "; no ssh-agent (SSH_AUTH_SOCK is not set)");
		return 0;
	}
	if (agent_list(wish->agent_socket, &a, &keys, &count, &others, &why)) {
		strbuf_addf(tried, "; %s", why.text);
		return 0;
	}
	for (size_t i = 0; i < count; i++) {
		if (keys[i].type == KEY_ED25519 && is_known(&keys[i], wish)) {
			found = keys[i];
			fit++;
		}
	}
	if (fit == 1 && !agent_open(wish->agent_socket, &found, ret_signer, &why))
		return 1;
	strbuf_addf(tried, "; ssh-agent holds %zu ed25519 key%s%s and %zu other%s", count,
		    count == 1 ? "" : "s",
		    wish->known_count && !fit ? ", none of them known here" : "", others,
		    others == 1 ? "" : "s");
	*ret_several = fit > 1;
	return 0;
}

static int nothing_found(const struct strbuf *tried, bool several, const struct err *file_why,
			 struct err *err)
{
	if (several) {
		err_set(err, ERR_NOT_FOUND, "cannot tell which SSH key is yours: %s",
			tried->buf);
		return err_next(err, "git config user.signingkey \"key::ssh-ed25519 AAAA...\"");
	}
	err_set(err, ERR_NOT_FOUND, "no SSH key to sign with: %s", tried->buf);
	if (*file_why->next)
		return err_next(err, "%s", file_why->next);
	return err_next(err, SIGNER_NO_KEY);
}

int signer_choose(const struct signer_wish *wish, struct signer **ret_signer, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf tried = STRBUF_INIT;
	struct signer *signer = NULL;
	struct err why = {0};
	bool several = false;

	if (is_set(wish->signing_key) && !is_openpgp(wish->signing_key)) {
		if (!signer_open(wish->signing_key, wish, ret_signer, err))
			return 0;
		return err_prefix(err, "user.signingkey");
	}
	strbuf_addstr(&tried, is_set(wish->signing_key) ? "user.signingkey names no SSH key"
							: "user.signingkey is not set");
	if (only_agent_key(wish, &tried, &several, ret_signer))
		return 0;
	if (!is_set(wish->home)) {
		strbuf_addstr(&tried, "; HOME is not set");
		return nothing_found(&tried, several, &why, err);
	}
	if (!signer_open(DEFAULT_KEY, wish, &signer, &why)) {
		if (is_known(&signer->key, wish)) {
			*ret_signer = signer;
			return 0;
		}
		signer_close(signer);
		strbuf_addstr(&tried, "; " DEFAULT_KEY " is not a key known here");
		err_next(&why, "git mcade join"); /* says who lets it in */
	} else {
		strbuf_addf(&tried, "; %s", why.text);
	}
	return nothing_found(&tried, several, &why, err);
}
