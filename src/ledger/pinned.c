#include "ledger/pinned.h"

#include "base/cleanup.h"
#include "fold/fold.h"
#include "ledger/chain.h"
#include "repo/ledger.h"
#include "repo/snapshot.h"
#include "runbook/manifest.h"

static bool is_pinned(struct bytes text, const char *path)
{
	CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
	const struct doc_node *root;
	struct err unreadable;

	/* nothing can be put back from what cannot be read */
	return manifest_parse(text, "", &scratch, &root, &unreadable) < 0 ||
	       manifest_pin(root, path, &scratch).state == PIN_COMPLETE;
}

int pinned_before(const struct ledger *l, const char *environment, const char *path,
		  struct bytes *ret, bool *ret_found, struct err *err)
{
	CLEANUP(ledger_range_freep) struct ledger_range *range = NULL;
	const char *file = state_manifest_path(environment, l->arena);
	struct held_pin pin;

	*ret_found = false;
	if (!fold_held(l->view->fold, environment, path, NULL, 0, &pin))
		return 0;
	if (chain_open(l->repo, l->view, &range, err) < 0)
		return -1;
	for (uint64_t i = pin.sequence; i-- > 0;) {
		CLEANUP(snapshot_freep) struct snapshot *files = NULL;
		CLEANUP(arena_free) struct arena scratch = ARENA_INIT;
		struct bytes text;
		bool there;

		if (snapshot_of_commit(l->repo, ledger_range_id(range, i), &files, err) < 0 ||
		    snapshot_read(files, file, &scratch, &text, &there, err) < 0)
			return -1;
		if (!there)
			break;
		if (is_pinned(text, path))
			continue;
		*ret = bytes_of(arena_memdup(l->arena, text.data, text.len), text.len);
		*ret_found = true;
		break;
	}
	return 0;
}
