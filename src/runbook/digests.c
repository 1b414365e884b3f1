#include "runbook/digests.h"

#include "sign/digest.h"

const char *digest_of(const char *text, struct arena *a)
{
	char hex[DIGEST_HEX];

	digest_sha256_hex(text, strlen(text), hex);
	return arena_printf(a, "sha256:%s", hex);
}

const char *file_digest(const char *path, struct bytes data, struct arena *a)
{
	return arena_printf(a, "sha256:%s %s", SHA256_HEX(data.data, data.len), path);
}

const char *definition_digest(const struct runbook *rb, const struct step *step,
			      const struct environment *environment, struct arena *a)
{
	return digest_of(runbook_step_definition(rb, step, environment, a), a);
}

const char *checks_digest(const struct runbook *rb, const struct step *step,
			  const struct environment *environment, struct arena *a)
{
	return digest_of(runbook_step_checks(rb, step, environment, a), a);
}

const char *candidate_digest(const char *content, const char *const *pins, size_t count,
			     struct arena *a)
{
	struct digest_sha256 state;
	char hex[DIGEST_HEX];

	digest_sha256_start(&state);
	digest_sha256_add(&state, content, strlen(content));
	for (size_t i = 0; i < count; i++) {
		digest_sha256_add(&state, "\n", 1);
		digest_sha256_add(&state, pins[i], strlen(pins[i]));
	}
	digest_sha256_end_hex(&state, hex);
	return arena_printf(a, "sha256:%s", hex);
}
