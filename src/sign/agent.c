#include "sign/agent.h"

#include "base/limits.h"
#include "base/memory.h"
#include "base/time.h"
#include "sign/internal.h"
#include "sign/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define AGENT_FAILURE 5 /* draft-miller-ssh-agent section 5.1 */
#define REQUEST_IDENTITIES 11
#define IDENTITIES_ANSWER 12
#define SIGN_REQUEST 13
#define SIGN_RESPONSE 14
#define LIMIT_AGENT_KEYS 1024
#define REQUEST_MAX 1024
#ifndef MSG_NOSIGNAL /* younger than some systems; main() ignores the signal */
#define MSG_NOSIGNAL 0
#endif

/* A connection that gives up at `deadline` (time_monotonic_ms()). */
struct talk {
	int fd;
	int64_t deadline;
};

/* Lets the next call on the socket wait until the deadline and no longer. */
static int wait_at_most(const struct talk *t, struct err *err)
{
	int64_t left = t->deadline - time_monotonic_ms();
	struct timeval tv = {left / 1000, left % 1000 * 1000};

	if (left <= 0)
		return err_set(err, ERR_TIMEOUT, "ssh-agent does not answer");
	if (setsockopt(t->fd, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)) ||
	    setsockopt(t->fd, SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof(tv)))
		return err_errno(err, "cannot set a deadline for ssh-agent");
	return 0;
}

static int talk_open(const char *path, int seconds, struct talk *ret_talk, struct err *err)
{
	struct talk t = {-1, time_monotonic_ms() + (int64_t)seconds * 1000};
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (strlen(path) >= sizeof(address.sun_path))
		return err_set(err, ERR_LIMIT, "path of the ssh-agent socket is too long: '%s'",
			       path);
	memcpy(address.sun_path, path, strlen(path));
	t.fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (t.fd < 0 || fcntl(t.fd, F_SETFD, FD_CLOEXEC) < 0)
		return err_errno(err, "cannot make a socket for ssh-agent");
	if (wait_at_most(&t, err) == 0) {
		if (!connect(t.fd, (const struct sockaddr *)&address, sizeof(address))) {
			*ret_talk = t;
			return 0;
		}
		err_errno(err, "cannot reach ssh-agent at '%s'", path);
	}
	close(t.fd);
	return -1;
}

