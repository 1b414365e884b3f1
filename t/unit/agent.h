/*
 * agent.h - plays an ssh-agent on a socket, honest or not, for tests of whoever asks one.
 *
 *	agent.own = signer;			// by which it signs
 *	if (!agent_start("/tmp/x/agent"))
 *		return 1;
 *	become(REFUSES, 1, &key, NULL);
 *	...
 *	agent_stop();
 */
#ifndef T_UNIT_AGENT_H
#define T_UNIT_AGENT_H

#include "base/limits.h"
#include "sign/pubkey.h"
#include "sign/signer.h"
#include "sign/wire.h"

#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* What the agent of a test does with a question. */
enum trick {
	HONEST,
	HANGS_UP,
	LISTENS_ONLY,
	SAYS_NOTHING, /* a length of 0 */
	SAYS_TOO_MUCH,
	STOPS_HALFWAY,
	SLOW,
	IN_TWO_PARTS, /* of which the second comes later */
	SAYS_ALL,     /* as long an answer as one may be, of nothing */
	SAYS_ONE_MORE,
	REFUSES,
	LIES, /* another signature */
	ONCE, /* honest for one question */
	REFUSES_AT_LENGTH,
	SIGNS_AND_MORE,	 /* a byte behind its answer */
	SIGNS_MORE,	 /* one behind the signature, in it */
	SIGNS_OTHERWISE, /* by another kind of key */
	SIGNS_SHORTLY,	 /* a signature of 63 bytes */
	ANSWERS_ANOTHER, /* question */
};

static struct {
	pthread_t thread;
	int listener;
	enum trick trick;
	struct public_key holds[4];
	size_t count;
	const struct signer *own; /* of the key by which it signs */
	unsigned asked;
} agent;

static size_t list_keys(uint8_t *room, size_t size)
{
	struct wire_out out = wire_write(room, size);
	uint8_t blob[PUBLIC_KEY_BLOB];

	wire_put_u8(&out, 12);
	wire_put_u32(&out, (uint32_t)agent.count);
	for (size_t i = 0; i < agent.count; i++) {
		wire_put_string(&out, blob, public_key_to_blob(&agent.holds[i], blob));
		wire_put_text(&out, "a comment");
	}
	return out.len;
}

static size_t sign(const uint8_t *question, size_t len, enum trick trick, uint8_t *room,
		   size_t size)
{
	struct wire_out out = wire_write(room, size), in;
	struct wire asked = wire_read(question + 1, len - 1);
	uint8_t raw[64], inner[128];
	struct bytes message;

	in = wire_write(inner, sizeof(inner));
	wire_string(&asked);
	message = wire_string(&asked);
	if (wire_u32(&asked) || !wire_end(&asked)) { /* flags, that no such key has */
		wire_put_u8(&out, 5);
		return out.len;
	}
	if (agent.own->sign(agent.own, message, raw, &(struct err){0}))
		abort();
	raw[0] ^= trick == LIES;
	wire_put_text(&in, trick == SIGNS_OTHERWISE ? "ssh-ed25520" : "ssh-ed25519");
	wire_put_string(&in, raw, sizeof(raw) - (trick == SIGNS_SHORTLY));
	if (trick == SIGNS_MORE)
		wire_put_u8(&in, 0);
	wire_put_u8(&out, trick == ANSWERS_ANOTHER ? 12 : 14);
	wire_put_string(&out, inner, in.len);
	if (trick == SIGNS_AND_MORE)
		wire_put_u8(&out, 0);
	return out.len;
}

static void give(int fd, const void *data, size_t len)
{
	if (send(fd, data, len, 0) != (ssize_t)len)
		abort();
}

/* Who asked may have gone. */
static void give_nothing(int fd, size_t len)
{
	static const uint8_t zeros[LIMIT_AGENT_REPLY + 1];
	uint8_t head[4];
	struct wire_out out = wire_write(head, 4);

	wire_put_u32(&out, (uint32_t)len);
	give(fd, head, 4);
	while (len) {
		ssize_t n = send(fd, zeros, len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		len -= (size_t)n;
	}
}

static void answer(int fd, enum trick trick)
{
	uint8_t question[2048], reply[1024], head[4];
	ssize_t len = recv(fd, head, 4, MSG_WAITALL);
	struct wire in = wire_read(head, 4);
	struct wire_out out = wire_write(head, 4);
	size_t reply_len;

	len = recv(fd, question, wire_u32(&in), MSG_WAITALL);
	if (len <= 0 || trick == LISTENS_ONLY)
		return;
	reply_len = question[0] == 11
			    ? list_keys(reply, sizeof(reply))
			    : sign(question, (size_t)len, trick, reply, sizeof(reply));
	if (trick == SLOW)
		usleep(100000);
	if (trick == REFUSES || trick == REFUSES_AT_LENGTH) {
		reply[0] = 5;
		reply_len = trick == REFUSES ? 1 : 2;
	}
	if (trick == SAYS_ALL || trick == SAYS_ONE_MORE) {
		give_nothing(fd, LIMIT_AGENT_REPLY + (trick == SAYS_ONE_MORE));
		return;
	}
	wire_put_u32(&out, trick == SAYS_NOTHING    ? 0
			   : trick == SAYS_TOO_MUCH ? 1u << 30
						    : (uint32_t)reply_len);
	give(fd, head, 4);
	if (trick == SAYS_NOTHING || trick == SAYS_TOO_MUCH)
		return;
	give(fd, reply, reply_len / 2);
	if (trick == STOPS_HALFWAY)
		return;
	if (trick == IN_TWO_PARTS)
		usleep(20000);
	give(fd, reply + reply_len / 2, reply_len - reply_len / 2);
}

static void *serve(void *unused)
{
	int fd;

	while ((fd = accept(agent.listener, NULL, NULL)) >= 0) {
		enum trick trick = agent.trick; /* who has the answer may set the next */
		bool goes_away = trick == HANGS_UP || (trick == ONCE && agent.asked);

		agent.asked++;
		if (!goes_away)
			answer(fd, trick);
		close(fd);
	}
	return unused;
}

UNUSED static void become(enum trick trick, size_t count, const struct public_key *a,
			  const struct public_key *b)
{
	agent.trick = trick;
	agent.count = count;
	agent.asked = 0;
	if (count > 0)
		agent.holds[0] = *a;
	if (count > 1)
		agent.holds[1] = *b;
}

/* The agent's thread takes no signal: they are for whoever waits. */
static bool agent_start(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	sigset_t all, before;
	bool good;

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	agent.listener = socket(AF_UNIX, SOCK_STREAM, 0);
	if (bind(agent.listener, (const struct sockaddr *)&address, sizeof(address)) ||
	    listen(agent.listener, 5))
		return false;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	good = !pthread_create(&agent.thread, NULL, serve, NULL);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return good;
}

static void agent_stop(void)
{
	shutdown(agent.listener, SHUT_RDWR);
	pthread_join(agent.thread, NULL);
	close(agent.listener);
}

#endif
