#include "cmd/behind.h"

#include "remote/sync.h"
#include "report/output.h"

void say_behind(struct session *s, const struct ledger_view *ledger)
{
	size_t count;

	if (sync_behind(&s->ledger, ledger, &count) == SYNC_EQUAL)
		return;
	output_note("mcade: '%s' has events after event %" PRIu64
		    ", the last one here%s\n  next: git mcade sync",
		    s->ledger.remote, ledger->sequence,
		    count ? arena_printf(&s->arena, " (%zu of them)", count) : "");
}

void say_owed(struct session *s, const struct owed *owed)
{
	const char *since;
	size_t acts = owed_acts(owed, &since);

	if (acts)
		output_note("mcade: %s does not have what %zu act%s%s%s recorded\n  next: %s",
			    owed->ref, acts, acts == 1 ? "" : "s",
			    !since	       ? ""
			    : owed->count == 1 ? " of "
					       : " since ",
			    since ? arena_strdup(&s->arena, since) : "", owed->way);
}
