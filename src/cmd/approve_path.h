/* approve_path.h - an approval of one change of one file. */
#ifndef CMD_APPROVE_PATH_H
#define CMD_APPROVE_PATH_H

#include "cmd/act.h"

/* Of an act that has begun: shows the change, and records the approval. As act_finish(). */
int approve_path(struct act *act, const char *path, struct err *err);

#endif
