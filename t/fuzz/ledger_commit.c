/* Any commit object: no crash, and what is read is built again as the same bytes. */
#include "model/ledger_commit.h"

#include "base/cleanup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(arena_free) struct arena a = ARENA_INIT;
	CLEANUP(strbuf_free) struct strbuf again = STRBUF_INIT;
	struct ledger_commit commit;
	struct err err;

	if (ledger_commit_parse(bytes_of(data, size), &a, &commit, &err) < 0)
		return 0;
	ledger_commit_build(&commit, true, &again);
	if (again.len != size || memcmp(again.buf, data, size) != 0)
		abort();
	return 0;
}
