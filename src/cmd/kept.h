/* kept.h - the ends of runs that wait to be recorded, in commands that write. */
#ifndef CMD_KEPT_H
#define CMD_KEPT_H

#include "act/pending.h"
#include "cmd/command.h"

/* Records what is at this place and may be, and says what came of each; the session's ledger moves on. */
int kept_settle(struct session *session, enum pending_place place, struct pending **ret,
		size_t *ret_count, struct err *err);
/* Before an act of this word: what cannot be recorded keeps nobody from that. */
void kept_settle_first(struct session *session, enum event_word word);
/* run --resume: shows what is kept in the repository, and records it; what is lost, too. */
int kept_resume(struct session *session, const struct option_values *options,
		struct result *result, struct err *err);

/* "is contested, and ...": what has to be done for it to count. Lives in the ledger's arena. */
const char *contested_words(const struct ledger *ledger, uint64_t sequence);

struct act;
/*
 * Records how a run ended: kept first, so that whatever fails now is recorded by the next act. As
 * act_record(), and what others recorded meanwhile takes nothing back of it.
 */
int kept_fact(struct act *fact, struct err *err);

#endif
