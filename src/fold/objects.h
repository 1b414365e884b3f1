/*
 * objects.h - what an event says of the repository, compared with the objects that are here: the
 * files that a run used, the content of the commit that it ran.
 */
#ifndef FOLD_OBJECTS_H
#define FOLD_OBJECTS_H

#include "policy/judge_act.h"

struct repo;

/*
 * Adds findings of rule `evidence`. *ret_unseen: what the event names and is not here, in
 * words, owned by the findings' arena; nothing can be said of it then. NULL: all of it is here.
 * -1: cannot tell.
 */
int objects_look(struct repo *repo, const struct act_facts *act, struct findings *found,
		 const char **ret_unseen, struct err *err);

#endif
