/* internal.h - what the files of pending.h share, and those of launch.h. */
#ifndef ACT_INTERNAL_H
#define ACT_INTERNAL_H

#include "act/launch.h"
#include "act/pending.h"
#include "act/place.h"

/* NULL: there is no such place. */
const char *pending_folder(const struct ledger *l, enum pending_place place);

int pending_write(const struct ledger *l, const char *path, const struct intent *finish,
		  const char *occurred, struct err *err);
/* ret_repository: where it was kept. ERR_FORMAT for what is damaged. */
int pending_read(const char *path, struct arena *a, struct intent *ret,
		 const char **ret_repository, struct err *err);
int pending_damaged(const char *path, struct err *err);

/* Is this run, of the event's step, still the last and without an end? */
int lost_is_open(const struct ledger *l, const struct event *event, const char *run, bool *ret,
		 struct err *err);
/* Is the run of that name lost: gone, open, and its end kept nowhere? Then it is added. */
int lost_add(const struct ledger *l, const char *run, struct pending **all, size_t *count,
	     struct err *err);

/* launch_prepare() in a repository that was opened already. */
int launch_prepare_at(const struct ledger *l, const struct place *place,
		      const struct readiness *readiness, const struct step_view *view,
		      struct launch *ret, struct err *err);
/* That it names a file which 'content' leaves out, where it does. */
void launch_outside(const struct launch *launch, struct findings *refused);
/* What the judge and the files have against it. by: who would sign it; NULL: whoever may. */
int launch_ask_files(const struct ledger *l, const struct launch *launch, enum event_word word,
		     const char *by, struct launch_leave leave, struct findings *refused,
		     struct err *err);

#endif
