#include "ledger/person.h"

#include "base/texts.h"
#include "sign/keyfile.h"

#define GIVEN "MCADE_KEY"

/* What is no public key and no full path may be a private key that was pasted with something around it. */
static bool may_be_shown(const char *value)
{
	static const char *const begins[] = {"/", "~/", "key::", "ssh-", "sk-"};
	bool known = false;

	for (size_t i = 0; i < ARRAY_SIZE(begins); i++)
		known = known || text_begins(value, begins[i]);
	return known && !strchr(value, '\n');
}

/* The log of a job is read by many: an error names only what is no secret. */
static int open_named(const char *value, const struct signer_wish *wish, struct signer **ret,
		      struct err *err)
{
	if (!signer_open(value, wish, ret, err))
		return 0;
	if (may_be_shown(value))
		return err_prefix(err, GIVEN);
	return err_set(err, ERR_FORMAT,
		       GIVEN
		       " opens no key: expected the text of an OpenSSH private key, which "
		       "begins with '-----BEGIN', or the full path of its file");
}

void person_take_key(struct person *person)
{
	const char *value = getenv(GIVEN);
	const struct signer_wish wish = {.home = getenv("HOME"),
					 .agent_socket = getenv("SSH_AUTH_SOCK")};

	if (!value)
		return;
	person->given = *value != '\0'; /* empty: what a CI has no value for */
	if (person->given && text_begins(value, "-----BEGIN "))
		keyfile_open_text(bytes_text(value), GIVEN, &person->signer, &person->refused);
	else if (person->given)
		open_named(value, &wish, &person->signer, &person->refused);
	/* in the memory that /proc/PID/environ shows, too */
	memset((char *)(uintptr_t)value, 0, strlen(value));
	unsetenv(GIVEN);
}

/* The key that was given, or why it is none. 1: none was. */
static int given_signer(const struct ledger *l, struct signer **ret, struct err *err)
{
	if (!l->person->given)
		return 1;
	if (!l->person->signer) {
		*err = l->person->refused;
		return -1;
	}
	*ret = l->person->signer;
	return 0;
}

/* mcade.signingKey, else user.signingkey; what else there is, sign/signer.h knows. */
static struct signer_wish wish_for(const struct ledger *l)
{
	const char *ours = repo_config_get(l->repo, "mcade.signingKey");

	return (struct signer_wish){
		.home = getenv("HOME"),
		.agent_socket = getenv("SSH_AUTH_SOCK"),
		.signing_key = ours ? ours : repo_config_get(l->repo, "user.signingkey")};
}

/* Of several keys in an agent, those that the ledger knows count. */
static int known_keys(const struct ledger *l, struct signer_wish *wish, struct err *err)
{
	struct public_key *known = NULL;
	const struct trust *trust;

	if (state_trust(l->view->state, &trust, err) < 0)
		return -1;
	for (size_t i = 0; i < trust->principal_count; i++)
		for (size_t k = 0; k < trust->principals[i].key_count; k++) {
			struct public_key *key = ARENA_PUSH(l->arena, known, wish->known_count);

			if (public_key_parse(trust->principals[i].keys[k], key, err) < 0)
				return -1;
		}
	if (trust->recovery &&
	    public_key_parse(trust->recovery, ARENA_PUSH(l->arena, known, wish->known_count),
			     err) < 0)
		return -1;
	wish->known = known;
	return 0;
}

int person_signer(const struct ledger *l, struct signer **ret, struct err *err)
{
	struct signer_wish wish = wish_for(l);
	int given = given_signer(l, ret, err);

	if (given <= 0)
		return given;
	if (!l->person->signer && ((l->view && known_keys(l, &wish, err) < 0) ||
				   signer_choose(&wish, &l->person->signer, err) < 0))
		return -1;
	*ret = l->person->signer;
	return 0;
}

/* The key in use, as the ledger writes it, and who may do what there. */
static int key_and_trust(const struct ledger *l, struct strbuf *ret_key,
			 const struct trust **ret_trust, struct err *err)
{
	struct signer *signer;

	if (person_signer(l, &signer, err) < 0 ||
	    state_trust(l->view->state, ret_trust, err) < 0)
		return -1;
	public_key_format(&signer->key, ret_key);
	return 0;
}

int person_principal(const struct ledger *l, const struct principal **ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf key = STRBUF_INIT;
	const struct trust *trust;

	if (key_and_trust(l, &key, &trust, err) < 0)
		return -1;
	*ret = trust_signer(trust, key.buf);
	return 0;
}

int person_owner(const struct ledger *l, const struct principal **ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf key = STRBUF_INIT;
	const struct trust *trust;

	if (key_and_trust(l, &key, &trust, err) < 0)
		return -1;
	*ret = trust_owner(trust, key.buf);
	return 0;
}

int person_may_recover(const struct ledger *l, bool *ret, struct err *err)
{
	CLEANUP(strbuf_free) struct strbuf key = STRBUF_INIT;
	const struct trust *trust;

	if (key_and_trust(l, &key, &trust, err) < 0)
		return -1;
	*ret = trust->recovery && !strcmp(trust->recovery, key.buf);
	return 0;
}

int person_own_key(const struct ledger *l, struct public_key *ret, struct err *err)
{
	CLEANUP(signer_closep) struct signer *signer = NULL;
	const struct signer_wish wish = wish_for(l);
	struct signer *had;
	int given = given_signer(l, &had, err);

	if (!given)
		*ret = had->key;
	if (given <= 0)
		return given;
	if (signer_choose(&wish, &signer, err) < 0)
		return -1;
	*ret = signer->key;
	return 0;
}
