/* sign/: ssh-agent over its socket, honest and not. */
#include "base/arena.h"
#include "base/cleanup.h"
#include "base/strbuf.h"
#include "sign/agent.h"
#include "sign/digest.h"
#include "sign/keyfile.h"
#include "sign/sshsig.h"

#include <errno.h>
#include <sys/time.h>

#include "../t/unit/agent.h"
#include "../t/unit/tap.h"

static struct err err;
static char folder[] = "/tmp/mcade-unit-agent.XXXXXX", place[64], nowhere[64];
static char key[64], key_public[80];
static struct public_key first, second = {.point = {9}};
static const struct public_key token = {KEY_SK_ED25519, {7}, "ssh:"};

static int list(const char *socket_path, size_t *ret_count, size_t *ret_others)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct public_key *keys;

	return agent_list(socket_path, &a, &keys, ret_count, ret_others, &err);
}

static unsigned alarms;

static void alarmed(int signal_)
{
	(void)signal_;
	alarms++;
}

/* Signals that come while the agent thinks are no reason to give up. */
static void test_interrupted(void)
{
	struct itimerval soon = {{0, 10000}, {0, 10000}}, never = {{0, 0}, {0, 0}};
	struct sigaction act = {.sa_handler = alarmed};
	size_t count = 0, others;

	become(SLOW, 1, &first, NULL);
	sigaction(SIGALRM, &act, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	ok(!list(place, &count, &others) && count == 1, "a slow agent, amid signals");
	setitimer(ITIMER_REAL, &never, NULL);
	ok(alarms > 0, "which came");
}

/* Whoever starts a hook may have closed all; then the socket is number 0. */
static void test_number_0(void)
{
	size_t count = 0, others;
	int keep = dup(0);

	become(HONEST, 1, &first, NULL);
	close(0);
	ok(!list(place, &count, &others) && count == 1, "without a standard input");
	dup2(keep, 0);
	close(keep);
}

static void test_list(void)
{
	static const struct {
		enum trick trick;
		enum err_code code;
		const char *name;
	} bad[] = {
		{HANGS_UP, ERR_IO, "hangs up at once"},
		{LISTENS_ONLY, ERR_IO, "listens and hangs up"},
		{SAYS_NOTHING, ERR_LIMIT, "answers with nothing"},
		{SAYS_TOO_MUCH, ERR_LIMIT, "promises a gigabyte"},
		{STOPS_HALFWAY, ERR_IO, "hangs up in the middle of its answer"},
		{REFUSES, ERR_IO, "refuses"},
		{REFUSES_AT_LENGTH, ERR_FORMAT, "refuses, and says more"},
		{SAYS_ALL, ERR_FORMAT, "says nothing, at the greatest length"},
		{SAYS_ONE_MORE, ERR_LIMIT, "says a byte more than that"},
	};
	size_t count = 0, others = 0;
	char path[256];

	become(HONEST, 2, &first, &second);
	ok(!list(place, &count, &others) && count == 2 && !others, "an agent with two keys");
	become(IN_TWO_PARTS, 2, &first, &second);
	ok(!list(place, &count, &others) && count == 2 && !others, "whose answer comes in two");
	become(HONEST, 0, NULL, NULL);
	ok(!list(place, &count, &others) && !count, "an agent without keys");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		become(bad[i].trick, 1, &first, NULL);
		errno = EAGAIN; /* what a call before left there is not asked */
		ok(list(place, &count, &others) && err.code == bad[i].code,
		   "an agent that %s (%s)", bad[i].name, err.text);
	}
	become(LISTENS_ONLY, 1, &first, NULL);
	ok(list(place, &count, &others) && strstr(err.text, "closed"),
	   "it is said that it did");
	ok(list(nowhere, &count, &others) && err.code == ERR_IO && strstr(err.text, nowhere),
	   "no agent there");
	memset(path, 'x', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	ok(list(path, &count, &others) && err.code == ERR_LIMIT, "a path that no socket has");
	path[sizeof(((struct sockaddr_un *)0)->sun_path)] = '\0';
	ok(list(path, &count, &others) && err.code == ERR_LIMIT, "longer by its NUL alone");
	path[sizeof(((struct sockaddr_un *)0)->sun_path) - 1] = '\0';
	ok(list(path, &count, &others) && err.code == ERR_IO, "the longest that one may have");
}

static void test_sign(void)
{
	CLEANUP(signer_closep) struct signer *signer = NULL;
	CLEANUP(strbuf_free) struct strbuf armor = STRBUF_INIT;
	uint8_t raw[64], huge[2000] = {0};
	char finger[PUBLIC_KEY_FINGERPRINT];
	struct public_key by;

	become(HONEST, 2, &second, &first);
	ok(!agent_open(place, &first, &signer, &err), "a key that the agent holds");
	ok(!sshsig_sign(signer, "git", bytes_text("words"), &armor, &err) &&
		   !sshsig_verify(bytes_text("words"), armor.buf, armor.len, "git", &by,
				  &err) &&
		   public_key_equal(&by, &first),
	   "signs");
	ok(signer->sign(signer, bytes_of(huge, sizeof(huge)), raw, &err) &&
		   err.code == ERR_LIMIT,
	   "a question that is too long is not asked");
	for (enum trick trick = LIES; trick >= REFUSES; trick--) {
		become(trick, 1, &first, NULL);
		strbuf_setlen(&armor, 0);
		ok(sshsig_sign(signer, "git", bytes_text("words"), &armor, &err) &&
			   err.code == (trick == LIES ? ERR_UNTRUSTED : ERR_IO) && !armor.len,
		   "no signature: %s", err.text);
	}
	for (enum trick trick = REFUSES_AT_LENGTH; trick <= ANSWERS_ANOTHER; trick++) {
		become(trick, 1, &first, NULL);
		strbuf_setlen(&armor, 0);
		ok(sshsig_sign(signer, "git", bytes_text("words"), &armor, &err) &&
			   err.code == ERR_FORMAT && !armor.len,
		   "nor is what is none: %s", err.text);
	}
	signer_close(MOVE(signer));
	become(HONEST, 1, &second, NULL);
	public_key_fingerprint(&first, finger);
	ok(agent_open(place, &first, &signer, &err) && err.code == ERR_NOT_FOUND && !signer &&
		   strstr(err.text, finger),
	   "a key that the agent does not hold, and which");
	become(HONEST, 1, &token, NULL);
	ok(agent_open(place, &token, &signer, &err) && err.code == ERR_UNSUPPORTED && !signer,
	   "a token's key");
}

int main(void)
{
	struct signer *own = NULL;
	enum keyfile_lock lock;

	if (sign_init(&err) || !mkdtemp(folder))
		return 1;
	snprintf(place, sizeof(place), "%s/agent", folder);
	snprintf(nowhere, sizeof(nowhere), "%s/none", folder);
	snprintf(key, sizeof(key), "%s/key", folder);
	snprintf(key_public, sizeof(key_public), "%s.pub", key);
	if (keyfile_generate(key, "", &first, &err) ||
	    keyfile_open(key, &first, &lock, &own, &err) || !agent_start(place))
		return 1;
	agent.own = own;
	test_list();
	test_interrupted();
	test_number_0();
	test_sign();
	agent_stop();
	signer_close(own);
	unlink(key);
	unlink(key_public);
	unlink(place);
	rmdir(folder);
	return done();
}
