/* Any answer of an agent, and its bytes as SSH wire data. */
#include "base/arena.h"
#include "base/cleanup.h"
#include "sign/agent.h"
#include "sign/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	struct wire in = wire_read(data, size);
	size_t count, others, seen = 0;
	struct public_key *keys;
	uint8_t signature[64];
	struct err err;

	agent_parse_identities(bytes_of(data, size), &a, &keys, &count, &others, &err);
	agent_parse_signature(bytes_of(data, size), signature, &err);
	while (in.left && !in.bad) {
		struct bytes text = wire_string(&in);

		seen += text.len + 4;
	}
	if (!in.bad && seen != size)
		abort();
	return 0;
}