/* Gives `len` bytes to the agent, or takes them from it. */
static int pass(const struct talk *t, bool give, uint8_t *data, size_t len, struct err *err)
{
	while (len) {
		ssize_t n;

		if (wait_at_most(t, err))
			return -1;
		n = give ? send(t->fd, data, len, MSG_NOSIGNAL) : recv(t->fd, data, len, 0);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n < 0)
			return err_errno(err, "cannot %s ssh-agent",
					 give ? "write to" : "read from");
		if (!n)
			return err_set(err, ERR_IO,
				       "ssh-agent closed the connection too early");
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

/* One question (type byte and body, at `question`), one answer in the arena. */
static int ask(const char *path, int seconds, const struct wire_out *question, struct arena *a,
	       struct bytes *ret_reply, struct err *err)
{
	uint8_t head[4], *reply = NULL;
	struct wire_out out = wire_write(head, sizeof(head));
	struct wire in = wire_read(head, sizeof(head));
	struct talk t;
	uint32_t len;
	int rc = -1;

	if (question->bad)
		return err_set(err, ERR_LIMIT, "request to ssh-agent is too long");
	if (talk_open(path, seconds, &t, err))
		return -1;
	wire_put_u32(&out, (uint32_t)question->len);
	if (!pass(&t, true, head, sizeof(head), err) &&
	    !pass(&t, true, question->start, question->len, err) &&
	    !pass(&t, false, head, sizeof(head), err)) {
		len = wire_u32(&in);
		if (!len || len > LIMIT_AGENT_REPLY) {
			err_set(err, ERR_LIMIT,
				"ssh-agent answers with %" PRIu32 " bytes: 1 to %zu expected",
				len, LIMIT_AGENT_REPLY);
		} else {
			reply = arena_alloc(a, len);
			rc = pass(&t, false, reply, len, err);
			*ret_reply = bytes_of(reply, rc ? 0 : len);
		}
	}
	close(t.fd);
	return rc;
}

int agent_parse_identities(struct bytes reply, struct arena *a, struct public_key **ret_keys,
			   size_t *ret_count, size_t *ret_others, struct err *err)
{
	struct wire in = wire_read(reply.data, reply.len);
	struct public_key *keys = NULL, key;
	size_t count = 0, others = 0;
	uint8_t type = wire_u8(&in);
	uint32_t number = wire_u32(&in);
	struct err ignored;

	if (type == AGENT_FAILURE && reply.len == 1)
		return err_set(err, ERR_IO, "ssh-agent refuses to list its keys");
	if (type != IDENTITIES_ANSWER || in.bad || number > LIMIT_AGENT_KEYS)
		return err_set(err, ERR_FORMAT, "ssh-agent's answer is not a list of keys");
	for (uint32_t i = 0; i < number; i++) {
		struct bytes blob = wire_string(&in);

		wire_string(&in); /* comment */
		if (in.bad)
			break;
		if (public_key_from_blob(blob, &key, &ignored))
			others++;
		else
			*ARENA_PUSH(a, keys, count) = key;
	}
	if (!wire_end(&in))
		return err_set(err, ERR_FORMAT, "ssh-agent's list of keys is damaged");
	*ret_keys = keys;
	*ret_count = count;
	*ret_others = others;
	return 0;
}

int agent_parse_signature(struct bytes reply, uint8_t ret_signature[64], struct err *err)
{
	struct wire in = wire_read(reply.data, reply.len), inner;
	uint8_t type = wire_u8(&in);
	struct bytes blob, name, signature;

	if (type == AGENT_FAILURE && reply.len == 1)
		return err_set(err, ERR_IO, "ssh-agent refuses to sign");
	blob = wire_string(&in);
	inner = wire_read(blob.data, blob.len);
	name = wire_string(&inner);
	signature = wire_string(&inner);
	if (type != SIGN_RESPONSE || !wire_end(&in) || !wire_end(&inner) ||
	    !wire_is(name, key_type_name(KEY_ED25519)) || signature.len != 64)
		return err_set(err, ERR_FORMAT,
			       "ssh-agent's answer is not an ed25519 signature");
	memcpy(ret_signature, signature.data, 64);
	return 0;
}

int agent_list(const char *socket_path, struct arena *a, struct public_key **ret_keys,
	       size_t *ret_count, size_t *ret_others, struct err *err)
{
	uint8_t buffer[1];
	struct wire_out question = wire_write(buffer, sizeof(buffer));
	struct bytes reply;

	wire_put_u8(&question, REQUEST_IDENTITIES);
	if (ask(socket_path, AGENT_LIST_SECONDS, &question, a, &reply, err))
		return -1;
	return agent_parse_identities(reply, a, ret_keys, ret_count, ret_others, err);
}

static int agent_sign(const struct signer *signer, struct bytes message,
		      uint8_t ret_signature[64], struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	uint8_t buffer[REQUEST_MAX], blob[PUBLIC_KEY_BLOB], signature[64];
	struct wire_out question = wire_write(buffer, sizeof(buffer));
	struct bytes reply;

	wire_put_u8(&question, SIGN_REQUEST);
	wire_put_string(&question, blob, public_key_to_blob(&signer->key, blob));
	wire_put_string(&question, message.data, message.len);
	wire_put_u32(&question, 0); /* flags: they are RSA's */
	if (ask(signer->secret, AGENT_SIGN_SECONDS, &question, &scratch, &reply, err) ||
	    agent_parse_signature(reply, signature, err))
		/* it had the key a moment ago */
		return err_next(err, "hint: 'ssh-add -X' unlocks an agent, 'ssh-add "
				     "FILE_OF_THAT_KEY' puts a key back into it; then try "
				     "again");
	if (crypto_sign_verify_detached(signature, message.data, message.len,
					signer->key.point))
		return err_set(err, ERR_UNTRUSTED, "ssh-agent's signature is not of this key");
	memcpy(ret_signature, signature, sizeof(signature));
	return 0;
}

static void agent_dispose(struct signer *signer)
{
	free(signer->secret);
	free(signer);
}

static struct signer *agent_signer(const char *socket_path, const struct public_key *key)
{
	struct signer *signer = xmalloc(sizeof(*signer));
	size_t len = strlen(socket_path) + 1;

	*signer = (struct signer){.key = *key,
				  .where = "ssh-agent",
				  .sign = agent_sign,
				  .dispose = agent_dispose,
				  .secret = xmalloc(len)};
	memcpy(signer->secret, socket_path, len);
	return signer;
}

int agent_open(const char *socket_path, const struct public_key *key,
	       struct signer **ret_signer, struct err *err)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	char finger[PUBLIC_KEY_FINGERPRINT];
	struct public_key *keys;
	size_t count, others;

	if (key->type != KEY_ED25519)
		return err_set(err, ERR_UNSUPPORTED,
			       "signing with a token's key ('%s') is not implemented",
			       key_type_name(key->type));
	if (agent_list(socket_path, &scratch, &keys, &count, &others, err))
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (public_key_equal(&keys[i], key)) {
			*ret_signer = agent_signer(socket_path, key);
			return 0;
		}
	}
	public_key_fingerprint(key, finger);
	return err_set(err, ERR_NOT_FOUND, "ssh-agent does not hold the key %s", finger);
}
