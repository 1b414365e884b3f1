#include "fold/settings.h"

#include "base/cleanup.h"
#include "repo/snapshot.h"
#include "runbook/promotion.h"
#include "runbook/settings.h"

int settings_of(struct repo *repo, const struct oid *commit,
		const struct environment *environment, const char *const *pins, size_t count,
		struct arena *a, const char **ret, struct err *err)
{
	CLEANUP(snapshot_freep) struct snapshot *snapshot = NULL;
	const char *path = environment->manifest;
	struct bytes text = bytes_of(NULL, 0);
	struct oid id = OID_ZERO;
	uint32_t mode;
	bool found;

	*ret = NULL;
	if (!path)
		return 0;
	if (snapshot_of_commit(repo, commit, &snapshot, err) < 0 ||
	    snapshot_entry(snapshot, path, &mode, &id, err) < 0 ||
	    snapshot_read(snapshot, path, a, &text, &found, err) < 0)
		return -1;
	if (!found && mode)
		text = bytes_text(arena_printf(a, "%06o %s", mode, OID_HEX(&id)));
	*ret = settings_digest(text, pins, count, a);
	return 0;
}

int settings_of_candidate(struct repo *repo, struct state *record, const struct oid *commit,
			  const struct environment *environment, const char *content,
			  const char *candidate, struct arena *a, const char **ret,
			  struct err *err)
{
	const char *const *pins;
	size_t count;
	bool known;

	*ret = NULL;
	if (promotion_pins_of(record, environment, content, candidate, a, &pins, &count, &known,
			      err) < 0)
		return -1;
	return known ? settings_of(repo, commit, environment, pins, count, a, ret, err) : 0;
}
