/*
 * sync_race.c - how long it is tried again. Who loses to another has seen that one come through: a count of
 * tries says only how many others there may be. Who waits as long as they do loses to them again.
 */
#include "remote/sync_internal.h"

#include "base/time.h"
#include "repo/ref.h"

#define LONGEST_MS (120 * 1000)
#define IN_VAIN_MOST 8 /* nothing has moved there: it may be a remote that cannot write */
#define PAUSE_MS 32
#define DOUBLED_MOST 5

/* What was fetched last of all that the push was about. */
static void seen(const struct ledger *l, const char *refs, char ret[DIGEST_HEX])
{
	struct digest_sha256 state;
	struct ref *list = NULL;
	size_t count = 0;
	struct err ignored;

	digest_sha256_start(&state);
	ref_list(l->repo, refs, l->arena, &list, &count, &ignored);
	for (size_t i = 0; i < count; i++)
		digest_sha256_add(&state, &list[i].id, sizeof(list[i].id));
	digest_sha256_end_hex(&state, ret);
}

bool sync_try_again(const struct ledger *l, const char *refs, struct sync_race *race,
		    const struct err *err)
{
	int64_t now = time_monotonic_ms();
	char there[DIGEST_HEX];
	uint16_t moment;

	if (err->code != ERR_RACE)
		return false;
	if (!race->lost)
		race->since = now;
	seen(l, refs, there);
	race->in_vain = strcmp(there, race->there) ? 0 : race->in_vain + 1;
	memcpy(race->there, there, sizeof(there));
	if (race->in_vain == IN_VAIN_MOST || now - race->since > LONGEST_MS)
		return false;
	random_bytes(&moment, sizeof(moment));
	time_pause_ms(moment % (PAUSE_MS << race->lost));
	race->lost += race->lost < DOUBLED_MOST;
	return true;
}
