#include "cmd/behind.h"

#include "remote/sync.h"
#include "report/output.h"

void say_behind(struct session *s, const struct ledger_view *ledger)
{
	struct oid ignored;

	if (sync_fetched(&s->ledger, ledger, &ignored) != SYNC_EQUAL)
		output_note("mcade: '%s' has events after event %" PRIu64
			    ", the last one here\n  next: git mcade sync",
			    s->ledger.remote, ledger->sequence);
}
