/* approve_path.h - an approval of one change of one file. */
#ifndef CMD_APPROVE_PATH_H
#define CMD_APPROVE_PATH_H

#include "cmd/act.h"

struct approval;

/* Yes or no, until when, and for whom where the signer witnesses it; a credential in what shows that goes
 * to act->refused. */
int approve_said(struct act *act, const struct approval *demand, struct err *err);
/* Of an act that has begun: shows the change, and records the approval. As act_finish(). */
int approve_path(struct act *act, const char *path, struct err *err);

#endif
