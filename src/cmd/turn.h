/*
 * turn.h - whose turn it is to run a step. Of two people one is told at once who runs it, and decides; of
 * two jobs of a CI, where nobody sits to try again, the second waits until the first has ended.
 */
#ifndef CMD_TURN_H
#define CMD_TURN_H

#include "cmd/act.h"

/* Two laptops must not run one step at once: of a live environment the remote is asked, and must answer. */
int turn_reach(struct act *act, bool live, struct err *err);
/*
 * Must the remote have the start before anything runs? That of a live environment is nothing before; nor is
 * a job's, beside which another may run, where the remote answered and has all that came before.
 */
int turn_told(const struct act *act, bool live, bool *ret, struct err *err);

/*
 * Waits while another run of the step is open, at most as long as that may take, and says for whom and
 * since when. *ret: it has ended, and it is worth another try; false: nobody runs it, nobody waits here
 * (no job: MCADE_KEY), or it has had its time. The session's ledger is then as the remote has it.
 */
int turn_wait(struct session *s, const char *environment, const char *step, bool *ret,
	      struct err *err);

#endif
