/* internal.h - what the files of pending.h share. */
#ifndef ACT_INTERNAL_H
#define ACT_INTERNAL_H

#include "act/pending.h"

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

#endif
