/*
 * sync_race.c - how long it is tried again. Who loses to another has seen that one come through: a count of
 * tries says only how many others there may be. Who waits as long as they do loses to them again.
 */
#include "remote/sync_internal.h"

#include "base/time.h"
#include "repo/ref.h"
#include "sign/digest.h"

#define LONGEST_MS (120 * 1000)
#define IN_VAIN_MOST 8 /* nothing has moved there: it may be a remote that cannot write */
#define PAUSE_MS 32
#define DOUBLED_MOST 5

bool sync_try_again(const struct ledger *l, struct sync_race *race, const struct err *err)
{
	int64_t now = time_monotonic_ms();
	struct oid there = OID_ZERO;
	struct err ignored;
	uint16_t moment;

	if (err->code != ERR_RACE)
		return false;
	if (!race->lost)
		race->since = now;
	ref_peek(l->repo, sync_tracking_ref(l), &there, &ignored);
	race->in_vain = oid_equal(&there, &race->there) ? race->in_vain + 1 : 0;
	race->there = there;
	if (race->in_vain == IN_VAIN_MOST || now - race->since > LONGEST_MS)
		return false;
	random_bytes(&moment, sizeof(moment));
	time_pause_ms(moment % (PAUSE_MS << race->lost));
	race->lost += race->lost < DOUBLED_MOST;
	return true;
}
